"""The journal: the list of events that is all mlpath stores, and what can be read out of it. Pure.

An event is a plain dict as it stands in the file, so that fields which this version doesn't know survive a rewrite.
Progress is a fold over the events. Undo and redo are events too; nothing is ever deleted.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from mlpath.journal import transitions
from mlpath.journal.events import LAST_MOMENT, Damaged, Event, Newer, check_event, day_of, is_shallow, is_text
from mlpath.journal.evidence import Evidence, gathered
from mlpath.journal.notes import FIELDS, Note, follow_notes
from mlpath.journal.transitions import DONE, TODO

FORMAT = "mlpath-journal"
VERSION = 1
# The field that tells whether the file is as mlpath wrote it: of the file, not of the journal in it.
CHECKSUM = "checksum"


class Foreign(ValueError):
    """A sound document, but not this roadmap's journal."""


class Journal(NamedTuple):
    """A roadmap's events, in (order, id) order, and the file's other fields, which a rewrite keeps.

    `sound` is false where something else than mlpath changed a file that they come from, until the user accepts that.
    """

    roadmap: str
    events: tuple[Event, ...] = ()
    extra: Mapping[str, Any] = {}
    sound: bool = True


class ItemProgress(NamedTuple):
    """An item's status, the day since when it has it, the day it was done (ISO dates or None), its notes and its evidence.

    Of evidence, all stays of which every test held, once for each version of the tests; before there is any, the last that there is.
    """

    status: str = TODO
    since: str | None = None
    done_on: str | None = None
    notes: tuple[Note, ...] = ()
    evidence: tuple[Evidence, ...] = ()


# By the items' ids; an item that no event names is not in it.
Progress = Mapping[str, ItemProgress]

UNTOUCHED = ItemProgress()
# The fields of the file that mean something here.
_OWN = frozenset({"format", "version", "roadmap", "events", CHECKSUM})
# What the boxes in a file say of the items that are not to do: their status, and the day they were done (ISO or None).
Boxes = Mapping[str, tuple[str, str | None]]
_NONE: Boxes = {}
_OF_ONE_ITEM = ("note", "verify")


def from_document(document: object, roadmap: str | None) -> Journal:
    """Return the journal of `roadmap` (of any where it is None) that a JSON document holds, its events in order.

    Raises Damaged, Foreign or Newer, with the reason as text.
    """
    if not isinstance(document, dict):
        raise Damaged("it holds no JSON object")
    if document.get("format") != FORMAT:
        raise Foreign(f'it has no "format": "{FORMAT}"')
    version = document.get("version")
    if type(version) is not int or version < 1:
        raise Damaged('its "version" is no positive number')
    if version > VERSION:
        raise Newer(f"it has version {version}, and this mlpath knows {VERSION}")
    owner, events = document.get("roadmap"), document.get("events")
    if not isinstance(owner, str) or not is_text(owner):
        raise Damaged('it has no "roadmap"')
    if not isinstance(events, list):
        raise Damaged('its "events" are no list')
    for number, event in enumerate(events, 1):
        check_event(event, number)
    if roadmap is not None and owner != roadmap:
        raise Foreign(f"it belongs to the roadmap {owner!r}, not to {roadmap!r}")
    extra = {key: value for key, value in document.items() if key not in _OWN}
    if not is_shallow(extra):
        raise Damaged("a field beside its events is nested too deeply")
    return Journal(owner, _with_room(merge([events])), extra)


def to_document(journal: Journal) -> dict[str, Any]:
    """Return the JSON document that `from_document` reads: the same document for the same events."""
    head = {"format": FORMAT, "version": VERSION, "roadmap": journal.roadmap}
    return {**head, **journal.extra, "events": list(journal.events)}


