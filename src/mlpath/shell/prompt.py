"""`mlpath prompt`: one short line for a shell's prompt, printed many times an hour.

The line is remembered until something that it was made from changes; the command that changes it leaves the next one behind.
"""

from __future__ import annotations

import os

from mlpath.shell.stdout import write
from mlpath.system import memory

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlpath.commands.study import Options
    from mlpath.shell.stdout import Guard

BROKEN = "ML !"


# What a place reads as more than a sign: it is written twice there.
_OBEYED = {"zsh": "%", "tmux": "#"}


def show(guarded: Guard, place: str = "") -> int:
    """Print the usual line, remembered or made anew, and return the exit code. Prints nothing while there is no journal.

    `place` is where it will stand, `zsh` or `tmux`, if that makes a difference.
    """
    text = memory.recall(memory.PROGRESS)
    line = text.partition("\n")[0] if text is not None else _fresh()
    if not line.isprintable():  # No line of ours: somebody wrote to the cache, and a terminal would obey it.
        line = _fresh()
    return write(f"{literal(line, place)}\n", guarded) if line else 0


def literal(line: str, place: str) -> str:
    """Return a line as a place shows it to the letter."""
    sign = _OBEYED.get(place)
    return line.replace(sign, sign * 2) if sign else line


def line(options: Options, template: str) -> str:
    """Return the line that a template makes of the progress; a short marker where the roadmap or the state is broken.

    Raises UsageError for a template that is none.
    """
    from mlpath.commands.opening import open_study
    from mlpath.errors import MlpathError
    from mlpath.progress import remembered
    from mlpath.system.clock import local_now

    try:
        snapshot = open_study(options, os.environ, local_now).look()
    except MlpathError:
        return BROKEN
    return remembered.line(snapshot.roadmap, snapshot.progress, template) if snapshot.journal else ""


def _fresh() -> str:
    from mlpath.commands.opening import open_study
    from mlpath.commands.study import Options
    from mlpath.errors import MlpathError
    from mlpath.system.clock import local_now

    try:
        study = open_study(Options(), os.environ, local_now)
        return study.leave(study.look()).partition("\n")[0]
    except MlpathError:
        return BROKEN
