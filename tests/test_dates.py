"""Days as people write and read them."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlpath import dates
from mlpath.errors import BadDate

TODAY = date(2026, 11, 22)


@given(st.dates(date(1900, 1, 1), TODAY))
def test_any_past_day_is_read_as_written(day: date) -> None:
    assert dates.parse_past(day.isoformat(), TODAY) == day


@given(st.dates(date(1900, 1, 1), date(2999, 12, 31)), st.dates(date(1901, 1, 1), date(2998, 12, 31)))
def test_what_is_printed_is_also_taken(day: date, today: date) -> None:
    iso = day.isoformat()
    printed = [dates.day(iso), dates.long_day(day), dates.moment(f"{iso}T18:04:05+01:00"), f"{iso}T18:04:05+01:00"]
    for text in [*printed, f"{dates.weekday(day)}, {dates.day(iso)}", dates.day(iso).upper()]:
        assert dates.parse(text, today) == day


def test_a_day_without_its_year_is_the_nearest_on_its_side() -> None:
    assert dates.parse_past("8 Dec", TODAY) == date(2025, 12, 8)
    assert dates.parse("8 Dec", TODAY) == dates.parse("December 8th", TODAY) == date(2026, 12, 8)
    assert dates.parse("22 Nov", TODAY) == dates.parse_past("22 Nov", TODAY) == TODAY
    assert (dates.parse_past("29 Feb", TODAY), dates.parse("29 Feb", TODAY)) == (date(2024, 2, 29), date(2028, 2, 29))
    assert dates.parse("29 Feb", date(2096, 3, 1)) == date(2104, 2, 29)


def test_what_people_disagree_about_is_answered_with_both_days() -> None:
    for text, past, both in (
        ("last friday", True, ("2026-11-13", "2026-11-20")),
        ("next friday", False, ("2026-11-27", "2026-12-04")),
    ):
        with pytest.raises(BadDate) as refused:
            dates.parse(text, TODAY, past=past)
        assert all(day in str(refused.value.hint) for day in both)


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
        "+1d",
        "1899-12-31",
        "-9999w",
        "mo",
        "+1m",
        "1w",
        "2 days",
        "in 2 days ago",
        "32 Nov",
        "29 Feb 2025",
        "22 Foo 2026",
        "Monday, 22 Nov 2026",
        "last friday",
        "next friday",
        "11/22/2026",
    ],
)
def test_anything_else_is_refused_with_a_way_out(text: str) -> None:
    with pytest.raises(BadDate) as refused:
        dates.parse_past(text, TODAY)
    assert refused.value.hint


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.sampled_from(range(7)))
def test_a_weekday_is_the_next_one_or_the_last(today: date, number: int) -> None:
    name = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")[number]
    for word in (name, name[:3], name.upper()):
        ahead, back = dates.parse(word, today), dates.parse(word, today, past=True)
        assert ahead.weekday() == back.weekday() == number
        assert today <= ahead < today + timedelta(days=7)
        assert today - timedelta(days=7) < back <= today
        assert dates.parse_past(word, today) == back


def test_days_and_weeks_from_today() -> None:
    assert dates.parse("+1w", TODAY) == date(2026, 11, 29)
    assert dates.parse("-3d", TODAY) == dates.parse_past("-3d", TODAY) == date(2026, 11, 19)
    assert dates.parse("tomorrow", TODAY) == date(2026, 11, 23)
    assert dates.parse_past("2 days ago", TODAY) == date(2026, 11, 20)
    assert dates.parse_past("a week ago", TODAY) == dates.parse_past("1 week ago", TODAY) == date(2026, 11, 15)
    assert dates.parse("in 2 weeks", TODAY) == date(2026, 12, 6)


def test_the_years_have_a_first_and_a_last() -> None:
    first, last = date(dates.FIRST_YEAR, 1, 1), date(dates.LAST_YEAR, 12, 31)
    assert (dates.parse("1900-01-01", TODAY), dates.parse("2999-12-31", TODAY)) == (first, last)
    for text in ("1899-12-31", "3000-01-01"):
        with pytest.raises(BadDate) as refused:
            dates.parse(text, TODAY)
        assert refused.value.hint == "mlpath knows the years 1900 to 2999"


def test_spans() -> None:
    assert dates.parse_span("2026-12-24..2027-01-01", TODAY) == (date(2026, 12, 24), date(2027, 1, 1))
    assert dates.parse_span("2026-12-24", TODAY) == (date(2026, 12, 24), None)
    assert dates.parse_span("today..", TODAY) == (TODAY, None)
    assert dates.parse_span("2026-12-24..+1w", TODAY) == (date(2026, 12, 24), date(2026, 12, 30))
    assert dates.parse_span("2026-12-21..+2w", TODAY) == (date(2026, 12, 21), date(2027, 1, 3))  # 14 days.
    assert dates.parse_span("2026-12-21..+14 days", TODAY) == (date(2026, 12, 21), date(2027, 1, 3))
    assert dates.parse_span("today..+1d", TODAY) == (TODAY, TODAY)
    assert dates.parse_span("2026-12-24..sunday", TODAY)[1] == date(2026, 12, 27)
    assert dates.parse_span("-2w..-1w", TODAY) == (TODAY - timedelta(weeks=2), TODAY - timedelta(weeks=1))
    assert dates.parse_span("yesterday..today", TODAY) == (TODAY - timedelta(days=1), TODAY)
    for text in ("2027-01-01..2026-12-24", "..", "x..y"):
        with pytest.raises(BadDate):
            dates.parse_span(text, TODAY)


def test_what_people_read_is_unambiguous() -> None:
    assert dates.span(date(2026, 11, 23), date(2026, 11, 29)) == "23 – 29 Nov 2026"
    assert dates.span(date(2026, 10, 26), date(2026, 11, 1)) == "26 Oct – 1 Nov 2026"
    assert dates.span(date(2026, 12, 28), date(2027, 1, 3)) == "28 Dec 2026 – 3 Jan 2027"
    assert dates.span(TODAY, TODAY) == "22 Nov 2026"
    assert dates.long_day(date(2027, 3, 14)) == "14 March 2027"
    assert dates.day("2026-03-04") == "4 Mar 2026"
    assert dates.moment("2026-03-04T09:05:00+01:00") == "4 Mar 2026, 09:05"


@pytest.mark.parametrize(
    ("time", "day_starts", "day"),
    [
        ("00:00", "00:00", 24),
        ("00:00", "00:01", 23),
        ("03:59", "04:00", 23),
        ("04:00", "04:00", 24),
        ("23:59", "04:00", 24),
        ("11:58", "11:59", 23),
    ],
)
def test_a_moment_counts_for_the_day_that_has_begun(time: str, day_starts: str, day: int) -> None:
    moment = datetime.fromisoformat(f"2026-11-24T{time}:30+01:00")
    assert dates.counted_day(moment, day_starts) == date(2026, 11, day)


@pytest.mark.parametrize(
    "text",
    [
        "2026-12-24:2027-01-01",
        "2026-12-24 : 2027-01-01",
        "2026-12-24 - 2027-01-01",
        "2026-12-24 – 2027-01-01",
        "2026-12-24…2027-01-01",
        "2026-12-24 to 2027-01-01",
        "2026-12-24 .. +9d",
    ],
)
def test_a_span_may_be_written_as_people_write_it(text: str) -> None:
    assert dates.parse_span(text, TODAY) == (date(2026, 12, 24), date(2027, 1, 1))


@pytest.mark.parametrize(
    "text", ["..2026-12-24", "24..27", "2026-12-24-2027-01-01", "today..+0d", "2900-12-24..+9999w", ""]
)
def test_what_is_no_span_is_refused(text: str) -> None:
    with pytest.raises(BadDate):
        dates.parse_span(text, TODAY)


def test_weekdays() -> None:
    assert dates.parse_weekdays("sat,sun") == dates.parse_weekdays("Sunday, Saturdays") == (5, 6)
    assert dates.parse_weekdays("weekend") == (5, 6)
    assert dates.parse_weekdays("wed mon") == (0, 2)
    assert dates.parse_weekdays("none") == ()
    for text in ("", "x", "sa", "sat,x", "mon,tue,wed,thu,fri,sat,sun"):
        with pytest.raises(BadDate):
            dates.parse_weekdays(text)
