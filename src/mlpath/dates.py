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
# Between the first and the last day of a span, and how many days or weeks it takes.
_BETWEEN = r"\s*(?:\.\.+|…|:|–|—)\s*|\s+(?:-|to|until)\s+"
_LENGTH = r"\+\s*([0-9]{1,4})\s*([dw])(?:ays?|eeks?)?"
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

    An ISO date, or one in words as `day`, `long_day` and `moment` write it, with or without year and weekday; `today`,
    `yesterday`, `tomorrow`; a weekday (`monday`, `mon`); days or weeks from today (`+3d`, `-1w`, `2 days ago`, `in 2 weeks`).
    A weekday, or a day without its year, is today or the next such day, the last one where `past` is true. Raises BadDate.
    """
    word = " ".join(text.casefold().split())
    day = _day_meant(word, today, past=past)
    if day is None:
        raise BadDate(f"{text!r} is no day", _two_weeks(word, today, past=past) or _forms(today, past=past))
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadDate(f"{text} is out of range", f"mlpath knows the years {FIRST_YEAR} to {LAST_YEAR}")
    return day


def _forms(today: date, *, past: bool) -> str:
    relative = "`monday`, `2 days ago`" if past else "`monday`, `+1w`"
    return f"write it as {today.isoformat()}, `{day(today.isoformat())}`, `today`, `yesterday`, {relative}"


def _two_weeks(word: str, today: date, *, past: bool) -> str | None:
    """Return which days `last friday` or `next friday` may mean, as people differ about it; None for anything else."""
    from datetime import timedelta

    match = re.fullmatch(r"(last|next|this) ([a-z]+)", word)
    near = match and _day_meant(match[2], today, past=past or match[1] == "last")
    if not match or not near or _weekday_number(match[2]) is None:
        return None
    days = [near + timedelta(days=-7 if match[1] == "last" else 7), near]
    earlier, later = (f"{one.isoformat()}" for one in sorted(days))
    return f"people mean two days by it; write {earlier} or {later}"


def _day_meant(word: str, today: date, *, past: bool) -> date | None:
    """Return the day that a word in lower case names, of any year; None where it names none."""
    from datetime import timedelta

    if word in _DAYS:
        return today + timedelta(days=_DAYS[word])
    weekday = _weekday_number(word)
    if weekday is not None:
        return today + timedelta(days=-((today.weekday() - weekday) % 7) if past else (weekday - today.weekday()) % 7)
    distance = _distance(word)
    if distance is not None:
        return today + timedelta(days=distance)
    return _date_in_words(word, today, past=past)


def _weekday_number(word: str) -> int | None:
    return next((n for n, name in enumerate(_WEEKDAYS) if len(word) >= 3 and name.startswith(word)), None)


def _distance(word: str) -> int | None:
    """Return how many days from today something is: `-3d`, `3 days ago`, `a week ago`, `in 2 weeks`."""
    match = re.fullmatch(r"([+-])([0-9]{1,4})([dw])|(in )?(an?|[0-9]{1,4}) (day|week)s?( ago)?", word)
    if match is None or (match[1] is None and bool(match[4]) == bool(match[7])):
        return None
    number = int((match[2] or match[5]).replace("an", "1").replace("a", "1"))
    days = number * (7 if (match[3] or match[6])[0] == "w" else 1)
    return -days if match[1] == "-" or match[7] else days


def _date_in_words(word: str, today: date, *, past: bool) -> date | None:
    """Return the day of a date in figures or with the name of its month; None too where it says a weekday that is not its own."""
    weekday, _, rest = word.partition(" ")
    named = _weekday_number(weekday.rstrip(","))
    dated = word if named is None else rest
    dated = re.sub(r"(,| at)? [0-9]{2}:[0-9]{2}(:[0-9]{2})?$|(?<=[0-9])t[0-9]{2}:[0-9]{2}\S*$", "", dated)
    found = _in_figures(dated) or _with_month(dated, today, past=past)
    return found if found and named in (None, found.weekday()) else None


def _in_figures(word: str) -> date | None:
    match = re.fullmatch(r"([0-9]{4})([-/])([0-9]{1,2})\2([0-9]{1,2})", word)
    return _existing(int(match[1]), int(match[3]), int(match[4])) if match else None


def _with_month(word: str, today: date, *, past: bool) -> date | None:
    """Return the day of `22 nov 2026` or `november 22, 2026`; without a year, the nearest on the right side of today."""
    day, name, year = (
        r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?\.?",
        r"(?P<month>[a-z]{3,})\.?",
        r"(?:,? (?P<year>[0-9]{4}))?",
    )
    match = re.fullmatch(f"{day} {name}{year}", word) or re.fullmatch(f"{name} {day}{year}", word)
    if match is None:
        return None
    months = [number for number, (_, month) in enumerate(_MONTHS, 1) if month.lower().startswith(match["month"])]
    month, number = (months or [0])[0], int(match["day"])
    if match["year"]:
        return _existing(int(match["year"]), month, number)
    years = range(today.year, today.year + (-9 if past else 9), -1 if past else 1)  # 29 February may be 8 years away.
    days = (_existing(year, month, number) for year in years)
    return next((found for found in days if found and (found <= today if past else found >= today)), None)


def _existing(year: int, month: int, day: int) -> date | None:
    from datetime import date

    try:
        return date(year, month, day)
    except ValueError:
        return None


def parse_span(text: str, today: date) -> tuple[date, date | None]:
    """Return the first and last day of `FROM..TO`; None for the last one of `FROM` alone.

    `+2w` behind the dots is how long it takes, 14 days; a weekday there is the first such day from FROM on. `A:B`, `A - B`
    and `A to B` mean the same, and so do two days as `span` writes them. Raises BadDate.
    """
    first, *rest = (part.strip() for part in re.split(_BETWEEN, text.strip(), maxsplit=1))
    last = rest[0] if rest else ""
    start = _first_of_two(first, last, today)
    if not last:
        return start, None
    ahead = last.casefold()[:3] in {name[:3] for name in _WEEKDAYS}
    length = re.fullmatch(_LENGTH, last.casefold())
    end = _after(start, length[1], length[2]) if length else parse(last, start if ahead else today)
    if end < start:
        raise BadDate(f"{text} ends before it begins", "write the earlier day first: 2026-12-24..2027-01-01")
    return start, end


def _first_of_two(first: str, last: str, today: date) -> date:
    """Return the first of two days, which may leave to the other one what both have: of `24 Dec to 3 Jan 2027`, the year."""
    try:
        return parse(first, today)
    except BadDate:
        whole = " ".join([first, *last.split()[len(first.split()) :]])
        if not first or whole == first:
            raise
    try:
        return parse(whole, today)
    except BadDate:
        return parse(first, today)


def _after(start: date, number: str, unit: str) -> date:
    """Return the last of so many days or weeks that begin on a day. Raises BadDate."""
    from datetime import timedelta

    end = start + timedelta(days=int(number) * (7 if unit == "w" else 1) - 1)
    if end.year > LAST_YEAR:
        raise BadDate(f"+{number}{unit} is out of range", f"mlpath knows the years {FIRST_YEAR} to {LAST_YEAR}")
    return end


def parse_weekdays(text: str) -> tuple[int, ...]:
    """Return the weekdays that a list names, Monday being 0: `sat,sun`, `Saturday`, `weekend`; none for `none`.

    Raises BadDate.
    """
    words = [word for word in re.split(r"[\s,;+]+", text.strip().casefold()) if word]
    if words == ["none"]:
        return ()
    days: set[int] = set()
    for word in words:
        named = {n for n, name in enumerate(_WEEKDAYS) if len(word) >= 3 and name.startswith(word.removesuffix("s"))}
        if not named and word not in ("weekend", "weekends"):
            raise BadDate(f"{word!r} is no weekday", "write them as `sat,sun`, or `none`")
        days |= named or {5, 6}
    if not 0 < len(days) < len(_WEEKDAYS):
        raise BadDate("a week has at least one day to study and one to rest", "`none` ends the days of rest")
    return tuple(sorted(days))


def day(iso: str) -> str:
    """Return an ISO date, or the date of an ISO moment, as people read it: `22 Nov 2026`."""
    return f"{int(iso[8:10])} {_MONTHS[int(iso[5:7]) - 1][0]} {iso[:4]}"


def long_day(date: date) -> str:
    """Return a day as it stands in a sentence: `22 November 2026`."""
    return f"{date.day} {_MONTHS[date.month - 1][1]} {date.year}"


def weekday(date: date) -> str:
    """Return the name of a day's weekday: `Sunday`."""
    return weekday_name(date.weekday())


def weekday_name(number: int) -> str:
    """Return the name of a weekday by its number, Monday being 0: `Monday`."""
    return _WEEKDAYS[number].capitalize()


def weekday_and_day(iso: str) -> str:
    """Return an ISO date with its weekday, where that is what was typed or matters: `Sunday, 22 Nov 2026`."""
    from datetime import date

    return f"{weekday(date.fromisoformat(iso[:10]))}, {day(iso)}"


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
