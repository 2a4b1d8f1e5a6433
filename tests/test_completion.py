"""What TAB offers, as the shells' scripts ask for it, and in real shells."""

import os
import pty
import re
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


def asking(shell: str) -> dict[str, str]:
    """Return the environment in which a shell's script asks for what may stand for the last word."""
    return {"_MLPATH_COMPLETE": shell}


def test_the_commands_with_addresses_exist() -> None:
    assert set(WITH_ADDRESSES) <= {name for names in COMMANDS.values() for name in names}


def test_groups_then_sections_then_items(home: Path) -> None:
    assert values("show", "")[:3] == ["month1", "week1", "week2"]
    assert "resources" in values("show", "")
    sections, items = (
        ["week5.topics", "week5.practice"],
        [f"week5.{name}.{n}" for name in ("topics", "practice") for n in (1, 2)],
    )
    assert values("show", "week5.") == [*sections, *items]
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
    assert values("check", "w6.")[:3] == ["w6.topics", "w6.practice", "w6.topics.1"]
    assert values("uncheck", "week") == ["week5", "week6"]
    assert values("uncheck", "week5.p") == ["week5.practice", "week5.practice.1"]
    assert "week6.topics.1" not in values("begin", "week6.topics.")


def test_short_forms_stay_short(home: Path) -> None:
    assert values("check", "w5.")[:3] == ["w5.topics", "w5.practice", "w5.topics.1"]
    assert values("check", "W5.P") == ["w5.practice", "w5.practice.1", "w5.practice.2"]
    assert values("show", "r.")[:4] == ["r.books", "r.online-courses", "r.documentation", "r.books.1"]
    assert values("show", "w99.") == values("show", "x.") == []


def test_what_is_broken_completes_to_nothing(mlpath: Mlpath, process: Process, state: Path) -> None:
    mlpath("check", "week1")
    state.write_text("{")
    assert candidates("check", "week") == []
    assert process("check", "week", env=asking("bash")) == Run(0, "", "")


def heard(process: Process, shell: str, *words: str) -> list[str]:
    """Return the values that a shell is offered for the last word."""
    asked = process(*words, env=asking(shell))
    assert (asked.code, asked.err) == (0, "")
    return [line.partition("\t")[0] for line in asked.out.splitlines()]


def test_a_line_is_a_value_and_what_it_is(process: Process) -> None:
    for shell in ("bash", "zsh", "fish"):
        assert process("check", "week5.p", env=asking(shell)).out.startswith(
            "week5.practice\tPractice\nweek5.practice.1\t"
        )


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["che"], ["check"]),
        (["check", "--note", "x", "week5.p"], ["week5.practice", "week5.practice.1", "week5.practice.2"]),
        (["export", "--format=h"], ["--format=html"]),
        (["export", "-o", ""], [":files"]),
        (["--state", "x", "stat"], ["status", "stats"]),
        (["use", "ai"], ["ai-ml-engineer", ":files"]),
        (["check", "--", "next"], ["next"]),
        *(
            pytest.param(*asked, marks=pytest.mark.heavy)
            for asked in (
                (["check", "--no"], ["--note"]),
                (["check", "--on", "mon"], ["monday"]),
                (["export", "-f", "s"], ["svg"]),
                (["export", "--format", "h"], ["html"]),
                (["plan", "week"], []),
                (["validate", ""], [":files"]),
                (["use", "d"], ["default", ":files"]),
                (["note", "week1.topics.1", "week"], []),
                (["nonsense", "week"], []),
                (["--json", "--he"], ["--help"]),
            )
        ),
    ],
)
def test_commands_options_values_and_files_are_offered(process: Process, words: list[str], offered: list[str]) -> None:
    assert heard(process, "zsh", *words) == offered


@pytest.mark.heavy
def test_every_command_and_option_is_offered(process: Process) -> None:
    names = [name for names in COMMANDS.values() for name in names]
    assert heard(process, "fish", "") == names
    for name in names:
        assert {"--roadmap", "--json", "--help"} <= set(heard(process, "fish", name, "--")), name


def test_bash_is_answered_with_what_it_replaces(process: Process, tmp_path: Path) -> None:
    for name in ("my course.md", "other.md", ".hidden"):
        (tmp_path / name).write_text("# X\n- [ ] a\n")
    assert heard(process, "bash", "export", "--format", "=", "h") == ["html"]
    assert heard(process, "bash", "export", "--format", "=")[:2] == ["markdown", "json"]
    for written in ("my\\ co", '"my co', "'my co"):
        assert heard(process, "bash", "use", written) == [":files", "my course.md"]
    assert heard(process, "bash", "validate", "o") == [":files", "other.md"]
    for written in ("my\\ course.md", '"my course.md"'):
        assert heard(process, "bash", "--roadmap", written, "check", "week1.")[:1] == ["week1.items"]
    assert ".hidden" not in heard(process, "bash", "use", "")


