"""The daily commands as plain calls: one action, its document or its view. Typer's declarations and the fast lane call them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from mlpath.cli.session_run import Session

if TYPE_CHECKING:
    from mlpath.commands import track


def status(session: Session, address: str | None = None) -> None:
    """Show how far everything is, or the part that is named."""
    from mlpath.commands import see

    found = see.status(session.study(), address)

    def document() -> Mapping[str, object]:
        from mlpath.documents import see as documents

        return documents.status(found)

    from mlpath.terminal import status as views

    session.report(document, lambda: views.status(found))


def upcoming(session: Session, most: int = 3) -> None:
    """Show what to do now, and why."""
    from mlpath.commands import see

    found = see.upcoming(session.study(), most)

    def document() -> Mapping[str, object]:
        from mlpath.documents import see as documents

        return documents.upcoming(found)

    from mlpath.terminal import next as views

    session.report(document, lambda: views.upcoming(found))


def show(session: Session, address: str | None = None, statuses: Sequence[str] = (), words: str = "") -> None:
    """Show the checklist, or the part of it that is wanted."""
    from mlpath.commands import see

    found = see.show(session.study(), address, statuses, words)

    def document() -> Mapping[str, object]:
        from mlpath.documents import see as documents

        return documents.show(found)

    from mlpath.terminal import show as checklist

    session.report(document, lambda: checklist.checklist(found))


def mark(session: Session, kind: str, addresses: Sequence[str], details: Mapping[str, str] | None = None) -> None:
    """Apply `check`, `uncheck`, `begin` or `skip`."""
    from mlpath.commands import track

    changed(session, track.mark(session.study(), kind, addresses, details))


def undo(session: Session) -> None:
    """Take back the last command."""
    from mlpath.commands import track

    _reversed(session, track.undo(session.study()))


def redo(session: Session) -> None:
    """Put back what the last undo took back."""
    from mlpath.commands import track

    _reversed(session, track.redo(session.study()))


def changed(session: Session, found: track.Changes) -> None:
    """Report what a command changed."""

    def document() -> Mapping[str, object]:
        from mlpath.documents import see as documents

        return documents.changes(found)

    from mlpath.terminal import track as changes

    session.report(document, lambda: changes.changes(found))


def _reversed(session: Session, found: track.Reversal) -> None:
    def document() -> Mapping[str, object]:
        from mlpath.documents import see as documents

        return documents.reversal(found)

    from mlpath.terminal import track as changes

    session.report(document, lambda: changes.reversal(found))
