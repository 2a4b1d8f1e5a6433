"""The ids that an earlier mlpath made of a Markdown file, by which its journals name their items. Pure.

They had four hex digits, of a hash of everything above an item as it was written. What was no box then has none, and titles
were all of a box's text.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from hashlib import sha256

from mlpath.roadmap.ids import slug
from mlpath.roadmap.markdown.headings import parse_heading
from mlpath.roadmap.markdown.outline import HEADING, Box, Node

_LONGEST_WORDS = 80
_PUNCTUATION = re.compile(r"""[\s.,;:!?…'"’‘“”()]+""")


def ids(root: Node) -> Mapping[Box, str]:
    """Return the former id of every box that was one."""
    twins: Counter[str] = Counter()
    former: dict[Box, str] = {}
    for box, above in _boxes(root, ()):
        words = slug(box.written) or "item"
        if len(words) > _LONGEST_WORDS:
            words = words[:_LONGEST_WORDS].rsplit("-", 1)[0]
        whole = "\n".join([*above, _signs(box.written)])
        id = f"{words}-{sha256(whole.encode('utf-8', 'surrogatepass')).hexdigest()[:4]}"
        twins[id] += 1
        former[box] = f"{id}-{twins[id]}" if twins[id] > 1 else id
    return former


def title(root: Node, first_heading: str | None) -> str | None:
    """Return the title that a file had, from which its roadmap's id was made."""
    alone = len(root.below) == 1 and bool(root.nodes) and (root.nodes[0].kind, root.nodes[0].level) == (HEADING, 1)
    return first_heading if alone or (first_heading and parse_heading(first_heading).word is None) else None


def _boxes(node: Node, above: tuple[str, ...]) -> Iterator[tuple[Box, tuple[str, ...]]]:
    for entry in node.below:
        if isinstance(entry, Box):
            yield from _steps(entry, above, is_step=False)
        else:
            yield from _boxes(entry, (*above, entry.written))


def _steps(box: Box, above: tuple[str, ...], *, is_step: bool) -> Iterator[tuple[Box, tuple[str, ...]]]:
    """Yield a box and its steps; one that was a list item before was the heading of its steps, or was passed over as a step."""
    if box.was_box:
        yield box, above
        above = (*above, _signs(box.written))
    elif not is_step:
        above = (*above, box.written)
    for step in box.steps:
        yield from _steps(step, above, is_step=is_step or box.was_box)


def _signs(title: str) -> str:
    return _PUNCTUATION.sub("", unicodedata.normalize("NFKC", title).casefold())
