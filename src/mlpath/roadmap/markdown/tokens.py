"""The tokens of markdown-it, in less time than it takes for them itself. Pure.

Its rules look at each line in turn, and nearly all of them see by a line's first character that it is none of theirs. So only those
are asked that the character lets. A paragraph is looked through once, not once more for the line below that would make it a heading.
Nor is it asked whether a list is tight, which it finds out again for each list around. In a large file that is more than half of the time.
"""

from __future__ import annotations

import re
from typing import Any, Literal

from markdown_it import MarkdownIt, rules_block
from markdown_it.common import utils
from markdown_it.parser_block import ParserBlock, RuleFuncBlockType
from markdown_it.ruler import Ruler
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from markdown_it.utils import EnvType

# Text without anything that stands for something else. Brackets are text, too, where no address follows them and nothing is referred to.
_TEXT = re.compile(r"[^\n\\`~*_<&]*")
# A longer paragraph is taken as it is written, and so is one with brackets once the file has spent its effort on them:
# each bracket may be looked for up to the end of its paragraph, which would take minutes where there is nothing else.
_LONGEST, _MOST_EFFORT = 20_000, 5_000_000


# What stands for nothing around a paragraph; None for what `strip` takes for white space, as markdown-it did before it said.
_TRIMMED: str | None = getattr(utils, "MD_TRIM_CHARS", None)


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
        if _TEXT.fullmatch(content) and ("[" not in content or not ("](" in content or self._references)):
            return [Token("text", "", 0, content=content)] if content else []
        effort = content.count("[") ** 2
        if len(content) > _LONGEST or effort > self._effort:
            return [Token("text", "", 0, content=content)]
        self._effort -= effort
        return self._inline.inline.parse(content, self._inline, self._references, [])


class _Rules(Ruler[RuleFuncBlockType]):
    """The rules of markdown-it; those that end another block are one that asks only those which a line's first character lets."""

    def getRules(self, chainName: str = "") -> list[RuleFuncBlockType]:  # noqa: N802, N803
        return _CHAINS[chainName]


class _Blocks(ParserBlock):
    def __init__(self) -> None:
        super().__init__()
        self.ruler = _Rules()
        for name, rule, _, ended in _RULES:
            self.ruler.push(name, rule, {"alt": [*ended]})

    def parse(self, src: str, md: MarkdownIt, env: EnvType, outTokens: list[Token]) -> list[Token] | None:  # noqa: N803
        state = _State(src, md, env, outTokens)
        state.refers = "]:" in state.src
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
                rules = _BEGINNING.get(state.src[begins[line] + shifts[line]], _ANYWHERE)
            for rule in rules:
                if rule(state, line, endLine, False):
                    break
            state.tight = False
            line = state.line
            if line < endLine and begins[line] + shifts[line] >= ends[line]:
                # One empty line belongs to what is around it, and no more of them once that has ended.
                line += 1
                state.line = line


# No rule adds to what a token has of these: those that say something put something else in its place.
_NOTHING: dict[str, Any] = {}


class _State(StateBlock):
    """The state of markdown-it; `refers` says that the text may say what a reference leads to."""

    refers: bool

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


def _rule(state: StateBlock, line: int, last: int, silent: bool) -> bool:  # noqa: FBT001
    """Return whether a line is a rule across the page, and add it; most lines that begin as one does are list items."""
    begins = state.bMarks[line] + state.tShift[line]
    return _ACROSS.match(state.src, begins) is not None and rules_block.hr(state, line, last, silent)


def _reference(state: StateBlock, line: int, last: int, silent: bool) -> bool:  # noqa: FBT001
    """Return whether the lines from one on say what a reference leads to, and keep it; every box begins as they do."""
    return isinstance(state, _State) and state.refers and rules_block.reference(state, line, last, silent)


