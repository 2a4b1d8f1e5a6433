"""Charts as inline SVG: the burn-up against the plan, and the heatmap. Only numbers and dates go into them.

Colours are the page's: each shape has a class, so that light, dark and paper differ only in the style sheet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import accumulate
from typing import NamedTuple

from mlpath import dates
from mlpath.pace.activity import WEEK, last_weeks, level
from mlpath.pace.days import DAY
from mlpath.pace.outlook import Outlook
from mlpath.text import counted

_WIDTH, _HEIGHT = 720, 280
_LEFT, _RIGHT, _TOP, _BOTTOM = 36, 16, 14, 30
_CELL, _STEP, _HEAD, _MARGIN, _HEATMAP_WEEKS = 11, 14, 12, 20, 26
_MOST_TICKS = 8

Point = tuple[date, float]


class Frame(NamedTuple):
    """The part of the calendar, and of the items, that a burn-up shows."""

    first: date
    last: date
    total: int

    def x(self, day: date) -> float:
        """Return where a day stands from the left."""
        return round(
            _LEFT + (_WIDTH - _LEFT - _RIGHT) * (day - self.first).days / max(1, (self.last - self.first).days), 1
        )

    def y(self, items: float) -> float:
        """Return where a number of items stands from the top."""
        return round(_HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * items / max(1, self.total), 1)

    def line(self, points: Sequence[Point], kind: str) -> str:
        """Return a line through some points, in the style of its kind."""
        path = " ".join(f"{self.x(day)},{self.y(items)}" for day, items in points)
        return f'<polyline class="{kind}" points="{path}"/>'


def burn_up(outlook: Outlook, done: Mapping[date, int]) -> str | None:
    """Return the week items done up to each day, against the plan and on to the end at the present pace.

    `done` counts them per day. None where there is neither a plan nor anything done. A burn-up shows work done against
    the whole, so that a growing whole shows, too (as agile teams draw it; the reverse of a burn-down chart).
    """
    planned, ticked = _planned(outlook), _ticked(outlook, done)
    known = [day for day, _ in [*planned, *ticked]]
    if not known:
        return None
    projected = _projected(outlook, ticked)
    ends = [day for day, _ in projected] + [outlook.today]
    frame = Frame(min(known), max(*known, *ends, min(known) + WEEK), outlook.numbers.total)
    shapes = [*_grid(frame), *_calendar(frame)]
    today = frame.x(outlook.today)
    if frame.first <= outlook.today <= frame.last:
        shapes.append(f'<line class="today" x1="{today}" x2="{today}" y1="{_TOP}" y2="{_HEIGHT - _BOTTOM}"/>')
        shapes.append(f'<text x="{today + 5}" y="{_TOP + 8}">today</text>')
    shapes += [
        frame.line(points, kind)
        for points, kind in ((planned, "planned"), (projected, "projected"), (ticked, "done"))
        if points
    ]
    return _svg(_WIDTH, _HEIGHT, _in_words(outlook), shapes)


def heatmap(done: Mapping[date, int], today: date) -> str:
    """Return a square for each day from the week of the first tick on, of the last half year at most; darker the more was done."""
    weeks = last_weeks(done, today, _HEATMAP_WEEKS)
    shapes = [
        f'<text x="0" y="{_HEAD + row * _STEP + 8}">{dates.weekday(weeks[0] + row * DAY)[:3]}</text>'
        for row in (0, 2, 4)
    ]
    for column, week in enumerate(weeks):
        x = _MARGIN + column * _STEP
        if week.month != weeks[max(0, column - 1)].month or (column == 0 and weeks[:3][-1].month == week.month):
            shapes.append(f'<text x="{x}" y="8">{dates.month(week)}</text>')
        for row in range(7):
            day = week + row * DAY
            if day <= today:
                count = done.get(day, 0)
                corner = f'x="{x}" y="{_HEAD + row * _STEP}" width="{_CELL}" height="{_CELL}" rx="2"'
                title = f"<title>{dates.day(day.isoformat())}: {count}</title>"
                shapes.append(f'<rect class="level{level(count)}" {corner}>{title}</rect>')
    shown = sum(count for day, count in done.items() if weeks[0] <= day <= today)
    span = counted(len(weeks), "week").removeprefix("1 ")
    words = f"{counted(shown, 'item')} done in the {span} up to {dates.long_day(today)}"
    return _svg(_MARGIN + _HEATMAP_WEEKS * _STEP, _HEAD + 7 * _STEP, words, shapes)


def _planned(outlook: Outlook) -> list[Point]:
    """Return the planned line: each week's items spread over its days. It begins with those that have none any more."""
    points: list[Point] = []
    due = sum(week.numbers.total for week in outlook.weeks if week.slot is None)
    for week in outlook.weeks:
        if week.slot:
            begin = max(week.slot.first - DAY, points[-1][0]) if points else week.slot.first - DAY
            points += [(begin, due), (week.slot.last, due + week.numbers.total)]
            due += week.numbers.total
    return points


