"""Writing a file that the user asked for."""

from __future__ import annotations

import os

from mlpath.atomic import take_place, write_beside
from mlpath.errors import OutputError, reason


def write(path: str, data: bytes) -> None:
    """Write `data` to `path`, replacing what stands there only once all of it is on the disk. Raises OutputError."""
    target = os.path.realpath(path)
    try:
        if os.path.exists(target) and not os.path.isfile(target):
            _write_through(path, data)
            return
        mode = os.stat(target).st_mode & 0o777 if os.path.exists(target) else 0o666
        take_place(write_beside(target, data, mode, tag=f".{os.getpid()}"), target)
    except OSError as error:
        raise OutputError(path, reason(error)) from None


def _write_through(path: str, data: bytes) -> None:
    """Write to what is no regular file: a terminal, a pipe, /dev/null. Raises OSError."""
    with open(path, "wb") as file:
        file.write(data)
