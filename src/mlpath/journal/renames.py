"""Which item an id means now: former ids, adoptions, and items of a Markdown file that moved. Pure.

This is worked out once, when a journal is read: behind `present`, no code sees a former id.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mlpath.journal import journal
from mlpath.journal.events import Event
from mlpath.journal.journal import Progress
from mlpath.roadmap.roadmap import Item, Roadmap

# A hash has four digits and a twin's number fewer, so that a year in the title is neither.
_BEHIND_WORDS = r"-[0-9a-f]{4}(?:-[0-9]{1,3})?$"
_FEW = 10

# What stands for the words of a title without any letter or digit: that tells nothing.
_NO_WORDS = "item"

# The fields of an event that hold ids of items: of one, and of several.
_ID, _IDS = ("item", "new"), ("items", "boxes", "alike")


def present(roadmap: Roadmap, events: Sequence[Event]) -> tuple[Event, ...]:
    """Return the events with every id of an item as the item is called now, each event as it is where nothing differs.

    An item's `was` says what it was called, an adoption does, and in a Markdown file the words: progress that belongs to
    no item follows where the same words stand exactly once, unless other items had these words already when an event named
    it: those are still the others. An id that no item has any more stays as it is.
    """
    names = _names(roadmap, events)
    renamed = tuple(_renamed(event, names) for event in events) if names else tuple(events)
    if not roadmap.from_text:
        return renamed
    return tuple(_replanned(roadmap, renamed, number) for number in range(len(renamed)))


def words_of(id: str) -> str:
    """Return the words in an id that was made from text: all but its hash and number."""
    return re.sub(_BEHIND_WORDS, "", id)


def alike(roadmap: Roadmap, ids: Sequence[str]) -> list[str]:
    """Return those of `ids` whose words other items of the roadmap have as well; none where ids are not made from text."""
    if not roadmap.from_text:
        return []
    begun = tuple(words_of(id) for id in ids)
    present_ids = (item.id for item in roadmap.items)
    likely = present_ids if len(begun) > _FEW else (id for id in present_ids if id.startswith(begun))
    words = Counter(map(words_of, likely))
    return [id for id in ids if words[words_of(id)] > 1]


def likeliest(roadmap: Roadmap, progress: Progress, orphan: str) -> Item | None:
    """Return the item without progress whose words are most like those of an id that the roadmap no longer has."""
    from difflib import get_close_matches

    free = {words_of(item.id): item for item in roadmap.items if item.id not in progress}
    close = get_close_matches(words_of(orphan), free, n=1)
    return free[close[0]] if close else None


def _names(roadmap: Roadmap, events: Sequence[Event]) -> Mapping[str, str]:
    """Return the present id for each former one in the journal."""
    adopted = _adopted(events)
    if not adopted and not roadmap.from_text:
        return roadmap.renamed
    moved = _moved(roadmap, events, adopted) if roadmap.from_text else {}
    steps = {**moved, **roadmap.renamed, **adopted}
    return {id: _end(id, steps, roadmap) for id in steps}


def _adopted(events: Sequence[Event]) -> dict[str, str]:
    adoptions = [event for event in events if event["kind"] == "adopt"]
    if not adoptions:
        return {}
    in_force = set(journal.history(events).undoable)
    return {event["old"]: event["new"] for event in adoptions if event["id"] in in_force}


def _moved(roadmap: Roadmap, events: Sequence[Event], adopted: Mapping[str, str]) -> dict[str, str]:
    known = {id for event in events for id in journal.named(event)} | set(adopted.values())
    ambiguous = {id for event in events for id in event.get("alike", ())}
    orphans = [id for id in known if id not in roadmap.places and id not in adopted and id not in ambiguous]
    if not orphans:
        return {}
    words = Counter(words_of(item.id) for item in roadmap.items)
    home = {words_of(item.id): item.id for item in roadmap.items}
    words[_NO_WORDS] = 0
    return {id: home[words_of(id)] for id in orphans if words[words_of(id)] == 1}


def _end(id: str, steps: Mapping[str, str], roadmap: Roadmap) -> str:
    """Follow an id to the item that it means, or as far as it leads."""
    seen = {id}
    while id in steps and steps[id] not in seen and not (len(seen) > 1 and id in roadmap.places):
        id = steps[id]
        seen.add(id)
    return id


def _renamed(event: Event, names: Mapping[str, str]) -> Event:
    """Return an event in which present ids stand for former ones, each once."""
    changed: dict[str, Any] = {field: names[event[field]] for field in _ID if event.get(field) in names}
    for field in _IDS:
        ids = event.get(field, ())
        if any(id in names for id in ids):
            changed[field] = list(dict.fromkeys(names.get(id, id) for id in ids))
    if left := _left(event):
        changed |= _with_left(event, [names.get(id, id) for id in left])
    return {**event, **changed} if changed else event


def _left(event: Event) -> Sequence[str]:
    """Return the ids of the items that a plan spread anew; none where an event does no such thing."""
    left = event["plan"].get("left") if event["kind"] == "plan" else None
    items: Sequence[str] = left["items"] if left else ()
    return items


def _with_left(event: Event, items: Sequence[str]) -> dict[str, Any]:
    plan = event["plan"]
    return {"plan": {**plan, "left": {**plan["left"], "items": list(dict.fromkeys(items))}}}


def _replanned(roadmap: Roadmap, events: Sequence[Event], number: int) -> Event:
    """Return an event of a Markdown file's journal; a plan counts its items where they stand now.

    A plan names many items that no other event may have named, and equal words in each week are usual. So an id that is
    gone stands for an item with the same words that the plan did not know: the first for the first, in the file's order.
    """
    event = events[number]
    left = _left(event)
    gone = [id for id in left if id not in roadmap.places]
    if not gone:
        return event
    known = {*left, *(id for before in events[:number] for id in journal.named(before))}
    homes = _by_words(item.id for item in roadmap.items if item.id not in known)
    moved: dict[str, str] = {}
    for words, ids in _by_words(gone).items():
        moved.update(zip(ids, homes.get(words, ()), strict=False))
    return {**event, **_with_left(event, [moved.get(id, id) for id in left])}


def _by_words(ids: Iterable[str]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for id in ids:
        groups[words_of(id)].append(id)
    return groups
