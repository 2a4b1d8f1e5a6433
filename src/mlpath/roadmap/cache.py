"""Compiled roadmaps in the user's cache folder, so that YAML need not be read and validated each time.

A cache is trusted only for the very file that it was made from: same path, size, number and times of change (in nanoseconds),
made by the same mlpath. A file that was changed so shortly before the cache was written that its times may not tell it from
a later version is told by its content. Whatever is wrong with a cache: it is as if there were none.
"""

from __future__ import annotations

import json
import os
import time
import zlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any

from mlpath import __version__
from mlpath.system.writing import take_place, write_beside
from mlpath.system.folders import user_folder
from mlpath.system.reading import may_change_unseen, read_file, version
from mlpath.roadmap.roadmap import Group, Item, Roadmap

FORMAT = 6
MOST_BYTES = 256 * 1024 * 1024

# Fields that few items have.
_RARE = ("was", "alongside")

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
        return _roadmap(json.loads(body))
    except (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return None


def save(source: str, made_from: Stamp | None, roadmap: Roadmap, variant: str = "") -> None:
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
        "items": {**_columns(Item._fields, roadmap.items), **{name: _sparse(name, roadmap) for name in _RARE}},
    }


def _sparse(name: str, roadmap: Roadmap) -> dict[int, Any]:
    """Return a column of which most is empty: the values that are not, by their places."""
    values = (getattr(item, name) for item in roadmap.items)
    return {place: value for place, value in enumerate(values) if value}


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
    texts += [text for former in rows["was"].values() for text in former]
    texts += [text for pairs in rows["alongside"].values() for pair in pairs for text in pair]
    numbers = [*places, *rows["depth"], *(number for group in groups for number in group[4:])]
    _check_types(texts, str)
    _check_types(numbers, int)
    _check_types(rows["url"], str, type(None))
    _check_types(rows["hours"], int, float, type(None))
    _check_types(rows["ticked"], bool)
    if places and not 0 <= min(places) <= max(places) < len(groups):
        raise ValueError("an item has no group")
    for place, group in enumerate(groups):
        if not (0 <= group.start <= group.end <= len(places) and -1 <= group.parent < place and group.number >= 0):
            raise ValueError(group.address)
    was: list[Any] = [()] * len(places)
    alongside: list[Any] = [()] * len(places)
    for place, former in rows["was"].items():
        was[int(place)] = tuple(former)
    for place, pairs in rows["alongside"].items():
        alongside[int(place)] = tuple((week, words) for week, words in pairs)
    rows["was"], rows["alongside"] = was, alongside
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


def _check_types(values: Iterable[Any], *types: type) -> None:
    """Raise TypeError where a value is of another type."""
    if not set(map(type, values)) <= set(types):
        raise TypeError(f"a value is none of {types}")
