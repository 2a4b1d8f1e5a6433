"""The formats of `export`, and the module that makes each."""

from __future__ import annotations

import json

from mlpath.commands import history, see
from mlpath.commands import plan as planning
from mlpath.commands import roadmap as roadmap_commands
from mlpath.commands.change import Snapshot
from mlpath.commands.study import Study
from mlpath.documents import json as documents
from mlpath.export import csv, svg
from mlpath.journal.transitions import DONE
from mlpath.pace import plan as plans
from mlpath.progress import summary
from mlpath.progress.retained import together
from mlpath.roadmap.markdown import write as markdown


def render(format: str, study: Study, snapshot: Snapshot) -> bytes:
    """Return the roadmap and its progress in a format, text in UTF-8.

    `markdown`, `json`, `csv`, `html` (a page), `ics` (a calendar of the plan), `svg` (a badge), and `yaml`: the roadmap
    alone, as a file to edit. Raises KeyError for another format, and UsageError for `ics` without a plan.
    """
    roadmap, progress = snapshot.roadmap, snapshot.progress
    if format == "markdown" and roadmap.from_text:
        return roadmap_commands.checklist(study, snapshot)
    if format == "markdown":
        statuses = zip(roadmap.items, summary.statuses(roadmap, progress), strict=True)
        return markdown.render(roadmap, {item.id for item, status in statuses if status == DONE}).encode()
    if format == "csv":
        return csv.render(roadmap, progress, see.retained(study, snapshot)).encode()
    if format == "yaml":
        from mlpath.roadmap.yaml import write

        return write.render(roadmap).encode()
    if format == "html":
        from mlpath.export import html

        outlook = planning.outlook_of(study, snapshot)
        status, stats = see.status(study, snapshot=snapshot), history.stats(study, snapshot)
        return html.render(roadmap, progress, status, stats, outlook).encode()
    if format == "ics":
        from mlpath.export import ics

        outlook = planning.outlook_of(study, snapshot)
        former = plans.former_stretches(
            (event["plan"] for event in snapshot.events if event["kind"] == "plan"), roadmap
        )
        newest = snapshot.events[-1]["order"] if snapshot.events else 0
        return ics.render(roadmap, progress, outlook, former, study.clock(), newest)
    if format == "svg":
        whole = summary.count(roadmap, progress, range(len(roadmap.items)))
        retained = together(see.retained(study, snapshot).values())
        return svg.render(roadmap, whole, summary.verified(roadmap, progress), retained).encode()
    if format == "json":
        document = documents.progress(
            see.status(study, snapshot=snapshot), see.show(study, snapshot=snapshot), snapshot.events
        )
        # A path may hold bytes that are no UTF-8; as `\udcff` they are still JSON.
        return json.dumps(document, ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace") + b"\n"
    raise KeyError(format)
