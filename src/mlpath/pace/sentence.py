"""The plain sentences that say whether one is on track. They never scold.

`standing` says how things are, `advice` which command is at hand, where one is; `sentence` is both.
"""

from __future__ import annotations

from datetime import date

from mlpath import dates
from mlpath.pace.outlook import Outlook
from mlpath.pace.ticks import Pace
from mlpath.roadmap.roadmap import Group, Roadmap
from mlpath.text import counted

_HOUR, _A_WEEK = "hour", 7
SET_UP = "`mlpath plan --start monday` gives the weeks their dates and says whether you are on track."


def sentence(outlook: Outlook, roadmap: Roadmap) -> str:
    """Return how the ticks stand against the calendar and when all will be done, and what can be done about it."""
    return f"{standing(outlook, roadmap)} {advice(outlook)}".strip()


def standing(outlook: Outlook, roadmap: Roadmap) -> str:
    """Return how the ticks stand against the calendar and when all will be done; nothing where that is unknown."""
    if not outlook.numbers.total or outlook.numbers.done == outlook.numbers.total:
        return _finished(outlook)
    if outlook.pause:
        return _paused(outlook, roadmap)
    start, end = outlook.plan.start, outlook.finish_planned
    if start is None or end is None:
        return _without_plan(outlook)
    if outlook.today < start:
        return f"The plan starts on {dates.weekday(start)}, {dates.long_day(start)}, and ends on {dates.long_day(end)}."
    if outlook.silent:
        return _silence(outlook, end)
    if outlook.today > end:
        left = outlook.numbers.total - outlook.numbers.done
        return f"The plan ended on {dates.long_day(end)}; {items(left)} left. {_pace(outlook)}".rstrip()
    return f"{_standing(outlook, roadmap)} {_pace(outlook)}".rstrip()


def advice(outlook: Outlook) -> str:
    """Return the command for who has no plan, is in a pause without an end, or comes back; nothing for everybody else."""
    if not outlook.numbers.total or outlook.numbers.done == outlook.numbers.total:
        return ""
    if outlook.open_pause:
        return "`mlpath plan --resume` ends it."
    if outlook.pause:
        return ""
    if outlook.finish_planned is None:
        return "" if outlook.pace or outlook.silent else SET_UP
    if not outlook.silent or outlook.ways is None:
        return ""
    if outlook.ways.until is None:
        return f"{smallest(outlook)} `mlpath plan --extend` moves the end to a day that fits."
    ways = "three ways on: catch up, rebalance, extend" if outlook.ways.later else "two ways on: catch up, rebalance"
    return f"{smallest(outlook)} `mlpath plan` has {ways}."


def smallest(outlook: Outlook) -> str:
    """Return what to begin with after a silence; nothing where there was none."""
    if outlook.silent is None:
        return ""
    item = outlook.silent.item
    return f"The smallest next item is {item.address}{f', {counted(item.hours, _HOUR)}' if item.hours else ''}."


def items(count: int) -> str:
    """Return `1 item is` or `9 items are`."""
    return f"{counted(count, 'item')} {'is' if count == 1 else 'are'}"


def behind(outlook: Outlook) -> str:
    """Return by how much one is behind: `9 items`, `9 items (31.5 hours)`, `9.5 hours`; nothing where one is not."""
    hours = counted(outlook.behind_weight / 100, "hour") if outlook.behind_weight else ""
    if not outlook.behind:
        return hours
    items = counted(outlook.behind, "item")
    return f"{items} ({hours})" if hours else items


def a_week(items: float, hours: float | None) -> str:
    """Return a speed: `6.6 items a week`, `6.6 items (24.5 hours) a week`."""
    in_hours = f" ({counted(hours, 'hour')})" if hours else ""
    return f"{counted(items, 'item')}{in_hours} a week"


def price(outlook: Outlook, until: date) -> str:
    """Return what it takes to end on the planned day: `6.6 items (24.5 hours) a week until 14 February 2027`."""
    left, ways = outlook.numbers.total - outlook.numbers.done, outlook.ways
    short = ways is None or ways.per_week is None or (until - outlook.today).days < _A_WEEK
    speed = counted(left, "item") if short or ways is None else a_week(ways.per_week or 0, ways.hours_per_week)
    return f"{speed} until {dates.long_day(until)}"


def away(outlook: Outlook) -> str:
    """Return how long nothing was ticked, with an end to go on from: `No tick for 28 days, since 13 December 2026`."""
    if outlook.silent is None:
        return ""
    days, since = counted(outlook.silent.days, "day"), dates.long_day(outlook.silent.since)
    return f"No tick for {days}, since {since}" if outlook.silent.ticked else f"No tick since the plan began on {since}"


def within(roadmap: Roadmap, week: Group) -> str:
    """Return a week's heading within a sentence; a label of the roadmap's own stays as it is written."""
    heading = roadmap.heading(week)
    return heading[:1].lower() + heading[1:] if roadmap.week_label == "Week" else heading


def _finished(outlook: Outlook) -> str:
    if not outlook.finish_at_pace:
        return "Nothing is left to do."
    total = outlook.numbers.total
    done = f"All {counted(total, 'item')} of the weeks are done" if total > 1 else "The one item of the weeks is done"
    done += f", the last on {dates.long_day(outlook.finish_at_pace)}"
    if not outlook.finish_planned:
        return f"{done}."
    days = (outlook.finish_planned - outlook.finish_at_pace).days
    if days == 0:
        return f"{done}, as planned."
    return f"{done}, {counted(abs(days), 'day')} {'before' if days > 0 else 'after'} the planned end."


