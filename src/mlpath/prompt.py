"""`mlpath prompt`: one short line for a shell's prompt, printed many times an hour.

The line is remembered in the user's cache folder together with what it was made from; while none of that has changed,
printing it takes a few calls of `stat`. What was remembered is never trusted beyond that, and never an error.
"""

from __future__ import annotations

import os
import sys

from mlpath import __version__
from mlpath.folders import config_file, user_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mlpath.actions.study import Options, Study

TEMPLATE = "ML {percent}% {week}"
BROKEN = "ML !"
_RACY = 2_000_000_000


def show() -> int:
    """Print the usual line, remembered or made anew, and return 0. Prints nothing while there is no journal."""
    text = _remembered()
    if text is None:
        from mlpath.actions.study import Options

        text = line(Options(), TEMPLATE, remember=True)
    if text:
        sys.stdout.write(f"{text}\n")
    return 0


def line(options: Options, template: str, *, remember: bool = False) -> str:
    """Return the line that `template` makes of the progress, empty while there is no journal.

    Fields are percent, done, total, left, week (`w5`, empty when no week has anything open), address and title of the
    next item. Whatever is broken gives a short marker. Raises UsageError for a template that is none.
    """
    from mlpath.actions.study import open_study
    from mlpath.clock import local_now
    from mlpath.errors import MlpathError, UsageError

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
        _remember([config_file(), study.roadmap_at.path, study.state_at.path], text)
    return text


_NAMES = ("percent", "done", "total", "left", "week", "address", "title")


def _fields(study: Study) -> Mapping[str, object]:
    from mlpath import summary
    from mlpath.plaintext import one_line

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


def _remembered() -> str | None:
    """Return the line that was remembered, or None where it may no longer be true."""
    try:
        with open(_file(), encoding="utf-8") as file:
            head, *made_from, text = file.read(65_536).split("\n")
        if head != _head() or len(made_from) != 3:
            return None
        return text if all(seen == _seen(seen.partition("\t")[0]) for seen in made_from) else None
    except (OSError, ValueError):
        return None


def _remember(made_from: Sequence[str], text: str) -> None:
    import time

    from mlpath.atomic import take_place, write_beside

    try:
        # A file that changed a moment ago may change again without its time telling.
        if any(time.time_ns() - os.stat(path).st_mtime_ns < _RACY for path in made_from if os.path.exists(path)):
            return
        content = "\n".join([_head(), *map(_seen, made_from), text])
        if content.count("\n") == 4:
            os.makedirs(os.path.dirname(_file()), mode=0o700, exist_ok=True)
            take_place(write_beside(_file(), content.encode(), tag=f".{os.getpid()}"), _file())
    except (OSError, ValueError):
        return


def _file() -> str:
    return os.path.join(user_folder("cache"), "prompt")


def _head() -> str:
    """Return what tells what was asked for: this mlpath, and the places that the environment names."""
    return repr((__version__, config_file(), os.environ.get("MLPATH_ROADMAP"), os.environ.get("MLPATH_STATE")))


def _seen(path: str) -> str:
    """Return a path with what tells this version of the file there from others."""
    try:
        status = os.stat(path)
    except FileNotFoundError:
        return f"{path}\tabsent"
    return f"{path}\t{status.st_size} {status.st_mtime_ns} {status.st_ino}"
