"""A roadmap in YAML: read, validated as written, compiled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError

from mlpath.errors import Fault, RoadmapInvalid, brief
from mlpath.roadmap import source as files
from mlpath.roadmap.roadmap import Roadmap
from mlpath.roadmap.yaml import clashes, tree
from mlpath.roadmap.yaml import schema as model
from mlpath.roadmap.yaml.compile import compile_roadmap

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
