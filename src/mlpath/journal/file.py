"""The state file: reading a journal and replacing it, so that a crash at any moment leaves a whole one.

A write goes to a temporary file in the same folder, is flushed to the disk (fsync), and takes the state file's place in
one step; the same bytes are kept as the day's backup. Reading takes no lock and writes nothing.
"""

from __future__ import annotations

import errno
import os
import shlex
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from mlpath.errors import StateBusy, StateError, StateUnconfirmed, StateUnwritable, reason, refusing
from mlpath.journal import backups
from mlpath.journal.backups import MOST_BYTES
from mlpath.journal.encoding import decode, decode_sides, encode, encode_after
from mlpath.journal.journal import Journal
from mlpath.system import lock
from mlpath.system.reading import read_file
from mlpath.system.writing import Unflushed, discard, move_over, new_name, write_beside

_ELSEWHERE = "or name another file with --state or MLPATH_STATE"
_IN_THE_WAY = f"move away what stands there, {_ELSEWHERE}"
_A_FOLDER = "name a file; or let the folder's name end with a slash: then each roadmap has a file in it"
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


class Held:
    """A state file under its lock: its real path, its bytes, and its journal (None both where there is no file)."""

    def __init__(self, path: str, roadmap: str) -> None:
        self.path = target(path)
        self.data = content(self.path)
        self.journal = None if self.data is None else decode(self.data, path, roadmap)
        self._named = path

    def write(self, after: Journal, today: str, keep: str = "") -> None:
        """Put a journal in the place of the one that stands there. `today` (ISO) names the backup of the day.

        With `keep`, what stood there before is kept as a backup of that name, too. Raises StateUnwritable with nothing
        changed, StateUnconfirmed, and OSError, which `locked` turns into one of them.
        """
        _check_writable(self.path, self._named)
        if keep and self.data is not None:
            backups.keep(self.path, self.data, f"{today}-{keep}")
        data = encode_after(after, self.journal or Journal(after.roadmap), self.data or b"")
        if len(data) > MOST_BYTES:
            size = f"it would have {len(data):,} bytes; {MOST_BYTES:,} is the most"
            raise StateUnwritable(self._named, size, "remove notes")
        _replace(self.path, data, today, self.data, after)
        self.data, self.journal = data, after


def load(path: str, roadmap: str | None) -> Journal | None:
    """Return the journal at `path`, or None where there is no file.

    Only an absent file means a new journal. Raises StateError or one of its kin for anything else that isn't a whole
    journal of this roadmap; of any roadmap where `roadmap` is None.
    """
    _check_link(path)
    data = content(path)
    return None if data is None else decode(data, path, roadmap)


def load_sides(path: str, roadmap: str | None) -> tuple[tuple[str, Journal], ...]:
    """Return what `load` does, nameless, where there is a file; of one with a conflict in it, both sides with their names.

    Raises what `load` raises, and StateConflicted where a side can't be read.
    """
    _check_link(path)
    data = content(path)
    return () if data is None else decode_sides(data, path, roadmap)


@contextmanager
def locked(path: str, roadmap: str, wait: float = lock.WAIT) -> Iterator[Held]:
    """Hold the state file's lock, and give the file as it is under it.

    Raises StateBusy after `wait` seconds, and what `load` raises; failures of the system become StateUnwritable, or
    StateUnconfirmed where the change was made but may not outlast a power cut.
    """
    with _hold(path, wait):
        yield Held(path, roadmap)


def settle(path: str, before: bytes | None, after: Journal, today: str, wait: float = lock.WAIT) -> None:
    """Put the journal of all sides in the place of a state file with a conflict in it, which is kept with the backups.

    `before` are the bytes that the journal was made from. Raises StateBusy where they no longer stand there, and
    StateUnwritable.
    """
    with _hold(path, wait) as real:
        if content(real) != before:
            raise StateBusy(path, "it has just been changed")
        _check_writable(real, path)
        if before is not None:
            backups.keep(real, before, f"{today}-conflict", ".txt")
        _replace(real, encode(after), today, None, after)


