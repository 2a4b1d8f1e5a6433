"""The commands that teach: `guide` and `open`."""

from __future__ import annotations

import os
from collections.abc import Iterator

from mlpath.commands.study import Study
from mlpath.errors import GuideError, OutputError, UsageError, refusing
from mlpath.guides import folder
from mlpath.guides.results import Link, Links, Reading
from mlpath.progress import summary
from mlpath.progress.summary import Entry
from mlpath.roadmap import lookup
from mlpath.roadmap.ids import slug
from mlpath.roadmap.lookup import Target
from mlpath.roadmap.roadmap import MONTH, RESOURCES, WEEK, Group
from mlpath.system.folders import user_folder
from mlpath.text import web_addresses


def guide(study: Study, text: str | None = None) -> Reading:
    """Return what the guides say of what `text` names, of the next item without it.

    Raises UsageError where it is a month or everything is done, GuideError where there is no guide, and StateError.
    """
    target = lookup.target_of(study.roadmap, "next" if text is None else text)
    return _reading(study, study.resolve_one(target, study.look()) if target.next else target)


def links(study: Study, text: str, number: int | None = None) -> Links:
    """Return the links of the item that `text` names, and which to open: the only one, or the one with that number.

    Raises UsageError where `text` names a group, or there is no such link, and StateError.
    """
    snapshot = study.look()
    target = study.resolve_one(lookup.target_of(study.roadmap, text), snapshot)
    if not target.single:
        raise UsageError(f"{target.address} is a group", "name one item, by its address or id")
    entry = summary.entry(study.roadmap, snapshot.progress, target.places[0])
    by_url = {link.url: link for link in reversed(list(_links(study, entry, target)))}
    unique = tuple(by_url.values())[::-1]
    if number is not None and not 1 <= number <= len(unique):
        raise UsageError(f"{entry.item.address} has {len(unique)} links", "`mlpath open ADDRESS` lists them")
    chosen = unique[number - 1] if number is not None else unique[0] if len(unique) == 1 else None
    return Links(entry, unique, chosen)


def page_file(command: str) -> str:
    """Return the file, in the user's cache folder, of a page that a command makes for the browser. Raises OutputError."""
    file = os.path.join(user_folder("cache"), "guides", f"{slug(command)}.html")
    with refusing(lambda reason: OutputError(file, reason)):
        os.makedirs(os.path.dirname(file), exist_ok=True)
    return file


def _reading(study: Study, target: Target) -> Reading:
    roadmap = study.roadmap
    if (target.group and target.group.kind == MONTH) or not target.places:
        raise UsageError(f"{target.address} is more than a week", "name a week or an item: `mlpath guide week1`")
    weeks = {roadmap.above(roadmap.items[place].group, WEEK) or _resources(study) for place in target.places}
    if len(weeks) > 1:
        raise UsageError(f"{target.address} is more than a week", "name a week or an item: `mlpath guide week1`")
    path = folder.file_of(roadmap, study.roadmap_at.path, roadmap.items[target.places[0]].group)
    if path is None:
        links = study.options.again(f"open {target.address}") if target.single else None
        raise GuideError(target.address, "there is no guide to it", links)
    whole_guide = folder.load(path)
    ids = [roadmap.items[place].id for place in target.places]
    parts = {part.id: part for part in whole_guide.parts}
    named = tuple(parts[id] for id in ids if id in parts)
    if not named:
        raise GuideError(path, f"it says nothing of {target.address}")
    week = target.group if target.group and target.group.kind in (WEEK, RESOURCES) else None
    practice = target.address if target.single and ids[0] in roadmap.lab_versions else None
    return Reading(path, whole_guide, week, named, practice)


def _resources(study: Study) -> Group | None:
    return next(study.roadmap.within(-1, RESOURCES), None)


def _links(study: Study, entry: Entry, target: Target) -> Iterator[Link]:
    """Yield the item's own link, those of its notes, and those of its part of the guide.

    Where the guide names the item's own as well, its order holds: it may know a better one to begin with.
    """
    own = entry.item.url
    guided = [link._replace(source="item") if link.url == own else link for link in _guided(study, target)]
    if own in {link.url for link in guided}:
        yield from guided
    elif own:
        yield Link(own, entry.item.title, "item")
    for note in entry.notes:
        if note.link:
            yield Link(note.link, note.text or "", "note")
        yield from (Link(url, "", "note") for url in web_addresses(note.text or ""))
    yield from guided


def _guided(study: Study, target: Target) -> Iterator[Link]:
    try:
        parts = _reading(study, target).parts
    except GuideError:
        return
    yield from (Link(link.url, link.text, "guide") for link in parts[0].links if link.url.startswith("https://"))
