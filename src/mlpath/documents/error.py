"""An error, as other programs read it."""

from __future__ import annotations

from collections.abc import Callable

from mlpath.documents.parts import Document, faults, head
from mlpath.errors import MlpathError, RoadmapInvalid
from mlpath.text import commands_again


def error(refusal: MlpathError, again: Callable[[str], str]) -> Document:
    """Return `mlpath.error`; `again` makes of a command without `mlpath` the whole line that runs it from here."""
    hint = refusal.hint and commands_again(refusal.hint, again)
    more = {"faults": faults(refusal.faults)} if isinstance(refusal, RoadmapInvalid) else {}
    return {**head("error"), "code": refusal.code, "message": str(refusal), "hint": hint, **more}
