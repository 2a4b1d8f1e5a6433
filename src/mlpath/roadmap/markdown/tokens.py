"""The tokens of markdown-it, in less time than it takes for them itself. Pure.

Its rules look at each line in turn, and nearly all of them see by a line's first character that it is none of theirs. So only those
are asked that the character lets. Nor is it asked whether a list is tight, which it finds out again for each list around. In a large
file that is more than half of the time.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Literal

from markdown_it import MarkdownIt, rules_block
from markdown_it.parser_block import ParserBlock, RuleFuncBlockType
from markdown_it.ruler import Ruler
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from markdown_it.utils import EnvType

_PARAGRAPH, _REFERENCE, _QUOTE, _LIST = "paragraph", "reference", "blockquote", "list"
# The rules in their order, each with the characters that its lines begin with (None for any) and with what it ends.
_RULES: tuple[tuple[str, RuleFuncBlockType, str | None, tuple[str, ...]], ...] = (
    ("table", rules_block.table, None, (_PARAGRAPH, _REFERENCE)),
    ("code", rules_block.code, None, ()),
    ("fence", rules_block.fence, "`~", (_PARAGRAPH, _REFERENCE, _QUOTE, _LIST)),
    ("blockquote", rules_block.blockquote, ">", (_PARAGRAPH, _REFERENCE, _QUOTE, _LIST)),
    ("hr", rules_block.hr, "*-_", (_PARAGRAPH, _REFERENCE, _QUOTE, _LIST)),
    ("list", rules_block.list_block, "*+-0123456789", (_PARAGRAPH, _REFERENCE, _QUOTE)),
    ("reference", rules_block.reference, "[", ()),
    ("html_block", rules_block.html_block, "<", (_PARAGRAPH, _REFERENCE, _QUOTE)),
    ("heading", rules_block.heading, "#", (_PARAGRAPH, _REFERENCE, _QUOTE)),
    ("lheading", rules_block.lheading, None, ()),
    ("paragraph", rules_block.paragraph, None, ()),
)
_ALL = ""
# Text without anything that stands for something else, perhaps behind a box, which is that where nothing is referred to.
_TEXT = re.compile(r"(?:\[[^\n\\`~*_\[\]<&]\] )?[^\n\\`~*_\[<&]*")
# A longer paragraph is taken as it is written, and so is one with brackets once the file has spent its effort on them:
# each bracket may be looked for up to the end of its paragraph, which would take minutes where there is nothing else.
_LONGEST, _MOST_EFFORT = 20_000, 5_000_000


class Reader:
    """Reads Markdown: CommonMark with tables and struck text. Lists and quotes beyond `most` levels within one another are left out."""

    def __init__(self, most: int) -> None:
        settings = {"maxNesting": most}
        self._blocks = MarkdownIt("commonmark", settings).disable(["inline", "text_join"])
        self._blocks.block = _Blocks()
        self._inline = MarkdownIt("commonmark", settings).enable("strikethrough")
        self._references: EnvType = {}
        self._effort = _MOST_EFFORT

    def blocks(self, text: str) -> list[Token]:
        """Return the blocks of a text, whose lines and paragraphs are not read yet. What it refers to is kept for these."""
        return self._blocks.parse(text, self._references)

    def inline(self, content: str) -> list[Token]:
        """Return the content of a line or paragraph."""
        if _TEXT.fullmatch(content) and not (content.startswith("[") and self._references):
            return [Token("text", "", 0, content=content)] if content else []
        effort = content.count("[") ** 2
        if len(content) > _LONGEST or effort > self._effort:
            return [Token("text", "", 0, content=content)]
        self._effort -= effort
        return self._inline.inline.parse(content, self._inline, self._references, [])


class _Rules(Ruler[RuleFuncBlockType]):
    """The rules of markdown-it; those that end another block are one that asks only those which a line's first character lets."""

    def getRules(self, chainName: str = _ALL) -> list[RuleFuncBlockType]:  # noqa: N802, N803
        return _CHAINS[chainName]


class _Blocks(ParserBlock):
    def __init__(self) -> None:
        super().__init__()
        self.ruler = _Rules()
        for name, rule, _, ended in _RULES:
            self.ruler.push(name, rule, {"alt": [*ended]})

    def parse(self, src: str, md: MarkdownIt, env: EnvType, outTokens: list[Token]) -> list[Token] | None:  # noqa: N803
        state = _State(src, md, env, outTokens)
        self.tokenize(state, state.line, state.lineMax)
        return state.tokens

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803
        line, most = startLine, state.md.options.maxNesting
        begins, shifts, ends, indents = state.bMarks, state.tShift, state.eMarks, state.sCount
        while line < endLine:
            while line < state.lineMax and begins[line] + shifts[line] >= ends[line]:
                line += 1
            state.line = line
            if line >= endLine or indents[line] < state.blkIndent:
                return
            if state.level >= most:
                state.line = endLine
                return
            if indents[line] - state.blkIndent >= 4:
                rules = _CHAINS[_ALL]
            else:
                rules = _of_character(_ALL, state.src[begins[line] + shifts[line]])
            for rule in rules:
                if rule(state, line, endLine, False):
                    break
            state.tight = False
            line = state.line


# No rule adds to what a token has of these: those that say something put something else in its place.
_NOTHING: dict[str, Any] = {}


class _State(StateBlock):
    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """Add a token; filled here, it takes a fourth of the time that its own `__init__` does."""
        token = Token.__new__(Token)
        token.type, token.tag, token.nesting = ttype, tag, nesting
        token.content = token.markup = token.info = ""
        token.attrs = token.meta = _NOTHING
        token.map = token.children = None
        token.block, token.hidden = True, False
        if nesting < 0:
            self.level -= 1
        token.level = self.level
        if nesting > 0:
            self.level += 1
        self.tokens.append(token)
        return token


@lru_cache(10_000)
def _of_character(ended: str, character: str) -> list[RuleFuncBlockType]:
    """Return the rules for lines that begin with a character, at most three columns in: those that end a kind of block, or all."""
    return [
        rule
        for name, rule, begins, ends in _RULES
        if name != "code" and (begins is None or character in begins) and (ended == _ALL or ended in ends)
    ]


def _ending(ended: str) -> RuleFuncBlockType:
    """Return the rule that says whether a line ends a kind of block."""

    def ends(state: StateBlock, line: int, last: int, silent: bool) -> bool:  # noqa: FBT001
        for rule in _of_character(ended, state.src[state.bMarks[line] + state.tShift[line]]):
            if rule(state, line, last, silent):
                return True
        return False

    return ends


_CHAINS = {
    _ALL: [rule for _, rule, _, _ in _RULES],
    **{ended: [_ending(ended)] for ended in (_PARAGRAPH, _REFERENCE, _QUOTE, _LIST)},
}
