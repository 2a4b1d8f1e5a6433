"""The content of a line of Markdown: its words, and its first link. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.token import Token

from mlpath.text import is_web_address, web_addresses


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
