"""The ticks: what is done of the weeks' items and on which days, at which pace, and when that makes an end. Pure.

Pace is what was done in the last four weeks of study days: the 28 days up to today that no pause takes, but none before
the plan's start (the first tick where there is no plan), and none before one came back from a silence and decided how to
go on. Before these are 7 there is none, as one good evening says nothing of the months to come. An item counts on the day it was done, also when it was ticked later (`--on`).
What is left, at that pace, from tomorrow on and around the pauses, gives the last day, which is none of rest.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from mlpath.journal.journal import Progress
from mlpath.journal.transitions import DONE, SKIPPED
from mlpath.pace import plan as plans
from mlpath.pace.days import DAY, nth_study_day, study_days, study_days_back, working_day
from mlpath.pace.plan import Plan
from mlpath.progress import summary
from mlpath.roadmap.roadmap import Group, Roadmap

# So many study days without a tick are a silence.
SILENT_DAYS = 14
_PACE_DAYS, _FEWEST_DAYS = 28, 7
_TOO_FAR = 10 * 366


class Pace(NamedTuple):
    """How many items, and hundredths of an hour, were done within so many study `days`."""

    items: int
    weight: int
    days: int

    @property
    def per_week(self) -> float:
        """Items a week, to one decimal."""
        return round(self.items * 7 / self.days, 1)

    @property
    def hours_per_week(self) -> float:
        """Hours a week, to one decimal; means something only where a plan reckons in hours."""
        return round(self.weight * 7 / self.days / 100, 1)


class Quiet(NamedTuple):
    """Since when nothing was ticked: the day of the last tick (`ticked`), or that of the plan's start; `first` is the first such day."""

    since: date
    ticked: bool
    first: date


class Ticks:
    """The weeks' items that are done, with their days, and those that are left; weights are as `plan.weigh` gives them.

    `days_of_all` holds the days of every item that is done, the resources' too.
    """

    def __init__(self, roadmap: Roadmap, progress: Progress) -> None:
        self._statuses = summary.statuses(roadmap, progress)
        self.places = summary.in_weeks(roadmap)
        self.hours = plans.in_hours(roadmap)
        self.weights = plans.weigh(roadmap)
        self.left = [place for place in self.places if self._statuses[place] not in (DONE, SKIPPED)]
        done = [place for place in self.places if self._statuses[place] == DONE]
        days = ((place, progress[roadmap.items[place].id].done_on) for place in done)
        self.days = {place: date.fromisoformat(day) for place, day in days if day}
        resources = (progress.get(roadmap.items[place].id) for place in roadmap.resource_places)
        used = {date.fromisoformat(item.done_on) for item in resources if item and item.done_on}
        self.days_of_all = used | set(self.days.values())
        self.weight_done = sum(self.weights[place] for place in done)
        self.weight_left = sum(self.weights[place] for place in self.left)

    def counted(self, week: Group) -> list[int]:
        """Return the places of a week's items that were not skipped."""
        return [place for place in range(week.start, week.end) if self._statuses[place] != SKIPPED]

    def pace(self, plan: Plan, today: date) -> Pace | None:
        """Return the pace on the day `today`, or None before there is a week of study since the start or the first tick."""
        begun = plan.start if plan.start and plan.start <= today else min(self.days.values(), default=None)
        begun = self._back(plan) or begun
        if begun is None or begun > today:
            return None
        first = max(begun, study_days_back(today, _PACE_DAYS, plan.pauses))
        done = [place for place, day in self.days.items() if first <= day <= today]
        days = study_days(first, today, plan.pauses)
        if days < _FEWEST_DAYS:
            return None
        return Pace(len(done), sum(self.weights[place] for place in done), days)

    def pace_before(self, plan: Plan, today: date) -> Pace | None:
        """Return the pace before the last time without a tick: up to today, or to the day on which one came back from it."""
        quiet = self.quiet(plan, self._back(plan) or today + DAY)
        return self.pace(plan._replace(decided=None), quiet.since) if quiet else None

    def quiet(self, plan: Plan, day: date) -> Quiet | None:
        """Return since when nothing was ticked before the day `day`, or None where nothing ever was and nothing is planned."""
        last = max((tick for tick in self.days_of_all if tick < day), default=None)
        start = plan.start if plan.start and plan.start < day else None
        if start and (last is None or last < start):  # A tick long before the start says nothing about the time since.
            return Quiet(start, ticked=False, first=start)
        return Quiet(last, ticked=True, first=last + DAY) if last else None

    def _back(self, plan: Plan) -> date | None:
        """Return the day on which one came back from a silence and decided how to go on; None where there was none."""
        quiet = self.quiet(plan, plan.decided) if plan.decided else None
        if quiet and plan.decided and study_days(quiet.first, plan.decided, plan.pauses) >= SILENT_DAYS:
            return plan.decided
        return None

    def finish(self, plan: Plan, pace: Pace | None, today: date) -> date | None:
        """Return the day on which all will be done at this pace, or was where nothing is left; None where that is unknown."""
        if not self.left:
            return max(self.days.values(), default=None)
        if pace is None or not pace.weight:
            return None
        days = -(-self.weight_left * pace.days // pace.weight)
        if days > _TOO_FAR:
            return None
        return working_day(nth_study_day(today + DAY, days - 1, plan.pauses), plan.pauses, plan.rest)
