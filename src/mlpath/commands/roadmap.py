"""The commands about the roadmap itself: `export`, `validate` and `use`."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from mlpath.commands.change import Snapshot
from mlpath.commands.opening import open_study, roadmap_place
from mlpath.commands.study import Clock, Options, Study
from mlpath.errors import (
    MlpathError,
    OutputError,
    OutputUnconfirmed,
    RoadmapError,
    StateError,
    StateForeign,
    UsageError,
    refusing,
)
from mlpath.journal import backups, file, renames
from mlpath.journal.journal import fold
from mlpath.progress import edits, summary
from mlpath.progress.reports import Choice, KnownRoadmap, Validation
from mlpath.roadmap import lab_versions, load
from mlpath.roadmap.source import read_bytes
from mlpath.system import config, places
from mlpath.system.config import Config
from mlpath.system.folders import user_folder
from mlpath.system.ownership import repair
from mlpath.system.reading import read_file
from mlpath.system.writing import move_over, write_beside

_MOST_BYTES = 256 * 1024 * 1024


def write(
    path: str,
    data: bytes,
    spare: Sequence[str] = (),
    *,
    may_replace: Callable[[bytes], bool] = lambda _: True,
    hint: str = "write to another file",
) -> None:
    """Write `data` to `path`, replacing what stands there only once all of it is on the disk.

    `hint` says what to do where a file that stands there is write-protected.
    Raises UsageError where it is one of `spare` or in a folder of these, or a file whose content it may not replace, and
    OutputError; OutputUnconfirmed where it was written all the same.
    """
    target = os.path.realpath(path)
    if any(target == own or target.startswith(os.path.join(own, "")) for own in map(os.path.realpath, spare)):
        raise UsageError(f"{path} is in use by mlpath itself and would be overwritten", "write to another file")
    with refusing(lambda reason: OutputError(path, reason), lambda reason: OutputUnconfirmed(path, reason)):
        if not is_file(path):
            _write_through(path, data)
            return
        if os.path.exists(target) and not may_replace(read_file(target, _MOST_BYTES)):
            raise UsageError(
                f"{path} is there already, and may be yours", "write to another file, or replace it with --force"
            )
        if os.path.exists(target) and not os.access(target, os.W_OK):
            raise OutputError(path, "it is write-protected", hint)
        move_over(write_beside(target, data, mode=0o666, tag=f".{os.getpid()}"), target)


def is_file(path: str) -> bool:
    """Return whether what is written to `path` ends in a file, not in a pipe or device."""
    return os.path.isfile(path) or not os.path.exists(path)


def own_files(study: Study) -> list[str]:
    """Return the files and folders that mlpath itself relies on, and that are no place for an export."""
    state, data = study.state_at.path, user_folder("data")
    names = os.listdir(data) if os.path.isdir(data) else []
    return [
        *(state, file.lock_file(state), file.new_file(state), backups.folder_of(state)),
        *(study.roadmap_at.path, places.config().path, user_folder("cache")),
        *(os.path.join(data, name) for name in names if name.endswith((".json", ".lock", ".backups"))),
    ]


def checklist(study: Study, snapshot: Snapshot) -> bytes:
    """Return the Markdown file of a roadmap with boxes that say what is done, and not one other byte changed.

    Raises RoadmapError.
    """
    return _rewritten(study, snapshot, read_bytes(study.roadmap_at.path))


def tick_in_place(study: Study) -> bool:
    """Tick the boxes in a Markdown roadmap itself, and return whether anything was different.

    Raises UsageError for another roadmap, RoadmapError, OutputError and StateError.
    """
    path = study.roadmap_at.path
    if not study.roadmap.from_text:
        raise UsageError(
            f"{path} is no Markdown file: it has no boxes to tick",
            "`mlpath export --format markdown -o FILE` writes it as one",
        )
    before = read_bytes(path)
    after = _rewritten(study, study.look(), before)
    if after != before:
        write(path, after, hint=f"make it writable: `{repair(os.path.realpath(path))}`")
    with suppress(StateError), study.locked() as now:  # By which a box is told that is changed by hand from here on.
        now.boxes_written()
    return after != before


def validate(path: str, *, bullets: bool = False) -> Validation:
    """Return every fault of the roadmap file at `path`. Raises RoadmapError where it can't be read at all.

    A Markdown file's faults are what only looks like boxes; the roadmap can be used all the same.
    """
    roadmap, faults = load.load_with_faults(path, bullets=bullets)
    if roadmap and not faults:
        from mlpath.guides import faults as guide_faults
        from mlpath.labs import faults as lab_faults

        faults = [*guide_faults.faults(roadmap, path), *lab_faults.faults(roadmap, path)]
    structure = load.structure_of(path, bullets=bullets) if roadmap else None
    return Validation(path, tuple(faults), len(roadmap.items) if roadmap else 0, structure=structure)


def prove(path: str, yes: str, say_yes: Callable[[str], bool], *, bullets: bool = False) -> Validation:
    """Return what `validate` does, and where it finds no fault, what running the labs shows.

    `yes` and `say_yes` are as in `commands.labs.check_trust`. Raises RoadmapError, and LabUntrusted, LabError and their kin.
    """
    validation = validate(path, bullets=bullets)
    if validation.faults:
        return validation
    from mlpath.commands.labs import check_trust
    from mlpath.labs import proof

    roadmap = load.load(path, bullets=bullets)
    check_trust(roadmap, path, yes, say_yes)
    if not roadmap.labs:
        return validation
    labs = proof.all_labs(lab_versions.folder(roadmap, path))
    faults = [fault for lab in labs for fault in proof.faults(lab, proof.python_for(lab), os.cpu_count() or 1)]
    return validation._replace(faults=tuple(faults), proven=len(labs))


def compare(path: str, against: str, options: Options, environ: Mapping[str, str]) -> Validation:
    """Return what `validate` does, and how the roadmap differs from the older one at `against`.

    Progress is looked up in the state file of the new roadmap's id. Raises RoadmapError where a file can't be read or
    the older one is invalid, and StateError.
    """
    validation = validate(path, bullets=options.bullets)
    if not validation.items:
        return validation
    old, new = load.load(against, bullets=options.bullets), load.load(path, bullets=options.bullets)
    journal = file.load(places.state(options.state, environ, new.id).path, new.id)
    progress = fold(renames.present(new, journal.events if journal else ()), new.boxes)
    return validation._replace(edits=tuple(edits.compare(old, new, progress)))


def schema() -> dict[str, Any]:
    """Return the JSON Schema of roadmap files."""
    from mlpath.roadmap.yaml.schema import json_schema

    return json_schema()


def use(path: str | None, options: Options, environ: Mapping[str, str], clock: Clock) -> Choice:
    """Make the roadmap at `path` the usual one, the shipped one where it is None, and return all that are known.

    `path` may also be a known roadmap's id, title or file name. A config file that can't be understood is set aside and written anew. Raises RoadmapError where it can't be read, and ConfigError.
    """
    config_path = places.config().path
    if path is not None:
        path = _named(path, options, environ, clock)
    if path is None:
        structure, after = None, config.load_or_set_aside(config_path)._replace(roadmap=None)
    else:
        chosen = places.absolute(path)
        load.load_cached(chosen, bullets=options.bullets)
        structure = load.structure_of(chosen, bullets=options.bullets)
        if not config.is_path(chosen):
            raise RoadmapError(chosen, "its name is not UTF-8, so that it can't be remembered", "rename it")
        before = config.load_or_set_aside(config_path)
        bullets = [other for other in before.bullets if other != chosen] + ([chosen] if options.bullets else [])
        known_now = tuple(dict.fromkeys((*before.known, chosen)))
        after = before._replace(roadmap=chosen, known=known_now, bullets=tuple(bullets))
    config.save(config_path, after)
    return known(options._replace(roadmap=None), environ, clock, after)._replace(structure=structure)


def _named(name: str, options: Options, environ: Mapping[str, str], clock: Clock) -> str | None:
    """Return the path that is meant by a path, or by the name of a known roadmap; None for the shipped one.

    Raises UsageError where several have that name, and RoadmapError where it is neither a file nor a name.
    """
    if os.path.lexists(places.absolute(name)) or os.path.dirname(name):
        return name
    try:
        there = known(options._replace(roadmap=None), environ, clock).known
    except MlpathError:  # The config file can't be understood, or what it names is gone: then names are not known.
        return name
    fits = [roadmap for roadmap in there if name.casefold() in _names(roadmap)]
    if len(fits) > 1:
        paths = " or ".join(f"`mlpath use {shlex.quote(roadmap.path)}`" for roadmap in fits)
        raise UsageError(f"{name} is the name of {len(fits)} roadmaps", f"name the file: {paths}")
    if not fits:
        names = ", ".join(roadmap.id or roadmap.path for roadmap in there)
        raise RoadmapError(name, "there is no such file, and no known roadmap of that name", f"known are {names}")
    return None if fits[0].path == os.path.join(places.content().path, places.SHIPPED_ROADMAP) else fits[0].path


def _names(roadmap: KnownRoadmap) -> set[str]:
    file = os.path.basename(roadmap.path)
    names = (roadmap.id, roadmap.title, file, os.path.splitext(file)[0])
    return {name.casefold() for name in names if name}


def known(options: Options, environ: Mapping[str, str], clock: Clock, remembered: Config | None = None) -> Choice:
    """Return the shipped roadmap and all that were ever used, with their progress.

    `remembered` is the content of the config file where that is known already. Raises ConfigError.
    """
    remembered = remembered or config.load(places.config().path)
    current, bullets = roadmap_place(options, environ, remembered)
    shipped = os.path.join(places.content().path, places.SHIPPED_ROADMAP)
    # The progress of each stands in its own state file, wherever this run's may be; in a folder of them, beside it.
    own_state = options.state if places.is_folder(options.state) else None
    elsewhere = {**environ, "MLPATH_STATE": ""} if places.one_state(None, environ) else environ
    roadmaps, notice = [], None
    for path in dict.fromkeys((shipped, *remembered.known, current.path)):
        if path == current.path:
            own = Options(roadmap=path, state=options.state, bullets=bullets)
            roadmaps.append(_known(own, environ, clock, current=True))
            notice = _in_the_way(own, environ, clock)
        else:
            own = Options(roadmap=path, state=own_state, bullets=path in remembered.bullets)
            roadmaps.append(_known(own, elsewhere, clock, current=False))
    return Choice(tuple(roadmaps), current.why, notice)


def _write_through(path: str, data: bytes) -> None:
    """Write to what is no regular file: a terminal, a pipe, /dev/null. Raises OSError."""
    with open(path, "wb") as file:
        file.write(data)


def _rewritten(study: Study, snapshot: Snapshot, data: bytes) -> bytes:
    from mlpath.roadmap.markdown.read import parse
    from mlpath.roadmap.markdown.write import rewritten

    statuses = summary.statuses(study.roadmap, snapshot.progress)
    by_id = {item.id: status for item, status in zip(study.roadmap.items, statuses, strict=True)}
    checklist = parse(data, study.roadmap_at.path, bullets=study.options.bullets)
    return rewritten(data, checklist.marks, by_id, all_statuses=checklist.statuses)


def _in_the_way(options: Options, environ: Mapping[str, str], clock: Clock) -> str | None:
    """Return why nothing can be ticked in a roadmap whose state file is another's, and what to do; None elsewhere."""
    try:
        open_study(options, environ, clock).look()
    except StateForeign as error:
        return f"Nothing can be ticked in it yet: {error.hint}"
    except MlpathError:
        return None
    return None


def _known(options: Options, environ: Mapping[str, str], clock: Clock, *, current: bool) -> KnownRoadmap:
    path = options.roadmap or ""
    try:
        study = open_study(options, environ, clock)
        progress = study.look().progress
    except MlpathError as error:
        return KnownRoadmap(path=path, id=None, title=None, numbers=None, current=current, error=str(error))
    roadmap = study.roadmap
    numbers = summary.count(roadmap, progress, range(len(roadmap.items)))
    return KnownRoadmap(path=path, id=roadmap.id, title=roadmap.title, numbers=numbers, current=current)
