"""The line for a shell's prompt: right, remembered no longer than it is true, never an error."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from zlib import crc32

import pytest
from typer.testing import Result

from conftest import ROOT, SHIPPED, Run, bare, settle
from mlpath.commands.opening import open_study
from mlpath.commands.study import Options
from mlpath.system import memory
from mlpath.system.clock import local_now

Mlpath = Callable[..., Result]
Process = Callable[..., Run]


def test_nothing_while_there_is_no_journal(process: Process, state: Path) -> None:
    assert process("prompt") == Run(0, "", "")
    assert not state.exists()


def test_the_line_follows_every_change(mlpath: Mlpath, process: Process, state: Path, home: Path) -> None:
    for command, expected in (("check week1", "ML 7% w2\n"), ("check week2", "ML 15% w3\n"), ("undo", "ML 7% w2\n")):
        mlpath(*command.split())
        assert process("prompt").out == expected
        settle(state)
        for _ in range(2):
            assert process("prompt") == Run(0, expected, "")
    assert (home / ".cache" / "mlpath" / "progress").exists()
    mlpath("check", "month1-3", "resources")
    assert process("prompt").out == "ML 100%\n"


def test_a_remembered_line_is_not_trusted_blindly(mlpath: Mlpath, process: Process, state: Path, home: Path) -> None:
    mlpath("check", "week1")
    settle(state)
    process("prompt")
    memory = home / ".cache" / "mlpath" / "progress"
    whole = memory.read_bytes()
    for harm in (b"", b"\xff\xfe", b"\n\n\n\nOWNED", whole[: len(whole) // 2], whole.replace(b"absent", b"gone")):
        memory.write_bytes(harm)
        assert process("prompt").out == "ML 7% w2\n"
    assert process("prompt", env={"MLPATH_STATE": str(home / "other.json")}).out == ""
    state.write_text("{")
    assert process("prompt") == Run(0, "ML !\n", "")
    state.unlink()
    assert process("prompt") == Run(0, "", "")


@pytest.mark.parametrize(
    ("redirection", "code"), [(">&-", 0), ("> /dev/full", 1), ("| (exec <&-; sleep 0.3); exit ${PIPESTATUS[0]}", 0)]
)
def test_a_line_that_nobody_reads_is_no_traceback(
    mlpath: Mlpath, process: Process, state: Path, redirection: str, code: int
) -> None:
    mlpath("check", "week1")
    settle(state)
    process("prompt")
    for prefix, argument in (("", " prompt"), ("_MLPATH_COMPLETE=bash ", " check week5.")):
        command = f"{prefix}{sys.executable} -m mlpath{argument} {redirection}"
        ended = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=60)
        assert (ended.returncode, "Traceback" in ended.stderr) == (code, False), ended.stderr


def test_what_is_broken_is_a_short_marker(process: Process, tmp_path: Path) -> None:
    assert process("prompt", env={"MLPATH_ROADMAP": "/missing"}) == Run(0, "ML !\n", "")
    assert process("prompt", "--state", str(tmp_path)) == Run(0, "ML !\n", "")


def test_templates(mlpath: Mlpath) -> None:
    mlpath("check", "week1")
    assert mlpath("prompt", "--format", "{done}/{total} {left} {address} {title}").stdout == (
        "5/63 58 week2.topics.1 Derivatives and Partial Derivatives\n"
    )
    for template in ("{nope}", "{", "{0}", "{done.real.x}", "{done:%Y}"):
        assert mlpath("prompt", "--format", template).exit_code == 2


def test_a_line_is_shown_to_the_letter_where_it_stands(mlpath: Mlpath, process: Process) -> None:
    mlpath("check", "week1")
    assert process("prompt", "--zsh").out == "ML 7%% w2\n"
    assert process("prompt", "--tmux").out == "ML 7% w2\n"
    assert mlpath("prompt", "--zsh", "--format", "{percent}% #").stdout == "7%% #\n"
    assert mlpath("prompt", "--tmux", "--format", "{percent}% #{{x}}").stdout == "7% ##{x}\n"
    assert mlpath("prompt", "--tmux", "--zsh").exit_code == 2


def line_of_the_docs(word: str) -> str:
    """Return the line of docs/shell.md for a shell or tmux, without the remark behind it."""
    text = (ROOT / "docs" / "shell.md").read_text(encoding="utf-8")
    return next(line for line in text.splitlines() if f"# {word}" in line).partition("  #")[0]


@pytest.mark.heavy
@pytest.mark.usefixtures("on_path")
def test_the_percent_sign_arrives_in_a_real_zsh(mlpath: Mlpath) -> None:
    if shutil.which("zsh") is None:
        pytest.skip("no zsh here")
    mlpath("check", "week1")
    lines = f'{line_of_the_docs("zsh")}; print -P "$PROMPT"'
    shown = subprocess.run(["zsh", "-fic", lines], capture_output=True, text=True, stdin=subprocess.DEVNULL).stdout
    assert shown in ("ML 7% w2 # \n", "ML 7% w2 % \n")


@pytest.mark.heavy
@pytest.mark.usefixtures("on_path")
def test_a_real_tmux_obeys_nothing_in_a_title(mlpath: Mlpath, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The status line is that of one tmux shown within another, whose screen can be read."""
    if shutil.which("tmux") is None:
        pytest.skip("no tmux here")
    title = "a #{pid} #[fg=red] #S 9% #(touch pwned) z"
    (tmp_path / "course.md").write_text(f"# C\n- [x] b\n- [ ] {title}\n")
    mlpath("use", str(tmp_path / "course.md"))
    mlpath("check", "week1.items.1", "--on", "yesterday")
    setting = line_of_the_docs("tmux").replace("--tmux", '--tmux --format "{title}"')
    (tmp_path / "tmux.conf").write_text(f"set -g status-right-length 100\nset -g status-interval 1\n{setting}\n")

    def tmux(socket: str, *words: str) -> str:
        command = ["tmux", "-S", str(tmp_path / socket), *words]
        return subprocess.run(command, capture_output=True, text=True, cwd=tmp_path).stdout

    tmux("inner", "-f", str(tmp_path / "tmux.conf"), "new-session", "-d", "-x", "150", "-y", "9", "sleep 60")
    attach = f"env -u TMUX tmux -S {tmp_path / 'inner'} attach"
    tmux("outer", "-f", "/dev/null", "new-session", "-d", "-x", "150", "-y", "10", attach)
    shown = ""
    for _ in range(100):
        shown = tmux("outer", "capture-pane", "-p")
        if " z" in shown:
            break
        time.sleep(0.2)
    for socket in ("outer", "inner"):
        tmux(socket, "kill-server")
    assert title in shown
    assert not (tmp_path / "pwned").exists()


