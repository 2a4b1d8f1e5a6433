"""State: the commands about the state file."""

from __future__ import annotations

from typing import Annotated

import typer

from mlpath.cli.options import with_session
from mlpath.cli.session_run import Session
from mlpath.commands import doctor
from mlpath.commands import roadmap as manage
from mlpath.commands import state as recover
from mlpath.commands.study import counted
from mlpath.documents import see as documents
from mlpath.errors import NO, UsageError
from mlpath.journal.file import target
from mlpath.terminal import output

EXAMPLES = {
    "doctor": """[bold]Examples[/bold]
  mlpath doctor
  mlpath doctor --restore                 # a lost or damaged state: the newest good backup
  mlpath doctor --restore 2026-11-22      # this one, whatever stands there now
  mlpath doctor --adopt old-id week2.topics.1""",
    "merge": """[bold]Examples[/bold]
  mlpath merge ~/usb/ai-ml-engineer.json
  mlpath merge *.sync-conflict*.json
  mlpath merge --git-driver %O %A %B      # for git; the README says how""",
    "reset": """[bold]Examples[/bold]
  mlpath reset
  mlpath reset --yes""",
}


@with_session
def doctor_command(
    session: Session,
    backup: Annotated[
        str | None,
        typer.Argument(metavar="BACKUP", help="With --restore: a backup's name or path.", show_default=False),
    ] = None,
    restore: Annotated[
        bool, typer.Option("--restore", metavar="", help="Put a backup in the state file's place.")
    ] = False,
    adopt: Annotated[
        tuple[str, str] | None,
        typer.Option("--adopt", metavar="OLD NEW", help="The progress of the lost id OLD belongs to the item NEW."),
    ] = None,
) -> None:
    """Say which roadmap, state and config are in use and why, and whether all is well.

    With --restore: put a backup in the state file's place, the newest good one where none is named. What stood there is
    kept under another name.
    """
    from mlpath.terminal import state as views

    if restore:
        found = recover.restore(session.study(), backup)
        session.report(lambda: documents.restoration(found), lambda: views.restoration(found))
        return
    if adopt is not None:
        changes = recover.adopt(session.study(), *adopt)

        from mlpath.terminal import track as change_views

        session.report(lambda: documents.changes(changes), lambda: change_views.changes(changes))
        return
    if backup is not None:
        raise UsageError(f"doctor does not know what to do with {backup}", "to put a backup back, say --restore")
    checks = doctor.doctor(session.options, session.environ, session.clock)

    session.report(lambda: documents.doctor(checks), lambda: views.doctor(checks))
    if any(check.state == doctor.TROUBLE for check in checks):
        raise typer.Exit(NO)


@with_session
def merge_command(
    session: Session,
    others: Annotated[
        list[str],
        typer.Argument(metavar="OTHER", help="Other state files of this roadmap; only read.", show_default=False),
    ],
    git_driver: Annotated[
        bool, typer.Option("--git-driver", metavar="", help="Be git's merge driver: OTHER is %O %A %B.")
    ] = False,
) -> None:
    """Bring in the progress that other state files hold."""
    if git_driver:
        if len(others) != 3:
            raise UsageError("--git-driver takes three files", "in git's config: mlpath merge --git-driver %O %A %B")
        count = recover.git_merge(*others)
        if session.json:
            output.show_json(documents.git_merged(others[1], count))
        return
    found = recover.merge(session.study(), others)

    from mlpath.terminal import track as changes

    session.report(lambda: documents.merged(found), lambda: changes.merged(found))


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
        if not output.confirm(f"Move {study.state_at.path} ({counted(events, 'event')}) aside and start again?"):
            return
    moved_to = manage.reset(study)

    from mlpath.terminal import state as views

    session.report(
        lambda: documents.reset(study.state_at.path, moved_to),
        lambda: views.reset(target(study.state_at.path), moved_to),
    )
