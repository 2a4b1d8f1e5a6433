"""What only a real process shows: pipes, terminals, widths, colours, encodings, signals."""

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Run

MLPATH = [sys.executable, "-m", "mlpath"]
ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\].*?(\x1b\\|\x07)")


def terminal(
    *arguments: str, columns: int = 80, answer: str | Callable[[], str] | None = None, env: dict[str, str] | None = None
) -> tuple[int, str]:
    """Run mlpath in a terminal of its own and return its exit code and all that it drew."""
    pid, master = pty.fork()
    if pid == 0:
        termios.tcsetwinsize(0, (50, columns))
        # Not the C library's environment, in which readline may have set COLUMNS.
        os.execve(sys.executable, [*MLPATH, *arguments], {**os.environ, **(env or {})})
    drawn = b""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        if select.select([master], [], [], 0.1)[0]:
            try:
                part = os.read(master, 65536)
            except OSError:
                break
            if not part:
                break
            drawn += part
        if answer is not None and (b"?" in drawn and b"[y/N]" in drawn):
            os.write(master, (answer if isinstance(answer, str) else answer()).encode())
            answer = None
    _, status = os.waitpid(pid, 0)
    os.close(master)
    return os.waitstatus_to_exitcode(status), drawn.decode("utf-8", "replace").replace("\r\n", "\n")


@pytest.mark.parametrize(
    "arguments", [["status"], ["show"], ["next"], ["show", "week5.practice.1"], ["doctor"], ["check", "week1"]]
)
@pytest.mark.parametrize("columns", [40, 80, 120])
def test_nothing_is_wider_than_the_terminal_or_cut_off(home: Path, arguments: list[str], columns: int) -> None:
    code, drawn = terminal(*arguments, columns=columns)
    plain = ESCAPE.sub("", drawn)
    assert code == 0
    assert "…" not in plain
    assert all(len(line.rstrip()) <= columns for line in plain.splitlines())
    assert "\x1b[" in drawn


def test_at_40_columns_nothing_essential_is_lost(home: Path) -> None:
    _, drawn = terminal("status", columns=40)
    words = " ".join(ESCAPE.sub("", drawn).split())
    for part in ("AI/ML Engineer - Learning Roadmap", "0 of 63 done", "0/20 0%", "Next week1.topics.1"):
        assert part in words
    for week in ("Calculus", "Supervised", "Convolutional", "End-to-End"):
        assert week in words
    _, drawn = terminal("show", columns=40)
    words = " ".join(ESCAPE.sub("", drawn).split())
    assert "week12.practice.2" in words
    assert "https://www.tensorflow.org/" in words


def test_a_pipe_gets_no_escapes_and_is_not_cut(process: Callable[..., Run]) -> None:
    out = process("show").out
    assert "\x1b" not in out
    assert any(
        "Develop a real-world AI system (e.g., chatbot, recommendation system, fraud detection)" in line
        for line in out.splitlines()
    )
    assert all(line == line.rstrip() for line in out.splitlines())
    assert max(map(len, process("show", env={"COLUMNS": "40"}).out.splitlines())) <= 40
    for nonsense in ("0", "-5", "many", "٣", "0" * 5_000):
        assert process("show", env={"COLUMNS": nonsense}).out == out


@pytest.mark.parametrize(
    ("env", "coloured"),
    [
        ({}, True),
        ({"NO_COLOR": "1"}, False),
        ({"NO_COLOR": ""}, True),
        ({"TERM": "dumb"}, False),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
    ],
)
def test_colour_in_a_terminal(home: Path, env: dict[str, str], coloured: bool) -> None:
    assert ("\x1b[" in terminal("status", env=env)[1]) == coloured


def test_colour_in_a_pipe_only_by_force(process: Callable[..., Run]) -> None:
    assert "\x1b[" in process("status", env={"FORCE_COLOR": "1"}).out
    assert "\x1b[" in process("status", env={"FORCE_COLOR": "1", "TERM": "dumb"}).out
    assert "\x1b" not in process("status", env={"FORCE_COLOR": "1", "NO_COLOR": "1"}).out
    assert "\x1b" not in process("status", "--json", env={"FORCE_COLOR": "1"}).out


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1"])
def test_encodings_without_box_characters(process: Callable[..., Run], encoding: str) -> None:
    env = {"PYTHONIOENCODING": encoding}
    changed = process("check", "w1", "r.b1", "--note", "naïve → 日本", env=env)
    assert changed.code == 0
    assert "[x]" in changed.out
    assert "#" in changed.out
    shown = process("show", env=env)
    assert shown.code == 0
    assert shown.err == ""
    raw = subprocess.run([*MLPATH, "show"], capture_output=True, env={**os.environ, **env}, check=True).stdout.decode(
        encoding
    )
    assert ("Bayes' Theorem" if encoding != "cp1252" else "Bayes’ Theorem") in raw
    assert ("Aurelien" if encoding == "ascii" else "Aurélien") in raw
    document = json.loads(process("show", "w1", "--json", env=env).out)
    assert document["items"][0]["notes"][0]["text"] == "naïve → 日本"
    refused = process("check", "日本", env=env)
    assert (refused.code, "Traceback" in refused.err) == (2, False)


@pytest.mark.parametrize(
    "arguments", ["show", "show --json", "export", "--help", "check --help", "status", "doctor", "validate --schema"]
)
def test_a_closed_pipe_ends_quietly(home: Path, arguments: str) -> None:
    command = f"{sys.executable} -m mlpath {arguments} | true; echo ${{PIPESTATUS[0]}}"
    for _ in range(3):
        ended = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=60)
        assert (ended.stdout, ended.stderr) == ("0\n", "")


