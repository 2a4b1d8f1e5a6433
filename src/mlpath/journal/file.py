"""The state file: reading a journal and replacing it, so that a crash at any moment leaves a whole one.

A write goes to a temporary file in the same folder, is flushed to the disk (fsync), and takes the state file's place in
one step; the same bytes are kept as the day's backup. Reading takes no lock and writes nothing.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from mlpath.errors import StateBusy, StateError, StateUnconfirmed, StateUnwritable, Unflushed, reason, refusing
from mlpath.journal import backups
from mlpath.journal.backups import MOST_BYTES
from mlpath.journal.encoding import decode, decode_sides, encode, encode_after
from mlpath.journal.journal import Journal
from mlpath.system import lock
from mlpath.system.ownership import repair
from mlpath.system.reading import read_file, version
from mlpath.system.writing import confirm, discard, make_lasting_folder, move_over, new_name, unused, write_beside

_ELSEWHERE = "or name another file with --state or MLPATH_STATE"
_IN_THE_WAY = f"move away what stands there, {_ELSEWHERE}"
_A_FOLDER = "name a file; or let the folder's name end with a slash: then each roadmap has a file in it"
_HINTS = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), f"make room on the disk, {_ELSEWHERE}"),
    errno.EROFS: "the disk is read-only: name another file with --state or MLPATH_STATE",
    **dict.fromkeys((errno.EEXIST, errno.EISDIR, errno.ENOTDIR, errno.ELOOP, errno.ENOENT), _IN_THE_WAY),
}


class Hold:
    """The lock of the state file at `named`, really at `path`. `change` says what was done to it, None before that."""

    def __init__(self, named: str) -> None:
        self.named, self.path = named, target(named)
        self.change: str | None = None


class Held:
    """A state file under its lock: its real path, its bytes, and its journal (None both where there is no file)."""

    def __init__(self, hold: Hold, path: str, roadmap: str) -> None:
        self.path = hold.path
        self._hold = hold
        self._version = _version(self.path)
        self.data = content(self.path)
        self.journal = None if self.data is None else decode(self.data, path, roadmap)
        self._named = path

    def write(self, after: Journal, today: str, keep: str = "") -> None:
        """Put a journal in the place of the one that stands there. `today` (ISO) names the backup of the day.

        With `keep`, what stood there before is kept as a backup of that name, too. Raises StateUnwritable with nothing
        changed, StateBusy where another program changed the file meanwhile, StateUnconfirmed, and OSError, which `held` turns into one of them.
        """
        _check_writable(self.path, self._named)
        data = self._encoded(after, today)
        if len(data) > MOST_BYTES:
            size = f"it would have {len(data):,} bytes; {MOST_BYTES:,} is the most"
            raise StateUnwritable(self._named, size, "remove notes")
        with lock.one_at_a_time(os.path.dirname(self.path)):
            if _version(self.path) != self._version:
                raise StateBusy(self._named, "another program changed it at the same time")
            kept = backups.keep(self.path, self.data, f"{today}-{keep}") if keep and self.data is not None else None
            try:
                _replace(self._hold, data, today, self.data, after)
            except OSError:
                if kept is not None and self._hold.change is None:
                    discard(kept)
                raise
            self._version = _version(self.path)
        self.data, self.journal = data, after

    def _encoded(self, after: Journal, today: str) -> bytes:
        """Return a journal as bytes: what is new, behind what stands there, where mlpath alone wrote that today."""
        if self.data is not None and self.journal is not None and backups.holds(self.path, today, self.data):
            return encode_after(after, self.journal, self.data)
        return encode(after)


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
    with held(path, wait) as hold:
        yield Held(hold, path, roadmap)


def settle(path: str, before: bytes | None, after: Journal, today: str, wait: float = lock.WAIT) -> None:
    """Put the journal of all sides in the place of a state file with a conflict in it, which is kept with the backups.

    `before` are the bytes that the journal was made from. Raises StateBusy where they no longer stand there,
    StateUnwritable with nothing changed, and StateUnconfirmed.
    """
    with held(path, wait) as hold:
        if content(hold.path) != before:
            raise StateBusy(path, "it has just been changed")
        _check_writable(hold.path, path)
        kept = None if before is None else backups.keep(hold.path, before, f"{today}-conflict", ".txt")
        try:
            _replace(hold, encode(after), today, None, after)
        except OSError:
            if kept is not None and hold.change is None:
                discard(kept)
            raise


@contextmanager
def held(path: str, wait: float = lock.WAIT) -> Iterator[Hold]:
    """Hold the state file's lock. Failures of the system become errors of ours; what was done until then tells which.

    Raises StateBusy after `wait` seconds, StateUnwritable with nothing changed, StateUnconfirmed, and StateError.
    """
    hold = Hold(path)
    real, folder = hold.path, os.path.dirname(hold.path)
    _check_link(path)
    if os.path.exists(real) and not os.path.isfile(real):
        content(path)  # Raises, before a lock file is left beside a folder or device.
    try:
        make_lasting_folder(folder)
        with lock.locked(lock_file(path), wait):
            yield hold
    except lock.LockTimeoutError:
        raise StateBusy(path, f"another process held {lock_file(path)} for {wait:g} seconds") from None
    except lock.NoLocksError as error:
        elsewhere = "name a file on another disk with --state or MLPATH_STATE"
        raise StateUnwritable(path, f"its file system has no locks: {reason(error)}", elsewhere) from None
    except OSError as error:
        if hold.change:
            raise StateUnconfirmed(path, f"the disk did not confirm it: {reason(error)}", hold.change) from None
        elsewhere = error.filename and os.path.realpath(error.filename) != real
        cause = f"{error.filename}: {reason(error)}" if elsewhere else reason(error)
        raise StateUnwritable(path, cause, _HINTS.get(error.errno or 0)) from None


def restore(hold: Hold, data: bytes, journal: Journal, today: str) -> str | None:
    """Put `data`, which holds the journal, in the state file's place, and return where what stood there was kept.

    None where nothing stood there. Raises StateUnconfirmed, and OSError, which `held` turns into an error of ours.
    """
    with lock.one_at_a_time(os.path.dirname(hold.path)):
        aside = _copy_aside(hold.path, today)
        kept = "" if aside is None else f"; what stood there is kept as {aside}"
        try:
            _replace(hold, data, today, None, journal, kept)
        except OSError:
            if aside is not None and hold.change is None:
                discard(aside)
            raise
    return aside


def move_aside(path: str, day: str, wait: float = lock.WAIT) -> str | None:
    """Rename the state file to a dated name beside it, and return that name; None where there is no file.

    Raises StateBusy, StateUnwritable and StateUnconfirmed.
    """
    if not os.path.lexists(target(path)):
        return None
    with held(path, wait) as hold:
        if not os.path.lexists(hold.path):
            return None
        stem, suffix = os.path.splitext(hold.path)
        aside = unused(f"{stem}.{day}", suffix)
        os.replace(hold.path, aside)
        hold.change = f"the state file {path} was moved to {aside}"
        confirm(aside)
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


def _version(path: str) -> list[int] | None:
    """Return what tells the file that stands at `path` from others, None where there is none that can be looked at."""
    try:
        return version(os.stat(path))
    except OSError:
        return None


def _check_writable(path: str, named: str) -> None:
    """Raise StateUnwritable where the file at `path`, which the user knows as `named`, is there and write-protected."""
    if os.path.exists(path) and not os.access(path, os.W_OK):
        hint = f"make it writable again: {repair(path)}"
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


def _copy_aside(path: str, today: str) -> str | None:
    """Give the file at `path` a dated name, too, and return that; None where there is no file. Raises OSError."""
    if not os.path.lexists(path):
        return None
    stem, suffix = os.path.splitext(path)
    aside = unused(f"{stem}.{today}-replaced", suffix)
    try:
        os.link(path, aside)
    except OSError:  # A file system without hard links.
        move_over(write_beside(aside, read_file(path, sys.maxsize)), aside, flush=False)
    return aside


def _replace(hold: Hold, data: bytes, today: str, before: bytes | None, after: Journal, kept: str = "") -> None:
    """Replace the state file and the day's backup; what can fail for want of space does so before either changes.

    `kept` goes on where an error says that the change is in the state file.
    """
    backup = backups.of_day(hold.path, today)
    backups.spare(backup, after, before)
    new_state = write_beside(hold.path, data)
    try:
        new_backup = write_beside(backup, data)
        try:
            os.replace(new_state, hold.path)
        except OSError:
            discard(new_backup)
            raise
    except OSError:
        discard(new_state)
        raise
    hold.change = f"the change is in the state file {hold.named}{kept}"
    try:
        confirm(hold.path)
    finally:
        _replace_backup(hold, new_backup, backup)
    with suppress(OSError):  # The change is on the disk: a backup too many is no reason to call it failed.
        backups.prune(hold.path, today, after)


def _replace_backup(hold: Hold, new: str, backup: str) -> None:
    """Let the day's backup follow a state file that was replaced. Raises StateUnconfirmed."""
    try:
        move_over(new, backup)
    except Unflushed as error:
        condition = f"the disk did not confirm its backup {backup}: {reason(error)}"
        raise StateUnconfirmed(hold.named, condition, hold.change) from None
    except OSError as error:
        condition = f"its backup {backup} can't be written: {reason(error)}"
        raise StateUnconfirmed(hold.named, condition, hold.change) from None
