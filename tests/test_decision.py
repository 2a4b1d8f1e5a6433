"""What the learner decides: each request alone, and any sequence of them with ticks and days between."""

import itertools
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import SHIPPED, without_hours
from mlpath.errors import UsageError
from mlpath.export import charts
from mlpath.journal.journal import ItemProgress
from mlpath.pace import plan as plans
from mlpath.pace.days import Pause
from mlpath.pace.decision import CATCH_UP, EXTEND, REBALANCE, Request, decide
from mlpath.pace.outlook import Outlook, outlook
from mlpath.pace.plan import Plan
from mlpath.pace.sentence import sentence, standing
from mlpath.pace.verdict import verdict
from mlpath.roadmap.yaml import read as yaml_file
from strategies import RESTS

TIMED = yaml_file.load(str(SHIPPED))
ROADMAP = without_hours(TIMED)
WEEKS = plans.weeks_of(ROADMAP)
START = date(2026, 11, 23)
DAY = timedelta(days=1)


class Learner:
    """A learner who plans and ticks, at a time of their own, on a roadmap with or without hours."""

    def __init__(self, roadmap: Any = ROADMAP) -> None:
        self.roadmap, self.today = roadmap, START
        self.plans: list[Plan] = []
        self.progress: dict[str, ItemProgress] = {}

    def wait(self, days: int) -> None:
        self.today += days * DAY

    def mark(self, status: str, *places: int) -> None:
        for place in places:
            day = self.today.isoformat()
            done_on = day if status == "done" else None
            self.progress[ROADMAP.items[place].id] = ItemProgress(status, day, done_on)

    def check_week(self, number: int) -> None:
        self.mark("done", *range(WEEKS[number - 1].start, WEEKS[number - 1].end))

    def plan(self, **request: Any) -> Plan:
        before = self.plans[-1] if self.plans else Plan()
        plan = decide(self.roadmap, self.progress, before, Request(**request), self.today)
        if plan != before:
            self.plans.append(plans.from_document(plans.to_document(plan)))
        return plan

    def undo(self) -> None:
        if self.plans:
            self.plans.pop()

    def look(self) -> Outlook:
        return outlook(self.roadmap, self.progress, [plans.to_document(plan) for plan in self.plans], self.today)


def test_what_was_done_before_a_new_start_leaves_the_calendar() -> None:
    learner = Learner()
    learner.plan(start=START)
    learner.wait(30)
    for week in (1, 2, 3):
        learner.check_week(week)
    learner.wait(60)
    learner.plan(start=learner.today)
    fresh = learner.look()
    assert [week.first for week in fresh.weeks[:5]] == [None, None, None, learner.today, learner.today + 7 * DAY]
    assert fresh.finish_planned == learner.today + 62 * DAY
    assert (fresh.behind, fresh.ahead, fresh.by_calendar, fresh.at) == (0, 0, WEEKS[3], WEEKS[3])
    for way in (REBALANCE, EXTEND):
        learner.plan(way=way)
        found = learner.look()
        assert [week.first is None for week in found.weeks] == [True] * 3 + [False] * 9
        assert (found.behind, found.ahead) == (0, 0)
        check_all(found, learner)


def test_what_was_done_since_a_start_in_the_past_stays_there() -> None:
    learner = Learner()
    learner.check_week(1)
    learner.wait(20)
    learner.check_week(2)
    plan = learner.plan(start=START + 10 * DAY)
    assert set(plan.before) == {item.id for item in ROADMAP.items[WEEKS[0].start : WEEKS[0].end]}
    assert [week.first for week in learner.look().weeks[:2]] == [None, START + 10 * DAY]


def test_fewer_weeks_take_fewer_of_the_days_that_an_end_gave() -> None:
    learner = Learner()
    learner.plan(start=START, finish=START + 119 * DAY)
    learner.check_week(1)
    learner.check_week(2)
    learner.check_week(3)
    assert learner.plan(start=START + 10 * DAY).days == 90


def test_another_end_of_a_plan_under_way_moves_only_what_is_left() -> None:
    learner = Learner(TIMED)
    learner.plan(start=START)
    learner.check_week(1)
    learner.wait(6)
    equal = learner.plan(finish=START + 119 * DAY)  # The first week is not over: all of them get longer.
    assert (equal.left, learner.look().weeks[1].first) == (None, START + 10 * DAY)
    learner.undo()
    learner.wait(16)
    for plan in (learner.plan(finish=START + 119 * DAY), learner.plan(finish=START + 120 * DAY)):
        assert plan.left
        assert plan.left.first == learner.today
        check_all(learner.look(), learner)
    found = learner.look()
    assert [found.weeks[number].first for number in (0, 1)] == [None, learner.today]
    assert (found.finish_planned, found.behind) == (START + 120 * DAY, 0)
    assert learner.plan(week_days=14).left == plan.left._replace(days=14 * 11)
    with pytest.raises(UsageError, match=r"can't end on 23 November 2026: it is 15 December 2026 already"):
        learner.plan(finish=START)
    assert learner.plan(start=learner.today + DAY).left is None
    for week in range(2, 13):
        learner.check_week(week)
    learner.wait(60)
    with pytest.raises(UsageError, match="nothing is left"):
        learner.plan(finish=learner.today + 9 * DAY)


