"""Styled text and grids, drawn without Rich: it takes longer to import than a daily command may take.

Only what a few lines need: pieces of text with a style each, and rows of cells of which the last wraps. A text may stand in
a table of Rich's, too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from mlpath.text import commands_again, shown

if TYPE_CHECKING:
    from rich.text import Text as RichText

ACCENT = "accent"
STRONG = "bold"
QUIET = "dim"
BAD = "bad"
WHOLE = "whole"  # Something to copy: never broken, however wide it is; the terminal's own wrapping keeps it one line.
COMMAND = "command"  # The same, and a command of mlpath's, with or without backticks: it is shown as it runs from here.

# A longer title in a table goes on in the next line, where there is room without end, too: all other lines are padded to it.
WIDEST_TITLE = 100

# For each style: the escape codes (SGR, ECMA-48) with 256 colours and with 16, and Rich's name for it.
_STYLES = {
    ACCENT: ("38;5;32", "36", "color(32)"),
    STRONG: ("1", "1", "bold"),
    QUIET: ("2", "2", "dim"),
    BAD: ("1;31", "1;31", "bold red"),
    WHOLE: ("", "", ""),
    COMMAND: ("", "", ""),
}
PLAIN, COLOURS_16, COLOURS_256 = 0, 16, 256

# Characters that take one cell each, whatever stands beside them: Latin, Greek, Cyrillic, and what views draw with.
_LETTERS = (*range(0x20, 0x7F), *range(0xA0, 0xAD), *range(0xAE, 0x300), *range(0x370, 0x483))
_ONE_CELL_EACH = frozenset(map(chr, _LETTERS)).union("‐‑–—‘’‚“”„†•…‹›€→←↳─━░▒▓█▸○◉◐●✓✗\ufffd")
# A gap between columns, or the comma that stands for a dot between parts.
_GAPS = r" {2,}| , "
_JOINER = "\u200d"
_FLAG_LETTERS = frozenset(map(chr, range(0x1F1E6, 0x1F200)))


class Text:
    """Some text in pieces, each with a style: none, or some of the names above with a space between."""

    __slots__ = ("pieces",)

    def __init__(self, piece: str = "", style: str = "") -> None:
        self.pieces: list[tuple[str, str]] = [(piece, style)] if piece else []

    def append(self, piece: str, style: str = "") -> Text:
        """Add a piece, and return the text itself."""
        if piece:
            self.pieces.append((piece, style))
        return self

    def append_text(self, other: Text) -> Text:
        """Add the pieces of another text, and return the text itself."""
        self.pieces += other.pieces
        return self

    def complete(self, again: Callable[[str], str]) -> None:
        """Let each command in it be what `again` makes of what stands behind `mlpath`."""
        self.pieces = [
            (shown(commands_again(piece, again)) if COMMAND in style.split() else piece, style)
            for piece, style in self.pieces
        ]

    def draw(self, width: int, colours: int) -> Iterator[str]:
        """Yield the lines of the text, wrapped at `width` cells, as a terminal with so many colours shows them."""
        for line in wrap(self, width):
            yield _painted(line, colours)

    def speak(self) -> Iterator[str]:
        """Yield the lines of the text for a screen reader: what lies far apart becomes parts of a sentence."""
        for line in self._plain().split("\n"):
            yield re.sub(_GAPS, ", ", line.strip())

    def _plain(self) -> str:
        return "".join(piece for piece, _ in self.pieces)

    def __rich__(self) -> RichText:
        """Return the same text as Rich draws it."""
        from rich.text import Text as RichText

        return RichText.assemble(*((piece, rich_style(style)) for piece, style in self.pieces))


def join(parts: Iterable[Text], between: str = "\n") -> Text:
    """Return one text of several, with `between` in between."""
    whole = Text()
    for number, part in enumerate(parts):
        whole.append(between if number else "").append_text(part)
    return whole


class Grid:
    """Rows of cells below each other. All columns but the last are as wide as their widest cell; the last wraps."""

    __slots__ = ("gap", "rows")

    def __init__(self, gap: int = 2) -> None:
        self.gap = gap
        self.rows: list[Sequence[Text]] = []

    def add(self, *cells: Text) -> None:
        """Add a row; all rows have the same number of cells."""
        self.rows.append(cells)

    def complete(self, again: Callable[[str], str]) -> None:
        """Do as `Text.complete`, in each cell."""
        for row in self.rows:
            for cell in row:
                cell.complete(again)

    def draw(self, width: int, colours: int) -> Iterator[str]:
        """Yield the lines of the grid, as `Text.draw` does."""
        for pieces in self._lines(width):
            yield _painted(pieces, colours).rstrip()

    def speak(self) -> Iterator[str]:
        """Yield the rows of the grid for a screen reader, a line each: what the first cell says, and the others behind it."""
        for row in self.rows:
            cells = [", ".join(filter(None, cell.speak())) for cell in row]
            first, *others = [*filter(None, cells), ""]
            yield f"{first}: {', '.join(others[:-1])}" if others[:-1] else first

    def _lines(self, width: int) -> Iterator[list[tuple[str, str]]]:
        columns = [
            max(_cells_of(cell.pieces) for cell in column)
            for column in zip(*(row[:-1] for row in self.rows), strict=True)
        ]
        margin = sum(columns) + self.gap * len(columns)
        for row in self.rows:
            for number, last in enumerate(wrap(row[-1], max(width - margin, 10))):
                line: list[tuple[str, str]] = []
                for cell, column in zip(row[:-1], columns, strict=True):
                    pieces = cell.pieces if number == 0 else []
                    line += [*pieces, (" " * (column - _cells_of(pieces) + self.gap), "")]
                yield line + last


def cells(text: str) -> int:
    """Return how many cells of a terminal a text takes, as Rich measures it; Rich is imported only where it must be."""
    if _ONE_CELL_EACH.issuperset(text):
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def padded(text: str, width: int) -> str:
    """Return a text with spaces behind it, up to `width` cells."""
    return text + " " * (width - cells(text))


def rich_style(style: str) -> str:
    """Return a style as Rich names it."""
    return " ".join(_STYLES[name][2] for name in style.split()).strip()


def wrap(text: Text, width: int) -> Iterator[list[tuple[str, str]]]:
    """Yield the lines of a text, broken at spaces where it is wider than `width` cells, within words only at need.

    Characters that are shown as one stay together. Pieces of the style WHOLE are not broken, and may be wider.
    """
    for line in _lines(text):
        if _cells_of(line) <= width:  # As nearly all are.
            yield _trimmed(line)
        else:
            yield from _broken(line, width)


def folded(word: str, width: int) -> Iterator[str]:
    """Yield a word whole, or in parts where it is wider than `width` cells; nothing where it is empty."""
    if cells(word) <= width:
        yield from [word] if word else []
        return
    part, used = "", 0
    for sequence in _sequences(word):
        wide = cells(sequence)
        if used + wide > width:
            yield part
            part, used = "", 0
        part += sequence
        used += wide
    yield part


def _lines(text: Text) -> Iterator[list[tuple[str, str]]]:
    """Yield the pieces of each line that the text itself has."""
    line: list[tuple[str, str]] = []
    for piece, style in text.pieces:
        first, *others = [piece] if _is_whole(style) else piece.split("\n")
        line += [(first, style)] if first else []
        for other in others:
            yield line
            line = [(other, style)] if other else []
    yield line


def _broken(pieces: list[tuple[str, str]], width: int) -> Iterator[list[tuple[str, str]]]:
    """Yield the lines that a line is broken into."""
    line: list[tuple[str, str]] = []
    used = 0
    for word, style, space in _words(pieces):
        for part in [word] if _is_whole(style) else folded(word, width):
            wide = cells(part)
            if used and used + wide > width:
                yield _trimmed(line)
                line, used = [], 0
            line.append((part, style))
            used += wide
        if space and (word or used < width):  # A space that would begin the next line is none.
            line.append((space, style))
            used += len(space)
    yield _trimmed(line)


def _words(pieces: list[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """Yield each word with its style, and the spaces behind it."""
    for piece, style in pieces:
        if _is_whole(style):
            yield piece, style, ""
            continue
        start = 0
        while start < len(piece):
            stop = piece.find(" ", start)
            stop = len(piece) if stop < 0 else stop
            behind = stop
            while behind < len(piece) and piece[behind] == " ":
                behind += 1
            yield piece[start:stop], style, piece[stop:behind]
            start = behind


def _is_whole(style: str) -> bool:
    return not {WHOLE, COMMAND}.isdisjoint(style.split())


def _sequences(word: str) -> Iterator[str]:
    """Yield the sequences of characters that are shown as one.

    A character with the marks and selectors behind it and all that is joined to it, or both letters of a flag.
    """
    sequence, joined = "", False
    for character in word:
        in_flag = sequence in _FLAG_LETTERS and character in _FLAG_LETTERS
        if sequence and not (joined or in_flag or cells(character) == 0):
            yield sequence
            sequence = ""
        sequence += character
        joined = character == _JOINER and not joined
    yield sequence


def _trimmed(line: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return a line without the spaces at its end, neighbours of one style as one piece."""
    merged: list[tuple[str, str]] = []
    for piece, style in line:
        if merged and merged[-1][1] == style:
            merged[-1] = (merged[-1][0] + piece, style)
        else:
            merged.append((piece, style))
    while merged and not merged[-1][0].strip(" "):
        merged.pop()
    return [*merged[:-1], (merged[-1][0].rstrip(" "), merged[-1][1])] if merged else []


def _painted(pieces: Iterable[tuple[str, str]], colours: int) -> str:
    if colours == PLAIN:
        return "".join(piece for piece, _ in pieces)
    column = 0 if colours >= COLOURS_256 else 1
    painted = []
    for piece, style in pieces:
        codes = ";".join(code for name in style.split() if (code := _STYLES[name][column]))
        painted.append(f"\x1b[{codes}m{piece}\x1b[0m" if codes and piece.strip() else piece)
    return "".join(painted)


def _cells_of(pieces: list[tuple[str, str]]) -> int:
    return sum([cells(piece) for piece, _ in pieces])
