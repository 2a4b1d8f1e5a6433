"""A roadmap's file, whatever it turns out to be: its format by its name, its bytes, and its text."""

from __future__ import annotations

from mlpath.errors import Fault, RoadmapError, refusing
from mlpath.system.reading import read_file

MOST_BYTES = 16 * 1024 * 1024
_MARKDOWN = (".md", ".markdown", ".mdown", ".mkd", ".mkdn")


def is_markdown(path: str) -> bool:
    """Return whether the file's name says that it is Markdown."""
    return path.lower().endswith(_MARKDOWN)


def read_bytes(path: str) -> bytes:
    """Return what the file holds. Raises RoadmapError where it is missing, no file, unreadable or too large."""
    with refusing(lambda reason: RoadmapError(path, reason)):
        try:
            return read_file(path, MOST_BYTES)
        except FileNotFoundError:
            raise RoadmapError(path, "there is no such file") from None


def decode(data: bytes, path: str) -> str | Fault:
    """Return the text, or the fault that names the first byte which is not UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8")) + 1
        return Fault(path, line, column, f"the byte 0x{data[error.start]:02X} is not UTF-8: save the file as UTF-8")
