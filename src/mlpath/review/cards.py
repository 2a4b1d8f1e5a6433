"""The cards of a guide: its questions, each with its answer and a stable name. Pure.

A question is an entry of the numbered list below `#### Questions` in an item's part; its answer is the entry of the same number below `#### Answers`.
A comment `<!-- card: name -->` in it names the card, and ` was: old, older` behind the name says what it was called. A question
without a name is called by its words, and by the item that it belongs to: its place and its punctuation are no part of that. It still
leads to a card that gets a name later, as the words with a former id of the item do.

The text is read line by line: what is due is asked for at every prompt, and a Markdown parser takes longer to import than all of that.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple
from zlib import crc32

from mlpath.roadmap.ids import slug

QUESTIONS, ANSWERS = "Questions", "Answers"
_HEADING = re.compile(r"^(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$")
ITEM = re.compile(r"^<!--\s*item:\s*(\S+)\s*-->\s*$")
_COMMENT = r"<!--[ \t]*card:(.*?)-->[ \t]*"
_NAME = re.compile(rf"^[ \t]*{_COMMENT}\n?|[ \t]*{_COMMENT}", re.MULTILINE)
_FORMERLY = re.compile(r"[,;]?\s+was:\s*")
_ENTRY = re.compile(r"^( {0,3})[0-9]{1,9}[.)](?=[ \t]|$)[ \t]*(.*)$")
# The lines that may be a heading, a comment or a fence of code, each behind the end of the line before it: so they are found fastest.
_MARK = re.compile(r"\n(?:#|<!--|[ \t]*(?:```|~~~))[^\n]*")
_FENCE = re.compile(r"^\s*(`{3,}|~{3,})")
_PART = 3  # The level of an item's heading.
_MARKUP_AND_PUNCTUATION = re.compile(r"""[\s.,;:!?…'"’‘“”()`*_]+""")
_LONGEST_WORDS = 40


class Card(NamedTuple):
    """A question of an item's part with its answer, both Markdown; `line` is that of the question in its file (from 1).

    `named` says that a comment names it, `was` holds what it was called by that. The answer is empty where there is none: then it can't be
    asked. `twin` tells it from others of the part with the same words (1 for the first).
    """

    id: str
    item: str
    question: str
    answer: str
    line: int
    named: bool = True
    was: tuple[str, ...] = ()
    twin: int = 1


class _Entry(NamedTuple):
    line: int
    text: str


def read(text: str) -> Iterator[Card]:
    """Yield the cards of a guide, a question without an answer among them."""
    for item, sections in _parts("\n" + text):
        line, questions = sections.get(QUESTIONS, (0, ""))
        yield from cards(item, questions, sections.get(ANSWERS, (0, ""))[1], line)


def cards(item: str, questions: str, answers: str, line: int) -> Iterator[Card]:
    """Yield the cards of an item's part, whose numbered `questions` begin in a line of their file (from 1)."""
    answered = [entry.text for entry in _entries(1, answers)]
    twins: Counter[str] = Counter()
    for number, entry in enumerate(_entries(line, questions)):
        question = unnamed(entry.text).strip()
        names = [_FORMERLY.split(one or other) for one, other in _NAME.findall(entry.text)]
        words = _plain(question)
        twins[words] += 1
        yield Card(
            id=" ".join(name.strip() for name, *_ in names) or _by_words(question, item, twins[words]),
            item=item,
            question=question,
            answer=answered[number] if number < len(answered) else "",
            line=entry.line,
            named=bool(names),
            was=tuple(id for _, *was in names for ids in was for id in re.split(r"[,\s]+", ids) if id),
            twin=twins[words],
        )


def unnamed(text: str) -> str:
    """Return Markdown without the comments that name its questions."""
    return _NAME.sub("", text)


def count(text: str) -> int:
    """Return how many entries the numbered lists of a Markdown text have."""
    return len(_entries(1, text))


def names(cards: Iterable[Card], asked: Iterable[str], former: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Return the present names of those of the names `asked` that no card has now, as far as one has them from former times.

    `former` holds the former ids of items by their ids.
    """
    by_id = {card.id: card for card in cards}
    lost = {name for name in asked if name not in by_id}
    found: dict[str, str] = {}
    for card in by_id.values() if lost else ():
        by_words = (_by_words(card.question, item, card.twin) for item in (card.item, *former.get(card.item, ())))
        for name in (*card.was, *by_words):
            if name in lost:
                found.setdefault(name, card.id)
    return found


def _by_words(question: str, item: str, twin: int) -> str:
    """Return the name of a question that has none: some of its words, and eight hex digits that all of them and the item make."""
    words = slug(question)
    words = words if len(words) <= _LONGEST_WORDS else words[:_LONGEST_WORDS].rpartition("-")[0]
    digits = f"{crc32(f'{item} {_plain(question)}'.encode('utf-8', 'surrogatepass')):08x}"
    return f"{words or 'card'}-{digits}" + (f"-{twin}" if twin > 1 else "")


def _plain(question: str) -> str:
    """Return a question without spaces, capitals, markup and punctuation, but with its other signs: `C++` is not `C`."""
    return _MARKUP_AND_PUNCTUATION.sub("", unicodedata.normalize("NFKC", question).casefold())


def _parts(text: str) -> Iterator[tuple[str, Mapping[str, tuple[int, str]]]]:
    """Yield the id of each part's item, and each of its sections by its title: its first line's number, and its text.

    The text begins with the end of a line before it.
    """
    item: str | None = None
    sections: dict[str, tuple[int, str]] = {}
    title, fence = "", ""
    number = counted = begun = begins = opened = 0
    for mark in (*_MARK.finditer(text), None):
        line, start = (mark[0][1:], mark.start() + 1) if mark else ("# ", len(text))
        fence, fenced = _fence_after(line, fence), bool(fence)
        if fenced and mark:
            continue
        number, counted = number + text.count("\n", counted, start), start
        heading = _HEADING.match(line)
        if heading is None:
            named = ITEM.match(line) if opened and item is None and number <= opened + 2 else None
            item = named[1] if named else item
            continue
        if title in (QUESTIONS, ANSWERS):
            sections.setdefault(title, (begins, text[text.find("\n", begun) + 1 : start]))
        title, begun, begins = heading[2], start, number + 1
        if len(heading[1]) <= _PART:
            if item is not None:
                yield item, sections
            item, sections = None, {}
            opened = number if len(heading[1]) == _PART else -_PART


def _fence_after(line: str, fence: str) -> str:
    """Return the fence of the block of code that is open behind a line; empty outside of one."""
    match = _FENCE.match(line) if "```" in line or "~~~" in line else None
    if match is None:
        return fence
    if not fence:
        return match[1]
    closes = match[1].startswith(fence) and not line.strip(f"{fence[0]} \t")
    return "" if closes else fence


def _entries(first: int, text: str) -> list[_Entry]:
    """Return the entries of the numbered lists in a text that begins in the line `first`, each with its lines, their margin left out."""
    entries: list[tuple[int, list[str]]] = []
    within, margin, fence = False, 0, ""
    for number, line in enumerate(text.split("\n"), first):
        match = None if fence else _ENTRY.match(line)
        fence = _fence_after(line, fence)
        outside = bool(line[:margin].strip())
        if match and not (within and len(match[1]) >= margin):
            entries.append((number, [match[2]]))
            within, margin = True, match.start(2) + (not match[2])
        elif within and outside and not entries[-1][1][-1].strip():
            within = False  # What stands at the margin behind an empty line is no part of the list.
        elif within:
            entries[-1][1].append(line if outside else line[margin:])
    return [_Entry(number, "\n".join(own).strip()) for number, own in entries]
