"""Days as people write and read them. Pure."""

from __future__ import annotations

import re

from mlpath.errors import BadDate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date, datetime

# Far enough from the ends of the calendar that no arithmetic of plans leads out of it.
FIRST_YEAR, LAST_YEAR = 1900, 2999
_MONTHS = (
    ("Jan", "January"),
    ("Feb", "February"),
    ("Mar", "March"),
    ("Apr", "April"),
    ("May", "May"),
    ("Jun", "June"),
    ("Jul", "July"),
    ("Aug", "August"),
    ("Sep", "September"),
    ("Oct", "October"),
    ("Nov", "November"),
    ("Dec", "December"),
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAYS = {"today": 0, "yesterday": -1, "tomorrow": 1}


def counted_day(moment: datetime, day_starts: str) -> date:
    """Return the day that a moment counts for where days begin at a time (`04:00`): before that, it is still the day before."""
    from datetime import timedelta

    return moment.date() - timedelta(days=f"{moment:%H:%M}" < day_starts)


def parse_past(text: str, today: date) -> date:
    """Return the day that `text` names, `monday` being the last one. Raises BadDate, also for a day after `today`."""
    day = parse(text, today, past=True)
    if day > today:
        raise BadDate(f"{text} lies in the future", "what is done was done today or earlier")
    return day


def parse(text: str, today: date, *, past: bool = False) -> date:
    """Return the day that `text` names.

    An ISO date; `today`, `yesterday`, `tomorrow`; a weekday (`monday`, `mon`), which is today or the next such day, the
    last one where `past` is true; days or weeks from today (`+3d`, `-1w`). Raises BadDate.
    """
    hint = f"write it as {today.isoformat()}, `today`, `yesterday`, `monday`, `{'-' if past else '+'}1w`"
    day = _day_meant(text.strip().casefold(), today, past=past)
    if day is None:
        raise BadDate(f"{text!r} is no day", hint)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadDate(f"{text} is out of range", f"mlpath knows the years {FIRST_YEAR} to {LAST_YEAR}")
    return day


def _day_meant(word: str, today: date, *, past: bool) -> date | None:
    """Return the day that a word in lower case names, of any year; None where it names none."""
    from datetime import date, timedelta

    if word in _DAYS:
        return today + timedelta(days=_DAYS[word])
    weekday = next((n for n, name in enumerate(_WEEKDAYS) if len(word) >= 3 and name.startswith(word)), None)
    if weekday is not None:
        return today + timedelta(days=-((today.weekday() - weekday) % 7) if past else (weekday - today.weekday()) % 7)
    distance = re.fullmatch(r"([+-][0-9]{1,4})([dw])", word)
    if distance:
        return today + timedelta(days=int(distance[1]) * (7 if distance[2] == "w" else 1))
    try:
        return date.fromisoformat(word) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", word) else None
    except ValueError:
        return None


def parse_span(text: str, today: date) -> tuple[date, date]:
    """Return the first and last day of `FROM..TO`, or of one day alone; `+1w` and weekdays behind the dots count from FROM.

    Raises BadDate.
    """
    first, dots, last = text.partition("..")
    start = parse(first, today)
    ahead = last.strip().casefold()[:1] == "+" or last.strip().casefold()[:3] in {name[:3] for name in _WEEKDAYS}
    end = parse(last, start if ahead else today) if dots else start
    if end < start:
        raise BadDate(f"{text} ends before it begins", "write the earlier day first: 2026-12-24..2027-01-01")
    return start, end


def day(iso: str) -> str:
    """Return an ISO date, or the date of an ISO moment, as people read it: `22 Nov 2026`."""
    return f"{int(iso[8:10])} {_MONTHS[int(iso[5:7]) - 1][0]} {iso[:4]}"


def long_day(date: date) -> str:
    """Return a day as it stands in a sentence: `22 November 2026`."""
    return f"{date.day} {_MONTHS[date.month - 1][1]} {date.year}"


def weekday(date: date) -> str:
    """Return the name of a day's weekday: `Sunday`."""
    return _WEEKDAYS[date.weekday()].capitalize()


def month(date: date) -> str:
    """Return the short name of a day's month: `Nov`."""
    return _MONTHS[date.month - 1][0]


def span(first: date, last: date) -> str:
    """Return two days as people read them, saying month and year once where they are the same."""
    start = day(first.isoformat())
    if first == last:
        return start
    if first.year != last.year:
        return f"{start} – {day(last.isoformat())}"
    same = f"{first.day}" if first.month == last.month else f"{first.day} {month(first)}"
    return f"{same} – {day(last.isoformat())}"


def moment(iso: str) -> str:
    """Return an ISO moment as people read it, in its own time zone: `22 Nov 2026, 18:04`."""
    return f"{day(iso)}, {iso[11:16]}"
