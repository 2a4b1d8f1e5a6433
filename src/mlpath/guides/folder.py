"""The study guides of a roadmap: a folder with `week-01.md`, `week-02.md`, … and `resources.md`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from mlpath.errors import GuideError, refusing
from mlpath.roadmap.roadmap import RESOURCES, WEEK, Group, Roadmap
from mlpath.system.reading import read_file

if TYPE_CHECKING:
    from mlpath.guides.guide import Guide

_MOST_BYTES = 4 * 1024 * 1024


def folder(roadmap: Roadmap, path: str) -> str | None:
    """Return the folder of the guides of the roadmap in the file at `path`, or None where it names none."""
    return os.path.normpath(os.path.join(os.path.dirname(path), roadmap.guides)) if roadmap.guides else None


def file_of(roadmap: Roadmap, path: str, group: int) -> str | None:
    """Return the guide of the week (or the resources) that a group, given by its index, is or is in; None where there is none."""
    home, week = folder(roadmap, path), guided(roadmap, group)
    if home is None or week is None:
        return None
    file = os.path.join(home, name(week))
    return file if os.path.isfile(file) else None


def guided(roadmap: Roadmap, group: int) -> Group | None:
    """Return the week (or the resources) that a group, given by its index, is or is in; None where it is in neither."""
    return roadmap.above(group, WEEK) or roadmap.above(group, RESOURCES)


def name(group: Group) -> str:
    """Return the file name of the guide of a week, or of the resources."""
    return f"week-{group.number:02}.md" if group.kind == WEEK else "resources.md"


def load(path: str) -> Guide:
    """Return the guide in the file at `path`. Raises GuideError."""
    from mlpath.guides import guide

    return guide.parse(text(path))


def text(path: str) -> str:
    """Return the text of the guide in the file at `path`. Raises GuideError."""
    with refusing(lambda reason: GuideError(path, reason)):
        data = read_file(path, _MOST_BYTES)
    try:
        return data.decode().replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise GuideError(path, f"it is not UTF-8 at byte {error.start}") from None
