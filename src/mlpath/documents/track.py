"""The JSON documents of the commands that change progress."""

from __future__ import annotations

from mlpath.documents.parts import Document, changes_fields, head, item
from mlpath.progress.results import Changes, Notes, Reversal


def changes(result: Changes) -> Document:
    """Return `mlpath.check`, or the like of another command that changes items."""
    return {**head(result.kind), **changes_fields(result)}


def reversal(result: Reversal) -> Document:
    """Return `mlpath.undo` or `mlpath.redo`. `following` is what the same command would take next."""
    return {**head(result.kind), "event": result.event, "following": result.following, **changes_fields(result.changes)}


def notes(result: Notes) -> Document:
    """Return `mlpath.note`."""
    return {**head("note"), "item": item(result.entry), **changes_fields(result.changes)}
