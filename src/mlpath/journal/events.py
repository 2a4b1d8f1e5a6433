"""What an event of the journal may hold: one table of kinds and fields, from which checks, docs and tests are made. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

from mlpath.dates import FIRST_YEAR, LAST_YEAR
from mlpath.journal.transitions import STATUSES

# What every JSON reader keeps exact (RFC 8259, section 6), and the same less room for the events that are yet to come: an
# order beyond it comes from counting on from the event before, so that no journal is without room for one event more.
MOST_ORDER = 2**53
LAST_MOMENT = MOST_ORDER - 2**32
# How deep a value may be nested of which this version knows nothing: far below what Python itself can work with.
MOST_NESTING = 50
# What keeps the arithmetic of plans within the calendar.
MOST_DAYS = 36_525
# How many days a plan gives each week of a roadmap, where nothing else is said.
WEEK_DAYS = 7
# The weekdays as a plan names those on which its owner rests.
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# How a question was answered.
GRADES = ("again", "hard", "good", "easy")
REVERSALS = ("undo", "redo")

Event = dict[str, Any]


def day_of(event: Event) -> str:
    """Return the day that an event counts for, as an ISO date."""
    day: str = event["day"] if "day" in event else event["at"][:10]
    return day


def day_told(event: Event) -> str:
    """Return the day that an event tells of, as an ISO date: the one on which its items were done, or the one it counts for."""
    day: str = event.get("on", day_of(event))
    return day


class Damaged(ValueError):
    """Not a journal, or one with an invalid event."""


class Newer(ValueError):
    """A journal, but a newer mlpath's."""


def is_text(value: object) -> bool:
    """Return whether a value is a text with something in it, of nothing but Unicode characters."""
    return isinstance(value, str) and bool(value) and (value.isascii() or not _SURROGATE.search(value))


def _items(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(map(is_text, value)) and len(set(value)) == len(value)


def _by_item(valid: Callable[[object], bool]) -> Callable[[object], bool]:
    """Return a check for an object from ids of items to values of a kind."""
    return lambda value: isinstance(value, dict) and all(is_text(id) and valid(said) for id, said in value.items())


def _names(value: object) -> bool:
    return value == [] or _items(value)


def _date(value: object) -> bool:
    return isinstance(value, str) and bool(_DATE.fullmatch(value)) and _day_exists(value[:10])


def _moment(value: object) -> bool:
    return isinstance(value, str) and bool(_MOMENT.fullmatch(value)) and _day_exists(value[:10])


def is_shallow(value: object, levels: int = MOST_NESTING) -> bool:
    """Return whether a JSON value is nested at most so many `levels` deep."""
    if not isinstance(value, (dict, list)):
        return True
    inner = value.values() if isinstance(value, dict) else value
    return levels > 0 and all(is_shallow(part, levels - 1) for part in inner)


def _order(value: object) -> bool:
    return type(value) is int and 0 <= value < MOST_ORDER


@lru_cache(1_000)
def _day_exists(value: str) -> bool:
    """Return whether there is a day YYYY-MM-DD, and calendar arithmetic can't lead from it out of the calendar."""
    year, month, day = map(int, value.split("-"))
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return (
        FIRST_YEAR <= year <= LAST_YEAR
        and 1 <= month <= 12
        and 1 <= day <= (_DAYS[month] if month != 2 or leap else 28)
    )


_SURROGATE = re.compile("[\ud800-\udfff]")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
)
_DAYS = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _days(most: int) -> Callable[[object], bool]:
    return lambda value: type(value) is int and 1 <= value <= most


def _pauses(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(pause, list) and len(pause) == 2 and all(map(_date, pause)) and pause[0] <= pause[1]
        for pause in value
    )


def _weekdays(value: object) -> bool:
    """Return whether a value is a list of weekdays, each once, and not all of them."""
    return _items(value) and isinstance(value, list) and len(value) < 7 and all(day in WEEKDAYS for day in value)


def _more(value: object) -> bool:
    """Return whether a value is a list of objects with a text, a link or both."""
    return (
        isinstance(value, list)
        and bool(value)
        and all(
            isinstance(note, dict)
            and is_shallow(note)
            and bool(note.keys() & {"text", "link"})
            and all(is_text(note[name]) for name in ("text", "link") if name in note)
            for note in value
        )
    )


def _object(fields: dict[str, Field]) -> Callable[[object], bool]:
    """Return a check for an object with these fields, and others that are not looked at."""
    return lambda value: (
        isinstance(value, dict)
        and is_shallow(value)
        and all(field.valid(value[name]) if name in value else not field.required for name, field in fields.items())
    )


class Field(NamedTuple):
    """A field of an event: its meaning in words, and the check of a value."""

    meaning: str
    valid: Callable[[object], bool]
    required: bool = False


_ITEMS = Field("the ids of the items, each once", _items, required=True)
_NOTE = Field("the text of a note", is_text)
_LINK = Field("the address of a web page", is_text)
_MORE = Field("further notes: a list of objects with a `text`, a `link` or both", _more)
_BOXES = Field("those of them whose box in the file was ticked when the journal first named them", _items)
_ALIKE = Field(
    "those of the items named so far whose words other items of the file have, too, or none has now: their progress does not follow the words",
    _items,
)
_MARKS = Field(
    "for those of them whose box in the file said something that the journal does not know of it: its status",
    _by_item(lambda value: value in STATUSES),
)
_DONE_ON = Field("for those in `boxes` the day on which, by the file, they were done", _by_item(_date))
_ABOVE = Field(
    "for those of them whose id leaves something out: the digits of all that stands above them", _by_item(is_text)
)
_FORMERLY = Field("for the ids by which an earlier mlpath named items: their ids now", _by_item(is_text))
_NAMES = "the names of the tests that %s, in their order"
_TARGET = Field("the id of an ordinary event", is_text, required=True)

