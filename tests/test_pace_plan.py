"""Which days belong to which week: against counting day by day."""

import itertools
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from conftest import SHIPPED, without_hours
from mlpath.pace import plan as plans
from mlpath.pace.days import DAY, Pause, merged, nth_study_day, spread, stretches, study_days, study_days_back, without
from mlpath.pace.plan import Left, Plan, last_day, schedule
from mlpath.roadmap.roadmap import Roadmap
from mlpath.roadmap.yaml import read as yaml_file
from strategies import DAYS, PAUSES, RESTS, roadmaps
from strategies import plans as some_plans

ROADMAP = without_hours(yaml_file.load(str(SHIPPED)))
START = date(2026, 11, 23)


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def studied(first: date, last: date, pauses: tuple[Pause, ...]) -> list[date]:
    return [day for day in days(first, last) if not any(pause.first <= day <= pause.last for pause in pauses)]


@given(DAYS, st.integers(0, 200), PAUSES)
def test_study_days_are_counted_as_one_counts_them(first: date, number: int, pauses: tuple[Pause, ...]) -> None:
    plenty = studied(first, first + timedelta(days=500), pauses)
    assert nth_study_day(first, number, pauses) == plenty[number]
    last = first + timedelta(days=number)
    assert study_days(first, last, pauses) == len(studied(first, last, pauses))
    before = studied(last - timedelta(days=500), last, pauses)
    if number:
        assert study_days_back(last, number, pauses) == before[-number]


@given(PAUSES, DAYS, st.integers(0, 30))
def test_pauses_are_sets_of_days(pauses: tuple[Pause, ...], first: date, length: int) -> None:
    pause = Pause(first, first + timedelta(days=length))
    paused = {day for span in pauses for day in days(*span)}
    assert {day for span in merged([*pauses, pause]) for day in days(*span)} == paused | set(days(*pause))
    assert {day for span in without(pauses, pause) for day in days(*span)} == paused - set(days(*pause))
    for one, other in itertools.pairwise(pauses):
        assert one.last + DAY < other.first


@given(DAYS, st.integers(1, 200), st.lists(st.integers(1, 50), min_size=1, max_size=20), PAUSES)
def test_spreading_loses_no_day(first: date, number: int, shares: list[int], pauses: tuple[Pause, ...]) -> None:
    spans = spread(first, number, shares, pauses)
    wanted = studied(first, nth_study_day(first, number - 1, pauses), pauses)
    covered = [day for span in spans for day in studied(*span, pauses)]
    assert sorted(set(covered)) == wanted
    assert covered == sorted(covered)
    assert all(begin <= end for begin, end in spans)
    if len(shares) <= number:
        assert covered == wanted  # No day is shared.


def test_a_week_of_the_roadmap_is_a_week() -> None:
    slots = schedule(Plan(start=START), ROADMAP)
    assert [slot.first for slot in slots] == [START + timedelta(weeks=n) for n in range(12)]
    assert all(slot.last - slot.first == timedelta(days=6) for slot in slots)
    assert last_day(Plan(start=START), ROADMAP) == slots[-1].last == date(2027, 2, 14)


@given(some_plans(), DAYS, st.integers(0, 40))
def test_a_pause_pushes_what_follows_and_loses_no_day(plan: Plan, first: date, length: int) -> None:
    plan = plan._replace(left=None, rest=())
    pause = Pause(first, first + timedelta(days=length))
    paused = plan._replace(pauses=merged([*plan.pauses, pause]))
    for before, after in zip(schedule(plan, ROADMAP), schedule(paused, ROADMAP), strict=True):
        assert study_days(*before[1:], plan.pauses) == study_days(*after[1:], paused.pauses)
        assert after.last >= before.last
        assert after.last == before.last or before.last >= pause.first


@given(some_plans(), st.integers(-400, 400))
def test_a_shifted_start_shifts_everything(plan: Plan, shift: int) -> None:
    plan = plan._replace(pauses=(), left=None, rest=())
    by = timedelta(days=shift)
    moved = schedule(plan._replace(start=(plan.start or START) + by), ROADMAP)
    assert moved == [slot._replace(first=slot.first + by, last=slot.last + by) for slot in schedule(plan, ROADMAP)]


