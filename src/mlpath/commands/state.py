"""Getting progress back, and getting it together: `doctor --restore` and `merge`."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from mlpath.commands.study import Snapshot, Study
from mlpath.commands.track import Changes, changes_between
from mlpath.errors import StateContradicted, StateError, StateForeign, StateUnwritable, UsageError, reason
from mlpath.journal import backups, journal
from mlpath.journal import file as store
from mlpath.journal.events import Damaged
from mlpath.journal.journal import Journal
from mlpath.progress import summary
from mlpath.roadmap import lookup
from mlpath.system.writing import take_place, write_beside


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


def restore(study: Study, name: str | None) -> Restoration:
    """Put a backup in the state file's place: the one named, else the newest good one.

    Raises UsageError where none is named and the state is sound, and StateError where there is no such good backup.
    """
    before = _sound(study)
    if name is None and before is not None:
        raise UsageError(
            f"the state file {study.state_at.path} is sound",
            "name the backup to put in its place; `mlpath doctor` lists them",
        )
    backup = _backup(study, name)
    ids = {event["id"] for event in backup.journal.events} if backup.journal else set()
    had = None if before is None else {event["id"] for event in before.events}
    aside = store.restore(study.state_at.path, backup.data, study.roadmap.id, study.today().isoformat())
    back, gone = (None, None) if had is None else (len(ids - had), len(had - ids))
    return Restoration(backup.path, study.state_at.path, aside, len(ids), back, gone)


def adopt(study: Study, old: str, new: str) -> Changes:
    """Let the progress of an id that the roadmap no longer has belong to the item that `new` names.

    Raises UsageError where `old` has no such progress or `new` is no single item, and StateError.
    """
    target = lookup.target_of(study.roadmap, new)
    named: list[int] = []

    def make(snapshot: Snapshot) -> Mapping[str, Any]:
        orphans = summary.orphans(study.roadmap, snapshot.progress)
        if old not in orphans:
            known = f"; those without an item are {', '.join(orphans)}" if orphans else ""
            raise UsageError(f"no progress is kept for {old!r} that has no item{known}", "`mlpath doctor` names them")
        found = study.resolve_one(target, snapshot)
        if not found.single:
            raise UsageError(f"{new} is no single item", "name one item by its address or id")
        named[:] = found.places
        return {"kind": "adopt", "old": old, "new": study.roadmap.items[found.places[0]].id}

    before, after = study.change(make)
    return changes_between(study, "doctor", before, after, named)


def merge(study: Study, others: Sequence[str]) -> Merged:
    """Add the events of other journals of the same roadmap to the state; the other files are only read.

    What stood there before is kept as a backup. Raises StateError where a file can't be read, is another roadmap's, or
    has an event with the same id and another content.
    """
    found = [(path, _other(path, study.roadmap.id)) for path in others]

    def union(before: Snapshot) -> Journal | None:
        known = {event["id"] for event in before.events}
        added.clear()
        for path, other in found:
            new = [event["id"] for event in other.events if event["id"] not in known]
            added.append((path, len(new)))
            known.update(new)
        merged = before.journal or Journal(study.roadmap.id)
        for path, other in found:
            merged = _union(merged, study.state_at.path, other, path)
        return None if merged == before.journal else merged

    added: list[tuple[str, int]] = []
    before, after = study.rewrite(union, keep="before-merge")
    return Merged(tuple(added), len(after.events), changes_between(study, "merge", before, after, ()))


def git_merge(ancestor: str, ours: str, theirs: str) -> int:
    """Merge a journal as git's merge driver and return the number of its events; the result stands in `ours`.

    The roadmap does not matter, so long as it is the same one. Raises StateError.
    """
    merged = _union(_other(ours, None), ours, _other(theirs, None), theirs)
    if os.path.exists(ancestor) and os.path.getsize(ancestor):
        merged = _union(merged, ours, _other(ancestor, None), ancestor)
    try:
        take_place(write_beside(os.path.abspath(ours), store.encode(merged), mode=0o644), os.path.abspath(ours))
    except OSError as error:
        raise StateUnwritable(ours, reason(error)) from None
    return len(merged.events)


def _sound(study: Study) -> Journal | None:
    """Return the journal that stands in the state file, or None where none can be read from it."""
    try:
        return study.look().journal
    except StateError:
        return None


def _backup(study: Study, name: str | None) -> backups.Backup:
    state, roadmap = study.state_at.path, study.roadmap.id
    if name is None:
        newest = backups.newest(state, roadmap)
        if newest is None:
            raise StateError(store.backup_folder(state), "there is no good backup in it")
        return newest
    candidates = [name, *(os.path.join(store.backup_folder(state), name + suffix) for suffix in ("", ".json"))]
    path = next((candidate for candidate in candidates if os.path.isfile(candidate)), None)
    if path is None:
        known = ", ".join(os.path.basename(backup.path) for backup in backups.listed(state, roadmap) if backup.journal)
        raise UsageError(f"there is no backup {name}", f"there are {known}" if known else "there is none at all")
    backup = backups.read(path, roadmap)
    if backup.journal is None:
        store.read(path, roadmap)  # Raises what is wrong with it.
    return backup


def _other(path: str, roadmap: str | None) -> Journal:
    found = store.read(path, roadmap)
    if found is None:
        raise StateError(path, "there is no such file")
    return found


def _union(mine: Journal, path: str, other: Journal, other_path: str) -> Journal:
    """Return the journal of all events. Raises StateContradicted where the two contradict each other, and StateForeign."""
    try:
        return journal.union([mine, other])
    except Damaged as error:
        raise StateContradicted(path, other_path, str(error)) from None
    except journal.Foreign as error:
        raise StateForeign(other_path, f"it can't be merged: {error}") from None
