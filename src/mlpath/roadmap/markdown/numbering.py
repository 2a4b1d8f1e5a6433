"""The labels and numbers of a Markdown file's months and weeks. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import count

from mlpath.roadmap.markdown.headings import MONTH, TERM, WEEK, Heading
from mlpath.roadmap.markdown.levels import Levels, Week
from mlpath.roadmap.roadmap import label_word


def weeks_by_month(levels: Levels) -> list[list[Week]]:
    """Return the weeks of each month; the resources end one, too."""
    months: list[list[Week]] = []
    for number, week in enumerate(levels.weeks):
        after_resources = levels.resources and number == levels.before
        if not months or after_resources or week.month is not months[-1][0].month:
            months.append([])
        months[-1].append(week)
    return months


def numbers(headings: Sequence[Heading | None], label: str) -> list[int]:
    """Return the number of each week or month: that of its heading, or its position, from 1. `label` is the file's word for them.

    Written numbers count where at least half of the headings have one, and these are whole and distinct. One without gets the
    next number that is free, before the first written one if there is room.
    """
    own = [heading if heading and calls(heading, label) else None for heading in headings]
    known = [heading.number for heading in own if heading and heading.number is not None]
    fractions = any(heading and heading.number is None for heading in own)
    few = 2 * len(known) < len(headings) - headings.count(None)
    if not known or fractions or few or len(set(known)) < len(known):
        return list(range(1, len(headings) + 1))
    leading = next(position for position, heading in enumerate(own) if heading)
    taken, result, last = set(known), list[int](), max(known[0] - leading - 1, -1)
    for heading in own:
        written = heading.number if heading else None
        last = written if written is not None else next(free for free in count(last + 1) if free not in taken)
        taken.add(last)
        result.append(last)
    return result


def labels(months: Sequence[Heading | None], weeks: Sequence[Heading | None]) -> tuple[str, str]:
    """Return the file's words for its months and its weeks; a word for both is that of the months."""
    month, week = _label(months, "Month", MONTH, "Week"), _label(weeks, "Week", WEEK, "Month")
    return month, "Week" if label_word(week) == label_word(month) else week


def _label(headings: Sequence[Heading | None], usual: str, size: str, other: str) -> str:
    """Return the word that at least half of the headings have, else the one that it has for the usual one, or that itself."""
    named = [heading for heading in headings if heading and heading.word]
    # Months among the weeks (`Week 1`, `Month 1`) don't name these.
    named = [heading for heading in named if heading.size not in (MONTH, TERM) or size == MONTH] or named
    word, number = _most([heading.word for heading in named if heading.word])
    if 2 * number < len(headings) - headings.count(None):
        word, number = _most([heading.word for heading in named if heading.word and heading.size == size])
    reserved = label_word(word) in ("w", "m", other.casefold(), "resources", "next")
    return usual if reserved or not number else word[:1].upper() + word[1:]


def _most(words: Sequence[str]) -> tuple[str, int]:
    """Return the word that is there most often, as it is written first, and how often; nothing of none."""
    counts = Counter(word.casefold() for word in words)
    most, number = counts.most_common(1)[0] if counts else ("", 0)
    return next((word for word in words if word.casefold() == most), ""), number


def calls(heading: Heading, label: str) -> bool:
    """Return whether a heading calls itself by a label."""
    return heading.word is not None and label_word(heading.word) == label_word(label)
