"""The commands as people type them, through Typer's runner."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from conftest import ROOT, Run
from mlpath import __version__
from mlpath.cli.registry import COMMANDS

Cli = Callable[..., Result]
NAMES = [name for names in COMMANDS.values() for name in names]


@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_examples_and_the_common_options(mlpath: Cli, name: str) -> None:
    result = mlpath(name, "--help")
    assert result.exit_code == 0
    assert "Examples" in result.stdout
    assert f"mlpath {name}" in result.stdout.split("Examples")[1]
    for option in ("--roadmap", "--state", "--json"):
        assert option in result.stdout


def test_the_help_groups_the_commands(mlpath: Cli) -> None:
    help = mlpath("--help").stdout
    for heading in COMMANDS:
        assert f" {heading} " in help
    for name in NAMES:
        assert f"│ {name} " in help


def test_the_version_is_printed(mlpath: Cli) -> None:
    assert mlpath("--version").stdout == f"mlpath {__version__}\n"


def test_bare_mlpath_is_todays_screen_and_its_document_that_of_status(mlpath: Cli) -> None:
    assert "week1.topics.3" in mlpath().stdout
    assert "week1.topics.3" not in mlpath("status").stdout
    assert mlpath("--json").stdout == mlpath("status", "--json").stdout


def test_options_work_before_and_after_the_command(mlpath: Cli, tmp_path: Path, state: Path) -> None:
    own = str(tmp_path / "own.json")
    assert mlpath("--state", own, "check", "w1.t1").exit_code == 0
    assert mlpath("check", "w1.t2", "--state", own).exit_code == 0
    assert mlpath("--state", "/nope/x.json", "check", "w1.t3", "--state", own).exit_code == 0
    for arguments in (
        ["--json", "--state", own],
        ["--state", own, "status", "--json"],
        ["--json", "status", "--state", own],
    ):
        assert json.loads(mlpath(*arguments).stdout)["overall"]["done"] == 3
    assert not state.exists()


def test_the_first_tick_says_where_the_data_is(mlpath: Cli, state: Path) -> None:
    assert str(state) in mlpath("check", "week5.practice.1").stdout.replace("\n", "")
    assert str(state) not in mlpath("check", "week5.practice.2").stdout


def test_a_change_says_what_changed_both_bars_and_what_is_next(mlpath: Cli) -> None:
    lines = mlpath("check", "w5.p1").stdout.splitlines()
    assert "week5.practice.1" in lines[0]
    assert "Week 5" in lines[1]
    assert "1/4  25%" in lines[1]
    assert "1/63  1%" in lines[2]
    assert "Next     week1.topics.1" in lines[3]
    again = mlpath("check", "w5.p1").stdout.splitlines()
    assert "is done since" in again[0]


def test_check_without_an_address_shows_what_is_next(mlpath: Cli, state: Path) -> None:
    result = mlpath("check")
    assert result.exit_code == 0
    assert "week1.topics.1" in result.stdout
    assert not state.exists()


def test_next_congratulates_and_names_what_was_skipped(mlpath: Cli) -> None:
    mlpath("check", "month1-3", "resources")
    mlpath("uncheck", "week3.topics.1")
    mlpath("skip", "week3.topics.1")
    result = mlpath("next")
    assert "Congratulations" in result.stdout
    assert "week3.topics.1" in result.stdout
    assert "Congratulations" in mlpath().stdout


def test_show_filters_and_finds(mlpath: Cli) -> None:
    mlpath("check", "w2.t2", "--note", "Learning rate matters")
    assert "week2.topics.2" not in mlpath("show", "week2", "--todo").stdout
    assert "week2.topics.1" not in mlpath("show", "week2", "--done").stdout
    for words in ("rate LEARNING", "descent calculus", "gradient algorithm"):
        assert "week2.topics.2" in mlpath("show", "--find", words).stdout
    assert "Nothing here fits" in mlpath("show", "--find", "quantum").stdout
    assert mlpath("show", "--todo", "--done").exit_code == 2


def test_show_of_one_item_says_everything(mlpath: Cli) -> None:
    mlpath("check", "w2.t2", "--note", "aha", "--link", "https://x.org", "--on", "2026-01-02")
    shown = mlpath("show", "gradient-descent").stdout
    for part in (
        "week2.topics.2",
        "Gradient Descent Algorithm",
        "done 2 Jan 2026",
        "aha",
        "https://x.org",
        "gradient-descent",
        "Week 2",
    ):
        assert part in shown


def test_status_of_a_part_shows_its_items(mlpath: Cli) -> None:
    shown = mlpath("status", "week5").stdout
    assert "Week 5: Supervised Learning Algorithms" in shown
    assert "week5.practice.2" in shown
    assert "week6" not in shown


def test_orphans_are_mentioned_and_kept(mlpath: Cli, tmp_path: Path) -> None:
    text = "version: 1\nid: x\ntitle: X\nmonths: [{title: M, weeks: [{title: W, topics: [A, B]}]}]\n"
    own = tmp_path / "own.yaml"
    own.write_text(text)
    arguments = ("--roadmap", str(own), "--state", str(tmp_path / "s.json"))
    mlpath(*arguments, "check", "a")
    own.write_text(text.replace("A, B", "B"))
    assert "Progress of 1 item that the roadmap no longer has is kept" in mlpath(*arguments).stdout
    assert "a" in json.loads(mlpath(*arguments, "doctor", "--json").stdout)["checks"][3]["found"]
    mlpath(*arguments, "check", "b")
    own.write_text(text)
    assert json.loads(mlpath(*arguments, "--json").stdout)["overall"]["done"] == 2


def test_reset_moves_the_state_aside_and_says_how_to_bring_it_back(mlpath: Cli, state: Path) -> None:
    assert "no progress yet" in mlpath("reset").stdout
    mlpath("check", "w1")
    refused = mlpath("reset")
    assert refused.exit_code == 2
    assert "--yes" in refused.stderr
    assert state.exists()
    moved = mlpath("reset", "--yes")
    assert moved.exit_code == 0
    assert not state.exists()
    command = moved.stdout.split("bring it back: ")[1].replace("\n", "")
    os.system(command)
    assert json.loads(mlpath("--json").stdout)["overall"]["done"] == 5


def test_resets_way_back_leaves_a_link_a_link(mlpath: Cli, tmp_path: Path) -> None:
    link = tmp_path / "link.json"
    (tmp_path / "real").mkdir()
    link.symlink_to(tmp_path / "real" / "a.json")
    mlpath("--state", str(link), "check", "w1")
    moved = mlpath("--state", str(link), "reset", "--yes")
    os.system(moved.stdout.split("bring it back: ")[1].replace("\n", ""))
    assert link.is_symlink()
    assert json.loads(mlpath("--state", str(link), "--json").stdout)["overall"]["done"] == 5


def test_reset_does_not_move_what_is_not_its_own(mlpath: Cli, tmp_path: Path) -> None:
    other = tmp_path / "precious.json"
    other.write_text('{"recipes": []}')
    assert mlpath("--state", str(other), "reset", "--yes").exit_code == 4
    assert other.exists()


def test_doctor_names_everything_and_why(mlpath: Cli, state: Path, tmp_path: Path) -> None:
    checks = {check["name"]: check for check in json.loads(mlpath("doctor", "--json").stdout)["checks"]}
    assert checks["roadmap"]["path"] == str(ROOT / "data" / "roadmap.yaml")
    assert checks["state"]["path"] == str(state)
    assert {check["state"] for check in checks.values()} == {"ok"}
    named = json.loads(mlpath("doctor", "--json", "--state", str(tmp_path)).stdout)
    assert named["ok"] is False
    assert mlpath("doctor", "--state", str(tmp_path)).exit_code == 1
    assert mlpath("doctor", "--roadmap", "/missing").exit_code == 1
    assert "--roadmap" in mlpath("doctor", "--roadmap", "/missing").stdout


def test_the_config_file_names_the_roadmap(mlpath: Cli, home: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("version: 1\nid: mine\ntitle: My own\nmonths: [{title: M, weeks: [{title: W, topics: [A]}]}]\n")
    config = home / ".config" / "mlpath" / "config.json"
    config.parent.mkdir(parents=True)
    config.write_text(json.dumps({"roadmap": str(own)}))
    assert "My own" in mlpath().stdout
    config.write_text(json.dumps({"roadmap": "own.yaml"}))
    own.rename(config.parent / "own.yaml")
    assert "My own" in mlpath().stdout
    config.write_text("{")
    assert mlpath().exit_code == 3
    assert mlpath("doctor").exit_code == 1


def test_the_schema_is_printed(mlpath: Cli) -> None:
    assert json.loads(mlpath("validate", "--schema").stdout)["title"] == "mlpath roadmap"


def test_markup_in_titles_and_notes_is_text(mlpath: Cli, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(
        "version: 1\nid: x\ntitle: '[red]X[/red]'\nmonths: [{title: M, weeks: [{title: W, topics: ['[bold]A[/] :smile:']}]}]\n"
    )
    arguments = ("--roadmap", str(own))
    mlpath(*arguments, "check", "w1", "--note", "[link=x]y\x1b]0;z\x07")
    shown = mlpath(*arguments, "show").stdout
    assert "[bold]A[/] :smile:" in shown
    assert "[link=x]y" in shown
    assert "[red]X[/red]" in shown
    assert "\x1b" not in shown
    assert "\x07" not in shown


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        *(pytest.param(words, marks=pytest.mark.heavy) for words in (["check", "--help"], ["validate", "--schema"])),
    ],
)
def test_help_is_the_same_where_python_leaves_docstrings_out(process: Callable[..., Run], arguments: list[str]) -> None:
    usual = process(*arguments)
    assert usual.code == 0
    assert process(*arguments, env={"PYTHONOPTIMIZE": "2"}) == usual
