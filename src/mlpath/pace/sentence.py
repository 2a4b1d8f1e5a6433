"""The one plain sentence that says whether one is on track. It never scolds."""

from __future__ import annotations

from datetime import date

from mlpath import dates
from mlpath.pace.outlook import Outlook, Ways
from mlpath.pace.ticks import Pace
from mlpath.roadmap.roadmap import Group, Roadmap
from mlpath.text import counted

SET_UP = "`mlpath plan --start monday` gives the weeks their dates and says whether you are on track."


def sentence(outlook: Outlook, roadmap: Roadmap) -> str:
    """Return how the ticks stand against the calendar and when all will be done; how to set that up where it is unknown."""
    if not outlook.numbers.total or outlook.numbers.done == outlook.numbers.total:
        return _finished(outlook)
    if outlook.pause:
        week = f"; {_lower(roadmap, outlook.by_calendar)} goes on after it" if outlook.by_calendar else ""
        return f"A pause until {dates.long_day(outlook.pause.last)}{week}. {_pace(outlook)}".rstrip()
    start, end = outlook.plan.start, outlook.finish_planned
    if start is None or end is None:
        return _without_plan(outlook)
    if outlook.today < start:
        return f"The plan starts on {dates.weekday(start)}, {dates.long_day(start)}, and ends on {dates.long_day(end)}."
    if outlook.silent:
        since = "The last tick was on" if outlook.silent.ticked else "Nothing was ticked since the plan began on"
        return f"{since} {dates.long_day(outlook.silent.since)}; that is fine. {_choices(outlook)}"
    if outlook.today > end:
        left = outlook.numbers.total - outlook.numbers.done
        return f"The plan ended on {dates.long_day(end)}; {items(left)} left. {_pace(outlook)}"
    return f"{_standing(outlook, roadmap)} {_pace(outlook)}"


def items(count: int) -> str:
    """Return `1 item is` or `9 items are`."""
    return f"{counted(count, 'item')} {'is' if count == 1 else 'are'}"


def pace(pace: Pace, *, hours: bool) -> str:
    """Return `6 items a week over the last 4 weeks`."""
    amount = counted(pace.per_week, "item")
    if hours:
        amount += f", {counted(pace.hours_per_week, 'hour')},"
    weeks, rest = divmod(pace.days, 7)
    span = counted(pace.days, "day") if rest else counted(weeks, "week").removeprefix("1 ")
    return f"{amount} a week over the last {span}"


def _finished(outlook: Outlook) -> str:
    if not outlook.finish_at_pace:
        return "Nothing is left to do."
    done = f"All weeks are done, the last item on {dates.long_day(outlook.finish_at_pace)}"
    if not outlook.finish_planned:
        return f"{done}."
    days = (outlook.finish_planned - outlook.finish_at_pace).days
    if days == 0:
        return f"{done}, as planned."
    return f"{done}, {counted(abs(days), 'day')} {'before' if days > 0 else 'after'} the planned end."


def _without_plan(outlook: Outlook) -> str:
    if outlook.silent:
        return f"The last tick was on {dates.long_day(outlook.silent.since)}; the roadmap is as you left it."
    return _pace(outlook) or SET_UP


def _standing(outlook: Outlook, roadmap: Roadmap) -> str:
    """Return the week of the calendar, that of the ticks, and what lies between: `9 items behind`."""
    calendar, ticks = outlook.by_calendar, outlook.by_ticks
    if calendar is None or ticks is None:
        return ""
    weeks = f"{roadmap.heading(calendar)} by the calendar"
    weeks += " and by your ticks" if calendar == ticks else f", {_lower(roadmap, ticks)} by your ticks"
    if not outlook.is_behind:
        return f"{weeks}: {counted(outlook.ahead, 'item')} ahead." if outlook.ahead else f"{weeks}: on track."
    words = f"{weeks}: {behind(outlook)} behind"
    if outlook.plan.catching_up and outlook.ways and outlook.ways.until:
        until = dates.long_day(outlook.ways.until)
        words += f"; {a_week(outlook.ways)} until {until} catch up with the plan"
    return f"{words}."


def behind(outlook: Outlook) -> str:
    """Return by how much one is behind: `9 items`, `9 items (31.5 hours)`, `9.5 hours`."""
    hours = counted(outlook.behind_weight / 100, "hour") if outlook.behind_weight else ""
    if not outlook.behind:
        return hours
    items = counted(outlook.behind, "item")
    return f"{items} ({hours})" if hours else items


def a_week(ways: Ways) -> str:
    """Return the speed that catches up: `6.6 items a week`, `6.6 items (24.5 hours) a week`."""
    hours = f" ({counted(ways.hours_per_week, 'hour')})" if ways.hours_per_week else ""
    return f"{counted(ways.per_week or 0, 'item')}{hours} a week"


def _pace(outlook: Outlook) -> str:
    """Return the end at this pace and the planned end, as far as they are known."""
    end = outlook.finish_planned
    if outlook.pace is None or not outlook.pace.items:
        return f"The plan ends on {dates.long_day(end)}." if end and end >= outlook.today else ""
    words = f"At your pace ({pace(outlook.pace, hours=outlook.hours)})"
    if outlook.finish_at_pace is None:
        return f"{words} it would take more than ten years."
    words += f" you finish on {dates.long_day(outlook.finish_at_pace)}"
    if end is None or end < outlook.today:
        return f"{words}."
    return f"{words}; the plan says {_in_short(end, outlook.finish_at_pace)}."


def _choices(outlook: Outlook) -> str:
    if outlook.ways is None or outlook.ways.until is None:
        return "`mlpath plan --extend` moves the end to a day that fits."
    return "`mlpath plan` offers three ways on: catch up, rebalance, extend."


def _in_short(day: date, other: date) -> str:
    """Return a day as a sentence says it after another one: without the year where it is the same."""
    if day == other:
        return "the same"
    return dates.long_day(day).removesuffix(f" {other.year}")


def _lower(roadmap: Roadmap, group: Group) -> str:
    """Return a week's heading within a sentence; a label of the roadmap's own stays as it is written."""
    heading = roadmap.heading(group)
    return heading[:1].lower() + heading[1:] if roadmap.week_label == "Week" else heading
