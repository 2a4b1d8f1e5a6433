"""A session's order: what was forgotten comes back until it is known, an answer can be taken back, nothing is lost."""

from hypothesis import given
from hypothesis import strategies as st

from mlpath.journal.events import GRADES
from mlpath.review.session import Session

CARDS = [f"card-{number}" for number in range(8)]


@given(st.integers(1, 8), st.lists(st.sampled_from([*GRADES, "later", "back"]), max_size=60))
def test_a_session_asks_each_card_until_it_is_known(number: int, done: list[str]) -> None:
    session = Session(CARDS[:number])
    for place, what in enumerate(done):
        if what == "back":
            session.take_back()
        elif session.card is None:
            break
        elif what == "later":
            session.later()
        else:
            session.answer(what, f"e{place}")
    known = {given.card for given in session.given} - session.relearning
    assert sorted({*session.waiting, *session.put_off, *known}) == CARDS[:number]
    assert len(set(session.waiting)) == len(session.waiting)
    assert session.relearning <= {*session.waiting, *session.put_off}
    last = {given.card: given.grade for given in session.given}
    assert all(last[card] not in GRADES[2:] for card in session.relearning)


def test_a_forgotten_card_comes_back_behind_a_few_others() -> None:
    session = Session(CARDS)
    session.answer("again", "a")
    assert session.waiting == [*CARDS[1:6], CARDS[0], *CARDS[6:]]
    for _ in range(5):
        session.answer("good", "g")
    session.answer("hard", "h")
    assert session.card == CARDS[6]
    assert session.relearning == {CARDS[0]}
    session.answer("good", "g")
    session.answer("good", "g")
    session.answer("good", "g")
    assert (session.card, session.answered[CARDS[0]]) == (None, "again")


def test_the_last_answer_is_asked_again_when_it_is_taken_back() -> None:
    session = Session(CARDS[:3])
    session.answer("again", "a")
    session.answer("good", "b")
    session.later()
    assert [session.take_back(), session.card] == [session.given[1:] or _given(CARDS[1], "good", "b"), CARDS[1]]
    assert session.take_back().event == "a"
    assert (session.waiting, session.take_back()) == ([CARDS[0], CARDS[1]], None)


def test_what_another_session_answered_is_left_out() -> None:
    session = Session(CARDS[:4])
    session.answer("again", "a")
    session.without({CARDS[0], CARDS[2]})
    assert session.waiting == [CARDS[1], CARDS[3], CARDS[0]]
    assert session.take_back().event == "a"
    assert session.waiting == [CARDS[0], CARDS[1], CARDS[3]]  # What was answered there is not asked after all.
    session.answer("again", "b")
    session.without((), gone={CARDS[0]})
    assert session.waiting == [CARDS[1], CARDS[3]]


def _given(card: str, grade: str, event: str) -> object:
    from mlpath.review.session import Given

    return Given(card, grade, event, (CARDS[1], CARDS[2], CARDS[0]))
