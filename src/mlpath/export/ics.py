"""The plan as a calendar (iCalendar, RFC 5545): an all-day event for each week, with what is still open in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from icalendar import Calendar, Event

from mlpath import dates
from mlpath.errors import UsageError
from mlpath.journal.journal import Progress
from mlpath.pace.days import DAY
from mlpath.pace.outlook import Outlook, PlannedWeek
from mlpath.pace.plan import Slot
from mlpath.progress import summary
from mlpath.roadmap.roadmap import Group, Roadmap
from mlpath.text import one_line

_EPOCH = 1_577_836_800  # 1 January 2020, UTC.
_MOST = 2**31 - 1


def render(
    roadmap: Roadmap,
    progress: Progress,
    outlook: Outlook,
    former: Mapping[Group, Slot],
    now: datetime,
    newest: int,
) -> bytes:
    """Return the calendar.

    Each event keeps its UID, and its edition (RFC 5545's SEQUENCE) grows with time, so that importing it again updates what
    is there. `newest` is the order of the journal's last event. A week that was done before its days is not in the calendar:
    where an earlier one may have it, on the days that it has in `former`, it is cancelled. Raises UsageError where there is
    no plan with dates.
    """
    if not outlook.planned:
        raise UsageError("a calendar needs dates, and there is no plan yet", "set one: `mlpath plan --start monday`")
    calendar = Calendar()
    calendar.add("prodid", "-//mlpath//mlpath//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", one_line(roadmap.title))
    for week in outlook.weeks:
        slot = _slot(week) or former.get(week.group)
        if slot:
            event = _event(roadmap, progress, week, slot, _rest(outlook))
            event.add("dtstamp", now)
            event.add("sequence", _edition(now, newest))
            calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _edition(now: datetime, newest: int) -> int:
    """Return the seconds since the beginning of 2020, or up to the last event where the clock has fallen behind it.

    So it never falls, whatever becomes of the journal, and stays an INTEGER (RFC 5545, section 3.3.8) until 2088.
    """
    return min(max(int(now.timestamp()), newest // 1000) - _EPOCH, _MOST)


def _slot(week: PlannedWeek) -> Slot | None:
    return Slot(week.group, week.first, week.last) if week.first and week.last else None


def _rest(outlook: Outlook) -> str:
    days = [dates.weekday_name(day) for day in outlook.plan.rest]
    return f"Rest on {', '.join(days)}." if days else ""


def _event(roadmap: Roadmap, progress: Progress, week: PlannedWeek, slot: Slot, rest: str) -> Event:
    numbers = week.numbers
    entries = [summary.entry(roadmap, progress, place) for place in range(week.group.start, week.group.end)]
    open_ = [one_line(entry.item.title) for entry in entries if entry.status in summary.OPEN]
    event = Event()
    event.add("uid", f"{roadmap.id}-{week.group.address}@mlpath")
    event.add("dtstart", slot.first)
    event.add("dtend", slot.last + DAY)  # The day after the last one (RFC 5545, section 3.6.1).
    heading = one_line(roadmap.full_heading(week.group))
    event.add("summary", f"{heading} ({numbers.done}/{numbers.total})")
    lines = [f"[ ] {title}" for title in open_] or ["All of it is done."]
    event.add("description", "\n".join([*lines, rest] if rest and open_ else lines))
    if week.first is None:
        event.add("status", "CANCELLED")
    event.add("transp", "TRANSPARENT")  # Study weeks don't make anyone busy.
    return event
