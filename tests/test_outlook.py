"""Ticks against the calendar, the pace, and the end that it promises."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from conftest import SHIPPED, without_hours
from mlpath.journal.journal import ItemProgress
from mlpath.pace import plan as plans
from mlpath.pace.days import Pause
from mlpath.pace.outlook import Outlook, Silence, outlook
from mlpath.pace.plan import Plan
from mlpath.roadmap.yaml import read as yaml_file
from strategies import PAUSES
from strategies import plans as some_plans

ROADMAP = without_hours(yaml_file.load(str(SHIPPED)))
IDS = [item.id for item in ROADMAP.items if ROADMAP.week_of(item)]
START = date(2026, 11, 23)
PLAN = Plan(start=START)


def ticked(days: dict[date, int]) -> dict[str, dict[str, Any]]:
    """Return the progress of so many items done on each day, in the roadmap's order."""
    ids = iter(IDS)
    return {
        next(ids): ItemProgress("done", day.isoformat(), day.isoformat())
        for day, count in days.items()
        for _ in range(count)
    }


def look(today: date, days: dict[date, int], *made: Plan) -> Outlook:
    return outlook(ROADMAP, ticked(days), [plans.to_document(plan) for plan in made], today)


def after(weeks: int, days: int = 0) -> date:
    return START + timedelta(weeks=weeks, days=days)


def test_nothing_is_known_at_first() -> None:
    found = look(START, {})
    assert (found.planned, found.pace, found.finish_at_pace, found.ways, found.silent) == (
        False,
        None,
        None,
        None,
        None,
    )
    assert [week.state for week in found.weeks] == [None] * 12
    assert (found.behind, found.behind_weight, found.ahead, found.is_behind) == (0, 0, 0, False)
    assert found.by_ticks is not None
    assert found.by_ticks.address == "week1"


def test_only_weeks_that_are_over_can_be_behind() -> None:
    assert look(after(1, -1), {}, PLAN).behind == 0
    assert look(after(1), {}, PLAN).behind == 5
    assert look(after(1), {START: 4}, PLAN).behind == 1
    found = look(after(4), {START: 10}, PLAN)
    assert (found.behind, found.by_calendar.number, found.by_ticks.number) == (10, 5, 3)  # type: ignore[union-attr]
    assert [week.state for week in found.weeks][:6] == ["done", "done", "behind", "behind", "current", "to-come"]
    assert look(after(0, 2), {START: 7}, PLAN).ahead == 2


def test_a_week_by_calendar_before_between_and_after() -> None:
    paused = PLAN._replace(pauses=(Pause(after(2), after(3, -1)),))
    assert look(START - timedelta(days=1), {}, PLAN).by_calendar is None
    assert look(after(2, 3), {}, paused).by_calendar.number == 3  # type: ignore[union-attr]
    assert look(after(12), {}, PLAN).by_calendar is None
    assert look(after(2, 3), {}, paused).pause == paused.pauses[0]


def test_pace_needs_a_beginning_and_a_week_of_study() -> None:
    assert look(START - timedelta(days=3), {}, PLAN).pace is None
    for made in ((PLAN,), ()):
        early = look(after(1, -2), {START: 14}, *made)
        assert (early.pace, early.finish_at_pace) == (None, None)
        week = look(after(1, -1), {START: 14}, *made)
        assert (week.pace.per_week, week.pace.days) == (14, 7)  # type: ignore[union-attr]
    holidays = PLAN._replace(pauses=(Pause(after(0, 3), after(1, 2)),))
    assert look(after(1, 5), {START: 14}, holidays).pace is None
    assert look(after(1, 6), {START: 14}, holidays).pace.days == 7  # type: ignore[union-attr]
    later = look(after(2, -1), {START: 14}, PLAN)
    assert (later.pace.per_week, later.pace.days) == (7, 14)  # type: ignore[union-attr]
    nothing = look(after(2), {}, PLAN)
    assert (nothing.pace.per_week, nothing.finish_at_pace) == (0, None)  # type: ignore[union-attr]
    unplanned = look(after(2, -1), {START: 14})
    assert unplanned.pace.per_week == 7  # type: ignore[union-attr]


