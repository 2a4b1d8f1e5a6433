"""One change of a study: the state file is held, looked at, and written, in a straight line."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from functools import wraps
from typing import TYPE_CHECKING, Any, NamedTuple, ParamSpec, TypeVar

from mlpath import dates
from mlpath.journal import file, journal, renames
from mlpath.journal.encoding import encode
from mlpath.journal.events import Event, check_event, is_text
from mlpath.journal.journal import Journal, Progress
from mlpath.journal.transitions import DONE
from mlpath.roadmap.roadmap import Roadmap
from mlpath.system import memory

if TYPE_CHECKING:
    from mlpath.commands.study import Study
    from mlpath.progress.boxes import Difference

# The journal's own notes: of the Markdown file that it belongs to, and of the event up to which that file's boxes were written.
SOURCE, WRITTEN = "source", "written"

P = ParamSpec("P")
R = TypeVar("R")


class Snapshot(NamedTuple):
    """A study at one moment. `journal` is what the state file holds, None where there is none yet.

    `events` are its events with every id as the roadmap has it now; nothing but a write looks at those of the file. `seen` is
    the version of the file that was read, for what is remembered of it.
    """

    roadmap: Roadmap
    journal: Journal | None
    events: Sequence[Event]
    progress: Progress
    seen: memory.Source | None = None

    @property
    def differences(self) -> tuple[Difference, ...]:
        """The boxes of a Markdown file that someone changed by hand after the journal had decided."""
        if not self.roadmap.from_text or self.journal is None:
            return ()
        from mlpath.progress import boxes

        return boxes.differences(self.roadmap, self.events, self.progress, written(self.journal))


def written(stored: Journal | None) -> int | None:
    """Return the order of the event up to which a file's boxes were written, None where they never were."""
    order = stored.extra.get(WRITTEN) if stored else None
    return order if type(order) is int else None


class Overtaken(Exception):
    """Another process wrote the first event, after this one had looked and before it held the state file."""


