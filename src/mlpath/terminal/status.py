"""`mlpath status`: how far everything is, at a glance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlpath.pace.results import Status
from mlpath.progress.summary import Count, GroupSummary
from mlpath.terminal import show
from mlpath.terminal.layout import ACCENT, QUIET, STRONG, Text
from mlpath.terminal.page import Block, Page, indented, percent, ratio, text
from mlpath.terminal.today import remarks

if TYPE_CHECKING:
    from rich.table import Table

_FULL, _MIDDLE = 72, 50
_USUAL = ("topics", "practice")


def status(result: Status, page: Page) -> Iterator[Block]:
    """Yield the overview, or the part that was asked for in detail."""
    if result.detail is not None:
        yield from show.checklist(result.detail, page)
        return
    yield Text()
    yield indented(text((result.roadmap.title, STRONG)))
    yield Text()
    yield headline(page, result.overview.numbers)
    yield Text()
    yield _table(page, result)
    yield Text()
    yield from _ending(result)


def headline(page: Page, count: Count) -> Text:
    """Return the bar over everything, and its numbers in words."""
    words = [f"{count.done} of {count.total} done"]
    words += [f"{count.doing} under way"] if count.doing else []
    words += [f"{count.skipped} skipped"] if count.skipped else []
    numbers = f" {page.glyphs.dot} ".join(words)
    room = min(page.width, 96) - len(numbers) - 11
    if room < 10:
        line = (
            Text("  ")
            .append_text(page.bar(count, max(10, min(page.width - 10, 40))))
            .append(f"  {percent(count)}", ACCENT)
        )
        return line.append(f"\n  {numbers}")
    line = Text("  ").append_text(page.bar(count, min(room, 40)))
    return line.append(f"  {percent(count)}", f"{STRONG} {ACCENT}").append(f"  {numbers}")


def _table(page: Page, result: Status) -> Table:
    from rich.table import Table

    whole = result.overview
    full, middle = page.width >= _FULL, page.width >= _MIDDLE
    others = any(
        section.group.name not in _USUAL for month in whole.months for week in month.within for section in week.within
    )
    table = Table(box=None, pad_edge=False, padding=(0, 2 if page.width >= 100 else 1, 0, 0), header_style=QUIET)
    table.add_column("", no_wrap=True, width=1)
    table.add_column("", no_wrap=True, justify="right")
    table.add_column("", overflow="fold")
    if full:
        table.add_column("topics", no_wrap=True, justify="right")
        table.add_column("practice", no_wrap=True, justify="right")
        if others:
            table.add_column("other", no_wrap=True, justify="right")
    table.add_column("total", no_wrap=True, justify="right")
    if middle:
        table.add_column("", no_wrap=True)
    table.add_column("", no_wrap=True, justify="right", min_width=4)

    def add(marker: str, number: str, title: Text, group: GroupSummary, *, sections: bool, style: str = "") -> None:
        shares = [*_shares(group, others=others)] if sections else ["", "", ""][: 2 + others]
        cells: list[Text] = [Text(marker, ACCENT), Text(number, style or QUIET), title]
        cells += [Text(share, QUIET) for share in shares] if full else []
        cells.append(Text(ratio(group.numbers), style))
        cells += [page.bar(group.numbers, 12 if page.width >= 100 else 8)] if middle else []
        table.add_row(*cells, Text(percent(group.numbers), style))

    current = whole.next.week.address if whole.next and whole.next.week else None
    for month in whole.months:
        add("", "", text((f"{month.heading}  {month.group.title}", STRONG)), month, sections=True, style=STRONG)
        for week in month.within:
            is_current = week.group.address == current
            marker = page.glyphs.pointer if is_current else ""
            number = str(week.group.number)
            add(marker, number, text((week.group.title, ACCENT if is_current else "")), week, sections=True)
        table.add_row()
    if whole.resources:
        add("", "", text((whole.resources.heading, STRONG)), whole.resources, sections=False, style=STRONG)
        for group in whole.resources.within:
            add("", "", text(group.heading), group, sections=False)
    return table


def _shares(group: GroupSummary, *, others: bool) -> Iterator[str]:
    """Yield done and total of the topics, the practice and the rest of a month or week; nothing where there are none."""
    sections = [section for week in group.within for section in week.within] or group.within
    columns = [[section for section in sections if section.group.name == name] for name in _USUAL]
    if others:
        columns.append([section for section in sections if section.group.name not in _USUAL])
    for counts in ([section.numbers for section in column] for column in columns):
        yield f"{sum(count.done for count in counts)}/{sum(count.total for count in counts)}" if counts else ""


def _ending(result: Status) -> Iterator[Block]:
    """Yield the next item, or congratulations; then how progress is kept, and how the plan stands."""
    whole, keeping = result.overview, result.today.keeping
    if whole.next:
        yield indented(text((whole.next.item.address, ACCENT), f"  {whole.next.item.title}"), label="Next")
    else:
        yield indented(text(("Everything is done. Congratulations!", f"{STRONG} {ACCENT}")))
    if whole.next and not (keeping.exists or keeping.way_back or keeping.former_id):
        yield indented(
            text((f"Done with it? `mlpath check {whole.next.item.address}`, or just `mlpath check next`.", QUIET))
        )
    for remark in remarks(keeping):
        yield indented(remark)
    if result.outlook or not keeping.exists:
        from mlpath.pace.sentence import SET_UP, sentence

        words = sentence(result.outlook, result.roadmap) if result.outlook else SET_UP
        yield indented(text((words, QUIET)), label="Plan")
