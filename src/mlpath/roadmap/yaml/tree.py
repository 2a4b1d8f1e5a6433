"""YAML as plain data in which every value still knows where it stood.

PyYAML's own constructors forget positions, take the second of two equal keys, and expand aliases without end. Here its
parser's events are read one by one (libyaml where PyYAML has it), so that each refusal names its line and column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import yaml
from yaml.reader import Reader

from mlpath.text import UNSHOWABLE

DEEPEST = 40
MOST_VALUES = 1_000_000
# What is longer is text: no number of a roadmap is, and working one out takes time that grows with its square.
_LONGEST_NUMBER = 100

_UNSHOWABLE = re.compile(UNSHOWABLE)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_RESOLVERS = yaml.SafeLoader.yaml_implicit_resolvers
_TYPED = {f"tag:yaml.org,2002:{name}" for name in ("int", "float", "bool", "null")}
_ADVICE = {
    "mapping values are not allowed": "a text that has a colon and a space in it needs quotes",
    "did not find expected key": "look at the indentation and the quotes here",
    "cannot start any token": "a text that starts with this character needs quotes; a tab can't indent",
    "could not find expected ':'": "a key needs a colon and a space behind it",
    "found unexpected end of stream": "a quote that was opened is not closed",
    "did not find expected ',' or": "a { or [ is still open, or a text with a comma needs quotes",
}


class Mark(NamedTuple):
    """A line and column of the file, both from 1."""

    line: int
    column: int


# What is wrong at a mark, in words.
Complaint = tuple[Mark, str]


class Node:
    """A value and where it stands; `keys` holds where each key of a mapping stands."""

    __slots__ = ("keys", "mark", "value")

    def __init__(self, value: Any, mark: Mark) -> None:
        self.value = value
        self.mark = mark
        self.keys: dict[str, Mark] = {}

    def data(self) -> Any:
        """Return the value as plain lists, dicts and scalars."""
        if isinstance(self.value, dict):
            return {key: node.data() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.data() for node in self.value]
        return self.value

    def at(self, path: Sequence[str | int]) -> Node:
        """Return the value at `path`.

        Steps that the file doesn't have are passed over, as validation adds some (a bare list stands for `items`), and
        misses others (a key that ought to be there): then it is the nearest value around.
        """
        node = self
        for step in path:
            if isinstance(node.value, dict):
                node = node.value.get(step, node)
            elif isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
        return node

    def key_mark(self, path: Sequence[str | int]) -> Mark:
        """Return where the last key of `path` stands, or the value around it where there is no such key."""
        around = self.at(path[:-1])
        return around.keys.get(str(path[-1]), around.mark)


class Tree(NamedTuple):
    """The outermost value of a file, None where there is none, and the complaints on the way to it."""

    root: Node | None
    complaints: list[Complaint]


def parse(text: str) -> Tree:
    """Return the one YAML document in `text`. Never raises: whatever is wrong is among the complaints."""
    text = text.removeprefix("\ufeff")
    unprintable = Reader.NON_PRINTABLE.search(text) or _UNSHOWABLE.search(text.replace("\r", " "))
    if unprintable:
        return Tree(None, [(_mark_at(text, unprintable.start()), f"{_name(unprintable[0])} can't stand in a roadmap")])
    complaints: list[Complaint] = []
    try:
        root = _build(yaml.parse(text, Loader=_LOADER), complaints)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        complaints.append((_mark(mark) if mark else Mark(1, 1), _problem(error)))
        return Tree(None, complaints)
    if root is None and not complaints:
        complaints.append((Mark(1, 1), "the file is empty: a roadmap starts with `version: 1`"))
    return Tree(root, complaints)


def _build(events: Iterator[Any], complaints: list[Complaint]) -> Node | None:
    root: Node | None = None
    stack: list[tuple[Node, str | None]] = []  # An open list or mapping, and the mapping's key that awaits its value.
    for number, event in enumerate(events):
        if number > MOST_VALUES:
            complaints.append((_mark(event.start_mark), f"more than {MOST_VALUES:,} values: this is no roadmap"))
            return None
        if isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            stack.pop()
            continue
        if isinstance(event, yaml.DocumentStartEvent) and root is not None:
            complaints.append((_mark(event.start_mark), "a second document starts here; a roadmap is one"))
            return root
        if not isinstance(event, yaml.NodeEvent):
            continue
        mark = _mark(event.start_mark)
        if stack and isinstance(stack[-1][0].value, dict) and stack[-1][1] is None:
            stack[-1] = (stack[-1][0], _key(event, mark, stack[-1][0], complaints))
            continue
        node = _node(event, mark, complaints)
        if not stack:
            root = node
        else:
            _put(stack, node)
        if isinstance(node.value, (dict, list)) and not isinstance(event, yaml.ScalarEvent):
            stack.append((node, None))
            if len(stack) > DEEPEST:
                complaints.append((mark, f"this is nested more than {DEEPEST} levels deep"))
                return None
    return root


def _put(stack: list[tuple[Node, str | None]], node: Node) -> None:
    around, key = stack[-1]
    if isinstance(around.value, list):
        around.value.append(node)
    else:
        around.value.setdefault(key, node)
        stack[-1] = (around, None)


def _key(event: Any, mark: Mark, mapping: Node, complaints: list[Complaint]) -> str:
    if not isinstance(event, yaml.ScalarEvent):
        raise yaml.MarkedYAMLError(problem="a key must be a single word", problem_mark=event.start_mark)
    key = str(event.value)
    if key in mapping.keys:
        complaints.append((mark, f"the key {key!r} stands here twice, first at line {mapping.keys[key].line}"))
    else:
        mapping.keys[key] = mark
    return key


def _node(event: Any, mark: Mark, complaints: list[Complaint]) -> Node:
    if isinstance(event, yaml.AliasEvent):
        complaints.append((mark, f"*{event.anchor} is an alias: write the value out"))
        return Node(None, mark)
    if event.tag is not None and event.tag != "!":
        complaints.append((mark, f"the tag {event.tag} is not understood here: leave it out"))
    if isinstance(event, yaml.MappingStartEvent):
        return Node({}, mark)
    if isinstance(event, yaml.SequenceStartEvent):
        return Node([], mark)
    unshowable = _UNSHOWABLE.search(event.value)
    if unshowable:
        complaints.append((mark, f"{_name(unshowable[0])} can't stand in a roadmap"))
        return Node(_UNSHOWABLE.sub("\ufffd", event.value), mark)
    return Node(_scalar(event), mark)


def _scalar(event: Any) -> Any:
    value: str = event.value
    if not event.implicit[0] or len(value) > _LONGEST_NUMBER:
        return value
    for tag, pattern in _RESOLVERS.get(value[:1], []):
        if pattern.match(value):
            try:
                return yaml.load(value, Loader=_LOADER) if tag in _TYPED else value  # noqa: S506 (a safe loader)
            except (ValueError, OverflowError):  # Such as `0b_`, which is no number after all.
                return value
    return value


def _problem(error: yaml.MarkedYAMLError) -> str:
    problem = (error.problem or "this is no YAML").strip()
    advice = next((advice for start, advice in _ADVICE.items() if start in problem), None)
    opened = ""
    if error.context_mark and error.problem_mark and error.context_mark.line != error.problem_mark.line:
        opened = f", in what begins at line {error.context_mark.line + 1}, column {error.context_mark.column + 1}"
    return f"{problem}{opened}: {advice}" if advice else f"{problem}{opened}"


def _mark(mark: Any) -> Mark:
    return Mark(mark.line + 1, mark.column + 1)


def _mark_at(text: str, offset: int) -> Mark:
    return Mark(text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1)


def _name(character: str) -> str:
    return f"the control character U+{ord(character):04X}"
