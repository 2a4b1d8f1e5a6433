"""Track: the commands that change progress."""

from __future__ import annotations

from typing import Annotated

import typer

from mlpath import dates
from mlpath.cli import calls as commands
from mlpath.cli.options import complete, with_session
from mlpath.cli.session_run import Session
from mlpath.commands import see, track
from mlpath.commands.study import Study
from mlpath.documents import see as documents
from mlpath.errors import UsageError
from mlpath.terminal import output

EXAMPLES = {
    "check": """[bold]Examples[/bold]
  mlpath check week5.practice.1
  mlpath check w5.p1 w5.p2          # the same, shorter, and one more
  mlpath check week1-3              # all that is still open in three weeks
  mlpath check next --note "chapter 4 was the best" --link https://github.com/me/gd
  mlpath check gradient-descent --on 2026-11-20""",
    "uncheck": """[bold]Examples[/bold]
  mlpath uncheck week5.practice.1
  mlpath uncheck week2.topics""",
    "begin": """[bold]Examples[/bold]
  mlpath begin next
  mlpath begin resources.books.1""",
    "skip": """[bold]Examples[/bold]
  mlpath skip week3.topics.1 --note "I know Python"
  mlpath skip week3""",
    "note": """[bold]Examples[/bold]
  mlpath note week2.topics.2                        # list its notes
  mlpath note week2.topics.2 "learning rate 0.1 diverges"
  mlpath note week2.practice.1 --link https://github.com/me/gd
  mlpath note week2.topics.2 --remove 1""",
    "undo": """[bold]Examples[/bold]
  mlpath undo
  mlpath undo && mlpath undo""",
    "redo": """[bold]Examples[/bold]
  mlpath redo""",
}

_WHAT = "An address (week5.practice.1, week5, week1-3), an id, or `next`."
Addresses = Annotated[
    list[str], typer.Argument(metavar="ADDRESS", help=_WHAT, show_default=False, autocompletion=complete)
]


@with_session
def check_command(
    session: Session,
    addresses: Annotated[
        list[str] | None, typer.Argument(metavar="ADDRESS", help=_WHAT, show_default=False, autocompletion=complete)
    ] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day it was done, if not today.")] = None,
    note: Annotated[str | None, typer.Option("--note", metavar="TEXT", help="A note to keep with it.")] = None,
    link: Annotated[str | None, typer.Option("--link", metavar="URL", help="A link to keep with it.")] = None,
) -> None:
    """Mark items as done.

    Of a group or range, only what is still to do or under way. Without an address: shows what is next and offers to
    tick it.
    """
    study = session.study()
    details = track.evidence(note, link)
    if on is not None:
        details["on"] = dates.parse_past(on, study.today()).isoformat()
    if not addresses:
        if details and not output.is_terminal():
            raise UsageError("there is no address to go with the options", "`mlpath check next …` ticks the next item")
        wanted = _offer_next(session, study)
        if wanted is None:
            return
        addresses = [wanted]
    commands.changed(session, track.mark(study, "check", addresses, details))


@with_session
def uncheck_command(session: Session, addresses: Addresses) -> None:
    """Set items back to do, whatever they are now."""
    commands.mark(session, "uncheck", addresses)


@with_session
def begin_command(session: Session, addresses: Addresses) -> None:
    """Mark items as under way."""
    commands.mark(session, "begin", addresses)


@with_session
def skip_command(
    session: Session,
    addresses: Addresses,
    note: Annotated[str | None, typer.Option("--note", metavar="TEXT", help="Why.")] = None,
) -> None:
    """Leave items out: they no longer count."""
    commands.mark(session, "skip", addresses, track.evidence(note, None))


@with_session
def note_command(
    session: Session,
    address: Annotated[
        str,
        typer.Argument(
            metavar="ADDRESS", help="An item's address or id, or `next`.", show_default=False, autocompletion=complete
        ),
    ],
    words: Annotated[list[str] | None, typer.Argument(metavar="TEXT", help="What to note.", show_default=False)] = None,
    link: Annotated[str | None, typer.Option("--link", metavar="URL", help="A link to keep with the item.")] = None,
    remove: Annotated[
        int | None, typer.Option("--remove", metavar="N", help="Remove the note with this number.")
    ] = None,
) -> None:
    """Add, list or remove an item's notes."""
    details = track.evidence(" ".join(words) if words else None, link)
    if "note" in details:
        details["text"] = details.pop("note")
    study = session.study()
    found = (
        track.write_note(study, address, details, remove)
        if details or remove is not None
        else track.read_notes(study, address)
    )

    from mlpath.terminal import track as changes

    session.report(lambda: documents.notes(found), lambda: changes.notes(found))


@with_session
def undo_command(session: Session) -> None:
    """Take back the last command that changed something; again for the one before."""
    commands.undo(session)


@with_session
def redo_command(session: Session) -> None:
    """Put back what the last undo took back."""
    commands.redo(session)


def _offer_next(session: Session, study: Study) -> str | None:
    """Show what is next, and return its id where someone at a terminal wants it ticked."""
    if session.json:
        commands.changed(session, track.nothing(study, "check"))
        return None
    from mlpath.terminal import next as upcoming

    found = see.upcoming(study, 1)
    output.show(upcoming.upcoming(found))
    if not found.upcoming.items:
        return None
    item = found.upcoming.items[0].entry.item
    return item.id if output.confirm(f"Mark {item.address} as done?") else None