def test_to_extend_never_brings_the_end_forward() -> None:
    learner = Learner()
    learner.plan(start=START, finish=START + 299 * DAY)
    learner.wait(40)
    learner.mark("done", *range(9))  # One of the second week, which ends on day 50, is left.
    learner.wait(15)
    ways = learner.look().ways
    assert learner.look().is_behind
    assert ways
    assert (ways.extended, ways.later) == (START + 299 * DAY, False)
    assert "two ways on: catch up, rebalance." in sentence(learner.look(), ROADMAP)
    learner.plan(way=EXTEND)
    assert learner.look().finish_planned == START + 299 * DAY
    assert not learner.look().is_behind


def test_a_week_that_was_set_back_is_behind_without_days() -> None:
    learner = Learner()
    learner.check_week(1)
    learner.wait(1)
    learner.plan(start=learner.today)
    learner.mark("todo", 0)
    found = learner.look()
    assert (found.weeks[0].first, found.weeks[0].state, found.behind) == (None, "behind", 1)
    check_all(found, learner)


def test_a_choice_is_not_offered_again() -> None:
    for way in (CATCH_UP, REBALANCE, EXTEND):
        learner = Learner(TIMED)
        learner.plan(start=START)
        learner.check_week(1)
        learner.wait(29)
        before = sentence(learner.look(), TIMED)
        assert "29 days, since 23 November 2026; that is fine: 15 items (" in before
        assert "three ways on" in before
        assert learner.look().silent
        plan = learner.plan(way=way)
        assert (plan.decided, learner.look().silent) == (learner.today, None)
        after = sentence(learner.look(), TIMED)
        assert "three ways" not in after
        assert after.startswith(
            "Week 5 by the calendar, week 2" if way == CATCH_UP else "Week 2 by the calendar and by your"
        )
        assert ("15 items" in after) == (way == CATCH_UP)
        learner.wait(13)
        assert learner.look().silent is None
        learner.wait(1)
        assert learner.look().silent


def test_a_pause_without_an_end_is_over_when_the_learner_says_so() -> None:
    learner = Learner()
    learner.plan(start=START)
    learner.check_week(1)
    learner.wait(7)
    learner.plan(pause_from=learner.today)
    learner.wait(40)
    assert learner.look().open_pause
    plan = learner.plan(resume=True)
    assert (plan.open_pause, plan.pauses) == (None, (Pause(START + 7 * DAY, learner.today - DAY),))
    found = learner.look()
    assert (found.pause, found.behind, found.silent) == (None, 0, None)
    assert found.weeks[1].first == learner.today
    with pytest.raises(UsageError, match="no pause to end"):
        learner.plan(resume=True)
    learner.plan(pause_from=learner.today)
    assert learner.plan(resume=True).pauses == plan.pauses  # Not a day was lost.


def test_a_pause_that_has_an_end_can_be_cut_short() -> None:
    learner = Learner()
    learner.plan(start=START, pauses=(Pause(START, START + 9 * DAY), Pause(START + 30 * DAY, START + 31 * DAY)))
    learner.wait(4)
    assert learner.plan(resume=True).pauses == (
        Pause(START, START + 3 * DAY),
        Pause(START + 30 * DAY, START + 31 * DAY),
    )


def test_an_open_pause_gets_an_end_or_a_gap() -> None:
    def after(*requests: dict[str, Any]) -> tuple[Any, Any]:
        learner = Learner()
        learner.plan(start=START)
        learner.plan(pause_from=START + 3 * DAY)
        learner.wait(5)
        for request in requests:
            learner.plan(**request)
        return learner.plans[-1].open_pause, learner.plans[-1].pauses

    third = START + 3 * DAY
    assert after({"pauses": (Pause(START + 5 * DAY, START + 9 * DAY),)}) == (None, (Pause(third, START + 9 * DAY),))
    assert after({"pauses": (Pause(START, START + DAY),)}) == (third, (Pause(START, START + DAY),))
    assert after({"unpause": (Pause(START, START + 4 * DAY),)}) == (START + 5 * DAY, ())
    assert after({"unpause": (Pause(START + 4 * DAY, START + 4 * DAY),)}) == (START + 5 * DAY, (Pause(third, third),))
    assert after({"pause_from": START + 4 * DAY}) == (third, ())
    assert (
        after({"resume": True}, {"pause_from": START + 8 * DAY}, {"pause_from": START + 9 * DAY})[0] == START + 9 * DAY
    )


