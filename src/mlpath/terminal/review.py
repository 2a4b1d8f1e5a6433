"""`mlpath review`: a question, its answer, the grades, and how a session ended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mlpath import dates
from mlpath.journal.events import GRADES
from mlpath.review.results import Answer, Ending, Listing, Standing
from mlpath.terminal.layout import ACCENT, QUIET, STRONG, WHOLE, Grid, Text, join
from mlpath.terminal.page import Block, Page, indented, text, with_commands
from mlpath.text import counted

_MONTH, _YEAR = 30, 365
# What may be pressed while a question stands there, and once its answer does.
_ASKED = ("Enter shows the answer", "t type it", "e explain", "s later", "u undo", "q stop")
_SHOWN = ("e explain", "s later", "u undo", "q stop")


def place(standing: Standing, left: int) -> Iterator[Block]:
    """Yield where a question stands, and how many are left, itself among them."""
    yield Text()
    yield indented(text((f"{left} to go", STRONG), "  ", (standing.item.address, ACCENT), f"  {standing.item.title}"))


def markdown(source: str, page: Page, *, styled: bool) -> Iterator[Block]:
    """Yield Markdown between empty lines, drawn on a terminal and as it is elsewhere."""
    yield Text()
    if styled and not page.spoken:
        from rich.padding import Padding

        from mlpath.terminal.learn import drawn

        yield Padding(drawn(source, page), (0, 0, 0, 2))
    else:
        for line in source.split("\n"):
            yield text(line)
    yield Text()


def typed(words: str) -> Iterator[Block]:
    """Yield the answer that the learner typed, above the guide's."""
    yield Text()
    yield indented(text(words), label="Yours")


def asked(page: Page) -> Iterator[Block]:
    """Yield what may be pressed while a question stands there."""
    yield indented(_parts(page, [text((words, f"{QUIET} {WHOLE}")) for words in _ASKED]))


def shown(days: Mapping[str, int], page: Page) -> Iterator[Block]:
    """Yield the grades, each with the time after which the card comes back, and what else may be pressed."""
    grades = (
        text((f"{number} {grade}", f"{ACCENT} {WHOLE}"), (f" {span(days[grade])}", WHOLE))
        for number, grade in enumerate(GRADES, 1)
    )
    yield indented(_parts(page, list(grades)))
    yield indented(_parts(page, [text((words, f"{QUIET} {WHOLE}")) for words in _SHOWN]))


def answered(result: Answer) -> Iterator[Block]:
    """Yield what an answer leads to, or that it was taken back."""
    due, card = dates.weekday_and_day(result.standing.due.isoformat()), result.standing.card.id
    if result.grade is None:
        yield indented(text(f"Taken back: {card}. It is due {due}."))
    else:
        yield indented(text((card, ACCENT), f" was {result.grade}; it comes back {due}."))
    if result.standing.leech:
        yield from leech(result.standing)
    for notice in result.notices:
        yield indented(with_commands(notice))


def leech(standing: Standing) -> Iterator[Block]:
    """Yield that a card was forgotten so often that the guide should be read again."""
    lapses = standing.record.lapses if standing.record else 0
    yield indented(
        with_commands(f"Forgotten {lapses} times: `mlpath guide {standing.item.address}` explains it once more.")
    )


def listing(result: Listing, page: Page) -> Iterator[Block]:
    """Yield the cards to ask, with their items, and when they come back."""
    yield Text()
    yield from _nothing(result) if not result.cards else _listed(result, page)
    if result.later:
        yield indented(text(f"{result.later} more {'waits' if result.later == 1 else 'wait'} for another day."))
    yield Text()


def ending(result: Ending) -> Iterator[Block]:
    """Yield how many were answered and known, what is due tomorrow, what is retained by week, and for what the guide is worth a look."""
    yield Text()
    grid = Grid()
    rows = [("Answered", counted(result.answered, "question")), ("Known", f"{result.known} of {result.answered}")]
    rows += [("Left", f"{result.left} for later today")] if result.left else []
    rows += [("Tomorrow", f"{result.tomorrow} due")]
    for name, words in rows if result.answered else rows[2:]:
        grid.add(Text("  ").append(name, QUIET), text(words))
    if result.whole.percent is not None:
        grid.add(Text("  ").append("Retained", QUIET), text((f"{result.whole.percent}%", f"{STRONG} {ACCENT}")))
    yield grid
    if len(result.weeks) > 1:
        yield Text()
        weeks = Grid()
        for heading, retained in result.weeks:
            weeks.add(
                Text(),
                text((heading, QUIET)),
                text(f"{retained.percent}%", (f"  of {counted(retained.cards, 'question')}", QUIET)),
            )
        yield weeks
    for standing in result.leeches:
        yield Text()
        yield from leech(standing)
    yield Text()


def span(days: int) -> str:
    """Return a number of days in few letters: `8 d`, `3 mo`, `1.4 y`."""
    if days < 2 * _MONTH:
        return f"{days} d"
    if days < _YEAR:
        return f"{round(days / _MONTH)} mo"
    return f"{days / _YEAR:.1f} y"


def _nothing(result: Listing) -> Iterator[Block]:
    if not result.guided:
        yield indented(
            text("There are no guides here, and so no questions: a roadmap names their folder with `guides`.")
        )
    elif result.fault:
        yield indented(text(f"A guide can't be read: {result.fault}"))
    elif result.known:
        yield indented(with_commands("Nothing is due. `mlpath review --all` asks all the same."))
    else:
        yield indented(with_commands("There are no questions yet: those of an item come in the day after it is done."))


def _listed(result: Listing, page: Page) -> Iterator[Block]:
    grid = Grid()
    for standing in result.cards:
        record = standing.record
        words = f"due {dates.day(standing.due.isoformat())}" if record else "new"
        words += f"; {counted(record.reviews, 'answer')}, the last {record.grade}" if record else ""
        words += f"; forgotten {record.lapses} times" if record and record.leech else ""
        first = standing.card.question.partition("\n\n")[0]
        below = [text(" ".join(first.split())), text((standing.card.id, ACCENT), f"  {words}")]
        if page.narrow:
            grid.add(Text(), join([*below, text((standing.item.address, QUIET))]))
        else:
            grid.add(Text(), text((standing.item.address, QUIET)), join(below))
    yield grid
    yield Text()


def _parts(page: Page, parts: list[Text]) -> Text:
    return join(parts, f" {page.glyphs.dot} ")