def _ticked(outlook: Outlook, done: Mapping[date, int]) -> list[Point]:
    past = sorted((day, count) for day, count in done.items() if day <= outlook.today)
    if not past:
        return []
    undated = outlook.numbers.done - sum(count for _, count in past)
    totals = list(accumulate((count for _, count in past), initial=max(0, undated)))
    points: list[Point] = [(past[0][0] - DAY, totals[0])]
    for (day, _), before, after in zip(past, totals, totals[1:], strict=False):
        points += [(day - DAY, before), (day, after)]
    return [*points, (outlook.today, totals[-1])]


def _projected(outlook: Outlook, ticked: Sequence[Point]) -> list[Point]:
    if not ticked or not outlook.finish_at_pace or outlook.finish_at_pace <= outlook.today:
        return []
    return [(outlook.today, outlook.numbers.done), (outlook.finish_at_pace, outlook.numbers.total)]


def _grid(frame: Frame) -> Iterator[str]:
    for items in sorted({0, frame.total // 2, frame.total}):
        y = frame.y(items)
        yield f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y}" y2="{y}"/>'
        yield f'<text x="{_LEFT - 8}" y="{y + 4}" text-anchor="end">{items}</text>'


def _calendar(frame: Frame) -> Iterator[str]:
    """Yield the names of some months where they begin; the first and the last day where none does."""
    months = list(_firsts(frame.first, frame.last))
    step = -(-len(months) // _MOST_TICKS)
    ticks = [
        (day, f"{dates.month(day)} {day.year}" if n == 0 or day.month == 1 else dates.month(day))
        for n, day in enumerate(months[:: max(1, step)])
    ]
    for day, label in ticks or [(frame.first, dates.day(frame.first.isoformat()))]:
        x = frame.x(day)
        yield f'<line class="tick" x1="{x}" x2="{x}" y1="{_HEIGHT - _BOTTOM}" y2="{_HEIGHT - _BOTTOM + 5}"/>'
        anchor = ' text-anchor="end"' if x > _WIDTH - 80 else ""
        yield f'<text x="{x}" y="{_HEIGHT - 8}"{anchor}>{label}</text>'


def _firsts(first: date, last: date) -> Iterator[date]:
    """Yield the first days of the months from `first` to `last`."""
    day = first if first.day == 1 else _next_month(first)
    while day <= last:
        yield day
        day = _next_month(day)


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _in_words(outlook: Outlook) -> str:
    """Return the burn-up in words, for who can't see it."""
    words = (
        f"{outlook.numbers.done} of {outlook.numbers.total} items of the weeks done by {dates.long_day(outlook.today)}"
    )
    if outlook.finish_planned:
        words += f"; planned until {dates.long_day(outlook.finish_planned)}"
    if outlook.finish_at_pace and outlook.numbers.done < outlook.numbers.total:
        words += f"; at the present pace done on {dates.long_day(outlook.finish_at_pace)}"
    return words


def _svg(width: int, height: int, words: str, shapes: Sequence[str]) -> str:
    head = f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{words}">'
    return f"{head}<title>{words}</title>{''.join(shapes)}</svg>"
