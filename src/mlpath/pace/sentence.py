"""The one plain sentence that says whether one is on track. It never scolds."""

from __future__ import annotations

from datetime import date

from mlpath import dates
from mlpath.pace.outlook import Outlook, Pace, Ways
from mlpath.roadmap.roadmap import Group, Roadmap
from mlpath.text import counted

SET_UP = "`mlpath plan --start monday` gives the weeks their dates and says whether you are on track."


def sentence(found: Outlook, roadmap: Roadmap) -> str:
    """Return how the ticks stand against the calendar and when all will be done; how to set that up where it is unknown."""
    if not found.numbers.total or found.numbers.done == found.numbers.total:
        return _finished(found)
    if found.pause:
        week = f"; {_lower(roadmap, found.by_calendar)} goes on after it" if found.by_calendar else ""
        return f"A pause until {dates.long_day(found.pause.last)}{week}. {_pace(found)}".rstrip()
    start, end = found.plan.start, found.finish_planned
    if start is None or end is None:
        return _without_plan(found)
    if found.today < start:
        return f"The plan starts on {dates.weekday(start)}, {dates.long_day(start)}, and ends on {dates.long_day(end)}."
    if found.silent:
        said = "The last tick was on" if found.silent.ticked else "Nothing was ticked since the plan began on"
        return f"{said} {dates.long_day(found.silent.since)}; that is fine. {_choices(found)}"
    if found.today > end:
        left = found.numbers.total - found.numbers.done
        return f"The plan ended on {dates.long_day(end)}; {items(left)} left. {_pace(found)}"
    return f"{_place(found, roadmap)} {_pace(found)}"


def items(count: int) -> str:
    """Return `1 item is` or `9 items are`."""
    return f"{counted(count, 'item')} {'is' if count == 1 else 'are'}"


def pace(found: Pace, *, hours: bool) -> str:
    """Return `6 items a week over the last 4 weeks`."""
    amount = counted(found.per_week, "item")
    if hours:
        amount += f", {counted(found.hours_per_week, 'hour')},"
    weeks, rest = divmod(found.days, 7)
    span = f"{found.days} days" if rest else "week" if weeks == 1 else f"{weeks} weeks"
    return f"{amount} a week over the last {span}"


def _finished(found: Outlook) -> str:
    if not found.finish_at_pace:
        return "Nothing is left to do."
    done = f"All weeks are done, the last item on {dates.long_day(found.finish_at_pace)}"
    if not found.finish_planned:
        return f"{done}."
    days = (found.finish_planned - found.finish_at_pace).days
    if days == 0:
        return f"{done}, as planned."
    return f"{done}, {counted(abs(days), 'day')} {'before' if days > 0 else 'after'} the planned end."


def _without_plan(found: Outlook) -> str:
    if found.silent:
        return f"The last tick was on {dates.long_day(found.silent.since)}; the roadmap is as you left it."
    return _pace(found) or SET_UP


def _place(found: Outlook, roadmap: Roadmap) -> str:
    """Return the week of the calendar, that of the ticks, and what lies between: `9 items behind`."""
    calendar, ticks = found.by_calendar, found.by_ticks
    if calendar is None or ticks is None:
        return ""
    where = f"{roadmap.heading(calendar)} by the calendar"
    where += " and by your ticks" if calendar == ticks else f", {_lower(roadmap, ticks)} by your ticks"
    if not found.is_behind:
        return f"{where}: {counted(found.ahead, 'item')} ahead." if found.ahead else f"{where}: on track."
    said = f"{where}: {_behind(found)} behind"
    if found.plan.catching_up and found.ways and found.ways.until:
        until = dates.long_day(found.ways.until)
        said += f"; {a_week(found.ways)} until {until} catch up with the plan"
    return f"{said}."


def _behind(found: Outlook) -> str:
    """Return by how much one is behind: `9 items`, `9 items (31.5 hours)`, `9.5 hours`."""
    hours = counted(found.behind_weight / 100, "hour") if found.behind_weight else ""
    if not found.behind:
        return hours
    items = counted(found.behind, "item")
    return f"{items} ({hours})" if hours else items


def a_week(found: Ways) -> str:
    """Return what catches up: `6.6 items a week`, `6.6 items (24.5 hours) a week`."""
    hours = f" ({counted(found.hours_per_week, 'hour')})" if found.hours_per_week else ""
    return f"{counted(found.per_week or 0, 'item')}{hours} a week"


def _pace(found: Outlook) -> str:
    """Return when all will be done at this pace, and when the plan says so; what is known of the two."""
    end = found.finish_planned
    if found.pace is None or not found.pace.items:
        return f"The plan ends on {dates.long_day(end)}." if end and end >= found.today else ""
    said = f"At your pace ({pace(found.pace, hours=found.hours)})"
    if found.finish_at_pace is None:
        return f"{said} it would take more than ten years."
    said += f" you finish on {dates.long_day(found.finish_at_pace)}"
    if end is None or end < found.today:
        return f"{said}."
    return f"{said}; the plan says {_in_short(end, found.finish_at_pace)}."


def _choices(found: Outlook) -> str:
    if found.ways is None or found.ways.until is None:
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
