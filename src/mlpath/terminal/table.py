"""A table, drawn without Rich: in a long list, that takes a fourth of the time."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from mlpath.terminal.layout import Grid, Text, cells, wrap

_NARROWEST = 5


class Table(Grid):
    """Rows of cells below each other, in columns as wide as their widest cell, but the one that wraps: it has at most so many cells.

    A row without cells is an empty line.
    """

    __slots__ = ("_most", "_right", "_wrapping")

    def __init__(self, *, wrapping: int, most: int, right: Collection[int] = (), gap: int = 2) -> None:
        super().__init__(gap)
        self._wrapping = wrapping
        self._most = most
        self._right = right

    def _lines(self, width: int) -> Iterator[list[tuple[str, str]]]:
        columns = [max(map(_width, column)) for column in zip(*filter(None, self.rows), strict=True)]
        room = width - sum(columns) + columns[self._wrapping] - self.gap * (len(columns) - 1)
        columns[self._wrapping] = min(columns[self._wrapping], self._most, max(room, _NARROWEST))
        for row in self.rows:
            if not row:
                yield []
                continue
            for number, wrapped in enumerate(wrap(row[self._wrapping], columns[self._wrapping])):
                line: list[tuple[str, str]] = []
                for column, cell in enumerate(row):
                    own = wrapped if column == self._wrapping else cell.pieces if number == 0 else []
                    rest = (" " * (columns[column] - sum(cells(piece) for piece, _ in own)), "")
                    line += [rest, *own] if column in self._right else [*own, rest]
                    line.append((" " * self.gap if column < len(row) - 1 else "", ""))
                yield line


def _width(cell: Text) -> int:
    return sum(cells(piece) for piece, _ in cell.pieces)
