"""What a title counts, dates or marks itself with: counters, a second box, and what Obsidian and its plugins write. Pure.

They change while one works, so they are no part of a title, nor of what an item or heading is. The signs are those of the
plugin Tasks, the fields (`due:: 2026-11-30`, also in brackets) those of Dataview; counters are as Org mode keeps them.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from mlpath.dates import FIRST_YEAR, LAST_YEAR
from mlpath.roadmap.markdown.boxes import BOX

_DATE = r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})"
_DUE_SIGNS, _DONE_SIGN = "📅📆🗓", "✅"
_DUE_KEYS, _DONE_KEYS = ("due", "deadline"), ("completion", "completed", "done")
_DATED = re.compile(rf"(?P<sign>[{_DUE_SIGNS}{_DONE_SIGN}⏳⌛🛫➕❌])\uFE0F?\s*{_DATE}")
_BRACKETED = re.compile(
    r"\[(?P<key>[A-Za-z][\w-]{0,30})::(?P<value>[^\[\]]{0,200})\]|\((?P<key_>[A-Za-z][\w-]{0,30})::(?P<value_>[^()]{0,200})\)"
)
_FIELD = re.compile(
    rf"(?<!\S)(?P<key>due|deadline|scheduled|start|created|cancelled|{'|'.join(_DONE_KEYS)})::\s*{_DATE}", re.IGNORECASE
)
# Signs that stand within a title as words do count only where they are apart from these.
_SIGNED = re.compile(
    r"(?:(?<=\s)[🔺⏫🔼🔽⏬]\uFE0F?|(?<=\s)[🆔⛔🏁]\uFE0F?\s*[A-Za-z0-9_,-]+|🔁\uFE0F?\s*every [A-Za-z0-9, !]{1,60})(?=\s|$)"
)
_COUNTER = re.compile(r"\[[0-9]{1,4}/[0-9]{1,4}\]|\[[0-9]{1,3}(?:[.,][0-9]+)?\s?%\]")
# `[[Page]]`, `[[Page#Part|words]]`, and what a link elsewhere finds a line by: `^a1b2c3`.
_WIKI_LINK = re.compile(r"!?\[\[(?P<page>[^\[\]|\n]{1,200})(?:\|(?P<words>[^\[\]\n]{1,200}))?\]\]")
_BLOCK_ID = re.compile(r"\s\^[A-Za-z0-9-]{1,80}\s*$")
_TELLING = re.compile(rf"::|[\[{_DUE_SIGNS}{_DONE_SIGN}⏳⌛🛫➕❌🔁🔺⏫🔼🔽⏬🆔⛔🏁]")


class Annotated(NamedTuple):
    """A title without what it counts or dates itself with, and the days among that: when it is due, when it was done."""

    words: str
    due: str | None = None
    done: str | None = None


def annotated(title: str) -> Annotated:
    """Return a title in its parts; one of nothing but annotations is its own words."""
    if not _TELLING.search(title):
        return Annotated(title)
    due = done = None
    for match in _DATED.finditer(title):
        if match["sign"] in _DUE_SIGNS:
            due = due or _day(match["date"])
        elif match["sign"] == _DONE_SIGN:
            done = done or _day(match["date"])
    fields = [(match["key"], match["date"]) for match in _FIELD.finditer(title)]
    fields += [
        (match["key"] or match["key_"], match["value"] or match["value_"] or "") for match in _BRACKETED.finditer(title)
    ]
    for key, value in fields:
        if key.casefold() in _DUE_KEYS:
            due = due or _day(value)
        elif key.casefold() in _DONE_KEYS:
            done = done or _day(value)
    words = title
    for pattern in (_DATED, _BRACKETED, _FIELD, _COUNTER, _SIGNED):
        words = pattern.sub(" ", words)
    return Annotated(" ".join(words.split()) or title if words != title else title, due, done)


def unmarked(title: str) -> str:
    """Return a title with links between notes as their words, and without further boxes before it and an id behind it."""
    if "[" not in title and "^" not in title:
        return title
    words = title
    while match := BOX.match(words):
        words = words[match.end() :].lstrip()
    return _BLOCK_ID.sub("", _WIKI_LINK.sub(_linked, words)) or title


def _linked(link: re.Match[str]) -> str:
    return (link["words"] or " > ".join(filter(None, link["page"].split("#")))).strip() or link[0]


def _day(text: str) -> str | None:
    """Return the ISO date that a text is, None where it is no day of the calendar."""
    from datetime import date

    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return day.isoformat() if FIRST_YEAR <= day.year <= LAST_YEAR else None
