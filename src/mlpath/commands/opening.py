"""Opening a study: which roadmap and which state file are meant."""

from __future__ import annotations

import os
from collections.abc import Mapping

from mlpath.commands.study import Clock, Options, Study
from mlpath.roadmap.load import load_cached
from mlpath.system import config, places
from mlpath.system.places import Location


def open_study(options: Options, environ: Mapping[str, str], clock: Clock) -> Study:
    """Return the study that the options, the environment and the config file ask for.

    Raises RoadmapError. The state is not looked at yet.
    """
    roadmap_at, bullets = roadmap_place(options, environ)
    roadmap = load_cached(roadmap_at.path, bullets=bullets)
    return Study(
        roadmap=roadmap,
        roadmap_at=roadmap_at,
        state_at=places.state(options.state, environ, roadmap.id),
        clock=clock,
        options=options._replace(bullets=bullets),
        state_named=places.one_state(options.state, environ),
        usual=options == Options(),
    )


def roadmap_place(options: Options, environ: Mapping[str, str]) -> tuple[Location, bool]:
    """Return which roadmap file is in use and why, and whether its plain list items count as items.

    Raises RoadmapError and ConfigError.
    """
    named = options.roadmap is not None or bool(environ.get("MLPATH_ROADMAP"))
    path = places.config().path
    chosen = config.Config() if named else config.load(path)
    configured = chosen.roadmap
    bullets = options.bullets or configured in chosen.bullets
    if configured is not None:
        configured = os.path.join(os.path.dirname(path), os.path.expanduser(configured))
    return places.roadmap(options.roadmap, environ, configured), bullets
