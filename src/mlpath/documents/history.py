"""The JSON documents about time: `plan`, `stats`, `log`. They may only grow."""

from __future__ import annotations

from mlpath.commands.history import Log, Logged, Retrospective, Stats
from mlpath.documents.parts import Document, count, head, iso, item, outlook, progress_of
from mlpath.pace.outlook import Outlook, PlannedWeek


def plan(found: Outlook) -> Document:
    """Return `mlpath.plan`."""
    pauses = [{"from": pause.first.isoformat(), "to": pause.last.isoformat()} for pause in found.plan.pauses]
    return {**head("plan"), **outlook(found), "weeks": [_planned(week) for week in found.weeks], "pauses": pauses}


def stats(found: Stats) -> Document:
    """Return `mlpath.stats`; days with nothing done are left out."""
    return {
        **head("stats"),
        "days": [{"date": day.isoformat(), "count": number} for day, number in found.days.items()],
        "streak": found.streak._asdict(),
        "per_week": [
            {"week": f"{week:%G-W%V}", "from": week.isoformat(), "done": number}
            for week, number in found.per_week.items()
        ],
        "sections": [{"name": name, "title": title, **progress_of(numbers)} for name, title, numbers in found.sections],
        "overall": count(found.overall),
    }


def log(found: Log) -> Document:
    """Return `mlpath.log`: the newest event first; `more` counts older ones that were left out."""
    return {**head("log"), "events": [_logged(logged) for logged in found.logged], "more": found.more}


def retrospective(found: Retrospective, text: str) -> Document:
    """Return `mlpath.log` of a period as a retrospective, with the Markdown text of it."""
    parts = {name: [item(entry) for entry in getattr(found, name)] for name in ("done", "begun", "slipped", "noted")}
    period = {"from": found.period.first.isoformat(), "to": found.period.last.isoformat()}
    return {**head("log"), "period": period, **parts, "overall": count(found.overall), "text": text}


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
        "from": iso(week.first),
        "to": iso(week.last),
        "planned": week.numbers.total,
        "done": week.numbers.done,
        "state": week.state,
    }
