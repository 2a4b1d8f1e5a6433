"""What git left of a merge that it could not make of the state file: noticed without markers in it, too."""

from __future__ import annotations

from mlpath.commands.study import Study
from mlpath.errors import StateError
from mlpath.journal.encoding import decode_sides
from mlpath.journal.journal import Journal
from mlpath.system import git


def notices(study: Study, journal: Journal | None) -> tuple[str, ...]:
    """Return what another program left of the state file, each in a sentence with the command that mends it."""
    return tuple(filter(None, [unmerged(study, journal)]))


def unmerged(study: Study, journal: Journal | None) -> str | None:
    """Return that git holds the state file for unmerged, with the command that goes on; None where it doesn't.

    Where no merge driver was found, or another program resolved the file, it may hold one side alone.
    """
    path = study.state_at.path
    staged = git.unmerged(path)
    if not staged:
        return None
    ids = {event["id"] for event in journal.events} if journal else set()
    try:
        sides = [side for stage in staged if stage != 1 for side in _staged(study, staged[stage])]
    except StateError:
        sides = []
    if sides and all(event["id"] in ids for side in sides for event in side.events):
        return f"git still holds the state file for unmerged: `{git.to_add(path)}` tells it that all is in there"
    merge = study.options.again("merge")
    return f"git could not merge the state file, which lacks what another side has: `{merge}` brings them together"


def _staged(study: Study, name: str) -> list[Journal]:
    path = study.state_at.path
    return [journal for _, journal in decode_sides(git.content(path, name) or b"", path, study.roadmap.id)]
