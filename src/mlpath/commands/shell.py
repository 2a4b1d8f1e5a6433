"""All that an address may be completed to, one line each, for the TAB key."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mlpath.commands.study import Study
from mlpath.progress import summary
from mlpath.roadmap.roadmap import SECTION

# A title is somebody else's text, and zsh evaluates what stands in a completion's help: only harmless characters stay.
_HARMFUL = re.compile(r"[^\w .,()/+%@=–—’…-]")


def lines(study: Study) -> str:
    """Return a line of four fields, with tabs between, for each group and then each item.

    The fields are the statuses that its items have (with commas), its address, its id (empty for a group), and its title.
    Raises StateError.
    """
    return "\n".join("\t".join(row) for row in _rows(study))


def _rows(study: Study) -> Iterator[tuple[str, str, str, str]]:
    roadmap, progress = study.roadmap, study.look().progress
    statuses = summary.statuses(roadmap, progress)
    for group in roadmap.groups:
        title = group.title if group.kind == SECTION else roadmap.full_heading(group)
        yield ",".join(sorted(set(statuses[group.start : group.end]))), group.address, "", _harmless(title)
    for item, status in zip(roadmap.items, statuses, strict=True):
        yield status, item.address, item.id, _harmless(item.title)


def _harmless(title: str) -> str:
    return " ".join(_HARMFUL.sub(" ", title).split())
