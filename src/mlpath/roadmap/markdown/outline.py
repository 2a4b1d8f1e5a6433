"""How the outline of a Markdown file is made: its headings, and the boxes below each. Pure.

Parsed by markdown-it (CommonMark and tables), so that a box in a code block, a comment or a code span is none. Task list
items are as GitHub Flavored Markdown has them (section 5.3): a list item whose first paragraph begins with `[ ]`, `[x]` or
`[X]`, a space, tab or line end, and some text; or with another character of `boxes.STATUSES` between the brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import count

from markdown_it.token import Token

from mlpath.roadmap.markdown import html
from mlpath.roadmap.markdown.annotations import annotated
from mlpath.roadmap.markdown.blocks import (
    Block,
    Text,
    closing_of,
    is_bold,
    is_bold_phrase,
    link_of,
    overview_of,
    source_of,
    words_of,
)
from mlpath.roadmap.markdown.boxes import BOX, GLUED
from mlpath.roadmap.markdown.inline import bare_url, first_link, one_space, plain
from mlpath.roadmap.markdown.tree import BOLD, BULLET, HEADING, LABEL, Box, Node, Outline
from mlpath.roadmap.structure import BOLD_LEVEL, BULLET_LEVEL

# What an earlier mlpath took for a box.
_FORMER_BOX = re.compile(r"\[[ xX]\](?=[ \t\n\v\f\r]+\S)")
# A dash before a title: `- [ ] - text`.
_DASH = re.compile(r"^[-–—*+•]\s+(?=\S)")
# A line of its own within an item's text: a bold label (`**Key words:** alpha`), a field (`due:: 2026-11-30`).
_LABEL = re.compile(r"\s*(?:(\*\*|__)(?=\S)(?:(?!\1).)+?(?::\1|\1\s*[:：]|\1\s*$)|[^\W\d_][\w -]{0,30}::(?:\s|$))")
_SUMMARY = 6
# More `<details>` within one another are read as if they stood behind one another.
_MOST_DETAILS = 50


def outline_of(text: Text, *, bullets: bool = False, details: bool = True) -> Outline:
    """Return the outline of a Markdown text.

    With `bullets`, plain list items are boxes, too. Without `details`, no `</details>` ends what was opened: an earlier mlpath
    read them so.
    """
    return _Parser(text, bullets=bullets, details=details).outline()


class _Parser:
    def __init__(self, text: Text, *, bullets: bool, details: bool) -> None:
        self._text, self._starts, self._blocks, self._reader = text
        self._bullets = bullets
        self._details = details
        self._has_details = False
        self._root = Node(HEADING, 0, "")
        self._open = [self._root]
        self._first_heading: str | None = None
        self._tops: list[tuple[Node, bool]] = []  # The headings of level 1, and whether each stands before all boxes.
        self._boxes_begun = False
        self._summary = self._root
        self._unnamed = False  # Whether `<details>` have just begun.

    def outline(self) -> Outline:
        self._walk(self._blocks)
        self._root.prune()
        late = (node.written for node in self._root.nodes if (node.kind, node.level) == (HEADING, 1))
        first = self._first_heading or next(late, None)
        tops = [node for node, early in self._tops if early or node.below]
        named = tops[0] if tops and (len(tops) == 1 or not tops[0].below) else None
        return Outline(
            root=self._root,
            first_heading=None if first is None else annotated(first).words,
            written_heading=first,
            title=named.title if named else None,
            document=named if named and named.below else None,
            overview=overview_of(self._blocks),
            closing=closing_of(self._blocks),
            details=self._has_details,
        )

    def _walk(self, blocks: Sequence[Block]) -> None:
        paired = _paired([tag for block in blocks for tag in block.tags]) if self._details else set()
        number, around = count(), list[list[Node]]()
        for block in blocks:
            self._unnamed = self._unnamed and block.type == "html_block"
            if block.type == "heading" and block.token:
                self._head(HEADING, int(block.token.tag[1]), words_of(block))
            elif block.type == "paragraph" and is_bold(block):
                self._head(BOLD, BOLD_LEVEL, words_of(block))
            elif block.type in ("bullet_list", "ordered_list"):
                self._list(block)
            elif block.type == "blockquote":
                self._walk(block.inside)
            for tag in block.tags:
                self._tag(tag, around, paired=next(number) in paired)

    def _tag(self, tag: html.Tag, around: list[list[Node]], *, paired: bool) -> None:
        """Open or close what a tag opens or closes. `around` is what was open around each `<details>` that is open."""
        self._has_details = self._has_details or paired
        if tag.kind == html.OPENED and paired:
            around.append(self._open)
            self._open, self._unnamed = list(self._open), True
        elif tag.kind == html.CLOSED and paired:
            self._open, self._unnamed = around.pop(), False
        elif tag.kind == html.HEADING:
            self._has_details = self._has_details or tag.level is None
            self._head(HEADING, tag.level or self._summary_level(), tag.words)
            if self._unnamed:  # Whatever stands within `<details>` is below its summary.
                self._open, self._unnamed = self._open[-1:], False
            else:
                self._summary = self._open[-1]

    def _head(self, kind: str, level: int, title: str) -> None:
        """Open a heading; it closes those of its own and deeper levels."""
        if kind == HEADING and level == 1 and self._first_heading is None and not self._boxes_begun:
            self._first_heading = title
        while len(self._open) > 1 and self._open[-1].level >= level:
            self._open.pop()
        node = Node(kind, level, title)
        if (kind, level) == (HEADING, 1) and self._open[0] is self._root:
            self._tops.append((node, not self._boxes_begun))
        self._open[-1].below.append(node)
        self._open.append(node)

    def _summary_level(self) -> int:
        """Return the level of a `<summary>` without a heading in it: that of the one before it, or below what is open."""
        if self._summary is not self._root and self._summary in self._open:
            return self._summary.level
        title = 1 if self._details else 0
        return max([title, *(node.level for node in self._open if node.level < _SUMMARY)]) + 1

    def _list(self, block: Block) -> None:
        for item in block.inside:
            first = item.inside[0] if item.inside else None
            box = first and (self._box(first) or self._bullet(first))
            if box:
                self._boxes_begun = True
                self._open[-1].below.append(box)
                box.steps = list(self._boxes(item.inside[1:]))
                self._label(item)
            elif first is None:
                continue
            elif first.type == "heading":
                level = int(first.token.tag[1]) if first.token else 1
                self._within(item.inside[1:], Node(HEADING, level, words_of(first)))
            elif first.type != "paragraph":
                self._walk(item.inside)
            elif any(self._has_boxes(inner) for inner in item.inside[1:]):
                self._within(item.inside[1:], Node(BULLET, BULLET_LEVEL, words_of(first)))
            elif is_bold(first):
                self._head(BOLD, BULLET_LEVEL, words_of(first))
        self._end_bullet(self._open)

    def _label(self, item: Block) -> None:
        """Open the label behind a list item, if there is one."""
        last = item
        while last.type != "paragraph" and last.inside:
            last = last.inside[-1]
        lines = source_of(last).split("\n") if last.type == "paragraph" else []
        for number, line in enumerate(lines[1:], 1):
            inline = self._reader.inline(line) if line.lstrip()[:2] in ("**", "__") else []
            if inline and self._margin(last.line + number) <= self._margin(item.line) and is_bold_phrase(inline):
                while self._open[-1].kind == LABEL:
                    self._open.pop()
                node = Node(LABEL, BOLD_LEVEL, one_space(plain(inline)))
                self._open[-1].below.append(node)
                self._open.append(node)

    def _within(self, blocks: Sequence[Block], node: Node) -> None:
        """Walk through the blocks of a list item that is a heading; headings within it end with it."""
        around, self._open = self._open, [node]
        self._end_bullet(around)
        around[-1].below.append(node)
        self._walk(blocks)
        self._open = around

    @staticmethod
    def _end_bullet(open_: list[Node]) -> None:
        """Close a bold list item, which is the heading of all that comes behind it in its list."""
        while any(node.level == BULLET_LEVEL for node in open_[1:]):
            open_.pop()

    def _bullet(self, block: Block) -> Box | None:
        """Return a plain list item as a box, where these count; a bold one is a heading all the same."""
        if not self._bullets or block.type != "paragraph" or is_bold(block):
            return None
        words = words_of(block)
        return Box(words, link_of(block), written=words) if words else None

    def _boxes(self, blocks: Sequence[Block]) -> Iterator[Box]:
        """Yield the boxes within a box: its steps, through whatever lists and quotes they stand in."""
        for block in blocks:
            first = block.inside[0] if block.type == "list_item" and block.inside else None
            box = first and (self._box(first) or self._bullet(first))
            if box:
                box.steps = list(self._boxes(block.inside[1:]))
                yield box
            else:
                yield from self._boxes(block.inside)

    def _has_boxes(self, block: Block) -> bool:
        if block.type == "list_item":
            own = block.inside and block.inside[0].type == "paragraph"
            if own and (self._bullets or self._is_box(block.inside[0])):
                return True
        return any(self._has_boxes(inner) for inner in block.inside)

    def _box(self, block: Block) -> Box | None:
        match = self._is_box(block)
        if match is None or block.token is None:
            return None
        content = block.token.content
        title, url = self._title(block.token.children or [], content, match.end())
        own, details = self._own_lines(block, match.end())
        words, about = title, title
        if own != content:
            (words, url), (about, link) = (
                self._title(self._reader.inline(part), part, match.end()) for part in (own, details)
            )
            url = url or link
        was_box = _FORMER_BOX.match(content) is not None
        return Box(
            _DASH.sub("", words) or words,
            url,
            about=about,
            character=match[1],
            offset=self._offset(block),
            written=words_of(block) if self._bullets and not was_box else title,
            was_box=was_box or self._bullets,
        )

    def _is_box(self, block: Block) -> re.Match[str] | None:
        """Return the box that a paragraph begins with, as it stands in the file."""
        match = BOX.match(block.token.content) if block.type == "paragraph" and block.token else None
        offset = self._offset(block) if match else 0
        return match if match and self._text[offset : offset + 1] == match[1] else None

    def _offset(self, block: Block) -> int:
        """Return the offset of what stands between the first brackets; before a box there are only list and quote marks."""
        return self._text.find("[", self._starts[block.line]) + 1

    def _title(self, tokens: Sequence[Token], content: str, start: int) -> tuple[str, str | None]:
        """Return the text and the first link of a box, whose content has its text from `start` on."""
        text = plain(tokens)
        if text.startswith("["):
            text = text[start:]
        else:  # `[x]` was taken for a reference.
            tokens = self._reader.inline(content[start:])
            text = plain(tokens)
        url = first_link(tokens) or bare_url(text)
        return one_space(text) or url or "…", url

    def _own_lines(self, block: Block, start: int) -> tuple[str, str]:
        """Return of a box's content, whose text is from `start` on, the lines that are its title and those that belong to it.

        A line that begins at the margin of its list belongs to nothing, nor does what comes behind it. A label or field on a line
        of its own is no part of the title, nor is what comes behind that.
        """
        content = source_of(block)
        lines = content.split("\n")
        margin = self._margin(block.line) if len(lines) > 1 else 0
        has_text, title = bool(lines[0][start:].strip()), None
        for number, line in enumerate(lines[1:], 1):
            if not has_text:
                has_text = bool(line.strip())
            elif self._margin(block.line + number) <= margin:
                before = "\n".join(lines[:number])
                return before if title is None else title, before
            elif title is None and (_LABEL.match(line) or GLUED.match(line)):
                title = "\n".join(lines[:number])
        return content if title is None else title, content

    def _margin(self, line: int) -> int:
        """Return the column of the first character of a line, but for the marks of quotes."""
        end = self._starts[line + 1] if line + 1 < len(self._starts) else len(self._text)
        text = self._text[self._starts[line] : end].expandtabs(4)
        return len(text) - len(text.lstrip(" >"))


def _paired(tags: Sequence[html.Tag]) -> set[int]:
    """Return the indexes of the tags that open `<details>` which are closed, and of those that close them."""
    paired: set[int] = set()
    opened: list[int] = []
    for number, tag in enumerate(tags):
        if tag.kind == html.OPENED:
            opened.append(number)
        elif tag.kind == html.CLOSED and opened:
            begin = opened.pop()
            if len(opened) < _MOST_DETAILS:
                paired |= {begin, number}
    return paired
