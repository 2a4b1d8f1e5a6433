"""What all views share: one accent colour, the glyphs that an encoding allows, boxes, bars and lines of items."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from mlpath.plaintext import one_line
from mlpath.summary import Count, Entry
from mlpath.transitions import DOING, DONE, SKIPPED, TODO

ACCENT = "color(32)"
STRONG = "bold"
QUIET = "dim"
NARROW = 60


class Glyphs(NamedTuple):
    """The characters that a view draws with."""

    boxes: dict[str, str]
    full: str
    empty: str
    pointer: str
    dot: str
    note: str


_FANCY = Glyphs({TODO: "○", DOING: "◐", DONE: "●", SKIPPED: "–"}, "━", "─", "▸", "·", "↳")
_PLAIN = Glyphs({TODO: "[ ]", DOING: "[~]", DONE: "[x]", SKIPPED: "[-]"}, "#", ".", ">", "|", "-")
_BOX_STYLES = {TODO: QUIET, DOING: ACCENT, DONE: ACCENT, SKIPPED: QUIET}


class Page(NamedTuple):
    """What a view is drawn on: how wide it is, and with which glyphs."""

    width: int
    glyphs: Glyphs

    @property
    def narrow(self) -> bool:
        """Whether an item's address and title can't well share a line."""
        return self.width < NARROW

    def box(self, status: str) -> Text:
        """Return the box of an item."""
        return Text(self.glyphs.boxes[status], style=_BOX_STYLES[status])

    def bar(self, count: Count, width: int) -> Text:
        """Return a bar: at least one cell as soon as anything is done, full only when nothing is left."""
        cells = width if count.done == count.total else count.done * width // count.total
        cells = max(cells, min(1, count.done))
        bar = Text().append(self.glyphs.full * cells, style=ACCENT)
        return bar.append(self.glyphs.empty * (width - cells), style=QUIET)


class View:
    """A renderable that is built when the page to draw it on is known."""

    def __init__(self, build: Callable[[Page], Iterable[RenderableType]]) -> None:
        self._build = build

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw the view as wide as the console is, with what its encoding can show."""
        yield from self._build(Page(options.max_width, _PLAIN if options.ascii_only else _FANCY))


def text(*parts: str | tuple[str, str]) -> Text:
    """Return one line of pieces, each plain or with a style. Nothing in them is read as markup."""
    line = Text()
    for part in parts:
        piece, style = (part, "") if isinstance(part, str) else part
        line.append(one_line(piece), style=style)
    return line


def percent(count: Count) -> str:
    """Return `34%`."""
    return f"{count.percent}%"


def ratio(count: Count) -> str:
    """Return `1/3`."""
    return f"{count.done}/{count.total}"


def title(entry: Entry) -> Text:
    """Return an entry's title, quiet where it needs no more attention."""
    style = QUIET if entry.status in (DONE, SKIPPED) else ""
    return text((entry.item.title, style))


def rows(page: Page, lines: Iterable[tuple[Text, str, Sequence[Text]]], indent: int = 2) -> Table:
    """Return lines of a box, an address and some texts below each other, each wrapped beside its own margin."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    if not page.narrow:
        table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for box, address, below in lines:
        margin = Text(" " * indent).append_text(box)
        if page.narrow:
            table.add_row(margin, Text("\n").join([*below[:1], text((address, ACCENT)), *below[1:]]))
        else:
            table.add_row(margin, text((address, ACCENT)), Text("\n").join(below))
    return table


def indented(line: Text, indent: int = 2, label: str = "") -> Table:
    """Return a line that stays indented, and right of its label, where it wraps."""
    table = Table.grid(padding=0)
    table.add_column(no_wrap=True, style=QUIET)
    table.add_column(overflow="fold")
    table.add_row(" " * indent + (f"{label}  " if label else ""), line)
    return table
