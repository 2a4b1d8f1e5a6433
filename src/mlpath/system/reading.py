"""Reading a whole file, whatever stands at its path; and telling one version of it from another without reading."""

from __future__ import annotations

import errno
import os
import stat

# How long after a change a file's times may not yet tell it from a later one: file systems round them, to two seconds on
# FAT, to a tick of the kernel's clock on those that count nanoseconds (the "racy" case of git's index).
_COARSE, _FINE = 2_000_000_000, 100_000_000


def version(status: os.stat_result) -> list[int]:
    """Return size, times of change and of status change, and number of a file: they tell its versions apart."""
    return [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]


def may_change_unseen(changed: int, now: int) -> bool:
    """Return whether a file that changed at `changed` may change after `now` and keep its times (in nanoseconds)."""
    return now - changed < (_FINE if changed % 1_000_000_000 else _COARSE)


def read_file(path: str, most: int) -> bytes:
    """Return the bytes of the file at `path`.

    Raises FileNotFoundError where there is none. Raises OSError, its text in plain words, where it is no regular file,
    has more than `most` bytes, or can't be read.
    """
    # Without O_NONBLOCK, opening a named pipe would wait for a writer for ever.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        status = os.fstat(descriptor)
        if stat.S_ISDIR(status.st_mode):
            raise IsADirectoryError(errno.EISDIR, "it is a folder", path)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "it is no regular file", path)
        if status.st_size > most:
            raise OSError(errno.EFBIG, f"it has {status.st_size:,} bytes; {most:,} is the most", path)
        with open(descriptor, "rb", closefd=False) as file:
            return file.read()
    finally:
        os.close(descriptor)
