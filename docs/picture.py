"""Draw docs/status.svg: what `mlpath status` really prints, five weeks into the shipped roadmap.

Run it after a change of the view: `python docs/picture.py`. A test fails when the picture is out of date.
"""

from __future__ import annotations

import io
import os
import re
import sys
import tempfile
from datetime import datetime, timedelta, timezone

from rich.console import Console
from rich.terminal_theme import SVG_EXPORT_THEME

from mlpath.actions import planning, see, track
from mlpath.actions.planning import Request
from mlpath.actions.study import Options, open_study
from mlpath.views import status

PICTURE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "status.svg")


def draw() -> str:
    """Return the picture as SVG."""
    day = datetime(2026, 9, 7, 19, 30, tzinfo=timezone(timedelta(hours=1)))
    with tempfile.TemporaryDirectory() as folder:
        study = open_study(Options(state=os.path.join(folder, "state.json")), {}, lambda: day)
        for kind, address in (
            ("skip", "week3.topics.1"),
            ("check", "week1-3"),
            ("check", "week4.topics"),
            ("begin", "week4.practice.1"),
            ("begin", "resources.books.1"),
            ("check", "resources.online-courses.2"),
        ):
            track.mark(study, kind, [address])
        planning.change(study, Request(start=day.date() - timedelta(weeks=4)))
        found = see.status(study)
        console = Console(width=108, record=True, file=io.StringIO(), force_terminal=True, color_system="truecolor")
        console.print(status.status(found))
        svg = console.export_svg(title="mlpath status", theme=SVG_EXPORT_THEME, unique_id="mlpath")
    # The picture asks the network for nothing: the reader's own monospaced font does.
    return re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)


def main() -> None:
    """Write the picture."""
    with open(PICTURE, "w", encoding="utf-8", newline="\n") as file:
        file.write(draw())
    sys.stdout.write(f"{PICTURE}\n")


if __name__ == "__main__":
    main()
