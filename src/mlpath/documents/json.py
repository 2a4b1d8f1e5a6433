"""The JSON documents: what `--json` prints. Other programs rely on these names; they may only grow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlpath.documents.parts import (
    Document,
    changes_fields,
    count,
    faults,
    finale,
    head,
    iso,
    item,
    levels,
    next_item,
    outlook,
    overall,
    progress_of,
    reference,
    retained_of,
)
from mlpath.progress.summary import Count

if TYPE_CHECKING:  # Every `--json` comes through here; what it does not show takes no time to import.
    from collections.abc import Sequence

    from mlpath.guides.results import Links, Reading
    from mlpath.journal.events import Event
    from mlpath.pace.outlook import PlannedWeek
    from mlpath.pace.results import Agenda, Planning, Status, Today
    from mlpath.progress.reports import Choice, Validation
    from mlpath.progress.results import Changes, Checklist, Notes, Reversal
    from mlpath.progress.summary import GroupSummary


def status(result: Status) -> Document:
    """Return `mlpath.status`."""
    whole, detail = result.overview, result.detail
    roadmap = {"id": result.roadmap.id, "title": result.roadmap.title, "path": result.roadmap_path}
    resources = whole.resources
    return {
        **head("status"),
        "roadmap": roadmap,
        "state": {"path": result.state_path, "exists": result.today.keeping.exists},
        "overall": overall(whole.numbers, whole.verified, whole.retained),
        "months": [_month(month) for month in whole.months],
        "resources": {
            **progress_of(resources.numbers if resources else Count(0, 0, 0, 0)),
            "groups": [_section(group) for group in resources.within] if resources else [],
        },
        "next": None if whole.next is None else item(whole.next),
        "plan": outlook(result.outlook) if result.outlook and result.outlook.planned else None,
        "orphans": result.today.keeping.orphans,
        "notices": list(result.today.keeping.notices),
        "today": _today(result.today),
        **({} if detail is None else {"detail": {**_list(detail), **count(detail.numbers)}}),
    }


def _today(today: Today) -> Document:
    """Return what matters today; `week` is null where no week has anything open, dates and counts where there is no plan."""
    week, verdict = today.week, today.verdict
    return {
        "week": week and {**_group(week), "hours_left": today.hours_left},
        "items": [{**next_item(choice), "guide": choice.entry.item.id in today.guided} for choice in today.items],
        "due": today.due,
        "verdict": verdict.word,
        "behind_items": verdict.behind_items if verdict.finish_planned else None,
        "finish_planned": iso(verdict.finish_planned),
        "finish_at_pace": iso(verdict.finish_at_pace),
        "streak": today.streak._asdict(),
        "finale": today.finale and finale(today.finale),
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
        "due": agenda.due,
        "forgotten": agenda.forgotten and {**item(agenda.forgotten[0]), "lapses": agenda.forgotten[1]},
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
    return {
        **(reference(group.group) or {}),
        **progress_of(group.numbers),
        "retained": retained_of(group.retained),
    }


def changes(result: Changes) -> Document:
    """Return `mlpath.check`, or the like of another command that changes items."""
    return {**head(result.kind), **changes_fields(result)}


def reversal(result: Reversal) -> Document:
    """Return `mlpath.undo` or `mlpath.redo`. `following` is what the same command would take next."""
    return {
        **head(result.kind),
        "event": result.event,
        "events": [taken.event for taken in result.taken],
        "following": result.following.event if result.following else None,
        **changes_fields(result.changes),
    }


def notes(result: Notes) -> Document:
    """Return `mlpath.note`."""
    return {**head("note"), "item": item(result.entry), **changes_fields(result.changes)}


def plan(planning: Planning) -> Document:
    """Return `mlpath.plan`."""
    now = planning.outlook
    pauses = [{"from": pause.first.isoformat(), "to": pause.last.isoformat()} for pause in now.plan.pauses]
    return {
        **head("plan"),
        **outlook(now),
        "weeks": [_planned(week) for week in now.weeks],
        "pauses": pauses,
        "chosen": planning.way,
    }


def _planned(week: PlannedWeek) -> Document:
    return {
        "address": week.group.address,
        "title": week.group.title,
        "from": iso(week.first),
        "to": iso(week.last),
        "planned": week.numbers.total,
        "done": week.numbers.done,
        "state": week.state,
    }


def guide(reading: Reading) -> Document:
    """Return `mlpath.guide`: the parts that were asked for, each as Markdown and taken apart."""
    parts = [
        {
            "id": part.id,
            "title": part.title,
            "hours": part.hours,
            "text": part.text,
            "questions": part.questions,
            "answers": part.answers,
            "cards": [{"name": card.id, "question": card.question, "answer": card.answer} for card in part.cards],
            "links": [{"url": link.url, "text": link.text} for link in part.links],
        }
        for part in reading.parts
    ]
    return {**head("guide"), "path": reading.path, "parts": parts, "lab": reading.practice}


def links(result: Links, *, opened: bool) -> Document:
    """Return `mlpath.open`; `opened` is null where nothing was."""
    return {
        **head("open"),
        "item": item(result.entry),
        "links": [link._asdict() for link in result.links],
        "chosen": result.chosen.url if result.chosen else None,
        "opened": result.chosen.url if opened and result.chosen else None,
    }


def validation(result: Validation) -> Document:
    """Return `mlpath.validate`."""
    return {
        **head("validate"),
        "path": result.path,
        "items": result.items,
        "faults": faults(result.faults),
        "levels": levels(result.structure),
        **({} if result.edits is None else {"edits": [edit._asdict() for edit in result.edits]}),
        **({} if result.proven is None else {"labs": result.proven}),
    }


def choice(result: Choice) -> Document:
    """Return `mlpath.use`: the roadmaps that are known; counts are null where one can't be read."""
    known = [
        {
            "path": roadmap.path,
            "id": roadmap.id,
            "title": roadmap.title,
            "current": roadmap.current,
            "overall": None if roadmap.numbers is None else count(roadmap.numbers),
            "error": roadmap.error,
        }
        for roadmap in result.known
    ]
    return {
        **head("use"),
        "known": known,
        "why": result.why,
        "notice": result.notice,
        "levels": levels(result.structure),
    }


def export(kind: str, path: str, size: int) -> Document:
    """Return what `export` prints of a file that it wrote; `bytes` is its size."""
    return {**head("export"), "written": {"format": kind, "path": path, "bytes": size}}


def exported(kind: str, content: str) -> Document:
    """Return what `export --json` prints of a format that is not JSON itself."""
    return {**head("export"), "content": {"format": kind, "text": content}}


def ticked(path: str, *, changed: bool) -> Document:
    """Return what `export --in-place` prints; `changed` is false where every box agreed already."""
    return {**head("export"), "written": {"format": "markdown", "path": path}, "changed": changed}


def schema(document: Document) -> Document:
    """Return `mlpath.validate` of the JSON Schema alone."""
    return {**head("validate"), "schema": document}


def prompt(line: str) -> Document:
    """Return `mlpath.prompt`; its text is empty while there is no journal."""
    return {**head("prompt"), "text": line}
