"""What commands return that need no calendar: pure tuples, for a terminal, for `--json`, for whoever calls them.

Those that speak of the plan, too, are in `pace.results`, those of study guides in `guides.results`.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from mlpath.errors import Fault
from mlpath.journal.events import Event
from mlpath.progress.revision import Edit
from mlpath.progress.summary import Count, Entry, GroupSummary, Next
from mlpath.roadmap.roadmap import Group, Roadmap


class Changes(NamedTuple):
    """What a command did: the entries that changed and those that stayed, and how things stand after it.

    `week` is the week that all changed entries are in, if there is one. `next` is what to do now. `first` is true for
    the first change ever, which `state` (the state file) now holds. `note_kept` is false when a note or link was given
    and no item took it.
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


class Period(NamedTuple):
    """The days from `first` to `last`, both included."""

    first: date
    last: date

    def has(self, iso: str | None) -> bool:
        """Return whether an ISO date, or the date of an ISO moment, lies in it."""
        return iso is not None and self.first.isoformat() <= iso[:10] <= self.last.isoformat()


class LogEntry(NamedTuple):
    """An event, the entries that it names as they are now, and the ids among them that the roadmap no longer has.

    `in_force` is false for what was taken back. `target` is the event that an undo or redo names, where there is one.
    """

    event: Event
    entries: tuple[Entry, ...]
    gone: tuple[str, ...]
    in_force: bool
    target: Event | None


class Log(NamedTuple):
    """Events, the newest first; `more` counts older ones that were left out."""

    entries: tuple[LogEntry, ...]
    more: int


class Validation(NamedTuple):
    """A roadmap file and its faults; `items` is how many items a file without faults has.

    `edits` is how a file without faults differs from an older one, None where there was none to compare with.
    """

    path: str
    faults: tuple[Fault, ...]
    items: int
    edits: tuple[Edit, ...] | None = None


class KnownRoadmap(NamedTuple):
    """A roadmap: its file, what it is and how far one is. `error` says why it can't be read; then nothing else is known.

    `current` is true for the one in use now.
    """

    path: str
    id: str | None
    title: str | None
    numbers: Count | None
    current: bool
    error: str | None = None


class Choice(NamedTuple):
    """The roadmaps that are known, and why the one in use is (in words)."""

    known: tuple[KnownRoadmap, ...]
    why: str


OK, WARNING, TROUBLE = "ok", "warning", "trouble"


class Check(NamedTuple):
    """One thing that `doctor` looked at: how it is, its path and why it is that one, its condition, and what mends it."""

    name: str
    state: str
    path: str | None = None
    why: str | None = None
    found: str = ""
    fix: str | None = None


class Restoration(NamedTuple):
    """What a restore did.

    `aside` is where the replaced file was kept, None where there was none. `back` are the events that the replaced file
    lacked, `gone` those that only it has; None where it could not be read.
    """

    backup: str
    state: str
    aside: str | None
    events: int
    back: int | None
    gone: int | None


class Merged(NamedTuple):
    """What a merge brought: how many events each file added, and what that changed."""

    files: tuple[tuple[str, int], ...]
    events: int
    changes: Changes
