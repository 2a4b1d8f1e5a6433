"""Which items progress without one may belong to: those in the same or like words. Pure.

Nothing is taken for granted: what comes out of here is for people to say yes to.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from mlpath.journal.journal import UNTOUCHED, Progress
from mlpath.journal.renames import is_of_now, words_of
from mlpath.journal.transitions import TODO
from mlpath.roadmap.roadmap import Item, Roadmap

# From which share of words, and of letters, on two titles are like one another, and from which nobody would doubt it.
_LIKE, _LETTERS, _BEYOND_DOUBT = 0.5, 0.75, 0.8
# Titles of fewer words go on in many ways: `Learn Java` is not `Learn Java threads`.
_ENOUGH = 3
# Signs as ids spell them: `Learn C` is not `Learn C++`.
_SIGNS = frozenset(("plus", "sharp", "star"))
# Comparing letters takes time for each pair.
_MOST_COMPARED = 20_000


class Match(NamedTuple):
    """An id that the roadmap no longer has, and the items that are likeliest: several where nothing tells which one.

    `sure` says that there is one, in the same words or nearly so, that no other id may mean it, and that it was not there
    beside the one that is gone.
    """

    old: str
    items: tuple[Item, ...]
    sure: bool

    def without(self, given: Collection[Item]) -> Match:
        """Return it without the items that another id's progress is given to."""
        return self._replace(items=tuple(item for item in self.items if item not in given))


def matches(
    roadmap: Roadmap, progress: Progress, orphans: Sequence[str], alike: Collection[str] = frozenset()
) -> list[Match]:
    """Return for each orphan the items without progress that it is likeliest to be, in the order of the roadmap.

    `alike` are the ids that had others in the same words beside them: what is left in these words may be one of the others.
    """
    free = [item for item in roadmap.items if _is_untouched(progress, item.id)]
    index = {True: _Index(free, of_now=True)} if any(map(is_of_now, orphans)) else {}
    if not all(map(is_of_now, orphans)):
        index[False] = _Index(free, of_now=False)
    letters = len(free) * len(orphans) <= _MOST_COMPARED
    found = [(old, *index[is_of_now(old)].like(words_of(old), letters=letters)) for old in orphans]
    claims = Counter(item.id for _, items, _ in found for item in items)
    return [
        Match(old, items, sure=beyond_doubt and old not in alike and len(items) == 1 and claims[items[0].id] == 1)
        for old, items, beyond_doubt in found
    ]


def _is_untouched(progress: Progress, id: str) -> bool:
    item = progress.get(id, UNTOUCHED)
    return item.status == TODO and not item.notes


class _Index:
    """Items by their words: as ids have them now, or as an earlier mlpath made them."""

    def __init__(self, items: Sequence[Item], *, of_now: bool) -> None:
        self._items: dict[str, list[Item]] = defaultdict(list)
        for item in items:
            id = item.id if of_now else next((old for old in item.was if not is_of_now(old)), item.id)
            self._items[words_of(id)].append(item)
        self._having: dict[str, list[str]] = defaultdict(list)
        for title in self._items:
            for word in dict.fromkeys(title.split("-")):
                self._having[word].append(title)

    def like(self, title: str, *, letters: bool) -> tuple[tuple[Item, ...], bool]:
        """Return the items that are likest to a title in words joined by hyphens, and whether they are so beyond doubt."""
        title = "-".join(re.findall(r"[^\W_]+", title.casefold()))
        if title in self._items:
            return tuple(self._items[title]), True
        words = title.split("-")
        longer = [other for other in self._having[words[0]] if other.startswith(f"{title}-")]
        if longer:
            nearest = _best({other: -other.count("-") for other in longer})
            goes_on = not any(_telling(other.split("-")[len(words) :]) for other in nearest)
            return self._all(nearest), len(words) >= _ENOUGH and goes_on
        scores = self._shares(words)
        best = max(scores.values(), default=0.0)
        if best >= _LIKE:
            nearest = _best(scores)
            tell_the_same = all(_telling(other.split("-")) == _telling(words) for other in nearest)
            return self._all(nearest), best >= _BEYOND_DOUBT and tell_the_same
        return (self._in_letters(title) if letters else ()), False

    def _all(self, titles: Sequence[str]) -> tuple[Item, ...]:
        return tuple(item for title in titles for item in self._items[title])

    def _shares(self, words: Sequence[str]) -> dict[str, float]:
        """Return how like each title with one of some words is to these: what they share of both, rare words counting for more."""
        weights = {word: self._weight(word) for word in words}
        others = {title for word in words for title in self._having.get(word, ())}
        return {title: self._share(weights, title) for title in sorted(others)}

    def _share(self, weights: Mapping[str, float], title: str) -> float:
        other = {word: self._weight(word) for word in title.split("-")}
        shared = sum(weight for word, weight in weights.items() if word in other)
        return 2 * shared / (sum(weights.values()) + sum(other.values()))

    def _weight(self, word: str) -> float:
        return 1 / math.sqrt(1 + len(self._having.get(word, ())))

    def _in_letters(self, title: str) -> tuple[Item, ...]:
        from difflib import get_close_matches

        close = get_close_matches(title, self._items, n=1, cutoff=_LETTERS)
        return tuple(self._items[close[0]]) if close else ()


def _best(scores: Mapping[str, float]) -> list[str]:
    best = max(scores.values())
    return [title for title, score in scores.items() if score == best]


def _telling(words: Sequence[str]) -> list[str]:
    """Return the words without which two titles that are else the same mean different things, in order."""
    return sorted(filter(_is_telling, words))


def _is_telling(word: str) -> bool:
    return word in _SIGNS or len(word) == 1 or any(map(str.isdigit, word))
