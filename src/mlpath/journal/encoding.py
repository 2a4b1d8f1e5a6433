"""A journal as the bytes of a state file, and back: one event a line, read strictly. Pure.

Behind the events stands a checksum of all that is before it in these bytes, so that it can be continued when one more event
comes. It is made of what a file says, not of how it is laid out: one that was only indented anew still fits.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from zlib import crc32

from mlpath.errors import StateConflicted, StateDamaged, StateForeign, StateNewer
from mlpath.journal import journal as journals
from mlpath.journal.events import Damaged, Newer
from mlpath.journal.journal import CHECKSUM, Foreign, Journal

_to_json = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
_END = re.compile(
    rb'(?:(?<=\[)|(?<=\})\n  )\],\n  "checksum": \{"events": ([0-9]+), "crc32": "([0-9a-f]{8})"\}\n\}\n\Z'
)
_LONGEST_END = 100


def decode(data: bytes, path: str, roadmap: str | None) -> Journal:
    """Return the journal of `roadmap` (of any where it is None) that `data`, read from `path`, holds.

    Raises StateConflicted, StateDamaged, StateForeign or StateNewer.
    """
    document = _document(data, path)
    try:
        journal = journals.from_document(document, roadmap)
        return journal if _fits(document, journal, data) else journal._replace(sound=False)
    except Damaged as error:
        raise StateDamaged(path, str(error)) from None
    except Foreign as error:
        raise StateForeign(path, str(error)) from None
    except Newer as error:
        raise StateNewer(path, str(error)) from None


def encode(journal: Journal) -> bytes:
    """Return the bytes of the state file: one event a line, the same bytes for the same journal."""
    body = _body(journal)
    return body + _end(journal, crc32(body))


def encode_after(journal: Journal, before: Journal, data: bytes) -> bytes:
    """Return the same bytes as `encode`, of a journal that came from `before`, which the file's `data` holds.

    One more event at the end is added to the bytes that are there, whatever the number of those before it.
    """
    *old, last = journal.events or (None,)
    end = _END.search(data[-_LONGEST_END:])
    whole = end is not None and data.startswith(_head(journal).encode() + b"\n") and before.sound and journal.sound
    if end is None or last is None or not whole or journal.extra != before.extra or tuple(old) != before.events:
        return encode(journal)
    new = b",\n    %s" % _to_json(last).encode()
    return data[: -len(end[0])] + new + _end(journal, crc32(new, int(end[2], 16)))


def decode_sides(data: bytes, path: str, roadmap: str | None) -> tuple[tuple[str, Journal], ...]:
    """Return the name and the journal of each side where a conflict was left in `data`; else of the one that it is, nameless.

    Raises StateConflicted where a side is no whole journal, and what `decode` raises.
    """
    from mlpath.journal import conflicts

    sides = conflicts.sides(data)
    if not sides:
        return (("", decode(data, path, roadmap)),)
    try:
        return tuple((side.name, decode(side.data, path, roadmap)) for side in sides)
    except StateDamaged as error:
        hint = "write each side to a file of its own, put one of them in its place, and `mlpath merge` the other"
        raise StateConflicted(path, f"one of its sides can't be read: {error.reason}", hint) from None


def _body(journal: Journal) -> bytes:
    """Return what the checksum is made of: all before the end of the events."""
    events = ",\n".join(f"    {_to_json(event)}" for event in journal.events)
    return (_head(journal) + (f"\n{events}" if events else "")).encode()


def _end(journal: Journal, crc: int) -> bytes:
    """Return what stands behind the last event. A checksum that is null tells every later reader what this one found."""
    checksum = _checksum(journal, crc) if journal.sound else None
    line_end = "\n  " if journal.events else ""
    return f'{line_end}],\n  "{CHECKSUM}": {_to_json(checksum)}\n}}\n'.encode()


def _checksum(journal: Journal, crc: int) -> Mapping[str, object]:
    return {"events": len(journal.events), "crc32": f"{crc:08x}"}


def _fits(document: Mapping[str, Any], journal: Journal, data: bytes) -> bool:
    """Return whether a file has the checksum of what stands in it, or none."""
    if CHECKSUM not in document:
        return True
    end, stated = _END.search(data[-_LONGEST_END:]), document[CHECKSUM]
    if end and int(end[1]) == len(journal.events) and int(end[2], 16) == crc32(memoryview(data)[: -len(end[0])]):
        return True
    if not isinstance(stated, dict) or type(stated.get("events")) is not int or stated["events"] < 0:
        return False
    # A version that knows no checksum puts it before the events, and adds its own behind those that it counts.
    if [*document][-1] == "events":
        journal = journal._replace(events=journal.events[: stated["events"]])
    return stated == _checksum(journal, crc32(_body(journal)))


def _head(journal: Journal) -> str:
    document = journals.to_document(journal._replace(events=()))
    del document["events"]
    lines = "".join(f"  {_to_json(key)}: {_to_json(value)},\n" for key, value in document.items())
    return f'{{\n{lines}  "events": ['


def _document(data: bytes, path: str) -> Any:
    """Return the JSON document in `data`. Raises StateDamaged, and StateConflicted."""
    if not data.strip():
        raise StateDamaged(path, "it is empty")
    try:
        document = json.loads(
            data.decode("utf-8"), parse_constant=_no_constant, parse_float=_finite, object_pairs_hook=_unique
        )
        if _SURROGATE.search(data):
            _to_json(document).encode()
    except UnicodeDecodeError as error:
        raise StateDamaged(path, f"it is not UTF-8 at byte {error.start}") from None
    except UnicodeEncodeError:
        raise StateDamaged(path, "it has text that is no Unicode text") from None
    except json.JSONDecodeError as error:
        _check_conflict(data, path)
        raise StateDamaged(path, f"it is not JSON: line {error.lineno}, column {error.colno}: {error.msg}") from None
    except RecursionError:
        raise StateDamaged(path, "it is nested too deeply") from None
    except ValueError as error:
        raise StateDamaged(path, f"it is not JSON: {error}") from None
    return document


def _check_conflict(data: bytes, path: str) -> None:
    """Raise StateConflicted where `data` is no JSON because it has conflict markers in it."""
    from mlpath.journal import conflicts

    if conflicts.has_marks(data):
        names = [repr(side.name) for side in conflicts.sides(data)]
        found = f"it holds two sides, {' and '.join(names)}" if len(names) == 2 else f"it holds {len(names)} sides"
        raise StateConflicted(path, found if names else "its markers don't fit each other")


def _no_constant(word: str) -> None:
    raise ValueError(f"{word} is no JSON value")


def _finite(digits: str) -> float:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise ValueError(f"{digits[:20]} is too large a number")
    return number


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    document = dict(pairs)
    if len(document) < len(pairs):
        raise ValueError("a key stands there twice")
    return document
