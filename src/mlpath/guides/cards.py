"""The cards of a guide: its questions, each with a name that stays and the answer that has its place. Pure.

A question is an item of a numbered list; a comment below it, which nobody sees, names it: `<!-- card: updates-an-epoch -->`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import dedent
from typing import NamedTuple

from markdown_it import MarkdownIt

_MARKDOWN = MarkdownIt("commonmark").enable("table")
_NAME = re.compile(r"^ *<!-- *card:(.*?)--> *\n?", re.MULTILINE)
_NUMBER = re.compile(r"[0-9]+[.)]")


class Card(NamedTuple):
    """A question and its answer, both as Markdown. `line` is that of the question in its file (from 1).

    `name` is empty where no comment gives one, `answer` where there is none at the question's place.
    """

    name: str
    question: str
    answer: str
    line: int


class _Numbered(NamedTuple):
    """An item of a numbered list, without its number, and its line (from 0)."""

    text: str
    line: int


def cards(questions: str, answers: str, line: int) -> tuple[Card, ...]:
    """Return the cards of a part, whose numbered `questions` begin in a line of their file (from 1)."""
    answered = [answer.text for answer in _numbered(answers)]
    return tuple(
        Card(
            name=" ".join(name.strip() for name in _NAME.findall(question.text)),
            question=unnamed(question.text).strip(),
            answer=answered[place] if place < len(answered) else "",
            line=line + question.line,
        )
        for place, question in enumerate(_numbered(questions))
    )


def unnamed(text: str) -> str:
    """Return Markdown without the comments that name its questions."""
    return _NAME.sub("", text)


def count(text: str) -> int:
    """Return how many items the numbered lists of a Markdown text have."""
    return sum(1 for _ in _numbered(text))


def _numbered(text: str) -> Iterator[_Numbered]:
    lines = text.split("\n")
    for token in _MARKDOWN.parse(text):
        if token.type == "list_item_open" and token.level == 1 and token.info and token.map:
            start, end = token.map
            first = _NUMBER.sub(lambda number: " " * len(number[0]), lines[start], count=1)
            yield _Numbered(dedent("\n".join([first, *lines[start + 1 : end]])).strip(), start)
