"""What the learner decides about the plan, and the plan that comes of it. Pure."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from mlpath import dates
from mlpath.errors import UsageError
from mlpath.journal.events import MOST_DAYS
from mlpath.journal.journal import UNTOUCHED, Progress
from mlpath.journal.transitions import DONE
from mlpath.pace import outlook
from mlpath.pace import plan as plans
from mlpath.pace.days import DAY, Pause, merged, study_days, without
from mlpath.pace.plan import Left, Plan
from mlpath.pace.ticks import Ticks
from mlpath.progress import summary
from mlpath.roadmap.roadmap import Group, Roadmap

CATCH_UP, REBALANCE, EXTEND = "catch-up", "rebalance", "extend"

_NOTHING_LEFT = "nothing is left to plan: everything is done"


class Request(NamedTuple):
    """What is to become of the plan; what is None or empty stays as it is. `way` is one of the three ways back.

    `pause_from` begins a pause without an end, and `resume` ends the one of today. `rest` are weekdays, Monday being 0.
    """

    start: date | None = None
    finish: date | None = None
    week_days: int | None = None
    pauses: tuple[Pause, ...] = ()
    pause_from: date | None = None
    resume: bool = False
    unpause: tuple[Pause, ...] = ()
    rest: tuple[int, ...] | None = None
    way: str | None = None
    clear: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing is asked for."""
        return self == Request()


def decide(roadmap: Roadmap, progress: Progress, plan: Plan, request: Request, today: date) -> Plan:
    """Return the plan that a request makes of another on the day `today`. Raises UsageError where that can't be."""
    if request.clear:
        return Plan()
    if request.resume:
        plan = _resumed(plan, today)
    for span in request.unpause:
        plan = _unpaused(plan, span)
    for span in request.pauses:
        plan = _paused(plan, span)
    if request.pause_from:
        begun = plan.open_pause is not None and plan.open_pause <= min(today, request.pause_from)
        plan = plan if begun else plan._replace(open_pause=request.pause_from)
    if request.rest is not None:
        plan = plan._replace(rest=tuple(sorted(set(request.rest))))
    if request.start or request.finish or request.week_days:
        plan = _dated(roadmap, progress, plan, request, today)
    if request.way:
        plan = _way_back(roadmap, progress, plan, request.way, today)
    return plan


def _resumed(plan: Plan, today: date) -> Plan:
    """Return the plan without what is left of today's pause: of an open one, which may be yet to begin, or of another."""
    current = plan.pause_on(today)
    if plan.open_pause is None and current is None:
        raise UsageError("there is no pause to end", "`mlpath plan --pause today` begins one")
    pauses = without(plan.pauses, Pause(today, current.last)) if current else plan.pauses
    if plan.open_pause and plan.open_pause < today:
        pauses = merged([*pauses, Pause(plan.open_pause, today - DAY)])
    return plan._replace(pauses=pauses, open_pause=None)


def _unpaused(plan: Plan, span: Pause) -> Plan:
    """Return the plan without a pause on some days; an open pause goes on behind them."""
    pauses = without(plan.pauses, span)
    if plan.open_pause is None or span.last < plan.open_pause:
        return plan._replace(pauses=pauses)
    if span.first > plan.open_pause:
        pauses = merged([*pauses, Pause(plan.open_pause, span.first - DAY)])
    return plan._replace(pauses=pauses, open_pause=span.last + DAY)


def _paused(plan: Plan, span: Pause) -> Plan:
    """Return the plan with a pause, which is the end of an open one where that has begun by its last day."""
    if plan.open_pause and plan.open_pause <= span.last:
        span = Pause(min(span.first, plan.open_pause), span.last)
        plan = plan._replace(open_pause=None)
    return plan._replace(pauses=merged([*plan.pauses, span]))


def _dated(roadmap: Roadmap, progress: Progress, plan: Plan, request: Request, today: date) -> Plan:
    """Return the plan with another start, end or speed.

    What was left is no longer spread anew: all weeks are, but those that were done before the start.
    """
    if not plans.weeks_of(roadmap):
        raise UsageError("the roadmap has no weeks to plan")
    start = request.start or plan.start or today
    weeks = len(plans.weeks_from_start(plan, roadmap))
    plan = plan._replace(start=start, before=_before(roadmap, progress, start, today), left=None, catching_up=False)
    left = len(plans.weeks_from_start(plan, roadmap))
    if not left:
        raise UsageError(_NOTHING_LEFT)
    if request.week_days:
        plan = plan._replace(week_days=request.week_days, days=None)
    if request.finish:
        days = study_days(start, request.finish, plan.pauses)
        if days < 1:
            raise UsageError(
                f"the plan can't end on {dates.long_day(request.finish)}: it starts on {dates.long_day(start)}"
                + (", and all days between are paused" if request.finish >= start else ""),
                "name a later day, or another --start",
            )
        plan = plan._replace(days=days)
    elif plan.days and weeks:  # Fewer weeks take fewer days, more take more.
        plan = plan._replace(days=-(-plan.days * left // weeks))
    if plan.study_days(left) > MOST_DAYS:
        raise UsageError("a plan has at most a hundred years")
    plan = plan._replace(decided=None)
    silent = outlook.outlook(roadmap, progress, [plans.to_document(plan)], today).silent
    return plan._replace(decided=today) if silent else plan


def _before(roadmap: Roadmap, progress: Progress, start: date, today: date) -> tuple[str, ...]:
    """Return the ids of the items of those weeks that were done before the start of a plan that is made today."""
    done = (week for week in plans.weeks_of(roadmap) if _done_before(roadmap, progress, week, start, today))
    return tuple(item.id for week in done for item in roadmap.items[week.start : week.end])


def _done_before(roadmap: Roadmap, progress: Progress, week: Group, start: date, today: date) -> bool:
    """Return whether nothing of a week was open before a start. What is done today was done before a start from today on."""
    items = [progress.get(item.id, UNTOUCHED) for item in roadmap.items[week.start : week.end]]
    if any(item.status in summary.OPEN for item in items):
        return False
    day = start.isoformat()
    return start >= today or all(item.since is None or item.since < day for item in items if item.status == DONE)


def _way_back(roadmap: Roadmap, progress: Progress, plan: Plan, way: str, today: date) -> Plan:
    now = outlook.outlook(roadmap, progress, [plans.to_document(plan)], today)
    if now.finish_planned is None:
        raise UsageError("there is no plan yet", "set one first: `mlpath plan --start monday`")
    if now.ways is None:
        raise UsageError(_NOTHING_LEFT)
    if now.ways.until is None and way != EXTEND:
        raise UsageError(
            f"the planned end, {dates.long_day(now.finish_planned)}, has passed",
            "`mlpath plan --extend`, or another --finish",
        )
    plan = plan._replace(decided=today)
    if way == CATCH_UP:
        return plan._replace(catching_up=True)
    first = max(today, plan.start or today)
    end = now.ways.extended if way == EXTEND else now.finish_planned
    items = tuple(roadmap.items[place].id for place in Ticks(roadmap, progress).left)
    days = max(1, study_days(first, end, now.plan.pauses))
    return plan._replace(left=Left(first, days, items), catching_up=False)
