"""The commands that look back: `log` and `stats`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from mlpath import dates
from mlpath.commands.change import Snapshot
from mlpath.commands.plan import outlook_of
from mlpath.commands.study import Study
from mlpath.errors import UsageError
from mlpath.journal import journal
from mlpath.journal.events import REVERSALS, Event, day_of
from mlpath.journal.transitions import DOING, DONE
from mlpath.pace import activity
from mlpath.pace import plan as plans
from mlpath.pace.results import Retrospective, Stats
from mlpath.progress import summary
from mlpath.progress.reports import Log, LogEntry, Period
from mlpath.progress.summary import Count
from mlpath.roadmap.roadmap import RESOURCES, SECTION


def period(today: date, since: str | None, until: str | None, *, week: bool) -> Period:
    """Return the days from `since` to `until`, as people write days; the whole ISO week of `since` (of today) with `week`.

    Raises BadDate, and UsageError where the end comes before the beginning.
    """
    first = date.min if since is None else dates.parse_past(since, today)
    if week:
        first = activity.monday(today if since is None else first)
        return Period(first, first + timedelta(days=6))
    last = date.max if until is None else dates.parse(until, today, past=True)
    if last < first:
        raise UsageError(
            f"{dates.long_day(last)} comes before {dates.long_day(first)}", "--since names the earlier day"
        )
    if since is not None and until is None:
        last = max(today, first)
    return Period(first, last)


def log(study: Study, period: Period, most: int | None = None) -> Log:
    """Return the events of a period, at most `most` of them. Raises StateError."""
    snapshot = study.look()
    in_force = set(journal.history(snapshot.events).undoable)
    by_id = {event["id"]: event for event in snapshot.events}
    events = [event for event in reversed(snapshot.events) if period.has(day_of(event))]
    newest = events if most is None else events[:most]
    return Log(tuple(_log_entry(snapshot, event, in_force, by_id) for event in newest), len(events) - len(newest))


def retrospective(study: Study, period: Period) -> Retrospective:
    """Return what became of a period. Raises StateError."""
    snapshot = study.look()
    roadmap = study.roadmap
    entries = [summary.entry(roadmap, snapshot.progress, place) for place in range(len(roadmap.items))]
    begun_ids = _begun(snapshot, period)
    outlook = outlook_of(study, snapshot)
    slots = plans.schedule(outlook.plan, roadmap)
    over = {slot.week.address for slot in slots if period.first <= slot.last <= min(period.last, outlook.today)}
    done = tuple(entry for entry in entries if entry.status == DONE and period.has(entry.done_on))
    begun = tuple(entry for entry in entries if entry.item.id in begun_ids and entry not in done)
    slipped = tuple(
        entry for entry in entries if entry.status in summary.OPEN and entry.week and entry.week.address in over
    )
    told = {entry.item.id for entry in (*done, *begun, *slipped)}
    noted = (entry for entry in entries if any(period.has(note.day) for note in entry.notes))
    return Retrospective(
        period=period,
        done=done,
        begun=begun,
        slipped=slipped,
        noted=tuple(entry for entry in noted if entry.item.id not in told),
        overall=summary.count(roadmap, snapshot.progress, range(len(roadmap.items))),
        outlook=outlook,
        roadmap=roadmap,
    )


def stats(study: Study, snapshot: Snapshot | None = None) -> Stats:
    """Return the effort so far. Raises StateError."""
    snapshot = snapshot or study.look()
    roadmap, progress = study.roadmap, snapshot.progress
    days = activity.days(progress[item.id] for item in roadmap.items if item.id in progress)
    pauses = outlook_of(study, snapshot).plan.pauses
    return Stats(
        today=study.today(),
        roadmap=roadmap,
        days=days,
        per_week=activity.per_week(days),
        streak=activity.streak(days, study.today(), pauses),
        overall=summary.count(roadmap, progress, range(len(roadmap.items))),
        sections=tuple(_sections(snapshot)),
    )


def _log_entry(snapshot: Snapshot, event: Event, in_force: set[str], by_id: dict[str, Event]) -> LogEntry:
    roadmap = snapshot.roadmap
    places = {id: roadmap.places.get(id) for id in journal.named(event)}
    return LogEntry(
        event=event,
        entries=tuple(
            summary.entry(roadmap, snapshot.progress, place) for place in places.values() if place is not None
        ),
        gone=tuple(id for id, place in places.items() if place is None),
        in_force=event["kind"] in REVERSALS or event["id"] in in_force,
        target=by_id.get(event.get("target", "")),
    )


def _begun(snapshot: Snapshot, period: Period) -> set[str]:
    """Return the ids of what was begun in a period and has not been set back since."""
    in_force = set(journal.history(snapshot.events).undoable)
    ids = (
        id
        for event in snapshot.events
        if event["kind"] == "begin" and event["id"] in in_force and period.has(day_of(event))
        for id in event["items"]
    )
    return {id for id in ids if snapshot.progress[id].status in (DOING, DONE)}


def _sections(snapshot: Snapshot) -> Iterator[tuple[str, str, Count]]:
    """Yield name, title and count of each kind of section, over all weeks, and of each group of resources."""
    kinds: dict[tuple[bool, str], tuple[str, list[int]]] = {}
    for group in snapshot.roadmap.groups:
        if group.kind == SECTION:
            resources = snapshot.roadmap.groups[group.parent].kind == RESOURCES
            places = kinds.setdefault((resources, group.name), (group.title, []))[1]
            places.extend(range(group.start, group.end))
    for (_, name), (title, places) in kinds.items():
        yield name, title, summary.count(snapshot.roadmap, snapshot.progress, places)
