"""FSRS-6 in whole days: how well a card is known after each answer, and for how long. Pure: one step of a fold.

A card's strength is its stability (the days after which it is recalled with a probability of 90 %) and its difficulty (1 to 10).
Source of every formula and of the default parameters: open-spaced-repetition, "The FSRS Algorithm", version 6; its forgetting curve
is a power of the time since the last answer. Only whole days count: there are no learning steps of minutes and there is no chance in
an interval, so that the same answers come to the same days everywhere. A second answer on one day follows the rule for such.
"""

from __future__ import annotations

from math import exp
from typing import NamedTuple

from mlpath.journal.events import GRADES

# Each grade, and the number by which the formulas know it.
NUMBERS = {grade: number for number, grade in enumerate(GRADES, 1)}

_W = (
    *(0.212, 1.2931, 2.3065, 8.2956),  # The first stability, by grade.
    *(6.4133, 0.8334, 3.0194, 0.001),  # Difficulty: the first, and how it changes.
    *(1.8722, 0.1666, 0.796),  # Stability once it was recalled,
    *(1.4835, 0.0614, 0.2629, 1.6483),  # once it was forgotten,
    *(0.6014, 1.8729),  # recalled hardly or easily,
    *(0.5425, 0.0912, 0.0658),  # and answered again on the same day.
    0.1542,  # The forgetting curve.
)
_DECAY = -_W[20]
_FACTOR = 0.9 ** (1 / _DECAY) - 1
_LEAST_STABILITY, _LONGEST = 0.001, 36_500
# By the number of the grade: what the first answer gives, and what each later one does to what is there.
_BEGINS = {
    grade: (_W[grade - 1], min(max(_W[4] - exp(_W[5] * (grade - 1)) + 1, 1.0), 10.0)) for grade in NUMBERS.values()
}
_HARDER = {grade: -_W[6] * (grade - 3) / 9 for grade in NUMBERS.values()}
_SAME_DAY = {grade: exp(_W[17] * (grade - 3 + _W[18])) for grade in NUMBERS.values()}
_RECALLED = {grade: exp(_W[8]) * ease for grade, ease in ((2, _W[15]), (3, 1), (4, _W[16]))}
_AT_MOST_KEPT, _REVERTED = exp(_W[17] * _W[18]), _W[7] * (_W[4] - exp(_W[5] * 3) + 1)


class Strength(NamedTuple):
    """How well a card is known: its stability in days, its difficulty, and the day of the last answer (its proleptic ordinal)."""

    stability: float
    difficulty: float
    day: int


def recall(strength: Strength, day: int) -> float:
    """Return the probability that a card is recalled on a day; 1 on the day of its last answer, and before that."""
    return float((1 + _FACTOR * max(0, day - strength.day) / strength.stability) ** _DECAY)


def interval(strength: Strength, target: float) -> int:
    """Return after how many days, at least one, the probability of recall has fallen to `target`."""
    days: float = strength.stability / _FACTOR * (target ** (1 / _DECAY) - 1)
    return min(max(round(days), 1), _LONGEST)


def after(strength: Strength | None, grade: int, day: int) -> Strength:
    """Return a card's strength after an answer; `strength` is None before the first. A clock that fell back makes no day negative."""
    if strength is None:
        return Strength(*_BEGINS[grade], day)
    stability, difficulty, last = strength
    if day <= last:
        growth = _SAME_DAY[grade] * stability ** -_W[19]
        stability *= growth if grade < 3 or growth > 1 else 1
        day = last
    else:
        lost = 1 - (1 + _FACTOR * (day - last) / stability) ** _DECAY
        if grade == 1:
            relearnt = _W[11] * difficulty ** -_W[12] * ((stability + 1) ** _W[13] - 1) * exp(lost * _W[14])
            stability = min(relearnt, stability / _AT_MOST_KEPT)
        else:
            stability *= 1 + _RECALLED[grade] * (11 - difficulty) * stability ** -_W[9] * (exp(lost * _W[10]) - 1)
    difficulty = _REVERTED + (1 - _W[7]) * (difficulty + _HARDER[grade] * (10 - difficulty))
    difficulty = 1.0 if difficulty < 1 else min(difficulty, 10.0)
    return Strength(max(stability, _LEAST_STABILITY), difficulty, day)
