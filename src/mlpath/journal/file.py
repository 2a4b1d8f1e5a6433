"""The state file: reading a journal and replacing it, so that a crash at any moment leaves a whole one.

A write goes to a temporary file in the same folder, is flushed to the disk (fsync), and takes the state file's place in
one step; the same bytes are kept as the day's backup. Reading takes no lock and writes nothing.
"""

from __future__ import annotations

import errno
import json
import os
import re
import shlex
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from mlpath.errors import (
    StateBusy,
    StateDamaged,
    StateError,
    StateForeign,
    StateNewer,
    StateUnconfirmed,
    StateUnwritable,
    reason,
)
from mlpath.journal import journal as journals
from mlpath.journal.events import Damaged, Newer
from mlpath.journal.journal import Journal
from mlpath.system.lock import WAIT, LockTimeoutError, locked
from mlpath.system.reading import read_file
from mlpath.system.writing import Unflushed, discard, new_name, take_place, write_beside

MOST_BYTES = 64 * 1024 * 1024
BACKUP_DAYS = 7
_dump = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
_DATED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(-.*)?\.json")
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")

_ELSEWHERE = "or name another file with --state or MLPATH_STATE"
_IN_THE_WAY = f"move away what stands there, {_ELSEWHERE}"
_HINTS = {
    errno.ENOSPC: f"make room on the disk, {_ELSEWHERE}",
    errno.EDQUOT: f"make room on the disk, {_ELSEWHERE}",
    errno.EFBIG: f"make room on the disk, {_ELSEWHERE}",
    errno.EROFS: "the disk is read-only: name another file with --state or MLPATH_STATE",
    errno.EEXIST: _IN_THE_WAY,
    errno.EISDIR: _IN_THE_WAY,
    errno.ENOTDIR: _IN_THE_WAY,
    errno.ELOOP: _IN_THE_WAY,
    errno.ENOENT: _IN_THE_WAY,
}

Change = Callable[[Journal], Journal | None]


def read(path: str, roadmap: str | None) -> Journal | None:
    """Return the journal at `path`, or None where there is no file.

    Only an absent file means a new journal. Raises StateError or one of its kin for anything else that isn't a whole
    journal of this roadmap; of any roadmap where `roadmap` is None.
    """
    _check_link(path)
    data = _bytes(path)
    return None if data is None else decode(data, path, roadmap)


def decode(data: bytes, path: str, roadmap: str | None) -> Journal:
    """Return the journal that `data`, read from `path`, holds. Raises StateError's kin, as `read` does."""
    document = _document(data, path)
    try:
        return journals.read(document, roadmap)
    except Damaged as error:
        raise StateDamaged(path, str(error)) from None
    except journals.Foreign as error:
        raise StateForeign(path, str(error)) from None
    except Newer as error:
        raise StateNewer(path, str(error)) from None


def encode(journal: Journal) -> bytes:
    """Return the bytes of the state file: one event a line, the same bytes for the same journal."""
    head = journals.document(journal)
    events = head.pop("events")
    lines = [f"  {_dump(key)}: {_dump(value)}," for key, value in head.items()]
    body = ",\n".join(f"    {_dump(event)}" for event in events)
    return ("{\n" + "\n".join(lines) + '\n  "events": [' + (f"\n{body}\n  " if body else "") + "]\n}\n").encode()


def update(path: str, roadmap: str, today: str, change: Change, wait: float = WAIT, keep: str = "") -> Journal:
    """Read the journal under the lock, change it, write it, and return what stands in the file now.

    `change` returns the new journal, or None where nothing changes; then nothing is written. `today` (ISO) names the
    backup; with `keep`, what stood there before is kept as a backup of that name, too. Raises StateBusy after `wait`
    seconds, StateUnwritable, and what `read` raises.
    """
    with _hold(path, wait) as real:
        data = _bytes(real)
        before = Journal(roadmap) if data is None else decode(data, path, roadmap)
        after = change(before)
        if after is None:
            return before
        if data is not None and not os.access(real, os.W_OK):
            raise StateUnwritable(
                path, "it is write-protected", f"make it writable again: chmod u+w {shlex.quote(real)}"
            )
        if keep and data is not None:
            _keep(real, data, f"{today}-{keep}")
        written = encode(after)
        if len(written) > MOST_BYTES:
            raise StateUnwritable(
                path, f"it would have {len(written):,} bytes; {MOST_BYTES:,} is the most", "remove notes"
            )
        _write(real, written, today, data, after)
        return after


