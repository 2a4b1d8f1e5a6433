"""An exclusive lock on a file, held by an open descriptor: the system lets go of it when the process dies."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from mlpath.system.ownership import leave_to_owner

WAIT = 10.0
_PAUSE = 0.02

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


@contextmanager
def locked(path: str, wait: float = WAIT) -> Iterator[None]:
    """Hold the lock file at `path`, which is made where it is missing and never removed.

    Raises LockTimeoutError when another process held it for `wait` seconds, and OSError where the file can't be opened.
    Each time that the lock changes hands, the wait begins anew.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
    try:
        leave_to_owner(descriptor, path)
        changed, until = os.fstat(descriptor).st_mtime_ns, time.monotonic() + wait
        while True:
            try:
                _take(descriptor)
                break
            except (BlockingIOError, PermissionError):
                before, changed = changed, os.fstat(descriptor).st_mtime_ns
                if changed != before:
                    until = time.monotonic() + wait
                if time.monotonic() >= until:
                    raise LockTimeoutError(path) from None
                time.sleep(_PAUSE)
        with suppress(OSError):
            os.utime(path)  # Tells those who wait that the lock has changed hands.
        yield
    finally:
        os.close(descriptor)


def is_held(path: str) -> bool:
    """Return whether a process holds the lock file at `path`. Changes nothing; a missing file is free."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0))
    except OSError:
        return False
    try:
        _take(descriptor)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False
