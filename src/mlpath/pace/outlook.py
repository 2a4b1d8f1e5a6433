"""On track or not: the ticks against the calendar, what lies between, and the ways back. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from mlpath.journal.journal import Progress
from mlpath.pace import plan as plans
from mlpath.pace.days import DAY, Pause, nth_study_day, study_days, working_day
from mlpath.pace.plan import Plan, Slot
from mlpath.pace.ticks import SILENT_DAYS, Pace, Ticks
from mlpath.progress import summary
from mlpath.progress.summary import Count
from mlpath.roadmap.roadmap import Group, Item, Roadmap

# How a week stands: over, with something open that makes one behind, or that others done instead make up for; to come; …
DONE_WEEK, CURRENT, BEHIND, OPEN, TO_COME = "done", "current", "behind", "open", "to-come"


class PlannedWeek(NamedTuple):
    """A week of the roadmap with its days in the calendar, if it has any, its count, and its state: one of the words above.

    What was done before its days has none. `slot` are those that the plan gave it all the same, where it did. Without a plan,
    a week that is not done has no state.
    """

    group: Group
    first: date | None
    last: date | None
    numbers: Count
    state: str | None
    slot: Slot | None = None


class Silence(NamedTuple):
    """Since when nothing was ticked: the day of the last tick (`ticked`), or that of the plan's start where none came after it.

    `days` is how long ago that is, `item` the smallest of the next ones.
    """

    since: date
    ticked: bool
    days: int
    item: Item


class Ways(NamedTuple):
    """The ways back for who is behind: so many items a week until `until`, the same spread anew, or the end moved to `extended`.

    `per_week` (in items), `hours_per_week` and `until` are None where the planned end has passed. `extended_per_week` and
    `extended_hours_per_week` say what a week takes with the other end; hours are None where the plan does not reckon in them.
    `at_pace` is true where that end follows from one's pace (from that before a silence), else from the plan's own speed; it
    never lies before the planned one.
    """

    per_week: float | None
    hours_per_week: float | None
    until: date | None
    extended: date
    extended_per_week: float
    extended_hours_per_week: float | None
    at_pace: bool

    @property
    def later(self) -> bool:
        """Whether the other end is a later one than that which is planned."""
        return self.until is None or self.extended > self.until


class Outlook(NamedTuple):
    """How the weeks of the roadmap stand, and when they will be done.

    `behind` and `ahead` count items; `behind_weight` is hundredths of an hour where `hours` is true, and one may be behind in
    these with as many items done as are due. `by_calendar` is the week of today, None before the start and after the end;
    `by_ticks` the week that as many items as are done reach into, None when nothing is left; `at` the one of the next item.
    `silent` says since when nothing was ticked, where that is long ago.
    """

    today: date
    plan: Plan
    weeks: tuple[PlannedWeek, ...]
    numbers: Count
    hours: bool
    finish_planned: date | None
    finish_baseline: date | None
    finish_at_pace: date | None
    behind: int
    behind_weight: int
    ahead: int
    by_calendar: Group | None
    by_ticks: Group | None
    at: Group | None
    pace: Pace | None
    silent: Silence | None
    ways: Ways | None

    @property
    def planned(self) -> bool:
        """Whether there is a start date."""
        return self.plan.start is not None

    @property
    def is_behind(self) -> bool:
        """Whether less is done than is due: fewer items, or fewer hours where the plan reckons in these."""
        return bool(self.behind or self.behind_weight)

    @property
    def pause(self) -> Pause | None:
        """The pause that today is in."""
        return self.plan.pause_on(self.today)

    @property
    def open_pause(self) -> bool:
        """Whether today is in a pause whose end nobody knows yet."""
        return self.plan.open_pause is not None and self.plan.open_pause <= self.today


def outlook(
    roadmap: Roadmap,
    progress: Progress,
    plans_in_force: Sequence[Mapping[str, Any]],
    today: date,
    *,
    ended: bool = False,
) -> Outlook:
    """Return the outlook on the day `today`, or when that has `ended`: then what was due on it is over.

    The plans are as the journal writes them, the latest last.
    """
    plan = (plans.from_document(plans_in_force[-1]) if plans_in_force else Plan()).as_of(today)
    ticks = Ticks(roadmap, progress)
    slots = plans.schedule(plan, roadmap)
    finish = slots[-1].last if slots else None
    counts = {week: summary.count(roadmap, progress, range(week.start, week.end)) for week in plans.weeks_of(roadmap)}
    dues = _dues(counts, slots)
    numbers = summary.count(roadmap, progress, ticks.places)
    over = {week for week, day in dues.items() if day < (today + DAY if ended else today)}
    due = [place for week in over for place in ticks.counted(week)]
    behind = max(0, len(due) - numbers.done)
    behind_weight = max(0, sum(ticks.weights[place] for place in due) - ticks.weight_done) if ticks.hours else 0
    to_come = {slot.week for slot in slots if slot.first > today}
    begun = sum(count.total for week, count in counts.items() if week not in to_come)
    weeks = _weeks(counts, slots, over, today, is_behind=bool(behind or behind_weight))
    pace = ticks.pace(plan, today)
    at_pace = ticks.finish(plan, pace, today)
    silent = _silent(roadmap, ticks, plan, today)
    usual = pace or ticks.pace_before(plan, today)
    if silent:  # The days of a silence say nothing of the pace to which one comes back.
        usual = ticks.pace_before(plan._replace(decided=None), today) or usual
    first_open = summary.next_place(roadmap, progress)
    return Outlook(
        today=today,
        plan=plan,
        weeks=weeks,
        numbers=numbers,
        hours=ticks.hours,
        finish_planned=finish,
        finish_baseline=_baseline(plans_in_force, roadmap),
        finish_at_pace=at_pace,
        behind=behind,
        behind_weight=behind_weight,
        ahead=max(0, numbers.done - begun) if slots and not (behind or behind_weight) else 0,
        by_calendar=_by_calendar(weeks, plan.start, today),
        by_ticks=_by_ticks(weeks, numbers.done),
        at=None if first_open is None else roadmap.week_of(roadmap.items[first_open]),
        pace=pace,
        silent=silent,
        ways=_ways(roadmap, ticks, plan, finish, ticks.finish(plan, usual, today), today)
        if finish and ticks.left
        else None,
    )


def _dues(counts: dict[Group, Count], slots: Sequence[Slot]) -> dict[Group, date]:
    """Return the day on which each week is due; none without a plan.

    A week that was done before its plan has no days. Where something in it was set back since, it is due before the next one.
    """
    if not slots:
        return {}
    last = {slot.week: slot.last for slot in slots}
    following = {slot.week: slot.first - DAY for slot in slots}
    dues: dict[Group, date] = {}
    due = slots[-1].last
    for week in reversed(counts):
        dues[week] = last.get(week, date.min if counts[week].done == counts[week].total else due)
        due = following.get(week, due)
    return dues


def _weeks(
    counts: Mapping[Group, Count], slots: Sequence[Slot], over: Collection[Group], today: date, *, is_behind: bool
) -> tuple[PlannedWeek, ...]:
    by_week = {slot.week: slot for slot in slots}
    weeks = []
    for week, numbers in counts.items():
        slot = by_week.get(week)
        begun = slot is not None and slot.first <= today
        state = None
        if numbers.done == numbers.total:
            state = DONE_WEEK
        elif week in over:
            state = BEHIND if is_behind else OPEN
        elif slots:
            state = CURRENT if begun else TO_COME
        shown = slot if slot and (state != DONE_WEEK or begun) else None
        first, last = (shown.first, shown.last) if shown else (None, None)
        weeks.append(PlannedWeek(group=week, first=first, last=last, numbers=numbers, state=state, slot=slot))
    return tuple(weeks)


def _by_calendar(weeks: Sequence[PlannedWeek], start: date | None, today: date) -> Group | None:
    """Return the week of today; in a pause before a week, the one that comes after it."""
    if start is None or today < start:
        return None
    return next((week.group for week in weeks if week.last and today <= week.last), None)


def _by_ticks(weeks: Sequence[PlannedWeek], done: int) -> Group | None:
    for week in weeks:
        done -= week.numbers.total
        if done < 0:
            return week.group
    return None


def _baseline(plans_in_force: Sequence[Mapping[str, Any]], roadmap: Roadmap) -> date | None:
    """Return the end that the first plan with a start had; a plan taken back altogether takes its baseline with it."""
    first = None
    for document in plans_in_force:
        plan = plans.from_document(document)
        first = (first or plan) if plan.start else None
    return plans.last_day(first, roadmap) if first else None


def _silent(roadmap: Roadmap, ticks: Ticks, plan: Plan, today: date) -> Silence | None:
    """Return since when nothing was ticked, where more than two weeks of study days have gone by since that and any decision."""
    quiet = ticks.quiet(plan, today + DAY)
    if quiet is None or not ticks.left or plan.pause_on(today):
        return None
    decided = plan.decided + DAY if plan.decided and plan.decided <= today else quiet.first
    if study_days(max(quiet.first, decided), today, plan.pauses) < SILENT_DAYS:
        return None
    item = roadmap.items[_smallest(roadmap, ticks)]
    return Silence(quiet.since, quiet.ticked, (today - quiet.since).days, item)


def _smallest(roadmap: Roadmap, ticks: Ticks) -> int:
    """Return the place of the smallest open item of the first week that has any."""
    week = roadmap.items[ticks.left[0]]
    same = [place for place in ticks.left if roadmap.week_of(roadmap.items[place]) == roadmap.week_of(week)]
    return min(same, key=lambda place: ticks.weights[place])


def _ways(roadmap: Roadmap, ticks: Ticks, plan: Plan, finish: date, at_pace: date | None, today: date) -> Ways:
    """Return the three ways back; where no pace says when all will be done, the end moves as the plan's own speed says."""
    first = max(today, plan.start or today)
    days = study_days(first, finish, plan.pauses)
    weeks = plans.weeks_from_start(plan, roadmap)
    whole = sum(ticks.weights[place] for week in weeks for place in ticks.counted(week)) or 1
    own = max(1, -(-plan.study_days(len(weeks)) * ticks.weight_left // whole))
    usual = at_pace or working_day(nth_study_day(first, own - 1, plan.pauses), plan.pauses, plan.rest)
    extended = max(usual, finish)
    longer = max(1, study_days(first, extended, plan.pauses))
    return Ways(
        per_week=_per_week(len(ticks.left), days),
        hours_per_week=_per_week(ticks.weight_left, 100 * days) if ticks.hours else None,
        until=finish if days > 0 else None,
        extended=extended,
        at_pace=at_pace is not None,
        extended_per_week=_per_week(len(ticks.left), longer) or 0.0,
        extended_hours_per_week=_per_week(ticks.weight_left, 100 * longer) if ticks.hours else None,
    )


def _per_week(amount: int, days: int) -> float | None:
    """Return what an amount in so many days comes to in a week, rounded up to one decimal; None for no days."""
    return -(-amount * 70 // days) / 10 if days > 0 else None
