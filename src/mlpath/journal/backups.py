"""The backups of a state file: which there are, which is the newest good one."""

from __future__ import annotations

import os
from typing import NamedTuple

from mlpath.errors import StateError, reason
from mlpath.journal import file as store
from mlpath.journal.journal import Journal
from mlpath.system.reading import read_file


class Backup(NamedTuple):
    """One backup. `journal` is None where it is not a whole journal of the roadmap; `problem` says why."""

    path: str
    data: bytes
    journal: Journal | None
    problem: str | None = None

    @property
    def events(self) -> int:
        """How many events it holds."""
        return len(self.journal.events) if self.journal else 0


def listed(state: str, roadmap: str) -> list[Backup]:
    """Return the backups of the state file, the newest first, those that are no good last.

    The newest is the one whose last event has the highest order: a date in a name is only as good as the clock was.
    """
    folder = store.backup_folder(state)
    try:
        names = sorted(name for name in os.listdir(folder) if name.endswith(".json") and not name.startswith("."))
    except OSError:
        return []
    found = [read(os.path.join(folder, name), roadmap) for name in names]
    return sorted(found, key=_age, reverse=True)


def newest(state: str, roadmap: str) -> Backup | None:
    """Return the newest good backup of the state file, or None where there is none."""
    return next((backup for backup in listed(state, roadmap) if backup.events), None)


def read(path: str, roadmap: str) -> Backup:
    """Return the file at `path` as a backup, good or not."""
    try:
        data = read_file(path, store.MOST_BYTES)
        return Backup(path, data, store.decode(data, path, roadmap))
    except StateError as error:
        return Backup(path, b"", None, str(error))
    except OSError as error:
        return Backup(path, b"", None, f"{path} can't be read: {reason(error)}")


def _age(backup: Backup) -> tuple[int, int, str]:
    last = backup.journal.events[-1]["order"] if backup.journal and backup.journal.events else -1
    return last, backup.events, backup.path
