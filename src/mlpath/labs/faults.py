"""Whether the labs of a roadmap fit it, and whether each is whole. Nothing of them is run."""

from __future__ import annotations

import os

from mlpath.errors import Fault
from mlpath.labs import folder as folders
from mlpath.roadmap import lab_versions
from mlpath.roadmap.roadmap import Roadmap

_MOST_BYTES = 5 * 1024 * 1024


def faults(roadmap: Roadmap, path: str) -> list[Fault]:
    """Return the faults of the labs of the roadmap in the file at `path`, in the files' order; none where it has no labs."""
    if not roadmap.labs:
        return []
    home = lab_versions.folder(roadmap, path)
    if not os.path.isdir(home):
        return [Fault(home, 1, 1, "there is no such folder, which the roadmap's `labs` names")]
    found: list[Fault] = []
    ids = {item.id for item in roadmap.items}
    for name in sorted(os.listdir(home)):
        lab = os.path.join(home, name)
        if name.startswith((".", "__")) or not os.path.isdir(lab):
            continue
        if name not in ids:
            found.append(Fault(lab, 1, 1, f"the roadmap has no item {name!r}: {_called(name, roadmap)}"))
        found += [*folders.read_with_faults(lab)[1], *folders.strays(lab), *_too_large(lab)]
    return sorted(found)


def _called(name: str, roadmap: Roadmap) -> str:
    """Return what a lab's folder is to be called, with the item that may be meant."""
    from difflib import get_close_matches

    ids = {item.id: item.address for item in roadmap.items}
    close = [id for id in ids if id.startswith(f"{name}-")] or get_close_matches(name, ids, n=1)
    meant = f", as {close[0]!r} is that of {ids[close[0]]}" if close else ""
    return f"a lab's folder is called by an item's id{meant}"


def _too_large(lab: str) -> list[Fault]:
    size = sum(
        os.path.getsize(os.path.join(folder, name))
        for folder, _, names in os.walk(lab)
        for name in names
        if os.path.isfile(os.path.join(folder, name))
    )
    return [Fault(lab, 1, 1, f"it has {size:,} bytes; {_MOST_BYTES:,} is the most")] if size > _MOST_BYTES else []