def test_a_known_roadmap_is_offered_by_its_id(mlpath: Mlpath, process: Process, tmp_path: Path) -> None:
    (tmp_path / "course.md").write_text("# My course\n- [ ] a\n")
    mlpath("use", str(tmp_path / "course.md"))
    assert heard(process, "zsh", "use", "") == ["default", "ai-ml-engineer", "my-course", ":files"]


@pytest.mark.parametrize("command", WITH_ADDRESSES)
def test_behind_an_option_addresses_are_completed_too(
    mlpath: Mlpath, process: Process, state: Path, command: str
) -> None:
    mlpath("begin", "week5.topics.1")
    assert heard(process, "zsh", command, "--state", str(state), "week5.t")[:1] == ["week5.topics"]


def test_the_files_named_on_the_line_count(mlpath: Mlpath, process: Process, tmp_path: Path) -> None:
    other = str(tmp_path / "other.json")
    mlpath("--state", other, "check", "week5.topics")
    for words in (("check", "--state", other, "week5."), ("--state", other, "check", "week5.")):
        assert heard(process, "bash", *words)[:1] == ["week5.practice"]
    assert values("check", "week5.")[:2] == ["week5.topics", "week5.practice"]


def test_a_second_tab_needs_no_module(mlpath: Mlpath, process: Process, state: Path) -> None:
    mlpath("check", "week5.topics")
    settle(state)
    first = process("check", "week5.", env=asking("bash"))
    second, modules = bare("check", "week5.", env=asking("bash"))
    assert second == first
    assert first.out.startswith("week5.practice\t")
    assert not {"typing", "json", "re", "rich", "typer", "datetime"} & modules


