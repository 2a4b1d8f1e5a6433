"""A small canvas: plots and diagrams as SVG that is readable in light and dark, and small."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from html import escape
from itertools import pairwise

_STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#1c2126}.back{fill:#fbfbf9}.q{stroke:#8a949c;fill:none}.a{stroke:#0b6e99;fill:none}"
    ".b{stroke:#b3540c;fill:none}.c{stroke:#2c6e2f;fill:none}.d{stroke:#7a3e9d;fill:none}.fa{fill:#0b6e99}.fb{fill:#b3540c}"
    ".fc{fill:#2c6e2f}.fd{fill:#7a3e9d}.fq{fill:#8a949c}.pale{fill:#dfeaf0;stroke:#8a949c}.strong{fill:#9fcbe0;stroke:#0b6e99}"
    "text.quiet{fill:#5d6770}@media(prefers-color-scheme:dark){text{fill:#e4e8eb}.back{fill:#14181c}.a{stroke:#5cb8de}.b{stroke:#f0a35e}"
    ".c{stroke:#7fcf84}.d{stroke:#cfa5ee}.fa{fill:#5cb8de}.fb{fill:#f0a35e}.fc{fill:#7fcf84}.fd{fill:#cfa5ee}.pale{fill:#22303a}"
    ".strong{fill:#1f5a78}text.quiet{fill:#9aa6b0}}"
)


class Canvas:
    """A picture: shapes in pixels, and axes in it."""

    def __init__(self, width: int = 440, height: int = 270) -> None:
        self.width, self.height = width, height
        self._shapes: list[str] = []

    def add(self, shape: str) -> None:
        """Add a shape as SVG."""
        self._shapes.append(shape)

    def text(self, x: float, y: float, words: str, kind: str = "", anchor: str = "middle") -> None:
        """Write words; `anchor` says what of them stands at the place."""
        colour = f' class="{kind}"' if kind else ""
        self.add(f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{colour}>{escape(words)}</text>')

    def box(self, x: float, y: float, width: float, height: float, kind: str = "pale", words: str = "") -> None:
        """Draw a box with words in its middle."""
        self.add(f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" class="{kind}"/>')
        if words:
            self.text(x + width / 2, y + height / 2 + 4, words)

    def arrow(self, x: float, y: float, to_x: float, to_y: float, kind: str = "q") -> None:
        """Draw an arrow."""
        angle = math.atan2(to_y - y, to_x - x)
        ends = [(to_x - 9 * math.cos(angle + turn), to_y - 9 * math.sin(angle + turn)) for turn in (0.4, -0.4)]
        head = " ".join(f"{a:.1f},{b:.1f}" for a, b in [(to_x, to_y), *ends])
        self.add(f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}" class="{kind}" stroke-width="2"/>')
        self.add(f'<polygon points="{head}" class="f{kind}"/>')

    def svg(self, title: str) -> str:
        """Return the picture, with a title for who cannot see it."""
        head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" width="{self.width}" role="img">'
        whole = [head, f"<title>{escape(title)}</title>", f"<style>{_STYLE}</style>"]
        whole += [f'<rect class="back" width="{self.width}" height="{self.height}"/>', *self._shapes, "</svg>"]
        return "\n".join(whole) + "\n"


class Axes:
    """Axes in a canvas: what is drawn in them is in units of the data."""

    def __init__(
        self,
        canvas: Canvas,
        x: tuple[float, float],
        y: tuple[float, float],
        names: tuple[str, str] = ("", ""),
        within: tuple[float, float, float, float] = (48, 16, 376, 212),
        *,
        title: str = "",
    ) -> None:
        self._canvas, self._x, self._y, self._within = canvas, x, y, within
        left, top, width, height = within
        canvas.add(f'<path d="M{left:g} {top:g}V{top + height:g}H{left + width:g}" class="q"/>')
        canvas.text(left + width / 2, top + height + 26, names[0], "quiet")
        if names[0]:
            canvas.text(left, top + height + 15, _number(x[0]), "quiet", "start")
            canvas.text(left + width, top + height + 15, _number(x[1]), "quiet", "end")
        side = f"{left - 30:g} {top + height / 2:g}"
        turned = f'transform="translate({side}) rotate(-90)" text-anchor="middle" class="quiet"'
        if names[1]:
            canvas.text(left - 5, top + height, _number(y[0]), "quiet", "end")
            canvas.text(left - 5, top + 10, _number(y[1]), "quiet", "end")
            canvas.add(f"<text {turned}>{escape(names[1])}</text>")
        if title:
            canvas.text(left + width / 2, top - 4, title)

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of the data lies, in pixels."""
        left, top, width, height = self._within
        across = (x - self._x[0]) / (self._x[1] - self._x[0])
        up = (y - self._y[0]) / (self._y[1] - self._y[0])
        return left + across * width, top + height - up * height

    def _inside(self, x: float, y: float) -> bool:
        return self._x[0] <= x <= self._x[1] and self._y[0] <= y <= self._y[1]

    def line(self, xs: Iterable[float], ys: Iterable[float], kind: str = "a", *, dashed: bool = False) -> None:
        """Draw a line through points; what lies outside is left out."""
        runs: list[list[str]] = [[]]
        for x, y in zip(xs, ys, strict=True):
            if self._inside(float(x), float(y)):
                a, b = self.at(float(x), float(y))
                runs[-1].append(f"{a:.1f},{b:.1f}")
            elif runs[-1]:
                runs.append([])
        dashes = ' stroke-dasharray="5 4"' if dashed else ""
        for run in runs:
            if len(run) > 1:
                self._canvas.add(f'<polyline points="{" ".join(run)}" class="{kind}" stroke-width="2"{dashes}/>')

    def dots(self, xs: Iterable[float], ys: Iterable[float], kind: str = "fa", size: float = 2.5) -> None:
        """Draw points; what lies outside is left out."""
        inside = [self.at(float(x), float(y)) for x, y in zip(xs, ys, strict=True) if self._inside(float(x), float(y))]
        path = "".join(f"M{a:.1f} {b:.1f}h0" for a, b in inside)
        stroke = kind.removeprefix("f")
        self._canvas.add(f'<path d="{path}" class="{stroke}" stroke-width="{2 * size:g}" stroke-linecap="round"/>')

    def crosses(self, points: Iterable[Sequence[float]], kind: str = "q") -> None:
        """Draw a cross at each point."""
        for x, y in points:
            a, b = self.at(float(x), float(y))
            self._canvas.add(f'<path d="M{a - 6:.1f} {b - 6:.1f}l12 12m0-12l-12 12" class="{kind}" stroke-width="3"/>')

    def bars(self, edges: Sequence[float], heights: Sequence[float], kind: str = "pale") -> None:
        """Draw bars between edges."""
        for (left, right), height in zip(pairwise(edges), heights, strict=True):
            x, y = self.at(float(left), float(height))
            end, ground = self.at(float(right), self._y[0])
            self._canvas.box(x, y, end - x, ground - y, kind)

    def words(self, x: float, y: float, words: str, kind: str = "", anchor: str = "start") -> None:
        """Write words at a point."""
        a, b = self.at(float(x), float(y))
        self._canvas.text(a, b, words, kind, anchor)

    def arrow(self, start: Sequence[float], end: Sequence[float], kind: str = "a") -> None:
        """Draw an arrow between points."""
        self._canvas.arrow(*self.at(*start), *self.at(*end), kind)


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
