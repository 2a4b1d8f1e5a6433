"""Days as people write and read them. Pure."""

from __future__ import annotations

import re

from mlpath.errors import BadDate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def parse_past(text: str, today: date) -> date:
    """Return the day that `text` names: an ISO date, `today` or `yesterday`.

    Raises BadDate for anything else, and for a day after `today`.
    """
    from datetime import date, timedelta

    word = text.strip().casefold()
    if word in ("today", "yesterday"):
        return today - timedelta(days=word == "yesterday")
    hint = f"write it as {today.isoformat()}, `today` or `yesterday`"
    if not _ISO.fullmatch(word):
        raise BadDate(f"{text!r} is no date", hint)
    try:
        day = date.fromisoformat(word)
    except ValueError:
        raise BadDate(f"{text!r} is no day of the calendar", hint) from None
    if day > today:
        raise BadDate(f"{text} lies in the future", "what is done was done today or earlier")
    return day


def day(iso: str) -> str:
    """Return an ISO date, or the date of an ISO moment, as people read it: `22 Nov 2026`."""
    return f"{int(iso[8:10])} {_MONTHS[int(iso[5:7]) - 1]} {iso[:4]}"


def moment(iso: str) -> str:
    """Return an ISO moment as people read it, in its own time zone: `22 Nov 2026, 18:04`."""
    return f"{day(iso)}, {iso[11:16]}"
