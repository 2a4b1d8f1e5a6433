"""The sentence that says whether one is on track: each of its forms, on a roadmap of 57 items in 12 weeks."""

from datetime import date, timedelta

import pytest

from conftest import SHIPPED, without_hours
from mlpath.journal.journal import ItemProgress
from mlpath.pace import plan as plans
from mlpath.pace.days import Pause
from mlpath.pace.outlook import outlook
from mlpath.pace.plan import Plan
from mlpath.pace.sentence import SET_UP, sentence
from mlpath.roadmap.roadmap import Roadmap
from mlpath.roadmap.yaml import read as yaml_file

ROADMAP = without_hours(yaml_file.load(str(SHIPPED)))
IDS = [item.id for item in ROADMAP.items if ROADMAP.week_of(item)]
START = date(2026, 11, 23)
PLAN = Plan(start=START)
END = date(2027, 2, 14)


def words(today: date, days: dict[date, int], *in_force: Plan, roadmap: Roadmap = ROADMAP) -> str:
    ids = iter(IDS)
    progress = {
        next(ids): ItemProgress("done", day.isoformat(), day.isoformat())
        for day, count in days.items()
        for _ in range(count)
    }
    now = outlook(roadmap, progress, [plans.to_document(plan) for plan in in_force], today)
    return sentence(now, roadmap)


@pytest.mark.parametrize(
    ("last", "ending"),
    [
        (END, "14 February 2027, as planned."),
        (END - timedelta(days=1), "13 February 2027, 1 day before the planned end."),
        (END + timedelta(days=9), "23 February 2027, 9 days after the planned end."),
    ],
)
def test_all_is_done(last: date, ending: str) -> None:
    assert words(last, {START: 56, last: 1}, PLAN) == f"All 57 items of the weeks are done, the last on {ending}"


def test_all_is_done_without_a_plan() -> None:
    assert words(END, {END: 57}) == "All 57 items of the weeks are done, the last on 14 February 2027."


def test_nothing_is_known() -> None:
    assert words(START, {}) == SET_UP
    paused = Plan(pauses=(Pause(START + timedelta(days=30), START + timedelta(days=31)),))
    assert words(START, {}, paused) == SET_UP
    text = words(START + timedelta(days=15), {START: 3})
    assert text == "The last tick was on 23 November 2026; the roadmap is as you left it."


def test_before_the_start_and_after_the_end() -> None:
    before = words(START - timedelta(days=1), {}, PLAN)
    assert before == "The plan starts on Monday, 23 November 2026, and ends on 14 February 2027."
    pace = "At your pace (0.2 items a week over the last 4 weeks) you finish on"
    after = words(END + timedelta(days=1), {START: 55, END: 1}, PLAN)
    assert after == f"The plan ended on 14 February 2027; 1 item is left. {pace} 15 March 2027."
    assert words(END, {START: 55, END: 1}, PLAN) == (
        "Week 12 by the calendar and by your ticks: on track, as all that was due is done. 1 item is left until the planned "
        "end, 14 February 2027; your pace (0.2 items a week over the last 4 weeks) leads to 14 March."
    )
    assert "; 2 items are left. " in words(END + timedelta(days=1), {START: 54, END: 1}, PLAN)


def test_on_track_ahead_and_behind() -> None:
    week2 = START + timedelta(days=7)
    assert words(week2, {START: 5}, PLAN).startswith("Week 2 by the calendar and by your ticks: on track, as all")
    assert words(START, {START: 6}, PLAN).startswith("Week 1 by the calendar, week 2 by your ticks: 1 item ahead. ")
    behind = words(week2, {START: 4}, PLAN)
    assert behind.startswith(
        "Week 2 by the calendar, week 1 by your ticks: 1 item behind. At your pace (3.5 items a week over the last 8 days)"
    )
    assert words(week2, {}, PLAN).endswith("5 items behind. The plan ends on 14 February 2027.")


def test_an_end_beyond_ten_years_is_no_date() -> None:
    items = [item._replace(hours=0.5 if item.id == IDS[0] else 40) for item in ROADMAP.items]
    timed = Roadmap(id="x", title="X", items=items, groups=ROADMAP.groups)
    text = words(START + timedelta(days=6), {START: 1}, roadmap=timed)
    assert text == "At your pace (1 item, 0.5 hours, a week over the last week) it would take more than ten years."


def test_after_a_silence_there_are_ways_on() -> None:
    quiet = words(START + timedelta(days=14), {START: 3}, PLAN)
    assert quiet == (
        "No tick for 14 days, since 23 November 2026; that is fine: 7 items behind. The smallest next item is "
        "week1.practice.1. `mlpath plan` has three ways on: catch up, rebalance, extend."
    )
    ahead = words(START + timedelta(days=14), {START: 40}, PLAN)
    assert ahead.startswith("No tick for 14 days, since 23 November 2026; that is fine: nothing that was due is open. ")
    late = words(END + timedelta(days=1), {START: 3}, PLAN)
    assert "that is fine: the plan ended on 14 February 2027 with 54 items left. The smallest" in late
    assert late.endswith("`mlpath plan --extend` moves the end to a day that fits.")


def test_on_track_and_late_says_how_both_can_be_true() -> None:
    timed = yaml_file.load(str(SHIPPED))
    words_of_both = words(START + timedelta(days=6), {START: 5}, PLAN, roadmap=timed)
    assert words_of_both == (
        "Week 1 by the calendar, week 2 by your ticks: on track, as all that was due is done. What is left takes 21 hours a "
        "week to end as planned, on 14 February 2027; your pace (5 items, 18.5 hours, a week over the last week) leads to "
        "26 February."
    )
    close = words(START + timedelta(days=27), {START: 9, START + timedelta(days=14): 9}, PLAN)
    assert close == (
        "Week 4 by the calendar and by your ticks: on track, as all that was due is done. What is left takes 4.8 items a week to "
        "end as planned, on 14 February 2027; your pace (4.5 items a week over the last 4 weeks) leads to 19 February."
    )


def test_behind_and_early_says_how_both_can_be_true() -> None:
    text = words(START + timedelta(days=28), {START + timedelta(days=20): 19}, PLAN)
    assert text.startswith("Week 5 by the calendar, week 4 by your ticks: 1 item behind. At your pace (")
    assert words(START + timedelta(days=7), {START: 4}, PLAN, roadmap=ROADMAP).endswith("the plan says 14 February.")


def test_a_pause_without_an_end_names_none() -> None:
    away = PLAN._replace(open_pause=START + timedelta(days=7))
    text = words(START + timedelta(days=9), {START: 5}, away)
    assert text == (
        "A pause since 30 November 2026, which has no end yet; week 2 goes on after it, and the end of the plan moves with "
        "each day. `mlpath plan --resume` ends it."
    )


def test_nothing_is_foretold_on_the_first_evening() -> None:
    assert words(START, {START: 3}, PLAN) == (
        "Week 1 by the calendar and by your ticks: on track. The plan ends on 14 February 2027."
    )
    assert words(START, {START: 3}) == SET_UP
