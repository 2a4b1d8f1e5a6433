"""A small badge with the percentage, as SVG, for a profile page."""

from __future__ import annotations

from html import escape

from mlpath.progress.retained import NOTHING, Retained
from mlpath.progress.summary import Count
from mlpath.roadmap.roadmap import Roadmap
from mlpath.terminal.layout import cells, folded
from mlpath.text import one_line

_MOST_CELLS = 40


def render(roadmap: Roadmap, count: Count, verified: Count | None = None, retained: Retained = NOTHING) -> str:
    """Return the badge: the roadmap's title, a bar, and how much is done; verified, where anything is; and retained, where anything was asked."""
    title = one_line(roadmap.title)
    title = title if cells(title) <= _MOST_CELLS else next(folded(title, _MOST_CELLS - 1)).rstrip() + "…"
    value = f"{count.percent}%" + (f" · {verified.percent}% verified" if verified and verified.done else "")
    value += f" · {retained.percent}% retained" if retained.recall else ""
    left, right = 16 + round(6.2 * cells(title)), max(46, 16 + round(6.2 * cells(value)))
    width = left + right
    label = escape(f"{title}: {value}")
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="22" role="img" aria-label="{label}"><!-- mlpath -->
<title>{label}</title>
<clipPath id="round"><rect width="{width}" height="22" rx="4"/></clipPath>
<g clip-path="url(#round)">
<rect width="{left}" height="22" fill="#39424a"/>
<rect x="{left}" width="{right}" height="22" fill="#0b6e99"/>
<rect y="19" width="{width}" height="3" fill="#20272d"/>
<rect y="19" width="{round(width * count.percent / 100)}" height="3" fill="#5cb8de"/>
</g>
<g fill="#fff" font-family="Verdana, DejaVu Sans, sans-serif" font-size="11" text-anchor="middle">
<text x="{left / 2:g}" y="14" textLength="{left - 16}" lengthAdjust="spacingAndGlyphs">{escape(title)}</text>
<text x="{left + right / 2:g}" y="14">{value}</text>
</g>
</svg>
"""
