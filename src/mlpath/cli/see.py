"""See: the commands that look."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from mlpath import dates
from mlpath.cli import calls as commands
from mlpath.cli.options import complete, with_session
from mlpath.cli.session_run import Session
from mlpath.documents import history as time_documents
from mlpath.errors import UsageError
from mlpath.journal.transitions import DOING, DONE, TODO
from mlpath.terminal import output

if TYPE_CHECKING:
    from mlpath.commands.history import Period, Retrospective

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
    "log": """[bold]Examples[/bold]
  mlpath log
  mlpath log --since monday
  mlpath log --week --format markdown             # this week's retrospective, to paste
  mlpath log --week --since -1w --format markdown # last week's""",
    "stats": """[bold]Examples[/bold]
  mlpath stats
  mlpath stats --json""",
}


class LogFormat(StrEnum):
    """How `log` looks."""

    text = "text"
    markdown = "markdown"


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


@with_session
def log_command(
    session: Session,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="From this day on: 2026-11-16, monday, -2w.")
    ] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="Up to this day.")] = None,
    week: Annotated[
        bool,
        typer.Option("--week", metavar="", help="This week, Monday to Sunday; with --since, the week of that day."),
    ] = False,
    most: Annotated[
        int | None, typer.Option("-n", metavar="N", min=1, help="How many events; 20 where no time is named.")
    ] = None,
    format: Annotated[
        LogFormat, typer.Option("--format", "-f", help="`markdown`: what was done, begun and slipped, to paste.")
    ] = LogFormat.text,
) -> None:
    """Show what you did, the newest first."""
    from mlpath.commands import history

    study = session.study()
    if week and until is not None:
        raise UsageError("--week and --until name two ends", "give one of them")
    markdown = format == LogFormat.markdown
    period = _period(study.today(), since, until, week=week or (markdown and since is None and until is None))
    if markdown:
        _retrospective(session, history.retrospective(study, period))
        return
    unbounded = since is None and until is None and not week
    found = history.log(study, period, 20 if most is None and unbounded and not session.json else most)

    from mlpath.terminal import history as views

    session.report(lambda: time_documents.log(found), lambda: views.log(found))


@with_session
def stats_command(session: Session) -> None:
    """Show your activity: a heatmap, streaks, and what was done week by week."""
    from mlpath.commands import history

    found = history.stats(session.study())

    from mlpath.terminal import history as views

    session.report(lambda: time_documents.stats(found), lambda: views.stats(found))


def _period(today: date, since: str | None, until: str | None, *, week: bool) -> Period:
    from mlpath.commands.history import Period
    from mlpath.pace.activity import monday

    first = date.min if since is None else dates.parse_past(since, today)
    if week:
        first = monday(today if since is None else first)
        return Period(first, first + timedelta(days=6))
    last = date.max if until is None else dates.parse(until, today, past=True)
    if last < first:
        raise UsageError(f"{until} comes before {since}", "--since names the earlier day")
    if since is not None and until is None:
        last = max(today, first)
    return Period(first, last)


def _retrospective(session: Session, found: Retrospective) -> None:
    from mlpath.export import retrospective

    text = retrospective.render(found)
    if session.json:
        output.show_json(time_documents.retrospective(found, text))
    else:
        output.show_bytes(text.encode())
