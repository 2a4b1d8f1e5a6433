"""The outline of a Markdown file: headings with boxes below them. Pure."""

from __future__ import annotations

from typing import NamedTuple

from mlpath.roadmap.markdown.annotations import annotated, unmarked
from mlpath.roadmap.markdown.boxes import DONE, STATUSES

# A label is a bold line right behind a box, without an empty line between. It names what comes behind it and nothing else: it is no part
# of what an item is, as it was none when it was read as the box's own text.
HEADING, BOLD, BULLET, LABEL = "heading", "bold", "bullet", "label"


class Box:
    """A task list item: its title as text, its first link, the day that it is due, and the boxes within it.

    `about` is the text that its days are read from. `character` is what stands between its brackets, and `offset` the position of
    that in the text; None for a plain list item. `done` is the day that a ticked one says it was done. `marked` is the title with
    its marks, and `written` all of its text, by which earlier versions of mlpath knew it, `was_box` whether the first did.
    """

    __slots__ = ("character", "done", "due", "marked", "offset", "steps", "title", "url", "was_box", "written")

    def __init__(
        self,
        title: str,
        url: str | None = None,
        *,
        about: str = "",
        character: str = " ",
        offset: int | None = None,
        written: str,
        was_box: bool = True,
    ) -> None:
        self.title, self.marked = _titles(title)
        self.url = url
        self.character = character
        self.offset = offset
        _, self.due, done = annotated(about)
        self.done = done if self.status == DONE else None
        self.written = written
        self.was_box = was_box
        self.steps: list[Box] = []

    @property
    def status(self) -> str:
        """What the file says of it."""
        return STATUSES[self.character]


class Node:
    """A heading, a bold line or a list item with boxes below it: its level, its title, and all that is below it, in order.

    A `<summary>` is a heading one level below the one that it stands below.

    `marked` is the title with its marks, `written` with what it counts or dates itself with, too.
    """

    __slots__ = ("below", "kind", "level", "marked", "title", "written")

    def __init__(self, kind: str, level: int, written: str) -> None:
        self.kind = kind
        self.level = level
        self.title, self.marked = _titles(written)
        self.written = written
        self.below: list[Node | Box] = []

    @property
    def nodes(self) -> list[Node]:
        """The headings right below it."""
        return [entry for entry in self.below if isinstance(entry, Node)]

    def prune(self) -> None:
        """Drop every heading without a box anywhere below it."""
        for node in self.nodes:
            node.prune()
        self.below = [entry for entry in self.below if isinstance(entry, Box) or entry.below]


class Outline(NamedTuple):
    """A file's headings and boxes below its root, and some of its texts.

    `first_heading` is the first of level 1 that stands before all boxes or has some below it, `written_heading` with what it counts
    or dates itself with; `title` is the same where it stands for the whole file: alone, or with no box below it. `document` is
    the heading of level 1 that has such a title and all the others below it. `overview` is the first paragraph, `closing` the
    paragraphs behind the last rule. `details` says that there are any.
    """

    root: Node
    first_heading: str | None
    written_heading: str | None
    title: str | None
    document: Node | None
    overview: str
    closing: str
    details: bool


def _titles(written: str) -> tuple[str, str]:
    """Return a title without what it counts, dates and marks itself with; and the same with its marks."""
    marked = annotated(written).words
    bare = unmarked(written)
    return marked if bare == written else annotated(bare).words, marked
