"""See: the commands that look."""

from enum import StrEnum
from typing import Annotated

from mlpath.cli.options import Argument, Option, Session
from mlpath.commands import see
from mlpath.documents import json as documents
from mlpath.errors import UsageError
from mlpath.journal.transitions import DOING, DONE, TODO
from mlpath.terminal import output

EXAMPLES = {
    "status": """[bold]Examples[/bold]
  mlpath status
  mlpath status week5
  mlpath status --all                    # every week, however low the terminal is
  mlpath status --json | python -m json.tool""",
    "next": """[bold]Examples[/bold]
  mlpath next
  mlpath next -n 1""",
    "show": """[bold]Examples[/bold]
  mlpath show
  mlpath show week5 --todo
  mlpath show gradient-descent
  mlpath show --find "random forest\"""",
    "log": """[bold]Examples[/bold]
  mlpath log
  mlpath log --since monday
  mlpath log week2                                # what names week 2 or anything in it
  mlpath log --week --format markdown             # this week's retrospective, to paste
  mlpath log --week --since -1w --format markdown # last week's""",
    "stats": """[bold]Examples[/bold]
  mlpath stats
  mlpath stats --json""",
}

# How many events `log` shows where no time is named.
_MOST_EVENTS = 20


class LogFormat(StrEnum):
    """How `log` looks."""

    text = "text"
    markdown = "markdown"


def today_command(session: Session) -> None:
    """Show what matters today: how far you are, what to do now, whether you are on track."""
    from mlpath.terminal import today

    study = session.study()  # Document and screen each look at no more than they show.
    session.report(
        lambda: documents.status(see.status(study)),
        lambda page: today.today(see.today(study), page, session.options.again),
    )


def status_command(
    session: Session,
    address: Annotated[
        str | None, Argument("ADDRESS", "A month, week or section to see in detail.", completes=True)
    ] = None,
    every: Annotated[bool, Option(("--all",), "", "Every week, however low the terminal is.")] = False,
) -> None:
    """Show how far everything is.

    On a terminal that is too low for every week, months that are not now are a line each.
    """
    from mlpath.terminal import status

    result = see.status(session.study(), address)
    shorter = None if every else lambda page: status.status(result, page, folded=True)
    session.report(lambda: documents.status(result), lambda page: status.status(result, page), shorter=shorter)


def next_command(
    session: Session,
    most: Annotated[int, Option(("-n",), "N", "How many items to show.", least=1)] = 3,
) -> None:
    """Show what to do now, and why."""
    from mlpath.terminal import next as terminal

    agenda = see.upcoming(session.study(), most)
    session.report(lambda: documents.upcoming(agenda), lambda page: terminal.upcoming(agenda, page))


def show_command(
    session: Session,
    address: Annotated[
        str | None, Argument("ADDRESS", "What to show; the whole roadmap without it.", completes=True)
    ] = None,
    todo: Annotated[bool, Option(("--todo",), "", "Only what is to do or under way.")] = False,
    done: Annotated[bool, Option(("--done",), "", "Only what is done.")] = False,
    find: Annotated[
        str, Option(("--find",), "TEXT", "Only where all these words occur: in titles, notes, headings.")
    ] = "",
) -> None:
    """Show the checklist: boxes, addresses, notes, dates, links."""
    from mlpath.terminal import show

    if todo and done:
        raise UsageError("--todo and --done leave nothing to show", "give one of them, or neither")
    statuses = (TODO, DOING) if todo else (DONE,) if done else ()
    checklist = see.show(session.study(), address, statuses, find)
    session.report(lambda: documents.show(checklist), lambda page: show.checklist(checklist, page))


def log_command(
    session: Session,
    address: Annotated[str | None, Argument("ADDRESS", "Only what names this item or group.", completes=True)] = None,
    since: Annotated[str | None, Option(("--since",), "DATE", "From this day on: 2026-11-16, monday, -2w.")] = None,
    until: Annotated[str | None, Option(("--until",), "DATE", "Up to this day.")] = None,
    week: Annotated[
        bool, Option(("--week",), "", "This week, Monday to Sunday; with --since, the week of that day.")
    ] = False,
    most: Annotated[
        int | None, Option(("-n",), "N", f"How many events; {_MOST_EVENTS} where no time is named.", least=1)
    ] = None,
    format: Annotated[
        LogFormat,
        Option(("--format", "-f"), "FORMAT", "`text`, or `markdown`: what was done, begun and slipped, to paste."),
    ] = LogFormat.text,
) -> None:
    """Show what you did, the newest first."""
    from mlpath.commands import history
    from mlpath.documents import history as history_documents
    from mlpath.terminal import history as terminal

    study = session.study()
    if week and until is not None:
        raise UsageError("--week and --until name two ends", "give one of them")
    markdown = format == LogFormat.markdown
    if markdown and address is not None:
        raise UsageError("a retrospective is of days, not of an address", "leave out the address, or --format markdown")
    unbounded = since is None and until is None and not week
    period = history.period(study.today(), since, until, week=week or (markdown and unbounded))
    if markdown:
        from mlpath.export import retrospective

        result = history.retrospective(study, period)
        text = retrospective.render(result)
        if session.json:
            output.show_json(history_documents.retrospective(result, text))
        else:
            output.show_bytes(text.encode())
        return
    newest = _MOST_EVENTS if most is None and unbounded and address is None and not session.json else most
    log = history.log(study, period, newest, address)
    session.report(lambda: history_documents.log(log), lambda page: terminal.log(log, page))


def stats_command(session: Session) -> None:
    """Show your activity: a heatmap, streaks, and what was done week by week."""
    from mlpath.commands import history
    from mlpath.documents import history as history_documents
    from mlpath.terminal import history as terminal

    stats = history.stats(session.study())
    session.report(lambda: history_documents.stats(stats), lambda page: terminal.stats(stats, page))
