"""Completion of addresses, in Typer's protocol and in real shells."""

import os
import pty
import select
import shutil
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import Result

from conftest import Run, bare, settle
from mlpath.cli.registry import COMMANDS
from mlpath.shell.completion import COMMANDS as WITH_ADDRESSES
from mlpath.shell.completion import candidates

Mlpath = Callable[..., Result]
Process = Callable[..., Run]
HARM = "$(touch pwned1) `touch pwned2` \\$(touch pwned3) ' \" ) ; touch pwned4 # : {x} *"


def values(command: str, begun: str) -> list[str]:
    return [value for value, _ in candidates(command, begun)]


def asked(shell: str, *words: str) -> dict[str, str]:
    """Return the environment in which a shell asks for completions of the last word."""
    return {
        "_MLPATH_COMPLETE": f"complete_{shell}",
        "COMP_WORDS": "\n".join(words),
        "COMP_CWORD": str(len(words) - 1),
        "_TYPER_COMPLETE_ARGS": " ".join(words),
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    }


def test_the_commands_with_addresses_exist() -> None:
    assert set(WITH_ADDRESSES) <= {name for names in COMMANDS.values() for name in names}


def test_groups_then_sections_then_items(home: Path) -> None:
    assert values("show", "")[:3] == ["month1", "week1", "week2"]
    assert "resources" in values("show", "")
    assert values("show", "week5.") == ["week5.topics", "week5.practice"]
    assert values("show", "week5.p") == ["week5.practice", "week5.practice.1", "week5.practice.2"]
    assert values("show", "week5.practice.") == ["week5.practice.1", "week5.practice.2"]
    assert values("show", "WEEK5.PRACTICE.2") == ["week5.practice.2"]
    assert values("show", "gradient") == ["gradient-descent", "gradient-descent-from-scratch"]
    assert values("check", "ne") == ["neural-networks", "next"]
    assert values("show", "nonsense") == []


def test_only_what_the_command_has_to_do_with(mlpath: Mlpath) -> None:
    mlpath("check", "week5.topics", "w5.p1")
    mlpath("begin", "w6.t1")
    assert values("check", "week5.") == ["week5.practice", "week5.practice.2"]
    assert values("uncheck", "week") == ["week5", "week6"]
    assert values("uncheck", "week5.p") == ["week5.practice", "week5.practice.1"]
    assert "week6.topics.1" not in values("begin", "week6.topics.")


def test_short_forms_stay_short(home: Path) -> None:
    assert values("check", "w5.") == ["w5.topics", "w5.practice"]
    assert values("check", "W5.P") == ["w5.practice", "w5.practice.1", "w5.practice.2"]
    assert values("show", "r.") == ["r.books", "r.online-courses", "r.documentation"]
    assert values("show", "w99.") == values("show", "x.") == []


def test_what_is_broken_completes_to_nothing(mlpath: Mlpath, process: Process, state: Path) -> None:
    mlpath("check", "week1")
    state.write_text("{")
    assert candidates("check", "week") == []
    assert process(env=asked("bash", "mlpath", "check", "week")) == Run(0, "", "")


def test_each_shell_hears_it_its_own_way(process: Process) -> None:
    def heard(shell: str, begun: str) -> list[str]:
        return process(env=asked(shell, "mlpath", "check", begun)).out.splitlines()

    assert heard("bash", "week5.") == ["week5.topics", "week5.practice"]
    assert heard("zsh", "week5.p")[0] == '_arguments \'*: :(("week5.practice":"Practice"'
    assert heard("fish", "week5.p")[0] == "week5.practice\tPractice"


@pytest.mark.parametrize(
    ("shell", "left"), [("bash", ["che"]), ("zsh", ["check", "nonsense"]), ("fish", ["check", "nonsense"])]
)
def test_what_is_no_address_is_left_to_typer(mlpath: Mlpath, process: Process, shell: str, left: list[str]) -> None:
    def heard(*words: str) -> str:
        return mlpath(env=asked(shell, "mlpath", *words)).stdout

    assert process(env=asked(shell, "mlpath", *left)).out == heard(*left)
    assert "check" in heard("che")
    assert "--note" in heard("check", "--no")
    assert "week5.practice" in heard("check", "--note", "x", "week5.p")


@pytest.mark.parametrize("command", WITH_ADDRESSES)
def test_behind_an_option_addresses_are_completed_too(mlpath: Mlpath, state: Path, command: str) -> None:
    mlpath("begin", "week5.topics.1")
    environment = asked("bash", "mlpath", command, "--state", str(state), "week5.t")
    assert mlpath(env=environment).stdout.splitlines()[:1] == ["week5.topics"]


