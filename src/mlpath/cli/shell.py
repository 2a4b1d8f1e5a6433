"""Shell: what a shell shows of mlpath."""

from typing import Annotated

from mlpath.cli.options import Option, Session
from mlpath.documents import json as documents
from mlpath.errors import UsageError
from mlpath.progress.remembered import TEMPLATE
from mlpath.shell import prompt
from mlpath.terminal.page import text

EXAMPLES = {
    "prompt": """[bold]Examples[/bold]
  mlpath prompt                                     # ML 34% w5
  mlpath prompt --format "{done}/{total} {address}"
  PS1='$(mlpath prompt) \\\\$ '                                    # bash
  setopt PROMPT_SUBST; PROMPT='$(mlpath prompt --zsh) %# '        # zsh
  function fish_right_prompt; mlpath prompt; end                  # fish
  set -g status-right '#(mlpath prompt --tmux)'                   # tmux""",
}


def prompt_command(
    session: Session,
    format: Annotated[
        str, Option(("--format",), "TEMPLATE", "What to print: text and {fields}.", shown=False)
    ] = TEMPLATE,
    zsh: Annotated[bool, Option(("--zsh",), "", "For zsh's PROMPT: percent signs arrive as they are.")] = False,
    tmux: Annotated[bool, Option(("--tmux",), "", "For tmux's status line: nothing of a title is obeyed.")] = False,
) -> None:
    """Print one short line for a shell prompt, tmux or starship.

    Fields: percent, done, total, left, week, address, title, due. Prints nothing while there is no journal.
    """
    if zsh and tmux:
        raise UsageError("--zsh and --tmux are for different places", "give one of them")
    line = prompt.literal(prompt.line(session.options, format), "zsh" if zsh else "tmux" if tmux else "")
    session.report(lambda: documents.prompt(line), lambda _: [text(line)] if line else [])
