"""Milestones: the weeks and months that a change fills, and the whole way once the last week is full. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from mlpath.journal.journal import Progress
from mlpath.journal.transitions import DONE
from mlpath.pace import activity
from mlpath.pace.outlook import PlannedWeek
from mlpath.pace.plan import in_hours
from mlpath.progress import summary
from mlpath.progress.results import Finale, Milestone
from mlpath.roadmap.roadmap import MONTH, WEEK, Group, Roadmap


def milestones(
    roadmap: Roadmap, before: Progress, after: Progress, weeks: Sequence[PlannedWeek]
) -> tuple[Milestone, ...]:
    """Return the weeks and then the months that became full between two progresses; `weeks` are planned as they were before."""
    ends = {week.group.address: week.last for week in weeks}
    return tuple(_milestones(roadmap, before, after, WEEK, ends)) + tuple(
        _milestones(roadmap, before, after, MONTH, ends)
    )


def finale(roadmap: Roadmap, progress: Progress) -> Finale | None:
    """Return the whole way, from the first to the last item of the weeks that was done; None before all of them are."""
    places = summary.in_weeks(roadmap)
    numbers = summary.count(roadmap, progress, places)
    done = [place for place in places if summary.status_of(roadmap, progress, place) == DONE]
    days = {place: day for place in done if (day := progress[roadmap.items[place].id].done_on)}
    if numbers.done < numbers.total or not days:
        return None
    best = _best_week(roadmap, days)
    left = summary.count(roadmap, progress, roadmap.resource_places)
    return Finale(
        first=date.fromisoformat(min(days.values())),
        last=date.fromisoformat(max(days.values())),
        items=len(done),
        hours=_hours(roadmap, done),
        best_week=best,
        best_items=sum(_week_of(day) == best for day in days.values()),
        resources_left=left.total - left.done,
    )


def _milestones(
    roadmap: Roadmap, before: Progress, after: Progress, kind: str, ends: dict[str, date | None]
) -> Iterator[Milestone]:
    groups = [group for group in roadmap.groups if group.kind == kind and (kind == WEEK or roadmap.has_months)]
    full = [group for group in groups if _is_full(roadmap, after, group)]
    for group in full:
        days = [
            progress.done_on for item in _items(roadmap, group) if (progress := after.get(item)) and progress.done_on
        ]
        if days and not _is_full(roadmap, before, group):
            within = [week for week in roadmap.groups if week.kind == WEEK and group.start <= week.start < group.end]
            planned = [ends.get(week.address) for week in within]
            yield Milestone(
                group=group,
                heading=roadmap.heading(group),
                full=len(full),
                of=len(groups),
                on=date.fromisoformat(max(days)),
                end=planned[-1] if planned else None,
            )


def _is_full(roadmap: Roadmap, progress: Progress, group: Group) -> bool:
    numbers = summary.count(roadmap, progress, range(group.start, group.end))
    return numbers.done == numbers.total


def _items(roadmap: Roadmap, group: Group) -> Iterator[str]:
    return (item.id for item in roadmap.items[group.start : group.end])


def _best_week(roadmap: Roadmap, days: dict[int, str]) -> date:
    """Return the Monday of the week with the most hours, with the most items where these have none; the first of several."""
    hours = in_hours(roadmap)
    amounts: dict[date, float] = {}
    for place, day in days.items():
        week = _week_of(day)
        amounts[week] = amounts.get(week, 0) + ((roadmap.items[place].hours or 0) if hours else 1)
    return min(amounts, key=lambda week: (-amounts[week], week))


def _week_of(day: str) -> date:
    return activity.monday(date.fromisoformat(day))


def _hours(roadmap: Roadmap, places: Sequence[int]) -> float | None:
    """Return how many hours some items take together; None where one does not say."""
    hours = [roadmap.items[place].hours for place in places]
    known = [amount for amount in hours if amount is not None]
    return round(sum(known), 2) if len(known) == len(hours) else None
