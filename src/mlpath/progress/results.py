"""What the commands of every day return, where no calendar comes in: pure tuples, for a terminal and for `--json`.

Those of other commands are in `reports`; those that speak of the plan, too, in `pace.results`; those of guides in `guides.results`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:  # What a command does not return takes no time to import.
    from mlpath.journal.events import Event
    from mlpath.progress.summary import Count, Entry, GroupSummary, Next
    from mlpath.roadmap.roadmap import Group, Roadmap


class Changes(NamedTuple):
    """What a command did: the entries that changed and those that stayed, and how things stand after it.

    `week` is the week that all changed entries are in, if there is one. `next` is what to do now. `first` is true for
    the first change ever, which `state` (the state file) now holds. `note_kept` is false when a note or link was given
    and no item took it. `notice` says that something else than mlpath changed the state file, None where nothing did.
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
    notice: str | None = None


class Reversal(NamedTuple):
    """What an undo or redo did.

    `event` was taken out or put back, None where there was none; `following` is what the same command would take next.
    """

    kind: str
    event: Event | None
    following: Event | None
    changes: Changes


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
