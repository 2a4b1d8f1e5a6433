"""Compiled roadmaps in the user's cache folder, so that YAML need not be read and validated each time.

A cache is trusted only for the very file that it was made from: same path, size and time of change (in nanoseconds), made
by the same mlpath. A file that was changed so shortly before the cache was written that its time may not tell it from a
later version is told by its content (the "racy" case of git's index). Whatever is wrong with a cache: it is as if there
were none.
"""

from __future__ import annotations

import json
import os
import time
import zlib
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from mlpath import __version__
from mlpath.atomic import take_place, write_beside
from mlpath.folders import user_folder
from mlpath.reading import read_file
from mlpath.roadmap import Group, Item, Roadmap

FORMAT = 5
MOST_BYTES = 256 * 1024 * 1024
_RACY = 2_000_000_000

Stamp = list[Any]


def file_of(source: str, variant: str = "") -> str:
    """Return the cache file of the roadmap file at `source`, an absolute path; `variant` says how else it may be read."""
    return os.path.join(user_folder("cache"), f"{zlib.crc32(os.fsencode(source + variant)):08x}.json")


def stamp(source: str, variant: str = "") -> Stamp | None:
    """Return what tells this version of the file from others, or None where there is no file."""
    try:
        status = os.stat(source)
    except OSError:
        return None
    return [FORMAT, __version__, source, status.st_size, status.st_mtime_ns, variant]


def read(source: str, variant: str = "") -> Roadmap | None:
    """Return the roadmap compiled from the file at `source`, or None where no cache can be trusted. Never raises."""
    try:
        head, _, body = read_file(file_of(source, variant), MOST_BYTES).partition(b"\n")
        made_from, written, content, checksum = json.loads(head)
        if made_from != stamp(source, variant) or checksum != zlib.crc32(body):
            return None
        if written - made_from[4] < _RACY and content != _content(source):
            return None
        return _roadmap(json.loads(body))
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def write(source: str, made_from: Stamp | None, roadmap: Roadmap, variant: str = "") -> None:
    """Keep the roadmap compiled from the file at `source` when it had the stamp `made_from`. Never raises."""
    with suppress(OSError, ValueError):
        path, content = file_of(source, variant), _content(source)
        if made_from is None or made_from != stamp(source, variant):
            return  # It changed while it was being read.
        body = json.dumps(_document(roadmap), ensure_ascii=False).encode()
        head = json.dumps([made_from, time.time_ns(), content, zlib.crc32(body)]).encode()
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        take_place(write_beside(path, head + b"\n" + body, tag=f".{os.getpid()}"), path)


def _content(source: str) -> str:
    import hashlib

    return hashlib.sha256(read_file(source, MOST_BYTES)).hexdigest()


def _document(roadmap: Roadmap) -> dict[str, Any]:
    return {
        "id": roadmap.id,
        "title": roadmap.title,
        "overview": roadmap.overview,
        "closing": roadmap.closing,
        "guides": roadmap.guides,
        "labels": [roadmap.month_label, roadmap.week_label],
        "from_text": roadmap.from_text,
        "groups": _columns(Group._fields, roadmap.groups),
        "items": _columns(Item._fields, roadmap.items),
    }


def _columns(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> dict[str, list[Any]]:
    """Return a table by columns: a hundred thousand values are checked and put together faster than rows of eight."""
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}


def _roadmap(document: dict[str, Any]) -> Roadmap:
    """Return the roadmap in a document. Raises ValueError, TypeError or KeyError where it is none."""
    rows, columns = document["items"], document["groups"]
    places, groups = rows["group"], list(map(Group._make, zip(*map(columns.get, Group._fields), strict=True)))
    texts = [document[name] for name in ("id", "title", "overview", "closing", "guides")] + document["labels"]
    texts += [text for name in ("id", "title", "address") for text in rows[name]]
    texts += [text for name in ("kind", "name", "title", "address") for text in columns[name]]
    numbers = [*places, *rows["depth"], *(number for group in groups for number in group[4:])]
    if set(map(type, texts)) != {str} or not set(map(type, numbers)) <= {int}:
        raise TypeError("a text or a number is none")
    if not set(map(type, rows["ticked"])) <= {bool}:
        raise TypeError("a box is neither ticked nor not")
    if places and not 0 <= min(places) <= max(places) < len(groups):
        raise ValueError("an item has no group")
    for group in groups:
        if not (0 <= group.start <= group.end <= len(places) and -1 <= group.parent < len(groups)):
            raise ValueError(group.address)
    rows["was"] = list(map(tuple, rows["was"]))
    rows["alongside"] = [tuple((week, words) for week, words in pairs) for pairs in rows["alongside"]]
    month_label, week_label = document["labels"]
    return Roadmap(
        id=document["id"],
        title=document["title"],
        items=list(map(Item._make, zip(*map(rows.get, Item._fields), strict=True))),
        groups=groups,
        overview=document["overview"],
        closing=document["closing"],
        month_label=month_label,
        week_label=week_label,
        from_text=document["from_text"] is True,
        guides=document["guides"],
    )
