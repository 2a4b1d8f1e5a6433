"""Which items of a roadmap have a lab, and the version of its tests: a folder for each, by the item's id.

Every command looks here, so nothing takes time to import; which version it is, few ask, and only then is a file read.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlpath.roadmap.roadmap import Roadmap

SETTINGS = "lab.yaml"
_LENGTH = 16


class LabVersions(Mapping[str, str]):
    """The version of the tests of each lab in a folder, by the id of its item: a hash of them, worked out when it is asked for."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self._ids: frozenset[str] | None = None
        self._known: dict[str, str] = {}

    def _all(self) -> frozenset[str]:
        if self._ids is None:
            try:
                names = os.listdir(self.folder)
            except OSError:
                names = []
            self._ids = frozenset(name for name in names if "." not in name)
        return self._ids

    def __contains__(self, id: object) -> bool:
        return id in self._all()

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._all()))

    def __len__(self) -> int:
        return len(self._all())

    def __getitem__(self, id: str) -> str:
        if id not in self._all():
            raise KeyError(id)
        if id not in self._known:
            self._known[id] = version_of(os.path.join(self.folder, id))
        return self._known[id]


def folder(roadmap: Roadmap, path: str) -> str:
    """Return the folder of the labs of the roadmap in the file at `path`, which names one."""
    return os.path.normpath(os.path.join(os.path.dirname(path), roadmap.labs))


def version_of(folder: str) -> str:
    """Return the version of a lab's tests: a hash of every file right in its folder but `lab.yaml`; empty where it can't be read.

    Other hints or limits make no other version, and neither do line ends.
    """
    from hashlib import sha256

    whole = sha256()
    try:
        for name in sorted(os.listdir(folder)):
            path = os.path.join(folder, name)
            if name != SETTINGS and os.path.isfile(path):
                with open(path, "rb") as file:
                    whole.update(name.encode() + b"\0" + file.read().replace(b"\r\n", b"\n") + b"\0")
    except OSError:
        return ""
    return whole.hexdigest()[:_LENGTH]
