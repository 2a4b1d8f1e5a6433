"""What the boxes of a Markdown file say, against what the journal says of the same items. Pure.

The journal decides, and a box lags behind it until it is written. So a box differs only where someone changed it by hand: where it
says neither what the journal says, nor what it said when the journal last knew of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from mlpath.journal import journal
from mlpath.journal.events import Event
from mlpath.journal.journal import UNTOUCHED, Progress
from mlpath.journal.transitions import DOING, SKIPPED, TODO
from mlpath.roadmap.roadmap import Roadmap


class Difference(NamedTuple):
    """An item, by its place, of which the file says another status than the journal; `on` is the day it was done, by the file."""

    place: int
    status: str
    box: str
    on: str | None


def differences(
    roadmap: Roadmap, events: Sequence[Event], progress: Progress, written: int | None
) -> tuple[Difference, ...]:
    """Return the items whose boxes someone changed by hand after the journal had decided, in order.

    `written` is the order of the event up to which the file's boxes were last written; None where they never were.
    """
    said = known(roadmap, events, written)
    # Where a file has no boxes for them, what is under way or skipped has an empty one.
    empty = () if any(item.box in (DOING, SKIPPED) for item in roadmap.items) else (DOING, SKIPPED)
    found = []
    for place, item in enumerate(roadmap.items):
        if item.id in said:
            status = progress.get(item.id, UNTOUCHED).status
            same = {TODO if each in empty else each for each in (status, said[item.id])}
            if item.box not in same:
                found.append(Difference(place, status, item.box, item.done_on))
    return tuple(found)


def known(roadmap: Roadmap, events: Sequence[Event], written: int | None) -> dict[str, str]:
    """Return for each item that the journal names what it last knew its box to say.

    What was taken back no longer knows of a change by hand.
    """
    said: dict[str, str] = {}
    written = -1 if written is None else written
    before = [event for event in events if event["order"] <= written]
    for event in before:
        said |= dict.fromkeys(journal.named(event), TODO)
    if said:
        progress = journal.fold(before, roadmap.boxes)
        said = {id: progress.get(id, UNTOUCHED).status for id in said}
    in_force = set(journal.history(events).undoable) if any("marks" in event for event in events) else set()
    for event in events[len(before) :]:
        marks = event.get("marks", {}) if event["id"] in in_force else {}
        for id in journal.named(event):
            if id in marks:
                said[id] = marks[id]
            elif id not in said:
                said[id] = journal.box_said(event, id)[0]
    return said
