"""A roadmap in Markdown: any checklist, compiled as a YAML file is; and the file back with other boxes ticked.

Ids come from the text. An item's id is the slug of its words and four hex digits of a hash of the headings that it stands
below, so that nothing but these can change it. The same words below the same headings again get `-2`, `-3` in order.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import sha256
from itertools import count
from typing import NamedTuple

from mlpath.errors import Fault, RoadmapError, RoadmapInvalid, brief
from mlpath.roadmap import MONTH, RESOURCES, SECTION, WEEK, Group, Item, Roadmap, label_word
from mlpath.sources import files, front_matter, headings, levels, outline
from mlpath.sources.levels import Levels, Path, Placed, Section, Week
from mlpath.sources.outline import Box, Nearly, Outline
from mlpath.sources.slug import slug

BOM = "\ufeff"
_LONGEST_LINE = 1_000
_LONGEST_WORDS = 80
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_LONGEST_NAME = 40
_USUAL = ("topics", "practice")


class Mark(NamedTuple):
    """The box of an item in the file: the item's id, where the mark between the brackets stands, and whether it is ticked."""

    id: str
    place: int
    ticked: bool


class Checklist(NamedTuple):
    """What a Markdown file holds: its roadmap, the marks of its boxes, and what only looks like boxes."""

    roadmap: Roadmap
    marks: tuple[Mark, ...]
    nearly: tuple[Nearly, ...]


def load(path: str, *, bullets: bool = False) -> Roadmap:
    """Return the roadmap in the Markdown file at `path`; with `bullets`, plain list items count as items.

    Raises RoadmapError where it can't be read or has no boxes.
    """
    return read(files.read_bytes(path), path, bullets=bullets).roadmap


def faults(path: str, *, bullets: bool = False) -> tuple[Roadmap | None, list[Fault]]:
    """Return the roadmap, or None, and what its author will want to know: what looks like a box and is none.

    Raises RoadmapError where the file can't be read at all or has no boxes.
    """
    try:
        found = read(files.read_bytes(path), path, bullets=bullets)
    except RoadmapInvalid as error:
        return None, list(error.faults)
    return found.roadmap, [Fault(path, near.line, near.column, _advice(near.text)) for near in found.nearly]


def read(data: bytes, path: str, *, bullets: bool = False) -> Checklist:
    """Return what the Markdown `data`, read from `path`, holds. Raises RoadmapError."""
    text = files.decode(data, path)
    if isinstance(text, Fault):
        raise RoadmapInvalid(path, [text])
    bom = len(BOM) if text.startswith(BOM) else 0
    head, body = front_matter.split(text[bom:])
    try:
        found = outline.parse(body, bullets=bullets)
    except RecursionError:
        raise RoadmapError(path, "it is nested too deeply") from None
    structure = levels.find(found.root, found.first_heading)
    if not structure.weeks:
        hint = "" if bullets else "; `--bullets` takes its plain list items"
        raise RoadmapError(path, f"it has no boxes (`- [ ]`), so there is nothing to tick{hint}")
    compiler = _Compiler(head, found, structure, path)
    marks = (Mark(id, box.mark + bom, box.ticked) for id, box in compiler.boxes if box.mark is not None)
    return Checklist(compiler.roadmap(), tuple(sorted(marks, key=lambda mark: mark.place)), found.nearly)


def ticked(data: bytes, path: str, done: Mapping[str, bool], *, bullets: bool = False) -> bytes:
    """Return the file with the boxes of the items ticked that are done; not one other byte is different.

    A box that agrees keeps its mark, be it `x` or `X`. Raises RoadmapError.
    """
    found = read(data, path, bullets=bullets)
    text = data.decode()
    pieces, end = [], 0
    for mark in found.marks:
        if done.get(mark.id, mark.ticked) != mark.ticked:
            pieces += [text[end : mark.place], " " if mark.ticked else "x"]
            end = mark.place + 1
    return "".join([*pieces, text[end:]]).encode()


