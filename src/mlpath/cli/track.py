"""Track: the commands that change progress."""

from typing import Annotated, Any

from mlpath import dates
from mlpath.cli.options import MADE, Address, Argument, Option, Session
from mlpath.commands import track
from mlpath.commands.study import Study
from mlpath.documents import json as documents
from mlpath.errors import UsageError
from mlpath.progress.results import Changes, Reversal
from mlpath.terminal import output
from mlpath.terminal import track as terminal

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
  mlpath undo 2                     # the last two commands""",
    "redo": """[bold]Examples[/bold]
  mlpath redo""",
}

_ADDRESSES = Argument("ADDRESS", "An address (week5.practice.1, week5, week1-3), an id, or `next`.", completes=True)
Addresses = Annotated[list[str], _ADDRESSES]


def check_command(
    session: Session,
    addresses: Annotated[list[str] | None, _ADDRESSES] = None,
    on: Annotated[str | None, Option(("--on",), "DATE", "The day it was done, if not today.")] = None,
    note: Annotated[list[str] | None, Option(("--note",), "TEXT", "A note to keep with it; may be repeated.")] = None,
    link: Annotated[list[str] | None, Option(("--link",), "URL", "A link to keep with it; may be repeated.")] = None,
) -> None:
    """Mark items as done.

    Of a group or range, only what is still to do or under way. Without an address: shows what is next and offers to
    tick it.
    """
    study = session.study()
    details: dict[str, Any] = track.evidence(note, link)
    if on is not None:
        details["on"] = dates.parse_past(on, study.today()).isoformat()
    if not addresses:
        if details and not output.is_terminal():
            raise UsageError("there is no address to go with the options", "`mlpath check next …` ticks the next item")
        addresses = _offer_next(session, study)
    if addresses:
        _report(session, track.mark(study, "check", addresses, details))


def uncheck_command(session: Session, addresses: Addresses) -> None:
    """Set items back to do, whatever they are now."""
    _report(session, track.mark(session.study(), "uncheck", addresses))


def begin_command(session: Session, addresses: Addresses) -> None:
    """Mark items as under way."""
    _report(session, track.mark(session.study(), "begin", addresses))


def skip_command(
    session: Session,
    addresses: Addresses,
    note: Annotated[list[str] | None, Option(("--note",), "TEXT", "Why; may be repeated.")] = None,
) -> None:
    """Leave items out: they no longer count."""
    details = track.evidence(note, None)
    _report(session, track.mark(session.study(), "skip", addresses, details))


def note_command(
    session: Session,
    address: Address,
    words: Annotated[list[str] | None, Argument("TEXT", "What to note.")] = None,
    link: Annotated[
        list[str] | None, Option(("--link",), "URL", "A link to keep with the item; may be repeated.")
    ] = None,
    remove: Annotated[int | None, Option(("--remove",), "N", "Remove the note with this number.")] = None,
) -> None:
    """Add, list or remove an item's notes."""
    details = track.evidence([" ".join(words)] if words else None, link)
    if "note" in details:
        details["text"] = details.pop("note")
    study = session.study()
    if details or remove is not None:
        notes, done = track.write_note(study, address, details, remove), MADE
    else:
        notes, done = track.read_notes(study, address), None
    session.report(lambda: documents.notes(notes), lambda page: terminal.notes(notes, page), done=done)


def undo_command(
    session: Session, number: Annotated[int, Argument("N", "How many commands to take back.")] = 1
) -> None:
    """Take back the last command that changed something; again for the one before."""
    _report_reversal(session, track.undo(session.study(), number))


def redo_command(session: Session, number: Annotated[int, Argument("N", "How many of them to put back.")] = 1) -> None:
    """Put back what the last undo took back."""
    _report_reversal(session, track.redo(session.study(), number))


def _report(session: Session, changes: Changes) -> None:
    done = MADE if changes.changed else None
    session.report(lambda: documents.changes(changes), lambda page: terminal.changes(changes, page), done=done)


def _report_reversal(session: Session, reversal: Reversal) -> None:
    done = MADE if reversal.event else None
    session.report(lambda: documents.reversal(reversal), lambda page: terminal.reversal(reversal, page), done=done)


def _offer_next(session: Session, study: Study) -> list[str]:
    """Show what is next, and return its id where someone at a terminal wants it ticked."""
    if session.json:
        _report(session, track.nothing(study, "check"))
        return []
    from mlpath.commands import see
    from mlpath.terminal.next import upcoming

    agenda = see.upcoming(study, 1)
    output.show(lambda page: upcoming(agenda, page), session.options.again)
    if not agenda.upcoming.items:
        return []
    item = agenda.upcoming.items[0].entry.item
    return [item.id] if output.confirm(f"Mark {item.address} as done?", usual=True) else []