def decided_under_lock(command: Callable[P, R]) -> Callable[P, R]:
    """Let a command that makes a change decide once more, on what stands there now, where it was overtaken."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except Overtaken:
            return command(*args, **kwargs)

    return run


class Change:
    """A study while it is being changed: `before` as it was found, `after` as it is, the same until something is written."""

    def __init__(self, study: Study, locks: ExitStack) -> None:
        self._study = study
        self._locks = locks
        self._held: file.Held | None = None
        self.before = self.after = study.snapshot(None)

    def hold(self) -> file.Held:
        """Hold the state file from now on, and look at it under the lock. Raises StateError."""
        if self._held is None:
            self._held = self._locks.enter_context(file.locked(self._study.state_at.path, self._study.roadmap.id))
            self.before = self.after = self._study.snapshot(self._held.journal)
        return self._held

    def _holding(self) -> file.Held:
        """Return what is held; hold it now where there was nothing to hold. Raises Overtaken."""
        if self._held is None and self.hold().journal is not None:
            raise Overtaken
        return self.hold()

    def append(self, kind: str, **fields: Any) -> None:
        """Append an event of a kind with its own fields, as of now. Raises StateError."""
        self.append_all([{"kind": kind, **fields}])

    def append_all(self, own: Sequence[dict[str, Any]]) -> None:
        """Append several events, each with its kind and its own fields, as of now and in one go. Raises StateError."""
        held, roadmap = self._holding(), self._study.roadmap
        stored = held.journal or Journal(roadmap.id)
        for fields in own:
            event = self._event(stored, fields)
            stored = stored._replace(events=(*stored.events, event))
        source = self._study.roadmap_at.path
        if roadmap.from_text and is_text(source):  # A name that is not UTF-8 is no JSON.
            stored = stored._replace(extra={**stored.extra, SOURCE: source})
        self._write(held, stored, event if len(own) == 1 else None)

    def merge(self, other: Journal, keep: str) -> None:
        """Add the events of another journal; nothing is written where that leaves the file as it is. Raises StateError.

        What stood there before is kept as a backup of the name `keep`.
        """
        held = self._holding()
        stored = held.journal or Journal(self._study.roadmap.id)
        merged = journal.union([stored, other])
        # What is equal may still be written otherwise; after a merge, every machine has the same bytes.
        if encode(merged) != (encode(stored) if held.data is None else held.data):
            self._write(held, merged, keep=keep)

    def boxes_written(self) -> None:
        """Note that the file's boxes say now what the journal says. Raises StateError."""
        stored = self.before.journal
        if stored is not None and stored.events and written(stored) != stored.events[-1]["order"]:
            self._write(self.hold(), stored._replace(extra={**stored.extra, WRITTEN: stored.events[-1]["order"]}))

    def accept(self) -> None:
        """Let what stands in the state file be what it is to hold, whatever changed it. Raises StateError."""
        stored = self.before.journal
        if stored is not None and not stored.sound:
            self._write(self.hold(), stored._replace(sound=True))

    def _write(self, held: file.Held, stored: Journal, event: Event | None = None, keep: str = "") -> None:
        held.write(stored, self._study.today().isoformat(), keep)
        if event and event["kind"] == "review":  # Progress is the same.
            self.after = self.after._replace(journal=stored, events=(*self.after.events, event))
        elif event is None or not journal.named(event) or any(past["kind"] == "adopt" for past in stored.events):
            self.after = self._study.snapshot(stored)
        else:  # The event names present ids alone, and nothing else changes with it.
            progress = journal.follow(self.after.progress, event)
            events = (*self.after.events, event)
            self.after = Snapshot(roadmap=self._study.roadmap, journal=stored, events=events, progress=progress)
        self._study.leave(self.after, held.data)

    def _event(self, stored: Journal, own: dict[str, Any]) -> Event:
        now = self._study.clock()
        day = dates.counted_day(now, self._study.day_starts)
        event = {
            "id": os.urandom(8).hex(),
            "order": journal.next_order(stored.events, int(now.timestamp() * 1000)),
            "at": now.isoformat(timespec="seconds"),
            **({} if day == now.date() else {"day": day.isoformat()}),
            **own,
            **self._from_text(journal.named(own), stored),
        }
        check_event(event, len(stored.events) + 1)
        return event

    def _from_text(self, ids: Sequence[str], stored: Journal) -> dict[str, Any]:
        """Return what the file says of items that an event names, and what becomes of their ids once it is edited."""
        roadmap = self._study.roadmap
        if not roadmap.from_text or not ids:
            return {}
        formerly = renames.settled_by(roadmap, stored.events)
        known = dict.fromkeys(id for event in self.before.events for id in journal.named(event))
        new = [id for id in ids if id not in known]
        said = {id: roadmap.boxes[id] for id in new if id in roadmap.boxes}
        changed = self._changed_by_hand([id for id in ids if id in known])
        fields: dict[str, Any] = {
            "boxes": [id for id, (status, _) in said.items() if status == DONE],
            "marks": {id: status for id, (status, _) in said.items() if status != DONE} | changed,
            "done_on": {id: day for id, (_, day) in said.items() if day},
            "alike": self._alike(ids, known),
            "above": renames.above(roadmap, [*new, *(id for id in formerly.values() if id in roadmap.places)]),
            "formerly": formerly,
        }
        return {name: value for name, value in fields.items() if value}

    def _changed_by_hand(self, ids: Sequence[str]) -> dict[str, str]:
        """Return what the boxes of items say that the journal names already, where that is not what it knows of them."""
        if not ids:
            return {}
        from mlpath.progress import boxes

        roadmap = self._study.roadmap
        said = boxes.known(roadmap, self.before.events, written(self.before.journal))
        now = {id: roadmap.items[roadmap.places[id]].box for id in ids}
        return {id: status for id, status in now.items() if status != said[id]}

    def _alike(self, ids: Sequence[str], known: Iterable[str]) -> list[str]:
        """Return the items named so far, `ids` among them, whose progress is not to follow their words.

        Others have the same words, or nothing has them now: whoever comes to have them later is another.
        """
        places = self._study.roadmap.places
        said = {id for event in self.before.events for id in event.get("alike", ())}
        said.update(ids)
        alone = [id for id in known if id not in said]
        lost = [id for id in alone if id not in places]
        return [*renames.alike(self._study.roadmap, [*ids, *(id for id in alone if id in places)]), *lost]
