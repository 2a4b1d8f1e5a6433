"""A study guide: one Markdown file for a week, a part for each item. Pure.

A part begins with a heading that is the item's title, and a comment that says which item it is: `<!-- item: id -->`.
Its questions and answers are its cards.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from mlpath.review.cards import ANSWERS, ITEM, QUESTIONS, Card, cards, unnamed
from mlpath.text import web_addresses

_MARKDOWN = MarkdownIt("commonmark").enable("table")
_ITEM_LINE = re.compile(r"^[ \t]*<!--[ \t]*item:.*?-->[ \t]*\n", re.MULTILINE)
_HOURS = re.compile(r"^\*About ([0-9]+(?:\.5)?) hours?\.\*$")
_WORDS = ("text", "code_inline", "text_special", "softbreak", "hardbreak")
_ALONGSIDE = re.compile(r"^- \S.* ([0-9]+): (.+)$", re.MULTILINE)
_WEEK = re.compile(r"\[([^\]]+)\]\(week-0*([0-9]+)\.md(?:#[^)]*)?\)")
_HTML_LINK = re.compile(r"""\b(?:href|src)\s*=\s*["']([^"']*)["']""", re.IGNORECASE)
_WITH_WEEKS = "With the weeks"


class Heading(NamedTuple):
    """A heading: its level, its line (from 0), and its words."""

    level: int
    line: int
    title: str


class Link(NamedTuple):
    """A link: where it leads, its words, and its line in the file (from 1)."""

    url: str
    text: str
    line: int


class Part(NamedTuple):
    """The part of a guide on one item. `line` is that of its heading (from 1); `text` is its Markdown, heading included.

    `id` is None where no comment says which item it is, `hours` where it gives none. `questions` are shown, and so without their names.
    `alongside` is what of a resource goes with which week, by the week's address.
    """

    id: str | None
    title: str
    line: int
    hours: float | None
    text: str
    questions: str
    answers: str
    cards: tuple[Card, ...]
    links: tuple[Link, ...]
    alongside: dict[str, str]


class Guide(NamedTuple):
    """A guide: all of its Markdown, its parts, every link in it, and the anchors of its headings."""

    text: str
    parts: tuple[Part, ...]
    links: tuple[Link, ...]
    anchors: frozenset[str]


def parse(text: str) -> Guide:
    """Return the guide that a Markdown text holds; one without parts is one, too."""
    tokens = _MARKDOWN.parse(text)
    lines = text.split("\n")
    headings = list(_headings(tokens))
    links = tuple(_links(tokens))
    parts = []
    for number, heading in enumerate(headings):
        if heading.level == 3:
            behind = (other.line for other in headings[number + 1 :] if other.level <= heading.level)
            end = next(behind, len(lines))
            within = [other for other in headings if heading.line < other.line < end]
            parts.append(_part(heading, lines[heading.line : end], within, links))
    return Guide(text, tuple(parts), links, frozenset(anchors(heading.title for heading in headings)))


def fences(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield the fenced blocks of Markdown: the line of each (from 1), the words behind its fence, and what is in it."""
    for token in _MARKDOWN.parse(text):
        if token.type == "fence" and token.map:
            yield token.map[0] + 1, token.info, token.content


def section(text: str, title: str) -> str:
    """Return what stands below the heading with a title, in the Markdown of a part; empty where there is none such."""
    lines = text.split("\n")
    headings = [*_headings(_MARKDOWN.parse(text)), Heading(0, len(lines), "")]
    bounds = ((this.line, behind.line) for this, behind in pairwise(headings) if this.title == title)
    return next(("\n".join(lines[start + 1 : end]).strip() for start, end in bounds), "")


def without_names(markdown: str) -> str:
    """Return Markdown without the comments that say which item it is on, and what its questions are called."""
    return unnamed(_ITEM_LINE.sub("", markdown))


def in_commands(markdown: str) -> str:
    """Return Markdown with the command that shows it in place of each link to a week's file, which only a reader of the files has."""
    return _WEEK.sub(r"\1 (`mlpath guide week\2`)", markdown)


def _part(heading: Heading, lines: Sequence[str], within: Sequence[Heading], links: Sequence[Link]) -> Part:
    """Return the part below a heading, whose `lines` it opens, with the headings `within` it."""
    start, end = heading.line, heading.line + len(lines)
    id = next((match[1] for match in map(ITEM.match, lines[1:3]) if match), None)
    hours = next((float(match[1]) for match in map(_HOURS.match, lines[1:6]) if match), None)

    def section(title: str) -> tuple[str, int]:
        """Return what stands below the heading with a title, and the line in the file (from 1) in which it begins."""
        for inner, behind in pairwise([*within, Heading(0, end, "")]):
            if inner.title == title:
                text = "\n".join(lines[inner.line - start + 1 : behind.line - start]).rstrip()
                return text.lstrip("\n"), inner.line + 2 + len(text) - len(text.lstrip("\n"))
        return "", 0

    questions, line = section(QUESTIONS)
    answers, _ = section(ANSWERS)
    return Part(
        id=id,
        title=heading.title,
        line=start + 1,
        hours=hours,
        text="\n".join(lines).strip() + "\n",
        questions=unnamed(questions).strip(),
        answers=answers,
        cards=tuple(cards(id or "", questions, answers, line)),
        links=tuple(link for link in links if start < link.line <= end),
        alongside={f"week{number}": words for number, words in _ALONGSIDE.findall(section(_WITH_WEEKS)[0])},
    )


def _headings(tokens: Sequence[Token]) -> Iterator[Heading]:
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open" and opening.map:
            yield Heading(int(opening.tag[1]), opening.map[0], words(inline.children or []))


def anchors(titles: Iterable[str]) -> Iterator[str]:
    """Yield the anchor of each heading, as GitHub makes it: `#ideas-to-own`, `#ideas-to-own-1`."""
    seen: Counter[str] = Counter()
    for title in titles:
        anchor = re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
        yield f"{anchor}-{seen[anchor]}" if seen[anchor] else anchor
        seen[anchor] += 1


def _links(tokens: Sequence[Token]) -> Iterator[Link]:
    """Yield the links of a text: links and images, the same in HTML, and bare addresses of web pages."""
    for token in tokens:
        line = token.map[0] + 1 if token.map else 0
        if token.type == "html_block":
            yield from (Link(url, "", line) for url in _HTML_LINK.findall(token.content))
        children = token.children or []
        for number, child in enumerate(children):
            if child.type in ("softbreak", "hardbreak"):
                line += 1
            elif child.type == "link_open":
                stop = next(end for end in range(number, len(children)) if children[end].type == "link_close")
                yield Link(str(child.attrGet("href") or ""), words(children[number:stop]), line)
            elif child.type == "image":
                yield Link(str(child.attrGet("src") or ""), child.content, line)
            elif child.type == "html_inline":
                yield from (Link(url, "", line) for url in _HTML_LINK.findall(child.content))
            elif child.type == "text" and not (number and children[number - 1].type == "link_open"):
                yield from (Link(url, url, line) for url in web_addresses(child.content))


def words(tokens: Sequence[Token]) -> str:
    """Return the words of a heading or link, without its marks."""
    pieces = (
        " " if token.type in ("softbreak", "hardbreak") else token.content for token in tokens if token.type in _WORDS
    )
    return "".join(pieces)
