"""State: the commands about the state file."""

from collections.abc import Sequence
from typing import Annotated

from mlpath.cli.options import MADE, Argument, Option, Session
from mlpath.commands import by_hand, doctor, repository, state
from mlpath.documents import json
from mlpath.documents import state as documents
from mlpath.documents.parts import changes_fields
from mlpath.errors import NO, UsageError
from mlpath.journal.file import target
from mlpath.progress.reports import TROUBLE
from mlpath.roadmap.roadmap import Item
from mlpath.terminal import output, track
from mlpath.terminal import state as terminal
from mlpath.text import counted

EXAMPLES = {
    "doctor": """[bold]Examples[/bold]
  mlpath doctor
  mlpath doctor --restore                 # a lost or damaged state: the newest good backup
  mlpath doctor --restore 2026-11-22      # this one, whatever stands there now
  mlpath doctor --accept                  # a state that you changed by hand
  mlpath doctor --adopt                   # progress that lost its items, and where it may belong
  mlpath doctor --adopt old-id week2.topics.1
  mlpath doctor --take-boxes              # boxes that you ticked or emptied in a Markdown file""",
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
    names: Annotated[
        list[str] | None, Argument("NAME", "With --restore: a backup's name or path. With --adopt: OLD NEW, or none.")
    ] = None,
    restore: Annotated[bool, Option(("--restore",), "", "Put a backup in the state file's place.")] = False,
    adopt: Annotated[
        bool,
        Option(
            ("--adopt",),
            "",
            "The progress of the lost id OLD belongs to the item NEW; without them, show all that is lost and ask.",
        ),
    ] = False,
    accept: Annotated[
        bool, Option(("--accept",), "", "Take the state file as it is, where something else than mlpath changed it.")
    ] = False,
    take_boxes: Annotated[
        bool, Option(("--take-boxes",), "", "Take a Markdown file's word for boxes that were changed by hand.")
    ] = False,
    yes: Annotated[bool, Option(("--yes", "-y"), "", "With --adopt: don't ask, take what is sure.")] = False,
) -> int | None:
    """Say which roadmap, state and config are in use and why, and whether all is well.

    With --restore: put a backup in the state file's place, the newest good one where none is named. What stood there is
    kept under another name.
    """
    names = names or []
    if restore:
        if len(names) > 1:
            raise UsageError("--restore takes one backup", "`mlpath doctor` lists them")
        restoration = state.restore(session.study(), names[0] if names else None)
        session.report(
            lambda: documents.restoration(restoration),
            lambda _: terminal.restoration(restoration),
            done=f"{restoration.state} was restored",
        )
        return None
    if adopt:
        _adopt(session, names, yes=yes)
        return None
    if names:
        raise UsageError(f"doctor does not know what to do with {names[0]}", "to put a backup back, say --restore")
    if accept:
        accepted = state.accept(session.study())
        done = MADE if accepted.changed else None
        session.report(lambda: documents.accepted(accepted), lambda _: terminal.accepted(accepted), done=done)
        return None
    if take_boxes:
        changes = by_hand.take_boxes(session.study())
        done = MADE if changes.changed else None
        session.report(lambda: json.changes(changes), lambda page: track.changes(changes, page), done=done)
        return None
    checks = doctor.doctor(session.options, session.environ, session.clock)
    session.report(lambda: documents.doctor(checks), lambda page: terminal.doctor(checks, page))
    return NO if any(check.state == TROUBLE for check in checks) else None


def _adopt(session: Session, names: Sequence[str], *, yes: bool) -> None:
    """Let one id's progress belong to an item, or show all progress without an item, and ask."""
    study = session.study()
    if names:
        if len(names) != 2:
            raise UsageError("--adopt takes OLD and NEW, or neither", "`mlpath doctor` names both")
        changes = by_hand.adopt(study, *names)
        session.report(lambda: json.changes(changes), lambda page: track.changes(changes, page), done=MADE)
        return
    found = by_hand.adoptable(study)
    pairs = [(match.old, match.items[0]) for match in found.sure]
    if session.json:
        document = documents.adoptable(found)
        if yes and pairs:
            document |= changes_fields(by_hand.adopt_all(study, pairs))
        session.report(lambda: document, lambda _: (), done=MADE if yes and pairs else None)
        return
    output.show(lambda page: terminal.adoptable(found, page), study.options.again)
    question = f"Let {'these' if len(pairs) > 1 else 'this one'} go together?"
    taken: list[Item] = []

    def take(chosen: Sequence[tuple[str, Item]]) -> None:
        """Write down what is chosen at once: whoever ends the questions keeps what was answered."""
        taken.extend(item for _, item in chosen)
        changes = by_hand.adopt_all(study, chosen)
        session.report(lambda: json.changes(changes), lambda page: track.changes(changes, page), done=MADE)

    if pairs and (yes or output.confirm(question)):
        take(pairs)
    elif pairs and not output.is_terminal():
        output.show(lambda _: terminal.how_to_adopt(study.options.again("doctor --adopt --yes")), study.options.again)
    for match in found.doubtful if not yes and output.is_terminal() else ():
        left = match.without(taken)
        output.show(lambda _: terminal.doubtful(left), study.options.again)  # noqa: B023
        asked = "Which one is it? A number, or Enter for none:"
        number = output.choose_number(asked, len(left.items)) if left.items else None
        if number is not None:
            take([(left.old, left.items[number - 1])])


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
            output.complain(terminal.git_merged_in_doubt(others[1]), session.options.again)
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