def test_a_remembered_line_needs_no_module(mlpath: Mlpath, process: Process, state: Path) -> None:
    mlpath("check", "week1")
    settle(state)
    first = process("prompt")
    second, modules = bare("prompt")
    assert second == first
    assert not {"typing", "json", "re", "rich", "typer", "datetime", "collections"} & modules


@pytest.mark.parametrize(
    "template",
    [
        "{done:99999999999}",
        "{title!r:>99999}",
        "{done:{total}}",
        "{title.__doc__}",
        "{title:\u0669\u0669\u0669\u0669}",
        "{0}",
        "{",
    ],
)
def test_a_template_that_asks_for_too_much_is_refused(mlpath: Mlpath, state: Path, template: str) -> None:
    mlpath("check", "week1")
    refused = mlpath("prompt", "--format", template)
    assert refused.exit_code == 2
    assert "is no template" in refused.stderr
    assert mlpath("prompt", "--format", "{{{done:>5}}} {percent:03d} {week!s:.1}").stdout == "{    5} 007 w\n"


def test_a_tampered_memory_steers_no_terminal_and_no_shell(
    mlpath: Mlpath, process: Process, state: Path, home: Path
) -> None:
    mlpath("check", "week1")
    settle(state)
    process("prompt")
    tab = {"_MLPATH_COMPLETE": "zsh"}
    offered = process("check", "week5.p", env=tab).out
    assert "week5.practice" in offered
    for name, old, harms in (
        ("progress", b"ML 7% w2", (b"ML \x1b[2J\x07", b"ML \xe2\x80\xae", b"ML \xc2\x9b31m")),
        ("addresses", b"week5.practice", (b"week5.p$(id)", b"week5.p`id`", b"week5.p\x1b", b'week5.p"', b"week5.p\t")),
    ):
        memory = home / ".cache" / "mlpath" / name
        content = memory.read_bytes().partition(b"\n")[2]
        assert old in content
        for harm in harms:
            tampered = content.replace(old, harm)
            memory.write_bytes(b"%d\n%s" % (crc32(tampered), tampered))
            assert process("prompt") == Run(0, "ML 7% w2\n", "")
            assert process("check", "week5.p", env=tab) == Run(0, offered, "")


@pytest.mark.parametrize("changed", ["state", "roadmap", "config"])
def test_a_change_while_the_line_is_being_made_is_not_missed(
    mlpath: Callable[..., Result], home: Path, monkeypatch: pytest.MonkeyPatch, changed: str
) -> None:
    """The line is of what was read, so what was there before reading must tell when it is no longer true."""
    roadmap, state = home / "roadmap.yaml", home / "state.json"
    config = home / ".config" / "mlpath" / "config.json"
    roadmap.write_bytes(SHIPPED.read_bytes())
    mlpath("use", str(roadmap))
    monkeypatch.setenv("MLPATH_STATE", str(state))
    mlpath("check", "w1.t1")
    settle(roadmap, state, config)
    study = open_study(Options(), os.environ, local_now)
    if changed == "state":
        snapshot = study.look()
        mlpath("check", "week2")
    elif changed == "roadmap":
        roadmap.write_text(roadmap.read_text().replace("12 Weeks", "Twelve Weeks") + "\n")
    else:
        config.write_text("{}\n")
    settle(roadmap, state, config)
    study.leave(snapshot if changed == "state" else study.look())
    assert memory.recall(memory.PROGRESS) is None
    study = open_study(Options(), os.environ, local_now)
    text = study.leave(study.look())
    assert memory.recall(memory.PROGRESS) == text