def test_the_files_named_on_the_line_count(mlpath: Mlpath, process: Process, tmp_path: Path) -> None:
    other = str(tmp_path / "other.json")
    mlpath("--state", other, "check", "week5.topics")
    for words in (("check", "--state", other, "week5."), ("--state", other, "check", "week5.")):
        assert process(env=asked("bash", "mlpath", *words)).out.splitlines()[:1] == ["week5.practice"]
    assert values("check", "week5.") == ["week5.topics", "week5.practice"]


def test_a_second_tab_needs_no_module(mlpath: Mlpath, process: Process, state: Path) -> None:
    mlpath("check", "week5.topics")
    settle(state)
    environment = asked("bash", "mlpath", "check", "week5.")
    first = process(env=environment)
    second, modules = bare(env=environment)
    assert second == first
    assert first.out.startswith("week5.practice\n")
    assert not {"typing", "json", "re", "rich", "typer", "datetime"} & modules


@pytest.mark.parametrize("shell", ["zsh", "fish", "bash"])
def test_a_title_is_harmless_in_a_completion(
    mlpath: Mlpath, process: Process, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shell: str
) -> None:
    monkeypatch.setenv("MLPATH_ROADMAP", evil(tmp_path, {"title": HARM, "topics": [{"id": "a", "title": HARM}]}))
    for out in (
        process(env=asked(shell, "mlpath", "check", "week1.t")).out,
        mlpath(env=asked(shell, "mlpath", "check", "--note", "x", "week1.t")).stdout,
    ):
        assert "week1.topics.1" in out
        assert not set("$`\\;{}#*") & set(out.replace("'*: :((", "").replace(":", ""))


def evil(folder: Path, week: dict[str, Any]) -> str:
    """Write a roadmap of one week and return its path."""
    months = [{"title": "M", "weeks": [week]}]
    (folder / "evil.yaml").write_text(yaml.safe_dump({"version": 1, "id": "x", "title": "X", "months": months}))
    return str(folder / "evil.yaml")


def drive(arguments: list[str], folder: Path, *typed: str) -> str:
    """Type into a real shell in a terminal of its own, and return all that it drew."""
    pid, master = pty.fork()
    if pid == 0:
        os.chdir(folder)
        termios.tcsetwinsize(0, (50, 200))
        os.execvpe(arguments[0], arguments, {**os.environ, "TERM": "xterm", "LANG": "C.UTF-8", "PS1": "$ "})
    drawn = b""

    def listen(quiet: float) -> None:
        nonlocal drawn
        until = time.monotonic() + 20
        while time.monotonic() < until and select.select([master], [], [], quiet)[0]:
            try:
                drawn += os.read(master, 65536)
            except OSError:
                return
            if drawn.endswith((b"\x1b[c", b"\x1b[0c")):
                os.write(master, b"\x1b[?62;c")  # fish asks what terminal this is.

    listen(2)
    for text in typed:
        os.write(master, text.encode())
        listen(2)
    os.write(master, b"\x03\nexit\n")
    listen(1)
    os.close(master)
    os.waitpid(pid, 0)
    return drawn.decode("utf-8", "replace")


SHELLS = {
    "bash": (["bash", "--norc", "-i"], 'eval "$(mlpath --show-completion)"\n'),
    "zsh": (["zsh", "-f", "-i"], 'autoload -U compinit; compinit -u; eval "$(mlpath --show-completion)"\n'),
    "fish": (["fish", "--no-config", "-i"], "mlpath --show-completion | source\n"),
}


@pytest.mark.heavy
@pytest.mark.usefixtures("on_path")
@pytest.mark.parametrize("shell", SHELLS)
def test_a_real_shell_completes_and_executes_nothing(
    home: Path, tmp_path: Path, shell: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"no {shell} here")
    folder = tmp_path / "work"
    folder.mkdir()
    topics = [{"id": "one", "title": HARM}, {"id": "two", "title": "Second topic"}]
    week = {"title": HARM, "topics": topics, "practice": [{"id": "three", "title": HARM}]}
    monkeypatch.setenv("MLPATH_ROADMAP", evil(folder, week))
    monkeypatch.setenv("SHELL", shutil.which(shell) or "")
    subprocess.run([sys.executable, "-m", "mlpath", "next"], check=True, capture_output=True)
    arguments, setup = SHELLS[shell]
    tabs = "\t" if shell == "fish" else "\t\t"  # fish selects with the second one
    drawn = "".join(
        drive(arguments, folder, setup, f"mlpath check {begun}{tabs}") for begun in ("week1.", "week1.topics.")
    )
    assert "week1.practice" in drawn
    assert "topics.1" in drawn  # fish shortens what comes before
    assert "topics.2" in drawn
    if shell != "bash":
        assert "Second topic" in drawn
    assert [path.name for path in folder.iterdir()] == ["evil.yaml"]
