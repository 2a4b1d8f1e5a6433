"""The front matter of a Markdown file: a few lines of YAML between `---` lines at its very beginning. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from mlpath.errors import Fault, RoadmapInvalid
from mlpath.roadmap.markdown.blocks import LINE_END
from mlpath.roadmap.markdown.nearly import Nearly
from mlpath.roadmap.roadmap import MONTH, WEEK
from mlpath.roadmap.structure import BULLET_LEVEL, LEVEL_NAMES
from mlpath.roadmap.yaml.tree import Node, parse

_MOST_LINES, _LONGEST = 200, 20_000
_TEXTS, _LEVELS = ("id", "title", "statuses", "guides", "labs"), "levels"
_MERGE = "<<"
# How the lines begin that have a say in what is read here.
_BEGINNINGS = ("id:", "title:", "levels:", "statuses:", _MERGE)
# What YAML takes and `parse` refuses.
_BREAKS_AND_MARKS = re.compile("[\x85\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")


class FrontMatter(NamedTuple):
    """What a file says about itself: its `texts` by their keys, and of which level its months and weeks are, by MONTH and WEEK.

    `nearly` is what seems to say that and doesn't.
    """

    texts: Mapping[str, str]
    levels: Mapping[str, int]
    nearly: tuple[Nearly, ...] = ()


_NOTHING = FrontMatter({}, {})
_SILENT = f"`{_LEVELS}` says nothing like this: write `levels: {{month: 2, week: 3}}`, with the levels of your headings"


def split(text: str, path: str) -> tuple[FrontMatter, str]:
    """Return the front matter, and the text with its lines blank, so that all offsets stay the same.

    Without front matter (a rule at the beginning is none unless keys and values follow), nothing and the text itself.
    Raises RoadmapInvalid for the file at `path` where what it says of itself can't be understood.
    """
    ends = list(LINE_END.finditer(text))
    lines = [text[start.end() : end.start()] for start, end in pairwise(ends[: _MOST_LINES + 1])]
    if not ends or text[: ends[0].start()].rstrip() != "---":
        return _NOTHING, text
    closing = next((n for n, line in enumerate(lines) if line.rstrip() in ("---", "...")), None)
    if closing is None:
        return _NOTHING, text
    root = _mapping("\n".join(lines[:closing]), path)
    if root is None:
        return _NOTHING, text
    end = ends[closing + 1].end()
    blank = "".join(character if character in "\r\n" else " " for character in text[:end])
    texts = {key: node.value for key, node in root.value.items()}
    levels = root.value.get(_LEVELS)
    faults = list(_level_faults(levels, path)) if levels else []
    if faults:
        raise RoadmapInvalid(path, faults)
    own = {key: _level(node) or 0 for key, node in levels.value.items()} if levels and _is_mapping(levels) else {}
    silent = levels is not None and not _is_mapping(levels)
    mark = root.keys[_LEVELS] if silent else None
    return FrontMatter(
        texts={key: str(texts[key]) for key in _TEXTS if isinstance(texts.get(key), (str, int))},
        levels=own,
        nearly=(Nearly(mark.line + 1, mark.column, _SILENT),) if mark else (),
    ), blank + text[end:]


def _level_faults(levels: Node, path: str) -> Iterator[Fault]:
    """Yield what is wrong with `levels`, which is nothing of ours where it is no mapping."""
    if not _is_mapping(levels):
        return
    for key, node in levels.value.items():
        if key not in (MONTH, WEEK):
            mark = levels.keys[key]
            yield Fault(path, mark.line + 1, mark.column, f"{str(key)[:40]!r} is no level: write `month` or `week`")
        elif _level(node) is None:
            message = f"write a heading's level, from 1 to 6, or {' or '.join(map(repr, LEVEL_NAMES))}"
            yield Fault(path, node.mark.line + 1, node.mark.column, message)
    month, week = (_level(levels.value[key]) if key in levels.value else None for key in (MONTH, WEEK))
    if month and week and month >= week:
        mark = levels.value[MONTH].mark
        yield Fault(path, mark.line + 1, mark.column, "months stand above weeks: write a smaller number for them")


def _is_mapping(node: Node) -> bool:
    return isinstance(node.value, dict)


def _level(node: Node) -> int | None:
    """Return the level that a value of `levels` stands for, None where it stands for none."""
    level = LEVEL_NAMES.get(node.value) if isinstance(node.value, str) else node.value
    return level if isinstance(level, int) and not isinstance(level, bool) and 1 <= level <= BULLET_LEVEL else None


def _mapping(source: str, path: str) -> Node | None:
    """Return the mapping, None where there is none; aliases and tags of other keys than ours are no matter.

    Nothing is constructed and nothing expanded: front matter is written by strangers, too.
    """
    if len(source) > _LONGEST:
        return None
    root, complaints = parse(_BREAKS_AND_MARKS.sub("\ufffd", source))
    if root is None or not isinstance(root.value, dict):
        return None
    if _MERGE in root.keys:
        complaints.append((root.keys[_MERGE], f"{_MERGE!r} is not understood here: write its keys out"))
    lines = source.split("\n")
    faults = [
        Fault(path, mark.line + 1, mark.column, message)  # Behind the line that opens it.
        for mark, message in sorted(complaints)
        if lines[mark.line - 1].startswith(_BEGINNINGS)
    ]
    if faults:
        raise RoadmapInvalid(path, faults)
    return root
