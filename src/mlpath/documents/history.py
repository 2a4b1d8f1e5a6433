"""What `log` and `stats` print with `--json`. Other programs rely on these names; they may only grow."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from mlpath.documents.parts import Document, head, item, overall, progress_of, retained_of

if TYPE_CHECKING:
    from mlpath.pace.results import Retrospective, Stats
    from mlpath.progress.reports import Log, LogEntry


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
        **_questions(effort),
        "overall": overall(effort.overall, effort.verified, effort.retained),
    }


def log(events: Log) -> Document:
    """Return `mlpath.log`: the newest event first; `more` counts older ones that were left out."""
    return {**head("log"), "events": [_log_entry(entry) for entry in events.entries], "more": events.more}


def retrospective(result: Retrospective, text: str) -> Document:
    """Return `mlpath.log` of a period as a retrospective, with the Markdown text of it."""
    parts = {name: [item(entry) for entry in getattr(result, name)] for name in ("done", "begun", "slipped", "noted")}
    period = {"from": result.period.first.isoformat(), "to": result.period.last.isoformat()}
    return {
        **head("log"),
        "period": period,
        **parts,
        "overall": overall(result.overall, result.verified, result.retained),
        "text": text,
    }


def _log_entry(entry: LogEntry) -> Document:
    return {
        **entry.event,
        "date": entry.day,
        "redated": list(entry.redated),
        "items": [item(named) for named in entry.entries],
        "gone": list(entry.gone),
        "in_force": entry.in_force,
    }


def _questions(effort: Stats) -> Document:
    """Return what was retained at the end of each of the last weeks and today, and how many cards come on each of the next days."""
    return {
        "retained": [{"date": day.isoformat(), **retained_of(share)} for day, share in effort.recalled],
        "forecast": [
            {"date": (effort.today + timedelta(days=number)).isoformat(), "due": due}
            for number, due in enumerate(effort.forecast)
        ],
    }
