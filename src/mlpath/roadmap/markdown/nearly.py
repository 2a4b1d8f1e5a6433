"""What looks like a box in a Markdown file and is none, each with what to write instead. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mlpath.errors import brief
from mlpath.roadmap.markdown.blocks import Block, Text
from mlpath.roadmap.markdown.boxes import BOX

# Something between brackets that is no word, and no link.
_NEARLY = re.compile(r"\[(?:[xX]|[^\w\[\]]){0,3}\](?![(\[:])")
# What would be a list item with a plain space behind its mark, or with a mark before its box.
_GLUED = re.compile(r"\s*+(?P<mark>[-*+]|[0-9]{1,9}[.)])?(?P<gap>[^\S \t]*+)\[[ xX]\](?=[ \t]+\S)")
# The same with no space behind its box either. A star might begin what is emphasized, and a bracket a link.
_GLUED_TWICE = re.compile(r"\s*+(?P<mark>[-+]|[0-9]{1,9}[.)])(?P<gap>[^\S \t]*+)\[[ xX]\](?=[^\s(\[:])")
_CELL = re.compile(r"(?:[-*+]\s+)?\[[ xX]\](?=\s|$)")
_IN_HTML = re.compile(r"(?:^|>)\s*(?:[-*+]\s+)?(\[[ xX]\])(?=\s)|(<input\b)[^>]*\bcheckbox\b", re.IGNORECASE)
_LONGEST = 40


class Nearly(NamedTuple):
    """A text that looks like a box and is none: its line and column, both from 1, and the advice."""

    line: int
    column: int
    advice: str


def nearly(text: Text) -> list[Nearly]:
    """Return all that only looks like boxes, in order."""
    return list(_within(text.blocks, _Lines(text.text, text.starts), in_item=False))


class _Lines:
    def __init__(self, text: str, starts: Sequence[int]) -> None:
        self._text, self._starts = text, starts

    def column(self, line: int, piece: str) -> int:
        """Return the column, from 1, at which a piece first stands in a line; 1 where it doesn't."""
        end = self._starts[line + 1] if line + 1 < len(self._starts) else len(self._text)
        return max(self._text.find(piece, self._starts[line], end) - self._starts[line], 0) + 1


def _within(blocks: Sequence[Block], lines: _Lines, *, in_item: bool) -> Iterator[Nearly]:
    for number, block in enumerate(blocks):
        if block.type == "paragraph" and block.token:
            yield from _paragraph(block, lines, begins_item=in_item and number == 0)
        elif block.type == "html_block" and block.token:
            yield from _html(block.token.content, block.line, lines)
        elif block.type == "tr":
            yield from _row(block, lines)
        yield from _within(block.inside, lines, in_item=block.type == "list_item")


def _paragraph(block: Block, lines: _Lines, *, begins_item: bool) -> Iterator[Nearly]:
    content = block.token.content if block.token else ""
    written = content.split("\n")
    if begins_item and content.startswith("["):
        if not BOX.match(content) and _NEARLY.match(content):
            yield Nearly(block.line + 1, lines.column(block.line, "["), _no_box(written[0]))
        written = ["", *written[1:]]
    for number, line in enumerate(written, block.line):
        twice = _GLUED_TWICE.match(line)
        glued = twice or _GLUED.match(line)
        if glued:
            mark, gap = glued["mark"] or "", glued["gap"]
            if not mark:
                advice = "write `- ` before the box"
            elif gap:
                advice = f"behind the `{mark}` {_stands(gap[0])}"
            else:
                advice = f"write a space behind the `{mark}`" + (" and one behind the `]`" if twice else "")
            column = lines.column(number, f"{mark}{gap}[")
            yield Nearly(number + 1, column, f"{_cut(line.strip())} is no list item: {advice}")
        elif "<input" in line:
            yield from _html(line, number, lines)


def _html(content: str, first: int, lines: _Lines) -> Iterator[Nearly]:
    for number, line in enumerate(_without_comments(content).split("\n"), first):
        match = _IN_HTML.search(line)
        if match:
            column = lines.column(number, match[1] or match[2])
            advice = (
                "stands in HTML, where there are no boxes: write `- [ ]`, with an empty line between it and the HTML"
            )
            yield Nearly(number + 1, column, f"{_cut(line.strip())} {advice}")


def _without_comments(content: str) -> str:
    """Return HTML without what its comments say; its lines stay."""
    kept, end = [], 0
    while (start := content.find("<!--", end)) >= 0:
        kept.append(content[end:start])
        end = content.find("-->", start)
        if end < 0:
            return "".join(kept)
        kept.append("\n" * content.count("\n", start, end))
    return "".join([*kept, content[end:]])


def _row(row: Block, lines: _Lines) -> Iterator[Nearly]:
    for cell in row.inside:
        content = cell.token.content if cell.token else ""
        if _CELL.match(content):
            advice = "stands in a table, where there are no boxes: write a list of `- [ ]`"
            yield Nearly(cell.line + 1, lines.column(cell.line, content), f"{_cut(content)} {advice}")
            return


def _no_box(line: str) -> str:
    """Return what is wrong with what a list item begins with."""
    inside = line[1 : line.find("]")]
    behind = line[len(inside) + 2 :]
    if inside not in (" ", "x", "X"):
        return brief(f"{_cut(line[: len(inside) + 2])} is no checkbox: write `[ ]` or `[x]`")
    if not behind.strip():
        return f"{_cut(line)} is no checkbox: write some text behind the `]`"
    if behind[0].isspace():
        return f"{_cut(line)} is no checkbox: behind the `]` {_stands(behind[0])}"
    return f"{_cut(line)} is no checkbox: write a space behind the `]`"


def _stands(space: str) -> str:
    """Return what is wrong with a space that is none for Markdown."""
    name = unicodedata.name(space, "white space").lower()
    article = "an" if name[0] in "aeiou" else "a"
    return f"stands {article} {name} (U+{ord(space):04X}); write a plain space"


def _cut(text: str) -> str:
    return repr(text[:_LONGEST])
