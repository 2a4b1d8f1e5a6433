"""The commands about the state file: `doctor --restore` and `--adopt`, `merge`, `reset`."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping, Sequence

from mlpath.commands import retitled
from mlpath.commands.change import decided_under_lock
from mlpath.commands.study import Study
from mlpath.commands.track import changes_between
from mlpath.errors import (
    StateConflicted,
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
from mlpath.journal.encoding import decode_sides, encode
from mlpath.journal.events import Damaged
from mlpath.journal.journal import Journal
from mlpath.progress.reports import Accepted, Merged, Part, Restoration, Settled
from mlpath.system import git
from mlpath.system.writing import move_over, write_beside


def restore(study: Study, name: str | None) -> Restoration:
    """Put a backup in the state file's place: the one named, else the newest good one.

    Where none is named and something else than mlpath changed the state, it is the newest sound one, and what came after
    that is taken over from the state. Raises UsageError where none is named and the state is sound, StateConflicted where none is named and the state holds
    both sides of a conflict, and StateError where there is no such good backup.
    """
    _exchange(study, name)  # What is refused makes no folder and no lock file.
    with file.held(study.state_at.path) as hold:
        before, backup, restored = _exchange(study, name)
        aside = file.restore(hold, encode(restored), restored, study.today().isoformat())
    back = None if before is None else len(journal.unlike(restored, before))
    gone = None if before is None else len(journal.unlike(before, restored))
    return Restoration(
        backup=backup.path,
        state=study.state_at.path,
        aside=aside,
        events=len(restored.events),
        back=back,
        gone=gone,
        later=len(restored.events) - backup.events,
        sound=restored.sound,
    )


@decided_under_lock
def accept(study: Study) -> Accepted:
    """Take the state file as it is, where something else than mlpath changed it. Raises StateError."""
    with study.locked() as now:
        before = now.before.journal
        now.accept()
    return Accepted(study.state_at.path, len(now.after.events), before is not None and not before.sound)


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


def settle(study: Study) -> Settled:
    """Put all events of all sides of a conflict in the state file's place: those in the file, and those in git's index.

    What stood there before is kept with the backups. Raises UsageError where there is no conflict, StateConflicted where a
    side can't be read, and StateError.
    """
    path, roadmap = study.state_at.path, study.roadmap.id
    data, staged = file.content(path), git.unmerged(path)
    try:
        sides = () if data is None else decode_sides(data, path, roadmap)
    except (StateConflicted, StateDamaged):
        if not staged:
            raise
        sides = ()
    marked = len(sides) > 1
    if not marked and not staged:
        raise UsageError(
            f"there is no conflict to settle in {path}", "name the state files to bring in: `mlpath merge OTHER.json`"
        )
    sides = tuple((name or "the file as it stood", side) for name, side in sides) + _staged(study, staged, spare=marked)
    parts: list[Part] = []
    merged = sides[0][1]
    for name, side in sides:
        had = {event["id"] for event in merged.events} if parts else set()
        merged = _union(merged, path, side, name)
        parts.append(Part(name, len(side.events), sum(event["id"] not in had for event in side.events)))
    # Where git merged some lines on its own, no side in the file is as mlpath wrote it; those in git's index are.
    sound = [side.events for _, side in sides if side.sound]
    merged = merged._replace(sound=len(journal.merge(sound)) == len(merged.events))
    if data is None or data != encode(merged):
        file.settle(path, data, merged, study.today().isoformat())
    before, after = study.snapshot(sides[0][1]), study.snapshot(merged)
    add = git.to_add(path) if staged or git.repository(path) else None
    changes = changes_between(study, "merge", before, after, ())
    return Settled(state=path, parts=tuple(parts), events=len(merged.events), changes=changes, add=add)


def git_merge(ancestor: str, ours: str, theirs: str) -> Journal:
    """Merge a journal as git's merge driver and return it; the result stands in `ours`.

    The roadmap does not matter, so long as it is the same one. Raises StateError.
    """
    merged = _union(_other(ours, None), ours, _other(theirs, None), theirs)
    if os.path.exists(ancestor) and os.path.getsize(ancestor):
        accepted = _other(ancestor, None)._replace(sound=True)  # What was in doubt there may have been accepted since.
        merged = _union(merged, ours, accepted, ancestor)
    with refusing(
        lambda reason: StateUnwritable(ours, reason),
        lambda reason: StateUnconfirmed(ours, f"the disk did not confirm it: {reason}"),
    ):
        move_over(write_beside(os.path.abspath(ours), encode(merged)), os.path.abspath(ours))
    return merged


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
    """Return the journal in the state file (None where none can be read), the backup to put there, and what it comes to.

    Raises UsageError, StateConflicted where no backup was named to take the place of both sides, and StateError.
    """
    try:
        before = study.look().journal
    except StateConflicted:
        if name is None:
            raise
        before = None
    except StateError:
        before = None
    if name is None and before is not None and before.sound:
        raise UsageError(
            f"the state file {study.state_at.path} is sound",
            "name the backup to put in its place; `mlpath doctor` lists them",
        )
    backup = _backup(study, name)
    if backup.journal is None:
        raise StateError(backup.path, backup.problem or "")
    if name is None and before is not None:
        if not backup.sound:
            accept = f"`{study.options.again('doctor --accept')}` takes the state as it is"
            raise StateError(
                backups.folder_of(study.state_at.path), "there is no backup in it whose checksum fits", accept
            )
        return before, backup, journal.continued(backup.journal, before)
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


def _mergeable(study: Study, path: str) -> Journal:
    """Return the journal at `path`, which is to be merged. Raises StateError, with a way out where it is damaged."""
    try:
        return _other(path, study.roadmap.id)
    except StateForeign:
        other = _other(path, None)
        if not study.roadmap.from_text or not retitled.is_of(study, other):
            raise
        return other._replace(roadmap=study.roadmap.id)  # Of the same file, when it had another title.
    except StateDamaged as error:
        backup = backups.newest(path, study.roadmap.id)
        instead = (
            backup and f"`{study.options.again(f'merge {shlex.quote(backup.path)}')}` merges its newest good backup"
        )
        error.way_out = instead or "mend it, or leave it out: nothing was changed"
        raise


def _other(path: str, roadmap: str | None) -> Journal:
    """Return the journal in a file: of one with a conflict in it, that of both sides."""
    sides = file.load_sides(path, roadmap)
    if not sides:
        raise StateError(path, "there is no such file")
    other = sides[0][1]
    for name, side in sides[1:]:
        other = _union(other, path, side, name)
    return other


def _staged(study: Study, staged: Mapping[int, str], *, spare: bool) -> tuple[tuple[str, Journal], ...]:
    """Return the journals in git's index, with their names; those that can't be read are left out where they are to `spare`.

    Raises StateError.
    """
    path, journals = study.state_at.path, []
    for stage in (stage for stage in git.STAGES if stage in staged):
        try:
            data = git.content(path, staged[stage]) or b""
            journals += [(git.STAGES[stage], side) for _, side in decode_sides(data, path, study.roadmap.id)]
        except StateError:
            if not spare and stage != 1:
                raise
    return tuple((f"{name!r} in git's index", side) for name, side in journals)


def _union(mine: Journal, path: str, other: Journal, other_path: str) -> Journal:
    """Return the journal of all events. Raises StateContradicted where the two contradict each other, and StateForeign."""
    try:
        return journal.union([mine, other])
    except Damaged as error:
        raise StateContradicted(path, other_path, str(error)) from None
    except journal.Foreign as error:
        raise StateForeign(other_path, f"it can't be merged: {error}") from None
