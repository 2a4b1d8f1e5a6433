"""The JSON documents of `log` and `stats`."""

from __future__ import annotations

from mlpath.documents.parts import Document, count, head, item, progress_of
from mlpath.pace.results import Retrospective, Stats
from mlpath.progress.results import Log, LogEntry


def stats(effort: Stats) -> Document:
    """Return `mlpath.stats`; days with nothing done are left out."""
    return {
        **head("stats"),
        "days": [{"date": day.isoformat(), "count": number} for day, number in effort.days.items()],
        "streak": effort.streak._asdict(),
        "per_week": [
            {"week": f"{week:%G-W%V}", "from": week.isoformat(), "done": number}
            for week, number in effort.per_week.items()
        ],
        "sections": [
            {"name": name, "title": title, **progress_of(numbers)} for name, title, numbers in effort.sections
        ],
        "overall": count(effort.overall),
    }


def log(events: Log) -> Document:
    """Return `mlpath.log`: the newest event first; `more` counts older ones that were left out."""
    return {**head("log"), "events": [_log_entry(entry) for entry in events.entries], "more": events.more}


def retrospective(result: Retrospective, text: str) -> Document:
    """Return `mlpath.log` of a period as a retrospective, with the Markdown text of it."""
    parts = {name: [item(entry) for entry in getattr(result, name)] for name in ("done", "begun", "slipped", "noted")}
    period = {"from": result.period.first.isoformat(), "to": result.period.last.isoformat()}
    return {**head("log"), "period": period, **parts, "overall": count(result.overall), "text": text}


def _log_entry(entry: LogEntry) -> Document:
    return {
        **entry.event,
        "date": entry.event["at"][:10],
        "items": [item(named) for named in entry.entries],
        "gone": list(entry.gone),
        "in_force": entry.in_force,
    }
