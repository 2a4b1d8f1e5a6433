"""Shell: what a shell shows of mlpath."""

from __future__ import annotations

from typing import Annotated

import typer

from mlpath.cli.options import with_session
from mlpath.cli.session_run import Session
from mlpath.shell import prompt
from mlpath.terminal import output
from mlpath.terminal.page import text

EXAMPLES = {
    "prompt": """[bold]Examples[/bold]
  mlpath prompt                                     # ML 34% w5
  mlpath prompt --format "{done}/{total} {address}"
  PS1='$(mlpath prompt) \\\\$ '                       # bash; the README has zsh, fish, starship and tmux""",
}


@with_session
def prompt_command(
    session: Session,
    format: Annotated[
        str, typer.Option("--format", metavar="TEMPLATE", help="What to print: text and {fields}.", show_default=False)
    ] = prompt.TEMPLATE,
) -> None:
    """Print one short line for a shell prompt, tmux or starship.

    Fields: percent, done, total, left, week, address, title. Prints nothing while there is no journal.
    """
    line = prompt.line(session.options, format)
    if session.json:
        output.show_json({"format": "mlpath.prompt", "version": 1, "text": line})
    elif line:
        output.show(text(line))
