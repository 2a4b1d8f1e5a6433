"""What the answers to cards come to: a fold over the journal's reviews. Pure; nothing of it is stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from mlpath.journal.events import GRADES, Event, day_of
from mlpath.review.fsrs import NUMBERS, Strength, after

# So often forgotten, a card is a leech, until it has held for so many days: asking it once more helps less than to read the guide again.
LEECH, HOLDS = 4, 21


class Record(NamedTuple):
    """What the answers to a card come to.

    `grade` is that of the last one, `reviews` counts them, and `lapses` how often it was forgotten after an earlier day. `first` is the
    day of the first answer (a proleptic ordinal, as that of the last in `strength`), `event` the id of the last one's event.
    """

    strength: Strength
    grade: str
    reviews: int
    lapses: int
    first: int
    event: str

    @property
    def leech(self) -> bool:
        """Whether it was forgotten so often, and does not hold yet, that the guide should be read again."""
        return self.lapses >= LEECH and self.strength.stability < HOLDS


Records = Mapping[str, Record]
# A card, its grade, the day (a proleptic ordinal), and the event.
Answer = tuple[str, str, int, str]


def answers(reviews: Iterable[Event], names: Mapping[str, str]) -> list[Answer]:
    """Return the answers that reviews in force hold, in their order, by the cards' names now, to which `names` leads former ones."""
    days: dict[str, int] = {}
    found: list[Answer] = []
    for event in reviews:
        card, iso = event["card"], day_of(event)
        if iso not in days:
            days[iso] = date.fromisoformat(iso).toordinal()
        found.append((names.get(card, card), event["grade"], days[iso], event["id"]))
    return found


def records(answers: Iterable[Answer]) -> dict[str, Record]:
    """Return the record of each card from the answers in their order."""
    by_card: dict[str, list[Answer]] = {}
    for answer in answers:
        by_card.setdefault(answer[0], []).append(answer)
    return {card: _record(given) for card, given in by_card.items()}


def _record(given: Sequence[Answer]) -> Record:
    """Return the record of a card after its answers; what is only needed once is worked out once."""
    (_, grade, first, _), *later = given
    strength, lapses = after(None, NUMBERS[grade], first), 0
    for _, grade, day, _ in later:
        lapses += _forgotten(strength, grade, day)
        strength = after(strength, NUMBERS[grade], day)
    return Record(strength, grade, len(given), lapses, first, event=given[-1][3])


def following(record: Record | None, grade: str, day: int, event: str = "") -> Record:
    """Return a card's record after one more answer."""
    if record is None:
        return Record(after(None, NUMBERS[grade], day), grade, 1, 0, day, event)
    before, _, reviews, lapses, first, _ = record
    lapses += _forgotten(before, grade, day)
    return Record(after(before, NUMBERS[grade], day), grade, reviews + 1, lapses, first, event)


def _forgotten(strength: Strength, grade: str, day: int) -> bool:
    """Return whether an answer says that a card was forgotten since an earlier day."""
    return grade == GRADES[0] and day > strength.day
