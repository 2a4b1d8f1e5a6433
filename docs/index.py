"""Fill in roadmap/index.md: where each term of the guides is named before it is taught, and used after that.

Terms and where they are taught are written there by hand; the last two columns are what the guides' texts say. Run it after a change of a
guide: `python docs/index.py`. A test fails when the index is out of date, when a part does not teach its term, and when
code needs a term that is taught only later.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping
from typing import NamedTuple

FOLDER = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "roadmap")
INDEX = os.path.join(FOLDER, "index.md")
_ROW = re.compile(r"\| (?P<term>[^|]+) \| \[week (?P<week>\d+)\]\(week-\d\d\.md\), (?P<item>[a-z0-9-]+) \|.*\|")


class Term(NamedTuple):
    """A term, and the week and item whose part teaches it."""

    words: str
    week: int
    item: str

    def stands_in(self, text: str) -> bool:
        """Return whether the term, or a form of it, stands in a text."""
        words = re.escape(self.words.lower()).replace(r"\ ", r"\s+").replace("’", "[’']")
        text = text.lower()
        # A pattern that begins with its letters is found twenty times as fast as one that looks at what is before them.
        found = re.finditer(rf"{words}(?:s|es|ed|d|ing)?(?!\w)", text)
        return any(not re.match(r"\w", text[match.start() - 1 : match.start()]) for match in found)


def terms(index: str) -> Iterator[Term]:
    """Yield the terms of an index."""
    for row in _ROW.finditer(index):
        yield Term(row["term"], int(row["week"]), row["item"])


def filled_in(index: str, guides: Mapping[int, str]) -> str:
    """Return the index with its last two columns as the texts of the weeks' guides have it."""

    def row(found: re.Match[str]) -> str:
        term = Term(found["term"], int(found["week"]), found["item"])
        there = [week for week, text in sorted(guides.items()) if term.stands_in(text)]
        before = ", ".join(str(week) for week in there if week < term.week)
        after = ", ".join(str(week) for week in there if week > term.week)
        taught = f"[week {term.week}](week-{term.week:02}.md), {term.item}"
        return f"| {term.words} | {taught} | {before or '–'} | {after or '–'} |"

    return _ROW.sub(row, index)


def weeks() -> dict[int, str]:
    """Return the texts of the guides by week."""
    found = {}
    for name in sorted(os.listdir(FOLDER)):
        number = re.fullmatch(r"week-(\d\d)\.md", name)
        if number:
            found[int(number[1])] = _read(os.path.join(FOLDER, name))
    return found


def _read(path: str) -> str:
    with open(path, encoding="utf-8") as file:
        return file.read()


if __name__ == "__main__":
    content = filled_in(_read(INDEX), weeks())
    with open(INDEX, "w", encoding="utf-8", newline="\n") as file:
        file.write(content)
    sys.stdout.write("roadmap/index.md\n")
