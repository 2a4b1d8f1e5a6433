"""The plan as a calendar, parsed back."""

import os
from datetime import date, timedelta
from typing import Any

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


def events(study: Study) -> list[dict[str, Any]]:
    calendar = Calendar.from_ical(render.render("ics", study, study.look()))
    return [
        {
            **{name: str(event[name.upper()]) for name in ("uid", "summary", "description")},
            **{name: event.decoded(name) for name in ("dtstart", "dtend", "sequence")},
            "cancelled": str(event.get("status", "")) == "CANCELLED",
        }
        for event in calendar.walk("VEVENT")
    ]


def days_of(event: dict[str, Any]) -> tuple[int, int]:
    """Return its days, counted from the start of the plan; the last one not included."""
    return (event["dtstart"] - START).days, (event["dtend"] - START).days


def test_a_week_is_an_event_of_whole_days_with_what_is_open(study: Study) -> None:
    planning.change(
        study, Request(start=START, pauses=(Pause(START + timedelta(days=10), START + timedelta(days=12)),))
    )
    track.mark(study, "check", ["week2.topics"])
    track.mark(study, "skip", ["w2.p1"])
    found = events(study)
    assert len(found) == 13
    assert (found[0]["dtstart"], found[0]["dtend"]) == (START, START + timedelta(days=7))
    assert [days_of(event) for event in found[1:3]] == [(7, 10), (13, 17)]  # Nothing lies on the pause.
    for event in found[1:3]:
        assert event["summary"] == "Week 2: Calculus and Optimization (3/4)"
        assert event["description"] == "[ ] Visualize loss function minimization using Matplotlib"
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


def test_days_of_rest_are_free(study: Study) -> None:
    planning.change(study, Request(start=START, rest=(5, 6)))
    found = events(study)
    assert len(found) == 12
    assert (found[0]["dtstart"], found[0]["dtend"]) == (START, START + timedelta(days=5))
    planning.change(study, Request(rest=(2,)))
    assert [days_of(event) for event in events(study)[:3]] == [(0, 2), (3, 7), (7, 9)]


def test_what_took_a_week_apart_is_cancelled_with_the_event_that_came_of_it(study: Study) -> None:
    """A calendar program has each part by its UID, and would show it for ever."""
    planning.change(study, Request(start=START, rest=(2, 4)))
    parts = {str(event["uid"]): days_of(event) for event in events(study)}
    assert list(parts.values())[:3] == [(0, 2), (3, 4), (5, 7)]
    planning.change(study, Request(rest=()))
    told = events(study)
    assert {str(event["uid"]) for event in told} == set(parts)
    assert [days_of(event) for event in told if not event["cancelled"]] == [(7 * n, 7 * n + 7) for n in range(12)]
    track.undo(study)
    assert {str(event["uid"]): days_of(event) for event in events(study)} == parts
    track.undo(study)
    planning.change(study, Request(start=START))
    told = events(study)  # Also of a plan that was taken back.
    assert {str(event["uid"]) for event in told} == set(parts)
    assert sum(not event["cancelled"] for event in told) == 12


def test_an_open_pause_leaves_nothing_behind(study: Study, clock: Clock) -> None:
    planning.change(study, Request(start=START, rest=(1, 3)))
    clock.now = clock.now.replace(month=12, day=2)
    planning.change(study, Request(pause_from=clock.now.date()))
    seen: set[str] = set()
    for _ in range(9):
        clock.tick(days=1)
        seen |= {str(event["uid"]) for event in events(study)}
    planning.change(study, Request(resume=True, rest=()))
    found = events(study)
    assert {str(event["uid"]) for event in found} >= seen
    assert sum(not event["cancelled"] for event in found) == 13
