"""`mlpath log` and `mlpath stats`: what was done, and how much of it when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby

from mlpath import dates
from mlpath.commands.history import Log, Logged, Stats
from mlpath.journal.transitions import KINDS, leads_to
from mlpath.pace.activity import WEEK, monday
from mlpath.terminal.layout import ACCENT, QUIET, STRONG, Grid, Text, join
from mlpath.terminal.page import Block, Page, View, indented, percent, ratio, text
from mlpath.terminal.status import headline

_MOST_ITEMS = 4
_WEEKS_SHOWN, _BARS_SHOWN = 26, 8
_SHADES = ((1, "1"), (2, "2"), (4, "3-4"), (None, "5+"))
_NAMED_DAYS = {0: "Mon", 2: "Wed", 4: "Fri"}


def log(found: Log) -> View:
    """Return the journal for people, by day."""
    return View(lambda page: _log(page, found))


def stats(found: Stats) -> View:
    """Return the heatmap, the streaks, the last weeks and the sections."""
    return View(lambda page: _stats(page, found))


def _log(page: Page, found: Log) -> Iterator[Block]:
    if not found.logged:
        yield indented(text("Nothing is in the journal for that time."))
    for day, logged in groupby(found.logged, key=lambda one: one.event["at"][:10]):
        yield Text()
        yield indented(text((f"{dates.weekday(date.fromisoformat(day))}, {dates.day(day)}", STRONG)))
        grid = Grid()
        for one in logged:
            _add(page, grid, one)
        yield grid
    if found.more:
        yield Text()
        yield indented(
            text((f"and {found.more} earlier; `mlpath log -n {len(found.logged) + found.more}` shows all", QUIET))
        )
    if found.logged:
        yield Text()


def _add(page: Page, grid: Grid, found: Logged) -> None:
    """Add an event: its time, what it did, and to what."""
    event, quiet = found.event, "" if found.in_force else QUIET
    kind = event["kind"]
    box = page.box(leads_to(kind)) if kind in KINDS else Text(page.glyphs.note, QUIET)
    what = join([*_items(found, quiet), *_details(found)])
    if not found.in_force:
        what.append("  taken back", QUIET)
    time, name = Text(f"  {event['at'][11:16]}", QUIET), Text(kind, quiet or ACCENT)
    if page.narrow:
        grid.add(time, box, join([name, what]))
    else:
        grid.add(time, box, name, what)


def _items(found: Logged, style: str) -> list[Text]:
    width = max((len(entry.item.address) for entry in found.entries[:_MOST_ITEMS]), default=0)
    lines = [
        text((f"{entry.item.address:{width}}", style or QUIET), (f"  {entry.item.title}", style))
        for entry in found.entries
    ] + [text((f"{id} (no longer in the roadmap)", QUIET)) for id in found.gone]
    more = len(lines) - _MOST_ITEMS
    return [*lines[:_MOST_ITEMS], text((f"and {more} more", QUIET))] if more > 1 else lines


def _details(found: Logged) -> Iterator[Text]:
    """Yield what else an event says: the day it was done, a note, a link, a plan, what an undo took back."""
    event = found.event
    if "on" in event:
        yield text((f"done on {dates.day(event['on'])}", QUIET))
    words = "  ".join(event[name] for name in ("text", "note", "link") if name in event)
    if words:
        yield text(words)
    if "remove" in event:
        yield text(("a note removed", QUIET))
    if event["kind"] == "adopt":
        yield text(f"{event['old']} is {event['new']} now")
    if event["kind"] == "plan":
        yield text(_plan(event["plan"]))
    if found.target:
        yield text((f"{found.target['kind']} of {dates.moment(found.target['at'])}", QUIET))


def _plan(plan: dict[str, object]) -> str:
    start = plan.get("start")
    said = f"from {dates.day(str(start))}" if start else "no dates"
    pauses = plan.get("pauses")
    return said + (f", {len(pauses)} pause{'' if len(pauses) == 1 else 's'}" if isinstance(pauses, list) else "")


def _stats(page: Page, found: Stats) -> Iterator[Block]:
    streak = found.streak
    yield Text()
    yield indented(text((found.roadmap.title, STRONG)))
    yield Text()
    yield headline(page, found.overall)
    yield Text()
    yield from _heatmap(page, found)
    yield Text()
    facts = Grid()
    facts.add(Text(), Text("Days in a row", QUIET), text(f"{streak.days} now, {streak.longest_days} at most"))
    facts.add(Text(), Text("Weeks in a row", QUIET), text(f"{streak.weeks} now, {streak.longest_weeks} at most"))
    yield facts
    yield Text()
    yield _weeks(page, found)
    yield Text()
    yield _sections(page, found)
    yield Text()


def _heatmap(page: Page, found: Stats) -> Iterator[Block]:
    """Yield a column for each of the last weeks and a row for each day of the week, as dark as there is done."""
    step = 2 if page.width >= 2 * _WEEKS_SHOWN + 8 else 1
    shown = min(_WEEKS_SHOWN, (page.width - 7) // step)
    weeks = [monday(found.today) - number * WEEK for number in reversed(range(shown))]
    yield Text("      ").append(_months(weeks, step).rstrip(), QUIET)
    for number in range(7):
        line = Text(f"  {_NAMED_DAYS.get(number, '   ')} ", QUIET)
        for week in weeks:
            day = week + timedelta(days=number)
            count = found.days.get(day, 0)
            shade = _shade(page, count) if day <= found.today else " "
            line.append(shade + " " * (step - 1), ACCENT if count else QUIET)
        yield line
    legend = Text(f"      {page.glyphs.shades[0]} 0", QUIET)
    for number, (_, meaning) in enumerate(_SHADES, 1):
        legend.append("  ").append(page.glyphs.shades[number], ACCENT).append(f" {meaning}", QUIET)
    yield legend if page.narrow else legend.append(" items a day", QUIET)


def _shade(page: Page, count: int) -> str:
    if not count:
        return page.glyphs.shades[0]
    return page.glyphs.shades[next(n for n, (most, _) in enumerate(_SHADES, 1) if most is None or count <= most)]


def _months(weeks: Sequence[date], step: int) -> str:
    """Return the names of the months above the week in which each begins, as far as they don't touch."""
    line = ""
    for number, week in enumerate(weeks):
        begins = number == 0 or week.month != weeks[number - 1].month
        if begins and (not line or len(line) < number * step):
            line = line.ljust(number * step) + dates.month(week)
    return line


def _weeks(page: Page, found: Stats) -> Grid:
    """The last weeks, a bar each as long as there is done, this week at the bottom."""
    this = monday(found.today)
    counts = {this - n * WEEK: found.per_week.get(this - n * WEEK, 0) for n in reversed(range(_BARS_SHOWN))}
    most = max(counts.values())
    grid = Grid()
    for week, count in counts.items():
        cells = count * (12 if page.narrow else 24) // most if most > 24 else min(count, 12) if page.narrow else count
        bar = Text(page.glyphs.full * max(cells, min(count, 1)), ACCENT).append(" " if count else "")
        name = "this week" if week == this else dates.span(week, week + WEEK - timedelta(days=1))
        grid.add(Text(), Text(name, QUIET), bar.append(str(count), "" if count else QUIET))
    return grid


def _sections(page: Page, found: Stats) -> Grid:
    grid = Grid()
    for _, title, count in found.sections:
        bar = page.bar(count, 10 if page.narrow else 20)
        grid.add(Text(), text((title, QUIET)), bar.append(f"  {ratio(count)}  {percent(count)}"))
    return grid
