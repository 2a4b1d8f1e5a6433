"""From a roadmap and its progress to what is worth showing. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from mlpath import dates
from mlpath.journal.evidence import Evidence, is_verified
from mlpath.journal.journal import UNTOUCHED, Progress
from mlpath.journal.notes import Note
from mlpath.journal.transitions import DOING, DONE, SKIPPED, TODO
from mlpath.progress.retained import NONE_RETAINED, NOTHING, Retained, RetainedByItem, of_group, together
from mlpath.roadmap.roadmap import MONTH, RESOURCES, SECTION, WEEK, Group, Item, Roadmap

OPEN = (DOING, TODO)


class Count(NamedTuple):
    """How many items are done, doing and skipped; `total` leaves the skipped out."""

    done: int
    doing: int
    skipped: int
    total: int

    @property
    def percent(self) -> int:
        """The percentage done, rounded down: 100 only when nothing is left, also where there is nothing at all."""
        return 100 if self.done == self.total else self.done * 100 // self.total


class Entry(NamedTuple):
    """An item with its progress and where it belongs. A resource has neither week nor month.

    `lab` says whether it has one, `current` whether it is verified by that lab's tests as they are now.
    """

    item: Item
    section: Group
    week: Group | None
    month: Group | None
    status: str
    since: str | None
    done_on: str | None
    notes: tuple[Note, ...]
    evidence: tuple[Evidence, ...] = ()
    lab: bool = False
    current: bool = False

    @property
    def verified_on(self) -> str | None:
        """The day on which all tests of its lab held, those of now where they did (ISO date); None where they never did."""
        return self.evidence[-1].on if is_verified(self.evidence) else None


class GroupSummary(NamedTuple):
    """A group, what people call it, its numbers, the groups within it, and what is retained of it."""

    group: Group
    heading: str
    numbers: Count
    within: tuple[GroupSummary, ...]
    retained: Retained = NOTHING


class Next(NamedTuple):
    """An entry to go on with, and one short reason why this one."""

    entry: Entry
    reason: str


class Alongside(NamedTuple):
    """An open resource to use now; `part` is its part for this week, in a few words, None where it names none."""

    entry: Entry
    part: str | None


class Upcoming(NamedTuple):
    """What to do now: `items` in order, an open resource to use `alongside`, and the entries that were `skipped`."""

    items: tuple[Next, ...]
    alongside: Alongside | None
    skipped: tuple[Entry, ...]


class Overview(NamedTuple):
    """The whole roadmap: its numbers, its months (with weeks, with sections), its resources, and what is next.

    `verified` counts the items with a lab, and those of them of which all tests held. `retained` is what is still known of all that is done.
    """

    numbers: Count
    verified: Count
    retained: Retained
    months: tuple[GroupSummary, ...]
    resources: GroupSummary | None
    next: Entry | None


def status_of(roadmap: Roadmap, progress: Progress, place: int) -> str:
    """Return the status of the item at `place`."""
    return progress.get(roadmap.items[place].id, UNTOUCHED).status


def statuses(roadmap: Roadmap, progress: Progress) -> list[str]:
    """Return the status of each item, in the roadmap's order."""
    return [progress[item.id].status if item.id in progress else TODO for item in roadmap.items]


def count(roadmap: Roadmap, progress: Progress, places: Sequence[int]) -> Count:
    """Count the items at `places`. Every number that mlpath shows comes from here."""
    items = roadmap.items
    statuses = [item.status for place in places if (item := progress.get(items[place].id))]
    skipped = statuses.count(SKIPPED)
    return Count(statuses.count(DONE), statuses.count(DOING), skipped, len(places) - skipped)


def verified(roadmap: Roadmap, progress: Progress) -> Count:
    """Count the items with a lab: as done those of which all tests held once. Skipped ones are outside the total."""
    known = [progress.get(item.id, UNTOUCHED) for item in roadmap.items if item.id in roadmap.lab_versions]
    skipped = sum(item.status == SKIPPED for item in known)
    done = sum(is_verified(item.evidence) and item.status != SKIPPED for item in known)
    return Count(done, sum(item.status == DOING for item in known), skipped, len(known) - skipped)


def entry(roadmap: Roadmap, progress: Progress, place: int) -> Entry:
    """Return the item at `place` with its progress."""
    item = roadmap.items[place]
    status, since, done_on, notes, evidence = progress.get(item.id, UNTOUCHED)
    current = False
    if evidence:
        evidence, current = _in_view(roadmap, item.id, evidence)
    return Entry(
        item=item,
        section=roadmap.groups[item.group],
        week=roadmap.week_of(item),
        month=roadmap.month_of(item),
        status=status,
        since=since,
        done_on=done_on,
        notes=notes,
        evidence=evidence,
        lab=item.id in roadmap.lab_versions,
        current=current,
    )


def group_summary(
    roadmap: Roadmap, progress: Progress, group: Group, retained: RetainedByItem = NONE_RETAINED
) -> GroupSummary:
    """Return the group with its count and all that is within it."""
    place = roadmap.group_indexes[group.address]
    within = tuple(
        group_summary(roadmap, progress, inner, retained)
        for kind in (WEEK, SECTION)
        for inner in roadmap.within(place, kind)
    )
    numbers = count(roadmap, progress, range(group.start, group.end))
    return GroupSummary(group, roadmap.heading(group), numbers, within, of_group(roadmap, retained, group))


