"""Effort over time: what was done on which day, and how long it went on without a break. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from mlpath.journal.journal import ItemProgress
from mlpath.journal.transitions import DONE
from mlpath.pace.days import DAY, Pause

WEEK = timedelta(days=7)

# A heatmap's levels above none, as people read them, and how many items a day at most make each; the last has no limit.
LEVELS = ("1", "2", "3-4", "5+")
_MOST = (1, 2, 4)


class Streak(NamedTuple):
    """How many days, and how many ISO weeks, in a row have something done: now, and at most."""

    days: int
    weeks: int
    longest_days: int
    longest_weeks: int


def days(progress: Iterable[ItemProgress]) -> dict[date, int]:
    """Return how many items were done on each day, in order; days with nothing are left out."""
    counts: dict[date, int] = {}
    for item in progress:
        if item.status == DONE and item.done_on:
            day = date.fromisoformat(item.done_on)
            counts[day] = counts.get(day, 0) + 1
    return dict(sorted(counts.items()))


def level(count: int) -> int:
    """Return how dark a heatmap shows a day with so many items: 0 for none, up to the number of `LEVELS`."""
    return bisect_left(_MOST, count) + 1 if count else 0


def monday(day: date) -> date:
    """Return the first day of a day's ISO week (ISO 8601)."""
    return day - timedelta(days=day.weekday())


def last_weeks(active: Collection[date], today: date, most: int) -> list[date]:
    """Return the Mondays of the last ISO weeks up to this one, at most so many, and none before that of the first tick."""
    this = monday(today)
    first = min(monday(min(active, default=today)), this)
    return [this - number * WEEK for number in reversed(range(most)) if this - number * WEEK >= first]


def per_week(active: Mapping[date, int]) -> dict[date, int]:
    """Return how many items were done in each ISO week, by its Monday, from the first to the last without a gap."""
    if not active:
        return {}
    first, last = monday(min(active)), monday(max(active))
    weeks = {first + number * WEEK: 0 for number in range((last - first).days // 7 + 1)}
    for day, count in active.items():
        weeks[monday(day)] += count
    return weeks


def streak(active: Mapping[date, int], today: date, pauses: Sequence[Pause] = (), rest: Collection[int] = ()) -> Streak:
    """Return the current and the longest streak, in days and in weeks.

    Today (this week) belongs to the current streak once something is done, and does not break it before. A paused day, one
    of the weekdays of `rest` (Monday is 0), and a week that a pause touches neither count nor break anything, unless something
    was done on them.
    """
    past = [day for day in active if day <= today]
    mondays = sorted({monday(day) for day in past})
    now_days, most_days = _runs(past, DAY, today, lambda day: day.weekday() in rest or _paused(day, day, pauses))
    now_weeks, most_weeks = _runs(mondays, WEEK, monday(today), lambda day: _paused(day, day + WEEK - DAY, pauses))
    return Streak(now_days, now_weeks, most_days, most_weeks)


def _runs(active: Sequence[date], step: timedelta, now: date, bridged: Callable[[date], bool]) -> tuple[int, int]:
    """Return the length of the run that reaches to `now`, and of the longest one."""
    longest = length = 0
    before: date | None = None
    for day in active:
        gap = before + step if before else day
        while gap < day and bridged(gap):
            gap += step
        length = length + 1 if gap >= day else 1
        longest, before = max(longest, length), day
    gap = before + step if before else now
    while gap < now and bridged(gap):
        gap += step
    return (length if before and gap >= now else 0), longest


def _paused(first: date, last: date, pauses: Sequence[Pause]) -> bool:
    return any(pause.first <= last and first <= pause.last for pause in pauses)
