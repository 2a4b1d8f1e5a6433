"""On track or not: the ticks against the calendar, what lies between, and the ways back. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from mlpath.journal.journal import Progress
from mlpath.pace import plan as plans
from mlpath.pace.plan import DAY, Pause, Plan
from mlpath.pace.ticks import Pace, Ticks
from mlpath.progress import summary
from mlpath.progress.summary import Count
from mlpath.roadmap.roadmap import Group, Roadmap

_SILENT_DAYS = 14

DONE_WEEK, CURRENT, BEHIND, AHEAD = "done", "current", "behind", "ahead"


class PlannedWeek(NamedTuple):
    """A week of the roadmap with its days, if it has any, its count, and its state: done, current, behind or ahead.

    `ahead` is what is still to come. Without days, a week that is not done has no state.
    """

    group: Group
    first: date | None
    last: date | None
    numbers: Count
    state: str | None


class Silence(NamedTuple):
    """Since when nothing was ticked: the day of the last tick (`ticked`), or that of the plan's start where none came after it."""

    since: date
    ticked: bool


class Ways(NamedTuple):
    """The ways back for who is behind: so many items a week until `until`, the same spread anew, or the end moved to `extended`.

    `per_week` (in items), `hours_per_week` and `until` are None where the planned end has passed.
    """

    per_week: float | None
    hours_per_week: float | None
    until: date | None
    extended: date


class Outlook(NamedTuple):
    """How the weeks of the roadmap stand, and when they will be done.

    `behind` and `ahead` count items; `behind_weight` is hundredths of an hour where `hours` is true, and one may be behind in
    these with as many items done as are due. `by_calendar` is the week of today, None before the start and after the end;
    `by_ticks` the week that as many items as are done reach into, None when nothing is left. `silent` says since when nothing
    was ticked, where that is long ago.
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


def outlook(roadmap: Roadmap, progress: Progress, plans_in_force: Sequence[Mapping[str, Any]], today: date) -> Outlook:
    """Return the outlook on the day `today`; the plans are as the journal writes them, the latest last."""
    plan = plans.from_document(plans_in_force[-1]) if plans_in_force else Plan()
    ticks = Ticks(roadmap, progress)
    weeks = _weeks(roadmap, progress, plan, today)
    numbers = summary.count(roadmap, progress, ticks.places)
    finish = plan.last_day(len(weeks))
    due = [place for week in weeks if week.last and week.last < today for place in ticks.counted(week.group)]
    begun = sum(week.numbers.total for week in weeks if week.first and week.first <= today)
    behind = max(0, len(due) - numbers.done) if plan.start else 0
    due_weight = sum(ticks.weights[place] for place in due)
    behind_weight = max(0, due_weight - ticks.weight_done) if plan.start and ticks.hours else 0
    pace = ticks.pace(plan, today)
    at_pace = ticks.finish(plan, pace, today)
    return Outlook(
        today=today,
        plan=plan,
        weeks=weeks,
        numbers=numbers,
        hours=ticks.hours,
        finish_planned=finish,
        finish_baseline=_baseline(plans_in_force, len(weeks)),
        finish_at_pace=at_pace,
        behind=behind,
        behind_weight=behind_weight,
        ahead=max(0, numbers.done - begun) if plan.start and not (behind or behind_weight) else 0,
        by_calendar=_by_calendar(weeks, plan.start, today),
        by_ticks=_by_ticks(weeks, numbers.done),
        pace=pace,
        silent=_silent(ticks, plan, today),
        ways=_ways(ticks, plan, finish, at_pace, today, len(weeks)) if finish and ticks.left else None,
    )


def _weeks(roadmap: Roadmap, progress: Progress, plan: Plan, today: date) -> tuple[PlannedWeek, ...]:
    slots = {slot.week.address: slot for slot in plans.schedule(plan, roadmap)}
    weeks = []
    for week in plans.weeks_of(roadmap):
        slot = slots.get(week.address)
        numbers = summary.count(roadmap, progress, range(week.start, week.end))
        first, last = (slot.first, slot.last) if slot else (None, None)
        state = _state(numbers, first, last, today)
        weeks.append(PlannedWeek(group=week, first=first, last=last, numbers=numbers, state=state))
    return tuple(weeks)


def _state(numbers: Count, first: date | None, last: date | None, today: date) -> str | None:
    if numbers.done == numbers.total:
        return DONE_WEEK
    if first is None or last is None:
        return None
    return BEHIND if last < today else CURRENT if first <= today else AHEAD


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


def _baseline(plans_in_force: Sequence[Mapping[str, Any]], weeks: int) -> date | None:
    """Return the end that the first plan with a start had; a plan taken back altogether takes its baseline with it."""
    first = None
    for document in plans_in_force:
        plan = plans.from_document(document)
        first = (first or plan) if plan.start else None
    return first.last_day(weeks) if first else None


def _silent(ticks: Ticks, plan: Plan, today: date) -> Silence | None:
    """Return since when nothing was ticked, where more than two weeks of study days have gone by since."""
    last = max((day for day in ticks.days_of_all if day <= today), default=None)
    start = plan.start if plan.start and plan.start <= today else None
    if not ticks.left or plan.pause_on(today):
        return None
    if start and (last is None or last < start):  # A tick long before the start says nothing about the time since.
        silence, quiet = Silence(start, ticked=False), start - DAY
    elif last:
        silence, quiet = Silence(last, ticked=True), last
    else:
        return None
    return silence if plans.study_days(quiet + DAY, today, plan.pauses) >= _SILENT_DAYS else None


def _ways(ticks: Ticks, plan: Plan, finish: date, at_pace: date | None, today: date, weeks: int) -> Ways:
    """Return the three ways back; without a pace, the end moves as the plan's own speed says."""
    first = max(today, plan.start or today)
    days = plans.study_days(first, finish, plan.pauses)
    per_week = -(-len(ticks.left) * 70 // days) / 10 if days > 0 else None
    hours_per_week = -(-ticks.weight_left * 70 // (100 * days)) / 10 if days > 0 and ticks.hours else None
    whole = plan.study_days(weeks)
    own = max(1, -(-whole * ticks.weight_left // (ticks.weight_left + ticks.weight_done)))
    extended = at_pace or plans.nth_study_day(first, own - 1, plan.pauses)
    return Ways(per_week=per_week, hours_per_week=hours_per_week, until=finish if per_week else None, extended=extended)
