"""The backups of a state file: which there are, which is the newest good one, and which a write keeps.

The newest backup is the last write itself; the last one of each of some earlier days is kept, too. One that has events which
the state lacks is neither overwritten nor removed.
"""

from __future__ import annotations

import os
import re
from typing import NamedTuple

from mlpath.errors import StateError, StateForeign, StateNewer, Unflushed, reason
from mlpath.journal.encoding import decode
from mlpath.journal.journal import Journal, unlike
from mlpath.system.ownership import make_folder
from mlpath.system.reading import read_file
from mlpath.system.writing import discard, move_over, unused, write_beside

MOST_BYTES = 64 * 1024 * 1024
_DAYS = 7
_DATED = r"[0-9]{4}-[0-9]{2}-[0-9]{2}(-.*)?\.json"


class Backup(NamedTuple):
    """One backup. `journal` is None where it is not a whole journal of the roadmap; `problem` says why.

    `elsewhere` says that it is one of another roadmap, `newer` that a newer mlpath wrote it, as far as can be told.
    """

    path: str
    data: bytes
    journal: Journal | None
    problem: str | None = None
    elsewhere: bool = False
    newer: bool = False

    @property
    def events(self) -> int:
        """How many events it holds."""
        return len(self.journal.events) if self.journal else 0

    @property
    def sound(self) -> bool:
        """Whether it is a whole journal, and nothing but mlpath changed it."""
        return self.journal is not None and self.journal.sound


def folder_of(state: str) -> str:
    """Return the folder that holds a state file's backups: its name is the file's, and `.backups`."""
    return os.path.realpath(state) + ".backups"


def listed(state: str, roadmap: str) -> list[Backup]:
    """Return the backups of the state file, the newest first, those that are no good last.

    The newest is the one whose last event has the highest order: a date in a name is only as good as the clock was.
    """
    folder = folder_of(state)
    try:
        names = sorted(name for name in os.listdir(folder) if name.endswith(".json") and not name.startswith("."))
    except OSError:
        return []
    return sorted((inspected(os.path.join(folder, name), roadmap) for name in names), key=_age, reverse=True)


def newest(state: str, roadmap: str) -> Backup | None:
    """Return the newest good backup of the state file, a sound one if there is any; None where there is none."""
    good = [backup for backup in listed(state, roadmap) if backup.events]
    return next((backup for backup in good if backup.sound), good[0] if good else None)


def inspected(path: str, roadmap: str) -> Backup:
    """Return the file at `path` as a backup, good or not."""
    try:
        data = read_file(path, MOST_BYTES)
        return Backup(path, data, decode(data, path, roadmap))
    except StateError as error:
        return Backup(path, b"", None, str(error), isinstance(error, StateForeign), isinstance(error, StateNewer))
    except OSError as error:
        return Backup(path, b"", None, f"{path} can't be read: {reason(error)}")


def of_day(state: str, day: str) -> str:
    """Return the path of the backup of a day (ISO), in a folder that is there now. Raises OSError."""
    make_folder(folder_of(state))
    return os.path.join(folder_of(state), f"{day}.json")


def holds(state: str, day: str, data: bytes) -> bool:
    """Return whether the backup of a day (ISO) is these bytes; that of today is, where mlpath alone wrote them."""
    try:
        return read_file(os.path.join(folder_of(state), f"{day}.json"), MOST_BYTES) == data
    except OSError:
        return False


def spare(backup: str, after: Journal, before: bytes | None) -> None:
    """Give a backup another name where it has something that the state would lack after a write. Raises OSError.

    The day's backup doesn't when mlpath alone wrote the state: then it holds the same bytes as the state `before`.
    """
    if _has_more(backup, after, before, other_content=True):
        os.replace(backup, unused(os.path.splitext(backup)[0] + "-spared", ".json"))


def keep(state: str, data: bytes, name: str, suffix: str = ".json") -> str:
    """Keep `data` as one more backup of the state file, with another suffix beside them, and return its path.

    Raises OSError, leaving no such backup.
    """
    backup = unused(os.path.splitext(of_day(state, name))[0], suffix)
    try:
        move_over(write_beside(backup, data), backup)
    except Unflushed:
        discard(backup)
        raise
    return backup


def prune(state: str, today: str, after: Journal) -> None:
    """Remove the backups of all but the last few days, unless one has events that the journal lacks. Raises OSError.

    With them goes what a killed process left half written.
    """
    folder = folder_of(state)
    every = os.listdir(folder)
    for name in every:
        if name.startswith(".") and name.endswith(".json.new"):
            os.unlink(os.path.join(folder, name))
    names = [name for name in every if re.fullmatch(_DATED, name) and not name.startswith(today)]
    kept = sorted({name[: len(today)] for name in names}, reverse=True)[:_DAYS]
    for name in names:
        path = os.path.join(folder, name)
        if name[: len(today)] not in kept and not _has_more(path, after, other_content=not after.sound):
            os.unlink(path)


def _has_more(backup: str, after: Journal, before: bytes | None = None, *, other_content: bool) -> bool:
    """Return whether a backup has events that the journal lacks, or can't be understood.

    With `other_content`, an event counts as lacking where a sound backup has it with another content than the journal.
    """
    try:
        data = read_file(backup, MOST_BYTES)
        if data == before:
            return False
        kept = decode(data, backup, after.roadmap)
    except FileNotFoundError:
        return False
    except (StateError, PermissionError):
        return True
    if other_content and kept.sound:
        return bool(unlike(kept, after))
    ids = {event["id"] for event in after.events}
    return any(event["id"] not in ids for event in kept.events)


def _age(backup: Backup) -> tuple[int, int, str]:
    last = backup.journal.events[-1]["order"] if backup.journal and backup.journal.events else -1
    return last, backup.events, backup.path
