"""The plan as a calendar, parsed back."""

import os
from datetime import date, timedelta

import pytest
from icalendar import Calendar

from conftest import Clock
from mlpath.commands import plan as planning
from mlpath.commands import state, track
from mlpath.commands.study import Study
from mlpath.errors import UsageError
from mlpath.export import render
from mlpath.pace.days import Pause
from mlpath.pace.decision import Request

START = date(2026, 11, 23)


def events(study: Study) -> list[dict[str, object]]:
    calendar = Calendar.from_ical(render.render("ics", study, study.look()))
    return [
        {
            **{name: str(event[name.upper()]) for name in ("uid", "summary", "description")},
            **{name: event.decoded(name) for name in ("dtstart", "dtend", "sequence")},
            "cancelled": str(event.get("status", "")) == "CANCELLED",
        }
        for event in calendar.walk("VEVENT")
    ]


def test_a_week_is_an_event_of_whole_days_with_what_is_open(study: Study) -> None:
    planning.change(
        study, Request(start=START, pauses=(Pause(START + timedelta(days=10), START + timedelta(days=12)),))
    )
    track.mark(study, "check", ["week2.topics"])
    track.mark(study, "skip", ["w2.p1"])
    found = events(study)
    assert len(found) == 12
    assert (found[0]["dtstart"], found[0]["dtend"]) == (START, START + timedelta(days=7))
    assert (found[1]["dtstart"], found[1]["dtend"]) == (START + timedelta(days=7), START + timedelta(days=17))
    assert found[1]["summary"] == "Week 2: Calculus and Optimization (3/4)"
    assert found[1]["description"] == "[ ] Visualize loss function minimization using Matplotlib"
    assert len(str(found[0]["description"]).split("[ ]")) == 6


def test_importing_again_updates(study: Study, clock: Clock) -> None:
    planning.change(study, Request(start=START))
    first = events(study)
    clock.tick(days=1)
    track.mark(study, "check", ["week1"])
    second = events(study)
    assert [event["uid"] for event in first] == [event["uid"] for event in second]
    assert len({str(event["uid"]) for event in first}) == 12
    assert all(new["sequence"] > old["sequence"] for old, new in zip(first, second, strict=True))  # type: ignore[operator]
    assert second[0]["description"] == "All of it is done."


def test_without_dates_there_is_no_calendar(study: Study) -> None:
    with pytest.raises(UsageError) as refused:
        render.render("ics", study, study.look())
    assert "plan --start" in str(refused.value.hint)


def test_lines_are_folded_and_text_is_escaped(study: Study) -> None:
    planning.change(study, Request(start=START))
    raw = render.render("ics", study, study.look())
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert rb"Vectors\, Matrices\, and Matrix Operations" in raw.replace(b"\r\n ", b"")


def test_the_edition_never_falls(study: Study, clock: Clock) -> None:
    def edition() -> int:
        (found,) = {event["sequence"] for event in events(study)}
        assert isinstance(found, int)
        assert 0 < found < 2**31
        return found

    planning.change(study, Request(start=START))
    for item in ("week1", "week2", "week3"):
        track.mark(study, "check", [item])
        clock.tick(minutes=1)
    before = edition()
    state.reset(study)
    clock.tick(minutes=1)
    planning.change(study, Request(start=START))
    anew = edition()
    assert anew > before
    clock.tick(minutes=1)
    os.remove(study.state_at.path)
    state.restore(study, None)
    assert edition() > anew
    clock.tick(days=-2)
    track.mark(study, "check", ["week5"])
    back = edition()
    clock.tick(days=-2)
    assert edition() == back


def test_what_was_done_before_its_days_leaves_the_calendar(study: Study, clock: Clock) -> None:
    planning.change(study, Request(start=START))
    clock.tick(days=20)
    track.mark(study, "check", ["week1-3", "week8"])
    early = {str(event["summary"]): event for event in events(study) if event["cancelled"]}
    assert list(early) == ["Week 8: Feature Selection and Feature Engineering (5/5)"]
    clock.tick(days=60)
    planning.change(study, Request(start=study.today()))
    found = events(study)
    assert [event["cancelled"] for event in found] == [True] * 3 + [False] * 4 + [True] + [False] * 4
    assert [event["dtstart"] for event in found][:4] == [
        START,
        START + timedelta(7),
        START + timedelta(14),
        study.today(),
    ]
    assert len({str(event["uid"]) for event in found}) == 12


def test_days_of_rest_are_seen(study: Study) -> None:
    planning.change(study, Request(start=START, rest=(5, 6)))
    found = events(study)
    assert (found[0]["dtstart"], found[0]["dtend"]) == (START, START + timedelta(days=5))
    assert str(found[0]["description"]).endswith("Rest on Saturday, Sunday.")
