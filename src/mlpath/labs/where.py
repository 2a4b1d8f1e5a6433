"""Where a learner looks first: the file and line that a result points to."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from mlpath.labs.lab import Test
from mlpath.labs.results import FAILS, MISSING, SLOW, Result
from mlpath.labs.workspace import Work

_TOLD = re.compile(r"([\w./-]+\.py):(\d+)\b")


def located(result: Result, test: Test, work: Work) -> Result:
    """Return a result with the place to look at, as people write it.

    Where no error came from the learner's code, that is the place or the function that its reason begins with, else the function
    which the test's sentence or its name speaks of.
    """
    file, line = result.file, result.line
    if file is None and result.outcome in (FAILS, MISSING, SLOW):
        file, line = _spoken_of(test, result.why, work)
    if file is None:
        return result
    result = result._replace(file=file, line=line)
    book = work.notebooks.get(file)
    if book is not None:
        name = f"{file.removesuffix('.py')}.ipynb"
        return result._replace(file=name, line=book.place(line or 1)[1], where=f"{name} {book.where(line or 1)}")
    return result._replace(where=f"{file}:{line}" if line else file)


def _spoken_of(test: Test, why: str, work: Work) -> tuple[str | None, int | None]:
    told = _TOLD.match(why)
    if told and told[1] in work.files:
        return told[1], int(told[2])
    words = re.findall(r"\w+", test.says)
    spoken = [*re.findall(r"^\w+", why), *words, *test.name.split("_")]
    functions = {name: (file, line) for file in work.files for name, line in _functions(work, file)}
    return next((functions[word] for word in spoken if word in functions), (None, None))


def _functions(work: Work, file: str) -> Iterator[tuple[str, int]]:
    """Yield the functions and classes of a file of the learner's, with the line of each."""
    if not file.endswith(".py"):
        return
    try:
        tree = ast.parse(work.files[file])
    except (SyntaxError, ValueError, RecursionError):
        return
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.name, node.lineno
