"""`doctor`: everything that mlpath relies on, looked at one by one."""

from __future__ import annotations

import os
import shlex
import stat
from collections.abc import Iterator, Mapping
from contextlib import suppress

from mlpath import dates
from mlpath.commands import by_hand, conflict, repository, retitled
from mlpath.commands import doubt as doubts
from mlpath.commands.change import Snapshot
from mlpath.commands.opening import open_study, roadmap_place
from mlpath.commands.study import Clock, Options, Study
from mlpath.errors import InstallationError, MlpathError, StateConflicted, StateError
from mlpath.journal import backups, copies, file
from mlpath.journal.events import Damaged
from mlpath.journal.journal import Foreign, Journal, union
from mlpath.progress.reports import OK, TROUBLE, WARNING, Check
from mlpath.roadmap import cache
from mlpath.roadmap.load import variant_of
from mlpath.roadmap.roadmap import WEEK
from mlpath.system import config, git, lock, ownership, places
from mlpath.text import counted


def doctor(options: Options, environ: Mapping[str, str], clock: Clock) -> tuple[Check, ...]:
    """Look at everything. Never raises MlpathError: it is what doctor reports."""
    return tuple(_checks(options, environ, clock))


def _checks(options: Options, environ: Mapping[str, str], clock: Clock) -> Iterator[Check]:
    yield _content()
    yield _config()
    try:
        study = open_study(options, environ, clock)
    except MlpathError as error:
        yield _broken_roadmap(options, environ, error)
        yield _unknown_state(options, environ)
        return
    yield _roadmap(study)
    try:
        snapshot = study.look()
    except MlpathError as error:
        path, why = study.state_at
        yield Check("state", TROUBLE, path=path, why=why, found=str(error), fix=_repair(path) or error.hint)
        yield _backups(study, _both_sides(study) if isinstance(error, StateConflicted) else None)
    else:
        yield _state(study, snapshot)
        yield from _git(study, snapshot.journal)
        yield from _copies(study, snapshot.journal)
        yield _backups(study, snapshot.journal)
        yield by_hand.orphans(study, snapshot)
        yield from by_hand.boxes(study, snapshot)
        yield from by_hand.cards(study, snapshot)
    yield _cache(study)
    yield _lock(study)
    yield _permissions(study)


def _both_sides(study: Study) -> Journal | None:
    """Return the journal that a state file with a conflict in it comes to, None where a side can't be read."""
    with suppress(StateError, Damaged, Foreign):
        return union([side for _, side in file.load_sides(study.state_at.path, study.roadmap.id)])
    return None


def _content() -> Check:
    try:
        path, why = places.content()
    except InstallationError as error:
        return Check("content", TROUBLE, path=error.path, found=str(error), fix=error.hint)
    return Check("content", OK, path=path, why=why, found="the shipped roadmap is there")


def _config() -> Check:
    try:
        path, why = places.config()
    except MlpathError as error:
        return Check("config", TROUBLE, found=str(error), fix=error.hint)
    try:
        remembered = config.load(path)
    except MlpathError as error:
        return Check("config", TROUBLE, path=path, why=why, found=str(error), fix=_repair(path) or error.hint)
    days = f"; days begin at {remembered.day_starts}" if remembered.day_starts else ""
    condition = f"read{days}" if os.path.exists(path) else "not there; the shipped roadmap is the default"
    return Check("config", OK, path=path, why=why, found=condition)


def _roadmap(study: Study) -> Check:
    roadmap = study.roadmap
    path, why = study.roadmap_at
    weeks = sum(group.kind == WEEK for group in roadmap.groups)
    condition = f"{roadmap.title} ({roadmap.id}): {counted(weeks, 'week')}, {counted(len(roadmap.items), 'item')}"
    return Check("roadmap", OK, path=path, why=why, found=condition)


def _broken_roadmap(options: Options, environ: Mapping[str, str], error: MlpathError) -> Check:
    try:
        (path, why), _ = roadmap_place(options, environ)
    except MlpathError:
        return Check("roadmap", TROUBLE, found=str(error), fix=error.hint)
    own_hint = getattr(error, "faults", None) or why == places.CONFIGURED
    fix = error.hint if own_hint else "name another file with --roadmap"
    return Check("roadmap", TROUBLE, path=path, why=why, found=str(error), fix=fix)


def _unknown_state(options: Options, environ: Mapping[str, str]) -> Check:
    # Without the roadmap's id, a state file that nobody named has no name.
    named = places.one_state(options.state, environ)
    path, why = places.state(options.state, environ, "") if named else (None, None)
    condition = "can't be looked at before the roadmap is mended"
    return Check("state", WARNING, path=path, why=why, found=condition)