def test_a_title_is_offered_as_it_is_and_in_one_line(
    process: Process, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    title = f"Bayes\x27 {HARM}"
    monkeypatch.setenv("MLPATH_ROADMAP", evil(tmp_path, {"title": "W", "topics": [{"id": "a", "title": title}]}))
    _, item = process("check", "week1.t", env=asking("zsh")).out.splitlines()
    value, _, words = item.partition("\t")
    assert value == "week1.topics.1"
    assert words == title


def evil(folder: Path, week: dict[str, Any]) -> str:
    """Write a roadmap of one week and return its path."""
    months = [{"title": "M", "weeks": [week]}]
    (folder / "evil.yaml").write_text(yaml.safe_dump({"version": 1, "id": "x", "title": "X", "months": months}))
    return str(folder / "evil.yaml")


def drive(arguments: list[str], folder: Path, *steps: tuple[str, str]) -> str:
    """Type into a real shell in a terminal of its own, and return all that it drew.

    A step is what is typed, and a pattern of what must be drawn then, however long that takes, before the next is typed.
    """
    pid, master = pty.fork()
    if pid == 0:
        os.chdir(folder)
        termios.tcsetwinsize(0, (50, 200))
        os.execvpe(arguments[0], arguments, {**os.environ, "TERM": "xterm", "LANG": "C.UTF-8", "PS1": "$ "})
    drawn = b""

    def listen(awaited: str) -> None:
        nonlocal drawn
        begun, until = len(drawn), time.monotonic() + 60
        while time.monotonic() < until and not re.search(awaited.encode(), drawn[begun:]):
            if not select.select([master], [], [], 1)[0]:
                continue
            try:
                drawn += os.read(master, 65536)
            except OSError:
                return
            if drawn.endswith((b"\x1b[c", b"\x1b[0c")):
                os.write(master, b"\x1b[?62;c")  # fish asks what terminal this is.

    listen(r"[$#%>] ")
    for text, awaited in steps:
        os.write(master, text.encode())
        listen(awaited)
    os.write(master, b"\x03\nexit\n")
    os.close(master)
    os.waitpid(pid, 0)
    return drawn.decode("utf-8", "replace")


SHELLS = {
    "bash": (["bash", "--norc", "-i"], 'eval "$(mlpath --show-completion)"\n'),
    "zsh": (["zsh", "-f", "-i"], 'autoload -U compinit; compinit -u; eval "$(mlpath --show-completion)"\n'),
    "zsh without compinit": (["zsh", "-f", "-i"], 'eval "$(mlpath --show-completion)"\n'),
    "fish": (["fish", "--no-config", "-i"], "mlpath --show-completion | source\n"),
}


def typing(shell: str, folder: Path, *steps: tuple[str, str]) -> str:
    """Type lines with tabs in real shells that were told of mlpath, and return all that they drew."""
    program = shell.partition(" ")[0]
    if shutil.which(program) is None:
        pytest.skip(f"no {program} here")
    arguments, setup = SHELLS[shell]
    told = (f"{setup}echo it is''told\n", "it istold")
    return "".join(drive(arguments, folder, told, step) for step in steps)


@pytest.mark.heavy
@pytest.mark.usefixtures("on_path")
@pytest.mark.parametrize("shell", SHELLS)
def test_a_real_shell_completes_and_executes_nothing(
    home: Path, tmp_path: Path, shell: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    topics = [{"id": "one", "title": HARM}, {"id": "two", "title": "Bayes' second topic"}]
    week = {"title": HARM, "topics": topics, "practice": [{"id": "three", "title": HARM}]}
    monkeypatch.setenv("MLPATH_ROADMAP", evil(folder, week))
    subprocess.run([sys.executable, "-m", "mlpath", "next"], check=True, capture_output=True)
    tabs = "\t" if shell == "fish" else "\t\t"  # fish selects with the second one
    steps = [(f"mlpath check {begun}{tabs}", "topics.2") for begun in ("week1.", "week1.topics.")]
    drawn = typing(shell, folder, *steps)
    assert "week1.practice" in drawn
    assert "topics.1" in drawn  # fish shortens what comes before
    assert "topics.2" in drawn
    if shell in ("zsh", "fish"):
        assert "Bayes' second topic" in drawn
    assert [path.name for path in folder.iterdir()] == ["evil.yaml"]


@pytest.mark.heavy
@pytest.mark.usefixtures("on_path")
@pytest.mark.parametrize("shell", SHELLS)
def test_a_real_shell_completes_values_and_paths_with_spaces(home: Path, tmp_path: Path, shell: str) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "my course.md").write_text("# My course\n- [ ] a\n")
    steps = [(f"mlpath export --format{sign}h\t\n", "</html>|--help") for sign in "= "]
    drawn = typing(shell, folder, *steps, ("mlpath use my\t\n", "My course|error"))
    written = drawn.count("<!DOCTYPE html>")
    assert written == 2 or (
        shell == "zsh without compinit" and written == 1
    )  # Some of its versions take `--format=h` for a file.
    assert "My course" in drawn
    drawn = typing(shell, folder, ("mlpath --roadmap my\\ course.md check week1.items.\t", r"items\.1"))
    assert "week1.items.1" in drawn


SETTINGS = {
    "bash": ["bash", "--norc", "-ic", "shopt; set -o; bind -v; complete -p; alias"],
    "zsh": [
        "zsh",
        "-fic",
        "source ~/.zshrc 2>/dev/null; setopt; zstyle -L; bindkey; compctl; alias; print $+functions[compdef]",
    ],
    "zsh with compinit": [
        "zsh",
        "-fic",
        "autoload -U compinit; compinit -u; source ~/.zshrc; setopt; zstyle -L; bindkey; print -l ${(ok)_comps}",
    ],
    "fish": ["fish", "-ic", "complete; bind; abbr; functions -n"],
}


@pytest.mark.heavy
@pytest.mark.usefixtures("on_path")
@pytest.mark.parametrize("shell", SETTINGS)
def test_setting_it_up_changes_nothing_for_other_commands(home: Path, shell: str) -> None:
    program = shell.partition(" ")[0]
    if shutil.which(program) is None:
        pytest.skip(f"no {program} here")
    (home / ".zshrc").touch()

    def settings() -> list[str]:
        command = SETTINGS[shell]
        if program == "bash":
            command = [*command[:-1], f"[ -r ~/.bashrc ] && . ~/.bashrc; {command[-1]}"]
        ended = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        return [line for line in ended.stdout.splitlines() if "mlpath" not in line]

    before = settings()
    for _ in range(2):
        setup = subprocess.run([program, "-c", "mlpath --install-completion; true"], capture_output=True, text=True)
        assert "TAB completes mlpath" in setup.stdout, setup.stderr
    assert settings() == before
    assert len(before) > 10
    for name in (".bashrc", ".zshrc"):
        start_up = home / name
        if start_up.exists():
            assert start_up.read_text().count("mlpath") in (0, 3)
