"""The JSON documents of `status`, `next` and `show`, and of `export --format json`."""

from __future__ import annotations

from collections.abc import Sequence

from mlpath.documents.parts import Document, count, head, item, next_item, outlook, place, progress_of
from mlpath.journal.events import Event
from mlpath.pace.results import Agenda, Status
from mlpath.progress.results import Checklist
from mlpath.progress.summary import Count, GroupSummary


def status(result: Status) -> Document:
    """Return `mlpath.status`."""
    whole, detail = result.overview, result.detail
    roadmap = {"id": result.roadmap.id, "title": result.roadmap.title, "path": result.roadmap_path}
    resources = whole.resources
    return {
        **head("status"),
        "roadmap": roadmap,
        "state": {"path": result.state_path, "exists": result.exists},
        "overall": count(whole.numbers),
        "months": [_month(month) for month in whole.months],
        "resources": {
            **progress_of(resources.numbers if resources else Count(0, 0, 0, 0)),
            "groups": [_section(group) for group in resources.within] if resources else [],
        },
        "next": None if whole.next is None else item(whole.next),
        "plan": outlook(result.outlook) if result.outlook and result.outlook.planned else None,
        "orphans": whole.orphans,
        **({} if detail is None else {"detail": {**_list(detail), **count(detail.numbers)}}),
    }


def upcoming(agenda: Agenda) -> Document:
    """Return `mlpath.next`."""
    upcoming = agenda.upcoming
    return {
        **head("next"),
        "items": [{**next_item(choice), "guide": choice.entry.item.id in agenda.guided} for choice in upcoming.items],
        "alongside": upcoming.alongside and {**item(upcoming.alongside.entry), "part": upcoming.alongside.part},
        "skipped": [item(entry) for entry in upcoming.skipped],
        "plan": outlook(agenda.outlook) if agenda.outlook else None,
    }


def show(checklist: Checklist) -> Document:
    """Return `mlpath.show`."""
    return {**head("show"), **_list(checklist), "guide": checklist.guided}


def progress(result: Status, checklist: Checklist, events: Sequence[Event]) -> Document:
    """Return `mlpath.export`: the status, every item with its notes, and the journal's events."""
    return {
        **status(result),
        **head("export"),
        "items": [item(entry) for entry in checklist.entries],
        "events": list(events),
    }


def _list(checklist: Checklist) -> Document:
    return {
        "address": checklist.address,
        "title": checklist.title,
        "items": [item(entry) for entry in checklist.entries],
    }


def _month(month: GroupSummary) -> Document:
    return {**_group(month), "weeks": [_week(week) for week in month.within]}


def _week(week: GroupSummary) -> Document:
    return {**_group(week), "sections": [_section(section) for section in week.within]}


def _section(section: GroupSummary) -> Document:
    return {"name": section.group.name, **_group(section)}


def _group(group: GroupSummary) -> Document:
    return {**(place(group.group) or {}), **progress_of(group.numbers)}
