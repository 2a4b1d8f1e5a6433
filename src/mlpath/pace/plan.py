"""The plan: which days belong to which week of the roadmap. Pure.

A plan counts study days: days from its start on that no pause takes. Each week of the roadmap gets the same number of
them, and a pause pushes what follows. What was left at some day may be spread anew over the study days from there on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from mlpath.journal.events import PLAN, WEEK_DAYS
from mlpath.roadmap.roadmap import WEEK, Group, Roadmap

DAY = timedelta(days=1)


class Pause(NamedTuple):
    """Days on which nothing is planned, both ends included."""

    first: date
    last: date


class Left(NamedTuple):
    """The ids of the `items` left on the day `first`, which are spread over so many study `days` from it on."""

    first: date
    days: int
    items: tuple[str, ...]


class Plan(NamedTuple):
    """A start, how many study days each week of the roadmap takes (or all of them together), and what came since.

    `extra` holds what a newer mlpath wrote beside it.
    """

    start: date | None = None
    week_days: int = WEEK_DAYS
    days: int | None = None
    pauses: tuple[Pause, ...] = ()
    left: Left | None = None
    catching_up: bool = False
    extra: Mapping[str, Any] = {}

    def last_day(self, weeks: int) -> date | None:
        """Return the last planned day of a roadmap of so many weeks, or None without a start."""
        if self.start is None or not weeks:
            return None
        if self.left:
            return nth_study_day(self.left.first, self.left.days - 1, self.pauses)
        return nth_study_day(self.start, self.study_days(weeks) - 1, self.pauses)

    def study_days(self, weeks: int) -> int:
        """Return how many study days the whole plan has, before anything was spread anew."""
        return self.days or self.week_days * weeks

    def pause_on(self, day: date) -> Pause | None:
        """Return the pause that a day is in."""
        return next((pause for pause in self.pauses if pause.first <= day <= pause.last), None)


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
        pauses=merged(
            Pause(date.fromisoformat(first), date.fromisoformat(last)) for first, last in document.get("pauses", ())
        ),
        left=Left(date.fromisoformat(left["from"]), left["days"], tuple(left["items"])) if left else None,
        catching_up=document.get("catching_up", False),
        extra={name: value for name, value in document.items() if name not in PLAN},
    )


def to_document(plan: Plan) -> dict[str, Any]:
    """Return a plan as the journal writes it."""
    left = plan.left and {"from": plan.left.first.isoformat(), "days": plan.left.days, "items": list(plan.left.items)}
    fields = {
        "start": plan.start and plan.start.isoformat(),
        "week_days": plan.week_days if plan.week_days != WEEK_DAYS else None,
        "days": plan.days,
        "pauses": [[first.isoformat(), last.isoformat()] for first, last in plan.pauses],
        "left": left,
        "catching_up": plan.catching_up,
    }
    return {**plan.extra, **{name: value for name, value in fields.items() if value}}


def merged(pauses: Iterable[Pause]) -> tuple[Pause, ...]:
    """Return the same days as pauses in order, of which no two touch."""
    spans: list[Pause] = []
    for pause in sorted(pauses):
        if spans and pause.first <= spans[-1].last + DAY:
            spans[-1] = Pause(spans[-1].first, max(spans[-1].last, pause.last))
        else:
            spans.append(pause)
    return tuple(spans)


def without(pauses: Iterable[Pause], pause: Pause) -> tuple[Pause, ...]:
    """Return the pauses without the days of one."""
    rest: list[Pause] = []
    for first, last in pauses:
        rest += [Pause(first, min(last, pause.first - DAY))] if first < pause.first else []
        rest += [Pause(max(first, pause.last + DAY), last)] if last > pause.last else []
    return merged(rest)


def nth_study_day(first: date, number: int, pauses: Sequence[Pause]) -> date:
    """Return the study day that comes `number` study days after the first one from `first` on.

    `pauses` are in order and don't touch.
    """
    day = first + timedelta(days=number)
    for pause in pauses:
        if first <= pause.last and pause.first <= day:
            day += pause.last - max(pause.first, first) + DAY
    return day


def study_days(first: date, last: date, pauses: Sequence[Pause]) -> int:
    """Return how many study days there are from `first` to `last`, both included."""
    days = max(0, (last - first).days + 1)
    paused = (min(pause.last, last) - max(pause.first, first) for pause in pauses)
    return days - sum(max(0, span.days + 1) for span in paused)


def study_days_back(last: date, number: int, pauses: Sequence[Pause]) -> date:
    """Return the first of the `number` study days that end on `last` or before it."""
    day = last - timedelta(days=number - 1)
    for pause in reversed(pauses):
        if pause.first <= last and day <= pause.last:
            day -= min(pause.last, last) - pause.first + DAY
    return day


def weeks_of(roadmap: Roadmap) -> list[Group]:
    """Return the weeks of the roadmap in order."""
    return [group for group in roadmap.groups if group.kind == WEEK]


def schedule(plan: Plan, roadmap: Roadmap) -> list[Slot]:
    """Return the days of each week of the roadmap; none where the plan has no start."""
    weeks = weeks_of(roadmap)
    if plan.start is None or not weeks:
        return []
    spans = spread(plan.start, plan.study_days(len(weeks)), [1] * len(weeks), plan.pauses)
    if plan.left:
        weights = weigh(roadmap)
        left = {roadmap.places[id] for id in plan.left.items if id in roadmap.places}
        shares = [sum(weights[place] for place in range(week.start, week.end) if place in left) for week in weeks]
        end = plan.last_day(len(weeks)) or plan.left.first
        spans = [(min(first, end), min(last, end)) for first, last in spans]
        anew = iter(spread(plan.left.first, plan.left.days, [share for share in shares if share], plan.pauses))
        spans = [next(anew) if share else span for share, span in zip(shares, spans, strict=True)]
    return [Slot(week, *span) for week, span in zip(weeks, spans, strict=True)]


def spread(first: date, days: int, shares: Sequence[int], pauses: Sequence[Pause]) -> list[tuple[date, date]]:
    """Return the first and last day of each of several parts that divide so many study days by their shares.

    No study day is lost, and every part has at least one, which it shares where there are more parts than days.
    """
    whole, spent, spans = sum(shares), 0, []
    for share in shares:
        begin = days * spent // whole
        spent += share
        end = max(begin, days * spent // whole - 1)
        spans.append((nth_study_day(first, begin, pauses), nth_study_day(first, end, pauses)))
    return spans


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