def _paused(outlook: Outlook, roadmap: Roadmap) -> str:
    if outlook.pause is None:
        return ""
    week = within(roadmap, outlook.by_calendar) if outlook.by_calendar else ""
    if not outlook.open_pause:
        goes_on = f"; {week} goes on after it" if week else ""
        return f"A pause until {dates.long_day(outlook.pause.last)}{goes_on}. {_pace(outlook)}".rstrip()
    begun = f"A pause since {dates.long_day(outlook.pause.first)}, which has no end yet"
    return f"{begun}; {week} goes on after it, and the end of the plan moves with each day." if week else f"{begun}."


def _without_plan(outlook: Outlook) -> str:
    if outlook.silent:
        return f"The last tick was on {dates.long_day(outlook.silent.since)}; the roadmap is as you left it."
    return _pace(outlook)


def _silence(outlook: Outlook, end: date) -> str:
    """Return how long nothing was ticked, and how much is behind."""
    if outlook.today > end:
        left = counted(outlook.numbers.total - outlook.numbers.done, "item")
        state = f"the plan ended on {dates.long_day(end)} with {left} left"
    else:
        state = f"{behind(outlook)} behind" if outlook.is_behind else "nothing that was due is open"
    return f"{away(outlook)}; that is fine: {state}."


def _standing(outlook: Outlook, roadmap: Roadmap) -> str:
    """Return the week of the calendar, that of the ticks, and what lies between: `9 items behind`."""
    calendar, ticks = outlook.by_calendar, outlook.by_ticks
    if calendar is None or ticks is None:
        return ""
    weeks = f"{roadmap.heading(calendar)} by the calendar"
    weeks += " and by your ticks" if calendar == ticks else f", {within(roadmap, ticks)} by your ticks"
    if not outlook.is_behind:
        words = f"{counted(outlook.ahead, 'item')} ahead" if outlook.ahead else "on track"
        return f"{weeks}: {words}{', as all that was due is done' if _late(outlook) else ''}."
    words = f"{weeks}: {behind(outlook)} behind"
    if outlook.plan.catching_up and outlook.ways and outlook.ways.until:
        words += f"; {price(outlook, outlook.ways.until)} catch up with the plan"
    return f"{words}."


def _late(outlook: Outlook) -> bool:
    """Return whether the end at this pace is after the planned one."""
    end, at_pace = outlook.finish_planned, outlook.finish_at_pace
    return end is not None and at_pace is not None and outlook.today <= end < at_pace


def _pace(outlook: Outlook) -> str:
    """Return the end at this pace and the planned end, as far as they are known, and how both can be true."""
    end, at_pace = outlook.finish_planned, outlook.finish_at_pace
    if outlook.pace is None or not outlook.pace.items:
        said = (
            outlook.plan.catching_up and outlook.is_behind
        )  # As the day until which what is behind is caught up with.
        return f"The plan ends on {dates.long_day(end)}." if end and end >= outlook.today and not said else ""
    pace = f"your pace ({_speed(outlook.pace, hours=outlook.hours)})"
    if at_pace is None:
        return f"At {pace} it would take more than ten years."
    if end and _late(outlook) and not outlook.is_behind and not outlook.pause:
        return f"{_needed(outlook, end)}; {pace} leads to {_in_short(at_pace, end)}."
    words = f"At {pace} you finish on {dates.long_day(at_pace)}"
    if end is None or end < outlook.today:
        return f"{words}."
    catches_up = ": you are catching up" if outlook.is_behind and at_pace <= end and not outlook.pause else ""
    if end == at_pace:
        return f"{words}, as planned{catches_up}."
    return f"{words}; the plan says {_in_short(end, at_pace)}{catches_up}."


def _needed(outlook: Outlook, end: date) -> str:
    """Return what it takes to end as planned for who is slower, though nothing is behind."""
    if (end - outlook.today).days < _A_WEEK:
        left = items(outlook.numbers.total - outlook.numbers.done)
        return f"{left} left until the planned end, {dates.long_day(end)}"
    takes = "a little more"
    if outlook.ways and outlook.pace and outlook.ways.per_week:
        some, hours = outlook.ways.per_week, outlook.ways.hours_per_week
        if hours and hours > outlook.pace.hours_per_week:
            takes = f"{counted(hours, 'hour')} a week"
        elif not hours and some > outlook.pace.per_week:
            takes = f"{counted(some, 'item')} a week"
    return f"What is left takes {takes} to end as planned, on {dates.long_day(end)}"


def _speed(pace: Pace, *, hours: bool) -> str:
    """Return `6 items a week over the last 4 weeks`."""
    amount = counted(pace.per_week, "item")
    if hours:
        amount += f", {counted(pace.hours_per_week, 'hour')},"
    weeks, rest = divmod(pace.days, 7)
    span = counted(pace.days, "day") if rest else counted(weeks, "week").removeprefix("1 ")
    return f"{amount} a week over the last {span}"


def _in_short(day: date, other: date) -> str:
    """Return a day as a sentence says it after another one: without the year where it is the same."""
    return dates.long_day(day).removesuffix(f" {other.year}")
