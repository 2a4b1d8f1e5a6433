"""The commands about the files themselves: `validate`, `reset`, `doctor`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, NamedTuple

from mlpath import config, paths, store, summary
from mlpath.actions.study import Clock, Options, Study, open_study, roadmap_place
from mlpath.errors import Fault, MlpathError, RoadmapError, StateDamaged
from mlpath.journal import Journal
from mlpath.sources import yaml_file

OK, WARNING, TROUBLE = "ok", "warning", "trouble"


class Validation(NamedTuple):
    """A roadmap file and its faults; `items` is how many items a file without faults has."""

    path: str
    faults: tuple[Fault, ...]
    items: int


class Check(NamedTuple):
    """One thing that `doctor` looked at: how it is, where it is and why there, what was found, and what mends it."""

    name: str
    state: str
    path: str | None
    why: str | None
    found: str
    fix: str | None = None


def validate(path: str) -> Validation:
    """Return every fault of the roadmap file at `path`. Raises RoadmapError where it can't be read at all."""
    roadmap, faults = yaml_file.read(path)
    return Validation(path, tuple(faults), len(roadmap.items) if roadmap else 0)


def schema() -> dict[str, Any]:
    """Return the JSON Schema of roadmap files."""
    return yaml_file.schema()


def events_to_reset(study: Study) -> int | None:
    """Return how many events the state file holds, None where there is no file, 0 where it is damaged.

    Raises StateError where it is not this roadmap's journal.
    """
    try:
        found = study.look().journal
    except StateDamaged:
        return 0
    return None if found is None else len(found.events)


def reset(study: Study) -> str | None:
    """Move the state file aside and return its new name; None where there is none. Raises StateError."""
    if events_to_reset(study) is None:
        return None
    return store.move_aside(study.state_at.path, study.today().isoformat())


def doctor(options: Options, environ: Mapping[str, str], clock: Clock) -> tuple[Check, ...]:
    """Look at the content, the config, the roadmap and the state. Never raises MlpathError: it is what doctor reports."""
    study: Study | MlpathError
    try:
        study = open_study(options, environ, clock)
    except MlpathError as error:
        study = error
    return (_content(), _config(), _roadmap(options, environ, study), _state(options, environ, study))


def _content() -> Check:
    try:
        place = paths.content()
    except RoadmapError as error:
        return Check("content", TROUBLE, error.path, None, str(error), "install mlpath again")
    return Check("content", OK, place.path, place.why, "the shipped roadmap is there")


def _config() -> Check:
    place = paths.config()
    try:
        config.read(place.path)
    except MlpathError as error:
        return Check("config", TROUBLE, place.path, place.why, str(error), error.hint)
    found = "read" if os.path.exists(place.path) else "not there; the shipped roadmap is the default"
    return Check("config", OK, place.path, place.why, found)


def _roadmap(options: Options, environ: Mapping[str, str], study: Study | MlpathError) -> Check:
    if isinstance(study, Study):
        roadmap = study.roadmap
        weeks = sum(group.kind == "week" for group in roadmap.groups)
        found = f"{roadmap.title} ({roadmap.id}): {weeks} weeks, {len(roadmap.items)} items"
        return Check("roadmap", OK, *study.roadmap_at, found)
    try:
        place = roadmap_place(options, environ)
    except MlpathError:
        return Check("roadmap", TROUBLE, None, None, str(study), study.hint)
    fix = study.hint if getattr(study, "faults", None) else "name another file with --roadmap"
    return Check("roadmap", TROUBLE, *place, str(study), fix)


def _state(options: Options, environ: Mapping[str, str], study: Study | MlpathError) -> Check:
    if isinstance(study, MlpathError):
        # Without the roadmap's id, a state file that nobody named has no name.
        named = options.state is not None or bool(environ.get("MLPATH_STATE"))
        place = paths.state(options.state, environ, "") if named else None
        found = "can't be looked at before the roadmap is mended"
        return Check("state", WARNING, place and place.path, place and place.why, found)
    try:
        snapshot = study.look()
    except MlpathError as error:
        return Check("state", TROUBLE, *study.state_at, str(error), error.hint)
    if snapshot.journal is None:
        return Check("state", OK, *study.state_at, "not there yet; the first change makes it")
    orphans = summary.orphans(study.roadmap, snapshot.progress)
    found = _events(snapshot.journal)
    if orphans:
        found += f"; ticks kept for items that the roadmap no longer has: {', '.join(orphans)}"
        return Check("state", WARNING, *study.state_at, found, "give the new item `was: [former-id]` if it was renamed")
    return Check("state", OK, *study.state_at, found)


def _events(found: Journal) -> str:
    if not found.events:
        return "no events"
    count = len(found.events)
    return f"{count} event{'' if count == 1 else 's'}, the last at {found.events[-1]['at']}"
