"""A notebook as the module that it stands for: its code cells, one below the other."""

from __future__ import annotations

import ast
import json
import re
from typing import NamedTuple

from mlpath.errors import WorkError

# What only a notebook understands: magics, shell commands, help.
_MAGIC = re.compile(r"\s*(?:%{1,2}[A-Za-z]|!(?!=)|\?|\w[\w, ]*=\s*(?:%[A-Za-z]|!(?!=))|[%\w.]+\?{1,2}\s*$)")
# Magics of a whole cell whose code is Python all the same.
_STILL_PYTHON = re.compile(r"%%(?:time|timeit|capture|prun)\b")


class Notebook(NamedTuple):
    """The code of a notebook, and for each of its lines the number of the cell and the line within it, both from 1."""

    code: str
    lines: tuple[tuple[int, int], ...]

    def where(self, line: int) -> str:
        """Return where a line of the code stands in the notebook: `cell 3, line 2`."""
        cell, number = self.place(line)
        return f"cell {cell}, line {number}"

    def place(self, line: int) -> tuple[int, int]:
        """Return the cell of a line of the code, and the line within it."""
        return self.lines[min(max(line, 1), len(self.lines)) - 1]


def read(data: bytes, path: str) -> Notebook:
    """Return the code in a notebook's file; cells count among those with code. Raises WorkError."""
    try:
        document = json.loads(data)
        cells = [cell for cell in document["cells"] if cell["cell_type"] == "code"]
        sources = ["".join(cell["source"]) for cell in cells]
    except (ValueError, LookupError, TypeError, RecursionError):
        raise WorkError(path, "it is no notebook") from None
    code: list[str] = []
    lines: list[tuple[int, int]] = []
    for number, source in enumerate(sources, 1):
        for within, line in enumerate(_without_magics(source), 1):
            code.append(line)
            lines.append((number, within))
    return Notebook("\n".join(code) + "\n", tuple(lines) or ((1, 1),))


def _without_magics(source: str) -> list[str]:
    """Return the lines of a cell; where it is no Python as it stands, `pass` stands for each line that only a notebook understands."""
    lines = source.split("\n")
    if _is_python(source):
        return lines
    if lines[0].startswith("%%") and not _STILL_PYTHON.match(lines[0]):
        return [""] * len(lines)
    return [_indent(line) + "pass" if _MAGIC.match(line) else line for line in lines]


def _is_python(source: str) -> bool:
    try:
        ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return False
    return True


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]
