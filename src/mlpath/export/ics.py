"""The plan as a calendar (iCalendar, RFC 5545): an all-day event for each week, with what is still open in it."""

from __future__ import annotations

from datetime import datetime

from icalendar import Calendar, Event

from mlpath.errors import UsageError
from mlpath.journal.journal import Progress
from mlpath.pace.outlook import Outlook, PlannedWeek
from mlpath.pace.plan import DAY
from mlpath.progress import summary
from mlpath.roadmap.roadmap import Roadmap
from mlpath.text import one_line


def render(roadmap: Roadmap, progress: Progress, outlook: Outlook, now: datetime, edition: int) -> bytes:
    """Return the calendar.

    Each event keeps its UID, and `edition` (RFC 5545's SEQUENCE) grows with the journal, so that importing it again
    updates what is there. Raises UsageError where there is no plan with dates.
    """
    if not outlook.planned:
        raise UsageError("a calendar needs dates, and there is no plan yet", "set one: `mlpath plan --start monday`")
    calendar = Calendar()
    calendar.add("prodid", "-//mlpath//mlpath//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", one_line(roadmap.title))
    for week in outlook.weeks:
        event = _event(roadmap, progress, week)
        event.add("dtstamp", now)
        event.add("sequence", edition)
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _event(roadmap: Roadmap, progress: Progress, week: PlannedWeek) -> Event:
    if week.first is None or week.last is None:
        raise ValueError(week.group.address)
    numbers = week.numbers
    entries = [summary.entry(roadmap, progress, place) for place in range(week.group.start, week.group.end)]
    open_ = [one_line(entry.item.title) for entry in entries if entry.status in summary.OPEN]
    event = Event()
    event.add("uid", f"{roadmap.id}-{week.group.address}@mlpath")
    event.add("dtstart", week.first)
    event.add("dtend", week.last + DAY)  # The day after the last one (RFC 5545, section 3.6.1).
    heading = one_line(roadmap.full_heading(week.group))
    event.add("summary", f"{heading} ({numbers.done}/{numbers.total})")
    event.add("description", "\n".join(f"[ ] {title}" for title in open_) or "All of it is done.")
    event.add("transp", "TRANSPARENT")  # Study weeks don't make anyone busy.
    return event
