"""The state file: reading a journal and replacing it, so that a crash at any moment leaves a whole one.

A write goes to a temporary file in the same folder, is flushed to the disk (fsync), and takes the state file's place in
one step (`os.replace`); then the folder is flushed too. The same bytes are kept as the day's backup. Reading takes no
lock and writes nothing.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from contextlib import suppress

from mlpath import journal as journals
from mlpath.errors import StateBusy, StateDamaged, StateError, StateForeign, StateNewer, StateUnwritable, reason
from mlpath.journal import Journal
from mlpath.lock import WAIT, locked
from mlpath.reading import read_file

MOST_BYTES = 64 * 1024 * 1024
BACKUPS_KEPT = 7

Change = Callable[[Journal], Journal | None]


def read(path: str, roadmap: str) -> Journal | None:
    """Return the journal at `path`, or None where there is no file.

    Only an absent file means a new journal. Raises StateError or one of its kin for anything else that isn't a whole
    journal of this roadmap.
    """
    try:
        data = read_file(path, MOST_BYTES)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StateError(path, reason(error), "name another file with --state or MLPATH_STATE") from None
    return decode(data, path, roadmap)


def decode(data: bytes, path: str, roadmap: str) -> Journal:
    """Return the journal that `data`, read from `path`, holds. Raises StateError's kin, as `read` does."""
    if not data.strip():
        raise StateDamaged(path, "it is empty")
    try:
        document = json.loads(data.decode("utf-8"), parse_constant=_no_constant, object_pairs_hook=_unique)
    except UnicodeDecodeError as error:
        raise StateDamaged(path, f"it is not UTF-8 at byte {error.start}") from None
    except json.JSONDecodeError as error:
        raise StateDamaged(path, f"it is not JSON: line {error.lineno}, column {error.colno}: {error.msg}") from None
    except RecursionError:
        raise StateDamaged(path, "it is nested too deeply") from None
    except ValueError as error:
        raise StateDamaged(path, f"it is not JSON: {error}") from None
    try:
        return journals.read(document, roadmap)
    except journals.Damaged as error:
        raise StateDamaged(path, str(error)) from None
    except journals.Foreign as error:
        raise StateForeign(path, str(error)) from None
    except journals.Newer as error:
        raise StateNewer(path, str(error)) from None


def encode(journal: Journal) -> bytes:
    """Return the bytes of the state file: one event a line, the same bytes for the same journal."""
    head = journals.document(journal)
    events = head.pop("events")
    lines = [f"  {_dump(key)}: {_dump(value)}," for key, value in head.items()]
    body = ",\n".join(f"    {_dump(event)}" for event in events)
    return ("{\n" + "\n".join(lines) + '\n  "events": [' + (f"\n{body}\n  " if body else "") + "]\n}\n").encode()


def update(path: str, roadmap: str, today: str, change: Change, wait: float = WAIT) -> Journal:
    """Read the journal under the lock, change it, write it, and return what stands in the file now.

    `change` returns the new journal, or None where nothing changes; then nothing is written. `today` (ISO) names the
    backup. Raises StateBusy after `wait` seconds, StateUnwritable, and what `read` raises.
    """
    link, path = path, target(path)
    folder = os.path.dirname(path)
    if os.path.exists(path) and not os.path.isfile(path):
        read(link, roadmap)  # Raises before a lock file is left beside a folder or device.
    if os.path.islink(link) and not os.path.isdir(folder):
        raise StateUnwritable(link, f"it is a link into {folder}, which is not there")
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        with locked(lock_file(path), wait):
            before = read(path, roadmap) or Journal(roadmap)
            after = change(before)
            if after is None:
                return before
            if os.path.exists(path) and not os.access(path, os.W_OK):
                raise StateUnwritable(path, "it is write-protected", "make the file writable again")
            _write(path, encode(after), today)
            return after
    except TimeoutError:
        raise StateBusy(path, f"another process held {lock_file(path)} for {wait:g} seconds") from None
    except OSError as error:
        raise StateUnwritable(path, reason(error)) from None


def move_aside(path: str, day: str, wait: float = WAIT) -> str | None:
    """Rename the state file to a dated name beside it, and return that name; None where there is no file.

    Raises StateBusy and StateUnwritable.
    """
    path = target(path)
    if not os.path.lexists(path):
        return None
    stem, suffix = os.path.splitext(path)
    try:
        with locked(lock_file(path), wait):
            aside, count = f"{stem}.{day}{suffix}", 1
            while os.path.lexists(aside):
                count += 1
                aside = f"{stem}.{day}-{count}{suffix}"
            os.rename(path, aside)
            _sync_folder(os.path.dirname(path))
            return aside
    except TimeoutError:
        raise StateBusy(path, f"another process held {lock_file(path)} for {wait:g} seconds") from None
    except OSError as error:
        raise StateUnwritable(path, reason(error)) from None


def target(path: str) -> str:
    """Return the file that `path` stands for, so that a symlink stays one when the file is replaced."""
    return os.path.realpath(path)


def lock_file(path: str) -> str:
    """Return the lock file of a state file."""
    folder, name = os.path.split(target(path))
    return os.path.join(folder, f".{name}.lock")


def backup_folder(path: str) -> str:
    """Return the folder that holds a state file's backups, a file a day."""
    return os.path.splitext(target(path))[0] + ".backups"


def _write(path: str, data: bytes, today: str) -> None:
    """Replace the state file and the day's backup; whatever can fail for want of space does so before either changes."""
    folder = os.path.dirname(path)
    backups = backup_folder(path)
    os.makedirs(backups, mode=0o700, exist_ok=True)
    backup = os.path.join(backups, f"{today}.json")
    new_state = os.path.join(folder, f".{os.path.basename(path)}.new")
    new_backup = os.path.join(backups, ".new")
    try:
        _write_new(new_state, data)
        _write_new(new_backup, data)
        os.replace(new_backup, backup)
        os.replace(new_state, path)
    except OSError:
        for leftover in (new_state, new_backup):
            if os.path.exists(leftover):
                os.unlink(leftover)
        raise
    _sync_folder(backups)
    _sync_folder(folder)
    _prune(backups, keep=f"{today}.json")


def _write_new(path: str, data: bytes) -> None:
    # The lock is held: a file of this name is what a killed process left behind.
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    descriptor = os.open(path, flags, 0o600)
    with open(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(descriptor)


def _sync_folder(folder: str) -> None:
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        # Some file systems can't flush a folder and say so; the files themselves were flushed.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(descriptor)


def _prune(backups: str, keep: str) -> None:
    days = sorted((name for name in os.listdir(backups) if name.endswith(".json") and name != keep), reverse=True)
    with suppress(OSError):  # The change is on the disk: a backup too many is no reason to call it failed.
        for name in days[BACKUPS_KEPT:]:
            os.unlink(os.path.join(backups, name))


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _no_constant(word: str) -> None:
    raise ValueError(f"{word} is no JSON value")


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands there twice")
    return found
