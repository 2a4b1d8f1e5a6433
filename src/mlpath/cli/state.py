"""State: the commands about the state file."""

from typing import Annotated

from mlpath.cli.options import MADE, Argument, Option, Session
from mlpath.commands import doctor, repository, state
from mlpath.documents import json
from mlpath.documents import state as documents
from mlpath.errors import NO, UsageError
from mlpath.journal.file import target
from mlpath.progress.reports import TROUBLE
from mlpath.terminal import output, track
from mlpath.terminal import state as terminal
from mlpath.text import counted

EXAMPLES = {
    "doctor": """[bold]Examples[/bold]
  mlpath doctor
  mlpath doctor --restore                 # a lost or damaged state: the newest good backup
  mlpath doctor --restore 2026-11-22      # this one, whatever stands there now
  mlpath doctor --accept                  # a state that you changed by hand
  mlpath doctor --adopt old-id week2.topics.1""",
    "merge": """[bold]Examples[/bold]
  mlpath merge ~/usb/ai-ml-engineer.json
  mlpath merge *.sync-conflict*.json
  mlpath merge                            # after a conflict in git: both sides of it
  mlpath merge --set-up-git               # once in each clone, where git keeps the state file""",
    "reset": """[bold]Examples[/bold]
  mlpath reset
  mlpath reset --yes""",
}


def doctor_command(
    session: Session,
    backup: Annotated[str | None, Argument("BACKUP", "With --restore: a backup's name or path.")] = None,
    restore: Annotated[bool, Option(("--restore",), "", "Put a backup in the state file's place.")] = False,
    adopt: Annotated[
        tuple[str, str] | None,
        Option(("--adopt",), "OLD NEW", "The progress of the lost id OLD belongs to the item NEW."),
    ] = None,
    accept: Annotated[
        bool, Option(("--accept",), "", "Take the state file as it is, where something else than mlpath changed it.")
    ] = False,
) -> int | None:
    """Say which roadmap, state and config are in use and why, and whether all is well.

    With --restore: put a backup in the state file's place, the newest good one where none is named. What stood there is
    kept under another name.
    """
    if restore:
        restoration = state.restore(session.study(), backup)
        session.report(
            lambda: documents.restoration(restoration),
            lambda _: terminal.restoration(restoration),
            done=f"{restoration.state} was restored",
        )
        return None
    if adopt is not None:
        changes = state.adopt(session.study(), *adopt)
        session.report(lambda: json.changes(changes), lambda page: track.changes(changes, page), done=MADE)
        return None
    if accept:
        accepted = state.accept(session.study())
        done = MADE if accepted.changed else None
        session.report(lambda: documents.accepted(accepted), lambda _: terminal.accepted(accepted), done=done)
        return None
    if backup is not None:
        raise UsageError(f"doctor does not know what to do with {backup}", "to put a backup back, say --restore")
    checks = doctor.doctor(session.options, session.environ, session.clock)
    session.report(lambda: documents.doctor(checks), lambda page: terminal.doctor(checks, page))
    return NO if any(check.state == TROUBLE for check in checks) else None


def merge_command(
    session: Session,
    others: Annotated[
        list[str] | None,
        Argument("OTHER", "Other state files of this roadmap; only read. None for a conflict of git's."),
    ] = None,
    git_driver: Annotated[bool, Option(("--git-driver",), "", "Be git's merge driver: OTHER is %O %A %B.")] = False,
    set_up_git: Annotated[
        bool, Option(("--set-up-git",), "", "Let git merge the state file by mlpath in this clone, once and for all.")
    ] = False,
) -> None:
    """Bring in the progress that other state files hold.

    Alone: bring both sides together where git left a conflict in the state file.
    """
    if git_driver:
        if others is None or len(others) != 3:
            raise UsageError("--git-driver takes three files", "in git's config: mlpath merge --git-driver %O %A %B")
        merged_by_git = state.git_merge(*others)
        if session.json:
            output.show_json(documents.git_merged(others[1], merged_by_git))
        elif not merged_by_git.sound:
            output.complain(terminal.git_merged_in_doubt(others[1]))
        return
    if set_up_git:
        if others:
            raise UsageError("--set-up-git merges nothing", "leave out the other files")
        set_up = repository.set_up(session.study())
        session.report(lambda: documents.set_up(set_up), lambda _: terminal.set_up(set_up), done="git was set up")
        return
    if not others:
        settled = state.settle(session.study())
        session.report(lambda: documents.settled(settled), lambda page: track.settled(settled, page), done=MADE)
        return
    merged = state.merge(session.study(), others)
    done = MADE if any(new for _, new in merged.files) else None
    session.report(lambda: documents.merged(merged), lambda page: track.merged(merged, page), done=done)


def reset_command(
    session: Session,
    yes: Annotated[bool, Option(("--yes", "-y"), "", "Don't ask.")] = False,
) -> None:
    """Start again: move the state file aside. Nothing is deleted."""
    study = session.study()
    path = study.state_at.path
    events = state.events_to_reset(study)
    if events is not None and not yes:
        if session.json or not output.is_terminal():
            raise UsageError("reset moves your progress aside and wants to be sure", "say so with --yes")
        if not output.confirm(f"Move {path} ({counted(events, 'event')}) aside and start again?"):
            return
    moved_to = state.reset(study)
    session.report(
        lambda: documents.reset(path, moved_to),
        lambda _: terminal.reset(target(path), moved_to),
        done=f"your progress was moved to {moved_to}" if moved_to else None,
    )
