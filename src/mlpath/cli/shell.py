"""Shell: what a shell shows of mlpath."""

from typing import Annotated

from mlpath.cli.options import Option, Session
from mlpath.documents import json as documents
from mlpath.progress.remembered import TEMPLATE
from mlpath.shell import prompt
from mlpath.terminal.page import text

EXAMPLES = {
    "prompt": """[bold]Examples[/bold]
  mlpath prompt                                     # ML 34% w5
  mlpath prompt --format "{done}/{total} {address}"
  PS1='$(mlpath prompt) \\\\$ '                       # bash; docs/shell.md has zsh, fish, starship and tmux""",
}


def prompt_command(
    session: Session,
    format: Annotated[
        str, Option(("--format",), "TEMPLATE", "What to print: text and {fields}.", shown=False)
    ] = TEMPLATE,
) -> None:
    """Print one short line for a shell prompt, tmux or starship.

    Fields: percent, done, total, left, week, address, title. Prints nothing while there is no journal.
    """
    line = prompt.line(session.options, format)
    session.report(lambda: documents.prompt(line), lambda _: [text(line)] if line else [])
