"""The commands that teach: `guide` and `open`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from mlpath.commands.study import Snapshot, Study
from mlpath.errors import GuideError, UsageError
from mlpath.guides import folder as guides
from mlpath.guides.guide import Guide, Part
from mlpath.progress import summary
from mlpath.progress.summary import Entry
from mlpath.roadmap import lookup
from mlpath.roadmap.lookup import Target
from mlpath.roadmap.roadmap import MONTH, RESOURCES, WEEK, Group


class Reading(NamedTuple):
    """What a guide says: of a whole week (then `week` is its group), or of the items in `parts`."""

    path: str
    guide: Guide
    week: Group | None
    parts: tuple[Part, ...]

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


def guide(study: Study, text: str | None = None) -> Reading:
    """Return what the guides say of what `text` names, of the next item without it.

    Raises UsageError where it is a month or everything is done, GuideError where there is no guide, and StateError.
    """
    target = lookup.target_of(study.roadmap, "next" if text is None else text)
    found = study.resolve_one(target, study.look()) if target.next else target
    return _reading(study, found)


def links(study: Study, text: str, number: int | None = None) -> Links:
    """Return the links of the item that `text` names, and which to open: the only one, or the one with that number.

    Raises UsageError where `text` names a group, or there is no such link, and StateError.
    """
    snapshot = study.look()
    found = study.resolve_one(lookup.target_of(study.roadmap, text), snapshot)
    if not found.single:
        raise UsageError(f"{found.address} is a group", "name one item, by its address or id")
    entry = summary.entry(study.roadmap, snapshot.progress, found.places[0])
    every = tuple({link.url: link for link in reversed(list(_links(study, snapshot, found)))}.values())[::-1]
    if number is not None and not 1 <= number <= len(every):
        raise UsageError(f"{entry.item.address} has {len(every)} links", "`mlpath open ADDRESS` lists them")
    chosen = every[number - 1] if number is not None else every[0] if len(every) == 1 else None
    return Links(entry, every, chosen)


def has_guide(study: Study, place: int) -> bool:
    """Return whether there is a guide to the week of the group at `place`."""
    return guides.file_of(study.roadmap, study.roadmap_at.path, place) is not None


def _reading(study: Study, target: Target) -> Reading:
    roadmap = study.roadmap
    if (target.group and target.group.kind == MONTH) or not target.places:
        raise UsageError(f"{target.address} is more than a week", "name a week or an item: `mlpath guide week1`")
    weeks = {roadmap.above(roadmap.items[place].group, WEEK) or _resources(study) for place in target.places}
    if len(weeks) > 1:
        raise UsageError(f"{target.address} is more than a week", "name a week or an item: `mlpath guide week1`")
    path = guides.file_of(roadmap, study.roadmap_at.path, roadmap.items[target.places[0]].group)
    if path is None:
        links = study.options.again(f"open {target.address}") if target.single else None
        raise GuideError(target.address, "there is no guide to it", links)
    found = guides.load(path)
    ids = [roadmap.items[place].id for place in target.places]
    parts = {part.id: part for part in found.parts}
    wanted = tuple(parts[id] for id in ids if id in parts)
    if not wanted:
        raise GuideError(path, f"it says nothing of {target.address}")
    whole = target.group if target.group and target.group.kind in (WEEK, RESOURCES) else None
    return Reading(path, found, whole, wanted)


def _resources(study: Study) -> Group | None:
    return next(study.roadmap.within(-1, RESOURCES), None)


def _links(study: Study, snapshot: Snapshot, target: Target) -> Iterator[Link]:
    """Yield the item's own link, those of its notes, and those of its part of the guide."""
    item = study.roadmap.items[target.places[0]]
    entry = summary.entry(study.roadmap, snapshot.progress, target.places[0])
    if item.url:
        yield Link(item.url, item.title, "item")
    for note in entry.notes:
        if note["link"]:
            yield Link(note["link"], note["text"] or "", "note")
    try:
        parts = _reading(study, target).parts
    except GuideError:
        return
    yield from (Link(link.url, link.text, "guide") for link in parts[0].links if link.url.startswith("https://"))
