"""Which cards are to be asked on a day. Pure.

A card comes back when the probability that it is recalled has fallen to the target. A new one comes in from the day after its item was
done, the oldest first, a few a day. There is a most for a day: behind a long absence, the hardest come first and the rest later.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from mlpath.review.fsrs import interval, recall
from mlpath.review.records import Record, Records

FORECAST_DAYS = 30


class Limits(NamedTuple):
    """The recall to aim at, and how many new cards, and cards altogether, a day has at most."""

    recall: float
    new: int
    most: int


class Queue(NamedTuple):
    """The cards to ask today by their names: those that come `back` and those that are `new`. `later` counts those that wait for another day."""

    back: tuple[str, ...]
    new: tuple[str, ...]
    later: int

    @property
    def cards(self) -> tuple[str, ...]:
        """All of them, in the order in which they are asked."""
        return self.back + self.new


def due(record: Record, target: float) -> int:
    """Return the day (an ordinal) on which a card comes back."""
    return record.strength.day + interval(record.strength, target)


def queue(since: Mapping[str, int], records: Records, today: int, limits: Limits) -> Queue:
    """Return what is to be asked today. `since` holds the cards in the guides' order, and the day from which on each may be asked."""
    answered = [record for record in records.values() if record.strength.day == today]
    begun = sum(record.first == today for record in answered)
    room = max(0, limits.most - len(answered))
    known = [card for card in since if card in records]
    back = [card for card in known if due(records[card], limits.recall) <= today]
    back.sort(key=lambda card: _hardest(records[card], today))
    new = [card for card, day in since.items() if card not in records and day <= today]
    new.sort(key=since.__getitem__)
    taken = back[:room]
    begins = new[: max(0, min(limits.new - begun, room - len(taken)))]
    return Queue(tuple(taken), tuple(begins), len(back) + len(new) - len(taken) - len(begins))


def ahead(since: Mapping[str, int], records: Records, today: int, limits: Limits) -> Iterator[tuple[int, int]]:
    """Yield each day from today on, with how many cards it asks, on which that is another number than before, if none is answered."""
    now = queue(since, records, today, limits)
    yield today, (number := len(now.cards))
    back = sorted(due(records[card], limits.recall) for card in since if card in records)
    new = sorted(day for card, day in since.items() if card not in records)
    for day in sorted({today + 1, *(day for day in (*back, *new) if day > today)}):
        then = min(limits.most, sum(one <= day for one in back))
        then += min(limits.new, limits.most - then, sum(one <= day for one in new))
        if then != number:
            yield day, (number := then)


def forecast(
    since: Mapping[str, int], records: Records, today: int, limits: Limits, days: int = FORECAST_DAYS
) -> tuple[int, ...]:
    """Return how many cards come on each of the next days, today first, if each is answered on its day.

    It is reckoned from what is known today: how the answers to come move a card on is no part of it.
    """
    back = [0] * days
    new = [0] * days
    for card, day in since.items():
        place = max(0, (due(records[card], limits.recall) if card in records else day) - today)
        if place < days:
            (back if card in records else new)[place] += 1
    first = queue(since, records, today, limits)
    counts = [len(first.cards)]
    waiting, unseen = back[0] - len(first.back), new[0] - len(first.new)
    for place in range(1, days):
        waiting, unseen = waiting + back[place], unseen + new[place]
        taken = min(limits.most, waiting)
        begun = min(limits.new, limits.most - taken, unseen)
        waiting, unseen = waiting - taken, unseen - begun
        counts.append(taken + begun)
    return tuple(counts)


def _hardest(record: Record, today: int) -> tuple[float, float]:
    return -record.strength.difficulty, recall(record.strength, today)
