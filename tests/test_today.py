"""Today's screen in each situation of a learner, on a terminal of 80 by 24, of 40 columns, and for a program."""

import json
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from conftest import CET, Clock
from mlpath.commands import see, track
from mlpath.commands.study import Study
from mlpath.journal.encoding import encode
from mlpath.journal.journal import Journal
from mlpath.roadmap.builder import Builder
from mlpath.roadmap.roadmap import Roadmap
from mlpath.roadmap.yaml import write as yaml_file
from mlpath.terminal import output
from mlpath.terminal import today as view
from mlpath.terminal.page import FANCY, PLAIN, Glyphs, Page

Learner = Callable[..., str]
HIGHEST = {80: 14, 40: 23}
NAMES = ("Plan", "Streak", "Total", "Review", "Note", "Type")


def at(clock: Clock, year: int, month: int, day: int) -> None:
    clock.now = datetime(year, month, day, 19, tzinfo=CET)


def screen(learner: Learner, columns: int = 80) -> str:
    """Return today's screen, which fits the terminal."""
    drawn = learner(columns=columns)
    assert len(drawn.splitlines()) <= HIGHEST[columns], drawn
    assert max(map(len, drawn.splitlines())) <= columns, drawn
    return drawn


def words(learner: Learner) -> str:
    """Return the words of the screen, of which those below the items are the same at 40 columns as at 80."""
    wide, narrow = screen(learner, 80), screen(learner, 40)
    facts = " ".join(re.sub(f"^  ({'|'.join(NAMES)}) ", "", line) for line in ending(wide))
    assert facts.split() == " ".join(ending(narrow)).split()
    return " ".join((wide.removesuffix("\n".join(ending(wide)) + "\n") + facts).split())


def ending(drawn: str) -> list[str]:
    return drawn.rpartition("\n\n")[2].splitlines()


def today(learner: Learner) -> dict[str, Any]:
    document = json.loads(learner("--json"))
    assert document["format"] == "mlpath.status"
    return document["today"]


def test_the_first_day(learner: Learner) -> None:
    assert screen(learner) == (
        """
  AI/ML Engineer - Learning Roadmap
  ────────────────────────────────────────  0% covered · 0% verified
  Week 1: Linear Algebra and Statistics Basics
  ────────────────────────────────────────  0 of 5 · 18.5 hours left

  ○  week1.topics.1  Vectors, Matrices, and Matrix Operations  5 h · guide
  ○  week1.topics.2  Probability Basics (Bayes’ Theorem, Conditional
                     Probability)  4 h · guide
  ○  week1.topics.3  Descriptive Statistics (Mean, Median, Standard Deviation)
                     3 h · guide

  Plan  `mlpath plan --start monday` gives the weeks their dates.
  Type  mlpath check next · mlpath guide · mlpath status
"""
    )
    words(learner)
    now = today(learner)
    assert (now["verdict"], now["behind_items"], now["finish_planned"], now["finish_at_pace"]) == (
        "no-plan",
        None,
        None,
        None,
    )
    assert now["week"] == {
        "address": "week1",
        "title": "Linear Algebra and Statistics Basics",
        "done": 0,
        "total": 5,
        "percent": 0,
        "hours_left": 18.5,
        "retained": {"percent": None, "cards": 0},
    }
    assert [(item["address"], item["guide"]) for item in now["items"]] == [
        ("week1.topics.1", True),
        ("week1.topics.2", True),
        ("week1.topics.3", True),
    ]
    assert now["streak"] == {"days": 0, "weeks": 0, "longest_days": 0, "longest_weeks": 0}


def test_a_plan_that_is_yet_to_start(learner: Learner, clock: Clock) -> None:
    at(clock, 2026, 11, 27)
    learner("plan", "--start", "monday")
    said = words(learner)
    assert "The plan starts on Monday, 30 November 2026. It ends on 21 February 2027." in said
    assert today(learner)["verdict"] == "on-track"


def test_the_first_evening_promises_nothing(learner: Learner, clock: Clock) -> None:
    at(clock, 2026, 11, 23)
    learner("plan", "--start", "today")
    learner("check", "week1.topics")
    assert "On track. The plan ends on 14 February 2027." in words(learner)
    assert (today(learner)["verdict"], today(learner)["finish_at_pace"]) == ("on-track", None)