def test_pace_forgets_what_is_older_than_four_weeks_of_study() -> None:
    assert look(after(8, -1), {after(1): 20, after(5): 8}, PLAN).pace.per_week == 2  # type: ignore[union-attr]
    holidays = PLAN._replace(pauses=(Pause(after(5), after(8, -1)),))
    found = look(after(8, -1), {after(1): 20, after(4): 8}, holidays)
    assert (found.pace.items, found.pace.days) == (28, 28)  # type: ignore[union-attr]


def test_backdated_ticks_count_on_their_own_days() -> None:
    long_ago = {date(2025, 1, 1): 30}
    assert look(after(1), long_ago, PLAN).pace.per_week == 0  # type: ignore[union-attr]
    assert look(after(1), {**long_ago, START: 8}, PLAN).pace.items == 8  # type: ignore[union-attr]
    assert look(after(12), {date(1, 1, 1): 3, date(9999, 12, 31): 3}, PLAN).numbers.done == 6


def test_the_end_at_this_pace() -> None:
    found = look(after(4, -1), {START: 12, after(3): 12}, PLAN)  # 24 in 28 days; 33 left take 39 days.
    assert found.finish_at_pace == after(4, -1) + timedelta(days=39)
    pause = Pause(after(5), after(6, -1))
    assert look(after(4, -1), {START: 12, after(3): 12}, PLAN._replace(pauses=(pause,))).finish_at_pace == after(
        4, -1
    ) + timedelta(days=46)
    assert look(after(8), {START: 30, after(1): 27}, PLAN).finish_at_pace == after(1)
    assert look(date(2099, 1, 1), {date(2098, 12, 30): 1}, Plan(start=date(2000, 1, 1))).finish_at_pace is not None
    assert look(START, {START - timedelta(days=27): 1}).finish_at_pace == START + timedelta(days=56 * 28)


def test_silence_is_two_weeks_of_study() -> None:
    assert look(after(2, -1), {START: 3}, PLAN).silent is None
    fourth, first = ROADMAP.items[3], ROADMAP.items[0]
    assert look(after(2), {START: 3}, PLAN).silent == Silence(START, ticked=True, days=14, item=fourth)
    assert look(after(2), {}, PLAN).silent == Silence(START, ticked=False, days=14, item=first)
    long_ago = Silence(START, ticked=False, days=14, item=fourth)
    assert look(after(2), {date(2025, 1, 1): 3}, PLAN).silent == long_ago
    assert look(after(2, -1), {date(2025, 1, 1): 3}, PLAN).silent == long_ago._replace(days=13)
    assert look(after(2, -2), {}, PLAN).silent is None
    paused = PLAN._replace(pauses=(Pause(after(1), after(2, -1)),))
    assert look(after(3), {START: 3}, paused).silent == Silence(START, ticked=True, days=21, item=fourth)
    assert look(after(3, -1), {START: 3}, paused).silent is None
    assert look(after(3), {START: 57}, PLAN).silent is None
    decided = PLAN._replace(decided=after(2))
    assert look(after(4, -1), {START: 3}, decided).silent is None
    assert look(after(4), {START: 3}, decided).silent == Silence(START, ticked=True, days=28, item=fourth)
    assert look(after(4), {after(3): 3}, decided).silent is None


def test_the_baseline_is_the_first_plan() -> None:
    longer = PLAN._replace(week_days=10)
    assert look(START, {}, PLAN, longer).finish_baseline == after(12, -1)
    assert look(START, {}, PLAN, longer).finish_planned == START + timedelta(days=119)
    assert look(START, {}, PLAN, Plan(), longer).finish_baseline == START + timedelta(days=119)
    assert look(START, {}, Plan(pauses=(Pause(START, START),)), PLAN).finish_baseline == after(12, -1)


def test_the_three_ways() -> None:
    found = look(after(4), {after(3): 11}, PLAN)
    assert found.ways is not None
    assert (found.ways.per_week, found.ways.until) == (5.8, after(12, -1))  # 46 items in 8 weeks.
    assert (found.ways.extended, found.ways.at_pace) == (found.finish_at_pace, True)
    assert found.ways.extended_per_week == 2.8  # 11 a week in four weeks.
    quiet = look(after(8), {after(0, 1): 11, after(3, -1): 10}, PLAN)
    assert quiet.ways is not None
    assert (quiet.ways.extended, quiet.ways.at_pace) == (after(8) + timedelta(days=36), True)  # 36 left, 21 in 21 days.
    late = look(after(13), {START: 11}, PLAN)
    assert late.ways is not None
    assert (late.ways.per_week, late.ways.until) == (None, None)
    assert late.ways.extended == after(13) + timedelta(days=67)  # 46 of 57 items at the plan's own speed: 68 days.


