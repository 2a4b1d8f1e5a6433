"""From the outline of a Markdown file to months, weeks, sections and resources. Pure.

One level of headings is that of the weeks, for the whole file (`week_level`): the one of which most headings call themselves
weeks, else something else that is studied in turn, else the second. A heading of that level is a week, one above it a month
unless it calls itself a week, one below it a section, and so is all that stands below a week. Thus what a heading is follows
from its own level and words, from those above it, and from that one level: adding, renaming, moving or removing a heading
changes what no other is, except where it is among the first or the last to say what it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from mlpath.roadmap.markdown.headings import MONTH, PART, SESSION, TERM, UNIT, WEEK, Heading, parse_heading, undecorated
from mlpath.roadmap.markdown.tree import BOLD, HEADING, LABEL, Box, Node, Outline
from mlpath.roadmap.roadmap import RESOURCES, SECTION
from mlpath.roadmap.structure import Structure, counted

_USUAL = 2
_WEEKS = "weeks"
# What headings call themselves, from that which decides first, and how many levels below them the weeks are.
_DECIDING = ((WEEK, 0), (_WEEKS, 0), (SESSION, 0), (UNIT, 0), (MONTH, 1), (TERM, 1), (PART, 0))


class Section(NamedTuple):
    """A section: the titles of the headings below its week that it stands below, none where there is none, and its boxes."""

    titles: tuple[str, ...]
    boxes: list[Box]


class Week(NamedTuple):
    """A week of the file; `month` is the heading around it, None where there is none but the document's own.

    One without a `heading` is implied: its boxes stand right below its month or the document.
    """

    heading: Heading | None
    month: Node | None
    sections: list[Section]


class Levels(NamedTuple):
    """The weeks in the file's order, and the resources; `before` is how many weeks come before the resources.

    `roles` holds what each heading is that has boxes below it: MONTH, WEEK, SECTION or RESOURCES.
    """

    weeks: list[Week]
    resources: list[Section]
    before: int
    roles: list[tuple[Node, str]]

    def structure(self, *, own: bool) -> Structure:
        """Return how the headings were read; `own` says that the file tells it itself."""
        months = {id(week.month): week.month for week in self.weeks if week.month}.values()
        others = ((role, node.level) for node, role in self.roles if role != MONTH)
        return Structure(counted([*((MONTH, month.level) for month in months), *others]), own)


def levels_of(outline: Outline, own: Mapping[str, int]) -> Levels:
    """Return the levels of an outline. `own` may say of which level the file's months and weeks are."""
    week = own.get(WEEK) or max(week_level(outline.root), own.get(MONTH, 0) + 1)
    finder = _Finder(outline.document, week, own)
    finder.visit(outline.root, None)
    if finder.resources and not finder.weeks:  # A list of nothing but resources is a week of its own.
        return Levels([Week(None, None, finder.resources)], [], 0, finder.roles)
    return Levels(finder.weeks, finder.resources, finder.before, finder.roles)


def week_level(root: Node) -> int:
    """Return the level of headings below a root that are weeks: of equally many headings, that of the first."""
    votes: dict[str, Counter[int]] = {}
    for size, node in _sayings(root, frozenset()):
        votes.setdefault(size, Counter())[node.level] += 1
    for size, below in _DECIDING:
        if size in votes:
            (level, _), *_ = votes[size].most_common(1)
            # Parts of the first level are those of a book: what is below them is studied in turn.
            return max(level + below, _USUAL if size == PART else 1)
    return _USUAL


def _sayings(node: Node, around: frozenset[str]) -> Iterator[tuple[str, Node]]:
    """Yield what each heading calls itself that stands below none that calls itself the same."""
    for below in node.nodes:
        size = says(below)
        if size and size not in around:
            yield size, below
        yield from _sayings(below, around | {size} if size else around)


def says(node: Node) -> str | None:
    """Return what a heading calls itself, of bold lines and list items only whether that is a week.

    A heading of several weeks (`Weeks 1-4`) decides where no single one does, and a title (`# Weeks 1-12`) never.
    """
    heading = parse_heading(node.title)
    if heading.size == WEEK and (heading.several or (heading.number is None and node.level == 1)):
        return _WEEKS if node.level > 1 else None
    return heading.size if node.kind == HEADING or heading.size == WEEK else None


class _Finder:
    def __init__(self, document: Node | None, week: int, own: Mapping[str, int]) -> None:
        self.weeks: list[Week] = []
        self.resources: list[Section] = []
        self.before = 0
        self.roles: list[tuple[Node, str]] = []
        self._document = document
        self._week = week
        self._own = own

    def visit(self, node: Node, month: Node | None, *, at_top: bool = True, titles: tuple[str, ...] = ()) -> None:
        """Find the weeks in a month or in the whole file.

        `at_top` says that at most a heading of level 1 is around. Boxes in no week are below the `titles` of their section.
        """
        loose: list[Node | Box] = []
        for entry in node.below:
            role = SECTION if isinstance(entry, Box) else self._role(entry, at_top=at_top)
            if isinstance(entry, Box) or role == SECTION:
                loose.append(entry)
                continue
            self._imply(month, loose, titles)
            loose = []
            self.roles.append((entry, role))
            if role == WEEK:
                self.weeks.append(Week(parse_heading(entry.title), month, list(self._sections(entry.below, ()))))
            elif role == RESOURCES:
                self.before = self.before if self.resources else len(self.weeks)
                self.resources += self._sections(entry.below, ())
            elif entry.kind != HEADING:  # A bold line before a list of weeks.
                self.visit(entry, month, at_top=False, titles=(undecorated(entry.title),))
            else:
                inner = month if self._is_passed(entry) else entry
                self.visit(entry, inner, at_top=at_top and entry.level == 1 and says(entry) is None)
        self._imply(month, loose, titles)

    def _role(self, node: Node, *, at_top: bool) -> str:
        """Return what a heading is that stands below no week and no section."""
        if at_top and node.kind == HEADING and node.level <= self._week and parse_heading(node.title).is_resources:
            return RESOURCES
        if node.level > self._week:
            return SECTION
        return WEEK if node.level == self._week or (WEEK not in self._own and says(node) == WEEK) else MONTH

    def _is_passed(self, node: Node) -> bool:
        """Return whether a heading above the weeks is no month of its own: the document's title, or of a level that isn't theirs."""
        if MONTH in self._own:
            return node.level != self._own[MONTH]
        return node is self._document and says(node) is None

    def _imply(self, month: Node | None, loose: Sequence[Node | Box], titles: tuple[str, ...]) -> None:
        """Make what stands right below a month or the document, between its weeks, a week of its own."""
        if loose:
            self.weeks.append(Week(None, month, list(self._sections(loose, titles))))

    def _sections(
        self, entries: Sequence[Node | Box], titles: tuple[str, ...], around: str | None = None
    ) -> Iterator[Section]:
        """Yield the sections in a week: each run of boxes that no heading comes between, below the `titles` of its section.

        `around` is what kind of heading the last of the titles is: a label stands in place of a bold line.
        """
        boxes: list[Box] = []
        for entry in entries:
            if isinstance(entry, Box):
                boxes.append(entry)
                continue
            if boxes:
                yield Section(titles, boxes)
                boxes = []
            self.roles.append((entry, SECTION))
            above = titles[:-1] if (entry.kind, around) == (LABEL, BOLD) else titles
            yield from self._sections(entry.below, (*above, undecorated(entry.title)), entry.kind)
        if boxes:
            yield Section(titles, boxes)
