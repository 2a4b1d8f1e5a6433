"""Reading a file that people wrote, whatever it turns out to be."""

from __future__ import annotations

import os
import stat

from mlpath.errors import Fault, RoadmapError, reason

MOST_BYTES = 16 * 1024 * 1024


def read_bytes(path: str) -> bytes:
    """Return what the file holds. Raises RoadmapError where it is missing, no file, unreadable or absurdly large."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with open(descriptor, "rb") as file:
            status = os.fstat(descriptor)
            if stat.S_ISDIR(status.st_mode):
                raise RoadmapError(path, "it is a directory")
            if not stat.S_ISREG(status.st_mode):
                raise RoadmapError(path, "it is not a file")
            if status.st_size > MOST_BYTES:
                raise RoadmapError(path, f"it has {status.st_size:,} bytes, and a roadmap has {MOST_BYTES:,} at most")
            return file.read()
    except FileNotFoundError:
        raise RoadmapError(path, "there is no such file") from None
    except (OSError, ValueError) as error:
        raise RoadmapError(path, reason(error) if isinstance(error, OSError) else str(error)) from None


def decode(data: bytes, path: str) -> str | Fault:
    """Return the text, or the fault that names the first byte which is not UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8")) + 1
        return Fault(path, line, column, f"the byte 0x{data[error.start]:02X} is not UTF-8: save the file as UTF-8")
