"""See: the commands that look."""

from __future__ import annotations

from typing import Annotated

import typer

from mlpath import commands
from mlpath.cli.session import complete, with_session
from mlpath.errors import UsageError
from mlpath.session import Session
from mlpath.transitions import DOING, DONE, TODO

EXAMPLES = {
    "status": """[bold]Examples[/bold]
  mlpath status
  mlpath status week5
  mlpath status --json | python -m json.tool""",
    "next": """[bold]Examples[/bold]
  mlpath next
  mlpath next -n 1""",
    "show": """[bold]Examples[/bold]
  mlpath show
  mlpath show week5 --todo
  mlpath show gradient-descent
  mlpath show --find "random forest\"""",
}


@with_session
def status_command(
    session: Session,
    address: Annotated[
        str | None,
        typer.Argument(
            metavar="ADDRESS",
            help="A month, week or section to see in detail.",
            show_default=False,
            autocompletion=complete,
        ),
    ] = None,
) -> None:
    """Show how far everything is."""
    commands.status(session, address)


@with_session
def next_command(
    session: Session,
    most: Annotated[int, typer.Option("-n", metavar="N", min=1, help="How many items to show.")] = 3,
) -> None:
    """Show what to do now, and why."""
    commands.upcoming(session, most)


@with_session
def show_command(
    session: Session,
    address: Annotated[
        str | None,
        typer.Argument(
            metavar="ADDRESS",
            help="What to show; the whole roadmap without it.",
            show_default=False,
            autocompletion=complete,
        ),
    ] = None,
    todo: Annotated[bool, typer.Option("--todo", metavar="", help="Only what is to do or under way.")] = False,
    done: Annotated[bool, typer.Option("--done", metavar="", help="Only what is done.")] = False,
    find: Annotated[
        str,
        typer.Option("--find", metavar="TEXT", help="Only where all these words occur: in titles, notes, headings."),
    ] = "",
) -> None:
    """Show the checklist: boxes, addresses, notes, dates, links."""
    if todo and done:
        raise UsageError("--todo and --done leave nothing to show", "give one of them, or neither")
    statuses = (TODO, DOING) if todo else (DONE,) if done else ()
    commands.show(session, address, statuses, find)
