"""The command `use`: which roadmap is the usual one, and which there are."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import NamedTuple

from mlpath.commands.study import Clock, Options, load_roadmap, open_study, roadmap_place
from mlpath.errors import MlpathError
from mlpath.progress import summary
from mlpath.progress.summary import Count
from mlpath.system import config
from mlpath.system import places as paths
from mlpath.system.config import Config


class Known(NamedTuple):
    """A roadmap: where it is, what it is and how far one is. `error` says why it can't be read; then nothing else is known.

    `current` is true for the one in use now.
    """

    path: str
    id: str | None
    title: str | None
    numbers: Count | None
    current: bool
    error: str | None = None


class Choice(NamedTuple):
    """The roadmaps that are known, and why the one in use is (in words)."""

    known: tuple[Known, ...]
    why: str


def use(path: str | None, options: Options, environ: Mapping[str, str], clock: Clock) -> Choice:
    """Make the roadmap at `path` the usual one, the shipped one where it is None, and return all.

    Raises RoadmapError where it can't be read, and ConfigError.
    """
    place = paths.config().path
    before = config.load(place)
    if path is None:
        config.save(place, before._replace(roadmap=None))
    else:
        file = paths.absolute(path)
        load_roadmap(file, bullets=options.bullets)
        bullets = [other for other in before.bullets if other != file] + ([file] if options.bullets else [])
        config.save(place, Config(file, tuple(dict.fromkeys((*before.known, file))), tuple(bullets)))
    return known(options._replace(roadmap=None), environ, clock)


def known(options: Options, environ: Mapping[str, str], clock: Clock) -> Choice:
    """Return the shipped roadmap and all that were ever used, with their progress. Raises ConfigError."""
    chosen = config.load(paths.config().path)
    here, bullets = roadmap_place(options, environ)
    shipped = os.path.join(paths.content().path, paths.SHIPPED_ROADMAP)
    every = dict.fromkeys((shipped, *chosen.known, here.path))
    # The progress of each stands in its own state file, wherever this run's may be.
    elsewhere = {name: value for name, value in environ.items() if name != "MLPATH_STATE"}
    found = []
    for path in every:
        with_bullets = bullets if path == here.path else path in chosen.bullets
        own = Options(roadmap=path, bullets=with_bullets)
        if path == here.path:
            found.append(_known(own._replace(state=options.state), environ, clock, current=True))
        else:
            found.append(_known(own, elsewhere, clock, current=False))
    return Choice(tuple(found), here.why)


def _known(options: Options, environ: Mapping[str, str], clock: Clock, *, current: bool) -> Known:
    try:
        study = open_study(options, environ, clock)
        snapshot = study.look()
    except MlpathError as error:
        return Known(options.roadmap or "", None, None, None, current, str(error))
    roadmap = study.roadmap
    numbers = summary.count(roadmap, snapshot.progress, range(len(roadmap.items)))
    return Known(study.roadmap_at.path, roadmap.id, roadmap.title, numbers, current)
