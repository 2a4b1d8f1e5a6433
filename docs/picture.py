"""Draw docs/status.svg and docs/guide.svg: what `mlpath status` and `mlpath guide` really print.

Run it after a change of a view or a guide: `python docs/picture.py`. A test fails when a picture is out of date.
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
from rich.text import Text as RichText

from mlpath.commands import learn, see, track
from mlpath.commands import plan as planning
from mlpath.commands.opening import open_study
from mlpath.commands.study import Options
from mlpath.pace.decision import Request
from mlpath.terminal import learn as guide
from mlpath.terminal import status
from mlpath.terminal.layout import COLOURS_256
from mlpath.terminal.output import drawn
from mlpath.terminal.page import FANCY, Page, View

HERE = os.path.dirname(os.path.abspath(__file__))


def draw_status() -> str:
    """Return the status five weeks into the shipped roadmap, as SVG."""
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
        result = see.status(study)
        return _picture(lambda page: status.status(result, page), "mlpath status", 108)


def draw_guide() -> str:
    """Return the beginning of the guide to gradient descent, as SVG."""
    study = open_study(Options(), {}, datetime.now)
    text = guide.whole(learn.guide(study, "gradient-descent"))
    portion = text[: text.index("\n", text.index("Before you go on"))]
    return _picture(lambda page: guide.reading(portion, "", page), "mlpath guide gradient-descent", 100)


def _picture(view: View, title: str, width: int) -> str:
    console = Console(width=width, record=True, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    for block in view(Page(width, FANCY)):
        for line in drawn(block, width, COLOURS_256):
            console.print(RichText.from_ansi(line), soft_wrap=True)
    svg = console.export_svg(title=title, theme=SVG_EXPORT_THEME, unique_id="mlpath")
    # The picture asks the network for nothing: the reader's own monospaced font does.
    return re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)


def main() -> None:
    """Write the pictures."""
    for name, draw in (("status", draw_status), ("guide", draw_guide)):
        with open(os.path.join(HERE, f"{name}.svg"), "w", encoding="utf-8", newline="\n") as file:
            file.write(draw())
        sys.stdout.write(f"{name}.svg\n")


if __name__ == "__main__":
    main()