def overview(roadmap: Roadmap, progress: Progress, retained: RetainedByItem = NONE_RETAINED) -> Overview:
    """Return the overview of the whole roadmap."""
    resources = next(roadmap.within(-1, RESOURCES), None)
    first = next_place(roadmap, progress)
    return Overview(
        numbers=count(roadmap, progress, range(len(roadmap.items))),
        verified=verified(roadmap, progress),
        retained=together(retained.values()),
        months=tuple(group_summary(roadmap, progress, month, retained) for month in roadmap.within(-1, MONTH)),
        resources=group_summary(roadmap, progress, resources, retained) if resources else None,
        next=None if first is None else entry(roadmap, progress, first),
    )


def orphans(roadmap: Roadmap, progress: Progress) -> list[str]:
    """Return the ids that have progress but no item any more, sorted."""
    left = (id for id, item in progress.items() if item.status != TODO or item.notes)
    return sorted(id for id in left if id not in roadmap.places)


def hours_left(roadmap: Roadmap, progress: Progress, group: Group) -> float | None:
    """Return how many hours the open items of a group take; None where one of them does not say."""
    places = range(group.start, group.end)
    hours = [roadmap.items[place].hours for place in places if status_of(roadmap, progress, place) in OPEN]
    known = [amount for amount in hours if amount is not None]
    return round(sum(known), 2) if len(known) == len(hours) else None


def next_place(roadmap: Roadmap, progress: Progress) -> int | None:
    """Return the place of the item to go on with, or None when nothing is open."""
    return next(iter(_open(roadmap, statuses(roadmap, progress))), None)


def upcoming(roadmap: Roadmap, progress: Progress, most: int) -> Upcoming:
    """Return at most `most` items to go on with.

    What is under way comes first, then what is open, both in the roadmap's order. Resources are for use alongside:
    they come on their own only when no week has anything open. Of several, one that is under way goes before the
    others, and then one with a part for this week.
    """
    by_place, resources = statuses(roadmap, progress), roadmap.resource_places
    places = _open(roadmap, by_place)
    furthest = _furthest(roadmap, by_place)
    items = tuple(_next(roadmap, entry(roadmap, progress, place), place, furthest) for place in places[:most])
    skipped = [place for place, status in enumerate(by_place) if status == SKIPPED]
    return Upcoming(
        items,
        _alongside(roadmap, progress, _by_status(by_place, resources), items[0].entry.week) if items else None,
        tuple(entry(roadmap, progress, place) for place in skipped),
    )


def in_weeks(roadmap: Roadmap) -> list[int]:
    """Return the places of all items but the resources."""
    resources = roadmap.resource_places
    return [*range(resources.start), *range(resources.stop, len(roadmap.items))]


def _in_view(roadmap: Roadmap, id: str, evidence: tuple[Evidence, ...]) -> tuple[tuple[Evidence, ...], bool]:
    """Return an item's evidence with that of the tests as they are now last, and whether there is such, of which all held."""
    if evidence[-1].fails:
        return evidence, False
    now = roadmap.lab_versions.get(id)
    of_now = tuple(each for each in evidence if each.lab == now)
    return (*(each for each in evidence if each.lab != now), *of_now), bool(of_now)


def outcome(entry: Entry) -> str:
    """Return how an item's tests came out last, in words: `6 of 9 hold`; empty where they never ran."""
    if not entry.evidence:
        return ""
    last = entry.evidence[-1]
    return f"{last.holds} of {last.holds + last.fails} hold"


def _open(roadmap: Roadmap, by_place: Sequence[str]) -> list[int]:
    return _by_status(by_place, in_weeks(roadmap)) or _by_status(by_place, roadmap.resource_places)


def _by_status(by_place: Sequence[str], places: Sequence[int]) -> list[int]:
    """Return the open ones of `places`, those under way first."""
    return [place for status in OPEN for place in places if by_place[place] == status]


def _alongside(roadmap: Roadmap, progress: Progress, places: Sequence[int], week: Group | None) -> Alongside | None:
    """Return the best of the open resources at `places` for a week; None where there is no week, or no such resource."""
    if week is None or not places:
        return None
    first = status_of(roadmap, progress, places[0])
    parts = {
        place: dict(roadmap.items[place].alongside).get(week.address)
        for place in places
        if status_of(roadmap, progress, place) == first
    }
    best = next((place for place, part in parts.items() if part), places[0])
    return Alongside(entry(roadmap, progress, best), parts[best])


def _furthest(roadmap: Roadmap, by_place: Sequence[str]) -> int:
    """Return the place of the last item of the weeks that is done or under way; -1 where there is none."""
    return next((place for place in reversed(in_weeks(roadmap)) if by_place[place] in (DONE, DOING)), -1)


def _next(roadmap: Roadmap, choice: Entry, place: int, furthest: int) -> Next:
    """Return an open entry with why it is next, in a few words."""
    if choice.status == DOING:
        since = f"under way since {dates.day(choice.since)}" if choice.since else "under way"
        return Next(choice, f"{since}; {outcome(choice)}" if choice.evidence else since)
    if choice.week is None:
        return Next(choice, "the weeks are done; a resource is left")
    if choice.item.depth:
        return Next(choice, "the next step")
    heading = roadmap.heading(choice.week)
    if furthest >= choice.week.end:
        return Next(choice, f"left open in {heading}")
    if place == choice.week.start:
        return Next(choice, f"starts {heading}")
    if place == choice.section.start:
        return Next(choice, f"starts {choice.section.title} in {heading}")
    return Next(choice, f"goes on with {heading}")
