"""`mlpath log` and `mlpath stats`: what was done, and how much of it when."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from mlpath import dates
from mlpath.journal.events import Event, day_of
from mlpath.journal.transitions import DOING, KINDS, leads_to
from mlpath.pace.activity import LEVELS, WEEK, Streak, last_weeks, level, monday
from mlpath.pace.results import Stats
from mlpath.progress.reports import Log, LogEntry, Period
from mlpath.terminal.layout import ACCENT, QUIET, STRONG, Grid, Text, cells, join, padded
from mlpath.terminal.page import VERIFIED, Block, Page, indented, percent, ratio, text, with_commands
from mlpath.terminal.status import headline
from mlpath.text import counted

_MOST_ITEMS = 4
VERIFY = "verify"
_WEEKS_SHOWN, _BARS_SHOWN = 26, 8
# From how many questions a day on a day of the forecast is darker.
_FORECAST = (1, 5, 10, 20)
_NAMED_DAYS = {0: "Mon", 2: "Wed", 4: "Fri"}


def log(result: Log, page: Page) -> Iterator[Block]:
    """Yield the journal for people, by day."""
    heading = ", ".join(part for part in (result.about, _days(result.period)) if part)
    if heading:
        yield indented(text((heading, QUIET)))
    if not result.entries:
        yield indented(text("Nothing is in the journal for that." if heading else "Nothing is in the journal yet."))
    for day, entries in groupby(result.entries, key=lambda entry: entry.day):
        yield Text()
        yield indented(text((dates.weekday_and_day(day), STRONG)))
        grid = Grid()
        for entry in entries:
            _add(page, grid, entry)
        yield grid
    if result.more:
        yield Text()
        shown = len(result.entries) + result.more
        command = " ".join(["mlpath log", *filter(None, [result.about]), f"-n {shown}"])
        yield indented(with_commands(f"and {result.more} earlier; `{command}` shows all", QUIET))
    if result.entries:
        yield Text()


def _days(period: Period) -> str:
    """Return the days of a period as they were understood; nothing where neither end was named."""
    first, last = (dates.weekday_and_day(day.isoformat()) for day in period)
    if period.first == date.min:
        return "" if period.last == date.max else f"until {last}"
    if period.last == date.max:
        return f"from {first}"
    return first if period.first == period.last else f"{first} – {last}"


def stats(result: Stats, page: Page) -> Iterator[Block]:
    """Yield the heatmap, the streaks, the last weeks and the sections."""
    yield Text()
    yield indented(text((result.roadmap.title, STRONG)))
    yield Text()
    yield from headline(page, result.overall, result.verified, result.retained)
    yield Text()
    if result.days:
        if not page.spoken:  # It is a picture; what it shows stands in the weeks.
            yield from _heatmap(page, result)
            yield Text()
        yield _streaks(result.streak)
        yield Text()
        yield _weeks(page, result)
    else:
        yield indented(text("Nothing is ticked yet; the first tick begins the calendar here."))
    yield Text()
    if result.recalled:
        yield from _questions(page, result)
        yield Text()
    yield _sections(page, result)
    yield Text()


def _add(page: Page, grid: Grid, entry: LogEntry) -> None:
    """Add an event: its time, its kind, its items and its details."""
    event, quiet = entry.event, "" if entry.in_force else QUIET
    kind = event["kind"]
    box = page.box(_leads_to(event)) if kind in KINDS or kind == VERIFY else Text(page.glyphs.note, QUIET)
    what = join([*_items(entry, quiet), *_details(entry)])
    if not entry.in_force:
        what.append("  taken back", QUIET)
    then = event["at"][11:16] if entry.day == day_of(event) else " " * 5  # Nobody knows when on another day.
    time, name = Text(f"  {then}", QUIET), Text(kind, quiet or ACCENT)
    if page.narrow:
        grid.add(time, box, join([name, what]))
    else:
        grid.add(time, box, name, what)


def _leads_to(event: Event) -> str:
    """Return the box that an event leads to."""
    if event["kind"] == VERIFY:
        return DOING if event["fails"] else VERIFIED
    return leads_to(event["kind"])


def _items(entry: LogEntry, style: str) -> list[Text]:
    width = max((cells(named.item.address) for named in entry.entries[:_MOST_ITEMS]), default=0)
    lines = [
        text((padded(named.item.address, width), style or QUIET), (f"  {named.item.title}", style))
        for named in entry.entries
    ] + [text((f"{id} (no longer in the roadmap)", QUIET)) for id in entry.gone]
    more = len(lines) - _MOST_ITEMS
    return [*lines[:_MOST_ITEMS], text((f"and {more} more", QUIET))] if more > 1 else lines


def _details(entry: LogEntry) -> Iterator[Text]:
    """Yield the details of an event: the day it was done, a note, a link, a plan, what an undo took back."""
    event = entry.event
    if event["kind"] == VERIFY:
        holds = len(event["holds"])
        yield text((f"{holds} of {holds + len(event['fails'])} tests hold", QUIET))
    if "on" in event:
        before = f", not on {' or '.join(map(dates.day, entry.redated))}" if entry.redated else ""
        day = dates.weekday_and_day(event["on"])
        yield text((f"done on {day}{before}; ticked on {dates.moment(event['at'])}", QUIET))
    for note in (event, *event.get("more", ())):
        words = "  ".join(note[name] for name in ("text", "note", "link") if name in note)
        if words:
            yield text(words)
    if "remove" in event:
        yield text(("a note removed", QUIET))
    if event["kind"] == "review":
        yield text(event["card"], (f"  {event['grade']}", QUIET))
    if event["kind"] == "adopt":
        yield text(f"{event['old']} is {event['new']} now")
    if event["kind"] == "plan":
        yield text(_plan(event["plan"]))
    if entry.target:
        card = f"{entry.target['card']}, " if entry.target["kind"] == "review" else ""
        yield text((f"{entry.target['kind']} of {card}{dates.moment(entry.target['at'])}", QUIET))


def _plan(plan: dict[str, Any]) -> str:
    start = f"from {dates.day(plan['start'])}" if "start" in plan else "no dates"
    return start + (f", {counted(len(plan['pauses']), 'pause')}" if "pauses" in plan else "")


def _streaks(streak: Streak) -> Grid:
    grid = Grid()
    for unit, now, longest in (
        ("Days", streak.days, streak.longest_days),
        ("Weeks", streak.weeks, streak.longest_weeks),
    ):
        grid.add(Text(), Text(f"{unit} in a row", QUIET), text(f"{now} now, longest {longest}"))
    return grid


def _heatmap(page: Page, result: Stats) -> Iterator[Block]:
    """Yield a column for each of the last weeks and a row for each day of the week, as dark as there is done."""
    step = 2 if page.width >= 2 * _WEEKS_SHOWN + 8 else 1
    weeks = last_weeks(result.days, result.today, min(_WEEKS_SHOWN, (page.width - 7) // step))
    yield Text("      ").append(_months(weeks, step).rstrip(), QUIET)
    for number in range(7):
        line = Text(f"  {_NAMED_DAYS.get(number, '   ')} ", QUIET)
        for week in weeks:
            day = week + timedelta(days=number)
            count = result.days.get(day, 0)
            shade = page.glyphs.shades[level(count)] if day <= result.today else " "
            line.append(shade + " " * (step - 1), ACCENT if count else QUIET)
        yield line
    legend = Text(f"      {page.glyphs.shades[0]} 0", QUIET)
    for number, meaning in enumerate(LEVELS, 1):
        legend.append("  ").append(page.glyphs.shades[number], ACCENT).append(f" {meaning}", QUIET)
    yield legend if page.narrow else legend.append(" items a day", QUIET)


def _months(weeks: Sequence[date], step: int) -> str:
    """Return the names of the months above the week in which each begins, as far as they don't touch."""
    line = ""
    for number, week in enumerate(weeks):
        begins = number == 0 or week.month != weeks[number - 1].month
        if begins and (not line or len(line) < number * step):
            line = line.ljust(number * step) + dates.month(week)
    return line


