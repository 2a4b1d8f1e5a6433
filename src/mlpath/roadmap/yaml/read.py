"""A roadmap in YAML: read, validated as written, compiled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from itertools import count
from typing import Any

from pydantic import BaseModel, ValidationError

from mlpath.errors import Fault, RoadmapInvalid, brief
from mlpath.roadmap.builder import Builder
from mlpath.roadmap.ids import item_id
from mlpath.roadmap.roadmap import MONTH, WEEK, Roadmap, label_word
from mlpath.roadmap.source import decode, read_bytes
from mlpath.roadmap.yaml import schema
from mlpath.roadmap.yaml.clashes import clashes
from mlpath.roadmap.yaml.tree import Complaint, Node, parse

_USUAL_TITLES = {"topics": "Topics to Learn", "practice": "Practice"}
_EXPECTED = {
    "string_type": "text",
    "list_type": "a list",
    "model_type": "keys and values",
    "dict_type": "keys and values",
    "float_type": "a number",
    "bool_type": "true or false",
    "literal_error": "`doing` or `skipped`",
}


def load(path: str) -> Roadmap:
    """Return the roadmap in the YAML file at `path`.

    Raises RoadmapError where it can't be read, and RoadmapInvalid with every fault where it is invalid.
    """
    roadmap, faults = load_with_faults(path)
    if roadmap is None:
        raise RoadmapInvalid(path, faults)
    return roadmap


def load_with_faults(path: str) -> tuple[Roadmap | None, list[Fault]]:
    """Return the roadmap in the YAML file at `path` and no faults, or None and all its faults in the order of the file.

    Raises RoadmapError where the file can't be read at all.
    """
    text = decode(read_bytes(path), path)
    if isinstance(text, Fault):
        return None, [text]
    root, complaints = parse(text)
    if root is None:
        return None, _faults(path, complaints)
    refused = {mark for mark, _ in complaints}  # What was refused there already needs no second complaint.
    complaints += clashes(root)
    try:
        file = schema.RoadmapFile.model_validate(root.data())
    except ValidationError as error:
        refusals = [_complaint(root, details) for details in error.errors(include_url=False)]
        complaints += [(mark, message) for mark, message in refusals if mark not in refused]
    if complaints:
        return None, _faults(path, complaints)
    return compile_roadmap(file), []


def compile_roadmap(file: schema.RoadmapFile) -> Roadmap:
    """Return the roadmap of a valid file in which nothing clashes."""
    compiler = _Compiler(file.labels)
    for number, month in enumerate(file.months, 1):
        compiler.month(month, number)
    if file.resources:
        compiler.resources(file.resources)
    return Roadmap(
        id=file.id,
        title=file.title,
        items=compiler.builder.items,
        groups=compiler.builder.groups,
        overview=file.overview or "",
        closing=file.closing or "",
        month_label=file.labels.month,
        week_label=file.labels.week,
        guides=file.guides or "",
        labs=file.labs or "",
    )


class _Compiler:
    def __init__(self, labels: schema.Labels) -> None:
        self.builder = Builder()
        self._labels = {label_word(labels.month): MONTH, label_word(labels.week): WEEK}
        self._week_numbers = count(1)

    def month(self, month: schema.Month, number: int) -> None:
        with self.builder.month(month.title, number):
            for week in month.weeks:
                self._week(week)

    def resources(self, groups: Sequence[schema.NamedSection]) -> None:
        with self.builder.resources():
            self._named(groups)

    def _week(self, week: schema.Week) -> None:
        with self.builder.week(week.title, next(self._week_numbers)):
            for name, section in (("topics", week.topics), ("practice", week.practice)):
                if section is not None:
                    self._section(name, section.title or _USUAL_TITLES[name], section.items)
            self._named(week.sections)

    def _named(self, sections: Iterable[schema.NamedSection]) -> None:
        for section in sections:
            title = section.title or section.name.replace("-", " ").capitalize()
            self._section(section.name, title, section.items)

    def _section(self, name: str, title: str, items: Iterable[schema.Item]) -> None:
        with self.builder.section(name, title):
            self._items(items, 0)

    def _items(self, items: Iterable[schema.Item], depth: int) -> None:
        for item in items:
            self.builder.add(
                id=item.id or item_id(item.title, self._labels),
                title=item.title,
                depth=depth,
                url=item.url,
                hours=_whole(item.hours),
                was=tuple(item.was),
                box=item.box,
                done_on=item.done_on,
                due=item.due,
                alongside=tuple(item.alongside.items()),
            )
            self._items(item.steps, depth + 1)


def _whole(hours: float | None) -> float | None:
    """Return whole hours as an integer, so that they are written as they were read."""
    return int(hours) if hours is not None and hours == int(hours) else hours


def _faults(path: str, complaints: Iterable[Complaint]) -> list[Fault]:
    return [Fault(path, *mark, brief(message)) for mark, message in sorted(complaints)]


def _complaint(root: Node, details: Mapping[str, Any]) -> Complaint:
    """Return an error of pydantic's as a complaint that says where it is, and what to write instead."""
    keys, kind = details["loc"], details["type"]
    mark = root.key_mark(keys) if kind == "extra_forbidden" else root.at(keys).mark
    return mark, _message(kind, keys, details)


def _message(kind: str, keys: tuple[str | int, ...], details: Mapping[str, Any]) -> str:
    key = keys[-1] if keys else ""
    value, context = details["input"], details.get("ctx", {})
    if kind == "extra_forbidden":
        return _unknown_key(str(key), keys)
    if kind == "missing":
        return f"the key {key!r} is missing here"
    if key == "version":
        return "this mlpath reads version 1: write `version: 1`"
    if kind == "too_short":
        return f"{key!r} is empty: write at least one"
    if kind == "string_too_short":
        return f"{key!r} is empty: write some text"
    if kind == "string_too_long":
        return f"{key!r} has more than {context['max_length']:,} characters"
    if kind in ("greater_than", "less_than_equal", "finite_number"):
        return f"{key!r} must be more than 0, and 1,000 at most"
    if kind in _EXPECTED:
        name = repr(key) if isinstance(key, str) and key else "an entry of this list" if keys else "a roadmap"
        return f"{name} must be {_EXPECTED[kind]}, not {_described(value)}{_quoting(kind, value)}"
    return str(details["msg"])


def _unknown_key(key: str, keys: tuple[str | int, ...]) -> str:
    known = _known_keys(keys[:-1])
    close = get_close_matches(key, known, n=1)
    return f"unknown key {key!r}: " + (f"did you mean {close[0]!r}?" if close else f"known here are {', '.join(known)}")


def _known_keys(keys: tuple[str | int, ...]) -> list[str]:
    """Return the keys of the model that `keys` lead to."""
    levels: dict[str, type[BaseModel]] = {
        "months": schema.Month,
        "weeks": schema.Week,
        "topics": schema.Section,
        "practice": schema.Section,
        "sections": schema.NamedSection,
        "resources": schema.NamedSection,
        "items": schema.Item,
        "steps": schema.Item,
        "labels": schema.Labels,
    }
    names = [step for step in keys if isinstance(step, str)]
    return list((levels[names[-1]] if names else schema.RoadmapFile).model_fields)


def _described(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes or no"
    if isinstance(value, (int, float)):
        return f"the number {value}"
    if isinstance(value, str):
        return "text"
    return "a list" if isinstance(value, list) else "keys and values"


def _quoting(kind: str, value: object) -> str:
    return ": put it in quotes" if kind == "string_type" and isinstance(value, (bool, int, float)) else ""
