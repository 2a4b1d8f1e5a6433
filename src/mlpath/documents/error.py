"""The JSON document of every error."""

from __future__ import annotations

from mlpath.documents.parts import Document, faults, head
from mlpath.errors import MlpathError, RoadmapInvalid


def error(refusal: MlpathError) -> Document:
    """Return `mlpath.error`."""
    more = {"faults": faults(refusal.faults)} if isinstance(refusal, RoadmapInvalid) else {}
    return {**head("error"), "code": refusal.code, "message": str(refusal), "hint": refusal.hint, **more}
