"""Days as people write and read them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlpath import dates
from mlpath.errors import BadDate

TODAY = date(2026, 11, 22)


@given(st.dates(max_value=TODAY))
def test_any_past_day_is_read_as_written(day: date) -> None:
    assert dates.parse_past(day.isoformat(), TODAY) == day


def test_words() -> None:
    assert dates.parse_past("today", TODAY) == TODAY
    assert dates.parse_past(" Yesterday ", TODAY) == TODAY - timedelta(days=1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-11-23",
        "20261122",
        "2026-W47-1",
        "22.11.2026",
        "2026-02-29",
        "2026-13-01",
        "２０２６-11-01",
        "tomorrow",
    ],
)
def test_anything_else_is_refused_with_a_way_out(text: str) -> None:
    with pytest.raises(BadDate) as refused:
        dates.parse_past(text, TODAY)
    assert refused.value.hint


def test_what_people_read_is_unambiguous() -> None:
    assert dates.day("2026-03-04") == "4 Mar 2026"
    assert dates.moment("2026-03-04T09:05:00+01:00") == "4 Mar 2026, 09:05"
