"""A roadmap in YAML: read, validated as written, compiled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError

from mlpath.errors import Fault, RoadmapInvalid, brief
from mlpath.roadmap import source as files
from mlpath.roadmap.ids import item_id
from mlpath.roadmap.roadmap import MONTH, RESOURCES, SECTION, WEEK, Group, Roadmap, label_word
from mlpath.roadmap.roadmap import Item as FlatItem
from mlpath.roadmap.yaml import clashes, tree
from mlpath.roadmap.yaml import schema as model

_USUAL_TITLES = {"topics": "Topics to Learn", "practice": "Practice"}
_WANTED = {
    "string_type": "text",
    "list_type": "a list",
    "model_type": "keys and values",
    "dict_type": "keys and values",
    "float_type": "a number",
}


def load(path: str) -> Roadmap:
    """Return the roadmap in the YAML file at `path`.

    Raises RoadmapError where it can't be read, and RoadmapInvalid with every fault where it is invalid.
    """
    roadmap, faults = read(path)
    if roadmap is None:
        raise RoadmapInvalid(path, faults)
    return roadmap


def read(path: str) -> tuple[Roadmap | None, list[Fault]]:
    """Return the roadmap, or None and all its faults in the order of the file.

    Raises RoadmapError where the file can't be read at all.
    """
    text = files.decode(files.read_bytes(path), path)
    if isinstance(text, Fault):
        return None, [text]
    root, complaints = tree.parse(text)
    if root is None:
        return None, _faults(path, complaints)
    refused = {mark for mark, _ in complaints}  # What was refused there already needs no second complaint.
    complaints += clashes.find(root)
    try:
        file = model.RoadmapFile.model_validate(root.data())
    except ValidationError as error:
        found = [_complaint(root, details) for details in error.errors(include_url=False)]
        complaints += [complaint for complaint in found if complaint[0] not in refused]
    if complaints:
        return None, _faults(path, complaints)
    return compile_roadmap(file), []


def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of the file, for editors."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return {**head, **model.RoadmapFile.model_json_schema()}


def compile_roadmap(file: model.RoadmapFile) -> Roadmap:
    """Return the roadmap of a valid file in which nothing clashes."""
    compiler = _Compiler(file.labels)
    compiler.months(file.months)
    compiler.resources(file.resources)
    return Roadmap(
        id=file.id,
        title=file.title,
        items=compiler.items,
        groups=compiler.groups,
        overview=file.overview or "",
        closing=file.closing or "",
        month_label=file.labels.month,
        week_label=file.labels.week,
        guides=file.guides or "",
    )


class _Compiler:
    def __init__(self, labels: model.Labels) -> None:
        self.items: list[FlatItem] = []
        self.groups: list[Group] = []
        self._labels = {label_word(labels.month): MONTH, label_word(labels.week): WEEK}

    def months(self, months: Sequence[model.Month]) -> None:
        week_number = 0
        for number, month in enumerate(months, 1):
            place = self._open(MONTH, "", month.title, f"month{number}", -1, number)
            for week in month.weeks:
                week_number += 1
                self._week(week, week_number, place)
            self._close(place)

    def resources(self, groups: Sequence[model.NamedSection]) -> None:
        if groups:
            place = self._open(RESOURCES, "resources", "Resources", "resources", -1)
            self._named(groups, place)
            self._close(place)

    def _week(self, week: model.Week, number: int, month: int) -> None:
        place = self._open(WEEK, "", week.title, f"week{number}", month, number)
        for name, section in (("topics", week.topics), ("practice", week.practice)):
            if section is not None:
                self._section(name, section.title or _USUAL_TITLES[name], section.items, place)
        self._named(week.sections, place)
        self._close(place)

    def _named(self, sections: Iterable[model.NamedSection], parent: int) -> None:
        for section in sections:
            title = section.title or section.name.replace("-", " ").capitalize()
            self._section(section.name, title, section.items, parent)

    def _section(self, name: str, title: str, items: Sequence[model.Item], parent: int) -> None:
        place = self._open(SECTION, name, title, f"{self.groups[parent].address}.{name}", parent)
        self._items(items, place, self.groups[place].address, 0)
        self._close(place)

    def _items(self, items: Sequence[model.Item], group: int, around: str, depth: int) -> None:
        for number, item in enumerate(items, 1):
            address = f"{around}.{number}"
            id = item.id or item_id(item.title, self._labels)
            self.items.append(
                FlatItem(
                    id,
                    item.title,
                    address,
                    group,
                    depth,
                    item.url,
                    _whole(item.hours),
                    tuple(item.was),
                    item.ticked,
                    tuple(item.alongside.items()),
                )
            )
            self._items(item.steps, group, address, depth + 1)

    def _open(self, kind: str, name: str, title: str, address: str, parent: int, number: int = 0) -> int:
        start = len(self.items)
        self.groups.append(Group(kind, name, title, address, start, start, parent, number))
        return len(self.groups) - 1

    def _close(self, place: int) -> None:
        self.groups[place] = self.groups[place]._replace(end=len(self.items))


def _whole(hours: float | None) -> float | None:
    """Return whole hours as an integer, so that they are written as they were read."""
    return int(hours) if hours is not None and hours == int(hours) else hours


def _faults(path: str, complaints: Iterable[tuple[tree.Mark, str]]) -> list[Fault]:
    return [Fault(path, *mark, brief(message)) for mark, message in sorted(complaints)]


def _complaint(root: tree.Node, details: Mapping[str, Any]) -> tuple[tree.Mark, str]:
    """Return a complaint of pydantic's as one that says where, and what to write instead."""
    place, kind = details["loc"], details["type"]
    mark = root.key_mark(place) if kind == "extra_forbidden" else root.at(place).mark
    return mark, _message(kind, place, details)


def _message(kind: str, place: tuple[str | int, ...], details: Mapping[str, Any]) -> str:
    key = place[-1] if place else ""
    value, context = details["input"], details.get("ctx", {})
    if kind == "extra_forbidden":
        return _unknown_key(str(key), place)
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
    if kind in _WANTED:
        name = repr(key) if isinstance(key, str) and key else "an entry of this list" if place else "a roadmap"
        return f"{name} must be {_WANTED[kind]}, not {_what(value)}{_quoting(kind, value)}"
    return str(details["msg"])


def _unknown_key(key: str, place: tuple[str | int, ...]) -> str:
    known = _keys_at(place[:-1])
    close = get_close_matches(key, known, n=1)
    return f"unknown key {key!r}: " + (f"did you mean {close[0]!r}?" if close else f"known here are {', '.join(known)}")


def _keys_at(place: tuple[str | int, ...]) -> list[str]:
    """Return the keys that the model at `place` knows."""
    levels: dict[str, type[BaseModel]] = {
        "months": model.Month,
        "weeks": model.Week,
        "topics": model.Section,
        "practice": model.Section,
        "sections": model.NamedSection,
        "resources": model.NamedSection,
        "items": model.Item,
        "steps": model.Item,
        "labels": model.Labels,
    }
    names = [step for step in place if isinstance(step, str)]
    return list((levels[names[-1]] if names else model.RoadmapFile).model_fields)


def _what(value: object) -> str:
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
