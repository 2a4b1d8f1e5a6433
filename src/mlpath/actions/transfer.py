"""Writing a file that the user asked for."""

from __future__ import annotations

import os

from mlpath.errors import OutputError, reason


def write(path: str, data: bytes) -> None:
    """Write `data` to `path`, replacing what stands there only once all of it is on the disk. Raises OutputError."""
    target = os.path.realpath(path)
    if os.path.exists(target) and not os.path.isfile(target):
        _write_through(path, data)
        return
    new = f"{target}.{os.getpid()}.new"
    try:
        try:
            with open(new, "xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(new, target)
        except BaseException:
            if os.path.exists(new):
                os.unlink(new)
            raise
    except OSError as error:
        raise OutputError(path, reason(error)) from None


def _write_through(path: str, data: bytes) -> None:
    """Write to what is no regular file: a terminal, a pipe, /dev/null."""
    try:
        with open(path, "wb") as file:
            file.write(data)
    except OSError as error:
        raise OutputError(path, reason(error)) from None
