"""The learner's day, where it begins later than at midnight: half past midnight counts for yesterday, everywhere."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from conftest import CET, Clock

Learner = Callable[..., str]


@pytest.fixture
def config(home: Path) -> Path:
    """The config of someone whose day begins at four in the morning."""
    file = home / ".config" / "mlpath" / "config.json"
    file.parent.mkdir(parents=True)
    file.write_text('{"day_starts": "04:00"}')
    return file


def at(clock: Clock, day: int, time: str) -> None:
    hour, minute = map(int, time.split(":"))
    clock.now = datetime(2026, 11, day, hour, minute, tzinfo=CET)


def events(tmp_path: Path) -> list[dict[str, Any]]:
    return json.loads((tmp_path / "state.json").read_text())["events"]


@pytest.mark.usefixtures("config")
def test_what_is_done_before_the_day_begins_counts_for_the_day_before(
    learner: Learner, clock: Clock, tmp_path: Path
) -> None:
    at(clock, 23, "21:00")
    learner("check", "w1.t1")
    at(clock, 24, "00:30")
    learner("check", "w1.t2", "--note", "late")
    at(clock, 24, "03:59")
    learner("begin", "w1.t3")
    at(clock, 24, "04:00")
    learner("check", "w1.p1")
    assert [event.get("day") for event in events(tmp_path)] == [None, "2026-11-23", "2026-11-23", None]
    assert [event["at"][:16] for event in events(tmp_path)][1] == "2026-11-24T00:30"
    items = {item["address"]: item for item in json.loads(learner("show", "week1", "--json"))["items"]}
    assert items["week1.topics.2"]["done_on"] == "2026-11-23"
    assert items["week1.topics.3"]["since"] == "2026-11-23"
    assert items["week1.practice.1"]["done_on"] == "2026-11-24"
    stats = json.loads(learner("stats", "--json"))
    assert stats["days"] == [{"date": "2026-11-23", "count": 2}, {"date": "2026-11-24", "count": 1}]
    assert stats["streak"]["days"] == 2
    assert [event["date"] for event in json.loads(learner("log", "--json"))["events"]] == [
        "2026-11-24",
        "2026-11-23",
        "2026-11-23",
        "2026-11-23",
    ]
    assert " 1  23 Nov 2026  late" in learner("note", "w1.t2")
    assert learner("log").count("Monday, 23 Nov 2026") == 1
    assert "done on" not in learner("log")


@pytest.mark.usefixtures("config")
def test_today_is_yesterday_until_then(learner: Learner, clock: Clock) -> None:
    at(clock, 24, "00:30")
    assert json.loads(learner("plan", "--start", "today", "--json"))["start"] == "2026-11-23"
    learner("check", "w1.t1", "--on", "yesterday")
    assert json.loads(learner("show", "w1.t1", "--json"))["items"][0]["done_on"] == "2026-11-22"
    learner("check", "w1.t2")
    at(clock, 24, "03:00")
    assert json.loads(learner("log", "--since", "today", "--json"))["events"][0]["date"] == "2026-11-23"
    assert json.loads(learner("--json"))["today"]["streak"]["days"] == 2
    at(clock, 24, "05:00")
    assert json.loads(learner("log", "--since", "today", "--json"))["events"] == []


@pytest.mark.usefixtures("config")
def test_nobody_is_behind_before_the_day_begins(learner: Learner, clock: Clock) -> None:
    at(clock, 16, "20:00")
    learner("plan", "--start", "today")
    at(clock, 23, "00:30")
    assert json.loads(learner("--json"))["today"]["verdict"] == "on-track"
    at(clock, 23, "04:00")
    assert json.loads(learner("--json"))["today"]["verdict"] == "behind"


@pytest.mark.usefixtures("config")
def test_a_week_ends_when_its_last_day_does(learner: Learner, clock: Clock) -> None:
    at(clock, 23, "00:30")  # Sunday night.
    learner("check", "w1.t1", "--note", "tired")
    learner("begin", "w1.t2")
    learner("note", "w1.t3", "for tomorrow")
    at(clock, 23, "12:00")
    this = learner("log", "--week", "--format", "markdown")
    last = learner("log", "--week", "--since", "-1w", "--format", "markdown")
    for words in ("Vectors", "Probability", "for tomorrow", "tired"):
        assert (words in this, words in last) == (False, True)


def test_another_machine_agrees_whatever_its_setting_is(learner: Learner, clock: Clock, config: Path) -> None:
    at(clock, 24, "00:30")
    learner("check", "w1.t1")
    seen = []
    for setting in ('{"day_starts": "04:00"}', "{}", '{"day_starts": "00:15"}', '{"day_starts": "11:59"}'):
        config.write_text(setting)
        at(clock, 25, "20:00")
        seen.append((learner("stats", "--json"), learner("log", "--json"), learner("export", "--format", "csv")))
    assert seen[1:] == seen[:1] * 3
    assert json.loads(seen[0][0])["days"] == [{"date": "2026-11-23", "count": 1}]


def test_older_events_count_by_their_moment(learner: Learner, clock: Clock, config: Path) -> None:
    config.write_text("{}")
    at(clock, 24, "00:30")
    learner("check", "w1.t1")
    config.write_text('{"day_starts": "04:00"}')
    assert json.loads(learner("stats", "--json"))["days"] == [{"date": "2026-11-24", "count": 1}]


def test_doctor_says_when_days_begin_and_a_choice_keeps_it(learner: Learner, config: Path, tmp_path: Path) -> None:
    assert "days begin at 04:00" in learner("doctor")
    (tmp_path / "course.md").write_text("# Course\n- [ ] Read\n- [ ] Write\n")
    learner("use", str(tmp_path / "course.md"))
    learner("use", "default")
    assert json.loads(config.read_text())["day_starts"] == "04:00"
