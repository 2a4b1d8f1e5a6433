"""`mlpath next`: what to do now."""

from __future__ import annotations

from collections.abc import Iterator

from mlpath.commands.see import Agenda
from mlpath.progress.summary import Alongside, Next, Upcoming
from mlpath.roadmap.roadmap import Roadmap
from mlpath.terminal.layout import ACCENT, QUIET, STRONG, Text
from mlpath.terminal.page import Block, Page, View, indented, rows, text


def upcoming(found: Agenda) -> View:
    """Return the next items with their reasons and the resource alongside, or congratulations; how the plan stands."""
    return View(lambda page: _agenda(page, found))


def _agenda(page: Page, found: Agenda) -> Iterator[Block]:
    yield Text()
    wanted = found.upcoming
    yield from _items(page, found) if wanted.items else _finished(page, wanted)
    if found.outlook:
        from mlpath.pace.sentence import sentence

        yield Text()
        yield indented(text((sentence(found.outlook, found.roadmap), QUIET)))
    yield Text()


def _items(page: Page, found: Agenda) -> Iterator[Block]:
    wanted = found.upcoming
    yield rows(page, [_row(page, choice, found.roadmap) for choice in wanted.items])
    if wanted.items[0].entry.item.id in found.guided:
        yield Text()
        yield indented(text(("`mlpath guide` explains the first of them.", QUIET)))
    if wanted.alongside:
        yield Text()
        yield indented(text(("Alongside; `mlpath show resources` lists all:", QUIET)))
        yield rows(page, [_alongside(page, wanted.alongside)])


def _row(page: Page, choice: Next, roadmap: Roadmap) -> tuple[Text, str, list[Text]]:
    entry = choice.entry
    week = roadmap.full_heading(entry.week) if entry.week else entry.section.title
    below = [text((entry.item.title, STRONG)), text((f"{week} {page.glyphs.dot} {choice.reason}", QUIET))]
    if entry.item.url:
        below.append(text((entry.item.url, QUIET)))
    return page.box(entry.status), entry.item.address, below


def _alongside(page: Page, found: Alongside) -> tuple[Text, str, list[Text]]:
    item = found.entry.item
    below = [text(item.title), *(text((words, QUIET)) for words in (found.part, item.url) if words)]
    return page.box(found.entry.status), item.address, below


def _finished(page: Page, found: Upcoming) -> Iterator[Block]:
    yield indented(text(("Everything is done. Congratulations!", f"{STRONG} {ACCENT}")))
    if found.skipped:
        yield Text()
        yield indented(text(("Skipped on the way, should you want to come back:", QUIET)))
        yield rows(
            page, [(page.box(entry.status), entry.item.address, [text(entry.item.title)]) for entry in found.skipped]
        )
