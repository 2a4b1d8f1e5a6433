"""The headings in a piece of HTML, and where `<details>` begin and end. Pure."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import lru_cache
from html.parser import HTMLParser
from typing import NamedTuple

from mlpath.roadmap.markdown.inline import one_space

# The parser takes quadratic time for nonsense.
_MOST_HTML = 10_000
HEADING, OPENED, CLOSED = "heading", "opened", "closed"


class Tag(NamedTuple):
    """A heading with its level and words, or a `<details>` that is opened or closed.

    A `<summary>` without a heading in it has no level.
    """

    kind: str
    level: int | None = None
    words: str = ""


@lru_cache(1_000)  # Most pieces end what another began, all in the same words.
def tags(content: str) -> tuple[Tag, ...]:
    """Return the headings and `<details>` in a piece of HTML, in order."""
    reader = _Reader()
    with suppress(AssertionError):  # What it thinks of `<![x`.
        reader.feed(content[:_MOST_HTML])
        reader.close()
    return tuple(reader.tags)


class _Reader(HTMLParser):
    """Collects `<h1>` to `<h6>`, `<summary>` and `<details>`."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[Tag] = []
        self._level: int | None = None
        self._words: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        if re.fullmatch("h[1-6]", tag):
            self._level, self._words = int(tag[1]), []
        elif tag == "summary":
            self._level, self._words = None, []
        elif tag == "details":
            self.tags.append(Tag(OPENED))

    def handle_endtag(self, tag: str) -> None:
        if tag == "details":
            self.tags.append(Tag(CLOSED))
        elif self._words is not None and (tag == "summary" or re.fullmatch("h[1-6]", tag)):
            words = one_space("".join(self._words))
            if words:
                self.tags.append(Tag(HEADING, self._level, words))
            self._words = None

    def handle_data(self, data: str) -> None:
        if self._words is not None:
            self._words.append(data)
