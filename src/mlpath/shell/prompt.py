"""`mlpath prompt`: one short line for a shell's prompt, printed many times an hour.

The line is remembered until something that it was made from changes.
"""

from __future__ import annotations

import os

from mlpath.shell.stdout import write
from mlpath.system import memory
from mlpath.system.folders import config_file

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlpath.commands.study import Options, Study

TEMPLATE = "ML {percent}% {week}"
BROKEN = "ML !"
_MEMORY = "prompt"


def show() -> int:
    """Print the usual line, remembered or made anew, and return the exit code. Prints nothing while there is no journal."""
    text = memory.recall(_MEMORY)
    if text is None:
        from mlpath.commands.study import Options

        text = line(Options(), TEMPLATE, remember=True)
    return write(f"{text}\n") if text else 0


def line(options: Options, template: str, *, remember: bool = False) -> str:
    """Return the line that `template` makes of the progress, empty while there is no journal.

    Fields are percent, done, total, left, week (`w5`, empty when no week has anything open), address and title of the
    next item. Whatever is broken gives a short marker. Raises UsageError for a template that is none.
    """
    from mlpath.commands.study import open_study
    from mlpath.errors import MlpathError, UsageError
    from mlpath.system.clock import local_now

    try:
        study = open_study(options, os.environ, local_now)
        fields = _fields(study)
    except MlpathError:
        return BROKEN
    try:
        text = template.format(**fields).rstrip() if fields else ""
    except (KeyError, IndexError, ValueError, AttributeError, TypeError) as error:
        raise UsageError(f"{template!r} is no template: {error}", f"fields are {', '.join(_NAMES)}") from None
    if remember:
        memory.remember(_MEMORY, [config_file(), study.roadmap_at.path, study.state_at.path], text)
    return text


_NAMES = ("percent", "done", "total", "left", "week", "address", "title")


def _fields(study: Study) -> Mapping[str, object]:
    from mlpath.progress import summary
    from mlpath.text import one_line

    snapshot = study.look()
    if snapshot.journal is None:
        return {}
    roadmap, progress = snapshot.roadmap, snapshot.progress
    count = summary.count(roadmap, progress, range(len(roadmap.items)))
    place = summary.next_place(roadmap, progress)
    item = None if place is None else roadmap.items[place]
    week = roadmap.week_of(item) if item else None
    return {
        "percent": count.percent,
        "done": count.done,
        "total": count.total,
        "left": count.total - count.done,
        "week": f"{roadmap.week_label[0].lower()}{week.number}" if week else "",
        "address": item.address if item else "",
        "title": one_line(item.title) if item else "",
    }
