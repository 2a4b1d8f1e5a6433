"""The code of a guide: its Python blocks, and which of them a part needs. Pure.

Blocks build on those before them. A block needs the one that last gave a name that it reads, those that changed the named thing
since, and the one that first spoke of a file that it speaks of.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from mlpath.guides.guide import Guide, Part, fences

_FILE = re.compile(r"[\w./-]*\w\.[a-z][a-z0-9]{1,7}")
_FITTING = frozenset(("fit", "fit_transform", "fit_predict", "partial_fit", "compile"))


class _Block(NamedTuple):
    """A Python block: the part it stands in, what it needs beyond the everyday libraries, and its code."""

    part: Part | None
    needs: Sequence[str]
    code: str


def program(guide: Guide, parts: Collection[Part]) -> str:
    """Return the code of parts of a guide with all before it that it needs, each part's under its title; empty where there is none."""
    blocks = list(_blocks(guide))
    named = {part.line for part in parts}
    own = {place for place, block in enumerate(blocks) if block.part and block.part.line in named}
    title, pieces = "", []
    for place in sorted(needed([block.code for block in blocks], own)):
        block = blocks[place]
        here = block.part.title if block.part else ""
        heading = f"# {here}\n\n" if here != title else ""
        needs = f"# needs {', '.join(block.needs)}\n" if block.needs else ""
        title = here
        pieces.append(heading + needs + block.code)
    return "\n".join(pieces)


def needed(codes: Sequence[str], wanted: Collection[int]) -> set[int]:
    """Return the places of the wanted blocks and of all before them that they need; of all, where one can't be read."""
    try:
        read = [_read(code) for code in codes]
    except SyntaxError:
        return set(range(max(wanted, default=-1) + 1))
    modules = {name for names in read for name in names.modules}
    kept, left = set(wanted), list(wanted)
    while left:
        place = left.pop()
        before = {*_givers(read, modules, place), *_writers(read, place)} - kept
        kept |= before
        left += before
    return kept


def _blocks(guide: Guide) -> Iterator[_Block]:
    for line, info, content in fences(guide.text):
        kind, *needs = info.split() or [""]
        if kind == "python":
            above = (part for part in guide.parts if part.line <= line)
            part = max(above, key=lambda part: part.line, default=None)
            yield _Block(part if part and line < part.line + part.text.count("\n") else None, needs, content)


def _givers(read: Sequence[_Names], modules: Collection[str], place: int) -> Iterator[int]:
    """Yield the blocks before a place that gave a name which it reads, and those that changed it since."""
    for name in read[place].reads:
        for earlier in range(place - 1, -1, -1):
            if name in read[earlier].binds:
                yield earlier
                break
            if name in read[earlier].changes and name not in modules:
                yield earlier


def _writers(read: Sequence[_Names], place: int) -> Iterator[int]:
    """Yield, for each file that a block speaks of, the first block that did."""
    for file in read[place].files:
        yield next(earlier for earlier in range(place + 1) if file in read[earlier].files)


def _read(code: str) -> _Names:
    names = _Names()
    names.visit(ast.parse(code))
    names.reads |= names.later - names.binds
    return names


class _Names(ast.NodeVisitor):
    """The names of a block: those that it reads from others, gives and changes; its modules, and the files that it speaks of."""

    def __init__(self) -> None:
        self.reads: set[str] = set()
        self.later: set[str] = set()
        self.binds: set[str] = set()
        self.changes: set[str] = set()
        self.modules: set[str] = set()
        self.files: set[str] = set()
        self._local: list[set[str]] = []
        self._deferred = False

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load):
            if not any(node.id in names for names in self._local):
                if self._deferred:
                    self.later.add(node.id)
                elif node.id not in self.binds:
                    self.reads.add(node.id)
        else:
            self._bind(node.id)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str) and _FILE.fullmatch(node.value):
            self.files.add(node.value)

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            name = alias.asname or alias.name.partition(".")[0]
            self._bind(name)
            self.modules.add(name)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        for alias in node.names:
            self._bind(alias.asname or alias.name)

    def visit_Assign(self, node: ast.Assign) -> None:
        self.visit(node.value)
        for target in node.targets:
            self._target(target)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        if isinstance(node.target, ast.Name):
            self.visit_Name(ast.Name(node.target.id, ast.Load()))
        self.visit(node.value)
        self._target(node.target)

    def visit_Expr(self, node: ast.Expr) -> None:
        if isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Attribute):
            self._change(node.value.func)
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        if isinstance(node.func, ast.Attribute) and node.func.attr in _FITTING:
            self._change(node.func)
        self.generic_visit(node)

    def visit_For(self, node: ast.For) -> None:
        self.visit(node.iter)
        self._target(node.target)
        for statement in (*node.body, *node.orelse):
            self.visit(statement)

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self._bind(node.name)
        for outside in (*node.decorator_list, node.args, *([node.returns] if node.returns else [])):
            self.visit(outside)
        self._within(node.args, node.body, deferred=True)

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self.visit(node.args)
        self._within(node.args, [node.body], deferred=True)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        for outside in (*node.decorator_list, *node.bases, *node.keywords):
            self.visit(outside)
        self._bind(node.name)
        self._within(None, node.body, deferred=self._deferred)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        if node.name:
            self._bind(node.name)
        self.generic_visit(node)

    def _comprehension(self, node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp) -> None:
        self._local.append(set())
        for each in node.generators:
            self.visit(each.iter)
            self.visit(each.target)
            for condition in each.ifs:
                self.visit(condition)
        for value in (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,):
            self.visit(value)
        self._local.pop()

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = _comprehension  # noqa: N815

    def _within(self, arguments: ast.arguments | None, body: Sequence[ast.AST], *, deferred: bool) -> None:
        """Visit what has a scope of its own."""
        inside = [inner for statement in body for inner in ast.walk(statement)]
        shared = {name for inner in inside if isinstance(inner, ast.Global) for name in inner.names}
        taken = {each.arg for each in ast.walk(arguments) if isinstance(each, ast.arg)} if arguments else set()
        stored = {each.id for each in inside if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}
        before, self._deferred = self._deferred, deferred
        self._local.append((taken | stored) - shared)
        self.later |= shared
        for statement in body:
            self.visit(statement)
        self._local.pop()
        self._deferred = before

    def _target(self, target: ast.AST) -> None:
        if isinstance(target, ast.Attribute | ast.Subscript):
            self._change(target)
        elif isinstance(target, ast.Tuple | ast.List):
            for inner in target.elts:
                self._target(inner)
            return
        self.visit(target)

    def _change(self, node: ast.AST) -> None:
        while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
            node = node.func if isinstance(node, ast.Call) else node.value
        if isinstance(node, ast.Name) and not any(node.id in names for names in self._local):
            self.changes.add(node.id)

    def _bind(self, name: str) -> None:
        if self._local:
            self._local[-1].add(name)
        else:
            self.binds.add(name)