def test_on_track(learner: Learner, clock: Clock) -> None:
    at(clock, 2026, 11, 23)
    learner("plan", "--start", "today")
    learner("check", "week1.topics")
    at(clock, 2026, 11, 24)
    learner("begin", "week1.practice.2")
    learner("check", "week1.practice.1")
    drawn = screen(learner)
    assert drawn.startswith(
        """
  AI/ML Engineer - Learning Roadmap
  ━━────────────────────────────────────  6% covered · 0% verified · 0% retained
  Week 1: Linear Algebra and Statistics Basics
  ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━────────  4 of 5 · 3 hours left

  ◐  week1.practice.2  Compute basic statistics on datasets  3 h · guide · lab
  ○  week2.topics.1    Derivatives and Partial Derivatives   5 h · guide
  ○  week2.topics.2    Gradient Descent Algorithm            4 h · guide

  Plan    On track. """
    )
    assert drawn.endswith(
        """
  Streak  2 days and 1 week in a row
  Review  10 questions are due: `mlpath review`
  Type    mlpath check next · mlpath guide · mlpath status
"""
    )
    words(learner)
    now = today(learner)
    assert (now["verdict"], now["behind_items"], now["finish_planned"]) == ("on-track", 0, "2027-02-14")
    assert now["streak"]["days"] == 2


def test_ahead(learner: Learner, clock: Clock) -> None:
    at(clock, 2026, 11, 23)
    learner("plan", "--start", "today")
    learner("check", "week1", "week2.topics.1", "week2.topics.2")
    assert " 2 items ahead. " in words(learner)
    assert today(learner)["verdict"] == "ahead"
    assert today(learner)["week"]["hours_left"] == 12


def test_behind(learner: Learner, clock: Clock) -> None:
    at(clock, 2026, 11, 23)
    learner("plan", "--start", "today")
    learner("check", "week1")
    at(clock, 2026, 12, 8)
    learner("check", "week2.topics.1")
    assert screen(learner) == (
        """
  AI/ML Engineer - Learning Roadmap
  ━━━───────────────────────────────────  9% covered · 0% verified · 0% retained
  Week 2: Calculus and Optimization
  ━━━━━━━───────────────────────────────  1 of 5 · 16 hours left

  ○  week2.topics.2  Gradient Descent Algorithm                    4 h · guide
  ○  week2.topics.3  Optimization Techniques (Adam, RMSprop, SGD)  4 h · guide

  Plan    4 items (16 hours) behind: it is week 3 by the calendar. At your pace
          you finish on 13 May 2027; the plan ends on 14 February.
  Streak  1 day and 1 week in a row
  Review  10 questions are due: `mlpath review`
  Type    mlpath check next · mlpath guide · mlpath status
"""
    )
    words(learner)
    now = today(learner)
    assert (now["verdict"], now["behind_items"]) == ("behind", 4)
    assert (now["finish_planned"], now["finish_at_pace"]) == ("2027-02-14", "2027-05-13")


def test_after_a_month_away(learner: Learner, clock: Clock) -> None:
    at(clock, 2026, 11, 23)
    learner("plan", "--start", "today")
    for day in (23, 24, 25):
        at(clock, 2026, 11, day)
        learner("check", "next")
    at(clock, 2026, 12, 26)
    said = words(learner)
    assert "4% covered" in said
    assert "17 items (68.5 hours) behind. 31 days without a tick; that is fine. `mlpath plan` offers ways on." in said
    assert "Longest: 3 days and 1 week in a row 10 questions are due: `mlpath review` mlpath check next" in said
    assert "At your pace" not in said
    now = today(learner)
    assert (now["verdict"], now["behind_items"], now["items"][0]["address"]) == ("behind", 17, "week1.practice.1")


def test_after_the_planned_end(learner: Learner, clock: Clock) -> None:
    at(clock, 2026, 11, 23)
    learner("plan", "--start", "today")
    at(clock, 2027, 2, 10)
    learner("check", "month1-2", "week9-11")
    at(clock, 2027, 2, 20)
    assert "4 items (22 hours) behind. The plan ended on 14 February 2027. At your pace you finish on" in words(learner)
    assert today(learner)["verdict"] == "behind"


def test_in_a_pause(learner: Learner, clock: Clock) -> None:
    at(clock, 2026, 12, 14)
    learner("plan", "--start", "today")
    learner("check", "week1.topics")
    learner("plan", "--pause", "2026-12-21..2027-01-03")
    at(clock, 2026, 12, 28)
    said = words(learner)
    assert "A pause until 3 January 2027. Week 2 goes on after it." in said
    assert "1 day and 1 week in a row" not in said
    assert today(learner)["verdict"] == "paused"


def test_the_weeks_are_done_and_resources_are_left(learner: Learner, clock: Clock) -> None:
    at(clock, 2026, 11, 23)
    learner("plan", "--start", "today")
    at(clock, 2027, 2, 10)
    learner("check", "month1-3")
    assert screen(learner) == (
        """
  AI/ML Engineer - Learning Roadmap
  ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━────  90% covered · 0% verified · 0% retained

  ○  resources.books.1  Hands-On Machine Learning with Scikit-Learn, Keras, and
                        TensorFlow by Aurélien Géron  60 h · guide
  ○  resources.books.2  Deep Learning with Python by François Chollet
                        30 h · guide

  Plan   All 57 items of the 12 weeks are done. The last one on 10 February
         2027, 4 days before the planned end.
  Total  57 items, 252 hours, 10 Feb 2027; best week 8 – 14 Feb 2027, 57 items
  Type   mlpath check next · mlpath guide · mlpath status
"""
    )
    now = today(learner)
    assert (now["verdict"], now["week"], now["finish_at_pace"]) == ("done", None, "2027-02-10")
    assert (now["finale"]["hours"], now["finale"]["resources_left"]) == (252, 6)


