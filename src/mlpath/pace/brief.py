"""The verdict in a few words, as today's screen has it. It never scolds. Pure."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from mlpath import dates
from mlpath.pace.outlook import Outlook
from mlpath.pace.results import BEHIND, DONE, NO_PLAN, PAUSED
from mlpath.pace.sentence import behind, within
from mlpath.pace.verdict import verdict
from mlpath.roadmap.roadmap import Roadmap
from mlpath.text import counted

_SET_UP = "`mlpath plan --start monday` gives the weeks their dates."


class Words(NamedTuple):
    """The verdict, and what follows from it in a sentence or two; either may be empty."""

    head: str
    rest: str


def words(outlook: Outlook | None, roadmap: Roadmap) -> Words:
    """Return how one stands, the end at this pace and the planned one, as far as they are known."""
    if outlook is None:
        return Words("", _SET_UP)
    kind = verdict(outlook).word
    if kind == DONE:
        return _done(outlook)
    if kind == PAUSED:
        return _paused(outlook, roadmap)
    if kind == NO_PLAN:
        return _without_plan(outlook)
    if kind == BEHIND:
        return _behind(outlook, roadmap)
    return _on_track(outlook)


def _done(outlook: Outlook) -> Words:
    """Return that the weeks are done, all that the bar counts but the resources; when, and how that was planned."""
    if not outlook.numbers.total:
        return Words("", "")
    head = f"All {counted(outlook.numbers.total, 'item')} of the {counted(len(outlook.weeks), 'week')} are done."
    if outlook.finish_at_pace is None:
        return Words(head, "")
    last = f"The last one on {dates.long_day(outlook.finish_at_pace)}"
    if outlook.finish_planned is None:
        return Words(head, f"{last}.")
    days = (outlook.finish_planned - outlook.finish_at_pace).days
    if days == 0:
        return Words(head, f"{last}, as planned.")
    return Words(head, f"{last}, {counted(abs(days), 'day')} {'before' if days > 0 else 'after'} the planned end.")


def _paused(outlook: Outlook, roadmap: Roadmap) -> Words:
    if outlook.pause and outlook.open_pause:
        since = f"A pause since {dates.long_day(outlook.pause.first)}, which has no end yet."
        return Words(since, "`mlpath plan --resume` ends it.")
    until = f"A pause until {dates.long_day(outlook.pause.last)}." if outlook.pause else ""
    week = f"{roadmap.heading(outlook.by_calendar)} goes on after it." if outlook.by_calendar else ""
    return Words(until, _joined(week, _ends(outlook)))


def _without_plan(outlook: Outlook) -> Words:
    ends = _ends(outlook)
    return Words("", _joined(_silence(outlook), ends) if ends else _SET_UP)


def _behind(outlook: Outlook, roadmap: Roadmap) -> Words:
    head = f"{behind(outlook)} behind"
    if outlook.silent:
        return Words(f"{head}.", _joined(_silence(outlook), "`mlpath plan` offers ways on."))
    if outlook.finish_planned and outlook.finish_planned < outlook.today:
        return Words(
            f"{head}.", _joined(f"The plan ended on {dates.long_day(outlook.finish_planned)}.", _ends(outlook))
        )
    week = outlook.by_calendar
    return Words(f"{head}: it is {within(roadmap, week)} by the calendar." if week else f"{head}.", _ends(outlook))


def _on_track(outlook: Outlook) -> Words:
    start, end, at_pace = outlook.plan.start, outlook.finish_planned, outlook.finish_at_pace
    if start and end and outlook.today < start:
        begins = f"The plan starts on {dates.weekday(start)}, {dates.long_day(start)}."
        return Words(begins, f"It ends on {dates.long_day(end)}.")
    head = f"{counted(outlook.ahead, 'item')} ahead." if outlook.ahead else "On track."
    if end and at_pace and at_pace > end and not outlook.silent:
        late = f"What was due is done, but at your pace you finish on {dates.long_day(at_pace)}"
        return Words(head, f"{late}, {counted((at_pace - end).days, 'day')} after the planned end.")
    return Words(head, _joined(_silence(outlook), _ends(outlook)))


def _silence(outlook: Outlook) -> str:
    """Return for how long nothing was ticked, where that is long; empty elsewhere."""
    if outlook.silent is None:
        return ""
    days = counted((outlook.today - outlook.silent.since).days, "day")
    return f"{days} without a tick; that is fine."


def _ends(outlook: Outlook) -> str:
    """Return the end at this pace and the planned end, as far as they are known and still to come."""
    at_pace = outlook.finish_at_pace
    end = outlook.finish_planned if outlook.finish_planned and outlook.finish_planned >= outlook.today else None
    if at_pace is None or at_pace < outlook.today:
        return f"The plan ends on {dates.long_day(end)}." if end else ""
    words = f"At your pace you finish on {dates.long_day(at_pace)}"
    if end is None:
        return f"{words}."
    return f"{words}, as planned." if end == at_pace else f"{words}; the plan ends on {_short(end, at_pace)}."


def _short(day: date, other: date) -> str:
    """Return a day as a sentence says it after another one: without the year where it is the same."""
    return dates.long_day(day).removesuffix(f" {other.year}")


def _joined(*sentences: str) -> str:
    return " ".join(filter(None, sentences))
