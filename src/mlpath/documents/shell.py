"""The JSON document of `prompt`."""

from __future__ import annotations

from mlpath.documents.parts import Document, head


def prompt(line: str) -> Document:
    """Return `mlpath.prompt`; its text is empty while there is no journal."""
    return {**head("prompt"), "text": line}
