"""The JSON documents: what `--json` prints. Other programs rely on these names; they may only grow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from mlpath.actions.choice import Choice
from mlpath.actions.doctor import TROUBLE, Check
from mlpath.actions.history import Log, Logged, Retrospective, Stats
from mlpath.actions.manage import Validation
from mlpath.actions.recover import Merged, Restoration
from mlpath.actions.see import Agenda, Checklist, Status
from mlpath.actions.track import Changes, Notes, Reversal
from mlpath.errors import Fault, MlpathError, RoadmapInvalid
from mlpath.events import Event
from mlpath.outlook import Outlook, PlannedWeek
from mlpath.roadmap import Group
from mlpath.summary import Count, Entry, GroupSummary, Next

if TYPE_CHECKING:
    from datetime import date

Document = dict[str, Any]


def status(found: Status) -> Document:
    """Return `mlpath.status`."""
    whole, detail = found.overview, found.detail
    roadmap = {"id": found.roadmap.id, "title": found.roadmap.title, "path": found.roadmap_at.path}
    resources = whole.resources
    return {
        **_head("status"),
        "roadmap": roadmap,
        "state": {"path": found.state_at.path, "exists": found.exists},
        "overall": _count(whole.numbers),
        "months": [_month(month) for month in whole.months],
        "resources": {
            **_progress(resources.numbers if resources else Count(0, 0, 0, 0)),
            "groups": [_section(group) for group in resources.within] if resources else [],
        },
        "next": None if whole.next is None else item(whole.next),
        "plan": outlook(found.outlook) if found.outlook and found.outlook.planned else None,
        "orphans": whole.orphans,
        **({} if detail is None else {"detail": {**_list(detail), **_count(detail.numbers)}}),
    }


def upcoming(found: Agenda) -> Document:
    """Return `mlpath.next`."""
    wanted = found.upcoming
    return {
        **_head("next"),
        "items": [_next(choice) for choice in wanted.items],
        "alongside": None if wanted.alongside is None else item(wanted.alongside),
        "skipped": [item(entry) for entry in wanted.skipped],
        "plan": outlook(found.outlook) if found.outlook else None,
    }


def show(found: Checklist) -> Document:
    """Return `mlpath.show`."""
    return {**_head("show"), **_list(found)}


def plan(found: Outlook) -> Document:
    """Return `mlpath.plan`."""
    pauses = [{"from": pause.first.isoformat(), "to": pause.last.isoformat()} for pause in found.plan.pauses]
    return {**_head("plan"), **outlook(found), "weeks": [_planned(week) for week in found.weeks], "pauses": pauses}


def outlook(found: Outlook) -> Document:
    """Return the head of a plan: dates in ISO, counts in items, null where something is unknown."""
    pace, ways = found.pace, found.ways
    return {
        "start": _iso(found.plan.start),
        "finish_planned": _iso(found.finish_planned),
        "finish_baseline": _iso(found.finish_baseline),
        "finish_at_pace": _iso(found.finish_at_pace),
        "behind_items": found.behind if found.planned else None,
        "ahead_items": found.ahead if found.planned else None,
        "week_by_calendar": found.by_calendar.address if found.by_calendar else None,
        "week_by_ticks": found.by_ticks.address if found.by_ticks else None,
        "pace_per_week": pace.per_week if pace else None,
        "unit": "hours" if found.hours else "items",
        "behind_hours": found.behind_weight / 100 if found.planned and found.hours else None,
        "pace_hours_per_week": pace.hours_per_week if pace and found.hours else None,
        "pace_days": pace.days if pace else None,
        "paused_until": _iso(found.pause.last if found.pause else None),
        "catching_up": found.plan.catching_up,
        "ways": ways and {"per_week": ways.per_week, "until": _iso(ways.until), "extended": _iso(ways.extended)},
    }


def stats(found: Stats) -> Document:
    """Return `mlpath.stats`; days with nothing done are left out."""
    return {
        **_head("stats"),
        "days": [{"date": day.isoformat(), "count": count} for day, count in found.days.items()],
        "streak": found.streak._asdict(),
        "per_week": [
            {"week": f"{week:%G-W%V}", "from": week.isoformat(), "done": count}
            for week, count in found.per_week.items()
        ],
        "sections": [{"name": name, "title": title, **_progress(count)} for name, title, count in found.sections],
        "overall": _count(found.overall),
    }


def log(found: Log) -> Document:
    """Return `mlpath.log`: the newest event first; `more` counts older ones that were left out."""
    return {**_head("log"), "events": [_logged(logged) for logged in found.logged], "more": found.more}


def retrospective(found: Retrospective, text: str) -> Document:
    """Return `mlpath.log` of a period as a retrospective, with the Markdown text of it."""
    parts = {name: [item(entry) for entry in getattr(found, name)] for name in ("done", "begun", "slipped", "noted")}
    period = {"from": found.period.first.isoformat(), "to": found.period.last.isoformat()}
    return {**_head("log"), "period": period, **parts, "overall": _count(found.overall), "text": text}


def changes(found: Changes) -> Document:
    """Return `mlpath.check`, or the like of another command that changes items."""
    return {**_head(found.kind), **_changes(found)}


def reversal(found: Reversal) -> Document:
    """Return `mlpath.undo` or `mlpath.redo`. `following` is what the same command would take next."""
    return {**_head(found.kind), "event": found.event, "following": found.following, **_changes(found.changes)}


def notes(found: Notes) -> Document:
    """Return `mlpath.note`."""
    return {**_head("note"), "item": item(found.entry), **_changes(found.changes)}


def validation(found: Validation) -> Document:
    """Return `mlpath.validate`."""
    edits = {} if found.edits is None else {"edits": [edit._asdict() for edit in found.edits]}
    return {**_head("validate"), "path": found.path, "items": found.items, "faults": _faults(found.faults), **edits}


def doctor(checks: Sequence[Check]) -> Document:
    """Return `mlpath.doctor`; `ok` is false when anything is in trouble."""
    ok = all(check.state != TROUBLE for check in checks)
    return {**_head("doctor"), "ok": ok, "checks": [check._asdict() for check in checks]}


def restoration(found: Restoration) -> Document:
    """Return `mlpath.doctor` of a restore; `back` and `gone` are null where the replaced file could not be read."""
    return {**_head("doctor"), "restored": found._asdict()}


def merged(found: Merged) -> Document:
    """Return `mlpath.merge`; `new` counts the events that each file brought."""
    files = [{"path": path, "new": new} for path, new in found.files]
    return {**_head("merge"), "files": files, "events": found.events, **_changes(found.changes)}


def git_merged(path: str, events: int) -> Document:
    """Return `mlpath.merge` of a merge for git."""
    return {**_head("merge"), "written": path, "events": events}


def reset(path: str, moved_to: str | None) -> Document:
    """Return `mlpath.reset`; `moved_to` is null where there was no state file."""
    return {**_head("reset"), "state": {"path": path, "exists": False}, "moved_to": moved_to}


def progress(found: Status, items: Checklist, events: Sequence[Event]) -> Document:
    """Return `mlpath.export`: the status, every item with its notes, and the journal's events."""
    return {
        **status(found),
        **_head("export"),
        "items": [item(entry) for entry in items.entries],
        "events": list(events),
    }