@given(
    some_plans(),
    st.dictionaries(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(1, 20), max_size=4),
    st.dates(date(2025, 6, 1), date(2028, 12, 31)),
)
def test_what_always_holds(plan: Plan, days: dict[date, int], today: date) -> None:
    days = dict(list(days.items())[:2])
    found = look(today, days, plan)
    assert sum(week.numbers.total for week in found.weeks) == 57
    left = found.numbers.total - found.numbers.done
    if left and found.finish_at_pace:
        assert found.finish_at_pace > today
    if left and found.ways:
        assert found.ways.extended >= today
        assert found.ways.until is None or found.ways.until >= today
    assert not (found.behind and found.ahead)
    assert found.behind <= left


@given(PAUSES)
def test_a_pause_ahead_never_brings_the_end_forward(pauses: tuple[Pause, ...]) -> None:
    days = {START: 12, after(3): 12}
    ahead = tuple(pause for pause in pauses if pause.first > after(4))
    assert look(after(4), days, PLAN._replace(pauses=ahead)).finish_at_pace >= look(after(4), days, PLAN).finish_at_pace  # type: ignore[operator]


def test_the_smallest_of_the_next_items_is_named() -> None:
    timed = yaml_file.load(str(SHIPPED))
    found = outlook(timed, {}, [plans.to_document(PLAN)], after(3)).silent
    assert found is not None
    first_week = timed.items[:5]
    assert found.item.hours == min(item.hours or 0 for item in first_week)
    assert found.item in first_week


def test_a_week_that_others_make_up_for_is_open_and_not_behind() -> None:
    progress = ticked({START: 11})
    del progress[IDS[0]]
    documents = [plans.to_document(PLAN)]
    even = outlook(ROADMAP, progress, documents, after(2))
    assert (even.behind, even.ahead) == (0, 0)
    assert [week.state for week in even.weeks][:3] == ["open", "done", "current"]
    assert even.at == even.weeks[0].group
    del progress[IDS[10]]
    short = outlook(ROADMAP, progress, documents, after(2))
    assert (short.behind, [week.state for week in short.weeks][:2]) == (1, ["behind", "done"])


def test_a_week_done_early_is_not_in_the_calendar() -> None:
    found = look(START, {START: 15}, PLAN)
    assert [(week.first, week.state) for week in found.weeks[:4]] == [
        (START, "done"),
        (None, "done"),
        (None, "done"),
        (after(3), "to-come"),
    ]
    assert found.weeks[1].slot is not None
    assert found.weeks[1].slot.first == after(1)


def test_an_open_pause_lasts_until_today() -> None:
    away = PLAN._replace(open_pause=after(1))
    for day in range(20):
        found = look(after(1, day), {START: 5}, away)
        assert (found.open_pause, found.behind, found.silent) == (True, 0, None)
        assert found.pause == Pause(after(1), after(1, day))
        assert found.finish_planned == after(12, day)
    before = look(START, {START: 5}, away)
    assert (before.open_pause, before.pause, before.finish_planned) == (False, None, after(12, -1))


def test_days_of_rest_end_a_week_earlier_and_move_no_end() -> None:
    rested = PLAN._replace(rest=(5, 6))
    found = look(START, {}, rested)
    assert [(week.first, week.last) for week in found.weeks] == [(after(n), after(n, 4)) for n in range(12)]
    assert look(after(0, 4), {}, rested).behind == 0
    assert look(after(0, 5), {}, rested).behind == 5
    at_pace = look(after(4, -1), {START: 12, after(3): 12}, rested).finish_at_pace
    assert at_pace is not None
    assert at_pace.weekday() < 5


def test_who_comes_back_begins_anew() -> None:
    ticks = {START: 9, after(2, -1): 9}
    for day, items in ((0, None), (5, None), (6, 0), (13, 0)):
        found = look(after(5, day), ticks, PLAN._replace(decided=after(5)))
        assert (found.pace and found.pace.items, found.silent) == (items, None)
        assert found.ways is not None
        assert found.ways.at_pace == (items is None)  # That of the two weeks before; then there is a new one.
    early = look(after(3), ticks, PLAN._replace(decided=after(3)))  # After a week without a tick, that is no silence.
    assert early.pace is not None
    assert early.pace.items == 18
