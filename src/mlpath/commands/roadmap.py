"""The commands about the roadmap itself: `validate` and `use`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from mlpath.commands.opening import open_study, roadmap_place
from mlpath.commands.study import Clock, Options
from mlpath.errors import MlpathError
from mlpath.journal import file, renames
from mlpath.journal.journal import fold
from mlpath.progress import revision, summary
from mlpath.progress.results import Choice, KnownRoadmap, Validation
from mlpath.roadmap import load
from mlpath.system import config, places
from mlpath.system.config import Config


def validate(path: str, *, bullets: bool = False) -> Validation:
    """Return every fault of the roadmap file at `path`. Raises RoadmapError where it can't be read at all.

    A Markdown file's faults are what only looks like boxes; the roadmap can be used all the same.
    """
    roadmap, faults = load.read(path, bullets=bullets)
    if roadmap and not faults:
        from mlpath.guides import check

        faults = check.faults(roadmap, path)
    return Validation(path, tuple(faults), len(roadmap.items) if roadmap else 0)


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
    progress = fold(renames.present(new, journal.events if journal else ()), new.ticked)
    return validation._replace(edits=tuple(revision.compare(old, new, progress)))


def schema() -> dict[str, Any]:
    """Return the JSON Schema of roadmap files."""
    from mlpath.roadmap.yaml import read

    return read.schema()


def use(path: str | None, options: Options, environ: Mapping[str, str], clock: Clock) -> Choice:
    """Make the roadmap at `path` the usual one, the shipped one where it is None, and return all that are known.

    Raises RoadmapError where it can't be read, and ConfigError.
    """
    config_path = places.config().path
    before = config.load(config_path)
    if path is None:
        config.save(config_path, before._replace(roadmap=None))
    else:
        chosen = places.absolute(path)
        load.load_cached(chosen, bullets=options.bullets)
        bullets = [other for other in before.bullets if other != chosen] + ([chosen] if options.bullets else [])
        config.save(config_path, Config(chosen, tuple(dict.fromkeys((*before.known, chosen))), tuple(bullets)))
    return known(options._replace(roadmap=None), environ, clock)


def known(options: Options, environ: Mapping[str, str], clock: Clock) -> Choice:
    """Return the shipped roadmap and all that were ever used, with their progress. Raises ConfigError."""
    remembered = config.load(places.config().path)
    current, bullets = roadmap_place(options, environ)
    shipped = os.path.join(places.content().path, places.SHIPPED_ROADMAP)
    # The progress of each stands in its own state file, wherever this run's may be.
    elsewhere = {name: value for name, value in environ.items() if name != "MLPATH_STATE"}
    roadmaps = []
    for path in dict.fromkeys((shipped, *remembered.known, current.path)):
        if path == current.path:
            own = Options(roadmap=path, state=options.state, bullets=bullets)
            roadmaps.append(_known(own, environ, clock, current=True))
        else:
            own = Options(roadmap=path, bullets=path in remembered.bullets)
            roadmaps.append(_known(own, elsewhere, clock, current=False))
    return Choice(tuple(roadmaps), current.why)


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