def export(kind: str, path: str, size: int) -> Document:
    """Return what `export` prints of a file that it wrote; `bytes` is its size."""
    return {**_head("export"), "written": {"format": kind, "path": path, "bytes": size}}


def ticked(path: str, *, changed: bool) -> Document:
    """Return what `export --in-place` prints; `changed` is false where every box agreed already."""
    return {**_head("export"), "written": {"format": "markdown", "path": path}, "changed": changed}


def choice(found: Choice) -> Document:
    """Return `mlpath.use`: the roadmaps that are known; counts are null where one can't be read."""
    known = [
        {
            "path": one.path,
            "id": one.id,
            "title": one.title,
            "current": one.current,
            "overall": None if one.numbers is None else _count(one.numbers),
            "error": one.error,
        }
        for one in found.known
    ]
    return {**_head("use"), "known": known, "why": found.why}


def exported(kind: str, content: str) -> Document:
    """Return what `export --json` prints of a format that is not JSON itself."""
    return {**_head("export"), "content": {"format": kind, "text": content}}


def schema(found: Document) -> Document:
    """Return `mlpath.validate` of the JSON Schema alone."""
    return {**_head("validate"), "schema": found}


def error(found: MlpathError) -> Document:
    """Return `mlpath.error`."""
    more = {"faults": _faults(found.faults)} if isinstance(found, RoadmapInvalid) else {}
    return {**_head("error"), "code": found.code, "message": str(found), "hint": found.hint, **more}


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
        "since": entry.since,
        "done_on": entry.done_on,
        "notes": [{"at": note["at"], "text": note["text"], "link": note["link"]} for note in entry.notes],
        "week": _place(entry.week),
        "month": _place(entry.month),
    }


def _logged(found: Logged) -> Document:
    return {
        **found.event,
        "date": found.event["at"][:10],
        "items": [item(entry) for entry in found.entries],
        "gone": list(found.gone),
        "in_force": found.in_force,
    }


def _planned(week: PlannedWeek) -> Document:
    return {
        "address": week.group.address,
        "title": week.group.title,
        "from": _iso(week.first),
        "to": _iso(week.last),
        "planned": week.numbers.total,
        "done": week.numbers.done,
        "state": week.state,
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _head(command: str) -> Document:
    return {"format": f"mlpath.{command}", "version": 1}


def _changes(found: Changes) -> Document:
    return {
        "changed": [item(entry) for entry in found.changed],
        "unchanged": [item(entry) for entry in found.unchanged],
        "overall": _count(found.overall),
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
    return {**(_place(found.group) or {}), **_progress(found.numbers)}


def _place(group: Group | None) -> Document | None:
    return None if group is None else {"address": group.address, "title": group.title}


def _progress(count: Count) -> Document:
    return {"done": count.done, "total": count.total, "percent": count.percent}


def _count(count: Count) -> Document:
    return {**count._asdict(), "percent": count.percent}


def _faults(faults: Iterable[Fault]) -> list[Document]:
    return [fault._asdict() for fault in faults]
