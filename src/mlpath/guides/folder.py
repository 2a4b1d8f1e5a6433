"""The study guides of a roadmap: a folder with `week-01.md`, `week-02.md`, … and `resources.md`."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING
from urllib.parse import unquote

from mlpath.errors import Fault, GuideError, refusing
from mlpath.roadmap.roadmap import RESOURCES, WEEK, Group, Roadmap
from mlpath.system.reading import read_file

if TYPE_CHECKING:
    from mlpath.guides.guide import Guide, Part

_MOST_BYTES = 4 * 1024 * 1024
_NUMBERED = re.compile(r"week-([0-9]+)\.md")


def folder(roadmap: Roadmap, path: str) -> str | None:
    """Return the folder of the guides of the roadmap in the file at `path`, or None where it names none."""
    return os.path.normpath(os.path.join(os.path.dirname(path), roadmap.guides)) if roadmap.guides else None


def file_of(roadmap: Roadmap, path: str, place: int) -> str | None:
    """Return the guide of the week (or of the resources) that the group at `place` is or is in, where the file exists."""
    where = folder(roadmap, path)
    group = roadmap.above(place, WEEK) or roadmap.above(place, RESOURCES)
    if where is None or group is None:
        return None
    file = os.path.join(where, name(group))
    return file if os.path.isfile(file) else None


def name(group: Group) -> str:
    """Return what the guide of a week, or of the resources, is called."""
    return f"week-{group.number:02}.md" if group.kind == WEEK else "resources.md"


def load(path: str) -> Guide:
    """Return the guide in the file at `path`. Raises GuideError."""
    from mlpath.guides import guide

    with refusing(lambda reason: GuideError(path, reason)):
        data = read_file(path, _MOST_BYTES)
    try:
        return guide.parse(data.decode().replace("\r\n", "\n"))
    except UnicodeDecodeError as error:
        raise GuideError(path, f"it is not UTF-8 at byte {error.start}") from None


def check(roadmap: Roadmap, path: str) -> list[Fault]:
    """Return all that is wrong with the guides of the roadmap in the file at `path`; nothing where it names none."""
    where = folder(roadmap, path)
    if where is None:
        return []
    if not os.path.isdir(where):
        return [Fault(where, 1, 1, "there is no such folder, which the roadmap's `guides` names")]
    guided = {name(group): group for group in roadmap.groups if group.kind in (WEEK, RESOURCES)}
    read: dict[str, Guide] = {}
    faults: list[Fault] = []
    for found in sorted(os.listdir(where)):
        file = os.path.join(where, found)
        if found not in guided:
            faults += _stray(file, found)
            continue
        try:
            read[found] = load(file)
        except GuideError as error:
            faults.append(Fault(file, 1, 1, error.reason))
    for found, guide in read.items():
        file = os.path.join(where, found)
        faults += [*_faults(roadmap, guided[found], file, guide), *_dead_links(file, guide, read)]
    return sorted(faults)


def _stray(file: str, found: str) -> Iterator[Fault]:
    """Yield a fault where a file is called as a guide is, but belongs to no week."""
    number = _NUMBERED.match(found)
    if number:
        yield Fault(
            file, 1, 1, f"there is no week {int(number[1])}, or its guide is called week-{int(number[1]):02}.md"
        )
    elif found == "resources.md":
        yield Fault(file, 1, 1, "the roadmap has no resources")


def _faults(roadmap: Roadmap, group: Group, file: str, guide: Guide) -> Iterator[Fault]:
    items = {item.id: item for item in roadmap.items[group.start : group.end]}
    said: dict[str, int] = {}
    for part in guide.parts:
        if part.id is None:
            yield Fault(file, part.line, 1, f"{part.title!r} belongs to no item: write `<!-- item: id -->` below it")
        elif part.id not in items:
            yield Fault(file, part.line, 1, f"{group.address} has no item {part.id!r}")
        elif part.id in said:
            yield Fault(file, part.line, 1, f"{part.id!r} has a part already, in line {said[part.id]}")
        else:
            said[part.id] = part.line
            item = items[part.id]
            if item.title not in (part.title, part.text.partition("\n")[0].strip("# ")):
                yield Fault(file, part.line, 1, f"the heading differs from the item's title, {item.title!r}")
            if part.hours != item.hours:
                yield Fault(
                    file, part.line, 1, f"it takes {_hours(part.hours)} here, {_hours(item.hours)} in the roadmap"
                )
            yield from _differing(file, part, dict(item.alongside))
            if bool(part.questions) != bool(part.answers):
                yield Fault(file, part.line, 1, "it has questions without answers, or answers without questions")
    for missing in (id for id in items if id not in said):
        yield Fault(file, 1, 1, f"{items[missing].address} ({missing}) has no part")


def _differing(file: str, part: Part, alongside: dict[str, str]) -> Iterator[Fault]:
    """Yield each week with which other words of a resource go here than in the roadmap."""
    for week in sorted(part.alongside.keys() | alongside.keys()):
        here, there = part.alongside.get(week, "nothing"), alongside.get(week, "nothing")
        if here != there:
            yield Fault(file, part.line, 1, f"with {week} goes {here!r} here, {there!r} in the roadmap")


def _dead_links(file: str, guide: Guide, others: Mapping[str, Guide]) -> Iterator[Fault]:
    """Yield each link that is not https, or leads to no file or to no heading of a guide."""
    for link in guide.links:
        scheme, colon, _ = link.url.partition(":")
        if colon and scheme.isalpha():
            if scheme != "https":
                yield Fault(file, link.line, 1, f"{link.url} does not begin with https://")
            continue
        target, _, anchor = unquote(link.url).partition("#")
        there = others.get(target) if target else guide
        if target and not os.path.exists(os.path.join(os.path.dirname(file), target)):
            yield Fault(file, link.line, 1, f"{link.url} leads nowhere")
        elif anchor and there and anchor not in there.anchors:
            yield Fault(file, link.line, 1, f"{link.url} leads to no heading")


def _hours(hours: float | None) -> str:
    return "no hours" if hours is None else f"{hours:g} hours"
