"""From the outline of a Markdown file to months, weeks, sections and resources. Pure.

The innermost heading that has boxes and is no section is a week; what stands around a week is its month. A section is what
is marked below a week: a bold line, a list item with boxes below it, a heading below one that calls itself a week, and a
heading that is named as sections are, or that stands below several headings in the same words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mlpath.roadmap.markdown.headings import Heading, parse_heading, undecorated
from mlpath.roadmap.markdown.outline import HEADING, Box, Node

Path = tuple[str, ...]


class Placed(NamedTuple):
    """A box, and the titles of all headings that it stands below, the outermost first."""

    box: Box
    path: Path


class Section(NamedTuple):
    """A section: its title (None where the file gives none), and its boxes."""

    title: str | None
    boxes: list[Placed]


class Week(NamedTuple):
    """A week of the file; `month` is the heading around it, None where there is none but the document's own.

    One that is `implied` has no heading of its own: its boxes stand right below that of its month or of the document.
    """

    heading: Heading
    month: Node | None
    sections: list[Section]
    implied: bool


class Levels(NamedTuple):
    """The weeks in the file's order, and the resources; `before` is how many weeks come before the resources."""

    title: str | None
    weeks: list[Week]
    resources: list[Section]
    before: int


def levels_of(root: Node, first_heading: str | None) -> Levels:
    """Return the levels of an outline. `first_heading` is the first heading of level 1, None where there is none."""
    top, title = _document(root, first_heading)
    finder = _Finder(top, title)
    finder.visit(top, None, (top.title,) if top is not root else (), at_top=True)
    if finder.resources and not finder.weeks:  # A list of nothing but resources is a week of its own.
        heading = parse_heading(title or finder.resources[0].title or "")
        return Levels(title, [Week(heading, None, finder.resources, implied=True)], [], 0)
    return Levels(title, finder.weeks, finder.resources, finder.before)


def _document(root: Node, first_heading: str | None) -> tuple[Node, str | None]:
    """Return the node of the whole document, and its title: its first heading of level 1, unless that is a part of it."""
    alone = root.nodes[0] if len(root.below) == 1 and root.nodes else None
    top = alone if alone and (alone.kind, alone.level) == (HEADING, 1) else root
    named = top is not root or (first_heading is not None and parse_heading(first_heading).word is None)
    return top, first_heading if named else None


class _Finder:
    def __init__(self, top: Node, title: str | None) -> None:
        self.weeks: list[Week] = []
        self.resources: list[Section] = []
        self.before = 0
        self._title = title
        self._repeated = _repeated(top)
        self._uniform: dict[int, bool] = {}

    def visit(self, node: Node, month: Node | None, path: Path, *, at_top: bool = False) -> None:
        """Find the weeks in a node. `at_top` is true for the document itself, whose headings are no sections."""
        if not at_top and self._is_week(node):
            self._add(node, month, path, node.below)
            return
        weeks = [entry for entry in node.nodes if not self._is_section(entry, node, at_top=at_top)]
        months = {parse_heading(entry.title).word for entry in weeks if not self._is_week(entry)}
        inner, own = set(map(id, weeks)), list[Node | Box]()
        for entry in node.below:
            if isinstance(entry, Box) or id(entry) not in inner:
                own.append(entry)
                continue
            self._add_implied(node, path, own, at_top=at_top)
            own.clear()
            if self._is_week(entry) and parse_heading(entry.title).word in months - {None}:
                # Beside a `Module 2` that has weeks, `Module 1` is a month as well, though its boxes stand right below it.
                self._add(entry, entry, (*path, entry.title), entry.below, implied=True)
            elif at_top and not self.resources and parse_heading(entry.title).is_resources:
                self.resources = _sections((*path, entry.title), entry.below)
                self.before = len(self.weeks)
            else:
                self.visit(entry, None if at_top else node, (*path, entry.title))
        self._add_implied(node, path, own, at_top=at_top)

    def _add_implied(self, node: Node, path: Path, own: Sequence[Node | Box], *, at_top: bool) -> None:
        """Add what stands right below a month or the document, between its weeks, as a week of its own."""
        if own:
            self._add(node, None if at_top else node, path, own, implied=True)

    def _add(
        self, node: Node, month: Node | None, path: Path, entries: Sequence[Node | Box], *, implied: bool = False
    ) -> None:
        heading = parse_heading(node.title or self._title or "")
        self.weeks.append(Week(heading, month, _sections(path, entries), implied))

    def _is_week(self, node: Node) -> bool:
        """Whether all that stands below a node are its boxes and sections."""
        heading = parse_heading(node.title)
        if (heading.is_week and not _has_weeks(node)) or (node.kind != HEADING and not _is_level(node)):
            return True
        return all(self._is_section(below, node, at_top=False) for below in node.nodes)

    def _is_section(self, node: Node, parent: Node, *, at_top: bool) -> bool:
        if node.kind != HEADING:
            return not _is_level(node)
        if at_top or parse_heading(node.title).is_week or _has_headings(node):
            return False
        return _is_named(node) or self._has_sections(parent)

    def _has_sections(self, parent: Node) -> bool:
        """Whether all headings below a node look like sections: named as such, or in the same words as below another heading."""
        if id(parent) not in self._uniform:
            beside = (below for below in parent.nodes if below.kind == HEADING)
            self._uniform[id(parent)] = all(_is_named(below) or _words(below) in self._repeated for below in beside)
        return self._uniform[id(parent)]


def _is_level(node: Node) -> bool:
    """Whether a bold line or list item calls itself a week or the like: `- **Week 1**`."""
    heading = parse_heading(node.title)
    return heading.word is not None and not heading.is_day and not heading.is_section


def _is_named(node: Node) -> bool:
    heading = parse_heading(node.title)
    return heading.is_section or heading.is_day


def _has_headings(node: Node) -> bool:
    return any(below.kind == HEADING for below in node.nodes)


def _has_weeks(node: Node) -> bool:
    """Return whether something below a node calls itself a week, too."""
    return any(parse_heading(below.title).is_week or _has_weeks(below) for below in node.nodes)


def _words(node: Node) -> str:
    return parse_heading(node.title).words.casefold()


def _repeated(top: Node) -> set[str]:
    """Return the words of headings that stand below more than one other heading."""
    counts: Counter[str] = Counter()
    left = [top]
    while left:
        node = left.pop()
        counts.update({_words(below) for below in node.nodes if below.kind == HEADING})
        left += node.nodes
    return {words for words, number in counts.items() if number > 1}


def _sections(path: Path, entries: Sequence[Node | Box]) -> list[Section]:
    """Return the sections of a week; boxes that stand in none make sections without a title."""
    sections: list[Section] = []
    for entry in entries:
        if isinstance(entry, Node):
            sections.append(Section(undecorated(entry.title), list(_all(entry, (*path, entry.title)))))
        elif sections and sections[-1].title is None:
            sections[-1].boxes.append(Placed(entry, path))
        else:
            sections.append(Section(None, [Placed(entry, path)]))
    return sections


def _all(node: Node, path: Path) -> Iterator[Placed]:
    """Yield every box below a node, in order."""
    for entry in node.below:
        if isinstance(entry, Box):
            yield Placed(entry, path)
        else:
            yield from _all(entry, (*path, entry.title))
