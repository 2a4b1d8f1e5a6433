"""Giving a lab to the learner: the files that are not there yet, a README, and a marker by which the folder is known again."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from mlpath.errors import OutputError, WorkError, reason
from mlpath.labs.lab import Test
from mlpath.system.reading import read_file
from mlpath.system.writing import discard, unused

MARKER, README = ".mlpath-lab", "README.md"
_FORMAT = "mlpath-lab"
_MOST_BYTES = 10_000
# A link of a guide to another page or figure, which does not lie beside the README.
_RELATIVE_LINK = re.compile(r"!?\[([^\]]*)\]\((?!https?:)[^)]*\)")


class Marker(NamedTuple):
    """What a lab's folder says of itself: the ids of its roadmap and its item."""

    roadmap: str
    item: str


def give(folder: str, marker: Marker, files: Mapping[str, bytes], *, again: bool) -> list[str]:
    """Write those of the files that are not there into a folder, and return the names of what was written.

    Nothing is ever overwritten; with `again`, a fresh file comes beside each that is there. Raises WorkError and OutputError.
    """
    if os.path.lexists(folder) and not os.path.isdir(folder):
        raise WorkError(folder, "there is a file of that name", "name another folder behind the address")
    _make(folder)
    written = []
    for name, data in files.items():
        path = os.path.join(folder, *name.split("/"))
        if os.path.lexists(path):
            if not again:
                continue
            path = unused(f"{os.path.splitext(path)[0]}-fresh", os.path.splitext(path)[1])
        _make(os.path.dirname(path))
        _write(path, data)
        written.append(os.path.relpath(path, folder))
    path = os.path.join(folder, MARKER)
    if not os.path.lexists(path):
        _write(path, json.dumps({"format": _FORMAT, "version": 1, **marker._asdict()}).encode() + b"\n")
    return written


def marked(folder: str) -> tuple[str, Marker] | None:
    """Return the nearest folder with a marker, the given one or one above it, and what it says; None where there is none.

    Raises WorkError where a marker can't be understood.
    """
    while True:
        path = os.path.join(folder, MARKER)
        if os.path.lexists(path):
            return folder, _read(path)
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above


def readme(title: str, files: Sequence[str], tests: Sequence[Test], guide: str) -> bytes:
    """Return the README of a lab, in Markdown: what to do, what is tested, and what the guide says."""
    return "\n".join(_lines(title, files, tests, guide)).encode()


def _lines(title: str, files: Sequence[str], tests: Sequence[Test], guide: str) -> Iterator[str]:
    yield f"# {title}\n"
    yield f"Your work goes into {', '.join(f'`{name}`' for name in files)}. In this folder, `mlpath verify` runs the tests"
    yield "against it, `mlpath verify --watch` again whenever you save, and `mlpath verify --hint` helps.\n"
    yield "## What is tested\n"
    yield from (f"{number}. {test.says}" for number, test in enumerate(tests, 1))
    yield ""
    body = guide.partition("\n")[2].strip()
    if body:
        yield "## What the guide says\n"
        yield _RELATIVE_LINK.sub(r"\1", body) + "\n"


def _read(path: str) -> Marker:
    try:
        document = json.loads(read_file(path, _MOST_BYTES))
        roadmap, item = document["roadmap"], document["item"]
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        raise WorkError(
            path, "it does not say which lab this folder is of", "name the item: `mlpath verify ITEM .`"
        ) from None
    return Marker(str(roadmap), str(item))


def _make(folder: str) -> None:
    try:
        os.makedirs(folder, exist_ok=True)
    except FileExistsError:
        raise WorkError(folder, "there is a file of that name") from None
    except OSError as error:
        raise OutputError(folder, reason(error)) from None


def _write(path: str, data: bytes) -> None:
    try:
        file = open(path, "xb")  # noqa: SIM115
    except FileExistsError:
        return  # It came in between, and stays.
    except OSError as error:
        raise OutputError(path, reason(error)) from None
    try:
        with file:
            file.write(data)
    except OSError as error:
        discard(path)
        raise OutputError(path, reason(error)) from None
