"""The front matter of a Markdown file: a few lines of YAML between `---` lines at its very beginning. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import yaml

from mlpath.roadmap.markdown.outline import LINE_END

_MOST_LINES, _LONGEST = 200, 20_000
_KEYS = ("id", "title")


def split(text: str) -> tuple[Mapping[str, str], str]:
    """Return the front matter's `id` and `title`, and the text with its lines blank, so that all offsets stay the same.

    Without front matter (a rule at the beginning is none unless keys and values follow), nothing and the text itself.
    """
    ends = list(LINE_END.finditer(text))
    lines = [text[start.end() : end.start()] for start, end in pairwise(ends[: _MOST_LINES + 1])]
    if not ends or text[: ends[0].start()].rstrip() != "---":
        return {}, text
    closing = next((n for n, line in enumerate(lines) if line.rstrip() in ("---", "...")), None)
    if closing is None:
        return {}, text
    mapping = _mapping("\n".join(lines[:closing]))
    if mapping is None:
        return {}, text
    end = ends[closing + 1].end()
    blank = "".join(character if character in "\r\n" else " " for character in text[:end])
    return {key: str(mapping[key]) for key in _KEYS if isinstance(mapping.get(key), (str, int))}, blank + text[end:]


def _mapping(source: str) -> dict[object, object] | None:
    if len(source) > _LONGEST:
        return None
    try:
        value = yaml.safe_load(source)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
