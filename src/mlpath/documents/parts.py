"""What several JSON documents have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    from mlpath.pace.outlook import Outlook
    from mlpath.progress.summary import Count, Entry
    from mlpath.roadmap.roadmap import Group

Document = dict[str, Any]


def item(entry: Entry) -> Document:
    """Return an item as every document shows it."""
    return {
        "id": entry.item.id,
        "address": entry.item.address,
        "title": entry.item.title,
        "section": entry.section.name,
        "status": entry.status,
        "url": entry.item.url,
        "hours": entry.item.hours,
        "alongside": dict(entry.item.alongside),
        "since": entry.since,
        "done_on": entry.done_on,
        "notes": [{"at": note["at"], "text": note["text"], "link": note["link"]} for note in entry.notes],
        "week": place(entry.week),
        "month": place(entry.month),
    }


def outlook(found: Outlook) -> Document:
    """Return the head of a plan: dates in ISO, counts in items, null where something is unknown."""
    pace, ways = found.pace, found.ways
    return {
        "start": iso(found.plan.start),
        "finish_planned": iso(found.finish_planned),
        "finish_baseline": iso(found.finish_baseline),
        "finish_at_pace": iso(found.finish_at_pace),
        "behind_items": found.behind if found.planned else None,
        "ahead_items": found.ahead if found.planned else None,
        "week_by_calendar": found.by_calendar.address if found.by_calendar else None,
        "week_by_ticks": found.by_ticks.address if found.by_ticks else None,
        "pace_per_week": pace.per_week if pace else None,
        "unit": "hours" if found.hours else "items",
        "behind_hours": found.behind_weight / 100 if found.planned and found.hours else None,
        "pace_hours_per_week": pace.hours_per_week if pace and found.hours else None,
        "pace_days": pace.days if pace else None,
        "paused_until": iso(found.pause.last if found.pause else None),
        "catching_up": found.plan.catching_up,
        "ways": ways
        and {
            "per_week": ways.per_week,
            "hours_per_week": ways.hours_per_week,
            "until": iso(ways.until),
            "extended": iso(ways.extended),
        },
    }


def iso(day: date | None) -> str | None:
    """Return a day in ISO 8601, or None."""
    return None if day is None else day.isoformat()


def head(command: str) -> Document:
    """Return what every document begins with."""
    return {"format": f"mlpath.{command}", "version": 1}


def place(group: Group | None) -> Document | None:
    """Return where a week or month is, or None."""
    return None if group is None else {"address": group.address, "title": group.title}


def progress_of(count: Count) -> Document:
    """Return done, total and percent."""
    return {"done": count.done, "total": count.total, "percent": count.percent}


def count(count: Count) -> Document:
    """Return all that is counted."""
    return {**count._asdict(), "percent": count.percent}
