"""Writing a file that the user asked for, and the boxes of a Markdown roadmap."""

from __future__ import annotations

import os
from collections.abc import Sequence

from mlpath.commands.study import Snapshot, Study
from mlpath.errors import OutputError, UsageError, reason
from mlpath.journal.transitions import DONE
from mlpath.progress import summary
from mlpath.roadmap.source import read_bytes
from mlpath.system.writing import take_place, write_beside


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


def checklist(study: Study, snapshot: Snapshot) -> bytes:
    """Return the Markdown file of a roadmap with the boxes ticked that are done, and not one other byte changed.

    Raises RoadmapError.
    """
    return _ticked(study, snapshot, read_bytes(study.roadmap_at.path))


def tick_in_place(study: Study) -> bool:
    """Tick the boxes in a Markdown roadmap itself, and return whether anything was different.

    Raises UsageError for another roadmap, RoadmapError, OutputError and StateError.
    """
    path = study.roadmap_at.path
    if not study.roadmap.from_text:
        raise UsageError(
            f"{path} is no Markdown file: it has no boxes to tick",
            "`mlpath export --format markdown -o FILE` writes it as one",
        )
    before = read_bytes(path)
    after = _ticked(study, study.look(), before)
    if after == before:
        return False
    write(path, after)
    return True


def _ticked(study: Study, snapshot: Snapshot, data: bytes) -> bytes:
    from mlpath.roadmap.markdown.read import parse
    from mlpath.roadmap.markdown.write import ticked

    items = zip(study.roadmap.items, summary.statuses(study.roadmap, snapshot.progress), strict=True)
    done = {item.id: status == DONE for item, status in items}
    marks = parse(data, study.roadmap_at.path, bullets=study.options.bullets).marks
    return ticked(data, marks, done)
