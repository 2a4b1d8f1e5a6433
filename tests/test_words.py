"""Words that people try as commands are answered with the command that does it, which can be run as it stands."""

import ast
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from conftest import ROOT
from mlpath.cli import fastlane
from mlpath.cli.registry import COMMANDS, HEADINGS
from mlpath.cli.words import ANSWERS

Mlpath = Callable[..., Result]


def hint(mlpath: Mlpath, typed: str) -> str:
    result = mlpath(*shlex.split(typed))
    assert result.exit_code == 2
    assert result.stdout == ""
    assert f"there is no command '{typed.split(maxsplit=1)[0]}'" in result.stderr
    return result.stderr.splitlines()[1]


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("done", "mlpath check next"),
        ("done week5.practice.1", "mlpath check week5.practice.1"),
        ("start", "mlpath begin next"),
        ("list", "mlpath show"),
        ("ls week5", "mlpath show week5"),
        ("ls -l", "mlpath show"),
        ("today", "mlpath"),
        ("help", "mlpath --help"),
        ("help check", "mlpath check --help"),
        ("help done", "mlpath check --help"),
        ("search random forest", "mlpath show --find 'random forest'"),
        ("add", "mlpath export -o my-roadmap.yaml"),
        ("week 5", "mlpath show week5"),
        ("week5.practice.1", "mlpath show week5.practice.1"),
        ("gradient-descent", "mlpath show week2.topics.2"),
        ("pause", "mlpath plan --pause today..+1w"),
        ("pause 2026-12-24..2027-01-03", "mlpath plan --pause 2026-12-24..2027-01-03"),
        ("resume", "mlpath plan --resume"),
        ("serach tree", "mlpath show --find tree"),
        ("chekc w5", "mlpath check w5"),
        ("start monday", "mlpath plan --start monday"),
        ("start 8 Dec 2026", "mlpath plan --start '8 Dec 2026'"),
        ("start week5", "mlpath begin week5"),
        ("rest", "mlpath plan --rest sat,sun"),
        ("retry", "mlpath verify next"),
        ("state", "mlpath doctor"),
        ("pauze", "mlpath plan --pause today..+1w"),
        ("shwo", "mlpath show"),
        ("skipped w5", "mlpath skip w5"),
        ("undone", "mlpath undo"),
        ("cards", "mlpath review"),
        ("xyzzy", "mlpath --help"),
    ],
)
def test_a_word_is_answered_with_the_right_command(mlpath: Mlpath, typed: str, command: str) -> None:
    assert f"`{command}`" in hint(mlpath, typed)


@pytest.mark.parametrize("word", ["quit", "exit", "login", "move", "clear", "back", "x"])
def test_a_word_that_means_something_else_is_taken_for_no_other(mlpath: Mlpath, word: str) -> None:
    assert hint(mlpath, word) == "`mlpath --help` lists the commands"


def test_nothing_leads_to_what_takes_progress_away(mlpath: Mlpath) -> None:
    for typed in ("resume", "rest", "set", "preset", "resent", "recent", "rset5"):
        assert "reset" not in hint(mlpath, typed), typed


def test_every_command_that_an_answer_names_can_be_run() -> None:
    words = [word for answer in ANSWERS for word in answer.words.split()]
    assert len(words) == len(set(words))
    assert not set(words) & set(HEADINGS)
    assert set(HEADINGS) == {name for names in COMMANDS.values() for name in names}
    for answer in ANSWERS:
        lines = [f"mlpath {answer.command} {answer.usual}", *re.findall(r"`([^`]*)`", answer.does)]
        for line in lines:
            arguments = shlex.split(line)[1:]
            assert arguments[-1:] in (["--help"], ["--version"], ["--install-completion"]) or fastlane.parse(
                arguments
            ), line


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("show week 5", {"address": "week 5"}),
        ("show --todo Week 5 --json", {"address": "Week 5", "todo": True}),
        ("log -n 3 month 2", {"address": "month 2", "most": 3}),
        ("guide week 12 --questions", {"address": "week 12", "questions": True}),
        ("note week 5 words", {"address": "week 5", "words": ["words"]}),
        ("open w5.t1 2", {"address": "w5.t1", "number": 2}),
        ("show --find week w5.t1", {"address": "w5.t1", "find": "week"}),
        ("check week 5", {"addresses": ["week", "5"]}),
    ],
)
def test_a_week_may_be_written_as_two_words(mlpath: Mlpath, line: str, values: dict[str, Any]) -> None:
    words = line.split()
    call = fastlane.parse(words)
    assert call is not None
    assert call[2] == values
    assert "unexpected" not in mlpath(*words).output  # Typer reads it so, too.


def test_a_roadmap_that_cant_be_read_is_no_obstacle(mlpath: Mlpath) -> None:
    result = mlpath("--roadmap", "/missing.yaml", "week", "5")
    assert (result.exit_code, "`mlpath --help" in result.stderr) == (2, True)


@pytest.mark.heavy
def test_a_command_in_a_message_can_be_copied_and_run_as_it_stands(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a clone, with a roadmap and a state of its own, named by paths with spaces in them."""
    monkeypatch.chdir(tmp_path)
    script = tmp_path / "my clone" / "mlpath"
    script.parent.mkdir()
    script.write_text(f"#!{sys.executable}\nfrom mlpath.__main__ import main\nmain()\n")
    script.chmod(0o755)
    (tmp_path / "a course.md").write_text("# Course\n## Week 1\n- [ ] one\n- [ ] two\n")
    options = "--roadmap 'a course.md' --state 'a state.json'"

    def run(line: str) -> str:
        ended = subprocess.run(
            ["bash", "-c", line], capture_output=True, text=True, env={**os.environ, "COLUMNS": "40"}
        )
        assert ended.returncode in (0, 2), (line, ended.stderr)
        return ended.stdout + ended.stderr

    for typed in ("check week1.items.1", "", "check nowhere", "dnoe", "undo"):
        said = run(f"'my clone/mlpath' {typed} {options}")
        commands = [line for line in re.findall(r"`([^`]*)`", said) if "mlpath" in line and "ADDRESS" not in line]
        assert commands or typed in ("", "undo"), said
        for command in commands:
            assert command.startswith("'my clone/mlpath'"), command
            assert all(word in command for word in ("'a course.md'", "'a state.json'")), command
            run(command)


def test_views_mark_every_command_as_one() -> None:
    """With `with_commands`, so that it is shown as it runs from where the learner is; a plain text would not be."""
    for path in (ROOT / "src" / "mlpath" / "terminal").glob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ("text", "Text"):
                plain = [node.value for node in ast.walk(call) if isinstance(node, ast.Constant)]
                assert not any("`mlpath" in words for words in plain if isinstance(words, str)), (path.name, plain)
