"""The blocks of a Markdown file, each with the blocks within it, from the tokens of markdown-it; and what a block says. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from markdown_it.token import Token

from mlpath.roadmap.markdown import html
from mlpath.roadmap.markdown.inline import bare_url, first_link, one_space, plain
from mlpath.roadmap.markdown.tokens import Reader

LINE_END = re.compile(r"\r\n?|\n")  # As markdown-it counts lines, unlike str.splitlines.
# A list takes two levels of markdown-it's nesting, itself and its item.
DEEPEST = 49
_MOST_NESTING = 2 * DEEPEST + 2


class TooDeep(ValueError):
    """Lists and quotes within one another beyond all measure, at a `line`, from 1: markdown-it leaves out what is in them."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


class Block:
    """A block of the file with the blocks within it; of one of HTML, the tags that say something."""

    __slots__ = ("inside", "line", "tags", "token", "type")

    def __init__(self, type: str, line: int, token: Token | None) -> None:
        self.type = type
        self.line = line
        self.token = token
        self.inside: list[Block] = []
        self.tags: tuple[html.Tag, ...] = html.tags(token.content) if token and type == "html_block" else ()


class Text(NamedTuple):
    """A text with its blocks: the offset at which each of its lines begins, and what reads more of its content."""

    text: str
    starts: Sequence[int]
    blocks: Sequence[Block]
    reader: Reader


def text_of(text: str) -> Text:
    """Return a text with its blocks. Raises TooDeep."""
    reader = Reader(_MOST_NESTING)
    tokens = reader.blocks(text)
    for token in tokens:
        if token.level >= _MOST_NESTING - 1 and token.type in ("list_item_open", "blockquote_open"):
            raise TooDeep(token.map[0] + 1 if token.map else 1)
    for token in tokens:
        if token.type == "inline":
            token.children = reader.inline(token.content)
    starts = [0, *(match.end() for match in LINE_END.finditer(text))]
    return Text(text, starts, nested(tokens), reader)


def nested(tokens: Sequence[Token]) -> list[Block]:
    """Return the tokens as blocks within blocks; a block's inline content becomes its token."""
    top = Block("root", 0, None)
    stack = [top]
    for token in tokens:
        line = token.map[0] if token.map else 0
        if token.nesting == 1:
            block = Block(token.type.removesuffix("_open"), line, token)
            stack[-1].inside.append(block)
            stack.append(block)
        elif token.nesting == -1:
            stack.pop()
        elif token.type == "inline":
            owner = stack[-1]
            token.tag = owner.token.tag if owner.token else ""
            owner.token, owner.line = token, line
        else:
            stack[-1].inside.append(Block(token.type, line, token))
    return top.inside


def words_of(block: Block) -> str:
    """Return the text of a block in one line."""
    return one_space(plain(inline_of(block)))


def source_of(block: Block) -> str:
    """Return the inline content of a block as it is written."""
    return block.token.content if block.token else ""


def is_bold(block: Block) -> bool:
    """Return whether a paragraph is one bold phrase, perhaps with an emoji before it and a colon behind it."""
    return is_bold_phrase(inline_of(block))


def is_bold_phrase(inline: Sequence[Token]) -> bool:
    """Return whether a line is that."""
    tokens = [token for token in inline if token.content or token.nesting]
    opened = [n for n, token in enumerate(tokens) if token.type == "strong_open"]
    closed = [n for n, token in enumerate(tokens) if token.type == "strong_close"]
    if len(opened) != 1 or len(closed) != 1:
        return False
    before, behind = plain(tokens[: opened[0]]), plain(tokens[closed[0] + 1 :])
    return not any(map(str.isalnum, before)) and behind.strip() in ("", ":", "：")


def link_of(block: Block) -> str | None:
    """Return the first link in a block, or None."""
    return first_link(inline_of(block)) or bare_url(plain(inline_of(block)))


def inline_of(block: Block) -> Sequence[Token]:
    """Return the inline content of a block, as tokens."""
    return (block.token.children if block.token else None) or []


def overview_of(blocks: Sequence[Block]) -> str:
    """Return the first paragraph, where it comes before any list and below no more than two headings."""
    for block in blocks:
        if block.type == "paragraph" and not is_bold(block) and plain(inline_of(block)):
            return source_of(block)
        if block.type not in ("heading", "html_block", "paragraph", "hr"):
            return ""
    return ""


def closing_of(blocks: Sequence[Block]) -> str:
    """Return the paragraphs behind the last rule, where nothing else stands there."""
    last = max((n for n, block in enumerate(blocks) if block.type == "hr"), default=None)
    behind = [] if last is None else blocks[last + 1 :]
    return "\n\n".join(map(source_of, behind)) if all(block.type == "paragraph" for block in behind) else ""
