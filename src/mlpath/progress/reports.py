"""What `log`, and the commands about the roadmap's file and the state file, return: pure tuples, as those in `results`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:  # What a command does not return takes no time to import.
    from collections.abc import Mapping
    from datetime import date

    from mlpath.errors import Fault
    from mlpath.journal.events import Event
    from mlpath.progress.edits import Edit
    from mlpath.progress.likely import Match
    from mlpath.progress.results import Changes
    from mlpath.progress.summary import Count, Entry
    from mlpath.roadmap.structure import Structure


class Period(NamedTuple):
    """The days from `first` to `last`, both included."""

    first: date
    last: date

    def has(self, iso: str | None) -> bool:
        """Return whether an ISO date lies in it."""
        return iso is not None and self.first.isoformat() <= iso <= self.last.isoformat()


class LogEntry(NamedTuple):
    """An event, the entries that it names as they are now, and the ids among them that the roadmap no longer has.

    `in_force` is false for what was taken back. `target` is the event that an undo or redo names, where there is one. `day` (an
    ISO date) is the one that the event counts for, and `redated` the days on which its items had been done before, where it
    gave them another.
    """

    event: Event
    entries: tuple[Entry, ...]
    gone: tuple[str, ...]
    in_force: bool
    target: Event | None
    day: str
    redated: tuple[str, ...] = ()


class Log(NamedTuple):
    """Events of a period, the newest first; `more` counts older ones that were left out.

    `about` is the address of what all of them name, None where none was asked for.
    """

    entries: tuple[LogEntry, ...]
    more: int
    period: Period
    about: str | None = None


class Validation(NamedTuple):
    """A roadmap file and its faults; `items` is how many items a file without faults has.

    `edits` is how a file without faults differs from an older one, None where there was none to compare with. `structure` is
    how the headings of a Markdown file that can be used were read, None for any other.
    `proven` is how many labs were run, None where none were to.
    """

    path: str
    faults: tuple[Fault, ...]
    items: int
    edits: tuple[Edit, ...] | None = None
    structure: Structure | None = None
    proven: int | None = None


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
    """The roadmaps that are known, and why the one in use is (in words).

    `notice` says why nothing can be ticked in it, where its state file holds another roadmap's progress; None elsewhere.
    `structure` is how the headings of a Markdown file were read that was just chosen; None elsewhere.
    """

    known: tuple[KnownRoadmap, ...]
    why: str
    notice: str | None = None
    structure: Structure | None = None


OK, WARNING, TROUBLE = "ok", "warning", "trouble"


class Check(NamedTuple):
    """One thing that `doctor` looked at: how it is, its path and why it is that one, its condition, and what mends it."""

    name: str
    state: str
    path: str | None = None
    why: str | None = None
    found: str = ""
    fix: str | None = None


class Adoptable(NamedTuple):
    """Progress that has no item any more: where nobody would doubt which item it is now, and where somebody may.

    `statuses` are those of the ids that have none.
    """

    sure: tuple[Match, ...]
    doubtful: tuple[Match, ...]
    statuses: Mapping[str, str]


class Restoration(NamedTuple):
    """What a restore did.

    `aside` is where the replaced file was kept, None where there was none. `back` are the events that the replaced file
    lacked, `gone` those that only it has, each also where its content is another; None where it could not be read. `later` are the events that were taken over from
    it, as they came after all in the backup. `sound` is false for a backup that something else than mlpath changed.
    """

    backup: str
    state: str
    aside: str | None
    events: int
    back: int | None
    gone: int | None
    later: int = 0
    sound: bool = True


class Accepted(NamedTuple):
    """A state file that is now taken as it is, and how many events it holds; `changed` is false where it was so before."""

    state: str
    events: int
    changed: bool


class Merged(NamedTuple):
    """What a merge brought: how many events each file added, and what that changed."""

    files: tuple[tuple[str, int], ...]
    events: int
    changes: Changes


class Part(NamedTuple):
    """One side of a conflict: where it stood, how many events it has, and how many of them no side before it has."""

    name: str
    events: int
    new: int


class Settled(NamedTuple):
    """What settling a conflict took from where, how many events `state` holds now, and what the first side alone lacked.

    `add` is the command that tells git of it, None where the file is in no repository.
    """

    state: str
    parts: tuple[Part, ...]
    events: int
    changes: Changes
    add: str | None


class SetUp(NamedTuple):
    """A repository in whose clone git now merges the state file by mlpath: the driver, and the files that got lines for it.

    `add` is the command that gives these to git, None where there are none.
    """

    repository: str
    driver: str
    written: tuple[str, ...]
    add: str | None
