"""Bare `mlpath`: today's screen. How far one is, this week, what to do now, whether that is on track, and what to type."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from mlpath.pace.activity import Streak
from mlpath.pace.brief import words
from mlpath.pace.results import Keeping, Today
from mlpath.progress.summary import Next, outcome
from mlpath.terminal.layout import ACCENT, COMMAND, PLAIN, QUIET, STRONG, WHOLE, Grid, Text, cells, join
from mlpath.terminal.page import Block, Page, due, indented, text, with_commands
from mlpath.text import counted

# How many lines the screen may have on a usual and on a narrow terminal, so that some of what was typed before stays in sight.
_MOST_LINES, _MOST_NARROW = 14, 23
_LONGEST_BAR, _SHORTEST_BAR = 40, 10
# What stands before a fact, at most, and how many lines the commands to type may take.
_BEFORE_FACT, _BEFORE_NARROW = 10, 2
_COMMAND_LINES, _COMMANDS_NARROW = 1, 2

Again = Callable[[str], str]


def today(result: Today, page: Page, again: Again) -> Iterator[Block]:
    """Yield the screen, with as many of the next items as leave it on one; `again` makes the commands what they are from here."""
    most = _MOST_NARROW if page.narrow else _MOST_LINES
    number = len(result.items)
    while number > 1 and _height(page, _screen(page, result, result.items[:number], again), again) > most:
        number -= 1
    yield from _screen(page, result, result.items[:number], again)


def _height(page: Page, blocks: Iterable[Text | Grid], again: Again) -> int:
    """Return how many lines of the terminal some blocks take, where what is never broken may take several."""
    lines = 0
    for block in blocks:
        block.complete(again)
        lines += sum(max(1, -(-cells(line) // page.width)) for line in block.draw(page.width, PLAIN))
    return lines


def remarks(keeping: Keeping) -> Iterator[Text]:
    """Yield what there is to say of how progress is kept, a line each."""
    if keeping.way_back:
        yield Text("There is no state file, but a backup: ").append_text(with_commands(keeping.way_back))
    for notice in keeping.notices:
        yield with_commands(notice)
    if keeping.orphans:
        items = counted(keeping.orphans, "item")
        yield with_commands(f"Progress of {items} that the roadmap no longer has is kept; `mlpath doctor` names them.")


def _screen(page: Page, result: Today, items: Sequence[Next], again: Again) -> Iterator[Text | Grid]:
    yield Text()
    yield indented(text((result.roadmap.title, STRONG)))
    yield from _bars(page, result)
    if items:
        yield Text()
        yield _items(page, items, result.guided)
    yield Text()
    yield _facts(page, result, again)


def _bars(page: Page, result: Today) -> Iterator[Text | Grid]:
    """Yield the bar over everything with its shares, and the week's with what is left of it, both of one length."""
    shares = [f"{share}% {name}" for name, share in _shares(result)]
    bars = [(result.numbers, _parts(page, shares, f"{STRONG} {ACCENT}"))]
    if result.week:
        count = result.week.numbers
        left = [] if result.hours_left is None else [f"{counted(result.hours_left, 'hour')} left"]
        bars.append((count, _parts(page, [f"{count.done} of {count.total}", *left])))
    room = page.width - 4 - max(sum(cells(piece) for piece, _ in numbers.pieces) for _, numbers in bars)
    below = room < _SHORTEST_BAR
    length = min(_LONGEST_BAR, page.width - 4 if below else room)
    for number, (count, numbers) in enumerate(bars):
        if number and result.week:
            yield indented(text(result.roadmap.full_heading(result.week.group)))
        bar = page.bar(count, length)
        yield indented(join([bar, numbers], "\n" if below else "  "))


def _shares(result: Today) -> list[tuple[str, int]]:
    """Return the names and percentages that say how far one is, the first of which is the bar's."""
    shares = [("covered", result.numbers.percent)]
    shares += [("verified", result.verified.percent)] if result.verified.total else []
    return shares + ([("retained", result.retained.percent)] if result.retained.percent is not None else [])


