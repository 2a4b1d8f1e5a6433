"""What other programs left of a state file that two machines changed: git, also without markers in it, and sync services."""

from __future__ import annotations

import os
import shlex

from mlpath.commands.study import Study
from mlpath.errors import StateError
from mlpath.journal import copies
from mlpath.journal.encoding import decode_sides
from mlpath.journal.journal import Journal
from mlpath.system import git


def notices(study: Study, journal: Journal | None) -> tuple[str, ...]:
    """Return what else than mlpath did to the state file, each in a sentence with the command that goes on from there."""
    found = [unmerged(study, journal), copies_with_more(study, journal)]
    return (*study.notices(journal), *filter(None, found))


def copies_with_more(study: Study, journal: Journal | None) -> str | None:
    """Return which copies a sync service left beside the state file that have what it lacks, with the command that merges them."""
    ids = frozenset(event["id"] for event in journal.events) if journal else frozenset()
    paths = [copy.path for copy in copies.listed(study.state_at.path, study.roadmap.id) if copies.more(copy, ids)]
    if not paths:
        return None
    names = ", ".join(map(os.path.basename, paths))
    merge = study.options.again(f"merge {shlex.join(paths)}")
    return f"Beside the state file, a copy has what it lacks ({names}): `{merge}` brings it in"


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
