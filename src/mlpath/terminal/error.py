"""An error, as people read it."""

from __future__ import annotations

from mlpath.errors import MlpathError
from mlpath.terminal.layout import BAD, QUIET, Text
from mlpath.terminal.page import with_commands
from mlpath.text import shown


def error(refusal: MlpathError) -> Text:
    """Return the message of a refusal, and its hint in a line of its own."""
    whole = Text("error: ", BAD).append(shown(str(refusal)))
    return whole.append("\n").append_text(with_commands(refusal.hint, QUIET)) if refusal.hint else whole
