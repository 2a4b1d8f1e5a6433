"""The JSON documents: what `--json` prints. Other programs rely on these names; they may only grow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlpath.documents.parts import Document, count, head, item, outlook, place, progress_of
from mlpath.errors import RoadmapInvalid
from mlpath.progress.summary import Count

if TYPE_CHECKING:  # Every `--json` comes through here; what it does not show takes no time to import.
    from collections.abc import Iterable, Sequence

    from mlpath.commands.doctor import Check
    from mlpath.commands.learn import Links, Reading
    from mlpath.commands.roadmap import Validation
    from mlpath.commands.see import Agenda, Checklist, Status
    from mlpath.commands.state import Merged, Restoration
    from mlpath.commands.track import Changes, Notes, Reversal
    from mlpath.commands.use import Choice
    from mlpath.errors import Fault, MlpathError
    from mlpath.journal.events import Event
    from mlpath.progress.summary import GroupSummary, Next


def status(found: Status) -> Document:
    """Return `mlpath.status`."""
    whole, detail = found.overview, found.detail
    roadmap = {"id": found.roadmap.id, "title": found.roadmap.title, "path": found.roadmap_at.path}
    resources = whole.resources
    return {
        **head("status"),
        "roadmap": roadmap,
        "state": {"path": found.state_at.path, "exists": found.exists},
        "overall": count(whole.numbers),
        "months": [_month(month) for month in whole.months],
        "resources": {
            **progress_of(resources.numbers if resources else Count(0, 0, 0, 0)),
            "groups": [_section(group) for group in resources.within] if resources else [],
        },
        "next": None if whole.next is None else item(whole.next),
        "plan": outlook(found.outlook) if found.outlook and found.outlook.planned else None,
        "orphans": whole.orphans,
        **({} if detail is None else {"detail": {**_list(detail), **count(detail.numbers)}}),
    }


def upcoming(found: Agenda) -> Document:
    """Return `mlpath.next`."""
    wanted = found.upcoming
    return {
        **head("next"),
        "items": [{**_next(choice), "guide": choice.entry.item.id in found.guided} for choice in wanted.items],
        "alongside": wanted.alongside and {**item(wanted.alongside.entry), "part": wanted.alongside.part},
        "skipped": [item(entry) for entry in wanted.skipped],
        "plan": outlook(found.outlook) if found.outlook else None,
    }


def show(found: Checklist) -> Document:
    """Return `mlpath.show`."""
    return {**head("show"), **_list(found), "guide": found.guided}


def guide(found: Reading) -> Document:
    """Return `mlpath.guide`: the parts that were asked for, each as Markdown and taken apart."""
    parts = [
        {
            "id": part.id,
            "title": part.title,
            "hours": part.hours,
            "text": part.text,
            "questions": part.questions,
            "answers": part.answers,
            "links": [{"url": link.url, "text": link.text} for link in part.links],
        }
        for part in found.parts
    ]
    return {**head("guide"), "path": found.path, "parts": parts}


def links(found: Links, *, opened: bool) -> Document:
    """Return `mlpath.open`; `opened` is null where nothing was."""
    return {
        **head("open"),
        "item": item(found.entry),
        "links": [link._asdict() for link in found.links],
        "chosen": found.chosen.url if found.chosen else None,
        "opened": found.chosen.url if opened and found.chosen else None,
    }


def changes(found: Changes) -> Document:
    """Return `mlpath.check`, or the like of another command that changes items."""
    return {**head(found.kind), **_changes(found)}


def reversal(found: Reversal) -> Document:
    """Return `mlpath.undo` or `mlpath.redo`. `following` is what the same command would take next."""
    return {**head(found.kind), "event": found.event, "following": found.following, **_changes(found.changes)}


def notes(found: Notes) -> Document:
    """Return `mlpath.note`."""
    return {**head("note"), "item": item(found.entry), **_changes(found.changes)}


def validation(found: Validation) -> Document:
    """Return `mlpath.validate`."""
    edits = {} if found.edits is None else {"edits": [edit._asdict() for edit in found.edits]}
    return {**head("validate"), "path": found.path, "items": found.items, "faults": _faults(found.faults), **edits}


def doctor(checks: Sequence[Check]) -> Document:
    """Return `mlpath.doctor`; `ok` is false when anything is in trouble."""
    from mlpath.commands.doctor import TROUBLE

    ok = all(check.state != TROUBLE for check in checks)
    return {**head("doctor"), "ok": ok, "checks": [check._asdict() for check in checks]}


def restoration(found: Restoration) -> Document:
    """Return `mlpath.doctor` of a restore; `back` and `gone` are null where the replaced file could not be read."""
    return {**head("doctor"), "restored": found._asdict()}


def merged(found: Merged) -> Document:
    """Return `mlpath.merge`; `new` counts the events that each file brought."""
    files = [{"path": path, "new": new} for path, new in found.files]
    return {**head("merge"), "files": files, "events": found.events, **_changes(found.changes)}


def git_merged(path: str, events: int) -> Document:
    """Return `mlpath.merge` of a merge for git."""
    return {**head("merge"), "written": path, "events": events}


def reset(path: str, moved_to: str | None) -> Document:
    """Return `mlpath.reset`; `moved_to` is null where there was no state file."""
    return {**head("reset"), "state": {"path": path, "exists": False}, "moved_to": moved_to}


def progress(found: Status, items: Checklist, events: Sequence[Event]) -> Document:
    """Return `mlpath.export`: the status, every item with its notes, and the journal's events."""
    return {
        **status(found),
        **head("export"),
        "items": [item(entry) for entry in items.entries],
        "events": list(events),
    }


