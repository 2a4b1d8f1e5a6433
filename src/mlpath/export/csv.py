"""A roadmap and its progress as CSV (RFC 4180), a row an item."""

from __future__ import annotations

import csv
import io

from mlpath.journal.journal import Progress
from mlpath.progress import summary
from mlpath.progress.retained import NONE_RETAINED, RetainedByItem
from mlpath.roadmap.roadmap import Roadmap
from mlpath.text import shown

COLUMNS = (
    "address",
    "id",
    "title",
    "month",
    "week",
    "section",
    "status",
    "done_on",
    "url",
    "hours",
    "notes",
    "links",
    "verified_on",
    "retained",
)
# What makes a formula, also in the full width of East Asian scripts. Spreadsheets trim what stands before it.
_FORMULA = tuple("=+-@＝＋－＠")


def render(roadmap: Roadmap, progress: Progress, retained: RetainedByItem = NONE_RETAINED) -> str:
    """Return the CSV: dates are ISO dates, several notes stand in one cell, a line each; what is retained is a percentage."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for place in range(len(roadmap.items)):
        entry = summary.entry(roadmap, progress, place)
        item = entry.item
        notes = "\n".join(note.text for note in entry.notes if note.text)
        links = "\n".join(note.link for note in entry.notes if note.link)
        month, week = (group.title if group else "" for group in (entry.month, entry.week))
        place_of = (item.address, item.id, item.title, month, week, entry.section.name)
        own = (
            entry.status,
            entry.done_on or "",
            item.url or "",
            str(item.hours or ""),
            notes,
            links,
            entry.verified_on or "",
            str(retained[item.id].percent) if item.id in retained else "",
        )
        writer.writerow(map(_cell, (*place_of, *own)))
    return out.getvalue()


def _cell(text: str) -> str:
    """Return a text for a cell, so that no terminal obeys it and no spreadsheet takes it for a formula.

    The apostrophe before =, +, - and @ is what spreadsheets themselves use (OWASP, "CSV Injection").
    """
    plain = shown(text)
    return f"'{plain}" if plain.startswith("\t") or plain.lstrip().startswith(_FORMULA) else plain
