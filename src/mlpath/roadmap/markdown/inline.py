"""The content of a line of Markdown or HTML: its words, its first link, the headings in a piece of HTML. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from html.parser import HTMLParser

from markdown_it.token import Token

from mlpath.text import is_web_address, web_addresses

# The parser takes quadratic time for nonsense.
_MOST_HTML = 10_000


def plain(tokens: Sequence[Token]) -> str:
    """Return inline content as text: emphasis and links as their words, images as their descriptions."""
    words = []
    for token in tokens:
        if token.type in ("text", "code_inline", "text_special"):
            words.append(token.content)
        elif token.type in ("softbreak", "hardbreak") or (
            token.type == "html_inline" and token.content.startswith("<br")
        ):
            words.append(" ")
        elif token.type == "image":
            words.append(plain(token.children or []))
    return "".join(words)


def one_space(text: str) -> str:
    """Return a text with each run of white space as one space."""
    return " ".join(text.split())


def first_link(tokens: Sequence[Token]) -> str | None:
    """Return the first link to a web page."""
    links = (str(token.attrGet("href") or "") for token in tokens if token.type == "link_open")
    return next(filter(is_web_address, links), None)


def bare_url(text: str) -> str | None:
    """Return the first address of a web page that stands in a text."""
    return next(iter(web_addresses(text)), None)


def html_headings(content: str) -> list[tuple[int | None, str]]:
    """Return level and words of the headings in a piece of HTML; a `<summary>` without one has no level of its own."""
    reader = _HtmlHeadings()
    with suppress(AssertionError):  # What it thinks of `<![x`.
        reader.feed(content[:_MOST_HTML])
        reader.close()
    return [(level, one_space(words)) for level, words in reader.headings if words.strip()]


class _HtmlHeadings(HTMLParser):
    """Collects `<h1>` to `<h6>` and `<summary>`."""

    def __init__(self) -> None:
        super().__init__()
        self.headings: list[tuple[int | None, str]] = []
        self._level: int | None = None
        self._words: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        if re.fullmatch("h[1-6]", tag):
            self._level, self._words = int(tag[1]), []
        elif tag == "summary":
            self._level, self._words = None, []

    def handle_endtag(self, tag: str) -> None:
        if self._words is not None and (tag == "summary" or re.fullmatch("h[1-6]", tag)):
            self.headings.append((self._level, "".join(self._words)))
            self._words = None

    def handle_data(self, data: str) -> None:
        if self._words is not None:
            self._words.append(data)
