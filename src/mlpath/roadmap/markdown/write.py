"""A roadmap as a Markdown checklist with the done items' boxes ticked, and a checklist back with other boxes ticked. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from mlpath.roadmap.markdown.boxes import STATUSES, character
from mlpath.roadmap.roadmap import MONTH, RESOURCES, SECTION, WEEK, Group, Item, Roadmap

if TYPE_CHECKING:
    from mlpath.roadmap.markdown.read import Mark

_RULE = "\n---\n\n"
# What Markdown would read as markup in the middle of a line. `_` is one only at the edge of a word.
_MARKUP = re.compile(r"([\\`*\[\]<~]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;))")
_CLOSING_HASHES = re.compile(r"(?<!\S)(#+)$")
_ENTITY = re.compile(r"&(?=#?\w+;)")


def render(roadmap: Roadmap, done: Collection[str]) -> str:
    """Return the roadmap as Markdown, with `[x]` before the items whose ids are in `done` and `[ ]` before all others."""
    return "".join(_parts(roadmap, done))


def rewritten(data: bytes, marks: Sequence[Mark], statuses: Mapping[str, str], *, all_statuses: bool = False) -> bytes:
    """Return a file's `data` with boxes that say what is in `statuses`, by their ids.

    `marks` are those of the very same data, in order. Not one other byte changes, and a box that says it already keeps its
    character, be it `x` or `X`, `[>]` or `[!]`; so does one whose id is not in `statuses`. Under way and skipped are written only
    where the file has such boxes already, or where `all_statuses` says so; else such a box is empty.
    """
    used = frozenset(mark.character for mark in marks if mark.character in "/-~") | ({"/"} if all_statuses else set())
    text = data.decode()
    pieces, end = [], 0
    for mark in marks:
        now = STATUSES[mark.character]
        wanted = character(statuses.get(mark.id, now), used)
        if STATUSES[wanted] != now:
            pieces += [text[end : mark.offset], wanted]
            end = mark.offset + 1
    return "".join([*pieces, text[end:]]).encode()


def _parts(roadmap: Roadmap, done: Collection[str]) -> Iterator[str]:
    yield f"# {_heading(roadmap.title)}\n"
    if roadmap.overview:
        yield f"\n## Overview\n{roadmap.overview.rstrip()}\n"
    for month in roadmap.within(-1, MONTH):
        yield f"{_RULE}## {roadmap.heading(month)}: {_heading(month.title)}\n"
        for week in roadmap.within(roadmap.group_indexes[month.address], WEEK):
            yield f"\n### {roadmap.heading(week)}: {_heading(week.title)}\n"
            yield from _sections(roadmap, done, week)
    for resources in roadmap.within(-1, RESOURCES):
        yield f"{_RULE}## {resources.title}\n"
        yield from _sections(roadmap, done, resources)
    if roadmap.closing:
        yield f"{_RULE}{roadmap.closing.rstrip()}\n"


def _sections(roadmap: Roadmap, done: Collection[str], around: Group) -> Iterator[str]:
    for section in roadmap.within(roadmap.group_indexes[around.address], SECTION):
        yield f"- **{escaped(section.title)}**:\n"
        for item in roadmap.items[section.start : section.end]:
            box = "x" if item.id in done else " "
            yield f"{'  ' * (item.depth + 1)}- [{box}] {_linked(item)}\n"


def _linked(item: Item) -> str:
    return f"[{escaped(item.title)}]({_destination(item.url)})" if item.url else escaped(item.title)


def _destination(url: str) -> str:
    safe = _ENTITY.sub("&amp;", url.replace("\\", "%5C").replace("<", "%3C").replace(">", "%3E"))
    return f"<{safe}>" if "(" in safe or ")" in safe else safe


def _heading(title: str) -> str:
    return _CLOSING_HASHES.sub(r"\\\1", escaped(title))


def escaped(text: str) -> str:
    """Return a text so that Markdown shows it as it is, in the middle of a line."""
    return _MARKUP.sub(r"\\\1", text)