def restore(path: str, data: bytes, roadmap: str, today: str, wait: float = WAIT) -> str | None:
    """Put the journal in `data` in the state file's place, and return where what stood there was kept.

    None where nothing stood there. Raises StateBusy and StateUnwritable.
    """
    with _hold(path, wait) as real:
        aside = None
        if os.path.lexists(real):
            aside = _unused(f"{os.path.splitext(real)[0]}.{today}-replaced", os.path.splitext(real)[1])
            try:
                os.link(real, aside)
            except OSError:  # A file system without hard links.
                os.rename(real, aside)
        try:
            _write(real, data, today, None, decode(data, path, roadmap))
        except (OSError, StateError):
            if aside is not None and not os.path.lexists(real):
                os.rename(aside, real)
            elif aside is not None and os.path.samefile(aside, real):  # Nothing took its place: the other name goes.
                os.unlink(aside)
            raise
        return aside


def move_aside(path: str, day: str, wait: float = WAIT) -> str | None:
    """Rename the state file to a dated name beside it, and return that name; None where there is no file.

    Raises StateBusy and StateUnwritable.
    """
    if not os.path.lexists(target(path)):
        return None
    with _hold(path, wait) as real:
        if not os.path.lexists(real):
            return None
        stem, suffix = os.path.splitext(real)
        aside = _unused(f"{stem}.{day}", suffix)
        take_place(real, aside)
        return aside


def target(path: str) -> str:
    """Return the file that `path` stands for, so that a symlink stays one when the file is replaced."""
    return os.path.realpath(path)


def lock_file(path: str) -> str:
    """Return the lock file of a state file."""
    folder, name = os.path.split(target(path))
    return os.path.join(folder, f".{name}.lock")


def new_file(path: str) -> str:
    """Return where a new state file is written before it takes the old one's place."""
    return new_name(target(path))


def backup_folder(path: str) -> str:
    """Return the folder that holds a state file's backups: its name is the file's, and `.backups`."""
    return target(path) + ".backups"


@contextmanager
def _hold(path: str, wait: float) -> Iterator[str]:
    """Hold the state file's lock, and give the real file's path; failures of the system become errors of ours."""
    real = target(path)
    folder = os.path.dirname(real)
    _check_link(path)
    if os.path.exists(real) and not os.path.isfile(real):
        _bytes(path)  # Raises, before a lock file is left beside a folder or device.
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        with locked(lock_file(path), wait):
            yield real
    except LockTimeoutError:
        raise StateBusy(path, f"another process held {lock_file(path)} for {wait:g} seconds") from None
    except Unflushed as error:
        raise StateUnconfirmed(path, f"the disk did not confirm it: {reason(error)}") from None
    except OSError as error:
        elsewhere = error.filename and os.path.realpath(error.filename) != real
        said = f"{error.filename}: {reason(error)}" if elsewhere else reason(error)
        raise StateUnwritable(path, said, _HINTS.get(error.errno or 0)) from None


def _check_link(path: str) -> None:
    """Raise StateError for a link into a folder that is not there: a disk that is not mounted is no new start."""
    folder = os.path.dirname(target(path))
    if os.path.islink(path) and not os.path.isdir(folder):
        raise StateError(path, f"it is a link into {folder}, which is not there", "mount it, or name another file")


def _bytes(path: str) -> bytes | None:
    try:
        return read_file(path, MOST_BYTES)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StateError(path, reason(error), "name another file with --state or MLPATH_STATE") from None