def _weeks(page: Page, result: Stats) -> Grid:
    """Return the last weeks, a bar each as long as there is done, this week at the bottom."""
    this = monday(result.today)
    counts = {week: result.per_week.get(week, 0) for week in last_weeks(result.days, result.today, _BARS_SHOWN)}
    most = max(counts.values())
    grid = Grid()
    for week, count in counts.items():
        length = count * (12 if page.narrow else 24) // most if most > 24 else min(count, 12) if page.narrow else count
        bar = Text(page.glyphs.full * max(length, min(count, 1)), ACCENT).append(" " if count else "")
        name = "this week" if week == this else dates.span(week, week + WEEK - timedelta(days=1))
        grid.add(Text(), Text(name, QUIET), bar.append(str(count), "" if count else QUIET))
    return grid


def _questions(page: Page, result: Stats) -> Iterator[Block]:
    """Yield what was retained at the end of each of the last weeks and now, and how many questions come on the next days."""
    grid = Grid()
    shares = [f"{share.percent}%" for _, share in result.recalled]
    grid.add(Text(), Text("Retained", QUIET), text(" ".join(shares), ("  week by week up to now", QUIET)))
    most = max(result.forecast)
    busiest = result.today + timedelta(days=result.forecast.index(most))
    words = f"{counted(sum(result.forecast), 'question')} in {len(result.forecast)} days, {result.forecast[0]} today"
    words += f", at most {most} on {dates.day(busiest.isoformat())}" if most > result.forecast[0] else ""
    grid.add(Text(), Text("Due", QUIET), text(words))
    yield grid
    if not page.spoken:  # It is a picture of the line above.
        line = Text(" " * (2 if page.narrow else 12))
        for number in result.forecast:
            line.append(page.glyphs.shades[bisect(_FORECAST, number)], ACCENT if number else QUIET)
        yield line


def _sections(page: Page, result: Stats) -> Grid:
    grid = Grid()
    for _, title, count in result.sections:
        bar = page.bar(count, 10 if page.narrow else 20)
        grid.add(Text(), text((title, QUIET)), bar.append(f"  {ratio(count)}  {percent(count)}"))
    return grid
