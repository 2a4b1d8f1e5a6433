"""What a file's name says of how it is written. Imported by every command."""

from __future__ import annotations

MARKDOWN = (".md", ".markdown", ".mdown", ".mkd", ".mkdn")


def is_markdown(path: str) -> bool:
    """Return whether a file's name says that it is Markdown."""
    return path.lower().endswith(MARKDOWN)
