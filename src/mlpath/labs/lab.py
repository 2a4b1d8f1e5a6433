"""A lab: starter files, and tests that run against what the learner made of them. Pure: from texts to a lab and its faults.

`lab.yaml` says what the tests need and how they hang together; what each of them says, and their order, stand in `tests.py`,
which is read as syntax alone: nothing of it runs here.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from mlpath.errors import Fault
from mlpath.roadmap.yaml.tree import Mark, Node, parse

LAB, TESTS, STARTER = "lab.yaml", "tests.py", "starter"
SECONDS, MEMORY = 10, 4_096
_MOST_SECONDS, _LEAST_MEMORY, _MOST_MEMORY = 600, 64, 65_536
_KEYS = ("version", "needs", "later", "files", "seconds", "memory", "tests")
_TEST_KEYS = ("after", "hints")
_START = Mark(1, 1)
_FILE = re.compile(r"[\w][\w.-]*(?:/[\w][\w.-]*)*")
_IMPORT = re.compile(r"[A-Za-z_]\w*")
_REQUIREMENT = re.compile(r"[A-Za-z0-9][\w.-]*(?:\[[\w, .-]+\])?(?:>=[0-9][0-9.]*)?")


class Test(NamedTuple):
    """A test: its function's name, the sentence that it says, those that must hold before it, its hints, its line."""

    name: str
    says: str
    after: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    line: int = 0


class Lab(NamedTuple):
    """A lab: what its tests import (name → what pip takes), the learner's files, a test's seconds and MB, and the tests.

    `later` are those of its needs that are not imported before the first test, but by who asks for them.
    """

    needs: Mapping[str, str]
    files: tuple[str, ...]
    seconds: float
    memory: int
    tests: tuple[Test, ...]
    later: tuple[str, ...] = ()

    def test(self, name: str) -> Test | None:
        """Return the test with this name, with or without `test_` before it; None where there is none."""
        return next((test for test in self.tests if name in (test.name, test.name.removeprefix("test_"))), None)


def read(settings: str, tests: str, settings_path: str, tests_path: str) -> tuple[Lab | None, list[Fault]]:
    """Return the lab that the texts of `lab.yaml` and `tests.py` make, None where they make none, and all their faults."""
    reader = _Reader(settings_path)
    root = reader.root(settings)
    functions, faults = _functions(tests, tests_path)
    if root is None:
        return None, [*reader.faults, *faults]
    needs = reader.needs(root)
    later = reader.later(root, needs)
    files = reader.files(root)
    seconds = reader.number(root, "seconds", SECONDS, 0.1, _MOST_SECONDS)
    memory = reader.number(root, "memory", MEMORY, _LEAST_MEMORY, _MOST_MEMORY)
    declared = reader.tests(root, [test.name for test in functions])
    faults += [*reader.faults]
    whole = tuple(
        test._replace(after=tuple(declared[test.name][0]), hints=tuple(declared[test.name][1]))
        for test in functions
        if test.name in declared
    )
    lab = Lab(
        needs=needs, files=tuple(files), seconds=float(seconds), memory=int(memory), tests=whole, later=tuple(later)
    )
    return (None if faults else lab), faults