# What an event about items of a Markdown file says of them besides.
_FROM_TEXT: dict[str, Field] = {
    "boxes": _BOXES,
    "marks": _MARKS,
    "done_on": _DONE_ON,
    "alike": _ALIKE,
    "above": _ABOVE,
    "formerly": _FORMERLY,
}

LEFT: dict[str, Field] = {
    "from": Field("the first day", _date, required=True),
    "days": Field("over how many days, pauses left out", _days(MOST_DAYS), required=True),
    "items": _ITEMS,
}
PLAN: dict[str, Field] = {
    "start": Field("the first day", _date),
    "week_days": Field(
        f"how many days each week of the roadmap takes; {WEEK_DAYS} if nothing else is said", _days(366)
    ),
    "days": Field("how many days all weeks take together, instead, pauses left out", _days(MOST_DAYS)),
    "before": Field("the ids of the items in weeks that were done before it, which have no days", _items),
    "pauses": Field("a list of [first day, last day]", _pauses),
    "open_pause": Field("the first day of a pause that has no end yet", _date),
    "rest": Field(f"the weekdays of rest, of {', '.join(WEEKDAYS)}", _weekdays),
    "left": Field("what was left (`from`, `days`, `items`) when it was spread anew", _object(LEFT)),
    "catching_up": Field("whether what is behind is to be caught up with", lambda value: type(value) is bool),
    "decided": Field("the day on which it was decided how to go on", _date),
}

COMMON: dict[str, Field] = {
    "id": Field("what tells this event from every other", is_text, required=True),
    "order": Field("milliseconds since 1970 in UTC, or one more than the event before", _order, required=True),
    "at": Field("date and time with the offset from UTC, as the clock on the wall showed it", _moment, required=True),
    "day": Field(
        "the day it counts for, if not that of `at`: where the learner's day begins later than at midnight", _date
    ),
    "kind": Field("what the command did", is_text, required=True),
}
KINDS: dict[str, dict[str, Field]] = {
    "check": {
        "items": _ITEMS,
        "on": Field("the day it was done, if not the one that it counts for", _date),
        "note": _NOTE,
        "link": _LINK,
        "more": _MORE,
        **_FROM_TEXT,
    },
    "uncheck": {"items": _ITEMS, **_FROM_TEXT},
    "begin": {"items": _ITEMS, **_FROM_TEXT},
    "skip": {"items": _ITEMS, "note": _NOTE, "more": _MORE, **_FROM_TEXT},
    "note": {
        "item": Field("the id of the item", is_text, required=True),
        "text": _NOTE,
        "link": _LINK,
        "more": _MORE,
        "remove": Field(
            "the id of the event that wrote the note to remove; behind a point, which of its notes, from the second on",
            is_text,
        ),
        **_FROM_TEXT,
    },
    "verify": {
        "item": Field("the id of the item", is_text, required=True),
        "holds": Field(_NAMES % "held", _names, required=True),
        "fails": Field(_NAMES % "did not hold", _names, required=True),
        "lab": Field("a hash of the tests: their version", is_text, required=True),
        "work": Field("a hash of the files that they ran against", is_text, required=True),
        **_FROM_TEXT,
    },
    "review": {
        "card": Field("the name of a card: of a question of a guide", is_text, required=True),
        "grade": Field(f"how it was answered: {', '.join(GRADES)}", lambda value: value in GRADES, required=True),
    },
    "adopt": {
        "old": Field("an id that the roadmap no longer has", is_text, required=True),
        "new": Field("the id of the item that its progress belongs to now", is_text, required=True),
    },
    "plan": {"plan": Field("the new plan, whole; empty for none", _object(PLAN), required=True)},
    "undo": {"target": _TARGET},
    "redo": {"target": _TARGET},
}


# For each kind: the fields that must be there. What a name means, it means in every kind: code may look for it in any.
_REQUIRED = {kind: {name for name, field in (COMMON | own).items() if field.required} for kind, own in KINDS.items()}
_VALID = {name: field.valid for own in (COMMON, *KINDS.values()) for name, field in own.items()}


def check_event(event: object, number: int) -> None:
    """Raise Damaged, or Newer for an unknown kind, unless `event`, the journal's `number`-th, is as the tables say."""
    if not isinstance(event, dict):
        raise Damaged(f"event {number} is no JSON object")
    kind = event.get("kind")
    if isinstance(kind, str) and kind in KINDS and event.keys() >= _REQUIRED[kind]:  # As nearly all are: in one go.
        for name, value in event.items():
            if not _VALID.get(name, is_shallow)(value):
                break
        else:
            return
    for name, field in COMMON.items():
        if (field.required or name in event) and not field.valid(event.get(name)):
            raise Damaged(f'event {number} has no valid "{name}"')
    if kind not in KINDS:
        raise Newer(f"event {number} is of the unknown kind {kind!r}")
    for name in sorted(_REQUIRED[kind] | event.keys()):
        if not _VALID.get(name, is_shallow)(event.get(name)):
            raise Damaged(f'event {number} ({kind}) has no valid "{name}"')


def table() -> str:
    """Return the kinds of events and their fields as a Markdown table, for the documentation."""
    rows = ["| kind | field | what it holds |", "|---|---|---|"]
    parts = {f"`{kind}`": fields for kind, fields in KINDS.items()}
    for kind, fields in {"every": COMMON, **parts, "its `plan`": PLAN, "its `left`": LEFT}.items():
        for name, field in fields.items():
            optional = "" if field.required else " (optional)"
            rows.append(f"| {kind} | `{name}`{optional} | {field.meaning} |")
    return "\n".join(rows) + "\n"
