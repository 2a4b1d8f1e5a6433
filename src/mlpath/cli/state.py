"""State: the commands about the state file."""

from __future__ import annotations

from typing import Annotated

import typer

from mlpath import output
from mlpath.actions import manage
from mlpath.cli.session import Session, with_session
from mlpath.errors import NO, UsageError
from mlpath.export import documents

EXAMPLES = {
    "doctor": """[bold]Examples[/bold]
  mlpath doctor
  mlpath doctor --json""",
    "reset": """[bold]Examples[/bold]
  mlpath reset
  mlpath reset --yes""",
}


@with_session
def doctor_command(session: Session) -> None:
    """Say which roadmap, state and config are in use and why, and whether all is well."""
    checks = manage.doctor(session.options, session.environ, session.clock)

    from mlpath.views import manage as views

    session.report(documents.doctor(checks), lambda: views.doctor(checks))
    if any(check.state == manage.TROUBLE for check in checks):
        raise typer.Exit(NO)


@with_session
def reset_command(
    session: Session,
    yes: Annotated[bool, typer.Option("--yes", "-y", metavar="", help="Don't ask.")] = False,
) -> None:
    """Start again: move the state file aside. Nothing is deleted."""
    study = session.study()
    events = manage.events_to_reset(study)
    if events is not None and not yes:
        if session.json or not output.is_terminal():
            raise UsageError("reset moves your progress aside and wants to be sure", "say so with --yes")
        if not output.confirm(f"Move {study.state_at.path} ({events} events) aside and start again?"):
            return
    moved_to = manage.reset(study)

    from mlpath.views import manage as views

    session.report(documents.reset(study.state_at.path, moved_to), lambda: views.reset(study.state_at.path, moved_to))
