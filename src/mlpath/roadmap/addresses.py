"""Addresses: what people type to say which item or group they mean. Pure.

The grammar, after folding case (`N` is a number, `N-N` a range, only ever in the last component):

    address  = "next" | group | section
    group    = ("month" | "m" | "week" | "w" | label) (N | N-N) | "resources"
    section  = group "." name [("." N)* ("." N-N)]

`resources` may be cut to any length, and so may a section's name. A number glued to a section's name (`w5.p1`) stays
part of the name here: only the roadmap knows whether a section is called `p1`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

MONTH, WEEK, RESOURCES, NEXT = "month", "week", "resources", "next"

# The words for a level that every roadmap has.
LEVELS = {"month": MONTH, "m": MONTH, "week": WEEK, "w": WEEK}
_HEAD = r"(.*[^0-9-])([0-9]{1,9})(?:-([0-9]{1,9}))?"
_SECTION = r"[^\W\d_][\w-]*"
_RANGE = r"([0-9]{1,9})(?:-([0-9]{1,9}))?"


class Address(NamedTuple):
    """The parts of an address, whether or not anything stands there.

    `level` is month, week, resources or next. `path` leads from a section to an item and on to its steps. `to` is the
    end of a range over the last number: of `path`, or of the level itself where there is no section.
    """

    level: str
    number: int | None = None
    section: str | None = None
    path: tuple[int, ...] = ()
    to: int | None = None


def parse(text: str, labels: Mapping[str, str] | None = None) -> Address | None:
    """Return `text` as an address, or None where it doesn't read as one.

    `labels` maps a roadmap's own names of the levels to month or week, e.g. `{"phase": "month"}`.
    """
    head, *rest = text.strip().casefold().split(".")
    if head == NEXT:
        return None if rest else Address(level=NEXT)
    if head and RESOURCES.startswith(head):
        level, number, to = RESOURCES, None, None
    else:
        match = re.fullmatch(_HEAD, head)
        known = match and ({**(labels or {}), **LEVELS}).get(match[1])
        if not match or not known:
            return None
        level, number, to = known, int(match[2]), _number(match[3])
    if not rest:
        return Address(level=level, number=number, to=to)
    section, *numbers = rest
    if level == MONTH or to is not None or not re.fullmatch(_SECTION, section):
        return None
    path: list[int] = []
    for position, component in enumerate(numbers, 1):
        match = re.fullmatch(_RANGE, component)
        if not match or (match[2] and position < len(numbers)):
            return None
        path.append(int(match[1]))
        to = _number(match[2])
    return Address(level=level, number=number, section=section, path=tuple(path), to=to)


def format(address: Address) -> str:
    """Return the address in its long form; `parse` gives the same address again."""
    head = address.level if address.number is None else f"{address.level}{address.number}"
    parts = [head, *([address.section] if address.section else []), *map(str, address.path)]
    return ".".join(parts) + (f"-{address.to}" if address.to is not None else "")


def unglue(section: str) -> tuple[str, int, int | None] | None:
    """Return the name, number and end of range of a section with a number glued to it: `p1-3` → `("p", 1, 3)`.

    None where there is no number, or nothing before it.
    """
    match = re.fullmatch(r"(.*?[^\d-])([0-9]{1,9})(?:-([0-9]{1,9}))?", section)
    return (match[1], int(match[2]), _number(match[3])) if match else None


def _number(digits: str | None) -> int | None:
    return int(digits) if digits else None
