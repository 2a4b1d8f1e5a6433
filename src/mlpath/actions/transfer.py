"""Writing a file that the user asked for."""

from __future__ import annotations

import os
from collections.abc import Sequence

from mlpath.atomic import take_place, write_beside
from mlpath.errors import OutputError, UsageError, reason


def write(path: str, data: bytes, spare: Sequence[str] = (), *, replace: bool = True) -> None:
    """Write `data` to `path`, replacing what stands there only once all of it is on the disk.

    Raises UsageError where it is one of the files in `spare`, or any file when `replace` is false, and OutputError.
    """
    target = os.path.realpath(path)
    if target in map(os.path.realpath, spare):
        raise UsageError(f"{path} is in use by mlpath itself and would be overwritten", "write to another file")
    try:
        if os.path.exists(path) and not os.path.isfile(path):
            _write_through(path, data)
            return
        if os.path.exists(target) and not replace:
            raise UsageError(
                f"{path} is there already, and may hold edits of yours", "write to another file, or move it away"
            )
        if os.path.exists(target) and not os.access(target, os.W_OK):
            raise OutputError(path, "it is write-protected")
        mode = os.stat(target).st_mode & 0o777 if os.path.exists(target) else 0o666
        take_place(write_beside(target, data, mode, tag=f".{os.getpid()}"), target)
    except OSError as error:
        raise OutputError(path, reason(error)) from None


def _write_through(path: str, data: bytes) -> None:
    """Write to what is no regular file: a terminal, a pipe, /dev/null. Raises OSError."""
    with open(path, "wb") as file:
        file.write(data)
