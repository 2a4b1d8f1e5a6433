"""The JSON document of `plan`."""

from __future__ import annotations

from mlpath.documents.parts import Document, head, iso, outlook
from mlpath.pace.outlook import PlannedWeek
from mlpath.pace.results import Planning


def plan(planning: Planning) -> Document:
    """Return `mlpath.plan`."""
    now = planning.outlook
    pauses = [{"from": pause.first.isoformat(), "to": pause.last.isoformat()} for pause in now.plan.pauses]
    return {**head("plan"), **outlook(now), "weeks": [_planned(week) for week in now.weeks], "pauses": pauses}


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
