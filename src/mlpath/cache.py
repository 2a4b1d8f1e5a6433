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
from contextlib import suppress
from typing import Any

from mlpath import __version__
from mlpath.atomic import take_place, write_beside
from mlpath.folders import user_folder
from mlpath.reading import read_file
from mlpath.roadmap import Group, Item, Roadmap

FORMAT = 1
MOST_BYTES = 256 * 1024 * 1024
_RACY = 2_000_000_000

Stamp = list[Any]


def file_of(source: str) -> str:
    """Return the cache file of the roadmap file at `source`, an absolute path."""
    return os.path.join(user_folder("cache"), f"{zlib.crc32(os.fsencode(source)):08x}.json")


def stamp(source: str) -> Stamp | None:
    """Return what tells this version of the file from others, or None where there is no file."""
    try:
        status = os.stat(source)
    except OSError:
        return None
    return [FORMAT, __version__, source, status.st_size, status.st_mtime_ns]


def read(source: str) -> Roadmap | None:
    """Return the roadmap compiled from the file at `source`, or None where no cache can be trusted. Never raises."""
    try:
        head, _, body = read_file(file_of(source), MOST_BYTES).partition(b"\n")
        made_from, written, content, checksum = json.loads(head)
        if made_from != stamp(source) or checksum != zlib.crc32(body):
            return None
        if written - made_from[4] < _RACY and content != _content(source):
            return None
        return _roadmap(json.loads(body))
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def write(source: str, made_from: Stamp | None, roadmap: Roadmap) -> None:
    """Keep the roadmap compiled from the file at `source` when it had the stamp `made_from`. Never raises."""
    with suppress(OSError, ValueError):
        path, content = file_of(source), _content(source)
        if made_from is None or made_from != stamp(source):
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
        "labels": [roadmap.month_label, roadmap.week_label],
        "groups": roadmap.groups,
        "items": roadmap.items,
    }


def _roadmap(document: dict[str, Any]) -> Roadmap:
    """Return the roadmap in a document. Raises ValueError, TypeError or KeyError where it is none."""
    items, groups = [Item(*row) for row in document["items"]], [Group(*row) for row in document["groups"]]
    texts = [document[name] for name in ("id", "title", "overview", "closing")] + document["labels"]
    for item in items:
        texts += item[:3]
        if type(item.group) is not int or not 0 <= item.group < len(groups) or type(item.depth) is not int:
            raise ValueError(item.id)
    for group in groups:
        texts += group[:4]
        if not all(type(number) is int for number in group[4:]) or not 0 <= group.start <= group.end <= len(items):
            raise ValueError(group.address)
        if not -1 <= group.parent < len(groups):
            raise ValueError(group.address)
    if not all(type(text) is str for text in texts):
        raise TypeError("a text is none")
    month_label, week_label = document["labels"]
    return Roadmap(
        id=document["id"],
        title=document["title"],
        items=[item._replace(was=tuple(item.was)) if item.was else item for item in items],
        groups=groups,
        overview=document["overview"],
        closing=document["closing"],
        month_label=month_label,
        week_label=week_label,
    )
