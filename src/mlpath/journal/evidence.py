"""How the tests of an item's lab came out, and what of that stays. Pure."""

from __future__ import annotations

from typing import NamedTuple

from mlpath.journal.events import Event, day_of


class Evidence(NamedTuple):
    """How the tests came out: the day (ISO date), the version of the tests, how many held and how many did not."""

    on: str
    lab: str
    holds: int
    fails: int


def gathered(evidence: tuple[Evidence, ...], event: Event) -> tuple[Evidence, ...]:
    """Return an item's evidence with what a later event says.

    All stays of which every test held, once for each version of the tests; before there is any, the last that there is.
    """
    new = Evidence(day_of(event), event["lab"], len(event["holds"]), len(event["fails"]))
    whole = tuple(known for known in evidence if not known.fails)
    if new.fails:
        return whole or (new,)
    return whole if any(known.lab == new.lab for known in whole) else (*whole, new)


def is_verified(evidence: tuple[Evidence, ...]) -> bool:
    """Return whether all tests held once."""
    return bool(evidence) and not evidence[0].fails
