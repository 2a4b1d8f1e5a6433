"""The copies of a state file that a sync service leaves beside it, where two machines changed it while they were apart."""

from __future__ import annotations

import os
import re

from mlpath.journal import backups
from mlpath.journal.backups import Backup

# What stands between the file's name and its suffix: Syncthing's, ownCloud's; Dropbox's, Nextcloud's and Google's, whose words
# in brackets are in the user's language; OneDrive's, which is the machine's name; iCloud's.
_CONFLICTING = r"\.sync-conflict-.+|_conflict-.+| ?\(.+\)|-.+| [0-9]+"


def listed(state: str, roadmap: str) -> list[Backup]:
    """Return the copies beside the state file that are whole journals of the roadmap, by name. A name alone makes no copy."""
    folder, name = os.path.split(os.path.realpath(state))
    stem, suffix = os.path.splitext(name)
    pattern = re.compile(f"{re.escape(stem)}(?:{_CONFLICTING}){re.escape(suffix)}", re.DOTALL)
    try:
        names = sorted(other for other in os.listdir(folder) if pattern.fullmatch(other))
    except OSError:
        return []
    copies = (backups.inspected(os.path.join(folder, other), roadmap) for other in names)
    return [copy for copy in copies if copy.journal is not None]


def more(copy: Backup, ids: frozenset[str]) -> int:
    """Return how many events a copy has besides those with these ids."""
    return sum(event["id"] not in ids for event in copy.journal.events) if copy.journal else 0