def _paragraph(state: StateBlock, line: int, last: int, silent: bool) -> bool:  # noqa: ARG001, FBT001
    """Add the paragraph from a line on, or the heading that a line of `=` or `-` below makes of it."""
    around, state.parentType = state.parentType, _PARAGRAPH
    end, underline = line + 1, ""
    while end < last and not state.isEmpty(end):
        indent = state.sCount[end] - state.blkIndent
        if indent <= 3:
            if indent >= 0 and (found := _UNDERLINE.match(state.src, state.bMarks[end] + state.tShift[end])):
                underline = found[1]
                break
            # Below nought are the lines that belong to a quote though they have no mark of one.
            if state.sCount[end] >= 0 and _ENDING[_PARAGRAPH](state, end, last, True):
                break
        end += 1
    state.parentType = around
    content = state.getLines(line, end, state.blkIndent, False).strip(_TRIMMED)
    kind, tag = ("heading", f"h{'=-'.index(underline) + 1}") if underline else (_PARAGRAPH, "p")
    state.line = end + 1 if underline else end
    opened = state.push(f"{kind}_open", tag, 1)
    opened.markup = underline
    opened.map = [line, state.line]
    inline = state.push("inline", "", 0)
    inline.content = content
    inline.map = [line, end]
    inline.children = []
    state.push(f"{kind}_close", tag, -1).markup = underline
    return True


_PARAGRAPH, _REFERENCE, _QUOTE, _LIST = "paragraph", "reference", "blockquote", "list"
_ACROSS = re.compile(r"([-*_])(?:[ \t]*+\1){2,}+[ \t]*+$", re.MULTILINE)
_UNDERLINE = re.compile(r"([=-])\1*+[ \t]*+$", re.MULTILINE)
# The rules in their order, each with the characters that its lines begin with (None for any) and with what it ends.
_RULES: tuple[tuple[str, RuleFuncBlockType, str | None, tuple[str, ...]], ...] = (
    ("table", rules_block.table, None, (_PARAGRAPH, _REFERENCE)),
    ("code", rules_block.code, None, ()),
    ("fence", rules_block.fence, "`~", (_PARAGRAPH, _REFERENCE, _QUOTE, _LIST)),
    ("blockquote", rules_block.blockquote, ">", (_PARAGRAPH, _REFERENCE, _QUOTE, _LIST)),
    ("hr", _rule, "*-_", (_PARAGRAPH, _REFERENCE, _QUOTE, _LIST)),
    ("list", rules_block.list_block, "*+-0123456789", (_PARAGRAPH, _REFERENCE, _QUOTE)),
    ("reference", _reference, "[", ()),
    ("html_block", rules_block.html_block, "<", (_PARAGRAPH, _REFERENCE, _QUOTE)),
    ("heading", rules_block.heading, "#", (_PARAGRAPH, _REFERENCE, _QUOTE)),
    ("paragraph", _paragraph, None, ()),
)
_ALL = ""
_MARKS = "".join(begins for _, _, begins, _ in _RULES if begins)


def _rules(ended: str, character: str) -> list[RuleFuncBlockType]:
    """Return the rules for lines that begin with a character, at most three columns in: those that end a kind of block, or all."""
    return [
        rule
        for name, rule, begins, ends in _RULES
        if name != "code"
        and (begins is None or (character and character in begins))
        and (ended == _ALL or ended in ends)
    ]


_ANYWHERE = _rules(_ALL, "")
_BEGINNING = {character: _rules(_ALL, character) for character in _MARKS}


def _ending(ended: str) -> RuleFuncBlockType:
    """Return the rule that says whether a line ends a kind of block."""
    rules, others = {character: _rules(ended, character) for character in _MARKS}, _rules(ended, "")

    def ends(state: StateBlock, line: int, last: int, silent: bool) -> bool:  # noqa: FBT001
        for rule in rules.get(state.src[state.bMarks[line] + state.tShift[line]], others):
            if rule(state, line, last, silent):
                return True
        return False

    return ends


_ENDING = {ended: _ending(ended) for ended in (_PARAGRAPH, _REFERENCE, _QUOTE, _LIST)}
_CHAINS = {_ALL: [rule for _, rule, _, _ in _RULES], **{ended: [rule] for ended, rule in _ENDING.items()}}
