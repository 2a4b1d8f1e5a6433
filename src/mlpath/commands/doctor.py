"""`doctor`: everything that mlpath relies on, looked at one by one."""

from __future__ import annotations

import os
import shlex
import stat
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from mlpath.commands.study import (
    Clock,
    Options,
    Snapshot,
    Study,
    counted,
    events,
    open_study,
    roadmap_place,
    variant_of,
)
from mlpath.errors import MlpathError, RoadmapError
from mlpath.journal import backups
from mlpath.journal import file as store
from mlpath.journal import renames as identity
from mlpath.journal.journal import Journal
from mlpath.progress import summary
from mlpath.roadmap import cache
from mlpath.system import config, lock
from mlpath.system import places as paths

OK, WARNING, TROUBLE = "ok", "warning", "trouble"


class Check(NamedTuple):
    """One thing that was looked at: how it is, where it is and why there, what was found, and what mends it."""

    name: str
    state: str
    path: str | None
    why: str | None
    found: str
    fix: str | None = None


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
        yield Check("state", TROUBLE, *study.state_at, str(error), error.hint)
        yield _backups(study, None)
    else:
        yield _state(study, snapshot)
        yield _backups(study, snapshot.journal)
        yield _orphans(study, snapshot)
    yield _cache(study)
    yield _lock(study)
    yield _permissions(study)


def _content() -> Check:
    try:
        place = paths.content()
    except RoadmapError as error:
        return Check("content", TROUBLE, error.path, None, str(error), "install mlpath again")
    return Check("content", OK, *place, "the shipped roadmap is there")


def _config() -> Check:
    place = paths.config()
    try:
        config.read(place.path)
    except MlpathError as error:
        return Check("config", TROUBLE, *place, str(error), error.hint)
    found = "read" if os.path.exists(place.path) else "not there; the shipped roadmap is the default"
    return Check("config", OK, *place, found)


def _roadmap(study: Study) -> Check:
    roadmap = study.roadmap
    weeks = sum(group.kind == "week" for group in roadmap.groups)
    found = f"{roadmap.title} ({roadmap.id}): {counted(weeks, 'week')}, {counted(len(roadmap.items), 'item')}"
    return Check("roadmap", OK, *study.roadmap_at, found)


def _broken_roadmap(options: Options, environ: Mapping[str, str], error: MlpathError) -> Check:
    try:
        place, _ = roadmap_place(options, environ)
    except MlpathError:
        return Check("roadmap", TROUBLE, None, None, str(error), error.hint)
    fix = error.hint if getattr(error, "faults", None) else "name another file with --roadmap"
    return Check("roadmap", TROUBLE, *place, str(error), fix)


def _unknown_state(options: Options, environ: Mapping[str, str]) -> Check:
    # Without the roadmap's id, a state file that nobody named has no name.
    named = options.state is not None or bool(environ.get("MLPATH_STATE"))
    place = paths.state(options.state, environ, "") if named else None
    found = "can't be looked at before the roadmap is mended"
    return Check("state", WARNING, place.path if place else None, place.why if place else None, found)


def _state(study: Study, snapshot: Snapshot) -> Check:
    former = study.former_id() if snapshot.journal is None else None
    if former:
        found = f"not there; this file's progress is kept by the id {former!r}, which it had before"
        return Check("state", WARNING, *study.state_at, found, f"write `id: {former}` into the file's front matter")
    if snapshot.journal is None:
        return Check("state", OK, *study.state_at, "not there yet; the first change makes it")
    last = f", the last at {snapshot.events[-1]['at']}" if snapshot.events else ""
    return Check("state", OK, *study.state_at, f"{events(len(snapshot.events))}{last}")


