"""A session: which card is asked next, and what an answer does to the rest. Pure.

A card that was forgotten comes back before the session ends, until it was answered well once: behind a few others, where there are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from mlpath.journal.events import GRADES

AGAIN, WELL = GRADES[0], GRADES[2:]
# How many others come before a card that was forgotten.
_BETWEEN = 5


class Given(NamedTuple):
    """An answer that was given: its card, its grade, its event, and the cards that were to come before it, its own first."""

    card: str
    grade: str
    event: str
    before: tuple[str, ...]


class Session:
    """The cards that are still to ask, in order, and the answers that were given. `relearning` are those that were forgotten."""

    def __init__(self, cards: Iterable[str]) -> None:
        self.waiting = list(cards)
        self.given: list[Given] = []
        self.put_off: list[str] = []
        self.left_out: set[str] = set()
        self.relearning: set[str] = set()

    @property
    def card(self) -> str | None:
        """The card to ask now; None at the end."""
        return self.waiting[0] if self.waiting else None

    def answer(self, grade: str, event: str) -> None:
        """Note the answer to the card that was asked, and go on."""
        card = self.waiting[0]
        self.given.append(Given(card, grade, event, tuple(self.waiting)))
        del self.waiting[0]
        self.relearning = _relearning(self.given)
        if card in self.relearning:
            self.waiting.insert(_BETWEEN, card)

    def later(self) -> None:
        """Leave the card that was asked for another time."""
        self.put_off.append(self.waiting.pop(0))

    def take_back(self) -> Given | None:
        """Take back the last answer, so that its card is asked again; None where there is none."""
        if not self.given:
            return None
        last = self.given.pop()
        left = {*self.put_off, *self.left_out} - {last.card}
        self.waiting = [card for card in last.before if card not in left]
        self.relearning = _relearning(self.given)
        return last

    def without(self, answered: Collection[str], gone: Collection[str] = ()) -> None:
        """Leave out what was answered elsewhere meanwhile, as far as it is not being learned here, and what is `gone`."""
        self.left_out |= (set(answered) - self.relearning).union(gone)
        self.waiting = [card for card in self.waiting if card not in self.left_out]

    @property
    def answered(self) -> dict[str, str]:
        """The cards that were answered, with the grade of the first answer to each."""
        first: dict[str, str] = {}
        for given in self.given:
            first.setdefault(given.card, given.grade)
        return first


def _relearning(given: Iterable[Given]) -> set[str]:
    """Return the cards that were forgotten and not yet answered well since."""
    cards: set[str] = set()
    for answer in given:
        if answer.grade == AGAIN:
            cards.add(answer.card)
        elif answer.grade in WELL:
            cards.discard(answer.card)
    return cards
