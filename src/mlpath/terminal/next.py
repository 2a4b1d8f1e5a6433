"""`mlpath next`: what to do now."""

from __future__ import annotations

from collections.abc import Iterator

from mlpath import dates
from mlpath.pace.results import Agenda
from mlpath.progress.summary import Alongside, Next, Upcoming
from mlpath.roadmap.roadmap import Roadmap
from mlpath.terminal.layout import ACCENT, QUIET, STRONG, Text
from mlpath.terminal.page import Block, Page, due, indented, rows, text, with_commands


def upcoming(agenda: Agenda, page: Page) -> Iterator[Block]:
    """Yield the next items with their reasons and the resource alongside, or congratulations; and how the plan stands."""
    yield Text()
    yield from _items(page, agenda) if agenda.upcoming.items else _finished(page, agenda.upcoming)
    yield from _questions(agenda)
    if agenda.outlook:
        from mlpath.pace.sentence import sentence

        yield Text()
        yield indented(with_commands(sentence(agenda.outlook, agenda.roadmap)))
    yield Text()


def _questions(agenda: Agenda) -> Iterator[Block]:
    """Yield how many questions are due, and of which item one is forgotten time and again; nothing where there are none."""
    if not (agenda.due or agenda.forgotten):
        return
    yield Text()
    if agenda.due:
        yield indented(with_commands(f"{due(agenda.due)}: `mlpath review`", QUIET))
    if agenda.forgotten:
        item, lapses = agenda.forgotten[0].item, agenda.forgotten[1]
        words = f"A question was forgotten {lapses} times: `mlpath guide {item.address}` explains it once more."
        yield indented(with_commands(words, QUIET))


def _items(page: Page, agenda: Agenda) -> Iterator[Block]:
    upcoming = agenda.upcoming
    yield rows(page, [_row(page, choice, agenda.roadmap) for choice in upcoming.items])
    first = upcoming.items[0].entry
    if first.item.id in agenda.guided:
        yield Text()
        yield indented(with_commands("`mlpath guide` explains the first of them.", QUIET))
    if first.lab:
        command = "verify" if first.evidence else "lab"
        does = "runs its tests" if first.evidence else "makes a folder with tests for it"
        yield indented(with_commands(f"`mlpath {command} {first.item.address}` {does}.", QUIET))
    if upcoming.alongside:
        yield Text()
        yield indented(with_commands("Alongside; `mlpath show resources` lists all:", QUIET))
        yield rows(page, [_alongside(page, upcoming.alongside)])


def _row(page: Page, choice: Next, roadmap: Roadmap) -> tuple[Text, str, list[Text]]:
    entry = choice.entry
    week = roadmap.full_heading(entry.week) if entry.week else entry.section.title
    words = [week, choice.reason, *([f"due {dates.day(entry.item.due)}"] if entry.item.due else [])]
    below = [text((entry.item.title, STRONG)), text((f" {page.glyphs.dot} ".join(words), QUIET))]
    if entry.item.url:
        below.append(text((entry.item.url, QUIET)))
    return page.box_of(entry), entry.item.address, below


def _alongside(page: Page, resource: Alongside) -> tuple[Text, str, list[Text]]:
    item = resource.entry.item
    below = [text(item.title), *(text((words, QUIET)) for words in (resource.part, item.url) if words)]
    return page.box_of(resource.entry), item.address, below


def _finished(page: Page, upcoming: Upcoming) -> Iterator[Block]:
    yield indented(text(("Everything is done. Congratulations!", f"{STRONG} {ACCENT}")))
    if upcoming.skipped:
        yield Text()
        yield indented(text(("Skipped on the way, should you want to come back:", QUIET)))
        yield rows(
            page, [(page.box_of(entry), entry.item.address, [text(entry.item.title)]) for entry in upcoming.skipped]
        )
