"""Effort over time, against counting day by day."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mlpath.journal.journal import ItemProgress
from mlpath.pace import activity
from mlpath.pace.activity import Streak
from mlpath.pace.days import Pause
from strategies import PAUSES

TODAY = date(2026, 11, 22)  # A Sunday.
RECENT = st.dates(date(2026, 6, 1), TODAY)


def done(*ago: int) -> dict[date, int]:
    return dict(sorted((TODAY - timedelta(days=n), 1) for n in ago))


@pytest.mark.parametrize(
    ("active", "days", "longest", "weeks"),
    [
        (done(), 0, 0, 0),
        (done(0), 1, 1, 1),
        (done(1), 1, 1, 1),
        (done(2), 0, 1, 1),
        (done(0, 1, 2, 4, 5, 6, 7), 3, 4, 2),
        (done(0, 7, 14, 28), 1, 1, 3),
    ],
)
def test_streaks(active: dict[date, int], days: int, longest: int, weeks: int) -> None:
    found = activity.streak(active, TODAY)
    assert (found.days, found.longest_days, found.weeks) == (days, longest, weeks)


def test_a_pause_breaks_none_and_counts_for_none() -> None:
    active = done(0, 1, 9, 10)
    pause = (Pause(TODAY - timedelta(days=8), TODAY - timedelta(days=2)),)
    assert activity.streak(active, TODAY, pause) == Streak(4, 2, 4, 2)
    assert activity.streak(active, TODAY).days == 2
    weeks_apart = done(0, 21)
    holidays = (Pause(TODAY - timedelta(days=18), TODAY - timedelta(days=7)),)
    assert activity.streak(weeks_apart, TODAY).weeks == 1
    assert activity.streak(weeks_apart, TODAY, holidays).weeks == 2
    second_week = (Pause(TODAY - timedelta(days=13), TODAY - timedelta(days=7)),)  # One week of the two is touched.
    assert activity.streak(weeks_apart, TODAY, second_week).weeks == 1


@given(st.sets(RECENT), PAUSES)
def test_days_in_a_row_are_counted_as_one_counts_them(active: set[date], pauses: tuple[Pause, ...]) -> None:
    longest = run = 0
    day = date(2026, 6, 1)
    while day <= TODAY:
        if day in active:
            run += 1
        elif not any(pause.first <= day <= pause.last for pause in pauses) and day != TODAY:
            run = 0
        longest = max(longest, run)
        day += timedelta(days=1)
    found = activity.streak(dict.fromkeys(sorted(active), 1), TODAY, pauses)
    assert (found.days, found.longest_days) == (run, longest)


@given(st.dictionaries(st.dates(date(2000, 1, 1), date(2030, 12, 31)), st.integers(1, 9), max_size=5))
@example({date(1, 1, 1): 1, date(9999, 12, 31): 1})
def test_weeks_add_up(active: dict[date, int]) -> None:
    weeks = activity.per_week(active)
    assert sum(weeks.values()) == sum(active.values())
    assert all(week.weekday() == 0 for week in weeks)
    days = [week.toordinal() for week in weeks]
    assert days == list(range(min(days, default=0), max(days, default=-7) + 7, 7))


def test_the_more_is_done_the_darker_is_a_day() -> None:
    assert [activity.level(count) for count in (0, 1, 2, 3, 4, 5, 99)] == [0, 1, 2, 3, 3, 4, 4]
    assert len(activity.LEVELS) == activity.level(99)


def test_each_item_counts_on_the_day_it_was_done() -> None:
    progress = {
        "a": ItemProgress("done", done_on="2026-11-20"),
        "b": ItemProgress("done", done_on="2026-11-20"),
        "c": ItemProgress("done", done_on=None),
        "d": ItemProgress("doing", done_on=None),
        "e": ItemProgress("done", done_on="2026-11-01"),
    }
    assert activity.days(progress.values()) == {date(2026, 11, 1): 1, date(2026, 11, 20): 2}


def test_days_of_rest_break_no_streak() -> None:
    friday = date(2026, 11, 20)
    active = {friday - timedelta(days=1): 1, friday: 1, friday + timedelta(days=3): 1}
    assert activity.streak(active, friday + timedelta(days=3)).days == 1
    assert activity.streak(active, friday + timedelta(days=3), rest=(5, 6)).days == 3
    assert activity.streak(active, friday + timedelta(days=4), rest=(5,)).days == 1
