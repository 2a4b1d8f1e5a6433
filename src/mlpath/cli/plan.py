"""Plan: the command about time."""

from typing import Annotated

from mlpath import dates
from mlpath.cli.options import MADE, Option, Session
from mlpath.commands import plan as commands
from mlpath.commands.study import Study
from mlpath.documents import json as documents
from mlpath.errors import UsageError
from mlpath.journal.events import WEEK_DAYS
from mlpath.pace.days import Pause
from mlpath.pace.decision import CATCH_UP, EXTEND, REBALANCE, Request
from mlpath.pace.results import Planning
from mlpath.terminal import output
from mlpath.terminal import plan as terminal

EXAMPLES = {
    "plan": """[bold]Examples[/bold]
  mlpath plan                                    # each week's dates, and whether you are on track
  mlpath plan --start monday
  mlpath plan --finish 2027-03-31                # slower or faster, to end on that day
  mlpath plan --pause 2026-12-24..2027-01-01     # what follows moves; FROM..+2w is 14 days
  mlpath plan --pause today                      # until `mlpath plan --resume`
  mlpath plan --rest sat,sun                     # no week begins or ends on one; `none` ends it
  mlpath plan --extend                           # behind? the end moves to what your pace says""",
}


def plan_command(
    session: Session,
    start: Annotated[str | None, Option(("--start",), "DATE", "The first day.")] = None,
    finish: Annotated[
        str | None, Option(("--finish",), "DATE", "The last day: the weeks get longer or shorter.")
    ] = None,
    days: Annotated[
        int | None,
        Option(
            ("--days",),
            "N",
            f"Days for each week of the roadmap; {WEEK_DAYS} at first, 1 in a list of days.",
            least=1,
            most=366,
        ),
    ] = None,
    pause: Annotated[
        list[str] | None,
        Option(("--pause",), "FROM..TO", "Days off: what follows moves. FROM alone: until --resume."),
    ] = None,
    resume: Annotated[bool, Option(("--resume",), "", "Today's pause is over; go on.")] = False,
    unpause: Annotated[list[str] | None, Option(("--unpause",), "FROM..TO", "No days off after all.")] = None,
    rest: Annotated[
        list[str] | None, Option(("--rest",), "DAYS", "Weekdays of rest, as `sat,sun`; `none` ends them.")
    ] = None,
    catch_up: Annotated[
        bool, Option(("--catch-up",), "", "Behind? Keep the dates, and see what a week takes.")
    ] = False,
    rebalance: Annotated[
        bool, Option(("--rebalance",), "", "Behind? Spread what is left evenly to the planned end.")
    ] = False,
    extend: Annotated[bool, Option(("--extend",), "", "Behind? Move the end to what your pace says.")] = False,
    clear: Annotated[bool, Option(("--clear",), "", "Forget the plan.")] = False,
) -> None:
    """Give the weeks their dates, and see whether you are on track.

    Without options: each week with its dates. Dates are ISO (2026-11-23), today, tomorrow, monday, +1w.
    """
    ways = [way for way, given in ((CATCH_UP, catch_up), (REBALANCE, rebalance), (EXTEND, extend)) if given]
    dated = start is not None or finish is not None or days is not None
    if len(ways) + dated > 1:
        raise UsageError("these options are different ways: give one of them", "`mlpath plan` shows what each comes to")
    if clear and (ways or dated or pause or resume or unpause or rest):
        raise UsageError("--clear goes alone", "first --clear, then the new plan")
    if finish is not None and days is not None:
        raise UsageError("--finish and --days say the same thing in two ways", "give one of them")
    study = session.study()
    today = study.today()
    first = None if start is None else dates.parse(start, today)
    paused = [dates.parse_span(text, today) for text in pause or ()]
    unpaused = [dates.parse_span(text, today) for text in unpause or ()]
    request = Request(
        start=first,
        finish=None if finish is None else dates.parse(finish, first or today),
        week_days=days,
        pauses=tuple(Pause(first, last) for first, last in paused if last),
        pause_from=min((first for first, last in paused if not last), default=None),
        resume=resume,
        unpause=tuple(Pause(first, last or first) for first, last in unpaused),
        rest=dates.parse_weekdays(",".join(rest)) if rest else None,
        way=ways[0] if ways else None,
        clear=clear,
    )
    if not request.empty:
        _report(session, commands.change(study, request))
        return
    planning = commands.look(study)
    _report(session, planning)
    if not session.json and output.is_terminal():
        _let_choose(session, study, planning)


def _report(session: Session, planning: Planning) -> None:
    done = MADE if planning.before else None
    session.report(lambda: documents.plan(planning), lambda page: terminal.plan(planning, page), done=done)


def _let_choose(session: Session, study: Study, planning: Planning) -> None:
    """Let one key choose a way on for who comes back; any other key leaves the plan as it is."""
    keys = {way[0]: way for way in terminal.ways_of(planning.outlook)} if planning.outlook.silent else {}
    if not keys:
        return
    choice = keys.get(output.choose(f"  {terminal.question(list(keys.values()))}"))
    if choice:
        _report(session, commands.change(study, Request(way=choice)))