class _Compiler:
    def __init__(self, head: Mapping[str, str], found: Outline, structure: Levels, path: str) -> None:
        stem = os.path.splitext(os.path.basename(path))[0]
        self._title = _line(head.get("title") or structure.title or stem) or "Roadmap"
        self._id = _roadmap_id(head.get("id") or structure.title or stem)
        self._overview, self._closing = _text(found.overview), _text(found.closing)
        self._structure = structure
        self._labels = _labels(structure.weeks)
        self._groups: list[Group] = []
        self._items: list[Item] = []
        self._twins: Counter[str] = Counter()
        self.boxes: list[tuple[str, Box]] = []
        self._months = self._weeks = 0
        self._written = _written(structure.weeks, self._labels[1])
        for number, week in enumerate(structure.weeks):
            if structure.resources and number == structure.before:
                self._resources()
            self._week(number, week)
        if structure.resources and structure.before == len(structure.weeks):
            self._resources()
        self._close_month()

    def roadmap(self) -> Roadmap:
        month, week = self._labels
        return Roadmap(
            id=self._id,
            title=self._title,
            items=self._items,
            groups=self._groups,
            overview=self._overview,
            closing=self._closing,
            month_label=month,
            week_label=week,
            from_text=True,
        )

    def _week(self, number: int, week: Week) -> None:
        before = self._structure.weeks[number - 1].month if number else None
        if number == 0 or week.month is not before or self._month is None:
            self._close_month()
            self._months += 1
            self._month: int | None = self._open_group(
                MONTH, "", self._month_title(week), f"month{self._months}", -1, self._months
            )
        written = self._written[number]
        place = self._open_group(WEEK, "", self._week_title(week, written), f"week{written}", self._month, written)
        self._sections(week.sections, place)
        self._close_group(place)

    def _month_title(self, week: Week) -> str:
        if week.month is None:
            return self._title
        said = headings.read(week.month.title)
        # A number that is not the month's own is part of its title.
        plain = said.number == self._months and _label([said.word], "", "") == self._labels[0]
        return _line(said.rest if plain else said.words) or _line(said.words) or self._title

    def _week_title(self, week: Week, number: int) -> str:
        said = week.heading
        plain = said.number == number and _label([said.word], "", "") == self._labels[1]
        return _line(said.rest if plain else said.words) or _line(said.words) or self._title

    def _resources(self) -> None:
        self._close_month()
        place = self._open_group(RESOURCES, "resources", "Resources", "resources", -1)
        self._sections(self._structure.resources, place)
        self._close_group(place)

    def _sections(self, sections: Sequence[Section], parent: int) -> None:
        names: Counter[str] = Counter()
        for section in sections:
            name = _section_name(section.title)
            names[name] += 1
            name = f"{name}-{names[name]}" if names[name] > 1 else name
            title = _line(section.title or "") or name.split("-")[0].capitalize()
            place = self._open_group(SECTION, name, title, f"{self._groups[parent].address}.{name}", parent)
            for number, placed in enumerate(section.boxes, 1):
                self._item(placed, placed.box, place, f"{self._groups[place].address}.{number}", 0)
            self._close_group(place)

    def _item(self, placed: Placed, box: Box, group: int, address: str, depth: int) -> None:
        id = self._item_id(box.title, placed.path)
        self.boxes.append((id, box))
        self._items.append(Item(id, _line(box.title), address, group, depth, _url(box.url), None, (), box.ticked))
        for number, step in enumerate(box.steps, 1):
            self._item(placed, step, group, f"{address}.{number}", depth + 1)

    def _item_id(self, title: str, path: Path) -> str:
        words = slug(title) or "item"
        whole = path
        if len(words) > _LONGEST_WORDS:  # What is cut off still tells it from others.
            whole, words = (*path, title), words[:_LONGEST_WORDS].rsplit("-", 1)[0]
        id = f"{words}-{sha256(chr(10).join(whole).encode('utf-8', 'surrogatepass')).hexdigest()[:4]}"
        self._twins[id] += 1
        return f"{id}-{self._twins[id]}" if self._twins[id] > 1 else id

    def _open_group(self, kind: str, name: str, title: str, address: str, parent: int, number: int = 0) -> int:
        start = len(self._items)
        self._groups.append(Group(kind, name, title, address, start, start, parent, number))
        return len(self._groups) - 1

    def _close_group(self, place: int) -> None:
        self._groups[place] = self._groups[place]._replace(end=len(self._items))

    def _close_month(self) -> None:
        month = getattr(self, "_month", None)
        if month is not None:
            self._close_group(month)
        self._month = None


def _written(weeks: Sequence[Week], label: str) -> list[int]:
    """Return each week's number: the one that it says where these are whole and distinct, else its position.

    A week that says none then gets the next number that is free. `label` is what the file calls a week.
    """
    named = [_label([week.heading.word], "", "") == label for week in weeks]
    said = [week.heading.number if own else None for week, own in zip(weeks, named, strict=True)]
    known = [number for number in said if number is not None]
    fractions = any(own and week.heading.number is None for week, own in zip(weeks, named, strict=True))
    if not known or fractions or len(set(known)) < len(known):
        return list(range(1, len(weeks) + 1))
    taken, numbers, last = set(known), [], -1 if said[0] is None else 0
    for number in said:
        last = number if number is not None else next(free for free in count(last + 1) if free not in taken)
        taken.add(last)
        numbers.append(last)
    return numbers


def _labels(weeks: Sequence[Week]) -> tuple[str, str]:
    """Return what the file calls its months and weeks: the word that most of them have."""
    months = [headings.read(week.month.title).word for week in weeks if week.month]
    return _label(months, "Month", "Week"), _label([week.heading.word for week in weeks], "Week", "Month")


def _label(words: Sequence[str | None], usual: str, other: str) -> str:
    counts = Counter(word for word in words if word)
    if not counts:
        return usual
    label = counts.most_common(1)[0][0]
    label = label[:1].upper() + label[1:]
    return usual if label_word(label) in ("w", "m", other.casefold(), "resources", "next") else label


def _section_name(title: str | None) -> str:
    """Return what addresses call a section: `topics`, `practice`, or its own words in ASCII."""
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
    """Return what to write instead of what only looks like a box."""
    if re.match(r"\[[ xX]\]\s+\S", text):
        return brief(f"{text[:40]!r} is no list item: write `- ` before the box")
    inside = text[1 : text.find("]")]
    if inside in (" ", "x", "X"):
        behind = "a space" if text[3:].strip() else "some text"
        return brief(f"{text[:40]!r} is no checkbox: write {behind} behind the `]`")
    return brief(f"{text[: len(inside) + 2]!r} is no checkbox: write `[ ]` or `[x]`")
