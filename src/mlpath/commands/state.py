"""The commands about the state file: `doctor --restore` and `--adopt`, `merge`, `reset`."""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence

from mlpath.commands.study import Snapshot, Study, decided_under_lock
from mlpath.commands.track import changes_between
from mlpath.errors import (
    StateContradicted,
    StateDamaged,
    StateError,
    StateForeign,
    StateNewer,
    StateUnconfirmed,
    StateUnwritable,
    UsageError,
    refusing,
)
from mlpath.journal import backups, file, journal
from mlpath.journal.encoding import encode
from mlpath.journal.events import Damaged
from mlpath.journal.journal import Journal
from mlpath.progress import summary
from mlpath.progress.reports import Merged, Restoration
from mlpath.progress.results import Changes
from mlpath.roadmap import lookup
from mlpath.system.writing import move_over, write_beside


def restore(study: Study, name: str | None) -> Restoration:
    """Put a backup in the state file's place: the one named, else the newest good one.

    Raises UsageError where none is named and the state is sound, and StateError where there is no such good backup.
    """
    _exchange(study, name)  # What is refused makes no folder and no lock file.
    with file.held(study.state_at.path) as hold:
        before, backup, restored = _exchange(study, name)
        aside = file.restore(hold, encode(restored), restored, study.today().isoformat())
    ids = {event["id"] for event in restored.events}
    had = None if before is None else {event["id"] for event in before.events}
    back, gone = (None, None) if had is None else (len(ids - had), len(had - ids))
    return Restoration(
        backup=backup.path, state=study.state_at.path, aside=aside, events=len(ids), back=back, gone=gone
    )


def adopt(study: Study, old: str, new: str) -> Changes:
    """Let the progress of an id that the roadmap no longer has belong to the item that `new` names.

    Raises UsageError where `old` has no such progress or `new` is no single item, and StateError.
    """
    target = lookup.target_of(study.roadmap, new)
    with study.locked() as now:
        orphans = summary.orphans(study.roadmap, now.before.progress)
        if old not in (*orphans, *_gone_from_plan(study, now.before)):
            known = f"; those without an item are {', '.join(map(shlex.quote, orphans))}" if orphans else ""
            raise UsageError(f"no progress is kept for {old!r} that has no item{known}", "`mlpath doctor` names them")
        resolved = study.resolve_one(target, now.before)
        if not resolved.single:
            raise UsageError(f"{new} is no single item", "name one item by its address or id")
        now.append("adopt", old=old, new=study.roadmap.items[resolved.places[0]].id)
    return changes_between(study, "doctor", now.before, now.after, resolved.places)


@decided_under_lock
def merge(study: Study, others: Sequence[str]) -> Merged:
    """Add the events of other journals of the same roadmap to the state; the other files are only read.

    What stood there before is kept as a backup. Raises StateError where a file can't be read, is another roadmap's, or
    has an event with the same id and another content.
    """
    journals = [(path, _mergeable(study, path)) for path in others]
    with study.locked() as now:
        merged = now.before.journal or Journal(study.roadmap.id)
        added = []
        for path, other in journals:
            before = len(merged.events)
            merged = _union(merged, study.state_at.path, other, path)
            added.append((path, len(merged.events) - before))
        now.merge(merged, keep="before-merge")
    changes = changes_between(study, "merge", now.before, now.after, ())
    return Merged(tuple(added), len(now.after.events), changes)


def git_merge(ancestor: str, ours: str, theirs: str) -> int:
    """Merge a journal as git's merge driver and return the number of its events; the result stands in `ours`.

    The roadmap does not matter, so long as it is the same one. Raises StateError.
    """
    merged = _union(_other(ours, None), ours, _other(theirs, None), theirs)
    if os.path.exists(ancestor) and os.path.getsize(ancestor):
        merged = _union(merged, ours, _other(ancestor, None), ancestor)
    with refusing(
        lambda reason: StateUnwritable(ours, reason),
        lambda reason: StateUnconfirmed(ours, f"the disk did not confirm it: {reason}"),
    ):
        move_over(write_beside(os.path.abspath(ours), encode(merged)), os.path.abspath(ours))
    return len(merged.events)


def events_to_reset(study: Study) -> int | None:
    """Return how many events the state file holds, None where there is no file, 0 where they can't be read.

    Raises StateError where it is not this roadmap's journal.
    """
    try:
        stored = study.look().journal
    except (StateDamaged, StateNewer):
        return 0
    return None if stored is None else len(stored.events)


def reset(study: Study) -> str | None:
    """Move the state file aside and return its new name; None where there is none. Raises StateError."""
    if events_to_reset(study) is None:
        return None
    return file.move_aside(study.state_at.path, study.today().isoformat())


def _exchange(study: Study, name: str | None) -> tuple[Journal | None, backups.Backup, Journal]:
    """Return the journal in the state file (None where none can be read), the backup to put there, and its journal.

    Raises UsageError and StateError.
    """
    try:
        before = study.look().journal
    except StateError:
        before = None
    if name is None and before is not None:
        raise UsageError(
            f"the state file {study.state_at.path} is sound",
            "name the backup to put in its place; `mlpath doctor` lists them",
        )
    backup = _backup(study, name)
    if backup.journal is None:
        raise StateError(backup.path, backup.problem or "")
    return before, backup, backup.journal


def _backup(study: Study, name: str | None) -> backups.Backup:
    state, roadmap = study.state_at.path, study.roadmap.id
    if name is None:
        newest = backups.newest(state, roadmap)
        if newest is None:
            raise StateError(backups.folder_of(state), "there is no good backup in it")
        return newest
    candidates = [name, *(os.path.join(backups.folder_of(state), name + suffix) for suffix in ("", ".json"))]
    path = next((candidate for candidate in candidates if os.path.isfile(candidate)), None)
    if path is None:
        known = ", ".join(os.path.basename(backup.path) for backup in backups.listed(state, roadmap) if backup.journal)
        raise UsageError(f"there is no backup {name}", f"there are {known}" if known else "there is none at all")
    backup = backups.inspected(path, roadmap)
    if backup.journal is None:
        file.load(path, roadmap)  # Raises what is wrong with it.
    return backup


def _gone_from_plan(study: Study, snapshot: Snapshot) -> list[str]:
    """Return the ids that the plan in force spread anew and that the roadmap no longer has."""
    plans = journal.plans(snapshot.events)
    left = plans[-1].get("left") if plans else None
    return [id for id in left["items"] if id not in study.roadmap.places] if left else []


def _mergeable(study: Study, path: str) -> Journal:
    """Return the journal at `path`, which is to be merged. Raises StateError, with a way out where it is damaged."""
    try:
        return _other(path, study.roadmap.id)
    except StateDamaged as error:
        backup = backups.newest(path, study.roadmap.id)
        instead = (
            backup and f"`{study.options.again(f'merge {shlex.quote(backup.path)}')}` merges its newest good backup"
        )
        error.way_out = instead or "mend it, or leave it out: nothing was changed"
        raise


def _other(path: str, roadmap: str | None) -> Journal:
    other = file.load(path, roadmap)
    if other is None:
        raise StateError(path, "there is no such file")
    return other


def _union(mine: Journal, path: str, other: Journal, other_path: str) -> Journal:
    """Return the journal of all events. Raises StateContradicted where the two contradict each other, and StateForeign."""
    try:
        return journal.union([mine, other])
    except Damaged as error:
        raise StateContradicted(path, other_path, str(error)) from None
    except journal.Foreign as error:
        raise StateForeign(other_path, f"it can't be merged: {error}") from None
