"""A week (or any days) looked back on, as Markdown to paste into a journal or a post."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mlpath import dates
from mlpath.journal.transitions import DONE
from mlpath.pace.results import Retrospective
from mlpath.pace.sentence import standing
from mlpath.progress.reports import Period
from mlpath.progress.retained import Retained
from mlpath.progress.summary import Count, Entry
from mlpath.roadmap.markdown.write import escaped
from mlpath.text import counted, is_web_address, one_line, shown

# What opens a block of Markdown at the beginning of a line.
_BLOCK = re.compile(r"^([0-9]{0,9})([#>+=|:.)-])")


def render(result: Retrospective) -> str:
    """Return the retrospective as Markdown; parts with nothing in them are left out."""
    return "\n".join(_lines(result)) + "\n"


def _lines(result: Retrospective) -> Iterator[str]:
    period, numbers = result.period, result.overall
    yield f"# {dates.span(period.first, period.last)}"
    yield ""
    yield f"{len(result.done)} done in this time, {numbers.done} of {numbers.total} ({numbers.percent}%) altogether.{_verified(result.verified)}{_retained(result.retained)}"
    words = standing(result.outlook, result.roadmap)
    if result.outlook.planned and words:
        yield ""
        yield _plain(words)
    yield from _part("Done", result.done, period)
    yield from _part("Begun", result.begun, period)
    yield from _part("Slipped", result.slipped, period)
    yield from _part("Also noted", result.noted, period)


def _verified(count: Count) -> str:
    return f" {count.done} of {count.total} verified by the tests of their labs." if count.done else ""


def _retained(retained: Retained) -> str:
    return f" {retained.percent}% of {counted(retained.cards, 'question')} retained." if retained.recall else ""


def _part(title: str, entries: Sequence[Entry], period: Period) -> Iterator[str]:
    if not entries:
        return
    yield ""
    yield f"## {title}"
    yield ""
    for entry in entries:
        box = "x" if entry.status == DONE else " "
        where = f" ({entry.week.title})" if entry.week else f" ({entry.section.title})"
        verified = ", verified" if entry.verified_on else ""
        yield f"- [{box}] {_plain(entry.item.title)}{_plain(where)}{verified}"
        for note in entry.notes:
            if period.has(note.day):
                yield f"  - {' '.join(part for part in (_leading(note.text or ''), _link(note.link)) if part)}"


def _link(link: str | None) -> str:
    """Return a link: one to a web page, that every reader of Markdown takes for one; anything else as text."""
    whole = link is not None and is_web_address(link) and shown(link) == link and not set(link) & set("<>\\")
    return f"<{link}>" if whole else _plain(link or "")


def _plain(text: str) -> str:
    return escaped(one_line(text))


def _leading(text: str) -> str:
    """Return a text as `_plain` does, also where a line begins with it: `# x` is no heading, `1. x` no list."""
    return _BLOCK.sub(r"\1\\\2", _plain(text))
