"""`mlpath guide` and `mlpath open`: what there is to read, and where."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from mlpath.actions.learn import Links, Reading
from mlpath.guide import Part
from mlpath.views.layout import ACCENT, QUIET, STRONG, Grid, Text, rich_style
from mlpath.views.page import Block, Page, View, indented, text

if TYPE_CHECKING:
    from rich.console import RenderableType

_WIDEST = 100
_COMMENT = re.compile(r"^<!--.*-->\n", re.MULTILINE)


def reading(markdown: str) -> View:
    """Return Markdown as a terminal shows it, no wider than is good to read."""
    return View(lambda page: _rendered(page, markdown))


def questions(found: Reading, *, answers: bool) -> str:
    """Return the questions of a guide as Markdown, with or without the answers, a heading for each item."""
    return "\n".join(_questions(part, answers=answers) for part in found.parts if part.questions)


def links(found: Links) -> View:
    """Return an item's links, numbered as `mlpath open` takes them; the one that is opened marked."""
    return View(lambda page: _links(page, found))


def _questions(part: Part, *, answers: bool) -> str:
    said = f"### {part.title}\n\n{part.questions}\n"
    return f"{said}\n#### Answers\n\n{part.answers}\n" if answers else said


def _rendered(page: Page, markdown: str) -> Iterator[Block]:
    from rich.padding import Padding

    width = min(page.width, _WIDEST)
    yield Padding(_markdown(_COMMENT.sub("", markdown)), (0, page.width - width, 1, 2))


def _markdown(markdown: str) -> RenderableType:
    """Return Markdown for Rich, with calm headings and links spelled out, as not every terminal can follow them."""
    from rich.markdown import Heading, Markdown
    from rich.text import Text as RichText
    from rich.theme import Theme

    accent = rich_style(ACCENT)
    names = ("code", "link", "link_url", "item.number", "item.bullet")
    calm = Theme({f"markdown.{name}": accent for name in names})

    class LeftHeading(Heading):
        def __rich_console__(self, console: Any, options: Any) -> Iterator[RenderableType]:
            style = "bold underline" if self.tag == "h1" else f"bold {accent}" if self.tag in ("h2", "h3") else "bold"
            yield RichText(self.text.plain, style=style)

    class GuideMarkdown(Markdown):
        elements = {**Markdown.elements, "heading_open": LeftHeading}  # noqa: RUF012

        def __rich_console__(self, console: Any, options: Any) -> Iterator[Any]:
            with console.use_theme(calm):
                yield from super().__rich_console__(console, options)

    return GuideMarkdown(markdown, code_theme="ansi_dark", hyperlinks=False)


def _links(page: Page, found: Links) -> Iterator[Block]:
    yield Text()
    yield indented(text((found.entry.item.address, ACCENT), (f"  {found.entry.item.title}", STRONG)))
    if not found.links:
        yield indented(text(("It has no links: a note's link is one, `mlpath note ADDRESS --link URL`.", QUIET)))
    grid = Grid()
    for number, link in enumerate(found.links, 1):
        pointer = page.glyphs.pointer if link == found.chosen else " "
        words = text((f"{link.text}  ", "") if link.text else "", (f"({link.source})", QUIET))
        grid.add(Text(f"{pointer}", ACCENT), Text(str(number), QUIET), words.append("\n").append(link.url, ACCENT))
    if found.links:
        yield grid
    if found.links and found.chosen is None:
        yield indented(text((f"`mlpath open {found.entry.item.address} 1` opens the first.", QUIET)))
    yield Text()
