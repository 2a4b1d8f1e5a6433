"""The JSON documents of the commands about the roadmap."""

from __future__ import annotations

from mlpath.documents.parts import Document, count, faults, head
from mlpath.progress.results import Choice, Validation


def validation(result: Validation) -> Document:
    """Return `mlpath.validate`."""
    edits = {} if result.edits is None else {"edits": [edit._asdict() for edit in result.edits]}
    return {**head("validate"), "path": result.path, "items": result.items, "faults": faults(result.faults), **edits}


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
    return {**head("use"), "known": known, "why": result.why}


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
