"""One place that knows what each export format is made by."""

from __future__ import annotations

import json

from mlpath.actions import see
from mlpath.actions.study import Snapshot, Study
from mlpath.export import documents


def render(format: str, study: Study, snapshot: Snapshot) -> bytes:
    """Return the roadmap and its progress as `markdown`, `json`, `csv` or `yaml`, in UTF-8.

    `yaml` is the roadmap alone, as a file to edit. Raises KeyError for another format.
    """
    roadmap, progress = snapshot.roadmap, snapshot.progress
    if format == "markdown":
        from mlpath.export import markdown

        return markdown.render(roadmap, progress).encode()
    if format == "csv":
        from mlpath.export import csv_file

        return csv_file.render(roadmap, progress).encode()
    if format == "yaml":
        from mlpath.export import yaml_file

        return yaml_file.render(roadmap).encode()
    if format == "json":
        document = documents.progress(
            see.status(study, snapshot=snapshot), see.show(study, snapshot=snapshot), snapshot.events
        )
        # A path may hold bytes that are no UTF-8; as `\udcff` they are still JSON.
        return json.dumps(document, ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace") + b"\n"
    raise KeyError(format)
