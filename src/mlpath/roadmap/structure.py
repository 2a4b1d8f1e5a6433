"""How the headings of a Markdown file were read, and what its owner writes to have them read otherwise. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from mlpath.roadmap.roadmap import MONTH, RESOURCES, SECTION, WEEK

BOLD_LEVEL, BULLET_LEVEL = 7, 8
# How the levels of bold lines and of list items are called in a file's front matter; those of headings are numbers.
LEVEL_NAMES = {"bold": BOLD_LEVEL, "list": BULLET_LEVEL}
_MARKS = {BOLD_LEVEL: "bold lines", BULLET_LEVEL: "list items"}


class Level(NamedTuple):
    """What headings of one level are: months, weeks, sections or the resources; and how many there are."""

    kind: str
    level: int
    number: int

    @property
    def mark(self) -> str:
        """How such a heading is written."""
        return _MARKS.get(self.level, "#" * self.level)


class Structure(NamedTuple):
    """The levels of a file's headings, months first; `own` says that its front matter tells what they are."""

    levels: tuple[Level, ...]
    own: bool = False

    def described(self) -> str:
        """Return what the headings are: `## is a month (3), ### a week (12), bold lines are sections`."""
        parts: list[str] = []
        for kind, noun in ((MONTH, "month"), (WEEK, "week"), (SECTION, "section")):
            levels = [level for level in self.levels if level.kind == kind]
            if not levels:
                continue
            plural = len(levels) > 1 or levels[0].level > 6
            marks = _joined([level.mark for level in levels])
            count = sum(level.number for level in levels)
            verb = ("are " if plural else "is ") if not parts or plural or "are" in parts[-1] else ""
            parts.append(f"{marks} {verb}{f'{noun}s' if plural else f'a {noun}'} ({count})")
        return ", ".join(parts) or "one week, without headings"

    def otherwise(self) -> Mapping[str, int] | None:
        """Return another way to read the file, for its front matter; None where its headings leave no choice."""
        week = next((level.level for level in self.levels if level.kind == WEEK), None)
        deeper = [
            level.level for level in self.levels if level.kind == SECTION and (week is None or level.level > week)
        ]
        higher = [level.level for level in self.levels if level.kind == MONTH]
        if week is not None and not higher and deeper:
            return {MONTH: week, WEEK: min(deeper)}
        if higher:
            return {WEEK: max(higher)}
        return {WEEK: min(deeper)} if deeper else None


def written(levels: Mapping[str, int]) -> str:
    """Return levels as a file's front matter has them: `levels: {month: 2, week: 3}`."""
    names = {level: name for name, level in LEVEL_NAMES.items()}
    return f"levels: {{{', '.join(f'{kind}: {names.get(level, level)}' for kind, level in levels.items())}}}"


def _joined(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def counted(roles: Iterable[tuple[str, int]]) -> tuple[Level, ...]:
    """Return the levels of headings, each given with what it is and its level."""
    order = (MONTH, WEEK, SECTION, RESOURCES)
    counts = sorted(Counter(roles).items(), key=lambda entry: (order.index(entry[0][0]), entry[0][1]))
    return tuple(Level(kind, level, count) for (kind, level), count in counts)
