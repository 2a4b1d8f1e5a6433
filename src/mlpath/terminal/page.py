"""What all views share: one accent colour, the glyphs that an encoding allows, boxes, bars and lines of items."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from mlpath.journal.transitions import DOING, DONE, SKIPPED, TODO, WORDS
from mlpath.progress.summary import Count, Entry
from mlpath.terminal.layout import ACCENT, COMMAND, QUIET, Grid, Text, join
from mlpath.text import counted, one_line

if TYPE_CHECKING:
    from rich.console import RenderableType

    Block = Text | Grid | RenderableType
else:
    Block = object

# What a command has to show: its blocks, once the page to draw them on is known.
View = Callable[["Page"], Iterable[Block]]

NARROW = 60

# What a box shows beside the statuses: done, and all tests of the item's lab held.
VERIFIED = "verified"


class Glyphs(NamedTuple):
    """The characters that a view draws with; `marks` are those of a test's outcomes."""

    boxes: dict[str, str]
    full: str
    empty: str
    pointer: str
    dot: str
    note: str
    shades: str
    marks: dict[str, str]


FANCY = Glyphs(
    boxes={TODO: "○", DOING: "◐", DONE: "●", SKIPPED: "–", VERIFIED: "◉"},
    full="━",
    empty="─",
    pointer="▸",
    dot="·",
    note="↳",
    shades="·░▒▓█",
    marks={"holds": "✓", "fails": "✗", "slow": "✗", "died": "✗", "waits": "–", "missing": "·"},
)
PLAIN = Glyphs(
    boxes={TODO: "[ ]", DOING: "[~]", DONE: "[x]", SKIPPED: "[-]", VERIFIED: "[v]"},
    full="#",
    empty=".",
    pointer=">",
    dot="|",
    note="-",
    shades=".-+*#",
    marks={"holds": "+", "fails": "x", "slow": "x", "died": "x", "waits": "-", "missing": "."},
)
# For a screen reader: words instead of boxes and bars.
SPOKEN = Glyphs(
    boxes={**WORDS, VERIFIED: "done, verified"},
    full="",
    empty="",
    pointer="now",
    dot=",",
    note="note",
    shades=" " * 5,
    marks={
        "holds": "holds",
        "fails": "fails",
        "slow": "too slow",
        "died": "died",
        "waits": "waits",
        "missing": "missing",
    },
)
_BOX_STYLES = {TODO: QUIET, DOING: ACCENT, DONE: ACCENT, SKIPPED: QUIET, VERIFIED: ACCENT}


class Page(NamedTuple):
    """The page that a view is drawn on: its width in cells, and its glyphs."""

    width: int
    glyphs: Glyphs

    @property
    def spoken(self) -> bool:
        """Whether it is for a screen reader, which reads one line after the other: there are no columns, and nothing is drawn."""
        return self.glyphs is SPOKEN

    @property
    def narrow(self) -> bool:
        """Whether an item's address and title can't well share a line."""
        return self.width < NARROW

    def box(self, status: str) -> Text:
        """Return the box of an item."""
        return Text(self.glyphs.boxes[status], _BOX_STYLES[status])

    def box_of(self, entry: Entry) -> Text:
        """Return the box of an entry, which tells what is verified from what is ticked."""
        return self.box(VERIFIED if entry.status == DONE and entry.verified_on else entry.status)

    def bar(self, count: Count, width: int) -> Text:
        """Return a bar: at least one cell as soon as anything is done, full only when nothing is left."""
        cells = width if count.done == count.total else count.done * width // count.total
        cells = max(cells, min(1, count.done))
        return Text(self.glyphs.full * cells, ACCENT).append(self.glyphs.empty * (width - cells), QUIET)


def text(*parts: str | tuple[str, str]) -> Text:
    """Return one line of pieces, each plain or with a style. Nothing in them is read as markup."""
    line = Text()
    for part in parts:
        piece, style = (part, "") if isinstance(part, str) else part
        line.append(one_line(piece), style)
    return line


def with_commands(words: str, style: str = "") -> Text:
    """Return a line in which the commands, between backticks, stay whole."""
    line = Text()
    for number, piece in enumerate(one_line(words).split("`")):
        line.append(f"`{piece}`" if number % 2 else piece, f"{style} {COMMAND}".strip() if number % 2 else style)
    return line


def due(number: int) -> str:
    """Return how many questions are due, in words."""
    return f"{counted(number, 'question')} {'is' if number == 1 else 'are'} due"


def percent(count: Count) -> str:
    """Return `34%`."""
    return f"{count.percent}%"


def ratio(count: Count) -> str:
    """Return `1/3`."""
    return f"{count.done}/{count.total}"


def title(entry: Entry) -> Text:
    """Return an entry's title, quiet where it needs no more attention."""
    return text((entry.item.title, QUIET if entry.status in (DONE, SKIPPED) else ""))


def rows(page: Page, lines: Iterable[tuple[Text, str, Sequence[Text]]], indent: int = 2) -> Grid:
    """Return lines of a box, an address and some texts below each other, each wrapped beside its own margin."""
    grid = Grid()
    for box, address, below in lines:
        margin = Text(" " * indent).append_text(box)
        where = text((address, ACCENT))
        if page.narrow:
            grid.add(margin, join([*below[:1], where, *below[1:]]))
        else:
            grid.add(margin, where, join(below))
    return grid


def indented(line: Text, indent: int = 2, label: str = "") -> Grid:
    """Return a line that stays indented, and right of its label, where it wraps."""
    grid = Grid(gap=0)
    grid.add(Text(" " * indent + (f"{label}  " if label else ""), QUIET), line)
    return grid
