"""What the commands of every day return, where no calendar comes in: pure tuples, for a terminal and for `--json`.

Those of other commands are in `reports`; those that speak of the plan, too, in `pace.results`; those of guides in `guides.results`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:  # What a command does not return takes no time to import.
    from datetime import date

    from mlpath.journal.events import Event
    from mlpath.progress.summary import Count, Entry, GroupSummary, Next
    from mlpath.roadmap.roadmap import Group, Roadmap


class Milestone(NamedTuple):
    """A week or month that a change filled: how many of its kind are `full` now, of how many.

    `on` is the day of its last tick; `end` its last planned day, None without a plan.
    """

    group: Group
    heading: str
    full: int
    of: int
    on: date
    end: date | None


class Finale(NamedTuple):
    """The whole way through the weeks: its first and last day, the items done and their hours (None where one names none).

    `best_week` is the Monday of the week with the most hours, or items, and `best_items` how many were done in it.
    `resources_left` counts what is open besides.
    """

    first: date
    last: date
    items: int
    hours: float | None
    best_week: date
    best_items: int
    resources_left: int


class Changes(NamedTuple):
    """What a command did: the entries that changed and those that stayed, and how things stand after it.

    `week` is the week that all changed entries are in, if there is one. `next` is what to do now. `first` is true for
    the first change ever, which `state` (the state file) now holds. `note_kept` is false when a note or link was given
    and no item took it. `notices` say what else than mlpath changed, each in a sentence with the
    command that goes on from there.
    `milestones` are the weeks and months that it filled; `finale` is there where it filled the last week.
    `redated` are those changed entries that were done before, with the day (an ISO date) that was told of them until then. `on`
    is the day (ISO) that was named for what was done.
    """

    kind: str
    changed: tuple[Entry, ...]
    unchanged: tuple[Entry, ...]
    overall: Count
    week: GroupSummary | None
    next: Next | None
    first: bool
    state: str
    note_kept: bool = True
    notices: tuple[str, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    finale: Finale | None = None
    redated: tuple[tuple[Entry, str], ...] = ()
    on: str | None = None


class Reversed(NamedTuple):
    """An event that an undo or redo took, or would take, and the addresses of what it names."""

    event: Event
    addresses: tuple[str, ...]


class Reversal(NamedTuple):
    """What an undo or redo did.

    `taken` are the events that were taken out or put back, in that order; `following` is what the same command would take
    next. `plan` says what the plan is now, in words, where one of them made it; None elsewhere.
    """

    kind: str
    taken: tuple[Reversed, ...]
    following: Reversed | None
    changes: Changes
    plan: str | None = None

    @property
    def event(self) -> Event | None:
        """The event that was taken first, None where there was none."""
        return self.taken[0].event if self.taken else None


class Notes(NamedTuple):
    """An entry with its notes, and the change where one was made."""

    entry: Entry
    changes: Changes


class Checklist(NamedTuple):
    """Some entries of a roadmap in order.

    `address` and `title` are None for the whole roadmap; `group` is the one group that was asked for, if it was one.
    `filtered` is true where some entries were left out, `guided` where a guide explains all that was asked for.
    """

    roadmap: Roadmap
    address: str | None
    title: str | None
    group: Group | None
    numbers: Count
    entries: tuple[Entry, ...]
    filtered: bool
    guided: bool = False
