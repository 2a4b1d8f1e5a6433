"""A state file in which a version-control system left both sides of a conflict: told from any other, and taken apart. Pure.

Between `<<<<<<<` and `=======` stand the lines of one side, from there to `>>>>>>>` those of the other; with git's `diff3` and
`zdiff3`, those of the common ancestor stand between, behind `|||||||`. Whoever takes the lines of one side everywhere has
the whole file of that side. No line of a journal begins like that: within a JSON text there is no line break.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_OURS, _BASE, _THEIRS, _END = b"<", b"|", b"=", b">"
# Each mark may come only behind these; None stands for the lines that both sides have.
_BEHIND = {_OURS: (None,), _BASE: (_OURS,), _THEIRS: (_OURS, _BASE), _END: (_THEIRS,)}
# A file that was merged over and over with conflicts in it is nothing to take apart by itself.
_MOST_SIDES = 16
_FIRST = re.compile(rb"^(<{7,})(?: .*)?\r?$", re.MULTILINE)


class Side(NamedTuple):
    """One side of a conflict: what the system calls it, and the whole file as it has it."""

    name: str
    data: bytes


def has_marks(data: bytes) -> bool:
    """Return whether a line of `data` begins a conflict."""
    return _FIRST.search(data) is not None


def sides(data: bytes) -> tuple[Side, ...]:
    """Return the sides of a file with conflict markers; none where it has none, or they don't fit each other.

    There are two, and more where a file was merged that had a conflict in it: its own sides are taken apart as well.
    """
    outer = _outermost(data)
    if outer is None:
        return ()
    found: list[Side] = []
    for side in outer:
        inner = sides(side.data)
        if not inner and has_marks(side.data):
            return ()
        found += [Side(f"{side.name}, {part.name}", part.data) for part in inner] or [side]
        if len(found) > _MOST_SIDES:
            return ()
    return tuple(found)


def _outermost(data: bytes) -> tuple[Side, Side] | None:
    """Return the two sides of the conflicts that stand in no other one; None where there is none, or its markers don't fit."""
    first = _FIRST.search(data)
    if first is None:
        return None
    # Longer marks belong to the conflicts of an ancestor that was itself merged.
    mark = re.compile(rb"([<|=>])\1{%d}(?: (.*?))?\r?\n?" % (len(first[1]) - 1))
    ours: list[bytes] = []
    theirs: list[bytes] = []
    names = {_OURS: "", _END: ""}
    part: bytes | None = None
    depth = 0
    for line in data.splitlines(keepends=True):
        found = mark.fullmatch(line)
        depth += found is not None and found[1] == _OURS
        if found is None or depth > 1:
            if part in (None, _OURS):
                ours.append(line)
            if part in (None, _THEIRS):
                theirs.append(line)
        elif part not in _BEHIND[found[1]]:
            return None
        else:
            if found[1] in names:
                names[found[1]] = names[found[1]] or (found[2] or b"").decode("utf-8", "replace")
            part = None if found[1] == _END else found[1]
        depth -= found is not None and found[1] == _END
    if part is not None:
        return None
    one, other = names[_OURS] or "one side", names[_END] or "the other side"
    return Side(one, b"".join(ours)), Side(other, b"".join(theirs))
