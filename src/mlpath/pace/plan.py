"""The plan: which days belong to which week of the roadmap. Pure.

A plan counts study days: days from its start on that no pause takes. Each week of the roadmap gets the same number of
them, and a pause pushes what follows; weekdays of rest push nothing, but no week begins or ends on one. What was left at
some day may be spread anew over the study days from there on. Weeks that were done when that, or the start, was decided
have no days: what is planned lies in the roadmap's order, one week behind the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from mlpath.journal.events import PLAN, WEEK_DAYS, WEEKDAYS
from mlpath.pace.days import DAY, Pause, merged, spread
from mlpath.pace.days import stretches as stretches_between
from mlpath.roadmap.roadmap import WEEK, Group, Roadmap


class Left(NamedTuple):
    """The ids of the `items` left on the day `first`, which are spread over so many study `days` from it on."""

    first: date
    days: int
    items: tuple[str, ...]


class Plan(NamedTuple):
    """A start, how many study days each week of the roadmap takes (or all of them together), and what came since.

    `before` holds the ids of the items in weeks that were done before the start. `rest` are weekdays, Monday being 0.
    `open_pause` is the first day of a pause whose end nobody knows yet, `decided` the day on which it was decided how to
    go on. `extra` holds what a newer mlpath wrote beside it.
    """

    start: date | None = None
    week_days: int = WEEK_DAYS
    days: int | None = None
    before: tuple[str, ...] = ()
    pauses: tuple[Pause, ...] = ()
    open_pause: date | None = None
    rest: tuple[int, ...] = ()
    left: Left | None = None
    catching_up: bool = False
    decided: date | None = None
    extra: Mapping[str, Any] = {}

    def study_days(self, weeks: int) -> int:
        """Return how many study days a plan of so many weeks has, before anything was spread anew."""
        return self.days or self.week_days * weeks

    def pause_on(self, day: date) -> Pause | None:
        """Return the pause that a day is in."""
        return next((pause for pause in self.pauses if pause.first <= day <= pause.last), None)

    def as_of(self, today: date) -> Plan:
        """Return the plan as it is to be reckoned with on a day: an open pause lasts at least until then."""
        if self.open_pause is None or self.open_pause > today:
            return self
        return self._replace(pauses=merged([*self.pauses, Pause(self.open_pause, today)]))


class Slot(NamedTuple):
    """A week of the roadmap and its first and last day; weeks may share a day when there are more weeks than days."""

    week: Group
    first: date
    last: date


def from_document(document: Mapping[str, Any]) -> Plan:
    """Return the plan in an event of the journal."""
    left = document.get("left")
    return Plan(
        start=_day(document.get("start")),
        week_days=document.get("week_days", WEEK_DAYS),
        days=document.get("days"),
        before=tuple(document.get("before", ())),
        pauses=merged(
            Pause(date.fromisoformat(first), date.fromisoformat(last)) for first, last in document.get("pauses", ())
        ),
        open_pause=_day(document.get("open_pause")),
        rest=tuple(sorted(WEEKDAYS.index(name) for name in document.get("rest", ()))),
        left=Left(date.fromisoformat(left["from"]), left["days"], tuple(left["items"])) if left else None,
        catching_up=document.get("catching_up", False),
        decided=_day(document.get("decided")),
        extra={name: value for name, value in document.items() if name not in PLAN},
    )


def to_document(plan: Plan) -> dict[str, Any]:
    """Return a plan as the journal writes it."""
    left = plan.left and {"from": plan.left.first.isoformat(), "days": plan.left.days, "items": list(plan.left.items)}
    fields = {
        "start": _iso(plan.start),
        "week_days": plan.week_days if plan.week_days != WEEK_DAYS else None,
        "days": plan.days,
        "before": list(plan.before),
        "pauses": [[first.isoformat(), last.isoformat()] for first, last in plan.pauses],
        "open_pause": _iso(plan.open_pause),
        "rest": [WEEKDAYS[day] for day in plan.rest],
        "left": left,
        "catching_up": plan.catching_up,
        "decided": _iso(plan.decided),
    }
    return {**plan.extra, **{name: value for name, value in fields.items() if value}}


def weeks_of(roadmap: Roadmap) -> list[Group]:
    """Return the weeks of the roadmap in order."""
    return [group for group in roadmap.groups if group.kind == WEEK]


def weeks_from_start(plan: Plan, roadmap: Roadmap) -> list[Group]:
    """Return the weeks that were not done before the plan's start."""
    before = set(plan.before)
    return [week for week in weeks_of(roadmap) if not before or not before.issuperset(_ids(roadmap, week))]


