"""What an edited roadmap changes, and what becomes of the progress. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from mlpath.journal.journal import Progress
from mlpath.journal.transitions import TODO
from mlpath.roadmap.roadmap import WEEK, Item, Roadmap

ADDED, RETITLED, RENAMED, MOVED, REMOVED = "added", "retitled", "renamed", "moved", "removed"
DETACHED = "detached"


class Edit(NamedTuple):
    """One thing that happened to an item. `before` and `after` are ids, titles or addresses; None where there is none.

    DETACHED is what happened to the roadmap itself: it has another id, so that its progress is kept in another file.

    `progress` is the status that the item has now, None where it has none; it stays with the item, and with a removed
    item it is kept until the item is back.
    """

    kind: str
    id: str
    title: str
    before: str | None
    after: str | None
    progress: str | None


def compare(old: Roadmap, new: Roadmap, progress: Progress) -> list[Edit]:
    """Return every edit that leads from one roadmap to the other, in the order of the new one, removals last.

    An item that only stands at another address because something else was added or removed has not moved.
    """
    edits = []
    if old.id != new.id:
        edits.append(Edit(kind=DETACHED, id=new.id, title=new.title, before=old.id, after=new.id, progress=None))
    for item, kind, before, after in _differences(old, new):
        status = _status(progress, item.id, *(item.was if kind != REMOVED else ()))
        edits.append(Edit(kind=kind, id=item.id, title=item.title, before=before, after=after, progress=status))
    return edits


def _differences(old: Roadmap, new: Roadmap) -> Iterator[tuple[Item, str, str | None, str | None]]:
    """Yield an item, the kind of an edit of it, and its id, title or address before and after that."""
    moved = _moved(old, new)
    kept = set()
    for item in new.items:
        former = _former(old, item)
        if former is None:
            yield item, ADDED, None, item.address
            continue
        kept.add(former.id)
        if former.id != item.id:
            yield item, RENAMED, former.id, item.id
        if former.title != item.title:
            yield item, RETITLED, former.title, item.title
        if item.id in moved:
            yield item, MOVED, former.address, item.address
    for item in old.items:
        if item.id not in kept:
            yield item, REMOVED, item.address, None


def _former(old: Roadmap, item: Item) -> Item | None:
    """Return the item in the old roadmap, by its id or a former one."""
    for id in (item.id, *item.was):
        place = old.places.get(id)
        if place is not None:
            return old.items[place]
    return None


def _status(progress: Progress, *ids: str) -> str | None:
    status = next((progress[id].status for id in ids if id in progress), TODO)
    return None if status == TODO else status


def _moved(old: Roadmap, new: Roadmap) -> set[str]:
    """Return the ids of the items that stand in another list now, or elsewhere in the order of the same one."""
    moved: set[str] = set()
    lists: dict[str, list[tuple[int, str]]] = {}
    for item in new.items:
        former = _former(old, item)
        if former is None:
            continue
        if _home(old, former).isdisjoint(_home(new, item)):
            moved.add(item.id)
        else:
            lists.setdefault(item.address.rpartition(".")[0], []).append((old.places[former.id], item.id))
    for entries in lists.values():
        staying = set(_longest_rising([place for place, _ in entries]))
        moved.update(id for place, id in entries if place not in staying)
    return moved


def _home(roadmap: Roadmap, item: Item) -> set[tuple[str, ...]]:
    """Return the two marks of the list that an item stands in: its address, and its name in a week of that title.

    Inserting a week changes the one, retitling a week the other; an item has moved when both have changed.
    """
    section = roadmap.groups[item.group]
    week = roadmap.above(item.group, WEEK)
    around = item.address.rpartition(".")[0]
    parent = roadmap.items[roadmap.item_places[around]].id if item.depth else ""
    return {("address", section.address, parent), ("title", week.title if week else "", section.name, parent)}


def _longest_rising(numbers: Sequence[int]) -> Iterable[int]:
    """Return a longest increasing subsequence (patience sorting, Fredman 1975): what kept its order."""
    tails: list[int] = []
    links: dict[int, int | None] = {}
    for number in numbers:
        length = bisect_left(tails, number)
        links[number] = tails[length - 1] if length else None
        tails[length : length + 1] = [number]
    chain: list[int] = []
    last = tails[-1] if tails else None
    while last is not None:
        chain.append(last)
        last = links[last]
    return reversed(chain)
