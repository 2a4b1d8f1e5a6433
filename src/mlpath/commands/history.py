"""The commands that look back: `log` and `stats`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from mlpath.commands import plan as planning
from mlpath.commands.study import Snapshot, Study
from mlpath.journal import journal
from mlpath.journal.events import REVERSALS, Event
from mlpath.journal.transitions import DOING, DONE
from mlpath.pace import activity
from mlpath.pace import plan as plans
from mlpath.pace.activity import Streak
from mlpath.pace.outlook import Outlook
from mlpath.progress import summary
from mlpath.progress.summary import Count, Entry
from mlpath.roadmap.roadmap import RESOURCES, SECTION, Roadmap


class Period(NamedTuple):
    """The days from `first` to `last`, both included."""

    first: date
    last: date

    def has(self, iso: str | None) -> bool:
        """Return whether an ISO date, or the date of an ISO moment, lies in it."""
        return iso is not None and self.first.isoformat() <= iso[:10] <= self.last.isoformat()


class Logged(NamedTuple):
    """An event, the entries that it names as they are now, and the ids among them that the roadmap no longer has.

    `in_force` is false for what was taken back. `target` is the event that an undo or redo names, where there is one.
    """

    event: Event
    entries: tuple[Entry, ...]
    gone: tuple[str, ...]
    in_force: bool
    target: Event | None


class Log(NamedTuple):
    """Events, the newest first; `more` counts older ones that were left out."""

    logged: tuple[Logged, ...]
    more: int


class Retrospective(NamedTuple):
    """What became of a period: done, begun (and not done), slipped (planned for it and still open), and other notes."""

    period: Period
    done: tuple[Entry, ...]
    begun: tuple[Entry, ...]
    slipped: tuple[Entry, ...]
    noted: tuple[Entry, ...]
    overall: Count
    outlook: Outlook
    roadmap: Roadmap


class Stats(NamedTuple):
    """The effort: items done per day and per ISO week (by its Monday), streaks, and counts per section."""

    today: date
    roadmap: Roadmap
    days: dict[date, int]
    per_week: dict[date, int]
    streak: Streak
    overall: Count
    sections: tuple[tuple[str, str, Count], ...]


def log(study: Study, period: Period, most: int | None = None) -> Log:
    """Return the events of a period, at most `most` of them. Raises StateError."""
    snapshot = study.look()
    in_force = set(journal.history(snapshot.events).undoable)
    by_id = {event["id"]: event for event in snapshot.events}
    wanted = [event for event in reversed(snapshot.events) if period.has(event["at"])]
    chosen = wanted if most is None else wanted[:most]
    return Log(tuple(_logged(snapshot, event, in_force, by_id) for event in chosen), len(wanted) - len(chosen))


def retrospective(study: Study, period: Period) -> Retrospective:
    """Return what became of a period. Raises StateError."""
    snapshot = study.look()
    roadmap = study.roadmap
    entries = [summary.entry(roadmap, snapshot.progress, place) for place in range(len(roadmap.items))]
    begun = _begun(snapshot, period)
    found = planning.outlook_of(study, snapshot)
    slots = plans.schedule(found.plan, roadmap)
    over = {slot.week.address for slot in slots if period.first <= slot.last <= min(period.last, found.today)}
    done = tuple(entry for entry in entries if entry.status == DONE and period.has(entry.done_on))
    started = tuple(entry for entry in entries if entry.item.id in begun and entry not in done)
    slipped = tuple(
        entry for entry in entries if entry.status in summary.OPEN and entry.week and entry.week.address in over
    )
    said = {entry.item.id for entry in (*done, *started, *slipped)}
    noted = (entry for entry in entries if any(period.has(note["at"]) for note in entry.notes))
    return Retrospective(
        period,
        done,
        started,
        slipped,
        tuple(entry for entry in noted if entry.item.id not in said),
        summary.count(roadmap, snapshot.progress, range(len(roadmap.items))),
        found,
        roadmap,
    )


def stats(study: Study, snapshot: Snapshot | None = None) -> Stats:
    """Return the effort so far. Raises StateError."""
    snapshot = snapshot or study.look()
    roadmap, progress = study.roadmap, snapshot.progress
    active = activity.days({item.id: progress[item.id] for item in roadmap.items if item.id in progress})
    pauses = planning.outlook_of(study, snapshot).plan.pauses
    return Stats(
        study.today(),
        roadmap,
        active,
        activity.per_week(active),
        activity.streak(active, study.today(), pauses),
        summary.count(roadmap, progress, range(len(roadmap.items))),
        tuple(_sections(snapshot)),
    )


def _logged(snapshot: Snapshot, event: Event, in_force: set[str], by_id: dict[str, Event]) -> Logged:
    roadmap = snapshot.roadmap
    ids = event.get("items") or ([event["item"]] if "item" in event else [])
    return Logged(
        event,
        tuple(summary.entry(roadmap, snapshot.progress, roadmap.places[id]) for id in ids if id in roadmap.places),
        tuple(id for id in ids if id not in roadmap.places),
        event["kind"] in REVERSALS or event["id"] in in_force,
        by_id.get(event.get("target", "")),
    )


def _begun(snapshot: Snapshot, period: Period) -> set[str]:
    """Return the ids of what was begun in a period and has not been set back since."""
    in_force = set(journal.history(snapshot.events).undoable)
    names = snapshot.names
    ids = (
        names.get(id, id)
        for event in snapshot.events
        if event["kind"] == "begin" and event["id"] in in_force and period.has(event["at"])
        for id in event["items"]
    )
    return {id for id in ids if snapshot.progress[id]["status"] in (DOING, DONE)}


def _sections(snapshot: Snapshot) -> Iterator[tuple[str, str, Count]]:
    """Yield name, title and count of each kind of section, over all weeks, and of each group of resources."""
    found: dict[tuple[bool, str], tuple[str, list[int]]] = {}
    for group in snapshot.roadmap.groups:
        if group.kind == SECTION:
            resources = snapshot.roadmap.groups[group.parent].kind == RESOURCES
            places = found.setdefault((resources, group.name), (group.title, []))[1]
            places.extend(range(group.start, group.end))
    for (_, name), (title, places) in found.items():
        yield name, title, summary.count(snapshot.roadmap, snapshot.progress, places)
