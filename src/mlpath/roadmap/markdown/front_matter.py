"""The front matter of a Markdown file: a few lines of YAML between `---` lines at its very beginning. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from mlpath.errors import Fault, RoadmapInvalid
from mlpath.roadmap.markdown.outline import LINE_END
from mlpath.roadmap.yaml.tree import parse

_MOST_LINES, _LONGEST = 200, 20_000
_KEYS = ("id", "title", "statuses")
_MERGE = "<<"
# How the lines begin that have a say in what is read here.
_BEGINNINGS = ("id:", "title:", "statuses:", _MERGE)
# What YAML takes and `parse` refuses.
_BREAKS_AND_MARKS = re.compile("[\x85\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")


def split(text: str, path: str) -> tuple[Mapping[str, str], str]:
    """Return the front matter's `id`, `title` and `statuses`, and the text with its lines blank, so that all offsets stay the same.

    Without front matter (a rule at the beginning is none unless keys and values follow), nothing and the text itself.
    Raises RoadmapInvalid for the file at `path` where these can't be understood.
    """
    ends = list(LINE_END.finditer(text))
    lines = [text[start.end() : end.start()] for start, end in pairwise(ends[: _MOST_LINES + 1])]
    if not ends or text[: ends[0].start()].rstrip() != "---":
        return {}, text
    closing = next((n for n, line in enumerate(lines) if line.rstrip() in ("---", "...")), None)
    if closing is None:
        return {}, text
    mapping = _mapping("\n".join(lines[:closing]), path)
    if mapping is None:
        return {}, text
    end = ends[closing + 1].end()
    blank = "".join(character if character in "\r\n" else " " for character in text[:end])
    return {key: str(mapping[key]) for key in _KEYS if isinstance(mapping.get(key), (str, int))}, blank + text[end:]


def _mapping(source: str, path: str) -> Mapping[str, object] | None:
    """Return the values of the keys, None where there are none; aliases and tags of other keys than ours are no matter.

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
    return {key: node.value for key, node in root.value.items()}
