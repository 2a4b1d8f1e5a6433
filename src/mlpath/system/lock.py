"""An exclusive lock on a file, held by an open descriptor: the system lets go of it when the process dies."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from mlpath.system.ownership import leave_to_owner

WAIT = 10.0
_PAUSE = 0.02
_WITHOUT_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP)

if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class LockTimeoutError(Exception):
    """Another process kept the lock for as long as we waited."""


class NoLocksError(OSError):
    """The file system has no locks."""


@contextmanager
def locked(path: str, wait: float = WAIT) -> Iterator[None]:
    """Hold the lock file at `path`, which is made where it is missing and never removed.

    Raises LockTimeoutError when another process held it for `wait` seconds, NoLocksError, and OSError where the file can't
    be opened; a link is not followed. Each time that the lock changes hands, the wait begins anew.
    """
    descriptor, until, changed = _open(path, os.O_CREAT), time.monotonic() + wait, None
    try:
        while not (_take_now(descriptor, path) and _is_at(path, descriptor)):
            before, changed = changed, os.fstat(descriptor).st_mtime_ns
            if before is not None and changed != before:
                until = time.monotonic() + wait
            if time.monotonic() >= until:
                raise LockTimeoutError(path)
            if not _is_at(path, descriptor):  # Somebody deleted it: others hold the one that stands there now.
                os.close(descriptor)
                descriptor = -1
                descriptor = _open(path, os.O_CREAT)
                continue
            time.sleep(_PAUSE)
        with suppress(OSError):
            os.utime(descriptor)  # Tells those who wait that the lock has changed hands.
        yield
    finally:
        if descriptor >= 0:
            os.close(descriptor)


@contextmanager
def one_at_a_time(folder: str) -> Iterator[None]:
    """Have a folder to oneself for a moment, even where a lock file was deleted under its holder.

    Where a folder can't be locked, and where another program keeps it to itself, it is had without.
    """
    descriptor, until = None, time.monotonic() + WAIT
    try:
        with suppress(OSError):
            descriptor = os.open(folder, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0))
            while not _take_now(descriptor, folder) and time.monotonic() < until:
                time.sleep(_PAUSE / 20)
        yield
    finally:
        if descriptor is not None:
            with suppress(OSError):
                os.close(descriptor)


def is_held(path: str) -> bool:
    """Return whether a process holds the lock file at `path`. Changes nothing; a missing file is free.

    Raises NoLocksError.
    """
    try:
        descriptor = _open(path)
    except OSError:
        return False
    try:
        return not _take_now(descriptor, path)
    finally:
        os.close(descriptor)


def _open(path: str, flags: int = 0) -> int:
    """Open a lock file. Raises OSError."""
    if os.path.islink(path):  # Whoever may write there could have us make or touch another file.
        raise OSError(errno.ELOOP, "it is a link", path)
    flags |= os.O_RDWR | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)
    descriptor = os.open(path, flags, 0o600)
    leave_to_owner(descriptor, path)
    return descriptor


def _take_now(descriptor: int, path: str) -> bool:
    """Take the lock if it is free, and return whether it was. Raises NoLocksError and OSError."""
    try:
        _take(descriptor)
    except (BlockingIOError, PermissionError):
        return False
    except OSError as error:
        if error.errno in _WITHOUT_LOCKS:
            raise NoLocksError(error.errno, error.strerror, path) from None
        raise
    return True


def _is_at(path: str, descriptor: int) -> bool:
    """Return whether an open file still stands at its path."""
    try:
        return os.path.samestat(os.lstat(path), os.fstat(descriptor))
    except FileNotFoundError:
        return False