class _Reader:
    """Reads `lab.yaml`, and gathers what is wrong with it, each with its line."""

    def __init__(self, path: str) -> None:
        self._path = path
        self.faults: list[Fault] = []

    def root(self, text: str) -> Node | None:
        """Return the file's keys and values; None where it holds none."""
        root, complaints = parse(text)
        for mark, message in complaints:
            self._fault(mark, message)
        if root is not None and not isinstance(root.value, dict):
            self._fault(root.mark, "a lab has keys and values: write `version: 1` first")
            return None
        if root is None:
            return None
        self._check_keys(root, _KEYS)
        version = root.value.get("version")
        if version is None or version.value != 1:
            self._fault(version.mark if version else _START, "this mlpath reads version 1: write `version: 1`")
        return root

    def needs(self, root: Node) -> dict[str, str]:
        """Return import names with what pip takes for each."""
        needs: dict[str, str] = {}
        for name, node in self._pairs(root, "needs"):
            if not _IMPORT.fullmatch(name):
                self._fault(node.mark, f"{name!r} can't be imported: on the left stands the name behind `import`")
            elif not isinstance(node.value, str) or not _REQUIREMENT.fullmatch(node.value):
                self._fault(node.mark, f"{name!r} needs what pip takes, with a least version: numpy>=2")
            else:
                needs[name] = node.value
        return needs

    def later(self, root: Node, needs: Mapping[str, str]) -> list[str]:
        """Return the import names of those of the needs that wait until somebody asks for them."""
        names = self._texts(root, "later", self._path)
        for name in names:
            if name not in needs:
                self._fault(root.value["later"].mark, f"{name!r} of 'later' is none of the 'needs'")
        return names

    def files(self, root: Node) -> list[str]:
        """Return the names of the learner's files."""
        names = self._texts(root, "files", self._path)
        node = root.value.get("files")
        if not names:
            self._fault(node.mark if node else _START, "'files' must name the learner's files: [gd.py]")
        for name in names:
            if not _FILE.fullmatch(name):
                self._fault(node.mark if node else _START, f"{name!r} is no name of a file within the folder")
        return [name for name in names if _FILE.fullmatch(name)]

    def number(self, root: Node, key: str, usual: int, least: float, most: int) -> float:
        """Return a number of the file, the usual one where it gives none."""
        node = root.value.get(key)
        if node is None:
            return usual
        value = node.value
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not least <= value <= most:
            self._fault(node.mark, f"{key!r} must be a number from {least:g} to {most:,}")
            return usual
        return float(value)

    def tests(self, root: Node, functions: Sequence[str]) -> dict[str, tuple[list[str], list[str]]]:
        """Return, for each test that is declared, those that must hold before it, and its hints."""
        declared: dict[str, tuple[list[str], list[str]]] = {}
        for name, node in self._pairs(root, "tests"):
            mark = root.value["tests"].keys[name]
            if name not in functions:
                self._fault(mark, f"{TESTS} has no function {name!r}")
                continue
            if not isinstance(node.value, dict):
                self._fault(mark, f"{name!r} must have keys and values: hints, and after where it waits for another")
                continue
            self._check_keys(node, _TEST_KEYS)
            hints = self._texts(node, "hints", name)
            if not hints:
                self._fault(mark, f"{name!r} has no hints: write at least one")
            declared[name] = (self._after(node, name, functions), hints)
        for name in functions:
            if name not in declared and "tests" in root.value:
                self._fault(root.value["tests"].mark, f"{name!r} of {TESTS} is not declared here")
        if "tests" not in root.value:
            self._fault(_START, "the key 'tests' is missing here")
        return declared

    def _after(self, node: Node, name: str, functions: Sequence[str]) -> list[str]:
        """Return the tests that must hold before the one of this name."""
        after = self._texts(node, "after", name)
        for other in after:
            if other not in functions:
                self._fault(node.value["after"].mark, f"{TESTS} has no function {other!r}")
            elif functions.index(other) >= functions.index(name):
                self._fault(node.value["after"].mark, f"{other!r} does not stand before {name!r} in {TESTS}")
        return [other for other in after if other in functions]

    def _pairs(self, root: Node, key: str) -> list[tuple[str, Node]]:
        node = root.value.get(key)
        if node is None or node.value is None:
            return []
        if not isinstance(node.value, dict):
            self._fault(node.mark, f"{key!r} must be keys and values")
            return []
        return list(node.value.items())

    def _texts(self, around: Node, key: str, of: str) -> list[str]:
        node = around.value.get(key)
        if node is None:
            return []
        values = node.data()
        if not isinstance(values, list) or not all(isinstance(value, str) and value.strip() for value in values):
            self._fault(node.mark, f"{key!r} of {of} must be a list of texts")
            return []
        return [" ".join(value.split()) for value in values]

    def _check_keys(self, node: Node, known: Sequence[str]) -> None:
        for key in node.value:
            if key not in known:
                self._fault(node.keys[key], f"unknown key {key!r}: known here are {', '.join(known)}")

    def _fault(self, mark: Mark, message: str) -> None:
        self.faults.append(Fault(self._path, mark.line, mark.column, message))


def _functions(text: str, path: str) -> tuple[list[Test], list[Fault]]:
    """Return the tests that a file defines, in its order, and what is wrong with them."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError) as error:
        line, words = (error.lineno or 1, error.msg) if isinstance(error, SyntaxError) else (1, str(error))
        return [], [Fault(path, line, 1, f"it is no Python: {words}")]
    tests: list[Test] = []
    faults: list[Fault] = []
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name.startswith("test_"):
            faults += [Fault(path, line, 1, message) for line, message in _wrong(node, [test.name for test in tests])]
            says = " ".join((ast.get_docstring(node) or "").split())
            tests.append(Test(name=node.name, says=says, line=node.lineno))
    if not tests:
        faults.append(Fault(path, 1, 1, "it has no tests: functions whose names begin with test_"))
    return tests, faults


def _wrong(node: ast.FunctionDef | ast.AsyncFunctionDef, before: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield line and message of all that keeps a function from being a test."""
    if node.name in before:
        yield node.lineno, f"there are two functions {node.name!r}"
    if isinstance(node, ast.AsyncFunctionDef) or any(
        isinstance(part, (ast.Yield, ast.YieldFrom)) for part in _own(node)
    ):
        yield node.lineno, f"{node.name!r} is no plain function: what it asserts would not run"
    if any((node.args.posonlyargs, node.args.args, node.args.kwonlyargs, node.args.vararg, node.args.kwarg)):
        yield node.lineno, f"{node.name!r} has parameters: nobody gives them a value"
    if not (ast.get_docstring(node) or "").strip():
        yield node.lineno, f"{node.name!r} has no docstring: the sentence that the learner reads"
    for part in _own(node):
        if isinstance(part, ast.Assert) and part.msg is None:
            yield part.lineno, "this assertion says nothing: write what was found behind it"


def _own(node: ast.AST) -> Iterator[ast.AST]:
    """Yield all that is within a function, but for the functions in it."""
    for child in ast.iter_child_nodes(node):
        yield child
        if not isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            yield from _own(child)
