"""Which item an id means now: former ids, adoptions, and items of a Markdown file that moved. Pure.

This is worked out once, when a journal is read: behind `present`, no code sees a former id.

In a Markdown file, an id is made from text, and leaves out what is above an item as far as nothing else needs it. So a second item
of the kind brings the first another id; what an event says is `above` an item, it then still has. An earlier mlpath made shorter
ids, of which several items of a long file may come to have the same one: what these mean is looked up in the file until an
event says it (`formerly`), and never again.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from mlpath.journal import journal
from mlpath.journal.events import Event
from mlpath.roadmap.roadmap import Item, Roadmap

# A hash has eight digits, an earlier mlpath's four, and a twin's number fewer, so that a year in the title is neither.
_BEHIND_WORDS = r"-(?:[0-9a-f]{8}|[0-9a-f]{4})(?:-[0-9]{1,3})?$"
_PRESENT_FORM = r".*-(?P<digits>[0-9a-f]{8})(?P<twin>-[0-9]{1,3})?$"
_FEW = 10

# What stands for the words of a title without any letter or digit: that tells nothing.
_NO_WORDS = "item"

# The fields of an event that hold ids of items: of one, of several, and of several with something about each.
_ID, _IDS, _BY_ID = ("item", "new"), ("items", "boxes", "alike"), ("marks", "done_on")


def present(roadmap: Roadmap, events: Sequence[Event]) -> tuple[Event, ...]:
    """Return the events with every id of an item as the item is called now, each event as it is where nothing differs.

    An item's `was` says what it was called, an adoption does, and in a Markdown file the words: progress that belongs to
    no item follows where the same words stand exactly once, unless other items had these words already when an event named
    it: those are still the others. An id that no item has any more stays as it is.
    """
    events = _settled(events)
    names = names_of(roadmap, events)
    renamed = tuple(_renamed(event, names) for event in events) if names else tuple(events)
    if not roadmap.from_text:
        return renamed
    return tuple(_replanned(roadmap, renamed, number) for number in range(len(renamed)))


def names_of(roadmap: Roadmap, events: Sequence[Event]) -> Mapping[str, str]:
    """Return the present id for each former one that the events name, but for what events say themselves (`formerly`)."""
    adopted = _adopted(events)
    if not roadmap.from_text:
        steps = {**roadmap.renamed, **adopted}
        return {id: _end(id, steps, roadmap) for id in steps}
    named = dict.fromkeys(id for event in events for id in journal.named(event)) | dict.fromkeys(adopted.values())
    known = named | dict.fromkeys(adopted) | dict.fromkeys(id for event in events for id in _planned(event))
    if not adopted and all(_is_present(roadmap, id) for id in known):
        return {}
    steps = {**_exact(roadmap, events), **adopted}
    ends = {id: _end(id, steps, roadmap) for id in known}
    ambiguous = {id for event in events for id in event.get("alike", ())}
    lost = [
        id
        for id in named
        if id not in adopted and not _is_present(roadmap, ends[id]) and ambiguous.isdisjoint((id, ends[id]))
    ]
    if lost:
        steps |= _moved(roadmap, {ends[id] for id in lost})
        ends |= {id: _end(id, steps, roadmap) for id in known}
    return {id: end for id, end in ends.items() if id != end}


def settled_by(roadmap: Roadmap, events: Sequence[Event]) -> dict[str, str]:
    """Return what former ids mean that no event says the meaning of yet; one of an earlier mlpath may mean nothing but itself.

    An adoption can be taken back, and words may come to stand elsewhere: what these say is no part of it.
    """
    events = _settled(events)
    adopted, said = _adopted(events), _itself(events)
    named = dict.fromkeys(id for event in events for id in journal.named(event))
    former = [id for id in named if not _is_present(roadmap, id) and id not in adopted and id not in said]
    if not former:
        return {}
    steps = _exact(roadmap, events)
    ends = {id: _end(id, steps, roadmap) for id in former}
    return {id: end for id, end in ends.items() if id != end or not is_of_now(id)}


def above(roadmap: Roadmap, ids: Iterable[str]) -> dict[str, str]:
    """Return the digits of everything above those of `ids` whose own digits leave something out."""
    digits = {}
    for id in ids:
        whole = next((old for old in roadmap.items[roadmap.places[id]].was if is_of_now(old)), None)
        match = whole and re.fullmatch(_PRESENT_FORM, whole)
        if match:
            digits[id] = match["digits"]
    return digits


def is_of_now(id: str) -> bool:
    """Return whether an id that was made from text has the form that is made now."""
    return re.fullmatch(_PRESENT_FORM, id) is not None


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


class Words:
    """The items of a Markdown file by their words: by those that ids have now, and by those that an earlier mlpath gave them."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._items = tuple(items)

    def of(self, id: str) -> Sequence[Item]:
        """Return the items with the words of an id, in order."""
        return (self._now if is_of_now(id) else self._formerly).get(words_of(id), ())

    @cached_property
    def _now(self) -> Mapping[str, list[Item]]:
        return _grouped((words_of(item.id), item) for item in self._items)

    @cached_property
    def _formerly(self) -> Mapping[str, list[Item]]:
        return _grouped(
            (words_of(next((old for old in item.was if not is_of_now(old)), item.id)), item) for item in self._items
        )