def export(kind: str, path: str, size: int) -> Document:
    """Return what `export` prints of a file that it wrote; `bytes` is its size."""
    return {**head("export"), "written": {"format": kind, "path": path, "bytes": size}}


def ticked(path: str, *, changed: bool) -> Document:
    """Return what `export --in-place` prints; `changed` is false where every box agreed already."""
    return {**head("export"), "written": {"format": "markdown", "path": path}, "changed": changed}


def choice(found: Choice) -> Document:
    """Return `mlpath.use`: the roadmaps that are known; counts are null where one can't be read."""
    known = [
        {
            "path": one.path,
            "id": one.id,
            "title": one.title,
            "current": one.current,
            "overall": None if one.numbers is None else count(one.numbers),
            "error": one.error,
        }
        for one in found.known
    ]
    return {**head("use"), "known": known, "why": found.why}


def exported(kind: str, content: str) -> Document:
    """Return what `export --json` prints of a format that is not JSON itself."""
    return {**head("export"), "content": {"format": kind, "text": content}}


def schema(found: Document) -> Document:
    """Return `mlpath.validate` of the JSON Schema alone."""
    return {**head("validate"), "schema": found}


def error(found: MlpathError) -> Document:
    """Return `mlpath.error`."""
    more = {"faults": _faults(found.faults)} if isinstance(found, RoadmapInvalid) else {}
    return {**head("error"), "code": found.code, "message": str(found), "hint": found.hint, **more}


def _changes(found: Changes) -> Document:
    return {
        "changed": [item(entry) for entry in found.changed],
        "unchanged": [item(entry) for entry in found.unchanged],
        "overall": count(found.overall),
        "note_kept": found.note_kept,
        "next": None if found.next is None else _next(found.next),
    }


def _next(choice: Next) -> Document:
    return {**item(choice.entry), "reason": choice.reason}


def _list(found: Checklist) -> Document:
    return {"address": found.address, "title": found.title, "items": [item(entry) for entry in found.entries]}


def _month(month: GroupSummary) -> Document:
    return {**_group(month), "weeks": [_week(week) for week in month.within]}


def _week(week: GroupSummary) -> Document:
    return {**_group(week), "sections": [_section(section) for section in week.within]}


def _section(section: GroupSummary) -> Document:
    return {"name": section.group.name, **_group(section)}


def _group(found: GroupSummary) -> Document:
    return {**(place(found.group) or {}), **progress_of(found.numbers)}


def _faults(faults: Iterable[Fault]) -> list[Document]:
    return [fault._asdict() for fault in faults]
