"""The notes on an item, as events write and remove them. Pure."""

from __future__ import annotations

from typing import NamedTuple

from mlpath.journal.events import Event, day_of

# The fields of an event that say something about notes.
FIELDS = frozenset({"text", "note", "link", "more", "remove"})


class Note(NamedTuple):
    """A note on an item: the id of the event that wrote it, its moment and its day (ISO 8601), its text and its link.

    Either of the last two may be None. Of several notes that one event wrote, all but the first have their number behind its id.
    """

    event: str
    at: str
    day: str
    text: str | None
    link: str | None


def follow_notes(notes: dict[str, Note], event: Event) -> None:
    """Add to an item's notes, by the events that wrote them, those of an event that names it; or remove one."""
    text, link = event.get("text" if event["kind"] == "note" else "note"), event.get("link")
    if event["kind"] == "note" and "remove" in event:
        notes.pop(event["remove"], None)
    if text is not None or link is not None:
        notes[event["id"]] = Note(event=event["id"], at=event["at"], day=day_of(event), text=text, link=link)
    for number, more in enumerate(event.get("more", ()), 2):
        id, words = f"{event['id']}.{number}", more.get("text")
        notes[id] = Note(event=id, at=event["at"], day=day_of(event), text=words, link=more.get("link"))
