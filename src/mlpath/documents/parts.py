"""What several JSON documents have in common. Other programs rely on these names; they may only grow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlpath.journal.events import WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from mlpath.errors import Fault
    from mlpath.pace.outlook import Outlook
    from mlpath.progress.results import Changes, Finale, Milestone
    from mlpath.progress.retained import Retained
    from mlpath.progress.summary import Count, Entry, Next
    from mlpath.roadmap.roadmap import Group
    from mlpath.roadmap.structure import Structure

Document = dict[str, Any]


def item(entry: Entry) -> Document:
    """Return an item as every document shows it; `tests` are those of its lab, as they came out last."""
    outcome = entry.evidence[-1] if entry.evidence else None
    return {
        "id": entry.item.id,
        "address": entry.item.address,
        "title": entry.item.title,
        "section": entry.section.name,
        "status": entry.status,
        "url": entry.item.url,
        "hours": entry.item.hours,
        "due": entry.item.due,
        "alongside": dict(entry.item.alongside),
        "since": entry.since,
        "done_on": entry.done_on,
        "lab": entry.lab,
        "verified": entry.verified_on and {"on": entry.verified_on, "current": entry.current},
        "tests": outcome and {"holds": outcome.holds, "total": outcome.holds + outcome.fails},
        "notes": [{"at": note.at, "text": note.text, "link": note.link} for note in entry.notes],
        "week": reference(entry.week),
        "month": reference(entry.month),
    }


def outlook(now: Outlook) -> Document:
    """Return the head of a plan: dates in ISO, counts in items, null where something is unknown."""
    pace, ways, silent = now.pace, now.ways, now.silent
    return {
        "start": iso(now.plan.start),
        "finish_planned": iso(now.finish_planned),
        "finish_baseline": iso(now.finish_baseline),
        "finish_at_pace": iso(now.finish_at_pace),
        "behind_items": now.behind if now.planned else None,
        "ahead_items": now.ahead if now.planned else None,
        "week_by_calendar": now.by_calendar.address if now.by_calendar else None,
        "week_by_ticks": now.by_ticks.address if now.by_ticks else None,
        "week_at": now.at.address if now.at else None,
        "pace_per_week": pace.per_week if pace else None,
        "unit": "hours" if now.hours else "items",
        "behind_hours": now.behind_weight / 100 if now.planned and now.hours else None,
        "pace_hours_per_week": pace.hours_per_week if pace and now.hours else None,
        "pace_days": pace.days if pace else None,
        "paused_until": iso(now.pause.last if now.pause and not now.open_pause else None),
        "paused_since": iso(now.pause.first if now.pause else None),
        "open_pause": iso(now.plan.open_pause),
        "rest": [WEEKDAYS[day] for day in now.plan.rest],
        "catching_up": now.plan.catching_up,
        "ways": ways and {**ways._asdict(), "until": iso(ways.until), "extended": iso(ways.extended)},
        "silent": silent
        and {
            "since": iso(silent.since),
            "ticked": silent.ticked,
            "days": silent.days,
            "smallest": {name: getattr(silent.item, name) for name in ("id", "address", "title", "hours")},
        },
    }


def iso(day: date | None) -> str | None:
    """Return a day in ISO 8601, or None."""
    return None if day is None else day.isoformat()


def head(command: str) -> Document:
    """Return what every document begins with."""
    return {"format": f"mlpath.{command}", "version": 1}


def reference(group: Group | None) -> Document | None:
    """Return the address and title of a week or month, or None."""
    return None if group is None else {"address": group.address, "title": group.title}


def progress_of(count: Count) -> Document:
    """Return done, total and percent."""
    return {"done": count.done, "total": count.total, "percent": count.percent}


def count(count: Count) -> Document:
    """Return all that is counted."""
    return {**count._asdict(), "percent": count.percent}


def overall(whole: Count, verified: Count, retained: Retained) -> Document:
    """Return all that is counted of a roadmap: what is covered, of its items with a lab what is verified, of what is done what is retained."""
    return {
        **count(whole),
        "covered": progress_of(whole),
        "verified": progress_of(verified),
        "retained": retained_of(retained),
    }


def retained_of(retained: Retained) -> Document:
    """Return what is retained of how many cards; the percentage is null where there are none."""
    return {"percent": retained.percent, "cards": retained.cards}


def next_item(choice: Next) -> Document:
    """Return an item to go on with, and why."""
    return {**item(choice.entry), "reason": choice.reason}


def changes_fields(changes: Changes) -> Document:
    """Return what became of items, and how things stand after it."""
    return {
        "changed": [item(entry) for entry in changes.changed],
        "redated": [{"id": entry.item.id, "from": day, "to": entry.done_on} for entry, day in changes.redated],
        "unchanged": [item(entry) for entry in changes.unchanged],
        "overall": count(changes.overall),
        "note_kept": changes.note_kept,
        "next": None if changes.next is None else next_item(changes.next),
        "notices": list(changes.notices),
        "milestones": [_milestone(milestone) for milestone in changes.milestones],
        "finale": changes.finale and finale(changes.finale),
    }


def finale(whole: Finale) -> Document:
    """Return the whole way through the weeks."""
    return {
        "from": whole.first.isoformat(),
        "to": whole.last.isoformat(),
        "items": whole.items,
        "hours": whole.hours,
        "best_week": {"from": whole.best_week.isoformat(), "items": whole.best_items},
        "resources_left": whole.resources_left,
    }


def _milestone(milestone: Milestone) -> Document:
    return {
        "kind": milestone.group.kind,
        **(reference(milestone.group) or {}),
        "full": milestone.full,
        "of": milestone.of,
        "done_on": milestone.on.isoformat(),
        "planned_end": iso(milestone.end),
    }


def faults(faults: Iterable[Fault]) -> list[Document]:
    """Return what is wrong in a roadmap's files, in their order."""
    return [fault._asdict() for fault in faults]


def levels(structure: Structure | None) -> list[Document] | None:
    """Return what the headings of each level of a Markdown file are; null for another file."""
    if structure is None:
        return None
    return [{"kind": level.kind, "mark": level.mark, "count": level.number} for level in structure.levels]
