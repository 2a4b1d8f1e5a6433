"""Opening a study: which roadmap and which state file are meant."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress

from mlpath.commands.study import MIDNIGHT, Clock, Options, Study
from mlpath.errors import RoadmapError, RoadmapInvalid, StateError
from mlpath.journal import file
from mlpath.roadmap.load import load_cached
from mlpath.roadmap.roadmap import Roadmap
from mlpath.system import config, memory, places
from mlpath.system.places import CONFIGURED, Location

_ELSEWHERE = "`mlpath use FILE` says where it is now, `mlpath use default` goes back to the shipped one"


def open_study(options: Options, environ: Mapping[str, str], clock: Clock) -> Study:
    """Return the study that the options, the environment and the config file ask for.

    Raises RoadmapError, ConfigError among it. The state is not looked at yet.
    """
    config_path = places.config().path
    config_seen = memory.seen(config_path)
    remembered = config.load(config_path)
    roadmap_at, bullets = roadmap_place(options, environ, remembered)
    roadmap_seen = memory.seen(roadmap_at.path)
    try:
        roadmap = load_cached(roadmap_at.path, bullets=bullets)
    except RoadmapInvalid:
        raise
    except RoadmapError as error:
        raise RoadmapError(error.path, error.reason, _ELSEWHERE if roadmap_at.why == CONFIGURED else None) from None
    if roadmap.was:
        roadmap = _as_it_was(roadmap, options, environ)
    if roadmap.labs:
        from mlpath.roadmap.lab_versions import LabVersions, folder

        roadmap.lab_versions = LabVersions(folder(roadmap, roadmap_at.path))
    return Study(
        roadmap=roadmap,
        roadmap_at=roadmap_at,
        state_at=places.state(options.state, environ, roadmap.id),
        clock=clock,
        options=options._replace(bullets=bullets),
        state_named=places.one_state(options.state, environ),
        usual=options == Options(),
        sources=(config_seen, roadmap_seen),
        day_starts=remembered.day_starts or MIDNIGHT,
        limits=(remembered.recall, remembered.new_cards, remembered.most_cards),
    )


def _as_it_was(roadmap: Roadmap, options: Options, environ: Mapping[str, str]) -> Roadmap:
    """Return the roadmap by the id that it had, where its progress is kept by that, and none by the one that it has now."""
    for id in (roadmap.id, *roadmap.was):
        with suppress(StateError):
            if file.load(places.state(options.state, environ, id).path, id):
                return roadmap.called(id)
    return roadmap


def roadmap_place(
    options: Options, environ: Mapping[str, str], remembered: config.Config | None = None
) -> tuple[Location, bool]:
    """Return which roadmap file is in use and why, and whether its plain list items count as items.

    `remembered` is the content of the config file where that is known already. Raises RoadmapError and ConfigError.
    """
    named = options.roadmap is not None or bool(environ.get("MLPATH_ROADMAP"))
    path = places.config().path
    chosen = config.Config() if named else remembered or config.load(path)
    configured = chosen.roadmap
    bullets = options.bullets or configured in chosen.bullets
    if configured is not None:
        configured = os.path.join(os.path.dirname(path), os.path.expanduser(configured))
    return places.roadmap(options.roadmap, environ, configured), bullets
