"""What commands return of cards: pure tuples, as those in `progress.results`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from mlpath.progress.retained import Retained, together
from mlpath.review.cards import Card
from mlpath.review.deck import Deck
from mlpath.review.fsrs import interval
from mlpath.review.records import Record, following
from mlpath.roadmap.roadmap import Item


class Standing(NamedTuple):
    """A card as it stands: its item, the day on which it is due, and what the answers to it came to (None before the first)."""

    card: Card
    item: Item
    due: date
    record: Record | None

    @property
    def last(self) -> date | None:
        """The day of the last answer."""
        return date.fromordinal(self.record.strength.day) if self.record else None

    @property
    def leech(self) -> bool:
        """Whether it was forgotten so often that the guide should be read again."""
        return self.record is not None and self.record.leech


class Listing(NamedTuple):
    """Cards in the order in which they are asked.

    `due` is how many there are to ask today of what was asked for, `new` how many of these never were asked; `later` are left for other
    days as today has enough. `known` counts all cards of what is done; `guided` is false where there are no guides that could ask anything,
    and `fault` says why one can't be read, where there is no card at all.
    """

    cards: tuple[Standing, ...]
    due: int
    new: int
    later: int
    known: int
    guided: bool = True
    fault: str | None = None


class Answer(NamedTuple):
    """A card after an answer, or after one that was taken back: then `grade` is None. `notices` are as those of a change."""

    standing: Standing
    grade: str | None
    event: str
    deck: Deck
    notices: tuple[str, ...] = ()


class Ending(NamedTuple):
    """A session that ended: how many cards were answered, how many of them were `known` at once, and how many are still to ask today.

    `tomorrow` is how many come on the next day. `weeks` hold a week's heading and what is retained of it, `whole` all of it. `leeches` are
    the answered cards for which the guide should be read again.
    """

    answered: int
    known: int
    left: int
    tomorrow: int
    weeks: Sequence[tuple[str, Retained]]
    leeches: tuple[Standing, ...]

    @property
    def whole(self) -> Retained:
        """What is retained of everything."""
        return together(retained for _, retained in self.weeks)


def intervals(deck: Deck, card: str, grades: Sequence[str]) -> Mapping[str, int]:
    """Return after how many days a card comes back, by the grade that is given today."""
    record = deck.records.get(card)
    after = {grade: following(record, grade, deck.today) for grade in grades}
    return {
        grade: then.strength.day + interval(then.strength, deck.limits.recall) - deck.today
        for grade, then in after.items()
    }
