"""`mlpath plan`: the weeks with their dates, how they stand, and the ways on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from mlpath import dates
from mlpath.journal.events import WEEKDAYS
from mlpath.pace.days import Pause
from mlpath.pace.decision import CATCH_UP, EXTEND, REBALANCE
from mlpath.pace.outlook import BEHIND, CURRENT, Outlook, PlannedWeek, Ways
from mlpath.pace.results import Planning
from mlpath.pace.sentence import SET_UP, a_week, advice, price, sentence, smallest, standing
from mlpath.roadmap.roadmap import Roadmap
from mlpath.terminal.layout import ACCENT, COMMAND, QUIET, STRONG, WIDEST_TITLE, Grid, Text, join
from mlpath.terminal.page import Block, Page, indented, ratio, text, with_commands
from mlpath.text import counted

if TYPE_CHECKING:
    from rich.table import Table

_WIDE, _MIDDLE = 96, 72
_STATE_STYLES = {CURRENT: ACCENT, BEHIND: STRONG}
_CHOICES = {
    CATCH_UP: "catch up; the dates stay",
    REBALANCE: "rebalance; what is left is spread evenly until the planned end",
    EXTEND: "extend; the end moves",
}
_END_STAYS = "extend; the end stays, which is late enough"


def plan(result: Planning, page: Page) -> Iterator[Block]:
    """Yield the plan: all of it, or after a change only what is different."""
    if result.before is None:
        yield from _whole(page, result.outlook, result.roadmap)
    else:
        yield from _changed(page, result, result.before)


def ways_of(now: Outlook) -> list[str]:
    """Return those of the ways on that there are: two of them keep an end, which may have passed, one needs a later one."""
    if now.ways is None:
        return []
    keeping = [CATCH_UP, REBALANCE] if now.ways.until else []
    return keeping + [EXTEND] * now.ways.later


def question(ways: Sequence[str]) -> str:
    """Return the question that one key answers: the first letter of one of some ways."""
    return f"{', '.join(f'[{way[0]}]{way[1:]}' for way in ways)}; any other key leaves it as it is:"


def _whole(page: Page, now: Outlook, roadmap: Roadmap) -> Iterator[Block]:
    yield Text()
    yield indented(text((roadmap.title, STRONG)))
    if now.planned:
        yield indented(text((_span(page, now), QUIET)))
    yield Text()
    ended = now.finish_planned is not None and now.finish_planned < now.today
    behind = now.is_behind and not now.plan.catching_up
    choosing = now.planned and not now.pause and (behind or now.silent or ended)
    if now.planned:
        yield _listed(now, roadmap) if page.spoken else _table(page, now)
        yield Text()
    pauses = now.plan.pauses if not now.planned else ()
    for pause in pauses:
        yield indented(text(_pause(now, pause)), label="Pause")
    if now.plan.open_pause and not now.open_pause:
        yield indented(text(f"from {dates.long_day(now.plan.open_pause)} on, with no end yet"), label="Pause")
    if pauses or (now.plan.open_pause and not now.open_pause):
        yield Text()
    # What matters most comes last, where it is still in sight on a low terminal.
    words = standing(now, roadmap)
    if words:
        yield indented(with_commands(words))
    tip = smallest(now) if choosing else advice(now) if now.planned else SET_UP
    if tip:
        yield indented(with_commands(tip))
    if words or tip:
        yield Text()
    if now.ways and choosing:
        yield _ways(page, now, now.ways)
        yield Text()


def _changed(page: Page, result: Planning, before: Outlook) -> Iterator[Block]:
    now = result.outlook
    if now.plan == before.plan:
        yield indented(text("Nothing to change."))
    stays = result.way == EXTEND and before.finish_planned == now.finish_planned
    lines = [("Chosen", _END_STAYS if stays else _CHOICES[result.way])] if result.way else []
    lines.append(("Plan", _span(page, now, chosen=result.way is not None)))
    if result.way and now.ways and now.ways.until:
        lines.append(("It takes", price(now, now.ways.until)))
    if before.finish_planned and before.finish_planned != now.finish_planned:
        lines.append(("Before", f"until {dates.long_day(before.finish_planned)}"))
    lines += [("Pause", _said(result, pause)) for pause in now.plan.pauses if pause not in before.plan.pauses]
    if now.plan.open_pause and not now.open_pause and now.plan.open_pause != before.plan.open_pause:
        lines.append(("Pause", f"from {dates.long_day(now.plan.open_pause)} on, with no end yet"))
    facts = Grid()
    for name, fact in lines:
        facts.add(Text(), Text(name, QUIET), text(fact))
    if result.resumed:
        facts.add(Text(), Text("Next", QUIET), text((result.resumed.address, ACCENT), f"  {result.resumed.title}"))
    yield facts
    yield indented(with_commands(sentence(now, result.roadmap)))
    yield indented(with_commands("`mlpath plan` shows each week, `mlpath undo` takes this back.", QUIET))


def _span(page: Page, now: Outlook, *, chosen: bool = False) -> str:
    """Return the first and last day, the last day that was planned first where it was another, rest and the unit."""
    if now.plan.start is None or now.finish_planned is None:
        return "no dates"
    parts = [dates.span(min(now.plan.start, now.finish_planned), now.finish_planned)]
    if now.finish_baseline and now.finish_baseline != now.finish_planned:
        parts.append(f"first planned until {dates.day(now.finish_baseline.isoformat())}")
    if now.plan.rest:
        parts.append(f"rest on {', '.join(WEEKDAYS[day].capitalize() for day in now.plan.rest)}")
    if now.hours:
        needed = now.ways.hours_per_week if now.ways and not chosen else None
        parts.append(f"reckoned in hours, {needed:g} a week from here" if needed else "reckoned in hours")
    return f" {page.glyphs.dot} ".join(parts)


def _table(page: Page, now: Outlook) -> Table:
    from rich.table import Table

    wide, middle = page.width >= _WIDE, page.width >= _MIDDLE
    table = Table(box=None, pad_edge=False, padding=(0, 2 if wide else 1, 0, 0), header_style=QUIET)
    table.add_column("", no_wrap=True, width=1)
    table.add_column("", no_wrap=True, justify="right")
    table.add_column("", overflow="fold", max_width=WIDEST_TITLE)
    if middle:
        table.add_column("dates", no_wrap=True)
    table.add_column("done", no_wrap=True, justify="right")
    if wide:
        table.add_column("", no_wrap=True)
    table.add_column("", no_wrap=True, min_width=7)
    pauses = list(now.plan.pauses)
    for week in now.weeks:
        while week.first and pauses and pauses[0].first <= week.first:
            _add_pause(table, _pause(now, pauses.pop(0)), middle=middle, wide=wide)
        days = dates.span(week.first, week.last) if week.first and week.last else ""
        _add_week(page, table, now, week, days, middle=middle, wide=wide)
        while week.last and pauses and pauses[0].first <= week.last:
            _add_pause(table, _pause(now, pauses.pop(0)), middle=middle, wide=wide)
    return table


def _listed(now: Outlook, roadmap: Roadmap) -> Grid:
    """Return the weeks as sentences."""
    grid = Grid()
    for week in now.weeks:
        days = dates.span(week.first, week.last) if week.first and week.last else ""
        name = Text(f"{roadmap.heading(week.group)}, {week.group.title}")
        count = Text(f"{week.numbers.done} of {week.numbers.total}")
        grid.add(name, Text(days), count, Text(_state(week)))
    return grid


def _add_week(
    page: Page, table: Table, now: Outlook, week: PlannedWeek, days: str, *, middle: bool, wide: bool
) -> None:
    style = ACCENT if week.group == now.at else ""
    title = text((week.group.title, style))
    cells = [
        Text(page.glyphs.pointer if week.group == now.at else "", ACCENT),
        Text(str(week.group.number), style or QUIET),
        title if middle or not days else title.append("\n").append(days, QUIET),
    ]
    cells += [Text(days, style or QUIET)] if middle else []
    cells.append(Text(ratio(week.numbers)))
    cells += [page.bar(week.numbers, 10)] if wide else []
    table.add_row(*cells, Text(_state(week), _STATE_STYLES.get(week.state or "", QUIET)))


def _state(week: PlannedWeek) -> str:
    """Return how a week stands, in words."""
    return (week.state or "").replace("-", " ")


def _add_pause(table: Table, days: str, *, middle: bool, wide: bool) -> None:
    title = Text("pause", QUIET)
    cells = [Text(), Text(), title, Text(days, QUIET)] if middle else [Text(), Text(), title.append(f"  {days}", QUIET)]
    table.add_row(*cells, *[Text()] * (2 + wide))


def _ways(page: Page, now: Outlook, ways: Ways) -> Grid:
    """Return the ways on, each with its command and what it comes to."""
    pace = "at the plan's own speed"
    if ways.at_pace:
        pace = "as your pace was" if now.silent else "as your pace says"
    longer = a_week(ways.extended_per_week, ways.extended_hours_per_week)
    meanings = {EXTEND: f"{longer}; the end moves to {dates.long_day(ways.extended)}, {pace}"}
    if ways.until:
        late = ", and you are behind until you have caught up" if now.is_behind else ""
        meanings[CATCH_UP] = f"{price(now, ways.until)}; the dates stay{late}"
        meanings[REBALANCE] = "the same; what is left gets new dates, and nothing is behind any more"
    grid = Grid()
    for option in ways_of(now):
        meaning = meanings[option]
        command = text((f"mlpath plan --{option}", f"{ACCENT} {COMMAND}"))
        if page.narrow:
            grid.add(Text(), join([command, text(meaning)]))
        else:
            grid.add(Text(), command, text(meaning))
    return grid


def _said(result: Planning, pause: Pause) -> str:
    """Return the days of a pause that is new; of one that is over now, how many these were."""
    days = _pause(result.outlook, pause)
    over = result.resumed is not None and pause.last < result.outlook.today
    return f"{days}, {counted((pause.last - pause.first).days + 1, 'day')}; it is over" if over else days


def _pause(now: Outlook, pause: Pause) -> str:
    """Return a pause's days; of one without an end, since when it is."""
    is_open = now.open_pause and pause.last == now.today
    return f"since {dates.day(pause.first.isoformat())}" if is_open else dates.span(pause.first, pause.last)
