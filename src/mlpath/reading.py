"""Reading a whole file, whatever stands at its path."""

from __future__ import annotations

import errno
import os
import stat


def read_file(path: str, most: int) -> bytes:
    """Return what the file at `path` holds.

    Raises FileNotFoundError where there is none, and OSError, its text in plain words, where it is no regular file, has
    more than `most` bytes, or can't be read.
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
