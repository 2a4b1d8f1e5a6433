"""`mlpath prompt`: one short line for a shell's prompt, printed many times an hour.

The line is remembered until something that it was made from changes; the command that changes it leaves the next one behind.
"""

from __future__ import annotations

import os
import time

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
    line = _fresh() if text is None else of_day(text, time.time())
    if not line.isprintable():  # No line of ours: somebody wrote to the cache, and a terminal would obey it.
        line = _fresh()
    return write(f"{literal(line, place)}\n", guarded) if line else 0


def of_day(text: str, now: float) -> str:
    """Return the line that a remembered text has at a moment (in seconds since 1970): what is due changes with the learner's day."""
    line, due, *_ = [*text.split("\n"), ""]
    starts, *ahead = due.split("\t")
    today, tail = _day(now, starts), ""
    for day, then in zip(ahead[::2], ahead[1::2], strict=False):
        if day <= today:
            tail = then
    return line + tail if line else line


def _day(now: float, starts: str) -> str:
    """Return the day (ISO) that a moment counts for where days begin at a time (`04:00`): before that, it is still the day before."""
    local = time.localtime(now)
    if time.strftime("%H:%M", local) < starts:
        noon = (local[0], local[1], local[2] - 1, 12, 0, 0, 0, 0, -1)
        local = time.localtime(time.mktime(noon))
    return time.strftime("%Y-%m-%d", local)


def literal(line: str, place: str) -> str:
    """Return a line as a place shows it to the letter."""
    sign = _OBEYED.get(place)
    return line.replace(sign, sign * 2) if sign else line


def line(options: Options, template: str) -> str:
    """Return the line that a template makes of the progress; a short marker where the roadmap or the state is broken.

    Raises UsageError for a template that is none.
    """
    from mlpath.commands.deck import deck_of
    from mlpath.commands.opening import open_study
    from mlpath.errors import MlpathError
    from mlpath.progress import remembered
    from mlpath.system.clock import local_now

    try:
        study = open_study(options, os.environ, local_now)
        snapshot = study.look()
    except MlpathError:
        return BROKEN
    if snapshot.journal is None:
        return ""
    due = len(deck_of(study, snapshot).queue().cards) if template == remembered.TEMPLATE or "due" in template else 0
    return remembered.line(snapshot.roadmap, snapshot.progress, template, due)


def _fresh() -> str:
    from mlpath.commands.opening import open_study
    from mlpath.commands.study import Options
    from mlpath.errors import MlpathError
    from mlpath.system.clock import local_now

    try:
        study = open_study(Options(), os.environ, local_now)
        return of_day(study.leave(study.look()), study.clock().timestamp())
    except MlpathError:
        return BROKEN