def test_a_full_or_closed_stdout(home: Path) -> None:
    with open("/dev/full", "w") as full:
        ended = subprocess.run([*MLPATH, "status"], stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
    assert ended.returncode == 1
    assert ended.stderr.startswith("error: the output can't be written")
    assert "Traceback" not in ended.stderr
    closed = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m mlpath status >&-"], capture_output=True, text=True, timeout=60
    )
    assert (closed.returncode, closed.stderr) == (0, "")


def test_an_error_that_cannot_be_told_still_has_its_code(home: Path) -> None:
    told = "error: there is no nope\n`mlpath show` lists every address\n"
    for redirection, arguments, said in ((">/dev/full", ["--json"], told), ("2>/dev/full", [], "")):
        command = " ".join([*MLPATH, "check", "nope", *arguments, redirection])
        for unbuffered in ("", "1"):
            env = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
            ended = subprocess.run(["bash", "-c", command], capture_output=True, text=True, env=env)
            assert (ended.returncode, ended.stdout, ended.stderr) == (2, "", said)


def test_a_folder_that_is_gone_is_named(home: Path, tmp_path: Path) -> None:
    command = f"mkdir {tmp_path}/gone && cd {tmp_path}/gone && rmdir {tmp_path}/gone && {' '.join(MLPATH)} --state x.json check w1"
    ended = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
    assert (ended.returncode, "working folder is gone" in ended.stderr) == (2, True)


@pytest.mark.heavy
def test_an_interrupt_at_any_moment_is_no_traceback(home: Path, tmp_path: Path) -> None:
    codes = set()
    for number in range(24):
        running = subprocess.Popen(
            [*MLPATH, "--state", str(tmp_path / "s.json"), "check", "w1"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        time.sleep(0.06 + 0.01 * number)
        running.send_signal(signal.SIGINT)
        _, err = running.communicate(timeout=20)
        assert "mlpath" not in err or "Traceback" not in err, err
        codes.add(running.returncode)
    assert 130 in codes


def test_an_interrupt_ends_with_130(home: Path, tmp_path: Path) -> None:
    lock = tmp_path / ".state.json.lock"
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            f"import fcntl,time; f=open({str(lock)!r},'w'); fcntl.flock(f, 2); print(flush=True); time.sleep(60)",
        ],
        stdout=subprocess.PIPE,
    )
    assert holder.stdout is not None
    holder.stdout.readline()
    waiting = subprocess.Popen(
        [*MLPATH, "--state", str(tmp_path / "state.json"), "check", "w1"], stderr=subprocess.PIPE, text=True
    )
    time.sleep(1.5)
    waiting.send_signal(signal.SIGINT)
    _, err = waiting.communicate(timeout=20)
    holder.kill()
    holder.communicate()
    assert waiting.returncode == 130
    assert "Traceback" not in err
    assert not (tmp_path / "state.json").exists()


def test_options_without_an_address_need_one_who_answers(process: Callable[..., Run]) -> None:
    ended = process("check", "--note", "x")
    assert (ended.code, "check next" in ended.err) == (2, True)


def test_what_is_confirmed_is_what_was_shown(home: Path, process: Callable[..., Run], tmp_path: Path) -> None:
    """Another window ticks the same item while the question stands."""
    script = tmp_path / "slow"
    script.write_text(f"#!/bin/sh\n{' '.join(MLPATH)} check w1.t1 >/dev/null; echo y\n")

    def tick_elsewhere_first() -> str:
        return subprocess.run(["sh", str(script)], capture_output=True, text=True).stdout

    code, _ = terminal("check", answer=tick_elsewhere_first)
    assert code == 0
    assert process("--json").json()["overall"]["done"] == 1


@pytest.mark.parametrize(("answer", "done"), [("y\n", 1), ("n\n", 0), ("\n", 0), ("\x04", 0)])
def test_check_without_an_address_offers_to_tick(
    home: Path, process: Callable[..., Run], answer: str, done: int
) -> None:
    code, drawn = terminal("check", answer=answer)
    assert "Mark week1.topics.1 as done? [y/N]" in drawn
    assert code == 0
    assert process("--json").json()["overall"]["done"] == done


def test_reset_asks_in_a_terminal(home: Path, process: Callable[..., Run]) -> None:
    process("check", "w1")
    terminal("reset", answer="n\n")
    assert process("--json").json()["overall"]["done"] == 5
    code, drawn = terminal("reset", answer="y\n")
    assert code == 0
    assert "bring it back" in ESCAPE.sub("", drawn)
    assert process("--json").json()["overall"]["done"] == 0


def test_an_interrupted_question_changes_nothing(home: Path, process: Callable[..., Run]) -> None:
    code, _ = terminal("check", answer="\x03")
    assert code == 130
    assert process("--json").json()["state"]["exists"] is False


def test_reading_writes_nothing(process: Callable[..., Run], state: Path) -> None:
    process("check", "w1")
    (state.parent / ".ai-ml-engineer.json.lock").unlink()
    before = {path: path.stat().st_mtime_ns for path in state.parent.rglob("*")}
    for arguments in (["status"], ["next"], ["show"], ["doctor"], ["note", "w1.t1"], ["export"], ["validate"]):
        assert process(*arguments).code == 0
    assert {path: path.stat().st_mtime_ns for path in state.parent.rglob("*")} == before
