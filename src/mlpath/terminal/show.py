"""`mlpath show`: items with their boxes, addresses and notes, below the headings that they stand under."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from mlpath import dates
from mlpath.commands.see import Checklist
from mlpath.journal.transitions import DOING, DONE, SKIPPED
from mlpath.progress.summary import Entry
from mlpath.roadmap.roadmap import Roadmap
from mlpath.terminal.layout import ACCENT, QUIET, STRONG, Text
from mlpath.terminal.page import Block, Page, View, indented, percent, ratio, rows, text, title


def checklist(found: Checklist) -> View:
    """Return the checklist; one item alone is shown with all there is to know of it."""
    if found.address is not None and len(found.entries) == 1 and found.entries[0].item.address == found.address:
        return View(lambda page: item(page, found.roadmap, found.entries[0], guided=found.guided))
    return View(lambda page: _checklist(page, found))


def item(page: Page, roadmap: Roadmap, entry: Entry, *, guided: bool = False) -> Iterator[Block]:
    """Yield everything about one item."""
    yield Text()
    yield rows(page, [(page.box(entry.status), entry.item.address, [text((entry.item.title, STRONG))])])
    yield Text()
    place = [roadmap.heading(group) for group in (entry.month, entry.week) if group]
    facts = [
        ("status", _status(entry) or "to do"),
        ("where", f" {page.glyphs.dot} ".join([*place, entry.section.title])),
    ]
    facts += [("link", entry.item.url)] if entry.item.url else []
    facts += [("hours", f"{entry.item.hours:g}")] if entry.item.hours else []
    facts += [("guide", f"mlpath guide {entry.item.address}")] if guided else []
    facts += [("id", entry.item.id)]
    for name, fact in facts:
        yield indented(text((f"{name:8}", QUIET), fact))
    if entry.item.alongside:
        yield Text()
        yield from _alongside(entry)
    if entry.notes:
        yield Text()
        yield from notes(entry)
    yield Text()


def _alongside(entry: Entry) -> Iterator[Block]:
    """Yield what of a resource goes with which week, a line each."""
    width = max(len(week) for week, _ in entry.item.alongside)
    for week, words in entry.item.alongside:
        yield indented(text((f"{week:{width}}  ", ACCENT), words))


def notes(entry: Entry) -> Iterator[Block]:
    """Yield an item's notes, numbered as `--remove` counts them."""
    for number, note in enumerate(entry.notes, 1):
        line = text((f"{number:>2}  {dates.day(note['at'])}  ", QUIET), note["text"] or "")
        yield indented(line.append_text(text(("  " if note["text"] else "", ""), (note["link"] or "", ACCENT))))


def _checklist(page: Page, found: Checklist) -> Iterator[Block]:
    heading = found.title or found.roadmap.title
    numbers = f"{ratio(found.numbers)} done, {percent(found.numbers)}{_hours(found)}"
    yield Text()
    yield indented(text((heading, STRONG)))
    yield (Text("  ").append_text(page.bar(found.numbers, min(20, page.width // 2 - 2))).append(f"  {numbers}", QUIET))
    if not found.entries:
        yield Text()
        yield indented(text(("Nothing here fits." if found.filtered else "There is nothing in here.", QUIET)))
    above: tuple[str, ...] = ()
    said = _depth(found)
    for places, entries in groupby(found.entries, key=lambda entry: _place(found.roadmap, entry)[said:]):
        yield Text()
        yield from _headings(places, above)
        above = places
        yield rows(page, [_row(page, entry) for entry in entries])
    if found.guided:
        yield Text()
        yield indented(text((f"`mlpath guide {found.address}` explains it.", QUIET)))
    yield Text()


def _hours(found: Checklist) -> str:
    """Return how many hours a group takes, where each of its items says it."""
    hours = [entry.item.hours for entry in found.entries]
    if found.group is None or found.filtered or not hours or None in hours:
        return ""
    return f", {sum(amount or 0 for amount in hours):g} hours"


def _depth(found: Checklist) -> int:
    """Return how many of an entry's headings the page's own heading says already."""
    depth, group = 0, found.group
    while group is not None:
        depth += 1
        group = found.roadmap.groups[group.parent] if group.parent >= 0 else None
    return depth


def _place(roadmap: Roadmap, entry: Entry) -> tuple[str, ...]:
    """Return the headings that an entry stands under, the outermost first."""
    around = [roadmap.full_heading(group) for group in (entry.month, entry.week) if group]
    return (*(around or ["Resources"]), entry.section.title)


def _headings(places: Sequence[str], above: Sequence[str]) -> Iterator[Block]:
    """Yield those headings that the entry before did not stand under."""
    same = 0
    while same < min(len(places), len(above)) and places[same] == above[same]:
        same += 1
    for depth in range(same, len(places)):
        yield indented(text((places[depth], QUIET if depth == len(places) - 1 else STRONG)))


def _row(page: Page, entry: Entry) -> tuple[Text, str, list[Text]]:
    steps = "  " * entry.item.depth
    head = text(steps).append_text(title(entry))
    said = _status(entry)
    if said:
        head.append(f"  {said}", QUIET)
    below = [head]
    if entry.item.url:
        below.append(text((steps + entry.item.url, QUIET)))
    for note in entry.notes:
        words = "  ".join(part for part in (note["text"], note["link"]) if part)
        below.append(text((f"{steps}{page.glyphs.note} {words}", QUIET)))
    return page.box(entry.status), entry.item.address, below


def _status(entry: Entry) -> str:
    """Return how the item is and since when, in words; nothing where it is still to do."""
    if entry.status == DONE:
        return f"done {dates.day(entry.done_on)}" if entry.done_on else "done"
    words = {DOING: "under way", SKIPPED: "skipped"}.get(entry.status, "")
    return f"{words} since {dates.day(entry.since)}" if words and entry.since else words