def schedule(plan: Plan, roadmap: Roadmap) -> list[Slot]:
    """Return the days of each week that has any, in order; none where the plan has no start."""
    weeks = weeks_from_start(plan, roadmap)
    if plan.start is None or not weeks:
        return []
    if plan.left is None:
        parts, first, days = dict.fromkeys(weeks, 1), plan.start, plan.study_days(len(weeks))
    else:
        parts, first, days = _shares(plan.left, roadmap) or dict.fromkeys(weeks, 1), plan.left.first, plan.left.days
    spans = spread(first, days, list(parts.values()), plan.pauses, plan.rest)
    return [Slot(week, *span) for week, span in zip(parts, spans, strict=True)]


def last_day(plan: Plan, roadmap: Roadmap) -> date | None:
    """Return the last planned day, or None where there is none."""
    slots = schedule(plan, roadmap)
    return slots[-1].last if slots else None


def stretches(plan: Plan, slot: Slot) -> list[Slot]:
    """Return the days of a week without its pauses and days of rest, each stretch of them like a week of its own."""
    parts = stretches_between(slot.first, slot.last, plan.pauses, plan.rest)
    return [Slot(slot.week, *part) for part in parts] or [slot]


def former_stretches(documents: Iterable[Mapping[str, Any]], roadmap: Roadmap) -> dict[Group, list[Slot]]:
    """Return as many stretches of each week as any plan ever gave it, each as it was last; the plans as the journal writes them.

    What an open pause made of a week depends on the day, and of these on the weekday alone.
    """
    former: dict[Group, list[Slot]] = {}
    for document in documents:
        plan = from_document(document)
        opened = plan.open_pause
        for reading in [plan, *(plan.as_of(opened + n * DAY) for n in range(len(WEEKDAYS)) if opened)]:
            for slot in schedule(reading, roadmap):
                parts = stretches(reading, slot)
                former[slot.week] = parts + former.get(slot.week, [])[len(parts) :]
    return former


def _shares(left: Left, roadmap: Roadmap) -> dict[Group, int]:
    """Return the weeks with something left, and how much."""
    weights = weigh(roadmap)
    places = {roadmap.places[id] for id in left.items if id in roadmap.places}
    shares = {
        week: sum(weights[place] for place in range(week.start, week.end) if place in places)
        for week in weeks_of(roadmap)
    }
    return {week: share for week, share in shares.items() if share}


def _ids(roadmap: Roadmap, week: Group) -> list[str]:
    return [item.id for item in roadmap.items[week.start : week.end]]


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def in_hours(roadmap: Roadmap) -> bool:
    """Return whether every item of the weeks says how many hours it takes, so that plans can reckon in hours."""
    weeks = weeks_of(roadmap)
    return bool(weeks) and all(item.hours for week in weeks for item in roadmap.items[week.start : week.end])


def weigh(roadmap: Roadmap) -> list[int]:
    """Return the weight of each item: hundredths of an hour where every item of the weeks has hours, else 1."""
    if not in_hours(roadmap):
        return [1] * len(roadmap.items)
    return [max(1, round((item.hours or 0) * 100)) for item in roadmap.items]


def _day(iso: str | None) -> date | None:
    return None if iso is None else date.fromisoformat(iso)
