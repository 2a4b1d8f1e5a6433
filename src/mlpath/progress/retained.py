"""Retained: how much of what was learned could still be answered today. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from mlpath.roadmap.roadmap import Group, Roadmap

# Summing up probabilities, each a little off, must not cost a whole percent.
_ROUNDING = 1e-9


class Retained(NamedTuple):
    """The sum of the probabilities that `cards` are recalled today, and how many they are: the cards of items that are done.

    A card that was never asked counts as not known. The share is the mean, so that a group weighs its items by their cards; the
    probability of each is that of FSRS-6 (see `review.fsrs`).
    """

    recall: float = 0.0
    cards: int = 0

    @property
    def percent(self) -> int | None:
        """The mean as a percentage, rounded down; None where there are no cards."""
        return int(self.recall * 100 / self.cards + _ROUNDING) if self.cards else None


# By the ids of items that are done and have cards.
RetainedByItem = Mapping[str, Retained]
NOTHING = Retained()
NONE_RETAINED: RetainedByItem = {}


def together(parts: Iterable[Retained]) -> Retained:
    """Return what several items or groups retain together."""
    recalls, cards = 0.0, 0
    for part in parts:
        recalls, cards = recalls + part.recall, cards + part.cards
    return Retained(recalls, cards)


def of_group(roadmap: Roadmap, retained: RetainedByItem, group: Group) -> Retained:
    """Return what a group retains."""
    if not retained:
        return NOTHING
    ids = (item.id for item in roadmap.items[group.start : group.end])
    return together(retained[id] for id in ids if id in retained)
