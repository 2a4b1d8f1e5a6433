"""A roadmap in Markdown: any checklist, compiled as a YAML file is.

Ids come from the text: see `identity`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import count
from typing import NamedTuple

from mlpath.errors import Fault, RoadmapError, RoadmapInvalid
from mlpath.roadmap.builder import Builder
from mlpath.roadmap.ids import slug
from mlpath.roadmap.markdown import former, front_matter, numbering
from mlpath.roadmap.markdown.blocks import DEEPEST, TooDeep, text_of
from mlpath.roadmap.markdown.headings import Heading, parse_heading
from mlpath.roadmap.markdown.identity import identities
from mlpath.roadmap.markdown.levels import Levels, Section, Week, levels_of
from mlpath.roadmap.markdown.nearly import Nearly, nearly
from mlpath.roadmap.markdown.outline import outline_of
from mlpath.roadmap.markdown.tree import Box, Outline
from mlpath.roadmap.roadmap import Roadmap, numbered
from mlpath.roadmap.source import decode, read_bytes
from mlpath.roadmap.structure import Structure

BOM = "\ufeff"
_LONGEST_LINE = 1_000
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_LONGEST_NAME = 40
_USUAL = ("topics", "practice")
_MOST_REASONS = 3
_FOR_FOLDERS = ("readme", "index")


class Mark(NamedTuple):
    """The box of an item: the item's id, the offset in the text of the character between the brackets, and that character."""

    id: str
    offset: int
    character: str


class Checklist(NamedTuple):
    """The contents of a Markdown file: its roadmap, the marks of its boxes in order, and all that only looks like boxes.

    `structure` is how its headings were read. `statuses` says that its owner wants `[/]` and `[-]` to be written, though no box
    may be like that yet.
    """

    roadmap: Roadmap
    marks: tuple[Mark, ...]
    nearly: tuple[Nearly, ...]
    structure: Structure
    statuses: bool = False


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
    return checklist.roadmap, [Fault(path, *near) for near in checklist.nearly]


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
        content = text_of(body)
    except TooDeep as error:
        message = f"this is nested deeper than {DEEPEST} lists: end some of them before it"
        raise RoadmapInvalid(path, [Fault(path, error.line, 1, message)]) from None
    outline = outline_of(content, bullets=bullets)
    near = (*head.nearly, *nearly(content))
    levels = levels_of(outline, head.levels)
    if not levels.weeks:
        listed = not bullets and outline_of(content, bullets=True).root.below
        hint = "; `--bullets` takes its plain list items" if listed else ""
        raise RoadmapError(path, f"it has no boxes (`- [ ]`), so there is nothing to tick{hint}{_reasons(near)}")
    earlier = outline_of(content, bullets=bullets, details=False) if outline.details else outline
    compiler = _Compiler(head.texts, outline, earlier, levels, path)
    marks = (Mark(id, box.offset + bom, box.character) for id, box in compiler.boxes if box.offset is not None)
    return Checklist(
        roadmap=compiler.roadmap(),
        marks=tuple(sorted(marks, key=lambda mark: mark.offset)),
        nearly=near,
        structure=levels.structure(own=bool(head.levels)),
        statuses=head.texts.get("statuses", "").casefold() in ("true", "yes", "on"),
    )


