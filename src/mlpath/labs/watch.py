"""Noticing that a file of the learner's was saved: by its time and size, as every system tells them."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

from mlpath.labs.workspace import PASSED_OVER

_PAUSE, _SETTLING = 0.3, 0.1
_MOST_FILES = 5_000

Seen = dict[str, tuple[int, int]]


def seen(folder: str) -> Seen:
    """Return what tells the files of a folder, as they are, from how they are after a change. Never raises."""
    files: Seen = {}
    for path, status in _files(folder):
        files[path] = (status.st_mtime_ns, status.st_size)
        if len(files) >= _MOST_FILES:
            break
    return files


def wait(folder: str, before: Seen) -> None:
    """Wait until a folder is no longer as it was `before`, and has settled: an editor may write several files."""
    while (now := seen(folder)) == before:
        time.sleep(_PAUSE)
    while True:
        time.sleep(_SETTLING)
        before, now = now, seen(folder)
        if before == now:
            return


def _files(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    for path, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in PASSED_OVER]
        for name in names:
            file = os.path.join(path, name)
            try:
                yield file, os.stat(file)
            except OSError:
                continue