def merge(journals: Iterable[Iterable[Event]]) -> tuple[Event, ...]:
    """Return the union of several lists of events by id, in (order, id) order.

    This is a grow-only set, the simplest state-based CRDT (Shapiro et al. 2011, "Conflict-free Replicated Data Types"):
    merging is commutative, associative and idempotent. Where two events are equal but written otherwise (1 for true, keys in
    another order), the one that sorts last as JSON stays. Raises Damaged where one id stands for two different events.
    """
    union: dict[str, Event] = {}
    for events in journals:
        for event in events:
            known = union.setdefault(event["id"], event)
            if known is event:
                continue
            if known != event:
                raise Damaged(f"the event {event['id']!r} stands there with two different contents")
            if repr(known) != repr(event):
                union[event["id"]] = max(known, event, key=json.dumps)
    return tuple(sorted(union.values(), key=lambda event: (event["order"], event["id"])))


def _with_room(events: tuple[Event, ...]) -> tuple[Event, ...]:
    """Return events in order. Raises Damaged where an order that counting on can't have led to leaves no room behind it."""
    if events and events[-1]["order"] >= LAST_MOMENT + len(events):
        raise Damaged('the "order" of its last event leaves no room for another')
    return events


def union(journals: Sequence[Journal]) -> Journal:
    """Return the journal with all events and all other fields of several journals of one roadmap.

    Where two have another field of the same name, the value that sorts last as JSON stays, whatever the order of the
    journals. It is sound where all of them are. Raises Foreign where the roadmaps differ, and Damaged as `merge` does.
    """
    roadmaps = sorted({journal.roadmap for journal in journals})
    if len(roadmaps) > 1:
        raise Foreign(f"it belongs to the roadmap {roadmaps[0]!r}, the other to {roadmaps[1]!r}")
    extra: dict[str, Any] = {}
    for name in sorted({name for journal in journals for name in journal.extra}):
        values = [journal.extra[name] for journal in journals if name in journal.extra]
        extra[name] = max(values, key=lambda value: (json.dumps(value, sort_keys=True), json.dumps(value)))
    sound = all(journal.sound for journal in journals)
    return Journal(roadmaps[0], merge(journal.events for journal in journals), extra, sound)


def continued(older: Journal, newer: Journal) -> Journal:
    """Return a journal, and behind its own events those of a newer one that came after them."""
    ids, last = {event["id"] for event in older.events}, older.events[-1]["order"] if older.events else -1
    later = (event for event in newer.events if event["order"] > last and event["id"] not in ids)
    return older._replace(events=(*older.events, *later))


def unlike(one: Journal, other: Journal) -> tuple[Event, ...]:
    """Return the events of a journal that another has not, or has with another content."""
    there = {event["id"]: event for event in other.events}
    return tuple(event for event in one.events if there.get(event["id"]) != event)


def next_order(events: Sequence[Event], now: int) -> int:
    """Return the order of a new event: `now` in UTC milliseconds, or one more than the last where the clock fell back."""
    return max(now, events[-1]["order"] + 1) if events else now


class History(NamedTuple):
    """The ordinary events in force and those that `redo` would put back, each as a stack of ids with the last on top."""

    undoable: tuple[str, ...]
    redoable: tuple[str, ...]


def history(events: Iterable[Event]) -> History:
    """Return the undo and redo stacks after all events.

    An ordinary event goes on the undo stack and clears the redo stack, as in an editor. An undo or redo names its
    target, so that it does the same wherever a merge puts it; where there is nothing to take out or put back, it does
    nothing. A redo finds its target even when a merged-in event has cleared the redo stack before it.
    """
    done: dict[str, None] = {}
    undone: dict[str, None] = {}
    redoable: dict[str, None] = {}
    for event in events:
        if event["kind"] == "undo":
            if event["target"] in done:
                del done[event["target"]]
                undone[event["target"]] = redoable[event["target"]] = None
        elif event["kind"] == "redo":
            if event["target"] in undone:
                del undone[event["target"]]
                redoable.pop(event["target"], None)
                done[event["target"]] = None
        else:
            done[event["id"]] = None
            redoable.clear()
    return History(tuple(done), tuple(redoable))


