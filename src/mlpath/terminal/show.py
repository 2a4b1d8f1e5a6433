"""`mlpath show`: items with their boxes, addresses and notes, below the headings that they stand under."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from mlpath import dates
from mlpath.journal.transitions import DONE, TODO, WORDS
from mlpath.progress.results import Checklist
from mlpath.progress.summary import OPEN, Entry, outcome
from mlpath.roadmap.roadmap import MONTH, Group, Roadmap
from mlpath.terminal.layout import ACCENT, COMMAND, QUIET, STRONG, Grid, Text
from mlpath.terminal.page import Block, Page, indented, percent, ratio, rows, text, title, with_commands
from mlpath.text import counted


def checklist(result: Checklist, page: Page) -> Iterator[Block]:
    """Yield the checklist; one item alone is shown with all there is to know of it."""
    if result.address is not None and len(result.entries) == 1 and result.entries[0].item.address == result.address:
        yield from _item(page, result.roadmap, result.entries[0], guided=result.guided)
        return
    numbers = f"{ratio(result.numbers)} done, {percent(result.numbers)}{_hours(result)}"
    yield Text()
    yield indented(text((result.title or result.roadmap.title, STRONG)))
    bar = page.bar(result.numbers, min(20, page.width // 2 - 2))
    yield Text("  ").append_text(bar).append(f"  {numbers}", QUIET)
    if not result.entries:
        yield Text()
        yield indented(text(("Nothing here fits." if result.filtered else "There is nothing in here.", QUIET)))
    above: tuple[str, ...] = ()
    depth = _depth(result)
    for headings, entries in groupby(result.entries, key=lambda entry: _headings_of(result.roadmap, entry)[depth:]):
        yield Text()
        yield from _new_headings(headings, above)
        above = headings
        yield rows(page, [_row(page, entry) for entry in entries])
    if result.guided:
        yield Text()
        yield indented(with_commands(f"`mlpath guide {result.address}` explains it.", QUIET))
    yield Text()


def verified(entry: Entry) -> str:
    """Return that an item is verified, and since when where that is not the day it was done, in words."""
    day = "" if entry.verified_on in (None, entry.done_on) else f" {dates.day(entry.verified_on or '')}"
    return f"verified{day}" if entry.current else f"verified{day} with an earlier version of the tests"


def notes(entry: Entry) -> Iterator[Block]:
    """Yield an item's notes, numbered as `--remove` counts them."""
    for number, note in enumerate(entry.notes, 1):
        line = text((f"{number:>2}  {dates.day(note.day)}  ", QUIET), note.text or "")
        yield indented(line.append_text(text(("  " if note.text else "", ""), (note.link or "", ACCENT))))


def _item(page: Page, roadmap: Roadmap, entry: Entry, *, guided: bool = False) -> Iterator[Block]:
    """Yield everything about one item."""
    yield Text()
    yield rows(page, [(page.box_of(entry), entry.item.address, [text((entry.item.title, STRONG))])])
    yield Text()
    around = [roadmap.heading(group) for group in _around(roadmap, entry)]
    facts = [
        ("status", _status(entry) or WORDS[TODO]),
        ("where", f" {page.glyphs.dot} ".join([*around, entry.section.title])),
    ]
    facts += [("link", entry.item.url)] if entry.item.url else []
    facts += [("due", dates.day(entry.item.due))] if entry.item.due else []
    facts += [("hours", f"{entry.item.hours:g}")] if entry.item.hours else []
    commands = [f"mlpath guide {entry.item.address}", f"mlpath lab {entry.item.address}"]
    facts += [("guide", commands[0])] if guided else []
    facts += [("lab", commands[1])] if entry.lab else []
    facts += [("tests", _tests(entry))] if entry.evidence else []
    facts += [("id", entry.item.id)]
    for name, fact in facts:
        yield indented(text((f"{name:8}", QUIET), (fact, COMMAND if fact in commands else "")))
    if entry.item.alongside:
        yield Text()
        yield _alongside(entry)
    if entry.notes:
        yield Text()
        yield from notes(entry)
    yield Text()


def _tests(entry: Entry) -> str:
    """Return how the tests of an item's lab came out."""
    last = entry.evidence[-1]
    if last.fails:
        return f"{outcome(entry)}, {dates.day(last.on)}"
    return f"all {last.holds} held, {dates.day(last.on)}" + ("" if entry.current else "; they have changed since")


def _alongside(entry: Entry) -> Grid:
    """Return the parts of a resource that go with the weeks, a line each."""
    grid = Grid()
    for week, words in entry.item.alongside:
        grid.add(Text(), text((week, ACCENT)), text(words))
    return grid


def _hours(result: Checklist) -> str:
    """Return how many hours a group takes, where each of its items says it."""
    hours = [entry.item.hours for entry in result.entries]
    if result.group is None or result.filtered or not hours or None in hours:
        return ""
    return f", {counted(float(sum(amount or 0 for amount in hours)), 'hour')}"


def _depth(result: Checklist) -> int:
    """Return how many of an entry's headings the page's own heading says already."""
    depth, group = 0, result.group
    while group is not None:
        depth += group.kind != MONTH or result.roadmap.has_months
        group = result.roadmap.groups[group.parent] if group.parent >= 0 else None
    return depth


def _headings_of(roadmap: Roadmap, entry: Entry) -> tuple[str, ...]:
    """Return the headings that an entry stands under, the outermost first."""
    around = [roadmap.full_heading(group) for group in _around(roadmap, entry)]
    return (*(around or ["Resources"]), entry.section.title)


def _around(roadmap: Roadmap, entry: Entry) -> list[Group]:
    """Return the month and the week of an entry, as far as it has them."""
    return [group for group in (entry.month if roadmap.has_months else None, entry.week) if group]


def _new_headings(headings: Sequence[str], above: Sequence[str]) -> Iterator[Block]:
    """Yield those headings that the entry before did not stand under."""
    same = 0
    while same < min(len(headings), len(above)) and headings[same] == above[same]:
        same += 1
    for depth in range(same, len(headings)):
        yield indented(text((headings[depth], QUIET if depth == len(headings) - 1 else STRONG)))


def _row(page: Page, entry: Entry) -> tuple[Text, str, list[Text]]:
    steps = "  " * entry.item.depth
    head = text(steps).append_text(title(entry))
    due = f"due {dates.day(entry.item.due)}" if entry.item.due and entry.status in OPEN else ""
    for words in filter(None, (_status(entry), due)):
        head.append(f"  {words}", QUIET)
    below = [head]
    if entry.item.url:
        below.append(text((steps + entry.item.url, QUIET)))
    for note in entry.notes:
        words = "  ".join(part for part in (note.text, note.link) if part)
        below.append(text((f"{steps}{page.glyphs.note} {words}", QUIET)))
    return page.box_of(entry), entry.item.address, below


def _status(entry: Entry) -> str:
    """Return how the item is and since when, in words; nothing where it is still to do."""
    if entry.status == DONE:
        words = f"done {dates.day(entry.done_on)}" if entry.done_on else "done"
        return f"{words}, {verified(entry)}" if entry.verified_on else words
    words = "" if entry.status == TODO else WORDS[entry.status]
    return f"{words} since {dates.day(entry.since)}" if words and entry.since else words