def _state(study: Study, snapshot: Snapshot) -> Check:
    path, why = study.state_at
    former = retitled.former_id(study, snapshot.journal)
    if former:
        there = "not there; " if snapshot.journal is None else ""
        condition = f"{there}this file's progress is kept by the id {former!r}, which it had before"
        fix = retitled.advice(former)
        return Check("state", WARNING, path=path, why=why, found=condition, fix=fix)
    if snapshot.journal is None:
        return Check("state", OK, path=path, why=why, found="not there yet; the first change makes it")
    last = f", the last of {dates.moment(snapshot.events[-1]['at'])}" if snapshot.events else ""
    condition = f"{counted(len(snapshot.events), 'event')}{last}"
    if snapshot.journal.sound:
        return Check("state", OK, path=path, why=why, found=condition)
    doubt, fix = doubts.condition_and_fix(study, snapshot.journal)
    return Check("state", WARNING, path=path, why=why, found=f"{condition}; {doubt}", fix=fix)


def _git(study: Study, journal: Journal | None) -> Iterator[Check]:
    """Say whether git holds the state file for unmerged, and whether this clone merges it by mlpath; of no repository nothing."""
    folder = git.repository(study.state_at.path)
    if folder is None:
        return
    why, unmerged = "the state file lies in it", conflict.unmerged(study, journal)
    if unmerged:
        yield Check("git", TROUBLE, path=folder, why=why, found=unmerged)
    elif fault := repository.fault(study.state_at.path):
        fix = f"`{study.options.again('merge --set-up-git')}`"
        yield Check("git", WARNING, path=folder, why=why, found=f"{fault}: merges end in conflicts", fix=fix)
    else:
        yield Check("git", OK, path=folder, why=why, found="git leaves the state file to mlpath, or does not keep it")


def _copies(study: Study, journal: Journal | None) -> Iterator[Check]:
    """Say which copies a sync service left beside the state file, if any, and whether one has what the state lacks."""
    listed, more = copies.listed(study.state_at.path, study.roadmap.id), conflict.copies_with_more(study, journal)
    why, path = "a sync service leaves them beside the state file", os.path.dirname(file.target(study.state_at.path))
    if more:
        condition, _, fix = more.partition(": ")
        yield Check("copies", WARNING, path=path, why=why, found=condition, fix=fix)
    elif listed:
        names = ", ".join(os.path.basename(copy.path) for copy in listed)
        yield Check(
            "copies", OK, path=path, why=why, found=f"the state has all that is in {names}, which can be deleted"
        )


def _backups(study: Study, journal: Journal | None) -> Check:
    """Say which backups there are, and whether one has events that the state lacks."""
    state, why = study.state_at.path, "beside the state file"
    path = backups.folder_of(state)
    if os.path.lexists(path) and not os.path.isdir(path):
        condition = "it is no folder: nothing can be saved"
        return Check("backups", TROUBLE, path=path, why=why, found=condition, fix="move it away")
    fix = _repair(path, os.R_OK | os.W_OK | os.X_OK)
    if fix:
        condition = "it can't be read and written: nothing can be saved"
        return Check("backups", TROUBLE, path=path, why=why, found=condition, fix=fix)
    listed = backups.listed(state, study.roadmap.id)
    if not listed:
        return Check("backups", OK, path=path, why=why, found="none yet; each change makes one")
    good = [backup for backup in listed if backup.journal]
    names = ", ".join(map(_named, good)) or "no good one"
    hidden = [backup.path for backup in listed if not os.access(backup.path, os.R_OK)]
    others = [os.path.basename(backup.path) for backup in listed if backup.elsewhere]
    newer = [os.path.basename(backup.path) for backup in listed if backup.newer]
    bad = [
        os.path.basename(backup.path)
        for backup in listed
        if not (backup.journal or backup.elsewhere or backup.newer or backup.path in hidden)
    ]
    names += "".join(
        f"; {len(paths)} {what}: {', '.join(map(os.path.basename, paths))}"
        for paths, what in (
            (hidden, "that you may not read"),
            (others, "of another roadmap"),  # A file that got another title has its own under the former one.
            (newer, "of a newer mlpath"),
            (bad, "damaged"),
        )
        if paths
    )
    ids = {event["id"] for event in journal.events} if journal else set()
    for backup in good if _repair(state) is None else ():  # Of a state that can't be read, nobody knows what it lacks.
        more = sum(event["id"] not in ids for event in backup.journal.events) if backup.journal else 0
        if more:
            condition = f"{names}; {os.path.basename(backup.path)} has {counted(more, 'event')} that the state lacks"
            merge = study.options.again(f"merge {shlex.quote(backup.path)}")
            fix = f"`{merge}` adds them" if journal else f"`{study.options.again('doctor --restore')}` brings them back"
            return Check("backups", WARNING, path=path, why=why, found=condition, fix=fix)
    if journal and journal.sound:  # Else they may be all that tells what the state was.
        bad += [backup.path for backup in good if not backup.sound]
    fixes = [f"`{ownership.repair(path)}`" for path in hidden] + (["delete those that are damaged"] if bad else [])
    state = WARNING if fixes or newer else OK  # A flipped bit can make a backup look like one of a newer mlpath.
    return Check("backups", state, path=path, why=why, found=names, fix="; ".join(fixes) or None)


