"""What this machine knows of labs: where each folder is, which hints were told, which labs of others may run.

None of it is progress: paths differ from machine to machine. Whatever is wrong with the file, it is as if there were none.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress

from mlpath.system.folders import user_folder
from mlpath.system.ownership import make_folder
from mlpath.system.reading import read_file
from mlpath.system.writing import move_over, write_beside

FOLDERS, HINTS, TRUSTED = "folders", "hints", "trusted"
_MOST_BYTES = 4 * 1024 * 1024


def recall(what: str, key: str) -> str | None:
    """Return what is known under a key of FOLDERS, HINTS or TRUSTED, or None. Never raises."""
    value = _load().get(what, {}).get(key)
    return value if isinstance(value, str) else None


def remember(what: str, key: str, value: str) -> None:
    """Keep a value under a key. Never raises: what can't be kept is asked for again."""
    known = _load()
    if known.get(what, {}).get(key) == value:
        return
    known.setdefault(what, {})[key] = value
    path = file()
    with suppress(OSError, ValueError):
        make_folder(os.path.dirname(path))
        data = json.dumps(known, indent=1, sort_keys=True).encode() + b"\n"
        move_over(write_beside(path, data, tag=f".{os.getpid()}"), path)


def file() -> str:
    """Return the path of the file, which need not exist: a folder of its own keeps it apart from the state files."""
    return os.path.join(user_folder("data"), "labs", "known.json")


def _load() -> dict[str, dict[str, str]]:
    try:
        document = json.loads(read_file(file(), _MOST_BYTES))
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(document, dict):
        return {}
    return {what: part for what, part in document.items() if isinstance(part, dict)}
