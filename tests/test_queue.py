"""What is due: few new cards a day, the oldest first; a most for each day; behind an absence the hardest first."""

from random import Random
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlpath.journal.events import GRADES
from mlpath.review.deck import Deck
from mlpath.review.fsrs import recall
from mlpath.review.queue import FORECAST_DAYS, Limits, Queue, ahead, due, forecast, queue
from mlpath.review.records import LEECH, Record, answers, following, records
from mlpath.review.results import intervals
from mlpath.system.config import Config

AGAIN, _, GOOD, _ = GRADES
START = 739_000
DAYS = st.integers(-3, 40)
SINCE = st.dictionaries(st.sampled_from([f"card-{number}" for number in range(60)]), DAYS, max_size=60)
GIVEN = st.lists(st.tuples(st.integers(0, 59), st.sampled_from(GRADES), DAYS), max_size=60)
USUAL = Limits(Config().recall, Config().new_cards, Config().most_cards)
LIMITS = st.builds(Limits, st.sampled_from([0.8, 0.9, 0.95]), st.integers(0, 12), st.integers(0, 35))


def known(given: list[tuple[int, str, int]]) -> dict[str, Record]:
    return records((f"card-{card}", grade, START + day, "e") for card, grade, day in given)


def placed(since: dict[str, int]) -> dict[str, int]:
    return {card: START + day for card, day in since.items()}


@given(SINCE, GIVEN, DAYS, LIMITS)
def test_a_day_has_no_more_than_its_limits(
    since: dict[str, int], given: list[tuple[int, str, int]], day: int, limits: Limits
) -> None:
    found, today = known(given), START + day
    asked = queue(placed(since), found, today, limits)
    answered = [record for record in found.values() if record.strength.day == today]
    assert len(asked.cards) <= max(0, limits.most - len(answered))
    assert len(asked.new) <= max(0, limits.new - sum(record.first == today for record in answered))
    assert all(due(found[card], limits.recall) <= today for card in asked.back)
    assert all(card not in found and START + since[card] <= today for card in asked.new)
    waiting = [
        card for card in since if (due(found[card], limits.recall) if card in found else START + since[card]) <= today
    ]
    assert len(asked.cards) + asked.later == len(waiting)
    assert len(set(asked.cards)) == len(asked.cards)


def test_the_hardest_come_first_and_of_new_ones_the_oldest() -> None:
    given = [(number, GRADES[number % 4], 0) for number in range(40)]
    since = {f"card-{number}": -number % 7 for number in range(60)}
    asked = queue(placed(since), known(given), START + 30, USUAL)
    found = known(given)
    difficulties = [found[card].strength.difficulty for card in asked.back]
    assert len(difficulties) == 30
    assert difficulties == sorted(difficulties, reverse=True)
    assert (asked.new, asked.later) == ((), 30)
    asked = queue(placed(since), {}, START + 30, USUAL)
    assert [since[card] for card in asked.new] == sorted(since.values())[:10]


@given(SINCE, GIVEN, DAYS, LIMITS)
def test_what_lies_ahead_is_what_each_day_asks(
    since: dict[str, int], given: list[tuple[int, str, int]], day: int, limits: Limits
) -> None:
    found, today = known(given), START + day
    steps = dict(ahead(placed(since), found, today, limits))
    number = steps[today]
    for later in range(today, today + 90):
        number = steps.get(later, number)
        if all(record.strength.day != later for record in found.values()) or later == today:
            assert number == len(queue(placed(since), found, later, limits).cards)


@given(SINCE, GIVEN, DAYS, LIMITS)
def test_the_forecast_is_what_comes_when_each_is_answered_on_its_day(
    since: dict[str, int], given: list[tuple[int, str, int]], day: int, limits: Limits
) -> None:
    left, found, today = placed(since), known(given), START + day
    counts = forecast(left, found, today, limits)
    assert len(counts) == FORECAST_DAYS
    if any(record.strength.day > today for record in found.values()):
        return  # The clock was set back.
    for later in range(today, today + FORECAST_DAYS):
        asked = queue(left, found, later, limits)
        assert counts[later - today] == len(asked.cards)
        left = {card: since for card, since in left.items() if card not in asked.cards}


