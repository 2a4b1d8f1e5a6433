"""The character between the brackets of a box, and the status that it stands for. Pure.

`[ ]` and `[x]` are those of GitHub; the others are what Obsidian's themes and plugins agree on.
"""

from __future__ import annotations

import re

TODO, DOING, DONE, SKIPPED = "todo", "doing", "done", "skipped"
STATUSES = {" ": TODO, "x": DONE, "X": DONE, "/": DOING, "-": SKIPPED, "~": SKIPPED, ">": TODO, "!": TODO, "?": TODO}
# A box at the beginning of a list item's text. White space is what CommonMark takes for it.
BOX = re.compile(rf"\[([{re.escape(''.join(STATUSES))}])\](?=[ \t\n\v\f\r]+[^ \t\n\v\f\r])")
# What would be a list item with a space behind its mark, or with a mark before its box.
GLUED = re.compile(r"\s*(?:[-*+]|[0-9]{1,9}[.)])?\[[ xX]\](?![(\[:])")
# What is written where a box is to say something else; `[/]` and `[-]` only where a file uses such boxes.
_USUAL = {TODO: " ", DONE: "x", DOING: " ", SKIPPED: " "}


def character(status: str, used: frozenset[str]) -> str:
    """Return what stands between the brackets for a status, in a file that uses these characters for `[/]` and `[-]`."""
    if not used or status in (TODO, DONE):
        return _USUAL[status]
    if status == DOING:
        return "/"
    return "~" if "~" in used and "-" not in used else "-"
