"""Compiled roadmaps in the user's cache folder, so that a roadmap file need not be read and validated each time.

A cache is trusted only for the very file that it was made from: same path, size, number and times of change (in nanoseconds),
made by the same mlpath. A file that was changed so shortly before the cache was written that its times may not tell it from
a later version is told by its content. Whatever is wrong with a cache: it is as if there were none.

A cache file has a line about itself, a line with the roadmap's texts, groups and columns, and behind them the id, title and
address of each item, a line each: many texts are split into lines faster than they are read as JSON.
"""

from __future__ import annotations

import json
import os
import time
import zlib
from contextlib import suppress
from typing import Any

from mlpath import __version__
from mlpath.roadmap.roadmap import Group, Item, Roadmap
from mlpath.system.folders import user_folder
from mlpath.system.ownership import make_folder
from mlpath.system.reading import may_change_unseen, read_file, version
from mlpath.system.writing import move_over, write_beside

FORMAT = 9
MOST_BYTES = 256 * 1024 * 1024

_TEXTS = ("id", "title", "overview", "closing", "month_label", "week_label", "from_text", "guides", "labs", "was")
_LINES = ("id", "title", "address")
_NESTED = ("was", "alongside")  # JSON has lists where these have tuples.

Stamp = list[Any]


def file_of(source: str, variant: str = "") -> str:
    """Return the cache file of the roadmap file at `source`, an absolute path; `variant` says how else it may be read."""
    return os.path.join(user_folder("cache"), f"{zlib.crc32(os.fsencode(source + variant)):08x}.json")


def stamp(source: str, variant: str = "") -> Stamp | None:
    """Return the marks that tell this version of the file, and of mlpath, from others; None where there is no file."""
    try:
        status = os.stat(source)
    except OSError:
        return None
    return [FORMAT, __version__, source, variant, *version(status)]


def load(source: str, variant: str = "") -> Roadmap | None:
    """Return the roadmap compiled from the file at `source`, or None where no cache can be trusted. Never raises."""
    try:
        head, _, body = read_file(file_of(source, variant), MOST_BYTES).partition(b"\n")
        made_from, written, content, checksum = json.loads(head)
        if made_from != stamp(source, variant) or checksum != zlib.crc32(body):
            return None
        if may_change_unseen(os.stat(source).st_mtime_ns, written) and content != _content(source):
            return None
        return _roadmap(body.decode())
    except (OSError, ValueError, TypeError, LookupError, RecursionError):
        return None


def save(source: str, made_from: Stamp | None, roadmap: Roadmap, variant: str = "") -> None:
    """Keep the roadmap compiled from the file at `source` when it had the stamp `made_from`. Never raises."""
    with suppress(OSError, ValueError):
        path, now = file_of(source, variant), time.time_ns()
        content = _content(source) if may_change_unseen(os.stat(source).st_mtime_ns, now) else None
        if made_from is None or made_from != stamp(source, variant):
            return  # It changed while it was being read.
        body = _lines(roadmap).encode()
        head = json.dumps([made_from, now, content, zlib.crc32(body)]).encode()
        make_folder(os.path.dirname(path))
        move_over(write_beside(path, head + b"\n" + body, tag=f".{os.getpid()}"), path)


def _content(source: str) -> str:
    import hashlib

    return hashlib.sha256(read_file(source, MOST_BYTES)).hexdigest()


def _lines(roadmap: Roadmap) -> str:
    columns = {name: [getattr(item, name) for item in roadmap.items] for name in Item._fields if name not in _LINES}
    document = {
        "texts": {name: getattr(roadmap, name) for name in _TEXTS},
        "groups": roadmap.groups,
        # A field that no item sets is left out.
        "columns": {name: values for name, values in columns.items() if {*values} != {Item._field_defaults.get(name)}},
    }
    lines = [getattr(item, name) for item in roadmap.items for name in _LINES]
    return "\n".join([json.dumps(document, ensure_ascii=False), *lines])


def _roadmap(text: str) -> Roadmap:
    """Return the roadmap of which `text` holds the lines. Raises ValueError, TypeError or LookupError where it holds none."""
    lines = text.split("\n")
    document = json.loads(lines[0])
    columns = {name: [value] * (len(lines) // len(_LINES)) for name, value in Item._field_defaults.items()}
    columns |= {name: lines[number :: len(_LINES)] for number, name in enumerate(_LINES, 1)}
    columns |= document["columns"]
    columns |= {name: list(map(_frozen, document["columns"][name])) for name in _NESTED if name in document["columns"]}
    rows = zip(*map(columns.__getitem__, Item._fields), strict=True)
    return Roadmap(
        items=tuple(map(Item._make, rows)), groups=tuple(map(Group._make, document["groups"])), **document["texts"]
    )


def _frozen(value: Any) -> Any:
    """Return a value with its lists as tuples."""
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
