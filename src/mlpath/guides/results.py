"""What commands return of study guides: pure tuples, as those in `progress.results`."""

from __future__ import annotations

from typing import NamedTuple

from mlpath.guides.guide import Guide, Part
from mlpath.progress.summary import Entry
from mlpath.roadmap.roadmap import Group


class Reading(NamedTuple):
    """The part of a guide that was asked for: of a whole week (then `week` is its group), or of the items in `parts`.

    `practice` is the address of the one item that it is of, where that has a lab; None elsewhere.
    """

    path: str
    guide: Guide
    week: Group | None
    parts: tuple[Part, ...]
    practice: str | None = None

    @property
    def text(self) -> str:
        """The Markdown that was asked for."""
        return self.guide.text if self.week else "\n".join(part.text for part in self.parts)


class Link(NamedTuple):
    """A link of an item: its words, and whether the item itself, a note or the guide has it."""

    url: str
    text: str
    source: str


class Links(NamedTuple):
    """An item's links; `chosen` is the one to open, None where there are several and none was named."""

    entry: Entry
    links: tuple[Link, ...]
    chosen: Link | None