def restore(path: str, data: bytes, roadmap: str, today: str, wait: float = lock.WAIT) -> str | None:
    """Put the journal in `data` in the state file's place, and return where what stood there was kept.

    None where nothing stood there. Raises StateBusy and StateUnwritable.
    """
    with _hold(path, wait) as real:
        aside = None
        if os.path.lexists(real):
            aside = backups.unused(f"{os.path.splitext(real)[0]}.{today}-replaced", os.path.splitext(real)[1])
            try:
                os.link(real, aside)
            except OSError:  # A file system without hard links.
                os.rename(real, aside)
        try:
            _replace(real, data, today, None, decode(data, path, roadmap))
        except (OSError, StateError):
            if aside is not None and not os.path.lexists(real):
                os.rename(aside, real)
            elif aside is not None and os.path.samefile(aside, real):  # Nothing took its place: the other name goes.
                os.unlink(aside)
            raise
        return aside


def move_aside(path: str, day: str, wait: float = lock.WAIT) -> str | None:
    """Rename the state file to a dated name beside it, and return that name; None where there is no file.

    Raises StateBusy and StateUnwritable.
    """
    if not os.path.lexists(target(path)):
        return None
    with _hold(path, wait) as real:
        if not os.path.lexists(real):
            return None
        stem, suffix = os.path.splitext(real)
        aside = backups.unused(f"{stem}.{day}", suffix)
        move_over(real, aside)
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


@contextmanager
def _hold(path: str, wait: float) -> Iterator[str]:
    """Hold the state file's lock, and give the real file's path; failures of the system become errors of ours."""
    real = target(path)
    folder = os.path.dirname(real)
    _check_link(path)
    if os.path.exists(real) and not os.path.isfile(real):
        content(path)  # Raises, before a lock file is left beside a folder or device.
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        with lock.locked(lock_file(path), wait):
            yield real
    except lock.LockTimeoutError:
        raise StateBusy(path, f"another process held {lock_file(path)} for {wait:g} seconds") from None
    except Unflushed as error:
        raise StateUnconfirmed(path, f"the disk did not confirm it: {reason(error)}") from None
    except OSError as error:
        elsewhere = error.filename and os.path.realpath(error.filename) != real
        cause = f"{error.filename}: {reason(error)}" if elsewhere else reason(error)
        raise StateUnwritable(path, cause, _HINTS.get(error.errno or 0)) from None


def _check_writable(path: str, named: str) -> None:
    """Raise StateUnwritable where the file at `path`, which the user knows as `named`, is there and write-protected."""
    if os.path.exists(path) and not os.access(path, os.W_OK):
        hint = f"make it writable again: chmod u+w {shlex.quote(path)}"
        raise StateUnwritable(named, "it is write-protected", hint)


def _check_link(path: str) -> None:
    """Raise StateError for a link into a folder that is not there: a disk that is not mounted is no new start."""
    folder = os.path.dirname(target(path))
    if os.path.islink(path) and not os.path.isdir(folder):
        raise StateError(path, f"it is a link into {folder}, which is not there", "mount it, or name another file")


def content(path: str) -> bytes | None:
    """Return what stands at `path`, None where there is no file. Raises StateError."""
    hint = _A_FOLDER if os.path.isdir(path) else "name another file with --state or MLPATH_STATE"
    with refusing(lambda reason: StateError(path, reason, hint)):
        try:
            return read_file(path, MOST_BYTES)
        except FileNotFoundError:
            return None


def _replace(path: str, data: bytes, today: str, before: bytes | None, after: Journal) -> None:
    """Replace the state file and the day's backup; what can fail for want of space does so before either changes."""
    backup = backups.of_day(path, today)
    backups.spare(backup, after, before)
    new_state = write_beside(path, data)
    try:
        new_backup = write_beside(backup, data)
        try:
            move_over(new_state, path)
        except Unflushed:
            raise
        except OSError:
            discard(new_backup)
            raise
    except OSError:
        discard(new_state)
        raise
    try:
        move_over(new_backup, backup)
    except OSError as error:
        discard(new_backup)
        raise StateUnconfirmed(path, f"its backup {backup} can't be written: {reason(error)}") from None
    with suppress(OSError):  # The change is on the disk: a backup too many is no reason to call it failed.
        backups.prune(path, today, after)
