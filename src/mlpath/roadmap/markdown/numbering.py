"""What a Markdown file calls its months and weeks, and which numbers they have. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import count

from mlpath.roadmap.markdown.headings import Heading
from mlpath.roadmap.markdown.levels import Levels, Week
from mlpath.roadmap.roadmap import label_word


def runs(structure: Levels) -> list[list[Week]]:
    """Return the weeks of each month; the resources end one, too."""
    found: list[list[Week]] = []
    for number, week in enumerate(structure.weeks):
        after_resources = structure.resources and number == structure.before
        if not found or after_resources or week.month is not found[-1][0].month:
            found.append([])
        found[-1].append(week)
    return found


def month_numbers(said: Sequence[Heading | None], label: str) -> list[int]:
    """Return the number of each month: the one that its heading says where all have one, and each another; or its position."""
    numbers = [heading.number for heading in said if heading and calls(heading, label) and heading.number is not None]
    return numbers if len(set(numbers)) == len(said) else list(range(1, len(said) + 1))


def week_numbers(said: Sequence[Heading | None], label: str) -> list[int]:
    """Return the number of each week: the one that its heading says, or its position.

    Written numbers count where at least half of the headings have one, and these are whole and distinct. A week without one
    gets the next number that is free, before the first written one if there is room. `label` is what the file calls a week.
    """
    own = [heading if heading and calls(heading, label) else None for heading in said]
    known = [heading.number for heading in own if heading and heading.number is not None]
    fractions = any(heading and heading.number is None for heading in own)
    if not known or fractions or len(set(known)) < len(known) or 2 * len(known) < len(said) - said.count(None):
        return list(range(1, len(said) + 1))
    leading = next(place for place, heading in enumerate(own) if heading)
    taken, numbers, last = set(known), [], max(known[0] - leading - 1, -1)
    for heading in own:
        said_here = heading.number if heading else None
        last = said_here if said_here is not None else next(free for free in count(last + 1) if free not in taken)
        taken.add(last)
        numbers.append(last)
    return numbers


def labels(months: Sequence[Heading | None], weeks: Sequence[Heading | None]) -> tuple[str, str]:
    """Return what the file calls its months and weeks; a word for both is that of the months."""
    month, week = _label(months, "Month", "Week"), _label(weeks, "Week", "Month")
    return month, "Week" if label_word(week) == label_word(month) else week


def _label(said: Sequence[Heading | None], usual: str, other: str) -> str:
    """Return the word that at least half of the headings have; days are no level."""
    words = [heading.word for heading in said if heading and heading.word and not heading.is_day]
    counts = Counter(word.casefold() for word in words)
    most, number = counts.most_common(1)[0] if counts else ("", 0)
    label = next((word for word in words if word.casefold() == most), usual)
    label = label[:1].upper() + label[1:]
    reserved = label_word(label) in ("w", "m", other.casefold(), "resources", "next")
    return usual if reserved or 2 * number < len(said) - said.count(None) else label


def calls(heading: Heading, label: str) -> bool:
    """Return whether a heading calls itself by a label."""
    return heading.word is not None and label_word(heading.word) == label_word(label)
