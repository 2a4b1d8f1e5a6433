"""FSRS-6 in whole days: the same states, intervals and due days as the package, which is the oracle."""

import math
from collections.abc import Sequence
from copy import copy
from datetime import UTC, datetime
from importlib.metadata import version
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlpath.review.fsrs import NUMBERS, Strength, after, interval, recall

TARGET = 0.9
# A few histories of pairs of grade and days since the answer before, and what the package (6.3.1) comes to.
KNOWN: list[tuple[list[tuple[int, int]], float, float, int]] = [
    ([(3, 0)], 2.3065, 2.118103970459016, 2),
    ([(1, 0), (3, 0)], 0.24668918777567272, 6.402115069296838, 1),
    ([(3, 0), (2, 0)], 1.3333787168039835, 4.752858488532557, 1),
    ([(3, 0), (3, 2), (3, 8), (1, 30), (3, 0), (3, 1)], 4.697320323916318, 7.365664736638748, 5),
    ([(4, 0), (2, 10), (2, 3), (4, 40)], 142.31460758084518, 4.660877636929617, 142),
    ([(1, 0), (1, 1), (1, 1), (2, 0), (1, 5)], 0.032194253531009166, 9.891536240736302, 1),
]


def lived(history: Sequence[tuple[int, int]], begins: int = 739_000) -> Strength:
    strength, day = None, begins
    for grade, days in history:
        day += days
        strength = after(strength, grade, day)
    assert strength
    return strength


def histories(random: Random) -> list[tuple[int, int]]:
    """Return a card's answers: mostly when they are due, often on the same day, sometimes long after."""
    history: list[tuple[int, int]] = []
    for _ in range(random.randrange(1, 25)):
        due = interval(lived(history), TARGET) if history else 0
        days = random.choice([0, 0, 1, 2, due, due, due + random.randrange(1, 60), random.randrange(1, 800)])
        history.append((random.choice([1, 2, 3, 3, 3, 4]), days if history else 0))
    return history


def check_against_the_package(number: int, seed: int) -> None:
    fsrs = pytest.importorskip("fsrs")
    assert version("fsrs") == "6.3.1"  # Its rules for a second answer on one day differ between versions.
    new = fsrs.Card(card_id=1)  # Each card that is made sleeps: one is copied.
    random = Random(seed)
    for _ in range(number):
        target = random.choice([0.8, 0.9, 0.95])
        scheduler = fsrs.Scheduler(
            desired_retention=target, learning_steps=(), relearning_steps=(), enable_fuzzing=False
        )
        card, strength, day = copy(new), None, 739_000
        for grade, days in histories(random):
            day += days
            moment = datetime.fromordinal(day).replace(tzinfo=UTC)
            if strength:
                assert math.isclose(
                    recall(strength, day), scheduler.get_card_retrievability(card, moment), rel_tol=1e-9
                )
            card, _ = scheduler.review_card(card, fsrs.Rating(grade), moment)
            strength = after(strength, grade, day)
            assert math.isclose(strength.stability, card.stability, rel_tol=1e-9)
            assert math.isclose(strength.difficulty, card.difficulty, rel_tol=1e-9)
            assert day + interval(strength, target) == card.due.toordinal()


def test_it_agrees_with_the_package() -> None:
    check_against_the_package(200, seed=6)


@pytest.mark.heavy
def test_it_agrees_with_the_package_over_thousands_of_histories() -> None:
    check_against_the_package(5_000, seed=31)


@pytest.mark.parametrize(("history", "stability", "difficulty", "days"), KNOWN)
def test_it_comes_to_what_the_package_came_to(
    history: list[tuple[int, int]], stability: float, difficulty: float, days: int
) -> None:
    strength = lived(history)
    assert strength.stability == pytest.approx(stability, rel=1e-9)
    assert strength.difficulty == pytest.approx(difficulty, rel=1e-9)
    assert interval(strength, TARGET) == days


GIVEN = st.lists(st.tuples(st.sampled_from(list(NUMBERS.values())), st.integers(-400, 4_000)), min_size=1, max_size=20)


@given(GIVEN)
def test_whatever_the_clock_did_all_stays_within_its_bounds(history: list[tuple[int, int]]) -> None:
    strength = lived(history)
    assert strength.stability >= 0.001
    assert 1 <= strength.difficulty <= 10
    assert 1 <= interval(strength, TARGET) <= 36_500
    assert recall(strength, strength.day - 9) == 1 >= recall(strength, strength.day + 9) > 0
    assert strength.day == 739_000 + max(sum(days for _, days in history[: end + 1]) for end in range(len(history)))


@given(GIVEN)
def test_a_better_grade_never_makes_a_card_come_sooner(history: list[tuple[int, int]]) -> None:
    before = lived(history)
    days = [interval(after(before, grade, before.day + 10), TARGET) for grade in sorted(NUMBERS.values())]
    assert days == sorted(days)


def test_by_definition_a_stability_is_the_days_to_nine_tenths() -> None:
    for stability in (1, 8, 200):
        assert recall(Strength(stability, 5, 0), stability) == pytest.approx(0.9)
        assert interval(Strength(stability, 5, 0), TARGET) == stability
        assert interval(Strength(stability, 5, 0), 0.8) > stability > interval(Strength(stability, 5, 0), 0.95) - 1