def _named(backup: backups.Backup) -> str:
    doubt = "" if backup.sound else ", whose checksum does not fit"
    return f"{os.path.basename(backup.path)} ({counted(backup.events, 'event')}{doubt})"


def _cache(study: Study) -> Check:
    variant = variant_of(bullets=study.options.bullets)
    path = cache.file_of(study.roadmap_at.path, variant)
    if cache.load(study.roadmap_at.path, variant) is not None:
        return Check("cache", OK, path=path, found="the compiled roadmap is fresh")
    condition = "the compiled roadmap can't be kept: commands are slower"
    fix = _repair(os.path.dirname(path), os.W_OK | os.X_OK) or "make its folder writable"
    return Check("cache", WARNING, path=path, found=condition, fix=fix)


def _lock(study: Study) -> Check:
    path = file.lock_file(study.state_at.path)
    if os.path.lexists(path) and (os.path.islink(path) or not os.path.isfile(path)):
        return Check("lock", TROUBLE, path=path, found="it is no file: nothing can be saved", fix="move it away")
    fix = _repair(path)
    if fix:
        return Check("lock", TROUBLE, path=path, found="you may not open it: nothing can be saved", fix=fix)
    try:
        is_held = lock.is_held(path)
    except lock.NoLocksError:
        condition = "its file system has no locks: nothing can be saved"
        fix = "name a file on another disk with --state or MLPATH_STATE"
        return Check("lock", TROUBLE, path=path, found=condition, fix=fix)
    if is_held:
        fix = "wait for the other mlpath to end"
        return Check("lock", WARNING, path=path, found="another process holds it", fix=fix)
    return Check("lock", OK, path=path, found="free")


def _permissions(study: Study) -> Check:
    path, new = file.target(study.state_at.path), file.new_file(study.state_at.path)
    folder = os.path.dirname(path)
    if os.path.isdir(new):
        condition = "a folder stands where new files are written: nothing can be saved"
        return Check("permissions", TROUBLE, path=new, found=condition, fix="move it away")
    fix = _repair(folder, os.W_OK | os.X_OK)
    if fix:
        condition = "the folder is read-only: nothing can be saved"
        return Check("permissions", TROUBLE, path=folder, found=condition, fix=fix)
    if not os.path.isdir(folder):
        return _folder_to_make(folder)
    if not os.path.exists(path):
        return Check("permissions", OK, path=folder, found="the folder is writable")
    fix = _repair(path)
    if fix:
        condition = "you may not read and write the file"
        return Check("permissions", TROUBLE, path=path, found=condition, fix=fix)
    if os.name == "posix" and stat.S_IMODE(os.stat(path).st_mode) & 0o077:
        fix = f"`chmod 600 {shlex.quote(path)}`"
        return Check("permissions", WARNING, path=path, found="others can read it", fix=fix)
    return Check("permissions", OK, path=path, found="only you can read and write it")


def _repair(path: str, rights: int = os.R_OK | os.W_OK) -> str | None:
    """Return what gives the user rights to a file or folder that is there or hidden from them; None where they have them."""
    try:
        status = os.stat(path)
    except PermissionError:
        return f"`{ownership.repair(path)}`"
    except OSError:
        return None
    if os.access(path, rights):
        return None
    usual = stat.S_IRWXU if os.path.isdir(path) else stat.S_IRUSR | stat.S_IWUSR
    is_protected = os.name == "posix" and status.st_uid == os.geteuid() and status.st_mode & usual == usual
    return (
        "make it writable" if is_protected else f"`{ownership.repair(path)}`"
    )  # A read-only disk has no such command.


def _folder_to_make(folder: str) -> Check:
    """Say whether the state's folder can be made with the first change."""
    above = folder
    while not os.path.lexists(above) and above != os.path.dirname(above):
        above = os.path.dirname(above)
    if os.path.isdir(above) and os.access(above, os.W_OK | os.X_OK):
        return Check("permissions", OK, path=folder, found="the folder is made with the first change")
    condition = f"the folder can't be made in {above}: nothing can be saved"
    fix = "make that a writable folder, or name another with --state"
    return Check("permissions", TROUBLE, path=folder, found=condition, fix=fix)
