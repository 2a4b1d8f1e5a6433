"""Plan: the command about time."""

from __future__ import annotations

from typing import Annotated

import typer

from mlpath import dates
from mlpath.cli.options import with_session
from mlpath.cli.session_run import Session
from mlpath.commands import plan as planning
from mlpath.commands.plan import CATCH_UP, EXTEND, REBALANCE, Request
from mlpath.documents import history as time_documents
from mlpath.errors import UsageError
from mlpath.pace.plan import Pause

EXAMPLES = {
    "plan": """[bold]Examples[/bold]
  mlpath plan                                    # each week's dates, and whether you are on track
  mlpath plan --start monday
  mlpath plan --finish 2027-03-31                # slower or faster, to end on that day
  mlpath plan --pause 2026-12-24..2027-01-01     # what follows moves
  mlpath plan --extend                           # behind? the end moves to what your pace says""",
}


@with_session
def plan_command(
    session: Session,
    start: Annotated[str | None, typer.Option("--start", metavar="DATE", help="The first day.")] = None,
    finish: Annotated[
        str | None, typer.Option("--finish", metavar="DATE", help="The last day: the weeks get longer or shorter.")
    ] = None,
    days: Annotated[
        int | None,
        typer.Option("--days", metavar="N", min=1, max=366, help="Days for each week of the roadmap; 7 at first."),
    ] = None,
    pause: Annotated[
        list[str] | None, typer.Option("--pause", metavar="FROM..TO", help="Days off: what follows moves.")
    ] = None,
    unpause: Annotated[
        list[str] | None, typer.Option("--unpause", metavar="FROM..TO", help="No days off after all.")
    ] = None,
    catch_up: Annotated[
        bool, typer.Option("--catch-up", metavar="", help="Behind? Keep the dates, and see what a week takes.")
    ] = False,
    rebalance: Annotated[
        bool, typer.Option("--rebalance", metavar="", help="Behind? Spread what is left evenly to the planned end.")
    ] = False,
    extend: Annotated[
        bool, typer.Option("--extend", metavar="", help="Behind? Move the end to what your pace says.")
    ] = False,
    clear: Annotated[bool, typer.Option("--clear", metavar="", help="Forget the plan.")] = False,
) -> None:
    """Give the weeks their dates, and see whether you are on track.

    Without options: each week with its dates. Dates are ISO (2026-11-23), today, tomorrow, monday, +1w.
    """
    ways = [way for way, given in ((CATCH_UP, catch_up), (REBALANCE, rebalance), (EXTEND, extend)) if given]
    dated = start is not None or finish is not None or days is not None
    if len(ways) + dated > 1:
        raise UsageError("these options are different ways: give one of them", "`mlpath plan` shows what each comes to")
    if clear and (ways or dated or pause or unpause):
        raise UsageError("--clear goes alone", "first --clear, then the new plan")
    if finish is not None and days is not None:
        raise UsageError("--finish and --days say the same thing in two ways", "give one of them")
    study = session.study()
    today = study.today()
    first = None if start is None else dates.parse(start, today)
    request = Request(
        first,
        None if finish is None else dates.parse(finish, first or today),
        days,
        tuple(Pause(*dates.parse_span(text, today)) for text in pause or ()),
        tuple(Pause(*dates.parse_span(text, today)) for text in unpause or ()),
        ways[0] if ways else None,
        clear,
    )
    found = planning.look(study) if request.empty else planning.change(study, request)

    from mlpath.terminal import plan as views

    session.report(lambda: time_documents.plan(found.outlook), lambda: views.plan(found, study.roadmap))
