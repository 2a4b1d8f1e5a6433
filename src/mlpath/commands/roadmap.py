"""The commands about the files themselves: `validate` and `reset`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from mlpath.commands.study import Options, Study
from mlpath.errors import Fault, StateDamaged, StateNewer
from mlpath.guides import folder as guides
from mlpath.journal import file as store
from mlpath.journal import renames as identity
from mlpath.journal.journal import fold
from mlpath.progress import revision
from mlpath.progress.revision import Edit
from mlpath.system import places as paths


class Validation(NamedTuple):
    """A roadmap file and its faults; `items` is how many items a file without faults has.

    `edits` is how a file without faults differs from an older one, None where there was none to compare with.
    """

    path: str
    faults: tuple[Fault, ...]
    items: int
    edits: tuple[Edit, ...] | None = None


def validate(path: str, *, bullets: bool = False) -> Validation:
    """Return every fault of the roadmap file at `path`. Raises RoadmapError where it can't be read at all.

    A Markdown file's faults are what only looks like boxes; the roadmap can be used all the same.
    """
    from mlpath.roadmap import load

    roadmap, faults = load.load_with_faults(path, bullets=bullets)
    if roadmap and not faults:
        faults = guides.check(roadmap, path)
    return Validation(path, tuple(faults), len(roadmap.items) if roadmap else 0)


def compare(path: str, against: str, options: Options, environ: Mapping[str, str]) -> Validation:
    """Return what `validate` does, and how the roadmap differs from the older one at `against`.

    Progress is looked up in the state file of the new roadmap's id. Raises RoadmapError where a file can't be read or
    the older one is invalid, and StateError.
    """
    from mlpath.roadmap import load

    found = validate(path, bullets=options.bullets)
    if not found.items:
        return found
    old, new = load.load(against, bullets=options.bullets), load.load(path, bullets=options.bullets)
    journal = store.read(paths.state(options.state, environ, new.id).path, new.id)
    events = journal.events if journal else ()
    progress = fold(events, identity.names(new, events), new.ticked)
    return found._replace(edits=tuple(revision.compare(old, new, progress)))


def schema() -> dict[str, Any]:
    """Return the JSON Schema of roadmap files."""
    from mlpath.roadmap.yaml.schema import json_schema

    return json_schema()


def events_to_reset(study: Study) -> int | None:
    """Return how many events the state file holds, None where there is no file, 0 where they can't be read.

    Raises StateError where it is not this roadmap's journal.
    """
    try:
        found = study.look().journal
    except (StateDamaged, StateNewer):
        return 0
    return None if found is None else len(found.events)


def reset(study: Study) -> str | None:
    """Move the state file aside and return its new name; None where there is none. Raises StateError."""
    if events_to_reset(study) is None:
        return None
    return store.move_aside(study.state_at.path, study.today().isoformat())
