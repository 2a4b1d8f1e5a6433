"""The commands that change progress: one command, one event, however many items it names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from mlpath.commands.study import Snapshot, Study
from mlpath.errors import UsageError
from mlpath.journal import journal, transitions
from mlpath.journal.events import Event
from mlpath.journal.transitions import DONE
from mlpath.progress import summary
from mlpath.progress.summary import Count, Entry, GroupSummary, Next
from mlpath.roadmap import lookup
from mlpath.roadmap.lookup import Target

_LINK = re.compile(r"https?://[^\s/?#\ud800-\udfff]+[^\s\ud800-\udfff]*")
_LONGEST_NOTE = 10_000


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


def mark(study: Study, kind: str, texts: Sequence[str], details: Mapping[str, str] | None = None) -> Changes:
    """Apply `check`, `uncheck`, `begin` or `skip` to everything that `texts` name.

    `details` are the event's own fields: `on` (ISO date), `note`, `link`. Raises UsageError's kin, with nothing
    changed, when one of the texts names nothing, and StateError.
    """
    targets = [lookup.target_of(study.roadmap, text) for text in texts]
    given = dict(details or {})

    def make(snapshot: Snapshot) -> Mapping[str, Any] | None:
        single = _singles(study.resolve(targets, snapshot))
        changing = [place for place in sorted(single) if _changes(snapshot, kind, place, given, single=single[place])]
        named[:] = sorted(single)
        return (
            {"kind": kind, "items": [study.roadmap.items[place].id for place in changing], **given}
            if changing
            else None
        )

    named: list[int] = []
    before, after = study.change(make)
    found = changes_between(study, kind, before, after, named)
    return found._replace(note_kept=bool(found.changed) or not {"note", "link"} & given.keys())


def nothing(study: Study, kind: str) -> Changes:
    """Return how things stand, as a command that names nothing leaves them. Raises StateError."""
    look = study.look()
    return changes_between(study, kind, look, look, ())


def write_note(study: Study, text: str, details: Mapping[str, str], remove: int | None = None) -> Notes:
    """Add a note (`text`, `link`) to an item, or remove its note number `remove`, or both.

    Raises UsageError where `text` names a group or there is no such note, and StateError.
    """
    target = lookup.target_of(study.roadmap, text)

    def make(snapshot: Snapshot) -> Mapping[str, Any]:
        entry = _one(study, target, snapshot)
        named[:] = [study.roadmap.places[entry.item.id]]
        removal = {} if remove is None else {"remove": _numbered(entry, remove)["event"]}
        return {"kind": "note", "item": entry.item.id, **details, **removal}

    named: list[int] = []
    before, after = study.change(make)
    changes = changes_between(study, "note", before, after, named)
    return Notes(summary.entry(study.roadmap, after.progress, named[0]), changes)


def read_notes(study: Study, text: str) -> Notes:
    """Return an item with its notes. Raises UsageError where `text` names a group, and StateError."""
    snapshot = study.look()
    entry = _one(study, lookup.target_of(study.roadmap, text), snapshot)
    return Notes(entry, changes_between(study, "note", snapshot, snapshot, [study.roadmap.places[entry.item.id]]))


def undo(study: Study) -> Reversal:
    """Take back the last command that is still in force. Raises StateError."""
    return _reverse(study, "undo", lambda history: history.undoable)


def redo(study: Study) -> Reversal:
    """Put back what the last undo took out. Raises StateError."""
    return _reverse(study, "redo", lambda history: history.redoable)


def _reverse(study: Study, kind: str, stack: Callable[[journal.History], tuple[str, ...]]) -> Reversal:
    def make(snapshot: Snapshot) -> Mapping[str, Any] | None:
        candidates = stack(journal.history(snapshot.events))
        targets[:] = candidates[-1:]
        return {"kind": kind, "target": candidates[-1]} if candidates else None

    if not stack(journal.history(study.look().events)):
        return Reversal(kind, None, None, nothing(study, kind))
    targets: list[str] = []
    before, after = study.change(make)
    by_id = {event["id"]: event for event in after.events}
    left = stack(journal.history(after.events))
    return Reversal(
        kind,
        by_id[targets[0]] if targets else None,
        by_id[left[-1]] if left else None,
        changes_between(study, kind, before, after, ()),
    )


def evidence(note: str | None, link: str | None) -> dict[str, str]:
    """Return the given ones of a note's text and link as an event's fields `note` and `link`.

    Raises UsageError for an empty or undecodable text, and for a link that is no web page's address.
    """
    found: dict[str, str] = {}
    if note is not None:
        text = note.strip()
        if not text or len(text) > _LONGEST_NOTE:
            raise UsageError(
                "the note is empty" if not text else f"the note has more than {_LONGEST_NOTE:,} characters"
            )
        if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
            raise UsageError("the note is not valid text in your terminal's encoding")
        found["note"] = text
    if link is not None:
        if not _LINK.fullmatch(link) or len(link) > _LONGEST_NOTE:
            raise UsageError(f"{link!r} is no link", "a link starts with https:// or http:// and has no spaces")
        found["link"] = link
    return found


def changes_between(study: Study, kind: str, before: Snapshot, after: Snapshot, named: Iterable[int]) -> Changes:
    """Return what became of the named places; of all places where none are named."""
    roadmap = study.roadmap
    places = list(named)
    looked_at = places or range(len(roadmap.items))
    changed = {place: None for place in looked_at if _differs(before, after, roadmap.items[place].id)}
    entries = tuple(summary.entry(roadmap, after.progress, place) for place in changed)
    weeks = {entry.week.address: entry.week for entry in entries if entry.week}
    one_week = next(iter(weeks.values())) if len(weeks) == 1 else None
    upcoming = summary.upcoming(roadmap, after.progress, 1).items
    return Changes(
        kind,
        entries,
        tuple(summary.entry(roadmap, after.progress, place) for place in places if place not in changed),
        summary.count(roadmap, after.progress, range(len(roadmap.items))),
        summary.group_summary(roadmap, after.progress, one_week) if one_week else None,
        upcoming[0] if upcoming else None,
        not before.events and bool(after.events),
        study.state_at.path,
    )


def _singles(targets: Iterable[Target]) -> dict[int, bool]:
    """Return each place that the targets name, and whether one of them names it by itself."""
    single: dict[int, bool] = {}
    for target in targets:
        for place in target.places:
            single[place] = single.get(place, False) or target.single
    return single


def _changes(snapshot: Snapshot, kind: str, place: int, details: Mapping[str, str], *, single: bool) -> bool:
    entry = summary.entry(snapshot.roadmap, snapshot.progress, place)
    if transitions.after(kind, entry.status, single=single) != entry.status:
        return True
    stays_right = single and transitions.leads_to(kind) == entry.status
    corrected = entry.status == DONE and details.get("on", entry.done_on) != entry.done_on
    return stays_right and (corrected or "note" in details or "link" in details)


def _one(study: Study, target: Target, snapshot: Snapshot) -> Entry:
    found = study.resolve_one(target, snapshot)
    if not found.single:
        raise UsageError(f"{target.address} is more than one item", "a note belongs to one item: name it")
    return summary.entry(study.roadmap, snapshot.progress, found.places[0])


def _numbered(entry: Entry, number: int) -> Mapping[str, Any]:
    if not 1 <= number <= len(entry.notes):
        extent = f"it has {len(entry.notes)}" if entry.notes else "it has none"
        raise UsageError(
            f"{entry.item.address} has no note {number}: {extent}", f"`mlpath note {entry.item.address}` lists them"
        )
    return entry.notes[number - 1]


def _differs(before: Snapshot, after: Snapshot, id: str) -> bool:
    untouched = journal.untouched()
    return before.progress.get(id, untouched) != after.progress.get(id, untouched)
