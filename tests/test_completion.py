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

import pytest
import yaml

from conftest import Run, settle
from mlpath.cli.table import COMMANDS
from mlpath.shell.completion import COMMANDS as WITH_ADDRESSES
from mlpath.shell.completion import candidates

Process = Callable[..., Run]
HARM = "$(touch pwned1) `touch pwned2` \\$(touch pwned3) ' \" ) ; touch pwned4 # : {x} *"


def values(command: str, begun: str) -> list[str]:
    return [value for value, _ in candidates(command, begun)]


def ask(process: Process, shell: str, *words: str) -> list[str]:
    written = " ".join(words)
    env = {
        "_MLPATH_COMPLETE": f"complete_{shell}",
        "COMP_WORDS": "\n".join(words),
        "COMP_CWORD": str(len(words) - 1),
        "_TYPER_COMPLETE_ARGS": written,
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    }
    return process(env=env).out.splitlines()


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


def test_only_what_the_command_has_to_do_with(home: Path, process: Process) -> None:
    process("check", "week5.topics", "w5.p1")
    process("begin", "w6.t1")
    assert values("check", "week5.") == ["week5.practice", "week5.practice.2"]
    assert values("uncheck", "week") == ["week5", "week6"]
    assert values("uncheck", "week5.p") == ["week5.practice", "week5.practice.1"]
    assert "week6.topics.1" not in values("begin", "week6.topics.")


def test_short_forms_stay_short(home: Path) -> None:
    assert values("check", "w5.") == ["w5.topics", "w5.practice"]
    assert values("check", "W5.P") == ["w5.practice", "w5.practice.1", "w5.practice.2"]
    assert values("show", "r.") == ["r.books", "r.online-courses", "r.documentation"]
    assert values("show", "w99.") == values("show", "x.") == []


def test_what_is_broken_completes_to_nothing(home: Path, process: Process, state: Path) -> None:
    process("check", "week1")
    state.write_text("{")
    assert candidates("check", "week") == []
    ended = process(env={"_MLPATH_COMPLETE": "complete_bash", "COMP_WORDS": "mlpath\ncheck\nweek", "COMP_CWORD": "2"})
    assert (ended.code, ended.out, ended.err) == (0, "", "")


def test_each_shell_hears_it_its_own_way(home: Path, process: Process) -> None:
    assert ask(process, "bash", "mlpath", "check", "week5.") == ["week5.topics", "week5.practice"]
    assert ask(process, "zsh", "mlpath", "check", "week5.p")[0] == '_arguments \'*: :(("week5.practice":"Practice"'
    assert ask(process, "fish", "mlpath", "check", "week5.p")[0] == "week5.practice\tPractice"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_commands_and_options_are_left_to_typer(home: Path, process: Process, shell: str) -> None:
    assert any("check" in line for line in ask(process, shell, "mlpath", "che"))
    assert any("--note" in line for line in ask(process, shell, "mlpath", "check", "--no"))
    assert any("week5.practice" in line for line in ask(process, shell, "mlpath", "check", "--note", "x", "week5.p"))


def test_the_files_named_on_the_line_count(home: Path, process: Process, tmp_path: Path) -> None:
    other = str(tmp_path / "other.json")
    process("--state", other, "check", "week5.topics")
    for words in (("mlpath", "check", "--state", other, "week5."), ("mlpath", "--state", other, "check", "week5.")):
        assert ask(process, "bash", *words)[:1] == ["week5.practice"]
    assert values("check", "week5.") == ["week5.topics", "week5.practice"]


@pytest.mark.parametrize("module", ["typing", "json", "re", "rich", "typer", "datetime"])
def test_a_second_tab_needs_no_module(home: Path, process: Process, state: Path, module: str) -> None:
    process("check", "week5.topics")
    settle(state)
    asked = {"_MLPATH_COMPLETE": "complete_bash", "COMP_WORDS": "mlpath\ncheck\nweek5.", "COMP_CWORD": "2"}
    first = process(env=asked)
    script = f"from mlpath.cli import fastlane; fastlane.run([]); sys.exit({module!r} in sys.modules)"
    second = subprocess.run(
        [sys.executable, "-S", "-c", f"sys = __import__('sys'); sys.path[:] = {sys.path!r}; {script}"],
        env={**os.environ, **asked},
        capture_output=True,
        text=True,
    )
    assert (second.returncode, second.stdout) == (0, first.out)


@pytest.mark.parametrize("shell", ["zsh", "fish", "bash"])
def test_a_title_is_harmless_in_a_completion(home: Path, process: Process, tmp_path: Path, shell: str) -> None:
    roadmap = tmp_path / "evil.yaml"
    week = {"title": HARM, "topics": [{"id": "a", "title": HARM}]}
    roadmap.write_text(
        yaml.safe_dump({"version": 1, "id": "x", "title": "X", "months": [{"title": "M", "weeks": [week]}]})
    )
    os.environ["MLPATH_ROADMAP"] = str(roadmap)
    try:
        for words in (("mlpath", "check", "week1.t"), ("mlpath", "check", "--note", "x", "week1.t")):
            out = "\n".join(ask(process, shell, *words))
            assert "week1.topics.1" in out
            assert not set("$`\\;{}#*") & set(out.replace("'*: :((", "").replace(":", ""))
    finally:
        del os.environ["MLPATH_ROADMAP"]


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
    (folder / "evil.yaml").write_text(
        yaml.safe_dump({"version": 1, "id": "x", "title": "X", "months": [{"title": "M", "weeks": [week]}]})
    )
    monkeypatch.setenv("MLPATH_ROADMAP", str(folder / "evil.yaml"))
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