def _backups(study: Study, journal: Journal | None) -> Check:
    """Say which backups there are, and whether one has events that the state lacks."""
    path = study.state_at.path
    place = (store.backup_folder(path), "beside the state file")
    if os.path.lexists(place[0]) and not os.path.isdir(place[0]):
        return Check("backups", TROUBLE, *place, "it is no folder: nothing can be saved", "move it away")
    if os.path.isdir(place[0]) and not os.access(place[0], os.R_OK | os.W_OK | os.X_OK):
        fix = f"`chmod u+rwx {shlex.quote(place[0])}`"
        return Check("backups", TROUBLE, *place, "it can't be read and written: nothing can be saved", fix)
    found = backups.listed(path, study.roadmap.id)
    good = [backup for backup in found if backup.journal]
    if not found:
        return Check("backups", OK, *place, "none yet; each change makes one")
    names = ", ".join(f"{os.path.basename(b.path)} ({events(b.events)})" for b in good) or "no good one"
    bad = len(found) - len(good)
    damaged = (
        f"; {bad} that can't be read: {', '.join(os.path.basename(b.path) for b in found if not b.journal)}"
        if bad
        else ""
    )
    ids = {event["id"] for event in journal.events} if journal else set()
    for backup in good:
        more = sum(event["id"] not in ids for event in backup.journal.events) if backup.journal else 0
        if more:
            text = f"{names}{damaged}; {os.path.basename(backup.path)} has {events(more)} that the state lacks"
            merge = study.options.again(f"merge {shlex.quote(backup.path)}")
            fix = f"`{merge}` adds them" if journal else f"`{study.options.again('doctor --restore')}` brings them back"
            return Check("backups", WARNING, *place, text, fix)
    return Check(
        "backups", WARNING if bad else OK, *place, names + damaged, "delete those that can't be read" if bad else None
    )


def _orphans(study: Study, snapshot: Snapshot) -> Check:
    orphans = summary.orphans(study.roadmap, snapshot.progress)
    if not orphans:
        return Check("orphans", OK, None, None, "all progress belongs to items of the roadmap")
    found = f"the roadmap no longer has these items; their progress is kept: {', '.join(orphans)}"
    likely = ((orphan, identity.likeliest(study.roadmap, snapshot.progress, orphan)) for orphan in orphans)
    adopt = study.options.again("doctor --adopt")
    fixes = [f"`{adopt} {orphan} {item.id}`" for orphan, item in likely if item]
    usual = f"`{adopt} OLD NEW` says which item it is now"
    return Check("orphans", WARNING, None, None, found, f"{usual}; likely: {', '.join(fixes)}" if fixes else usual)


def _cache(study: Study) -> Check:
    variant = variant_of(study.options)
    path = cache.file_of(study.roadmap_at.path, variant)
    if cache.load(study.roadmap_at.path, variant) is not None:
        return Check("cache", OK, path, None, "the compiled roadmap is fresh")
    return Check(
        "cache",
        WARNING,
        path,
        None,
        "the compiled roadmap can't be kept: commands are slower",
        "make its folder writable",
    )


def _lock(study: Study) -> Check:
    path = store.lock_file(study.state_at.path)
    if os.path.lexists(path) and not os.path.isfile(path):
        return Check("lock", TROUBLE, path, None, "it is no file: nothing can be saved", "move it away")
    if lock.is_held(path):
        return Check("lock", WARNING, path, None, "another process holds it", "wait for the other mlpath to end")
    return Check("lock", OK, path, None, "free")


def _permissions(study: Study) -> Check:
    path = store.target(study.state_at.path)
    folder = os.path.dirname(path)
    if os.path.isdir(store.new_file(path)):
        found = "a folder stands where new files are written: nothing can be saved"
        return Check("permissions", TROUBLE, store.new_file(path), None, found, "move it away")
    if not os.path.isdir(folder):
        return _folder_to_make(folder)
    if not os.access(folder, os.W_OK):
        return Check(
            "permissions", TROUBLE, folder, None, "the folder is read-only: nothing can be saved", "make it writable"
        )
    if not os.path.exists(path):
        return Check("permissions", OK, folder, None, "the folder is writable")
    if not os.access(path, os.R_OK | os.W_OK):
        fix = f"`chmod u+rw {shlex.quote(path)}`"
        return Check("permissions", TROUBLE, path, None, "you may not read and write the file", fix)
    if os.name == "posix" and stat.S_IMODE(os.stat(path).st_mode) & 0o077:
        return Check("permissions", WARNING, path, None, "others can read it", f"`chmod 600 {shlex.quote(path)}`")
    return Check("permissions", OK, path, None, "only you can read and write it")


def _folder_to_make(folder: str) -> Check:
    """Say whether the state's folder can be made with the first change."""
    above = folder
    while not os.path.lexists(above) and above != os.path.dirname(above):
        above = os.path.dirname(above)
    if os.path.isdir(above) and os.access(above, os.W_OK | os.X_OK):
        return Check("permissions", OK, folder, None, "the folder is made with the first change")
    found = f"the folder can't be made in {above}: nothing can be saved"
    return Check(
        "permissions", TROUBLE, folder, None, found, "make that a writable folder, or name another with --state"
    )