class _Compiler:
    """Compiles levels to a roadmap; `boxes` are those of its items, in order, each with the item's id.

    `earlier` is the outline as an earlier mlpath had it.
    """

    def __init__(self, head: Mapping[str, str], outline: Outline, earlier: Outline, levels: Levels, path: str) -> None:
        named = head.get("id") or former.title(outline.root, outline.first_heading) or _stem(path)
        self._title = _line(head.get("title") or outline.title or _file_title(path)) or "Roadmap"
        self._id = _roadmap_id(named)
        former_id = _roadmap_id(head.get("id") or former.title(earlier.root, earlier.written_heading) or _stem(path))
        self._was = (former_id,) if former_id != self._id else ()
        self._identities = identities(outline.root, earlier.root)
        self._guides, self._labs = head.get("guides", ""), head.get("labs", "")
        self._overview, self._closing = _text(outline.overview), _text(outline.closing)
        self._builder = Builder()
        self.boxes: list[tuple[str, Box]] = []
        months = numbering.weeks_by_month(levels)
        month_headings = [parse_heading(weeks[0].month.title) if weeks[0].month else None for weeks in months]
        week_headings = [week.heading for week in levels.weeks]
        self._labels = numbering.labels(month_headings, week_headings)
        month_numbers = numbering.numbers(month_headings, self._labels[0])
        week_numbers = iter(numbering.numbers(week_headings, self._labels[1]))
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
            was=self._was,
            guides=self._guides,
            labs=self._labs,
        )

    def _month(self, weeks: Sequence[Week], number: int, numbers: Iterator[int]) -> None:
        """Compile the weeks of a month, the `number`-th; `numbers` gives the number of each week."""
        around = weeks[0].month
        title = self._own_title(parse_heading(around.title), number, self._labels[0]) if around else self._title
        with self._builder.month(title, number):
            for week in weeks:
                self._week(week, next(numbers))

    def _week(self, week: Week, number: int) -> None:
        label = self._labels[1]
        title = self._own_title(week.heading, number, label) if week.heading else numbered(label, number)
        with self._builder.week(title, number):
            self._sections(week.sections)

    def _own_title(self, heading: Heading, number: int, label: str) -> str:
        """Return the title of a month or week without its label and number; another label or number is part of it."""
        plain = heading.number == number and numbering.calls(heading, label)
        if plain and not heading.rest:
            return numbered(label, number)
        return _line(heading.rest if plain else heading.words) or _line(heading.words) or self._title

    def _resources(self, sections: Sequence[Section]) -> None:
        if sections:
            with self._builder.resources():
                self._sections(sections)

    def _sections(self, sections: Sequence[Section]) -> None:
        taken: set[str] = set()
        numbers: dict[str, Iterator[int]] = {}
        for section in sections:
            name = usual = _section_name(section.titles)
            while name in taken:
                name = f"{usual}-{next(numbers.setdefault(usual, count(2)))}"
            taken.add(name)
            with self._builder.section(name, _line(": ".join(section.titles)) or name.split("-")[0].capitalize()):
                for box in section.boxes:
                    self._item(box, 0)

    def _item(self, box: Box, depth: int) -> None:
        id, was = self._identities[box]
        self.boxes.append((id, box))
        self._builder.add(
            id=id,
            title=_line(box.title),
            depth=depth,
            url=_url(box.url),
            was=was,
            box=box.status,
            done_on=box.done,
            due=box.due,
        )
        for step in box.steps:
            self._item(step, depth + 1)


def _section_name(titles: Sequence[str]) -> str:
    """Return a section's name in addresses: `topics`, `practice`, or its own words in ASCII; behind it those of what is within."""
    if not titles:
        return "items"
    first = slug(titles[0])
    usual = next((usual for usual in _USUAL if first.split("-")[0] in (usual, usual.removesuffix("s"))), first)
    words = "-".join(filter(None, (usual, *map(slug, titles[1:]))))
    ascii_words = re.sub(r"^[0-9-]+", "", words.encode("ascii", "ignore").decode())
    cut = ascii_words if len(ascii_words) <= _LONGEST_NAME else ascii_words[:_LONGEST_NAME].rsplit("-", 1)[0]
    name = re.sub(r"-+", "-", cut).strip("-")
    return name if _NAME.fullmatch(name) else "section"


def _stem(path: str) -> str:
    return os.path.splitext(os.path.basename(path))[0]


def _file_title(path: str) -> str:
    """Return the title that a file's name gives it; one that is called as files for a whole folder are has the folder's name."""
    stem = _stem(path)
    folder = os.path.basename(os.path.dirname(os.path.abspath(path)))
    return folder if folder and stem.casefold() in _FOR_FOLDERS else stem


def _roadmap_id(title: str) -> str:
    return slug(title)[:50].strip("-") or "roadmap"


def _url(url: str | None) -> str | None:
    return url if url and len(url) <= _LONGEST_LINE and not re.search(r"\s", url) else None


def _line(text: str) -> str:
    return " ".join(text.split())[:_LONGEST_LINE].strip()


def _text(text: str) -> str:
    return text.strip()[: 100 * _LONGEST_LINE]


def _reasons(nearly: Sequence[Nearly]) -> str:
    """Return where something only looks like a box, and why."""
    lines = [f"; line {near.line}: {near.advice}" for near in nearly[:_MOST_REASONS]]
    more = len(nearly) - _MOST_REASONS
    return "".join(lines) + (f"; and {more} more" if more > 0 else "")
