"""The commands that look back: `log` and `stats`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta

from mlpath import dates
from mlpath.commands.change import Snapshot
from mlpath.commands.deck import deck_of
from mlpath.commands.deck import items as items_asked
from mlpath.commands.plan import outlook_of
from mlpath.commands.study import Study
from mlpath.errors import UsageError
from mlpath.journal import journal
from mlpath.journal.events import REVERSALS, Event, day_of, day_told
from mlpath.journal.journal import UNTOUCHED, ItemProgress, Progress
from mlpath.journal.transitions import DOING, DONE
from mlpath.pace import activity, outlook
from mlpath.pace import plan as plans
from mlpath.pace.results import Retrospective, Stats
from mlpath.progress import summary
from mlpath.progress.reports import Log, LogEntry, Period
from mlpath.progress.retained import Retained, together
from mlpath.progress.summary import Count
from mlpath.review.deck import Deck
from mlpath.roadmap import lookup
from mlpath.roadmap.roadmap import RESOURCES, SECTION

# How many weeks back `stats` says what was retained.
_WEEKS_BACK = 7
ALWAYS = Period(date.min, date.max)


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


def log(study: Study, period: Period, most: int | None = None, text: str | None = None) -> Log:
    """Return the events of a period, at most `most` of them, the newest first; only those about what the address `text` names.

    An answer is about the item whose guide asks the question. An event belongs to the day that it counts for. Of all time, they
    are in the order in which they were made. Without a `text`, all events are meant. Raises UnknownAddress and its kin, and StateError.
    """
    snapshot = study.look()
    about = None if text is None else study.resolve_one(lookup.target_of(study.roadmap, text), snapshot)
    ids = None if about is None else {study.roadmap.items[place].id for place in about.places}
    about_them = snapshot.events if ids is None else _naming(study, snapshot, ids)
    events = [event for event in reversed(about_them) if period.has(day_told(event))]
    if period != ALWAYS:
        events.sort(key=day_told, reverse=True)
    newest = events if most is None else events[:most]
    entries = tuple(_log_entries(snapshot, newest))
    return Log(entries, len(events) - len(newest), period, about.address if about else None)


def _naming(study: Study, snapshot: Snapshot, ids: set[str]) -> list[Event]:
    """Return the events that name one of the items or a card of theirs, or that take back or put back one that does."""
    asked = {card for card, item in items_asked(study, snapshot).items() if item in ids}
    by_id = {event["id"]: event for event in snapshot.events}

    def names(event: Event) -> bool:
        return event["card"] in asked if event["kind"] == "review" else not ids.isdisjoint(journal.named(event))

    return [event for event in snapshot.events if names(by_id.get(event.get("target", ""), event))]


def retrospective(study: Study, period: Period) -> Retrospective:
    """Return what became of a period. Raises StateError."""
    snapshot, today = study.look(), study.today()
    roadmap, end = study.roadmap, min(period.last, today)
    progress = _as_of(snapshot.progress, end)
    entries = [summary.entry(roadmap, progress, place) for place in range(len(roadmap.items))]
    begun_ids = _begun(snapshot, period)
    planned = [event for event in snapshot.events if event["kind"] != "plan" or day_of(event) <= end.isoformat()]
    now = outlook.outlook(roadmap, progress, journal.plans(planned), end, ended=end == period.last)
    slots = plans.schedule(now.plan, roadmap)
    over = {slot.week.address for slot in slots if period.first <= slot.last <= end}
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
        overall=summary.count(roadmap, progress, range(len(roadmap.items))),
        verified=summary.verified(roadmap, progress),
        retained=_retained(study, snapshot, end),
        outlook=now,
        roadmap=roadmap,
    )


def stats(study: Study, snapshot: Snapshot | None = None) -> Stats:
    """Return the effort so far. Raises StateError."""
    snapshot = snapshot or study.look()
    roadmap, progress = study.roadmap, snapshot.progress
    days = activity.days(progress[item.id] for item in roadmap.items if item.id in progress)
    plan = outlook_of(study, snapshot).plan
    deck = deck_of(study, snapshot)
    return Stats(
        today=study.today(),
        roadmap=roadmap,
        days=days,
        per_week=activity.per_week(days),
        streak=activity.streak(days, study.today(), plan.pauses, plan.rest),
        overall=summary.count(roadmap, progress, range(len(roadmap.items))),
        verified=summary.verified(roadmap, progress),
        sections=tuple(_sections(snapshot)),
        retained=together(deck.retained().values()),
        recalled=tuple(_recalled(deck)),
        forecast=tuple(deck.forecast()) if deck.cards else (),
    )


def _retained(study: Study, snapshot: Snapshot, day: date) -> Retained:
    return next(deck_of(study, snapshot).retained_on([day.toordinal()]))


def _recalled(deck: Deck) -> Iterator[tuple[date, Retained]]:
    """Yield what was retained at the end of each of the last weeks, none before there were cards, and today."""
    today = date.fromordinal(deck.today)
    sundays = [activity.monday(today) - timedelta(days=1 + 7 * number) for number in reversed(range(_WEEKS_BACK))]
    days = [*sundays, today]
    for day, share in zip(days, deck.retained_on(day.toordinal() for day in days), strict=True):
        if share.cards:
            yield day, share


def _as_of(progress: Progress, day: date) -> Progress:
    """Return what is known now of how things stood at the end of a day: what came later is still to do."""
    last = day.isoformat()
    return {
        id: item if item.since is None or item.since <= last else ItemProgress(notes=item.notes)
        for id, item in progress.items()
    }


def _log_entries(snapshot: Snapshot, events: Iterable[Event]) -> Iterator[LogEntry]:
    roadmap = snapshot.roadmap
    in_force = set(journal.history(snapshot.events).undoable)
    by_id = {event["id"]: event for event in snapshot.events}
    redated = _redated(snapshot.events, in_force)
    for event in events:
        places = {id: roadmap.places.get(id) for id in journal.named(event)}
        yield LogEntry(
            event=event,
            entries=tuple(
                summary.entry(roadmap, snapshot.progress, place) for place in places.values() if place is not None
            ),
            gone=tuple(id for id, place in places.items() if place is None),
            in_force=event["kind"] in REVERSALS or event["id"] in in_force,
            target=by_id.get(event.get("target", "")),
            day=day_told(event),
            redated=redated.get(event["id"], ()),
        )


def _redated(events: Sequence[Event], in_force: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return the days on which items had been done before, by the ids of the events that gave them another day."""
    if not any("on" in event for event in events):
        return {}
    progress: Progress = {}
    redated: dict[str, tuple[str, ...]] = {}
    for event in events:
        if event["id"] not in in_force:
            continue
        items = [progress.get(id, UNTOUCHED) for id in journal.named(event)]
        if "on" in event:
            days = {item.done_on for item in items if item.status == DONE and item.done_on not in (None, event["on"])}
            redated[event["id"]] = tuple(sorted(day for day in days if day))
        if items:
            progress = journal.follow(progress, event)
    return redated


def _begun(snapshot: Snapshot, period: Period) -> set[str]:
    """Return the ids of what was begun in a period and has not been set back since."""
    in_force = set(journal.history(snapshot.events).undoable)
    ids = (
        id
        for event in snapshot.events
        if event["kind"] in ("begin", "verify") and event["id"] in in_force and period.has(day_of(event))
        for id in journal.named(event)
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
