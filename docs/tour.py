"""Draw docs/tour.svg, the README's moving picture: an evening with mlpath, of what it really prints.

Today's screen, the guide to the next item, the tick, and the bars. Run it after a change of a view or a guide:
`python docs/tour.py`. A test fails when the picture is out of date.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, timezone
from html import escape
from typing import NamedTuple

from mlpath.commands import learn, see, track
from mlpath.commands import plan as planning
from mlpath.commands.opening import open_study
from mlpath.commands.study import Options, Study
from mlpath.pace.decision import Request
from mlpath.terminal import learn as guide
from mlpath.terminal import today
from mlpath.terminal import track as ticked
from mlpath.terminal.layout import COLOURS_256
from mlpath.terminal.output import drawn
from mlpath.terminal.page import FANCY, Page, View

PICTURE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "tour.svg")
COLUMNS, ROWS = 80, 22
CELL, LINE, MARGIN = 8.4, 19, 16
# Seconds: a command stands alone, and then with what it prints.
TYPED, SHOWN = 1.2, 5.0
START = datetime(2026, 9, 7, 19, 30, tzinfo=timezone(timedelta(hours=2)))
_ESCAPE = re.compile("\x1b\\[([0-9;]*)m")
_CLASSES = {"1": "b", "2": "q", "38;5;32": "a"}
_STYLE = """\
svg { --page: #fbfbf9; --line: #d5d9dd; --ink: #1c2126; --quiet: #5d6770; --accent: #0b6e99; }
@media (prefers-color-scheme: dark) {
  svg { --page: #14181c; --line: #2c343b; --ink: #e4e8eb; --quiet: #9aa6b0; --accent: #5cb8de; }
}
rect { fill: var(--page); stroke: var(--line); }
text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: var(--ink); white-space: pre; }
.b { font-weight: 700; }
.q { fill: var(--quiet); }
.a { fill: var(--accent); }
.step { opacity: 0; animation-timing-function: step-end; animation-iteration-count: infinite; }
"""


class Scene(NamedTuple):
    """A command, and the lines that it prints, with a terminal's escapes."""

    command: str
    lines: Sequence[str]


def scenes() -> Iterator[Scene]:
    """Yield what is typed on an evening of the second week, and what is printed."""
    now = START
    with tempfile.TemporaryDirectory() as folder:
        study = open_study(Options(state=os.path.join(folder, "state.json")), {}, lambda: now)
        planning.change(study, Request(start=now.date()))
        for days, address in ((2, "week1"), (8, "week2.topics.1")):
            now = START + timedelta(days=days)
            track.mark(study, "check", [address])
        now = START + timedelta(days=9)
        yield from _evening(study)


def _evening(study: Study) -> Iterator[Scene]:
    result = see.today(study)
    yield Scene("mlpath", _lines(lambda page: today.today(result, page, lambda words: f"mlpath {words}")))
    text = guide.whole(learn.guide(study))
    yield Scene("mlpath guide", _lines(lambda page: guide.reading(text, "", page)))
    changes = track.mark(study, "check", ["next"])
    yield Scene("mlpath check next", ["", *_lines(lambda page: ticked.changes(changes, page))])


def _lines(view: View) -> list[str]:
    blocks = view(Page(COLUMNS, FANCY))
    return [line for block in blocks for line in drawn(block, COLUMNS, COLOURS_256)]


def draw() -> str:
    """Return the picture as SVG. It asks the network for nothing, and stands still where less motion is wanted."""
    shown = list(scenes())
    whole = len(shown) * (TYPED + SHOWN)
    width, height = COLUMNS * CELL + 2 * MARGIN, (ROWS + 1) * LINE + 2 * MARGIN
    parts, style = [], _STYLE
    for number, scene in enumerate(shown):
        first = number * (TYPED + SHOWN)
        for name, start, lines, row in (
            (f"typed{number}", first, [f"$ \x1b[1m{scene.command}"], 0),
            (f"shown{number}", first + TYPED, _cut(scene.lines), 1),
        ):
            style += _step(name, start / whole, (first + TYPED + SHOWN) / whole, whole)
            texts = "".join(_text(line, row + below) for below, line in enumerate(lines))
            parts.append(f'<g class="step {name}">{texts}</g>')
    style += "@media (prefers-reduced-motion: reduce) { .step { animation: none; } .typed0, .shown0 { opacity: 1; } }\n"
    said = "A terminal: " + ", then ".join(scene.command for scene in shown) + ", with what each prints"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}"'
        f' role="img" aria-label="{escape(said)}">\n<title>{escape(said)}</title>\n<style>\n{style}</style>\n'
        f'<rect x="0.5" y="0.5" width="{width - 1:g}" height="{height - 1:g}" rx="8"/>\n'
        + "\n".join(parts)
        + "\n</svg>\n"
    )


def _cut(lines: Sequence[str]) -> list[str]:
    """Return the lines that fit the picture."""
    return list(lines[:ROWS])


def _step(name: str, start: float, end: float, seconds: float) -> str:
    """Return the rules by which a step is there from one share of the whole time to another."""
    before = "" if start == 0 else "0% { opacity: 0; } "
    after = "" if end >= 1 else f" {100 * end:.3f}% {{ opacity: 0; }}"
    frames = f"@keyframes {name} {{ {before}{100 * start:.3f}% {{ opacity: 1; }}{after} }}"
    return f"{frames}\n.{name} {{ animation-name: {name}; animation-duration: {seconds:g}s; }}\n"


def _text(line: str, row: int) -> str:
    """Return a line of the terminal, each piece of one style at its own column."""
    y, column, classes, out = MARGIN + LINE * (row + 1) - 5, 0, [], []
    pieces = _ESCAPE.split(line)
    for number, piece in enumerate(pieces):
        if number % 2:
            classes = [] if piece in ("", "0") else [*classes, *_named(piece)]
        elif piece:
            left = len(piece) - len(piece.lstrip(" "))
            if piece.strip():
                x, styled = MARGIN + CELL * (column + left), f' class="{" ".join(classes)}"' if classes else ""
                words = piece.strip(" ")
                out.append(
                    f'<text x="{x:g}" y="{y}"{styled} textLength="{CELL * len(words):g}" lengthAdjust="spacingAndGlyphs">'
                    f"{escape(words)}</text>"
                )
            column += len(piece)
    return "".join(out)


def _named(codes: str) -> list[str]:
    """Return the classes of a terminal's codes; a colour that the picture does not have is left out."""
    return [name for code, name in _CLASSES.items() if re.search(rf"(^|;){re.escape(code)}(;|$)", codes)]


def main() -> None:
    """Write the picture."""
    with open(PICTURE, "w", encoding="utf-8", newline="\n") as file:
        file.write(draw())
    sys.stdout.write(f"{PICTURE}\n")


if __name__ == "__main__":
    main()