def _document(data: bytes, path: str) -> Any:
    """Return the JSON document in `data`. Raises StateDamaged."""
    if not data.strip():
        raise StateDamaged(path, "it is empty")
    try:
        document = json.loads(
            data.decode("utf-8"), parse_constant=_no_constant, parse_float=_finite, object_pairs_hook=_unique
        )
        if _SURROGATE.search(data):
            _dump(document).encode()
    except UnicodeDecodeError as error:
        raise StateDamaged(path, f"it is not UTF-8 at byte {error.start}") from None
    except UnicodeEncodeError:
        raise StateDamaged(path, "it has text that is no Unicode text") from None
    except json.JSONDecodeError as error:
        raise StateDamaged(path, f"it is not JSON: line {error.lineno}, column {error.colno}: {error.msg}") from None
    except RecursionError:
        raise StateDamaged(path, "it is nested too deeply") from None
    except ValueError as error:
        raise StateDamaged(path, f"it is not JSON: {error}") from None
    return document


def _write(path: str, data: bytes, today: str, before: bytes | None, after: Journal) -> None:
    """Replace the state file and the day's backup; what can fail for want of space does so before either changes."""
    backups = backup_folder(path)
    os.makedirs(backups, mode=0o700, exist_ok=True)
    backup = os.path.join(backups, f"{today}.json")
    if _has_more(backup, after, before):
        os.replace(backup, _unused(os.path.splitext(backup)[0] + "-spared", ".json"))
    new_state = write_beside(path, data)
    try:
        new_backup = write_beside(backup, data)
        try:
            take_place(new_state, path)
        except Unflushed:
            raise
        except OSError:
            discard(new_backup)
            raise
    except OSError:
        discard(new_state)
        raise
    try:
        take_place(new_backup, backup)
    except OSError as error:
        discard(new_backup)
        raise StateUnconfirmed(path, f"its backup {backup} can't be written: {reason(error)}") from None
    with suppress(OSError):  # The change is on the disk: a backup too many is no reason to call it failed.
        _prune(backups, today, after)


def _has_more(backup: str, after: Journal, before: bytes | None = None) -> bool:
    """Return whether a backup has events that the journal lacks, or can't be understood.

    The day's backup doesn't when mlpath alone wrote the state: then it holds the same bytes as the state `before`.
    """
    try:
        data = read_file(backup, MOST_BYTES)
        kept = after if data == before else decode(data, backup, after.roadmap)
    except FileNotFoundError:
        return False
    except StateError:
        return True
    ids = {event["id"] for event in after.events}
    return any(event["id"] not in ids for event in kept.events)


def _keep(path: str, data: bytes, name: str) -> None:
    """Keep `data` as one more backup of the state file."""
    os.makedirs(backup_folder(path), mode=0o700, exist_ok=True)
    backup = _unused(os.path.join(backup_folder(path), name), ".json")
    take_place(write_beside(backup, data), backup)


def _unused(stem: str, suffix: str) -> str:
    """Return a file name that is not taken: the stem and suffix, with a number between where need be."""
    name, count = stem + suffix, 1
    while os.path.lexists(name):
        count += 1
        name = f"{stem}-{count}{suffix}"
    return name


def _prune(backups: str, today: str, after: Journal) -> None:
    """Remove the backups of all but the last few days, unless one has events that the journal lacks."""
    names = [name for name in os.listdir(backups) if _DATED.fullmatch(name) and not name.startswith(today)]
    kept = sorted({name[: len(today)] for name in names}, reverse=True)[:BACKUP_DAYS]
    for name in names:
        if name[: len(today)] not in kept and not _has_more(os.path.join(backups, name), after):
            os.unlink(os.path.join(backups, name))


def _no_constant(word: str) -> None:
    raise ValueError(f"{word} is no JSON value")


def _finite(digits: str) -> float:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise ValueError(f"{digits[:20]} is too large a number")
    return number


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands there twice")
    return found
