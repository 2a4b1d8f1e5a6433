"""An item's status, and what a command makes of it. Pure: one table, for the commands and for the fold over the journal."""

from __future__ import annotations

TODO, DOING, DONE, SKIPPED = "todo", "doing", "done", "skipped"
# Each status, and how people read it.
WORDS = {TODO: "to do", DOING: "under way", DONE: "done", SKIPPED: "skipped"}
STATUSES = tuple(WORDS)

# kind → (what it leads to, from which statuses on one item, from which statuses on a group or range)
_TABLE: dict[str, tuple[str, frozenset[str], frozenset[str]]] = {
    "check": (DONE, frozenset({TODO, DOING, SKIPPED}), frozenset({TODO, DOING})),
    "begin": (DOING, frozenset({TODO, SKIPPED}), frozenset({TODO})),
    "skip": (SKIPPED, frozenset({TODO, DOING}), frozenset({TODO, DOING})),
    "uncheck": (TODO, frozenset({DOING, DONE, SKIPPED}), frozenset({DOING, DONE, SKIPPED})),
}
KINDS = tuple(_TABLE)


def after(kind: str, status: str, *, single: bool = True) -> str:
    """Return the status that a command leaves an item with; the same status where it changes nothing.

    `single` is true where the command named the item itself, false where it named a group or range.
    """
    to, from_item, from_group = _TABLE[kind]
    return to if status in (from_item if single else from_group) else status


def after_verify(status: str, *, all_hold: bool) -> str:
    """Return the status that an item has once its lab's tests ran: where all hold, as after `check`; else it is under way."""
    return after("check", status) if all_hold else DOING if status == TODO else status


def leads_to(kind: str) -> str:
    """Return the status that a command leads to."""
    return _TABLE[kind][0]
