"""Whether a file is one that `export` wrote, so that writing it anew takes nothing of anybody's. Pure."""

from __future__ import annotations

import codecs
import re

from mlpath.export import csv

# What stands near the beginning of the files that mlpath writes, and of no others.
_MARKS = {
    "html": b'<meta name="generator" content="mlpath">',
    "svg": b"<!-- mlpath -->",
    "ics": b"PRODID:-//mlpath//mlpath//EN",
    "json": b'"format": "mlpath.export"',
}
_NEAR = 2_000
_BOX = re.compile(rb"\[[ xX]\]")


def is_own(format: str, there: bytes, new: bytes) -> bool:
    """Return whether the file that stands `there` is one in this format that mlpath wrote, or what it is about to write.

    A checklist is one where no more than its boxes differs. Of a roadmap as YAML that can't be told: it is there to be edited.
    """
    if there in (b"", new):
        return True
    if format in _MARKS:
        return _MARKS[format] in there[:_NEAR]
    if format == "csv":
        return there.removeprefix(codecs.BOM_UTF8).partition(b"\r\n")[0] == ",".join(csv.COLUMNS).encode()
    return format == "markdown" and _BOX.sub(b"[ ]", there) == _BOX.sub(b"[ ]", new)