def test_everything_is_done(learner: Learner, clock: Clock) -> None:
    learner("check", "month1-3", "resources")
    said = words(learner)
    assert "100% covered" in said
    assert "Everything is done. Congratulations!" in said
    assert "check next" not in said
    assert (today(learner)["verdict"], today(learner)["items"]) == ("done", [])


def test_without_a_plan_there_is_a_pace_all_the_same(learner: Learner, clock: Clock) -> None:
    at(clock, 2026, 11, 2)
    learner("check", "week1")
    at(clock, 2026, 11, 22)
    learner("check", "week2.topics.1")
    assert " At your pace you finish on " in words(learner)
    assert today(learner)["verdict"] == "no-plan"


def test_what_is_to_know_of_the_state_file_stands_there(learner: Learner, tmp_path: Path) -> None:
    learner("check", "week1")
    (tmp_path / "state.json").unlink()
    assert "There is no state file, but a backup: `mlpath doctor --restore` brings" in " ".join(
        learner(columns=80).split()
    )
    event = {
        "id": "e",
        "order": 1,
        "at": "2026-11-22T18:00:00+01:00",
        "kind": "check",
        "items": ["probability", "gone"],
    }
    (tmp_path / "state.json").write_bytes(encode(Journal("ai-ml-engineer", (event,))))
    assert "Progress of 1 item that the roadmap no longer has is kept; `mlpath doctor` names them." in words(learner)


def roadmap_of(titles: list[str]) -> Roadmap:
    builder = Builder()
    with builder.month("A month", 1), builder.week("A week", 1), builder.section("topics", "Topics"):
        for number, title in enumerate(titles):
            builder.add(id=f"item-{number}", title=title)
    return Roadmap(id="own", title="Own", items=builder.items, groups=builder.groups)


@pytest.mark.parametrize(("length", "shown"), [(1, 3), (12, 2), (24, 1)])
def test_as_many_items_are_shown_as_leave_it_on_one_screen(
    learner: Learner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, length: int, shown: int
) -> None:
    monkeypatch.chdir(tmp_path)
    titles = [" ".join(["longword"] * length)] * 3
    (tmp_path / "own.yaml").write_text(yaml_file.render(roadmap_of(titles)), encoding="utf-8")
    drawn = learner("--roadmap", "own.yaml", "--state", "own.json", columns=80)
    assert drawn.count("week1.topics.") == shown
    assert "0 of 3\n" in drawn  # Without hours, none are left.
    assert len(drawn.splitlines()) <= 14


@pytest.mark.parametrize("glyphs", [FANCY, PLAIN])
def test_hours_and_guide_stand_in_one_line_in_every_encoding(study: Study, glyphs: Glyphs) -> None:
    track.mark(study, "check", ["week1-2", "week3.topics.1"])
    for width in range(60, 121):
        drawn = [
            line
            for block in view.today(see.today(study), Page(width, glyphs), "mlpath {}".format)
            for line in output.drawn(block, width, output.NO_COLOUR)
        ]
        assert len(drawn) <= 14
        assert max(map(len, drawn)) <= width
        assert not [line for line in drawn if line.split() == ["guide"]]
        assert sum("6 h" in line and "guide" in line for line in drawn) == 1


def test_commands_name_the_files_and_the_items_make_room_for_them(learner: Learner, tmp_path: Path) -> None:
    state = str(tmp_path / "a folder with a name" / "that is long" / "state.json")
    drawn = learner("--state", state, columns=80)
    assert f"  Type  mlpath check next --state '{state}'\n" in drawn
    assert "mlpath guide" not in drawn
    assert sum(-(-len(line) // 80) or 1 for line in drawn.splitlines()) <= 14


def test_hours_left_are_those_of_open_items(learner: Learner) -> None:
    learner("skip", "week1.topics.1")
    learner("begin", "week1.topics.2")
    assert today(learner)["week"]["hours_left"] == 13.5


def test_no_text_of_a_file_steers_the_terminal(learner: Learner, tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(
        yaml_file.render(roadmap_of(["[bold]not bold[/bold] `code` x"])), encoding="utf-8"
    )
    drawn = learner("--roadmap", str(tmp_path / "own.yaml"), "--state", str(tmp_path / "own.json"), columns=80)
    assert "[bold]not bold[/bold] `code` x" in drawn
