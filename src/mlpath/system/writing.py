"""Replacing a file in one step: whoever reads it, and whatever crashes, finds the old bytes or the new ones whole."""

from __future__ import annotations

import errno
import os
import time
from contextlib import suppress

from mlpath.errors import Unflushed
from mlpath.system.ownership import make_folder, take_after

_LONG_AGO = 3600  # Seconds. No write takes as long.


def write_beside(path: str, data: bytes, mode: int = 0o600, tag: str = "", *, flush: bool = True) -> str:
    """Write `data` to a new file in the folder of `path`, flush it to the disk (fsync), and return its name.

    It has the owner and mode of the file at `path`; `mode` where there is none. `tag` tells the new files of two processes
    apart; without one, a lock must keep them apart. A lack of space shows here, before anything is replaced. A file that can be made anew needs no `flush`. Raises OSError, leaving no new file.
    """
    new = new_name(path, tag)
    discard(new)  # A killed process may have left one, of another mode.
    if tag:
        _discard_old(path)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(new, flags, mode)
    try:
        try:
            take_after(descriptor, path)
            left = memoryview(data)
            while left:
                left = left[os.write(descriptor, left) :]
            if flush:
                os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except BaseException:
        discard(new)
        raise
    return new


def new_name(path: str, tag: str = "") -> str:
    """Return the name that `write_beside` gives the new file."""
    folder, name = os.path.split(path)
    return os.path.join(folder, f".{name}{tag}.new")


def move_over(new: str, path: str, *, flush: bool = True) -> None:
    """Replace the file at `path` by the file `new`; for good, unless it is one that can be made anew (`flush`).

    Raises Unflushed where that was done but may not outlast a power cut, and OSError where it was not done; then there is no new file, either.
    """
    try:
        os.replace(new, path)
    except OSError:
        discard(new)
        raise
    if flush:
        confirm(path)


def make_lasting_folder(path: str) -> None:
    """Make a folder as `make_folder` does, for good: a file in it is lost where its own name is. Raises OSError."""
    for folder in make_folder(path):
        _sync_folder(os.path.dirname(folder))


def confirm(path: str) -> None:
    """Wait until the disk holds a file's name. Raises Unflushed where the disk does not confirm it."""
    try:
        _sync_folder(os.path.dirname(path))
    except OSError as error:
        raise Unflushed(error.errno, error.strerror, path) from None


def unused(stem: str, suffix: str) -> str:
    """Return a file name that is not taken: the stem and suffix, with a number between where need be."""
    name, count = stem + suffix, 1
    while os.path.lexists(name):
        count += 1
        name = f"{stem}-{count}{suffix}"
    return name


def discard(new: str) -> None:
    """Remove a new file that is not needed after all."""
    with suppress(OSError):
        os.unlink(new)


def _discard_old(path: str) -> None:
    """Remove the new files of this one that processes left long ago when they were killed."""
    folder, name = os.path.split(path)
    with suppress(OSError):
        for left in os.listdir(folder):
            tag = left.removeprefix(f".{name}.").removesuffix(".new")
            if tag.isdigit() and left == f".{name}.{tag}.new":
                old = os.path.join(folder, left)
                if time.time() - os.stat(old).st_mtime > _LONG_AGO:
                    os.unlink(old)


def _sync_folder(folder: str) -> None:
    """Flush a folder's entries to the disk, where the system can (POSIX). Raises OSError."""
    if os.name != "posix":
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except PermissionError:
        return  # A folder that can be written but not read can't be flushed by us.
    try:
        os.fsync(descriptor)
    except OSError as error:
        # Some file systems can't flush a folder and say so; the files themselves were flushed.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(descriptor)
