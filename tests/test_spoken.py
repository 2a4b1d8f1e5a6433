"""What a screen reader gets: words instead of boxes and bars, a line after the other, no columns."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from conftest import ROOT

Mlpath = Callable[..., Result]
DRAWN = re.compile("[─━╭│▸○◐●░▒▓█·•┃│]|  |\\[[x ~-]\\]|\x1b")
SPOKEN = {"ACCESSIBLE": "1", "FORCE_COLOR": "1", "COLUMNS": "80"}


@pytest.fixture
def spoken(mlpath: Mlpath) -> Callable[..., str]:
    """Run a command for a screen reader, after a few ticks, and return what it prints."""
    for words in ("plan --start today", "check week1 r.b1", "check w2.t1 --note hard", "begin w2.t2", "skip w2.t3"):
        assert mlpath(*words.split()).exit_code == 0

    def run(*words: str, **environment: str) -> str:
        return mlpath(*words, env={**SPOKEN, **environment}).output

    return run


@pytest.mark.parametrize(
    "command",
    [
        "",
        "status",
        "status week2",
        "next",
        "show week2",
        "show w2.t1",
        "note w2.t1",
        "log",
        "stats",
        "plan",
        "plan --days 8",
        "check w2.t2",
        "check week1",
        "undo",
        "open w2.t1",
        "use",
        "doctor",
        "validate",
        "check nope",
        "--help",
        "check --help",
        "plan -h",
    ],
)
def test_nothing_is_drawn_and_nothing_stands_in_columns(spoken: Callable[..., str], command: str) -> None:
    said = spoken(*command.split())
    found = DRAWN.search(said)
    assert found is None, said[max(0, found.start() - 200) : found.end() + 200]
    assert len(said.split()) > 4


def test_what_is_drawn_otherwise_is_said(spoken: Callable[..., str]) -> None:
    today = spoken()
    assert "\n11% covered, 0% verified, 0% retained\n" in today
    assert "\nWeek 2: Calculus and Optimization\n1 of 4, 12 hours left\n" in today
    assert "\nunder way: week2.topics.2, Gradient Descent Algorithm, 4 h, guide\n" in today
    assert "\nPlan: 1 item ahead." in today
    assert "\nType: mlpath check next, mlpath guide, mlpath status\n" in today
    status = spoken("status")
    labs = sum(path.is_dir() for path in (ROOT / "roadmap" / "labs").iterdir())
    assert f"\n11%, 7 of 62 done, 1 under way, 1 skipped, 0 of {labs} verified, 0% retained\n" in status
    assert "\nWeek 2, Calculus and Optimization: 1 of 4, 25%, now\n" in status
    assert "\nBooks: 1 of 2, 50%\n" in status
    show = spoken("show", "week2")
    assert "\nskipped: week2.topics.3, Optimization Techniques (Adam, RMSprop, SGD), skipped since" in show
    assert ", note hard\n" in show
    assert "\nWeek 2: 2/4, 50%\n" in spoken("check", "w2.t2")
    assert "\nWeeks in a row: 1 now, longest 1\n" in spoken("stats")
    assert re.search(r"\nWeek 1, Linear Algebra and Statistics Basics: \d+ .*, 5 of 5, done\n", spoken("plan"))
    assert spoken("plan").count(", 0 of 5, to come\n") > 3


def test_the_help_is_said_in_sentences(spoken: Callable[..., str]) -> None:
    said = spoken("check", "--help")
    assert said.startswith("Usage: mlpath check [OPTIONS] [ADDRESS]...\n\nMark items as done.\n")
    assert "\nADDRESS: An address (week5.practice.1, week5, week1-3), an id, or `next`.\n" in said
    assert "\n--on DATE: The day it was done, if not today.\n" in said
    assert "\n--roadmap FILE: Use this roadmap.\n" in said
    assert "\n--help or -h: Show this message and exit.\n" in said
    assert "\nExamples\nmlpath check week5.practice.1\nmlpath check w5.p1 w5.p2 # the same, shorter" in said
    whole = spoken("--help")
    assert "\nTrack\ncheck: Mark items as done.\n" in whole
    assert "\n--version: Print the version.\n" in whole
    assert "╭" in spoken("check", "--help", ACCESSIBLE="0")


def test_code_stays_as_it_is(spoken: Callable[..., str], mlpath: Mlpath) -> None:
    source = mlpath("guide", "gradient-descent", "--json").stdout
    code = re.findall(r"```python.*?\n(.*?)```", json.loads(source)["parts"][0]["text"], re.DOTALL)
    assert any("\n    " in block for block in code)
    assert all(block in spoken("guide", "gradient-descent") for block in code)


def test_the_config_asks_for_it_and_the_environment_decides(spoken: Callable[..., str], home: Path) -> None:
    config = home / ".config" / "mlpath" / "config.json"
    config.parent.mkdir(parents=True)
    config.write_text('{"accessible": true}')
    assert "\n11% covered, 0% verified, 0% retained\n" in spoken(ACCESSIBLE="yes")
    for setting in ("0", "", "no", "False"):
        assert "\n11% covered, 0% verified, 0% retained\n" not in spoken(ACCESSIBLE=setting)


def test_the_config_alone_is_enough(mlpath: Mlpath, home: Path) -> None:
    config = home / ".config" / "mlpath" / "config.json"
    config.parent.mkdir(parents=True)
    config.write_text('{"accessible": true}')
    assert "\n0% covered, 0% verified\n" in mlpath().stdout
    config.write_text('{"accessible": false}')
    assert "\n0% covered, 0% verified\n" not in mlpath().stdout
    config.write_text("{")
    assert "the config file" in mlpath().stderr
