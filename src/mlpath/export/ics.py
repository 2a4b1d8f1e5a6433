"""The plan as a calendar (iCalendar, RFC 5545): all-day events for each week, with what is still open in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from icalendar import Calendar, Event

from mlpath.errors import UsageError
from mlpath.journal.journal import Progress
from mlpath.pace import plan as plans
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
    former: Mapping[Group, Sequence[Slot]],
    now: datetime,
    newest: int,
) -> bytes:
    """Return the calendar.

    Each event keeps its UID, and its edition (RFC 5545's SEQUENCE) grows with time, so that importing it again updates what
    is there. `newest` is the order of the journal's last event. Pauses and days of rest take a week apart, into an event for each
    stretch of days between them. What is not planned any more, as a week that was done before its days or the stretches that
    it once had, is cancelled where an earlier calendar may have it, on its days in `former`. Raises UsageError where there is no
    plan with dates.
    """
    if not outlook.planned:
        raise UsageError("a calendar needs dates, and there is no plan yet", "set one: `mlpath plan --start monday`")
    calendar = Calendar()
    calendar.add("prodid", "-//mlpath//mlpath//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", one_line(roadmap.title))
    for week in outlook.weeks:
        planned = _stretches(outlook, week)
        for number, slot in enumerate([*planned, *former.get(week.group, ())[len(planned) :]]):
            event = _event(roadmap, progress, week, slot, number)
            if number >= len(planned):
                event.add("status", "CANCELLED")
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


def _stretches(outlook: Outlook, week: PlannedWeek) -> list[Slot]:
    slot = Slot(week.group, week.first, week.last) if week.first and week.last else None
    return plans.stretches(outlook.plan, slot) if slot else []


def _event(roadmap: Roadmap, progress: Progress, week: PlannedWeek, slot: Slot, number: int) -> Event:
    """Return the event of a week, or of the stretch with this number, from 0, of one that is taken apart."""
    numbers = week.numbers
    entries = [summary.entry(roadmap, progress, place) for place in range(week.group.start, week.group.end)]
    open_ = [one_line(entry.item.title) for entry in entries if entry.status in summary.OPEN]
    event = Event()
    event.add("uid", f"{roadmap.id}-{week.group.address}{f'-{number + 1}' if number else ''}@mlpath")
    event.add("dtstart", slot.first)
    event.add("dtend", slot.last + DAY)  # The day after the last one (RFC 5545, section 3.6.1).
    heading = one_line(roadmap.full_heading(week.group))
    event.add("summary", f"{heading} ({numbers.done}/{numbers.total})")
    lines = [f"[ ] {title}" for title in open_] or ["All of it is done."]
    event.add("description", "\n".join(lines))
    event.add("transp", "TRANSPARENT")  # Study weeks don't make anyone busy.
    return event
