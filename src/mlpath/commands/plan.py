"""The command about time: `plan`."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from mlpath import dates
from mlpath.commands.change import Snapshot, decided_under_lock
from mlpath.commands.study import Study
from mlpath.errors import UsageError
from mlpath.journal import journal
from mlpath.journal.events import MOST_DAYS
from mlpath.pace import outlook
from mlpath.pace import plan as plans
from mlpath.pace.outlook import Outlook
from mlpath.pace.plan import Left, Pause, Plan
from mlpath.pace.results import Planning
from mlpath.pace.ticks import Ticks

CATCH_UP, REBALANCE, EXTEND = "catch-up", "rebalance", "extend"


class Request(NamedTuple):
    """What is to become of the plan; what is None or empty stays as it is. `way` is one of the three ways back."""

    start: date | None = None
    finish: date | None = None
    week_days: int | None = None
    pauses: tuple[Pause, ...] = ()
    unpause: tuple[Pause, ...] = ()
    way: str | None = None
    clear: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing is asked for."""
        return self == Request()


def look(study: Study) -> Planning:
    """Return the plan and how things stand. Raises StateError."""
    return Planning(study.roadmap, outlook_of(study, study.look()))


@decided_under_lock
def change(study: Study, request: Request) -> Planning:
    """Make the plan what is asked for. Raises UsageError where that can't be, and StateError."""
    with study.locked() as now:
        in_force = journal.plans(now.before.events)
        before = plans.from_document(in_force[-1]) if in_force else Plan()
        after = _changed(study, now.before, before, request)
        if after != before:
            now.append("plan", plan=plans.to_document(after))
    return Planning(study.roadmap, outlook_of(study, now.after), outlook_of(study, now.before))


def outlook_of(study: Study, snapshot: Snapshot) -> Outlook:
    """Return how things stand at one moment."""
    return outlook.outlook(study.roadmap, snapshot.progress, journal.plans(snapshot.events), study.today())


def _changed(study: Study, snapshot: Snapshot, plan: Plan, request: Request) -> Plan:
    if request.clear:
        return Plan()
    pauses = plan.pauses
    for pause in request.unpause:
        pauses = plans.without(pauses, pause)
    plan = plan._replace(pauses=plans.merged([*pauses, *request.pauses]))
    if request.start or request.finish or request.week_days:
        plan = _dated(study, plan, request)
    if request.way:
        plan = _way_back(study, snapshot, plan, request.way)
    return plan


def _dated(study: Study, plan: Plan, request: Request) -> Plan:
    """Return the plan with another start, end or speed. What was left is no longer spread anew: all weeks are."""
    if not plans.weeks_of(study.roadmap):
        raise UsageError("the roadmap has no weeks to plan")
    start = request.start or plan.start or study.today()
    plan = plan._replace(start=start, left=None, catching_up=False)
    if request.week_days:
        plan = plan._replace(week_days=request.week_days, days=None)
    if request.finish:
        days = plans.study_days(start, request.finish, plan.pauses)
        if days < 1:
            raise UsageError(
                f"the plan can't end on {dates.long_day(request.finish)}: it starts on {dates.long_day(start)}"
                + (", and all days between are paused" if request.finish >= start else ""),
                "name a later day, or another --start",
            )
        plan = plan._replace(days=days)
    if plan.study_days(len(plans.weeks_of(study.roadmap))) > MOST_DAYS:
        raise UsageError("a plan has at most a hundred years")
    return plan


def _way_back(study: Study, snapshot: Snapshot, plan: Plan, way: str) -> Plan:
    now = outlook.outlook(study.roadmap, snapshot.progress, [plans.to_document(plan)], study.today())
    if now.finish_planned is None:
        raise UsageError("there is no plan yet", "set one first: `mlpath plan --start monday`")
    if now.ways is None:
        raise UsageError("nothing is left to plan: everything is done")
    if now.ways.until is None and way != EXTEND:
        raise UsageError(
            f"the planned end, {dates.long_day(now.finish_planned)}, has passed",
            "`mlpath plan --extend`, or another --finish",
        )
    if way == CATCH_UP:
        return plan._replace(catching_up=True)
    first = max(study.today(), plan.start or study.today())
    end = now.ways.extended if way == EXTEND else now.finish_planned
    items = tuple(study.roadmap.items[place].id for place in Ticks(study.roadmap, snapshot.progress).left)
    left = Left(first, max(1, plans.study_days(first, end, plan.pauses)), items)
    return plan._replace(left=left, catching_up=False)
