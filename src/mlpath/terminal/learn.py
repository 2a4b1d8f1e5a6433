"""`mlpath guide` and `mlpath open`: what there is to read, and where."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from mlpath.guides.code import program
from mlpath.guides.guide import Part, without_names
from mlpath.guides.results import Links, Reading
from mlpath.terminal.layout import ACCENT, QUIET, STRONG, Grid, Text, rich_style
from mlpath.terminal.page import Block, Page, indented, text, with_commands
from mlpath.text import counted

if TYPE_CHECKING:
    from rich.console import RenderableType

_WIDEST = 100
_BESIDE = 10  # What may stand in a line with a formula: indents, brackets, a comma
_GLUE = "\ue000"  # Stands for a space within a formula while lines are broken: Rich breaks at every real one
_DRAWING = re.compile(r"!\[([^\]]*)\]\([^)]*\.svg\)")


def reading(markdown: str, hint: str, page: Page) -> Iterator[Block]:
    """Yield Markdown as a terminal shows it, no wider than is good to read, for a screen reader as it is; and below it a hint."""
    from rich.text import Text as RichText

    source = without_names(markdown)
    yield RichText(source) if page.spoken else drawn(source, page)
    yield Text()
    if hint:
        yield with_commands(hint, QUIET)
        yield Text()


def whole(reading: Reading) -> str:
    """Return the Markdown of a reading for a terminal: a week's contents before it, no answers right below the questions."""
    text = reading.text
    for part in reading.parts:
        if part.id and part.answers:
            text = text.replace(part.answers, f"`mlpath guide {part.id} --answers` has them.", 1)
    page = f"mlpath guide {reading.week.address if reading.week else reading.parts[0].id} --web"
    text = _DRAWING.sub(lambda drawing: f"*Figure*: {drawing[1]} (`{page}`).", text)
    return f"{_contents(reading.parts)}\n{text}" if reading.week else text


def drawn(markdown: str, page: Page) -> RenderableType:
    """Return Markdown as a terminal shows it, no wider than is good to read."""
    from rich.constrain import Constrain

    width = min(page.width, _WIDEST)
    return Constrain(_markdown(markdown, width - _BESIDE), width)


def code(reading: Reading) -> str:
    """Return the code of a reading as a program, with what it needs of the code before it; empty where there is none."""
    return program(reading.guide, reading.parts)


def lab(reading: Reading) -> str:
    """Return the line about the lab of the one item that a reading is of; empty where there is none."""
    return f"`mlpath lab {reading.practice}` makes a folder with tests for it." if reading.practice else ""


def questions(reading: Reading, *, answers: bool) -> str:
    """Return the questions of a guide as Markdown, with or without the answers, a heading for each item."""
    return "\n".join(_questions(part, answers=answers) for part in reading.parts if part.questions)


def links(result: Links, page: Page) -> Iterator[Block]:
    """Yield an item's links, numbered as `mlpath open` takes them; the one that is opened marked."""
    yield Text()
    yield indented(text((result.entry.item.address, ACCENT), (f"  {result.entry.item.title}", STRONG)))
    if not result.links:
        yield indented(with_commands("It has no links: a note's link is one, `mlpath note ADDRESS --link URL`.", QUIET))
    grid = Grid()
    for number, link in enumerate(result.links, 1):
        pointer = page.glyphs.pointer if link == result.chosen else " "
        words = text((f"{link.text}  ", "") if link.text else "", (f"({link.source})", QUIET))
        grid.add(Text(f"{pointer}", ACCENT), Text(str(number), QUIET), words.append("\n").append(link.url, ACCENT))
    if result.links:
        yield grid
    if result.links and result.chosen is None:
        yield indented(with_commands(f"`mlpath open {result.entry.item.address} 1` opens the first.", QUIET))
    yield Text()


def _contents(parts: Sequence[Part]) -> str:
    """Return the parts of a week as a list, each with its hours and the id that shows it alone."""
    hours = sum(part.hours or 0 for part in parts)
    whole = f", {counted(hours, 'hour')}" if hours else ""
    lines = [f"- {part.title}{f', {part.hours:g} h' if part.hours else ''}: `{part.id}`\n" for part in parts if part.id]
    return f"**Contents**{whole}; `mlpath guide ID` shows one:\n\n{''.join(lines)}"


def _questions(part: Part, *, answers: bool) -> str:
    asked = f"### {part.title}\n\n{part.questions}\n"
    return f"{asked}\n#### Answers\n\n{part.answers}\n" if answers else asked


def _markdown(markdown: str, longest: int) -> RenderableType:
    """Return Markdown for Rich: calm headings, links spelled out, and formulas up to the longest in one line each."""
    from rich.markdown import CodeBlock, Heading, Markdown
    from rich.segment import Segment
    from rich.syntax import Syntax
    from rich.text import Text as RichText
    from rich.theme import Theme

    accent = rich_style(ACCENT)
    names = ("code", "link", "link_url", "item.number", "item.bullet")
    calm = Theme({f"markdown.{name}": accent for name in names})

    class LeftHeading(Heading):
        def __rich_console__(self, console: Any, options: Any) -> Iterator[RenderableType]:
            style = "bold underline" if self.tag == "h1" else f"bold {accent}" if self.tag in ("h2", "h3") else "bold"
            yield RichText(self.text.plain, style=style)

    class WholeLines(CodeBlock):
        """Code to copy: from the first column on, its lines never broken; what it prints is quiet and indented."""

        def __rich_console__(self, console: Any, options: Any) -> Iterator[RenderableType]:
            code = str(self.text).rstrip()
            if self.lexer_name == "output":
                shown = RichText("\n".join(f"  {line}" for line in code.split("\n")), style="dim")
            else:
                shown = Syntax("", self.lexer_name, theme=self.theme).highlight(code)
                shown.rstrip()
            shown.no_wrap, shown.overflow = True, "ignore"
            yield shown

    class GuideMarkdown(Markdown):
        elements = {  # noqa: RUF012
            **Markdown.elements,
            "heading_open": LeftHeading,
            "fence": WholeLines,
            "code_block": WholeLines,
        }

        def __rich_console__(self, console: Any, options: Any) -> Iterator[Any]:
            with console.use_theme(calm):
                segments: Iterable[Any] = super().__rich_console__(console, options)
                for words, style, control in segments:
                    yield Segment(words.replace(_GLUE, " "), style, control)

    shown = GuideMarkdown(markdown, code_theme="ansi_dark", hyperlinks=False)
    for token in shown.parsed:
        for part in token.children or ():
            if part.type == "code_inline" and len(part.content) <= longest:
                part.content = part.content.replace(" ", _GLUE)
    return shown
