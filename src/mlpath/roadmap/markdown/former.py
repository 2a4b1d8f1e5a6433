"""What earlier versions of mlpath made of a Markdown file, by which their journals name its items. Pure.

The first had ids of four hex digits, of a hash of everything above an item as it was written. What was no box then has none, and
titles were all of a box's text. Those behind it had the ids of now, but took marks for a part of a title, and one left dashes out.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256

from mlpath.roadmap.ids import slug
from mlpath.roadmap.markdown.headings import parse_heading
from mlpath.roadmap.markdown.tree import HEADING, LABEL, Box, Node

_LONGEST_WORDS = 80
_PUNCTUATION = re.compile(r"""[\s.,;:!?…'"’‘“”()]+""")


# What one version left out wherever it stood, not only before a title.
_DASHES = re.compile(r"[-–—*+•]\s+(?=\S)")


def titles(root: Node) -> Iterator[Callable[[Node | Box], str]]:
    """Yield for each version with the ids of now how it called a heading or box, where it called any below `root` otherwise."""
    entries = list(_entries(root))
    if any(entry.marked != entry.title for entry in entries):
        yield _marked
    if any(_dashless(entry) != entry.marked for entry in entries):
        yield _dashless


def _marked(entry: Node | Box) -> str:
    return entry.marked


def _dashless(entry: Node | Box) -> str:
    return _DASHES.sub("", entry.marked) or entry.marked if isinstance(entry, Box) else entry.marked


def _entries(entry: Node | Box) -> Iterator[Node | Box]:
    for inner in entry.below if isinstance(entry, Node) else entry.steps:
        yield inner
        yield from _entries(inner)


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
            yield from _boxes(entry, above if entry.kind == LABEL else (*above, entry.written))


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
