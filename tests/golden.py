"""Golden files: what other programs and people's habits rely on, fact by fact, held against what is so now.

A line that begins at the margin is a heading; below it stand a name, two spaces, and its facts with `, ` between them.
"""

import json
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
OPAQUE = {"schema"}  # As pydantic makes it; whether it is a right schema is tested elsewhere.
VOCABULARY = {"code", "format", "kind", "source", "state", "status", "unit", "version"}
WORD, DATE = re.compile(r"[\w.-]+"), re.compile(r"\d{4}-\d\d-\d\d")
NAME = re.compile(r"week\d+|[\w-]+-[0-9a-f]{8}")  # Of a week, or of an item of a Markdown file.
MOMENT = re.compile(rf"{DATE.pattern}T\d\d:\d\d:\d\d[+-]\d\d:\d\d")
Printed = tuple[str, dict[str, Any]]  # A command, and the JSON document that it prints.


def agree(name: str, text: str) -> None:
    """Fail where the facts in `text` are not those of the golden file `name`. With RENEW set, `text` becomes the file."""
    file = FOLDER / name
    if os.environ.get("RENEW"):
        file.write_text(text, encoding="utf-8")
    before, now = facts(file.read_text(encoding="utf-8")), facts(text)
    changes = [*_beyond("lost", before, now), *_beyond("new", now, before)]
    way_out = "If that is meant, run this test with RENEW=1 in the environment, and read the file's diff."
    assert not changes, "\n".join([f"not as tests/{name} says:", *changes, way_out])


def facts(text: str) -> dict[str, set[str]]:
    """Return the facts below each heading of a golden file, each behind its name."""
    below: dict[str, set[str]] = {}
    heading = ""
    for line in text.splitlines():
        if line.startswith(" "):
            name, _, rest = line.strip().partition("  ")
            below[heading] |= {f"{name}: {fact}" for fact in rest.split(", ")}
        else:
            heading = line
            below[heading] = set()
    return below


def _beyond(what: str, one: dict[str, set[str]], other: dict[str, set[str]]) -> Iterator[str]:
    """Yield a line for each heading that only `one` has, and each fact below one that both have."""
    for heading, own in one.items():
        if heading not in other:
            yield f"{what}: {heading}"
        else:
            yield from (f"{what}: {heading}: {fact}" for fact in sorted(own - other[heading]))


def of_documents(documents: Iterable[Printed]) -> str:
    """Return the golden text of JSON documents, each given with the command that prints it.

    Each format is a heading, several where some of its documents have other keys at the top than others. Below it stand
    the commands, and each object in the documents: its keys with the types of their values, or with the values themselves
    where those are a few words. `?` marks a key that some of these objects lack, `*` stands for the address of a week and the id of an item.
    """
    formats: dict[str, list[Printed]] = {}
    for command, document in documents:
        formats.setdefault(document["format"], []).append((command, document))
    forms: dict[str, list[Printed]] = {}
    for format, same in formats.items():
        common = set.intersection(*(set(document) for _, document in same))
        for command, document in same:
            heading = " ".join([format, *(f"+{key}" for key in sorted(document.keys() - common))])
            forms.setdefault(heading, []).append((command, document))
    return "".join(f"{line}\n" for heading in sorted(forms) for line in _form(heading, forms[heading]))


def _form(heading: str, documents: list[Printed]) -> Iterator[str]:
    objects: dict[str, list[dict[str, str]]] = {}
    for _, document in documents:
        for path, keys in _objects("document", document):
            objects.setdefault(path, []).append(keys)
    yield heading
    yield f"  printed by  {', '.join(dict.fromkeys(command for command, _ in documents))}"
    for path in sorted(objects, key=lambda path: (path != "document", path)):
        keys = sorted({key for each in objects[path] for key in each})
        yield f"  {path}  {', '.join(_key(key, [each.get(key) for each in objects[path]]) for key in keys)}"


def _key(key: str, types: list[str | None]) -> str:
    return f"{key}{'?' if None in types else ''}: {'|'.join(sorted(set(types) - {None}))}"


def _objects(path: str, value: Any) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the path of each object that is not empty, and its keys with their types."""
    if isinstance(value, list):
        for element in value:
            yield from _objects(f"{path}[]", element)
    elif isinstance(value, dict) and value:
        named = [("*" if NAME.fullmatch(key) else key, inner) for key, inner in value.items()]
        yield path, {key: _type(key, inner) for key, inner in named}
        for key, inner in named:
            if key not in OPAQUE:
                yield from _objects(f"{path}.{key}".removeprefix("document."), inner)


def _type(key: str, value: Any) -> str:
    match value:
        case None:
            return "null"
        case dict():
            return "object"
        case list():
            types = sorted({_type("", element) for element in value} - {"object"})
            return f"array of {' or '.join(types)}" if types else "array"
        case bool():
            return "boolean"
        case int() | str() if key in VOCABULARY and WORD.fullmatch(str(value)):
            return json.dumps(value)
        case int():
            return "integer"
        case float():
            return "number"
        case str():
            return "date" if DATE.fullmatch(value) else "moment" if MOMENT.fullmatch(value) else "string"
    raise TypeError(value)
