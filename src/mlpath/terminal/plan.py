"""`mlpath plan`: the weeks with their dates, how they stand, and the ways on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlpath import dates
from mlpath.pace.outlook import BEHIND, CURRENT, Outlook, PlannedWeek, Ways
from mlpath.pace.plan import Pause
from mlpath.pace.results import Planning
from mlpath.pace.sentence import SET_UP, a_week, sentence
from mlpath.roadmap.roadmap import Roadmap
from mlpath.terminal.layout import ACCENT, QUIET, STRONG, Grid, Text, join
from mlpath.terminal.page import Block, Page, indented, ratio, text

if TYPE_CHECKING:
    from rich.table import Table

_WIDE, _MIDDLE = 96, 72
_STATE_STYLES = {CURRENT: ACCENT, BEHIND: STRONG}


def plan(result: Planning, page: Page) -> Iterator[Block]:
    """Yield the plan: all of it, or after a change only what is different."""
    if result.before is None:
        yield from _whole(page, result.outlook, result.roadmap)
    else:
        yield from _changed(page, result.outlook, result.before, result.roadmap)


def _whole(page: Page, now: Outlook, roadmap: Roadmap) -> Iterator[Block]:
    yield Text()
    yield indented(text((roadmap.title, STRONG)))
    if now.planned:
        yield indented(text((_span(page, now), QUIET)))
    yield Text()
    yield indented(text(sentence(now, roadmap)))
    if not now.planned and now.pace:
        yield indented(text((SET_UP, QUIET)))
    yield Text()
    if now.planned:
        yield _listed(now, roadmap) if page.spoken else _table(page, now)
        yield Text()
    elif now.plan.pauses:
        for pause in now.plan.pauses:
            yield indented(text(_pause(pause)), label="Pause")
        yield Text()
    if now.ways and (now.is_behind or now.silent or now.ways.until is None):
        yield _ways(page, now, now.ways)
        yield Text()


def _changed(page: Page, now: Outlook, before: Outlook, roadmap: Roadmap) -> Iterator[Block]:
    if now.plan == before.plan:
        yield indented(text("Nothing to change."))
    lines = [("Plan", _span(page, now))]
    if before.finish_planned and before.finish_planned != now.finish_planned:
        lines.append(("Before", f"until {dates.long_day(before.finish_planned)}"))
    lines += [("Pause", _pause(pause)) for pause in now.plan.pauses if pause not in before.plan.pauses]
    facts = Grid()
    for name, fact in lines:
        facts.add(Text(), Text(name, QUIET), text(fact))
    yield facts
    yield indented(text(sentence(now, roadmap)))
    yield indented(text(("`mlpath plan` shows each week, `mlpath undo` takes this back.", QUIET)))


def _span(page: Page, now: Outlook) -> str:
    """Return the first and last day, the last day that was planned first where it was another, and the unit."""
    if now.plan.start is None or now.finish_planned is None:
        return "no dates"
    parts = [dates.span(now.plan.start, now.finish_planned)]
    if now.finish_baseline and now.finish_baseline != now.finish_planned:
        parts.append(f"first planned until {dates.day(now.finish_baseline.isoformat())}")
    if now.hours:
        needed = now.ways.hours_per_week if now.ways else None
        parts.append(f"reckoned in hours, {needed:g} a week from here" if needed else "reckoned in hours")
    return f" {page.glyphs.dot} ".join(parts)


def _table(page: Page, now: Outlook) -> Table:
    from rich.table import Table

    wide, middle = page.width >= _WIDE, page.width >= _MIDDLE
    table = Table(box=None, pad_edge=False, padding=(0, 2 if wide else 1, 0, 0), header_style=QUIET)
    table.add_column("", no_wrap=True, width=1)
    table.add_column("", no_wrap=True, justify="right")
    table.add_column("", overflow="fold")
    if middle:
        table.add_column("dates", no_wrap=True)
    table.add_column("done", no_wrap=True, justify="right")
    if wide:
        table.add_column("", no_wrap=True)
    table.add_column("", no_wrap=True, min_width=7)
    pauses = list(now.plan.pauses)
    for week in now.weeks:
        if week.first is None or week.last is None:
            continue
        while pauses and pauses[0].first <= week.first:
            _add_pause(table, pauses.pop(0), middle=middle, wide=wide)
        _add_week(page, table, now, week, dates.span(week.first, week.last), middle=middle, wide=wide)
        while pauses and pauses[0].first <= week.last:
            _add_pause(table, pauses.pop(0), middle=middle, wide=wide)
    return table


def _listed(now: Outlook, roadmap: Roadmap) -> Grid:
    """Return the weeks as sentences."""
    grid = Grid()
    for week in now.weeks:
        days = dates.span(week.first, week.last) if week.first and week.last else ""
        name = Text(f"{roadmap.heading(week.group)}, {week.group.title}")
        count = Text(f"{week.numbers.done} of {week.numbers.total}")
        grid.add(name, Text(days), count, Text(week.state or ""))
    return grid


def _add_week(
    page: Page, table: Table, now: Outlook, week: PlannedWeek, days: str, *, middle: bool, wide: bool
) -> None:
    is_current = week.group == now.by_calendar
    style = ACCENT if is_current else ""
    title = text((week.group.title, style))
    cells = [
        Text(page.glyphs.pointer if is_current else "", ACCENT),
        Text(str(week.group.number), style or QUIET),
        title if middle else title.append("\n").append(days, QUIET),
    ]
    cells += [Text(days, style or QUIET)] if middle else []
    cells.append(Text(ratio(week.numbers)))
    cells += [page.bar(week.numbers, 10)] if wide else []
    table.add_row(*cells, Text(week.state or "", _STATE_STYLES.get(week.state or "", QUIET)))


def _add_pause(table: Table, pause: Pause, *, middle: bool, wide: bool) -> None:
    days = dates.span(pause.first, pause.last)
    title = Text("pause", QUIET)
    cells = [Text(), Text(), title, Text(days, QUIET)] if middle else [Text(), Text(), title.append(f"  {days}", QUIET)]
    table.add_row(*cells, *[Text()] * (2 + wide))


def _ways(page: Page, now: Outlook, ways: Ways) -> Grid:
    """Return the three ways on, each with its command and what it comes to."""
    pace = "as your pace says" if now.finish_at_pace else "at the plan's own speed"
    lines = [("extend", f"the end moves to {dates.long_day(ways.extended)}, {pace}")]
    if ways.per_week and ways.until:
        until = dates.long_day(ways.until)
        lines.insert(0, ("rebalance", f"what is left, spread evenly until {until}"))
        lines.insert(0, ("catch-up", f"{a_week(ways)} until {until}; the dates stay"))
    grid = Grid()
    for option, meaning in lines:
        command = text((f"mlpath plan --{option}", ACCENT))
        if page.narrow:
            grid.add(Text(), join([command, text(meaning)]))
        else:
            grid.add(Text(), command, text(meaning))
    return grid


def _pause(pause: Pause) -> str:
    return dates.span(pause.first, pause.last)
