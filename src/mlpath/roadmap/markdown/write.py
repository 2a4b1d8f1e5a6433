"""A roadmap as a Markdown checklist, with the done items' boxes ticked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mlpath.journal.journal import Progress
from mlpath.journal.transitions import DONE
from mlpath.progress.summary import status_of
from mlpath.roadmap.roadmap import MONTH, RESOURCES, SECTION, WEEK, Group, Item, Roadmap

_RULE = "\n---\n\n"
# What Markdown would read as markup in the middle of a line. `_` is one only at the edge of a word.
_MARKUP = re.compile(r"([\\`*\[\]<~]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;))")
_CLOSING_HASHES = re.compile(r"(?<!\S)(#+)$")
_ENTITY = re.compile(r"&(?=#?\w+;)")


def render(roadmap: Roadmap, progress: Progress) -> str:
    """Return the roadmap as Markdown. `[x]` stands before done items only."""
    return "".join(_parts(roadmap, progress))


def _parts(roadmap: Roadmap, progress: Progress) -> Iterator[str]:
    yield f"# {_heading(roadmap.title)}\n"
    if roadmap.overview:
        yield f"\n## Overview\n{roadmap.overview.rstrip()}\n"
    for month in roadmap.within(-1, MONTH):
        yield f"{_RULE}## {roadmap.heading(month)}: {_heading(month.title)}\n"
        for week in roadmap.within(roadmap.group_places[month.address], WEEK):
            yield f"\n### {roadmap.heading(week)}: {_heading(week.title)}\n"
            yield from _sections(roadmap, progress, week)
    for resources in roadmap.within(-1, RESOURCES):
        yield f"{_RULE}## {resources.title}\n"
        yield from _sections(roadmap, progress, resources)
    if roadmap.closing:
        yield f"{_RULE}{roadmap.closing.rstrip()}\n"


def _sections(roadmap: Roadmap, progress: Progress, around: Group) -> Iterator[str]:
    for section in roadmap.within(roadmap.group_places[around.address], SECTION):
        yield f"- **{escaped(section.title)}**:\n"
        for place in range(section.start, section.end):
            item = roadmap.items[place]
            box = "x" if status_of(roadmap, progress, place) == DONE else " "
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