class Learner:
    """Someone who answers what is due, nine of ten right, and what was forgotten again until it is known."""

    def __init__(self, cards: dict[str, int], seed: int) -> None:
        self.cards = cards
        self.random = Random(seed)
        self.records: dict[str, Record] = {}

    def evening(self, day: int) -> Queue:
        asked = queue(self.cards, self.records, day, USUAL)
        for card in asked.cards:
            while self.random.random() < 0.1:
                self.records[card] = following(self.records.get(card), AGAIN, day)
            self.records[card] = following(self.records.get(card), GOOD, day)
        return asked


# As many topics as a week has, with as many questions as one asks, for twelve weeks.
COURSE = {
    f"{week}-{topic}-{card}": START + 7 * week + 2 * topic + 2
    for week in range(12)
    for topic in range(3)
    for card in range(6)
}


@pytest.mark.parametrize("seed", range(5))
def test_twelve_weeks_and_a_year_are_a_few_minutes_a_day(seed: int) -> None:
    learner = Learner(COURSE, seed)
    asked = []
    for day in range(START, START + 12 * 7 + 365):
        missed = learner.random.random() < 0.15
        asked.append(0 if missed else len(learner.evening(day).cards))
    assert max(asked) <= 30
    assert mean(asked) < 12
    assert mean(number for number in asked[:84] if number) < 16
    assert learner.records.keys() == COURSE.keys()


def test_a_month_away_is_spread_the_hardest_first() -> None:
    learner = Learner(COURSE, 7)
    for day in range(START, START + 84):
        learner.evening(day)
    back = START + 84 + 31
    first = queue(COURSE, learner.records, back, USUAL)
    assert (len(first.cards), first.later > 60) == (30, True)
    left = [card for card in COURSE if due(learner.records[card], 0.9) <= back and card not in first.cards]
    hardest = min(learner.records[card].strength.difficulty for card in first.cards)
    assert hardest >= max(learner.records[card].strength.difficulty for card in left)
    waiting = [learner.evening(day).later for day in range(back, back + 21)]
    assert waiting == sorted(waiting, reverse=True)
    assert waiting[-1] == 0


def test_what_was_forgotten_four_times_is_a_leech_until_it_holds() -> None:
    record, day = following(None, AGAIN, START), START
    for number in range(1, LEECH + 1):
        assert (record.lapses, record.leech) == (number - 1, False)
        record = following(
            following(record, AGAIN, day := day + 9), AGAIN, day
        )  # Once more on the same day is no other time.
    assert (record.lapses, record.leech) == (LEECH, True)
    while record.leech:
        record = following(record, GOOD, day := due(record, 0.9))
    assert record.strength.stability >= 21


def test_the_intervals_beside_the_grades_are_what_the_answers_lead_to() -> None:
    deck = Deck({}, {}, known([(1, GOOD, 0), (1, AGAIN, 9)]), [], START + 12, USUAL)
    days = intervals(deck, "card-1", GRADES)
    for grade, number in days.items():
        assert due(following(deck.records["card-1"], grade, deck.today), 0.9) == deck.today + number
    assert list(days.values()) == sorted(days.values())
    assert intervals(deck, "new", GRADES) == {"again": 1, "hard": 1, "good": 2, "easy": 8}


def test_answers_from_a_clock_that_ran_ahead_take_no_place_of_today() -> None:
    given = [(number, GOOD, 1000) for number in range(30)]
    since = {f"card-{number}": 0 for number in range(60)}
    assert len(queue(placed(since), known(given), START + 5, USUAL).new) == 10


def test_two_answers_on_one_day_and_a_clock_that_fell_back() -> None:
    events = [
        {"id": "a", "at": "2026-11-22T23:59:00+01:00", "card": "c", "grade": GOOD},
        {"id": "b", "at": "2026-11-23T03:00:00+01:00", "day": "2026-11-22", "card": "former", "grade": GOOD},
        {"id": "c", "at": "2026-11-20T18:00:00+01:00", "card": "c", "grade": AGAIN},
    ]
    record = records(answers(events, {"former": "c"}))["c"]
    once = following(None, GOOD, day := record.first)
    assert record.strength == following(following(once, GOOD, day), AGAIN, day).strength
    assert (record.reviews, record.lapses, record.grade, record.event) == (3, 0, AGAIN, "c")
    assert recall(record.strength, day) == 1