def fold(events: Sequence[Event], boxes: Boxes = _NONE) -> Progress:
    """Return the progress after all events, in which every id is the present one (see `renames.present`).

    An item that no event in force names is not in it, unless its box in the file says something (`boxes`). As the same transitions
    apply here as in the commands, merging never turns a done item into a skipped one.
    """
    in_force = set(history(events).undoable)
    events = [event for event in events if event["kind"] != "review"]  # In the long run, these are most of all.
    progress = _of_boxes(events, boxes)
    notes: dict[str, dict[str, Note]] = {}
    for event in events:
        if event["id"] in in_force:
            for id in named(event):
                progress[id] = _after(progress.get(id, UNTOUCHED), event)
                if event.keys() & FIELDS:
                    follow_notes(notes.setdefault(id, {}), event)
    return progress | {id: progress[id]._replace(notes=tuple(own.values())) for id, own in notes.items()}


def follow(progress: Progress, event: Event) -> Progress:
    """Return the progress after one more event, as `fold` does of all of them; `progress` itself stays as it is.

    The event is one about items: an undo, a redo or an adoption may lead anywhere.
    """
    changed = {}
    for id in named(event):
        item = progress.get(id, UNTOUCHED)
        notes = {note.event: note for note in item.notes}
        follow_notes(notes, event)
        changed[id] = _after(item, event)._replace(notes=tuple(notes.values()))
    return {**progress, **changed}


def plans(events: Sequence[Event]) -> list[dict[str, Any]]:
    """Return the plans in force, as the journal writes them, the latest last."""
    planning = [event for event in events if event["kind"] == "plan"]
    if not planning:
        return []
    in_force = set(history(events).undoable)
    return [event["plan"] for event in planning if event["id"] in in_force]


def reviews(events: Sequence[Event]) -> list[Event]:
    """Return the answers to cards that are in force, in their order."""
    answers = [event for event in events if event["kind"] == "review"]
    if not answers:
        return []
    in_force = set(history(events).undoable)
    return [event for event in answers if event["id"] in in_force]


def named(event: Event) -> Sequence[str]:
    """Return the ids of the items that an event names; a review, a plan, an undo and an adoption name none."""
    if event["kind"] in _OF_ONE_ITEM:
        return [event["item"]]
    items: Sequence[str] = event["items"] if event["kind"] in transitions.KINDS else ()
    return items


def _of_boxes(events: Sequence[Event], boxes: Boxes) -> dict[str, ItemProgress]:
    """Return the progress before any event.

    Of an item that the journal has named, be it in an event that was taken back, the first such event says what its box
    said then; what the file says later no longer counts.
    """
    if not boxes and not any("boxes" in event or "marks" in event for event in events):
        return {}
    said = dict(boxes)
    named_before: set[str] = set()
    for event in events:
        for id in named(event):
            if id not in named_before:
                named_before.add(id)
                said[id] = box_said(event, id)
    return {id: ItemProgress(status, day, day) for id, (status, day) in said.items() if status != TODO}


def box_said(event: Event, id: str) -> tuple[str, str | None]:
    """Return what an item's box said when an event first named it, as the event says it."""
    if id in event.get("boxes", ()):
        return DONE, event.get("done_on", {}).get(id)
    return event.get("marks", {}).get(id, TODO), None


def _after(item: ItemProgress, event: Event) -> ItemProgress:
    """Return an item's progress after an event that names it, its notes left as they are."""
    kind, day = event["kind"], day_of(event)
    if kind == "note":
        return item
    since, done_on, evidence = item.since, item.done_on, item.evidence
    if kind == "verify":
        status = transitions.after_verify(item.status, all_hold=not event["fails"])
        evidence = gathered(evidence, event)
    else:
        status = transitions.after(kind, item.status)
    if status != item.status:
        since, done_on = day, None
        evidence = () if status == TODO else evidence
    if status == DONE and (item.status != DONE or (kind == "check" and "on" in event)):
        since = done_on = event.get("on", day)
    return ItemProgress(status=status, since=since, done_on=done_on, notes=item.notes, evidence=evidence)
