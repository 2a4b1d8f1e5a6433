"""The `plan` command: what it takes, what it refuses, what it writes."""

import json
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from conftest import CET, Clock, without_hours
from mlpath.commands import plan as planning
from mlpath.commands import track
from mlpath.commands.study import Study
from mlpath.errors import UsageError
from mlpath.pace import plan as plans
from mlpath.pace.days import Pause
from mlpath.pace.decision import CATCH_UP, EXTEND, REBALANCE, Request
from mlpath.roadmap.roadmap import Roadmap
from mlpath.terminal import output
from mlpath.terminal import plan as views
from mlpath.terminal.page import FANCY, Page

Document = Callable[..., dict[str, Any]]
Mlpath = Callable[..., Result]
START = date(2026, 11, 23)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--start", "someday"],
        ["--start", "2026-13-01"],
        ["--finish", "-1w"],
        ["--start", "2026-11-23", "--finish", "2026-11-22"],
        ["--pause", "2027-01-01..2026-12-24"],
        ["--pause", "x"],
        ["--days", "0"],
        ["--days", "7", "--finish", "+9w"],
        ["--extend"],
        ["--rebalance", "--extend"],
        ["--start", "today", "--extend"],
        ["--clear", "--start", "today"],
        ["--start", "today", "--finish", "+1w", "--pause", "today..+8d"],
    ],
)
def test_what_can_not_be_changes_nothing(mlpath: Mlpath, state: Path, arguments: list[str]) -> None:
    result = mlpath("plan", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("error: ")
    assert not state.exists()


def test_days_are_named_as_people_read_them(mlpath: Mlpath) -> None:
    refused = mlpath("plan", "--start", "2026-11-23", "--finish", "2026-11-22").stderr
    assert "the plan can't end on 22 November 2026: it starts on 23 November 2026" in refused
    mlpath("plan", "--start", "2026-01-05", "--finish", "2026-03-01")
    assert "the planned end, 1 March 2026, has passed" in mlpath("plan", "--rebalance").stderr


def test_the_start_the_end_and_the_speed(document: Document) -> None:
    def ends(*arguments: str) -> tuple[str, str]:
        found = document("plan", *arguments)
        return found["start"], found["finish_planned"]

    assert ends("--start", "2026-11-23") == ("2026-11-23", "2027-02-14")
    assert ends("--days", "10") == ("2026-11-23", "2027-03-22")
    assert ends("--finish", "2027-03-31") == ("2026-11-23", "2027-03-31")
    assert ends("--pause", "2026-12-24..2027-01-02") == ("2026-11-23", "2027-04-10")
    assert ends("--start", "2026-11-30") == ("2026-11-30", "2027-04-17")
    assert ends("--unpause", "2026-12-28..2027-01-02") == ("2026-11-30", "2027-04-11")
    assert document("plan")["pauses"] == [{"from": "2026-12-24", "to": "2026-12-27"}]
    assert ends("--finish", "+3w", "--start", "2026-12-01")[1] == "2026-12-22"  # From the start, not from today.
    assert document("plan", "--clear")["start"] is None
    assert document("undo")["event"]["kind"] == "plan"
    assert document("plan")["finish_baseline"] == "2027-02-14"


def test_an_end_alone_starts_today(study: Study) -> None:
    planning.change(study, Request(finish=study.today() + timedelta(weeks=24)))
    found = planning.look(study).outlook
    assert (found.plan.start, found.finish_planned) == (study.today(), study.today() + timedelta(weeks=24))


def test_a_plan_that_says_nothing_new_is_no_event(study: Study, mlpath: Mlpath) -> None:
    planning.change(study, Request(start=START))
    planning.change(study, Request(start=START))
    assert len(study.look().events) == 1
    mlpath("plan", "--start", "2026-11-23")
    assert "Nothing to change." in mlpath("plan", "--start", "2026-11-23").stdout
    assert mlpath("plan", "--unpause", "2026-12-24").exit_code == 0


def test_the_ways_on(study: Study, clock: Clock) -> None:
    study = study._replace(roadmap=without_hours(study.roadmap))
    planning.change(study, Request(start=START))
    clock.tick(days=43)  # Monday of week 7.
    track.mark(study, "check", ["week1", "week2"])
    assert planning.look(study).outlook.behind == 19
    caught = planning.change(study, Request(way=CATCH_UP)).outlook
    assert (caught.plan.catching_up, caught.behind, caught.finish_planned) == (True, 19, date(2027, 2, 14))
    spread = planning.change(study, Request(way=REBALANCE)).outlook
    assert (spread.behind, spread.finish_planned, spread.plan.catching_up) == (0, date(2027, 2, 14), False)
    later = planning.change(study, Request(way=EXTEND)).outlook
    assert later.finish_planned == study.today() + timedelta(days=69)  # 47 of 57 items at the plan's own speed.
    assert later.finish_at_pace is None  # Whoever comes back begins anew.
    assert later.finish_baseline == date(2027, 2, 14)
    paused = planning.change(
        study, Request(pauses=(Pause(study.today() + timedelta(7), study.today() + timedelta(13)),))
    )
    assert paused.outlook.finish_planned == later.finish_planned + timedelta(days=7)


def test_a_plan_follows_its_items_when_the_roadmap_changes(study: Study, clock: Clock) -> None:
    planning.change(study, Request(start=START))
    clock.tick(days=43)
    track.mark(study, "check", ["month1"])
    planning.change(study, Request(way=REBALANCE))
    before = planning.look(study).outlook
    roadmap = study.roadmap
    items = [item for item in roadmap.items if item.id != "overfitting"]
    renamed = [
        item._replace(id="new-name", was=(item.id,)) if item.address == "week7.topics.1" else item for item in items
    ]
    changed = study._replace(roadmap=Roadmap(id=roadmap.id, title="X", items=renamed, groups=_shrunk(roadmap)))
    after = planning.look(changed).outlook
    assert len(after.weeks) == 12
    assert after.finish_planned == before.finish_planned


def _shrunk(roadmap: Roadmap) -> list[Any]:
    """Return the groups of the roadmap after an item of week 6 has gone."""
    gone = roadmap.places["overfitting"]
    return [
        group._replace(start=group.start - (group.start > gone), end=group.end - (group.end > gone))
        for group in roadmap.groups
    ]


def test_nothing_is_left_to_plan(study: Study) -> None:
    planning.change(study, Request(start=START))
    track.mark(study, "check", ["month1-3"])
    for way in (CATCH_UP, REBALANCE, EXTEND):
        with pytest.raises(UsageError):
            planning.change(study, Request(way=way))


def test_a_plan_in_hours_says_so(study: Study, clock: Clock) -> None:
    roadmap = study.roadmap
    items = [item._replace(hours=2 if "practice" in item.address else 1) for item in roadmap.items]
    timed = study._replace(roadmap=Roadmap(id=roadmap.id, title="X", items=items, groups=roadmap.groups))
    planning.change(timed, Request(start=START))
    clock.tick(days=15)
    track.mark(timed, "check", ["week1.topics"])
    found = planning.look(timed).outlook
    assert (found.hours, found.behind, found.behind_weight) == (True, 7, 1100)  # 3 + 2·2 twice, less 3.
    assert found.pace is not None
    assert (found.pace.per_week, found.pace.hours_per_week) == (1.4, 1.4)
    assert "7 items (11 hours) behind" in drawn(timed, 120)
    assert "1.4 items, 1.4 hours, a week" in drawn(timed, 120)
    assert "reckoned in hours" in drawn(timed, 120)


def test_in_hours_nobody_is_on_track_who_did_only_what_is_short(study: Study, clock: Clock) -> None:
    roadmap = study.roadmap
    items = [item._replace(hours=0.5 if "practice" in item.address else 10) for item in roadmap.items]
    timed = study._replace(roadmap=Roadmap(id=roadmap.id, title="X", items=items, groups=roadmap.groups))
    planning.change(timed, Request(start=START))
    track.mark(timed, "check", ["week1.practice", "week2.practice", "week3.practice.1"])
    clock.tick(days=(START - clock.now.date()).days + 7)
    found = planning.look(timed).outlook
    assert (found.behind, found.ahead, found.is_behind) == (0, 0, True)
    assert "by your ticks: 28.5 hours behind." in drawn(timed, 120)  # 3 topics and 2 practice items are due.
    planning.change(timed, Request(way=CATCH_UP))
    assert re.search(r"behind; 4\.8 items \([0-9.]+ hours\) a week until", " ".join(drawn(timed, 120).split()))


def test_silence_knows_resources_and_ticks_before_the_plan(study: Study, clock: Clock) -> None:
    clock.now = datetime(2026, 11, 20, 19, tzinfo=CET)
    track.mark(study, "check", ["week1.topics.1"])
    planning.change(study, Request(start=date(2026, 11, 23)))
    clock.now = datetime(2026, 12, 8, 19, tzinfo=CET)
    assert "No tick since the plan began on 23 November 2026; that is fine:" in drawn(study, 120)
    track.mark(study, "check", ["resources.books.1"], {"on": "2026-12-01"})
    assert "that is fine" not in drawn(study, 120)
    clock.now = datetime(2026, 12, 16, 19, tzinfo=CET)
    assert "No tick for 15 days, since 1 December 2026; that is fine:" in drawn(study, 120)


def test_a_pause_before_the_first_week_says_what_comes_after_it(study: Study, clock: Clock) -> None:
    clock.now = datetime(2026, 11, 24, 19, tzinfo=CET)
    planning.change(study, Request(start=date(2026, 11, 23), pauses=(Pause(date(2026, 11, 23), date(2026, 11, 25)),)))
    assert "A pause until 25 November 2026; week 1 goes on after it." in drawn(study, 120)


def test_after_a_pause_one_reads_what_to_go_on_with(learner: Callable[..., str], clock: Clock) -> None:
    learner("plan", "--start", "today", "--pause", "today")
    clock.tick(days=48)
    said = learner("plan", "--resume")
    assert "  Pause   22 Nov 2026 – 8 Jan 2027, 48 days; it is over\n" in said
    assert "  Next    week1.topics.1  Vectors, Matrices, and Matrix Operations\n" in said
    assert "Next" not in learner("plan", "--pause", "+3d")


def test_each_way_says_what_differs_and_is_offered_only_where_it_leads_on(study: Study, clock: Clock) -> None:
    planning.change(study, Request(start=START))
    clock.tick(days=29)
    assert views.ways_of(planning.look(study).outlook) == [CATCH_UP, REBALANCE, EXTEND]
    planning.change(study, Request(finish=START + timedelta(days=3650), start=START))
    clock.tick(days=400)
    track.mark(study, "check", ["week1.topics"])
    words = " ".join(drawn(study, 120).split())
    assert "the dates stay, and you are behind until you have caught up mlpath plan --rebalance the same;" in words
    assert "--extend" not in words
    assert views.ways_of(planning.look(study).outlook) == [CATCH_UP, REBALANCE]
    now = planning.change(study, Request(way=EXTEND))
    assert "extend; the end stays" in " ".join(
        line for block in views.plan(now, Page(120, FANCY)) for line in output.drawn(block, 120, output.NO_COLOUR)
    )


def test_pauses_without_a_start_are_shown(study: Study) -> None:
    planning.change(study, Request(pauses=(Pause(date(2099, 1, 1), date(2099, 1, 2)),)))
    assert "Pause  1 – 2 Jan 2099" in drawn(study, 120)


def drawn(study: Study, width: int) -> str:
    blocks = views.plan(planning.look(study), Page(width, FANCY))
    return "\n".join(line for block in blocks for line in output.drawn(block, width, output.NO_COLOUR))


@pytest.mark.parametrize("width", [40, 72, 80, 100, 120])
def test_nothing_is_cut_off_at_any_width(study: Study, clock: Clock, width: int) -> None:
    planning.change(study, Request(start=START, pauses=(Pause(date(2026, 12, 24), date(2027, 1, 1)),)))
    clock.tick(days=42)
    text = drawn(study, width)
    assert all(len(line.rstrip()) <= width for line in text.splitlines())
    words = " ".join(text.split())
    for week in plans.weeks_of(study.roadmap):
        assert all(word in words for word in week.title.split())
    for state in ("behind", "current", "to come", "pause"):
        assert state in words
    for option in ("--catch-up", "--rebalance", "--extend"):
        assert option in words


def test_a_plan_is_undone_merged_and_told(mlpath: Mlpath, document: Document, tmp_path: Path) -> None:
    other = str(tmp_path / "other.json")
    mlpath("--state", other, "check", "week1")
    mlpath("--state", other, "plan", "--start", "2026-11-23")
    mlpath("merge", other)
    assert document("plan")["start"] == "2026-11-23"
    assert "from 23 Nov 2026" in mlpath("log").stdout
    assert "Took back: plan" in mlpath("undo").stdout
    assert document("plan")["start"] is None
    assert json.loads(mlpath("redo", "--json").stdout)["event"]["plan"] == {"start": "2026-11-23"}


@pytest.mark.parametrize(("label", "days"), [("Day", 1), ("Tag", 1), ("день", 1), ("Lesson", 7), ("Week", 7)])
def test_a_list_of_days_gets_a_day_for_each(document: Document, tmp_path: Path, label: str, days: int) -> None:
    file = tmp_path / "list.md"
    file.write_text("# T\n" + "".join(f"## {label} {number}\n- [ ] a\n" for number in (1, 2, 3)))
    options = ["--roadmap", str(file), "plan"]
    first = document(*options, "--start", "2026-11-30")
    assert first["finish_planned"] == str(date(2026, 11, 30) + timedelta(days=3 * days - 1))
    assert document(*options, "--days", "2")["finish_planned"] == "2026-12-05"
    assert document(*options, "--start", "2026-12-01")["finish_planned"] == "2026-12-06"
