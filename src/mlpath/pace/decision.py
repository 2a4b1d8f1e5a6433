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
from mlpath.roadmap.markdown.headings import DAY_WORDS
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

    Of a plan that is under way, what is left is spread anew, from today on; else all weeks are, but those that were done
    before the start.
    """
    if not plans.weeks_of(roadmap):
        raise UsageError("the roadmap has no weeks to plan")
    start, was_none = request.start or plan.start or today, plan.start is None
    weeks = len(plans.weeks_from_start(plan, roadmap))
    running = request.start is None and _is_running(roadmap, plan, today)
    plan = plan._replace(start=start, before=_before(roadmap, progress, start, today), left=None, catching_up=False)
    left = len(plans.weeks_from_start(plan, roadmap))
    if not left:
        raise UsageError(_NOTHING_LEFT)
    if request.week_days:
        plan = plan._replace(week_days=request.week_days, days=None)
    elif was_none and _counts_days(roadmap):
        plan = plan._replace(week_days=1)
    if request.finish:
        plan = plan._replace(days=_days_until(plan, start, request.finish, today if running else None))
    elif plan.days and weeks:  # Fewer weeks take fewer days, more take more.
        plan = plan._replace(days=-(-plan.days * left // weeks))
    if plan.study_days(left) > MOST_DAYS:
        raise UsageError("a plan has at most a hundred years")
    if running:
        plan = _under_way(roadmap, progress, plan, request.finish, today)
    plan = plan._replace(decided=None)
    silent = outlook.outlook(roadmap, progress, [plans.to_document(plan)], today).silent
    return plan._replace(decided=today) if silent else plan


def _is_running(roadmap: Roadmap, plan: Plan, today: date) -> bool:
    """Return whether the first of the planned weeks is over, or what was left was spread anew: then weeks keep their days."""
    slots = plans.schedule(plan.as_of(today), roadmap)
    return plan.left is not None or (bool(slots) and slots[0].last < today)


def _days_until(plan: Plan, start: date, finish: date, today: date | None) -> int:
    """Return how many study days a plan has from its start to its end, of which some lie after `today` where that is given."""
    first, why = start, f"it starts on {dates.long_day(start)}"
    if today and start < today:
        first, why = today, f"it is {dates.long_day(today)} already"
    if study_days(first, finish, plan.pauses) < 1:
        raise UsageError(
            f"the plan can't end on {dates.long_day(finish)}: {why}"
            + (", and all days between are paused" if finish >= first else ""),
            "name a later day, or another --start",
        )
    return study_days(start, finish, plan.pauses)


def _under_way(roadmap: Roadmap, progress: Progress, plan: Plan, finish: date | None, today: date) -> Plan:
    """Return the plan with what is left spread from today on: until an end, or over as many days as its weeks have."""
    first = max(today, plan.start or today)
    now = plan.as_of(today)
    days = study_days(first, finish, now.pauses) if finish else plan.week_days * len(_open_weeks(roadmap, progress))
    return _spread_anew(roadmap, progress, plan, first, days)


def _spread_anew(roadmap: Roadmap, progress: Progress, plan: Plan, first: date, days: int) -> Plan:
    """Return the plan with what is left spread over so many study days from a day on."""
    items = tuple(roadmap.items[place].id for place in Ticks(roadmap, progress).left)
    if not items:
        raise UsageError(_NOTHING_LEFT)
    return plan._replace(left=Left(first, max(1, days), items), catching_up=False)


def _open_weeks(roadmap: Roadmap, progress: Progress) -> list[Group]:
    """Return the weeks with something left."""
    left = Ticks(roadmap, progress).left
    return [week for week in plans.weeks_of(roadmap) if any(week.start <= place < week.end for place in left)]


def _counts_days(roadmap: Roadmap) -> bool:
    """Return whether what the roadmap studies in turn is called a day."""
    return roadmap.week_label.casefold() in DAY_WORDS.split()


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
    return _spread_anew(roadmap, progress, plan, first, study_days(first, end, now.plan.pauses))