@given(some_plans(), roadmaps)
def test_every_week_has_its_days(plan: Plan, roadmap: Roadmap) -> None:
    slots = schedule(plan, roadmap)
    weeks = plans.weeks_of(roadmap)
    assert [slot.week for slot in slots] == [week for week in weeks if week in {slot.week for slot in slots}]
    assert slots or plan.before  # A week without an item is done before any start.
    assert all(slot.first <= slot.last for slot in slots)
    assert all(day.weekday() not in plan.rest and not plan.pause_on(day) for slot in slots for day in slot[1:])
    room = plan.left.days if plan.left else plan.study_days(len(slots))
    for one, other in itertools.pairwise(slots):
        assert one.last < other.first or (one.last == other.first and len(slots) > room * (7 - len(plan.rest)) // 14)
    assert last_day(plan, roadmap) == (slots[-1].last if slots else None)
    assert plans.from_document(plans.to_document(plan)) == plan


def test_what_is_left_is_spread_by_its_size() -> None:
    items = tuple(item.id for item in ROADMAP.items if item.address.startswith(("week2.", "week3.topics.1")))
    left = Left(date(2027, 1, 4), 60, items)
    slots = {slot.week.number: slot for slot in schedule(Plan(start=START, left=left), ROADMAP)}
    assert (slots[2].first, slots[2].last) == (date(2027, 1, 4), date(2027, 2, 22))  # 5 of 6 items, 50 of 60 days.
    assert (slots[3].first, slots[3].last) == (date(2027, 2, 23), date(2027, 3, 4))
    assert list(slots) == [2, 3]
    assert last_day(Plan(start=START, left=left), ROADMAP) == date(2027, 3, 4)


def test_hours_count_where_every_item_has_some() -> None:
    assert not plans.in_hours(ROADMAP)
    assert set(plans.weigh(ROADMAP)) == {1}
    timed = Roadmap(
        id="x",
        title="X",
        items=[item._replace(hours=n / 2 + 0.5) for n, item in enumerate(ROADMAP.items)],
        groups=ROADMAP.groups,
    )
    assert plans.in_hours(timed)
    assert plans.weigh(timed)[:3] == [50, 100, 150]


@given(DAYS, st.integers(1, 200), st.lists(st.integers(1, 50), min_size=1, max_size=20), PAUSES, RESTS)
def test_nothing_begins_or_ends_on_a_day_of_rest(
    first: date, number: int, shares: list[int], pauses: tuple[Pause, ...], rest: tuple[int, ...]
) -> None:
    spans = spread(first, number, shares, pauses, rest)
    days_to_work = [
        day for day in studied(first, nth_study_day(first, number - 1, pauses), pauses) if day.weekday() not in rest
    ]
    covered = [day for span in spans for day in studied(*span, pauses) if day.weekday() not in rest]
    assert all(day.weekday() not in rest for span in spans for day in span)
    assert covered == sorted(covered)
    if days_to_work:
        assert sorted(set(covered)) == days_to_work
    if len(shares) <= len(days_to_work):
        assert covered == days_to_work


@given(DAYS, st.integers(-1, 60), PAUSES, RESTS)
def test_stretches_are_the_days_without_pause_and_rest(
    first: date, length: int, pauses: tuple[Pause, ...], rest: tuple[int, ...]
) -> None:
    last = first + length * DAY
    found = stretches(first, last, pauses, rest)
    free = [day for day in studied(first, last, pauses) if day.weekday() not in rest]
    assert [day for stretch in found for day in days(*stretch)] == free
    for (_, end), (begin, _) in itertools.pairwise(found):
        assert begin > end + DAY


def test_an_older_plan_reads_as_before() -> None:
    document = {"start": "2026-11-23", "days": 90, "pauses": [["2026-12-24", "2027-01-01"]], "catching_up": True}
    plan = plans.from_document(document)
    assert (plan.before, plan.open_pause, plan.rest, plan.decided) == ((), None, (), None)
    assert plans.to_document(plan) == document
