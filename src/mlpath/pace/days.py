"""Days that count for a plan: those that no pause takes, and of these the ones on which nobody rests. Pure.

Pauses are in order and don't touch; weekdays count from Monday, 0.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

DAY = timedelta(days=1)


class Pause(NamedTuple):
    """Days on which nothing is planned, both ends included."""

    first: date
    last: date


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
    """Return the study day that comes `number` study days after the first one from `first` on."""
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


def working_day(day: date, pauses: Sequence[Pause], rest: Collection[int]) -> date:
    """Return the day, or the first one after it, that is neither paused nor one of the weekdays of `rest`."""
    day = nth_study_day(day, 0, pauses)
    while day.weekday() in rest:
        day = nth_study_day(day + DAY, 0, pauses)
    return day


def stretches(first: date, last: date, pauses: Sequence[Pause], rest: Collection[int] = ()) -> list[tuple[date, date]]:
    """Return the first and last day of each stretch of days from `first` to `last` without a pause or a day of rest."""
    found: list[tuple[date, date]] = []
    day = working_day(first, pauses, rest)
    while day <= last:
        begins = found[-1][0] if found and day == found[-1][1] + DAY else None
        found[len(found) - (begins is not None) :] = [(begins or day, day)]
        day = working_day(day + DAY, pauses, rest)
    return found


def spread(
    first: date, days: int, shares: Sequence[int], pauses: Sequence[Pause], rest: Collection[int] = ()
) -> list[tuple[date, date]]:
    """Return the first and last day of each of several parts that divide so many study days by their shares.

    Days of rest count as study days, but no part begins or ends on one. No other day is lost, and every part has at least
    one, which it shares only where there are more parts than days.
    """
    working = _working(first, days, pauses, rest) if rest else None
    number = len(working) if working else days
    begins = _begins(number, shares)
    ends = [max(begin, after - 1) for begin, after in zip(begins, [*begins[1:], number], strict=True)]

    def day(index: int) -> date:
        return working[index] if working else nth_study_day(first, index, pauses)

    return [(day(begin), day(end)) for begin, end in zip(begins, ends, strict=True)]


def _begins(number: int, shares: Sequence[int]) -> list[int]:
    """Return the index of the day, of so `number` many, on which each part begins."""
    whole, spent = sum(shares), 0
    begins: list[int] = []
    for index, share in enumerate(shares):
        begin = number * spent // whole
        if number >= len(shares):  # A day for each of those before and behind it.
            begin = min(max(begin, begins[-1] + 1 if begins else 0), number - len(shares) + index)
        begins.append(begin)
        spent += share
    return begins


def _working(first: date, days: int, pauses: Sequence[Pause], rest: Collection[int]) -> list[date]:
    """Return those of so many study days on which nobody rests; the next such day where there is none."""
    every = (nth_study_day(first, number, pauses) for number in range(days))
    return [day for day in every if day.weekday() not in rest] or [working_day(first, pauses, rest)]