def test_days_of_rest_come_and_go() -> None:
    learner = Learner()
    assert learner.plan(start=START, rest=(6, 5, 5)).rest == (5, 6)
    assert learner.look().finish_planned == START + 81 * DAY
    assert learner.plan(rest=()).rest == ()
    assert learner.look().finish_planned == START + 83 * DAY


def test_nothing_is_planned_of_nothing_left() -> None:
    learner = Learner()
    for week in range(1, 13):
        learner.check_week(week)
    with pytest.raises(UsageError, match="nothing is left"):
        learner.plan(start=START)


def marks(status: str) -> st.SearchStrategy[Callable[[Learner], None]]:
    places = st.builds(range, st.integers(0, 30), st.integers(1, 57)).map(tuple)
    return places.map(lambda some: lambda learner: learner.mark(status, *some))


def requests(**fields: Any) -> st.SearchStrategy[Callable[[Learner], Any]]:
    """Return requests whose days are so many days from today."""

    def dated(learner: Learner, name: str, value: Any) -> Any:
        if name in ("start", "finish", "pause_from"):
            return learner.today + value * DAY
        if name in ("pauses", "unpause"):
            first, length = value
            return (Pause(learner.today + first * DAY, learner.today + (first + length) * DAY),)
        return value

    drawn = st.fixed_dictionaries(fields)
    return drawn.map(
        lambda values: lambda learner: learner.plan(**{name: dated(learner, name, values[name]) for name in values})
    )


NEAR, SPANS = st.integers(-60, 60), st.tuples(st.integers(-40, 40), st.integers(0, 30))
STEPS = st.one_of(
    st.integers(1, 40).map(lambda days: lambda learner: learner.wait(days)),
    marks("done"),
    marks("skipped"),
    marks("todo"),
    st.just(Learner.undo),
    requests(start=NEAR),
    requests(finish=st.integers(1, 200)),
    requests(week_days=st.integers(1, 20)),
    requests(way=st.sampled_from([CATCH_UP, REBALANCE, EXTEND])),
    requests(pauses=SPANS),
    requests(unpause=SPANS),
    requests(pause_from=st.integers(-10, 10)),
    requests(resume=st.just(True)),
    requests(rest=RESTS),
)


@given(st.booleans(), st.lists(STEPS, max_size=12))
def test_dates_never_run_backwards_whatever_one_does(hours: bool, steps: list[Callable[[Learner], Any]]) -> None:
    learner = Learner(TIMED if hours else ROADMAP)
    learner.plan(start=START)
    for step in steps:
        try:
            step(learner)
        except UsageError:
            continue
        check_all(learner.look(), learner)


def check_all(found: Outlook, learner: Learner) -> None:
    """Check what holds of every outlook: dates in order, done weeks out of the way, words that agree."""
    slots = [week.slot for week in found.weeks if week.slot]
    plan = found.plan
    days = plan.left.days if plan.left else plan.study_days(len(slots))
    for one, other in itertools.pairwise(slots):
        assert one.last < other.first or (one.last == other.first and days * (7 - len(plan.rest)) < len(slots) * 14)
    for week in found.weeks:
        assert (week.state == "done") == (week.numbers.done == week.numbers.total)
        assert week.first is None or week.state != "done" or week.first <= found.today
        assert week.state != "behind" or found.is_behind
        assert week.state != "open" or not found.is_behind
    assert found.finish_planned == (slots[-1].last if slots else None)
    over = [week for week in found.weeks if week.state == "behind"]
    assert bool(over) == found.is_behind
    line = re.search(r'class="planned" points="([^"]*)"', charts.burn_up(found, {}) or "")
    across = [float(point.split(",")[0]) for point in line[1].split()] if line else []
    assert across == sorted(across)
    word, words = verdict(found).word, sentence(found, learner.roadmap)
    if " by the calendar" in words:
        assert (word == "behind") == (" behind" in words)
        assert (word == "ahead") == (" ahead" in words)
        assert (word == "on-track") == ("on track" in words)
        late = found.finish_at_pace and found.finish_planned and found.finish_at_pace > found.finish_planned
        if late and word != "behind":
            assert "as all that was due is done. What is left takes" in words
    assert "mlpath" not in standing(found, learner.roadmap)
