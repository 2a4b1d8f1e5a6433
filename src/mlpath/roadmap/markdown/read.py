"""A roadmap in Markdown: any checklist, compiled as a YAML file is.

Ids come from the text. An item's id is the slug of its words and four hex digits of a hash of the headings and boxes that it stands
below and of its words with their signs (`C` is not `C++`), so that nothing but these can change it. The same words below the
same headings again get `-2`, `-3` in order.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from itertools import count
from typing import NamedTuple

from mlpath.errors import Fault, RoadmapError, RoadmapInvalid, brief
from mlpath.roadmap.builder import Builder
from mlpath.roadmap.ids import slug
from mlpath.roadmap.markdown import front_matter, numbering
from mlpath.roadmap.markdown.headings import Heading, parse_heading
from mlpath.roadmap.markdown.levels import Levels, Path, Section, Week, levels_of
from mlpath.roadmap.markdown.outline import DEEPEST, Box, Nearly, Outline, TooDeep, outline_of
from mlpath.roadmap.roadmap import Roadmap
from mlpath.roadmap.source import decode, read_bytes

BOM = "\ufeff"
_LONGEST_LINE = 1_000
_LONGEST_WORDS = 80
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_LONGEST_NAME = 40
_PUNCTUATION = re.compile(r"""[\s.,;:!?…'"’‘“”()]+""")
_USUAL = ("topics", "practice")


class Mark(NamedTuple):
    """The box of an item: the item's id, the offset in the text of the mark between the brackets, and whether it is ticked."""

    id: str
    offset: int
    ticked: bool


class Checklist(NamedTuple):
    """The contents of a Markdown file: its roadmap, the marks of its boxes in order, and all that only looks like boxes."""

    roadmap: Roadmap
    marks: tuple[Mark, ...]
    nearly: tuple[Nearly, ...]


def load(path: str, *, bullets: bool = False) -> Roadmap:
    """Return the roadmap in the Markdown file at `path`; with `bullets`, plain list items count as items.

    Raises RoadmapError where it can't be read or has no boxes, and RoadmapInvalid where it is no text.
    """
    return parse(read_bytes(path), path, bullets=bullets).roadmap


def load_with_faults(path: str, *, bullets: bool = False) -> tuple[Roadmap | None, list[Fault]]:
    """Return the roadmap, and a fault for each text that looks like a box and is none; None where the file is no text.

    Raises RoadmapError where the file can't be read at all or has no boxes.
    """
    try:
        checklist = parse(read_bytes(path), path, bullets=bullets)
    except RoadmapInvalid as error:
        return None, list(error.faults)
    return checklist.roadmap, [Fault(path, near.line, near.column, _advice(near.text)) for near in checklist.nearly]


@lru_cache(1)  # Where no cache is fresh, `export` wants the same file twice.
def parse(data: bytes, path: str, *, bullets: bool = False) -> Checklist:
    """Return the checklist in `data`, the contents of the Markdown file at `path`.

    Raises RoadmapError where it has no boxes, and RoadmapInvalid where it is no text or nested too deeply.
    """
    text = decode(data, path)
    if isinstance(text, Fault):
        raise RoadmapInvalid(path, [text])
    bom = len(BOM) if text.startswith(BOM) else 0
    head, body = front_matter.split(text[bom:], path)
    try:
        outline = outline_of(body, bullets=bullets)
    except TooDeep as error:
        message = f"this is nested deeper than {DEEPEST} lists: end some of them before it"
        raise RoadmapInvalid(path, [Fault(path, error.line, 1, message)]) from None
    levels = levels_of(outline.root, outline.first_heading)
    if not levels.weeks:
        listed = not bullets and levels_of(outline_of(body, bullets=True).root, None).weeks
        hint = "; `--bullets` takes its plain list items" if listed else ""
        raise RoadmapError(path, f"it has no boxes (`- [ ]`), so there is nothing to tick{hint}")
    compiler = _Compiler(head, outline, levels, path)
    marks = (Mark(id, box.offset + bom, box.ticked) for id, box in compiler.boxes if box.offset is not None)
    return Checklist(compiler.roadmap(), tuple(sorted(marks, key=lambda mark: mark.offset)), outline.nearly)


class _Compiler:
    """Compiles levels to a roadmap; `boxes` are those of its items, in order, each with the item's id."""

    def __init__(self, head: Mapping[str, str], outline: Outline, levels: Levels, path: str) -> None:
        stem = os.path.splitext(os.path.basename(path))[0]
        self._title = _line(head.get("title") or levels.title or stem) or "Roadmap"
        self._id = _roadmap_id(head.get("id") or levels.title or stem)
        self._overview, self._closing = _text(outline.overview), _text(outline.closing)
        self._builder = Builder()
        self._twins: Counter[str] = Counter()
        self.boxes: list[tuple[str, Box]] = []
        months = numbering.weeks_by_month(levels)
        month_headings = [parse_heading(weeks[0].month.title) if weeks[0].month else None for weeks in months]
        week_headings = [None if week.implied else week.heading for week in levels.weeks]
        self._labels = numbering.labels(month_headings, week_headings)
        month_numbers = numbering.month_numbers(month_headings, self._labels[0])
        week_numbers = iter(numbering.week_numbers(week_headings, self._labels[1]))
        before = levels.before
        for weeks, number in zip(months, month_numbers, strict=True):
            if before == 0:
                self._resources(levels.resources)
            self._month(weeks, number, week_numbers)
            before -= len(weeks)
        if before == 0:
            self._resources(levels.resources)

    def roadmap(self) -> Roadmap:
        month, week = self._labels
        return Roadmap(
            id=self._id,
            title=self._title,
            items=self._builder.items,
            groups=self._builder.groups,
            overview=self._overview,
            closing=self._closing,
            month_label=month,
            week_label=week,
            from_text=True,
        )

    def _month(self, weeks: Sequence[Week], number: int, numbers: Iterator[int]) -> None:
        """Compile the weeks of a month, the `number`-th; `numbers` gives the number of each week."""
        around = weeks[0].month
        title = self._own_title(parse_heading(around.title), number, self._labels[0]) if around else self._title
        with self._builder.month(title, number):
            for week in weeks:
                self._week(week, next(numbers))

    def _week(self, week: Week, number: int) -> None:
        heading = week.heading
        title = _line(heading.rest) if week.implied else self._own_title(heading, number, self._labels[1])
        with self._builder.week(title or _line(heading.words) or self._title, number):
            self._sections(week.sections)

    def _own_title(self, heading: Heading, number: int, label: str) -> str:
        """Return the title of a month or week without its label and number; another label or number is part of it."""
        plain = heading.number == number and numbering.calls(heading, label)
        if plain and not heading.rest:
            return f"{label} {number}"
        return _line(heading.rest if plain else heading.words) or _line(heading.words) or self._title

    def _resources(self, sections: Sequence[Section]) -> None:
        if sections:
            with self._builder.resources():
                self._sections(sections)

    def _sections(self, sections: Sequence[Section]) -> None:
        taken: set[str] = set()
        numbers: dict[str, Iterator[int]] = {}
        for section in sections:
            name = usual = _section_name(section.title)
            while name in taken:
                name = f"{usual}-{next(numbers.setdefault(usual, count(2)))}"
            taken.add(name)
            with self._builder.section(name, _line(section.title or "") or name.split("-")[0].capitalize()):
                for placed in section.boxes:
                    self._item(placed.box, placed.path, 0)

    def _item(self, box: Box, path: Path, depth: int) -> None:
        id = self._item_id(box.title, path)
        self.boxes.append((id, box))
        self._builder.add(id=id, title=_line(box.title), depth=depth, url=_url(box.url), ticked=box.ticked)
        below = (*path, _signs(box.title))
        for step in box.steps:
            self._item(step, below, depth + 1)

    def _item_id(self, title: str, path: Path) -> str:
        words = slug(title) or "item"
        if len(words) > _LONGEST_WORDS:
            words = words[:_LONGEST_WORDS].rsplit("-", 1)[0]
        whole = "\n".join([*path, _signs(title)])
        id = f"{words}-{sha256(whole.encode('utf-8', 'surrogatepass')).hexdigest()[:4]}"
        self._twins[id] += 1
        return f"{id}-{self._twins[id]}" if self._twins[id] > 1 else id


def _signs(title: str) -> str:
    """Return a title without spaces, capitals and punctuation: with its signs, by which it differs from like words."""
    return _PUNCTUATION.sub("", unicodedata.normalize("NFKC", title).casefold())


def _section_name(title: str | None) -> str:
    """Return a section's name in addresses: `topics`, `practice`, or its own words in ASCII."""
    if title is None:
        return "items"
    words = slug(title)
    for usual in _USUAL:
        if words.split("-")[0] in (usual, usual.removesuffix("s")):
            return usual
    ascii_words = re.sub(r"^[0-9-]+", "", words.encode("ascii", "ignore").decode())
    cut = ascii_words if len(ascii_words) <= _LONGEST_NAME else ascii_words[:_LONGEST_NAME].rsplit("-", 1)[0]
    name = re.sub(r"-+", "-", cut).strip("-")
    return name if _NAME.fullmatch(name) else "section"


def _roadmap_id(title: str) -> str:
    return slug(title)[:50].strip("-") or "roadmap"


def _url(url: str | None) -> str | None:
    return url if url and len(url) <= _LONGEST_LINE and not re.search(r"\s", url) else None


def _line(text: str) -> str:
    return " ".join(text.split())[:_LONGEST_LINE].strip()


def _text(text: str) -> str:
    return text.strip()[: 100 * _LONGEST_LINE]


def _advice(text: str) -> str:
    """Return the advice on how to write a text that only looks like a box."""
    if re.match(r"\[[ xX]\]\s+\S", text):
        return brief(f"{text[:40]!r} is no list item: write `- ` before the box")
    inside = text[1 : text.find("]")]
    if inside in (" ", "x", "X"):
        behind = "a space" if text[3:].strip() else "some text"
        return brief(f"{text[:40]!r} is no checkbox: write {behind} behind the `]`")
    return brief(f"{text[: len(inside) + 2]!r} is no checkbox: write `[ ]` or `[x]`")
