"""`mlpath status`: how far everything is, at a glance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mlpath.pace.results import Status
from mlpath.progress.retained import Retained
from mlpath.progress.summary import Count, GroupSummary
from mlpath.roadmap.roadmap import MONTH, WEEK
from mlpath.terminal import show
from mlpath.terminal.layout import ACCENT, QUIET, STRONG, WHOLE, WIDEST_TITLE, Grid, Text, join
from mlpath.terminal.page import Block, Page, indented, percent, ratio, text, with_commands
from mlpath.terminal.table import Table
from mlpath.terminal.today import remarks

_FULL, _MIDDLE = 72, 50
_USUAL, _OTHER = ("topics", "practice"), "other"


def status(result: Status, page: Page, *, folded: bool = False) -> Iterator[Block]:
    """Yield the overview, `folded` with the weeks of this month alone; or the part that was asked for in detail."""
    if result.detail is not None:
        yield from show.checklist(result.detail, page)
        return
    yield Text()
    yield indented(text((result.roadmap.title, STRONG)))
    yield Text()
    yield from headline(page, result.overview.numbers, result.overview.verified, result.overview.retained)
    yield Text()
    yield _listed(result, folded=folded) if page.spoken else _table(page, result, folded=folded)
    if folded:
        yield indented(with_commands("`mlpath status --all` shows every week.", QUIET))
    yield Text()
    yield from _ending(result)


def headline(page: Page, count: Count, verified: Count, retained: Retained) -> Iterator[Block]:
    """Yield the bar over everything, and its numbers in words; those of the labs and of the questions, too, where there are any."""
    words = [f"{count.done} of {count.total} done"]
    words += [f"{count.doing} under way"] if count.doing else []
    words += [f"{count.skipped} skipped"] if count.skipped else []
    words += [f"{verified.done} of {verified.total} verified"] if verified.total else []
    words += [f"{retained.percent}% retained"] if retained.cards else []
    numbers = join([text((part, WHOLE)) for part in words], f" {page.glyphs.dot} ")
    room = min(page.width, 96) - sum(len(piece) for piece, _ in numbers.pieces) - 11
    if room < 10:
        bar = page.bar(count, max(10, min(page.width - 10, 40)))
        yield Text("  ").append_text(bar).append(f"  {percent(count)}", ACCENT)
        yield indented(numbers)
    else:
        line = Text("  ").append_text(page.bar(count, min(room, 40)))
        yield line.append(f"  {percent(count)}  ", f"{STRONG} {ACCENT}").append_text(numbers)


class _Row(NamedTuple):
    """A line of the table: a month (or the resources) as `heading`, a week, or a group of resources; `current` is the week of what is next."""

    number: str
    title: str
    group: GroupSummary
    heading: bool = False
    current: bool = False


def _parts(result: Status, *, folded: bool) -> Iterator[list[_Row]]:
    """Yield the rows of each month and of the resources; where they are `folded`, only the month of what is next with its weeks."""
    whole = result.overview
    now = whole.next
    for month in whole.months:
        weeks = [] if folded and (now is None or now.month != month.group) else month.within
        head = [_Row("", f"{month.heading}  {month.group.title}", month, heading=True)]
        rows = [
            _Row(str(week.group.number), week.group.title, week, current=bool(now and now.week == week.group))
            for week in weeks
        ]
        yield head + rows if result.roadmap.has_months else rows
    if whole.resources:
        groups = [] if folded and now and now.week else whole.resources.within
        resources = _Row("", whole.resources.heading, whole.resources, heading=True)
        yield [resources, *(_Row("", group.heading, group) for group in groups)]


def _table(page: Page, result: Status, *, folded: bool) -> Table:
    full, middle = page.width >= _FULL, page.width >= _MIDDLE
    columns = [*(_columns(result) if full else ()), "total"]
    numbers = range(3, 3 + len(columns))
    last = 3 + len(columns) + middle
    table = Table(wrapping=2, most=WIDEST_TITLE, right=(1, *numbers, last), gap=2 if page.width >= 100 else 1)
    names = ["", "", "", *columns, *([""] if middle else []), ""]
    table.add(*(Text(name, QUIET) for name in names))
    for number, part in enumerate(_parts(result, folded=folded)):
        if number and not folded:
            table.add()
        for row in part:
            style = STRONG if row.heading else ""
            cells = [
                Text(page.glyphs.pointer if row.current else "", ACCENT),
                Text(row.number, QUIET),
                text((row.title, ACCENT if row.current else style)),
            ]
            cells += [Text(share, QUIET) for share in _shares(row.group, columns[:-1])]
            cells.append(Text(ratio(row.group.numbers), style))
            cells += [page.bar(row.group.numbers, 12 if page.width >= 100 else 8)] if middle else []
            share = percent(row.group.numbers)
            table.add(*cells, Text(" " * (len("100%") - len(share))).append(share, style))
    return table


def _listed(result: Status, *, folded: bool) -> Grid:
    """Return the rows of the table as sentences."""
    grid = Grid()
    for row in (row for part in _parts(result, folded=folded) for row in part):
        count = row.group.numbers
        name = row.title if row.heading or row.group.group.kind != WEEK else f"{row.group.heading}, {row.title}"
        parts = [Text(f"{count.done} of {count.total}"), Text(percent(count)), Text("now" if row.current else "")]
        grid.add(Text(name), *parts)
    return grid


def _columns(result: Status) -> list[str]:
    """Return the kinds of sections that the weeks have, each a column; none where that would be all that there is."""
    weeks = (week for month in result.overview.months for week in month.within)
    kinds = {_kind(section) for week in weeks for section in week.within}
    return [kind for kind in (*_USUAL, _OTHER) if kind in kinds] if kinds != {_OTHER} else []


def _kind(section: GroupSummary) -> str:
    return section.group.name if section.group.name in _USUAL else _OTHER


def _shares(group: GroupSummary, columns: Sequence[str]) -> Iterator[str]:
    """Yield done and total of each kind of sections of a month or week; nothing where it has none."""
    sections = [section for week in group.within for section in week.within] or group.within
    for column in columns:
        of_kind = group.group.kind in (MONTH, WEEK)
        counts = [section.numbers for section in sections if of_kind and _kind(section) == column]
        yield f"{sum(count.done for count in counts)}/{sum(count.total for count in counts)}" if counts else ""


def _ending(result: Status) -> Iterator[Block]:
    """Yield the next item, or congratulations; then how progress is kept, and how the plan stands."""
    whole, keeping = result.overview, result.today.keeping
    if whole.next:
        yield indented(text((whole.next.item.address, ACCENT), f"  {whole.next.item.title}"), label="Next")
    else:
        yield indented(text(("Everything is done. Congratulations!", f"{STRONG} {ACCENT}")))
    if whole.next and not (keeping.exists or keeping.way_back or keeping.notices):
        yield indented(
            with_commands(
                f"Done with it? `mlpath check {whole.next.item.address}`, or just `mlpath check next`.", QUIET
            )
        )
    for remark in remarks(keeping):
        yield indented(remark)
    if result.outlook or not keeping.exists:
        from mlpath.pace.sentence import SET_UP, sentence

        words = sentence(result.outlook, result.roadmap) if result.outlook else SET_UP
        yield indented(with_commands(words), label="Plan")