def _grouped(pairs: Iterable[tuple[str, Item]]) -> Mapping[str, list[Item]]:
    groups: dict[str, list[Item]] = defaultdict(list)
    for words, item in pairs:
        groups[words].append(item)
    return groups


def _adopted(events: Sequence[Event]) -> dict[str, str]:
    adoptions = [event for event in events if event["kind"] == "adopt"]
    if not adoptions:
        return {}
    in_force = set(journal.history(events).undoable)
    return {event["old"]: event["new"] for event in adoptions if event["id"] in in_force}


def _settled(events: Sequence[Event]) -> Sequence[Event]:
    """Return the events with the ids that an event behind them says the meaning of as that event says it."""
    for number, event in enumerate(events):
        if "formerly" in event:
            meanings = {id: now for id, now in event["formerly"].items() if id != now}
            events = [*(_renamed(before, meanings) for before in events[:number]), *events[number:]]
    return events


def _itself(events: Sequence[Event]) -> set[str]:
    """Return the ids of an earlier mlpath that mean nothing but themselves."""
    return {id for event in events for id, now in event.get("formerly", {}).items() if id == now}


def _exact(roadmap: Roadmap, events: Sequence[Event]) -> dict[str, str]:
    """Return where former ids lead by what the file says: by everything above an item, and by the ids that it had."""
    itself = _itself(events)
    whole = {}
    for event in events:
        for id, digits in event.get("above", {}).items():
            match = None if _is_present(roadmap, id) else re.fullmatch(_PRESENT_FORM, id)
            if match:
                whole[id] = f"{id[: match.start('digits')]}{digits}{match['twin'] or ''}"
    steps = {id: other for id, other in whole.items() if other in roadmap.places}
    return steps | {old: new for old, new in roadmap.renamed.items() if old not in itself}


def _moved(roadmap: Roadmap, orphans: Collection[str]) -> dict[str, str]:
    """Return the items that ids without one lead to by their words."""
    words = Words(roadmap.items)
    found = {id: words.of(id) for id in orphans if words_of(id) != _NO_WORDS}
    return {id: items[0].id for id, items in found.items() if len(items) == 1}


def _is_present(roadmap: Roadmap, id: str) -> bool:
    return id in roadmap.places and id not in roadmap.renamed


def _end(id: str, steps: Mapping[str, str], roadmap: Roadmap) -> str:
    """Follow an id to the item that it means, or as far as it leads."""
    seen = {id}
    while id in steps and steps[id] not in seen and not (len(seen) > 1 and _is_present(roadmap, id)):
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
    for field in _BY_ID:
        said = event.get(field, {})
        if any(id in names for id in said):
            changed[field] = {names.get(id, id): value for id, value in said.items()}
    renamed = {**event, **changed} if changed else event
    return _with_planned(renamed, names) if any(id in names for id in _planned(event)) else renamed


def _planned(event: Event) -> Sequence[str]:
    """Return the ids of the items that a plan names: of what it spread anew, and of what was done before it."""
    if event["kind"] != "plan":
        return ()
    plan = event["plan"]
    return [*plan.get("before", ()), *(plan["left"]["items"] if "left" in plan else ())]


def _with_planned(event: Event, names: Mapping[str, str]) -> Event:
    """Return an event whose plan names items by other ids, each once."""

    def renamed(ids: Sequence[str]) -> list[str]:
        return list(dict.fromkeys(names.get(id, id) for id in ids))

    plan = event["plan"]
    own: dict[str, Any] = {"before": renamed(plan["before"])} if "before" in plan else {}
    if "left" in plan:
        own["left"] = {**plan["left"], "items": renamed(plan["left"]["items"])}
    return {**event, "plan": {**plan, **own}}


def _replanned(roadmap: Roadmap, events: Sequence[Event], number: int) -> Event:
    """Return an event of a Markdown file's journal; a plan counts its items where they stand now.

    A plan names many items that no other event may have named, and equal words in each week are usual. So an id that is
    gone stands for an item with the same words that the plan did not know: the first for the first, in the file's order.
    """
    event = events[number]
    planned = _planned(event)
    gone = [id for id in planned if id not in roadmap.places]
    if not gone:
        return event
    known = {*planned, *(id for before in events[:number] for id in journal.named(before))}
    words = Words(item for item in roadmap.items if item.id not in known)
    given: Counter[str] = Counter()
    moved: dict[str, str] = {}
    for id in gone:
        homes, nth = words.of(id), given[words_of(id)]
        if nth < len(homes):
            moved[id] = homes[nth].id
            given[words_of(id)] += 1
    return _with_planned(event, moved)
