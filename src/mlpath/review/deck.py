"""The deck: the cards of all that is done, with what the answers to them came to, on one day. Pure."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from mlpath.progress.retained import Retained, RetainedByItem
from mlpath.review import queue as queues
from mlpath.review.cards import Card
from mlpath.review.fsrs import recall
from mlpath.review.queue import Limits, Queue
from mlpath.review.records import Answer, Record, Records, following


class Deck(NamedTuple):
    """The cards of the items that are done, by their names and in the guides' order, and the day from which on each may be asked.

    That is 0 where it is not known when its item was done. `records` are those of all cards that were ever asked, those that rest
    among them, and come from the `answers`. Days are proleptic ordinals.
    """

    cards: Mapping[str, Card]
    since: Mapping[str, int]
    records: Records
    answers: Sequence[Answer]
    today: int
    limits: Limits

    def queue(self, only: Iterable[str] | None = None) -> Queue:
        """Return what is to be asked today; of those cards alone, where some are named."""
        return queues.queue(self._since(only), self.records, self.today, self.limits)

    def ahead(self) -> Iterator[tuple[str, int]]:
        """Yield each day (ISO) from today on, with how many cards it asks, on which that is another number, if none is answered."""
        for day, number in queues.ahead(self.since, self.records, self.today, self.limits):
            yield date.fromordinal(day).isoformat(), number

    def forecast(self) -> Sequence[int]:
        """Return how many cards come on each of the next 30 days, today first, if each is answered on its day."""
        return queues.forecast(self.since, self.records, self.today, self.limits)

    def due(self, card: str) -> int:
        """Return the day on which a card comes back, or from which on it may be asked first: today, where nobody knows since when."""
        record = self.records.get(card)
        return queues.due(record, self.limits.recall) if record else self.since[card] or self.today

    def retained(self) -> RetainedByItem:
        """Return what is retained today of each item that is done and has cards: the mean probability that they are recalled."""
        sums: dict[str, tuple[float, int]] = {}
        for card in self.cards.values():
            known, number = sums.get(card.item, (0.0, 0))
            record = self.records.get(card.id)
            sums[card.item] = known + (recall(record.strength, self.today) if record else 0.0), number + 1
        return {item: Retained(known, number) for item, (known, number) in sums.items()}

    def retained_on(self, days: Iterable[int]) -> Iterator[Retained]:
        """Yield what was retained altogether on each of some days, in their order, of what was done by then."""
        left, records = deque(self.answers), dict[str, Record]()
        for day in days:
            while left and left[0][2] <= day:
                card, grade, on, event = left.popleft()
                records[card] = following(records.get(card), grade, on, event)
            there = [id for id, since in self.since.items() if since <= day + 1]
            known = (recall(records[id].strength, day) for id in there if id in records)
            yield Retained(sum(known), len(there))

    def leeches(self) -> list[Card]:
        """Return the cards that were forgotten so often that the guide should be read again, the worst first."""
        lapses = {id: self.records[id].lapses for id in self.cards if id in self.records and self.records[id].leech}
        return [self.cards[id] for id in sorted(lapses, key=lapses.__getitem__, reverse=True)]

    def _since(self, only: Iterable[str] | None) -> Mapping[str, int]:
        return self.since if only is None else {id: self.since[id] for id in only}