def _items(page: Page, items: Sequence[Next], guided: frozenset[str]) -> Grid:
    """Return what to do now: box, address and title, and how long that takes and what there is for it."""
    lines = []
    for number, choice in enumerate(items):
        item = choice.entry.item
        marks = [] if item.hours is None else [f"{item.hours:g} h"]
        marks += ["guide"] if item.id in guided else []
        marks += [outcome(choice.entry) or "lab"] if choice.entry.lab else []
        lines.append((choice.entry, text((item.title, "" if number else STRONG)), f" {page.glyphs.dot} ".join(marks)))
    grid = Grid()
    if page.narrow:
        for entry, title, tail in lines:
            where = text((entry.item.address, ACCENT), "  ", (tail, WHOLE))
            grid.add(Text("  ").append_text(page.box_of(entry)), join([title, where]))
        return grid
    boxes, addresses = (
        max(map(cells, page.glyphs.boxes.values())),
        max(cells(entry.item.address) for entry, *_ in lines),
    )
    margin = 2 + boxes + 2 + addresses + 2
    widest = max(cells(entry.item.title) for entry, *_ in lines)
    aligned = margin + widest + 2 + max(cells(tail) for *_, tail in lines) <= page.width
    for entry, title, tail in lines:
        first = [Text("  ").append_text(page.box_of(entry)), text((entry.item.address, ACCENT))]
        if aligned:
            grid.add(*first, title, text(tail))
        else:
            grid.add(*first, title.append("  ").append(tail, WHOLE))
    return grid


def _facts(page: Page, result: Today, again: Again) -> Grid:
    """Return the verdict, the streak, what there is to know besides, and what to type, each beside its name."""
    facts = [("Plan", _verdict(result)), *_effort(result)]
    facts += [("Review", with_commands(f"{due(result.due)}: `mlpath review`"))] if result.due else []
    facts += [("Note", remark) for remark in remarks(result.keeping)]
    facts.append(("Type", _commands(page, result, again)))
    grid = Grid(gap=0 if page.narrow else 2)
    for name, fact in facts:
        if fact.pieces:
            grid.add(Text("  ").append("" if page.narrow else name, QUIET), fact)
    return grid


def _verdict(result: Today) -> Text:
    if not result.items and not result.numbers.total - result.numbers.done:
        return text(("Everything is done. Congratulations!", f"{STRONG} {ACCENT}"))
    said = words(result.outlook, result.roadmap)
    return text((said.head, STRONG), " " if said.head and said.rest else "").append_text(with_commands(said.rest))


def _effort(result: Today) -> list[tuple[str, Text]]:
    """Return the streak; at the end of the weeks the whole way instead."""
    if result.finale is None:
        return [("Streak", _streak(result.streak))]
    from mlpath.terminal.track import best, total

    return [("Total", text(f"{total(result.finale)}; best week {best(result.finale)}"))]


def _streak(streak: Streak) -> Text:
    """Return the days and weeks in a row, and the longest where they were longer; empty before the first tick."""
    if not streak.longest_days:
        return Text()
    now = [counted(streak.days, "day")] if streak.days else []
    now += [counted(streak.weeks, "week")] if streak.weeks else []
    longest = f"{counted(streak.longest_days, 'day')} and {counted(streak.longest_weeks, 'week')}"
    if (streak.days, streak.weeks) == (streak.longest_days, streak.longest_weeks):
        return text(f"{' and '.join(now)} in a row")
    return text(f"{' and '.join(now)} in a row, longest {longest}" if now else f"Longest: {longest} in a row")


def _commands(page: Page, result: Today, again: Again) -> Text:
    """Return what to type next: of the usual commands the first, and what fits beside it as it runs from here."""
    if not result.items:
        commands = ["mlpath stats", "mlpath log", "mlpath show"]
    else:
        commands = ["mlpath check next", "mlpath guide", "mlpath status"]
    room = page.width - (_BEFORE_NARROW if page.narrow else _BEFORE_FACT)
    most = _COMMANDS_NARROW if page.narrow else _COMMAND_LINES
    for number in range(len(commands), 0, -1):
        beside = _parts(page, commands[:number], f"{ACCENT} {COMMAND}")
        beside.complete(again)
        if len(list(beside.draw(room, PLAIN))) <= most:
            break
    return _parts(page, commands[:number], f"{ACCENT} {COMMAND}")


def _parts(page: Page, parts: Sequence[str], style: str = "") -> Text:
    """Return several things beside each other, each of which stays whole where the line wraps."""
    return join([text((part, f"{style} {WHOLE}".strip())) for part in parts], f" {page.glyphs.dot} ")
