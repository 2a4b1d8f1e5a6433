"""What only a real process shows: pipes, terminals, widths, colours, encodings, signals."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from conftest import Run
from mlpath.cli.main import app
from terminals import ESCAPE, MLPATH, terminal, terminal_of_several

Document = Callable[..., dict[str, Any]]


@pytest.mark.parametrize("columns", [80, *(pytest.param(columns, marks=pytest.mark.heavy) for columns in (40, 120))])
def test_nothing_is_wider_than_the_terminal_or_cut_off(home: Path, columns: int) -> None:
    commands = ["", "status", "status --all", "show", "next", "show week5.practice.1", "doctor", "check week1"]
    for code, drawn in terminal_of_several([({}, command.split()) for command in commands], columns):
        plain = ESCAPE.sub("", drawn)
        assert code == 0
        assert "…" not in plain
        assert all(len(line.rstrip()) <= columns for line in plain.splitlines())
        assert "\x1b[" in drawn


def test_at_40_columns_nothing_essential_is_lost(home: Path) -> None:
    (_, status), (_, show) = terminal_of_several([({}, ["status", "--all"]), ({}, ["show"])], 40)
    words = " ".join(ESCAPE.sub("", status).split())
    for part in ("AI/ML Engineer - Learning Roadmap", "0 of 63 done", "0/20 0%", "Next week1.topics.1"):
        assert part in words
    for week in ("Calculus", "Supervised", "Convolutional", "End-to-End"):
        assert week in words
    words = " ".join(ESCAPE.sub("", show).split())
    assert "week12.practice.2" in words
    assert "https://www.tensorflow.org/" in words


def test_status_folds_months_that_are_not_now_where_the_terminal_is_too_low(
    home: Path, process: Callable[..., Run]
) -> None:
    terminal_of_several([({}, ["check", "month1", "r.b1"]), ({}, ["plan", "--start", "-5w"])])
    (_, low), (_, whole) = terminal_of_several([({}, ["status"]), ({}, ["status", "--all"])])
    ((_, high),) = terminal_of_several([({}, ["status"])], rows=60)
    low, whole, high = (ESCAPE.sub("", drawn) for drawn in (low, whole, high))
    assert len(low.splitlines()) < 24
    for part in (
        "Month 1  Foundations",
        "20/20",
        "Month 2",
        "Supervised",
        "Engineering",
        "Month 3",
        "Resources",
        "1/6",
    ):
        assert part in low
    for part in ("Calculus", "Convolutional", "Online Courses"):
        assert part not in low
        assert part in whole
    assert "`mlpath status --all` shows every week." in low
    assert "--all" not in whole
    assert whole == high
    assert "Convolutional" in process("status").out
    ((_, done),) = terminal_of_several([({}, ["check", "month2-3"]), ({}, ["status"])])[1:]
    assert "Calculus" not in done
    assert "Online Courses" in done  # What is next is a resource.


def test_a_pipe_gets_no_escapes_and_is_not_cut(process: Callable[..., Run], mlpath: Callable[..., Result]) -> None:
    out = process("show").out
    assert "\x1b" not in out
    assert any(
        "Develop a real-world AI system (e.g., chatbot, recommendation system, fraud detection)" in line
        for line in out.splitlines()
    )
    assert all(line == line.rstrip() for line in out.splitlines())
    assert max(map(len, mlpath("show", env={"COLUMNS": "40"}).stdout.splitlines())) <= 40
    for nonsense in ("0", "-5", "many", "٣", "0" * 5_000):
        assert mlpath("show", env={"COLUMNS": nonsense}).stdout == out


def test_colour_in_a_terminal(home: Path) -> None:
    environments: list[tuple[dict[str, str], bool]] = [
        ({}, True),
        ({"NO_COLOR": "1"}, False),
        ({"NO_COLOR": ""}, True),
        ({"TERM": "dumb"}, False),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
    ]
    drawn = terminal_of_several([(environment, ["status"]) for environment, _ in environments])
    for (environment, coloured), (_, status) in zip(environments, drawn, strict=True):
        assert ("\x1b[" in status) == coloured, environment


def test_colour_in_a_pipe_only_by_force(process: Callable[..., Run], mlpath: Callable[..., Result]) -> None:
    assert "\x1b[" in process("status", env={"FORCE_COLOR": "1"}).out
    assert "\x1b[" in mlpath("status", env={"FORCE_COLOR": "1", "TERM": "dumb"}).stdout
    assert "\x1b" not in mlpath("status", env={"FORCE_COLOR": "1", "NO_COLOR": "1"}).stdout
    assert "\x1b" not in mlpath("status", "--json", env={"FORCE_COLOR": "1"}).stdout


def test_how_one_stands_is_said_in_full_strength(mlpath: Callable[..., Result]) -> None:
    mlpath("plan", "--start", "today")
    mlpath("check", "w1.t1")
    for command in ([], ["status"], ["next"], ["plan"]):
        said = mlpath(*command, env={"FORCE_COLOR": "1", "COLUMNS": "200"}).stdout
        verdict = next(line for line in said.splitlines() if "on track" in line.lower())
        assert not re.search(r"\x1b\[2m[^\x1b]*on track", verdict, re.IGNORECASE), command


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1"])
def test_encodings_without_box_characters(home: Path, encoding: str) -> None:
    def mlpath(*arguments: str) -> Result:
        return CliRunner(charset=encoding).invoke(app, list(arguments), prog_name="mlpath")

    changed = mlpath("check", "w1", "r.b1", "--note", "naïve → 日本")
    assert changed.exit_code == 0
    assert "[x]" in changed.stdout
    assert "#" in changed.stdout
    shown = mlpath("show")
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert ("Bayes' Theorem" if encoding != "cp1252" else "Bayes’ Theorem") in shown.stdout
    assert ("Aurelien" if encoding == "ascii" else "Aurélien") in shown.stdout
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    assert subprocess.run([*MLPATH, "show"], capture_output=True, env=environment).stdout == shown.stdout_bytes
    document = json.loads(mlpath("show", "w1", "--json").stdout)
    assert document["items"][0]["notes"][0]["text"] == "naïve → 日本"
    assert mlpath("check", "日本").exit_code == 2


@pytest.mark.parametrize(
    "arguments", ["show", "show --json", "export", "--help", "check --help", "status", "doctor", "validate --schema"]
)
def test_a_closed_pipe_ends_quietly(home: Path, arguments: str) -> None:
    nobody_reads, pipe = os.pipe()
    os.close(nobody_reads)
    ended = subprocess.run([*MLPATH, *arguments.split()], stdout=pipe, stderr=subprocess.PIPE, timeout=60)
    os.close(pipe)
    assert (ended.returncode, ended.stderr) == (0, b"")


NO_ROOM = "the output can't be written: no space left on device"
MADE = f"error: the change was made, but {NO_ROOM}\n"
UNCHANGED = f"error: {NO_ROOM}\nnothing was changed\n"


# Runs several command lines in one process, each with a stdout of its own that has no room.
WITHOUT_ROOM = """
import os, sys
from mlpath.__main__ import main
for line in sys.argv[1:]:
    sys.argv[1:] = line.split()
    sys.stdout = open("/dev/full", "w")
    try:
        main()
    except SystemExit as ended:
        print(f"== {ended.code or 0}", file=sys.stderr, flush=True)
"""


@pytest.mark.parametrize("as_json", ["", pytest.param(" --json", marks=pytest.mark.heavy)])
def test_a_full_stdout_is_told_on_stderr_with_what_was_done(
    home: Path, tmp_path: Path, state: Path, as_json: str
) -> None:
    """In JSON, too: on stdout nobody could read it."""
    notes = tmp_path / "notes.md"
    notes.write_text("# Mine\n\n## Week 1\n\n- [ ] one\n")
    cases = (
        ("status", UNCHANGED),
        ("check w1", MADE),
        ("check w1", UNCHANGED),
        ("note w1.t1 text", MADE),
        ("note w1.t1", UNCHANGED),
        ("undo", MADE),
        ("redo", MADE),
        ("redo", UNCHANGED),
        ("plan --start today", MADE),
        ("plan", UNCHANGED),
        ("--state other.json check w2", MADE),
        ("merge other.json", MADE),
        ("merge other.json", UNCHANGED),
        ("export -o out.md", f"error: {tmp_path}/out.md was written, but {NO_ROOM}\n"),
        ("export", f"error: {NO_ROOM}\n`mlpath log` tells whether anything was changed\n"),
        ("doctor", UNCHANGED),
        ("doctor --accept", UNCHANGED),
        ("reset --yes", f"error: your progress was moved to {state.parent}/"),
        ("reset --yes", UNCHANGED),
        ("doctor --restore", f"error: {state} was restored, but {NO_ROOM}\n"),
        ("use notes.md", f"error: the choice is remembered, but {NO_ROOM}\n"),
        ("use", UNCHANGED),
        ("check w1.i1", MADE),
        ("export --in-place", f"error: {notes} was written, but {NO_ROOM}\n"),
        ("export --in-place", UNCHANGED),
    )
    command = [sys.executable, "-c", WITHOUT_ROOM, *(words + as_json for words, _ in cases)]
    ended = subprocess.run(command, stderr=subprocess.PIPE, text=True, cwd=tmp_path, env=dict(os.environ), timeout=60)
    parts = ended.stderr.split("== 1\n")
    assert (ended.returncode, len(parts), parts.pop()) == (0, len(cases) + 1, ""), ended.stderr
    for (words, told), said in zip(cases, parts, strict=True):
        assert said.startswith(told), words


def test_a_closed_stdout_is_no_error(home: Path) -> None:
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
    opened = Path(f"/proc/{waiting.pid}/fd")
    until = time.monotonic() + (20 if opened.exists() else 1.5)
    while time.monotonic() < until and not any(file.resolve() == lock for file in opened.glob("*")):
        time.sleep(0.02)
    waiting.send_signal(signal.SIGINT)
    _, err = waiting.communicate(timeout=20)
    holder.kill()
    holder.communicate()
    assert waiting.returncode == 130
    assert "Traceback" not in err
    assert not (tmp_path / "state.json").exists()


def test_options_without_an_address_need_one_who_answers(mlpath: Callable[..., Result]) -> None:
    ended = mlpath("check", "--note", "x")
    assert (ended.exit_code, "check next" in ended.stderr) == (2, True)


def test_what_is_confirmed_is_what_was_shown(document: Document) -> None:
    """Another window ticks the same item while the question stands."""

    def tick_elsewhere_first() -> str:
        document("check", "w1.t1")
        return "y\n"

    code, _ = terminal("check", answer=tick_elsewhere_first)
    assert code == 0
    assert document("status")["overall"]["done"] == 1


@pytest.mark.parametrize(("answer", "done"), [("y\n", 1), ("n\n", 0), ("\n", 1), ("what\n", 0), ("\x04", 0)])
def test_check_without_an_address_offers_to_tick(document: Document, answer: str, done: int) -> None:
    code, drawn = terminal("check", answer=answer)
    assert "Mark week1.topics.1 as done? [Y/n]" in drawn
    assert code == 0
    assert document("status")["overall"]["done"] == done


def test_reset_asks_in_a_terminal(document: Document) -> None:
    document("check", "w1")
    terminal("reset", answer="n\n")
    assert document("status")["overall"]["done"] == 5
    code, drawn = terminal("reset", answer="y\n")
    assert code == 0
    assert "bring it back" in ESCAPE.sub("", drawn)
    assert document("status")["overall"]["done"] == 0


def test_an_interrupted_question_changes_nothing(document: Document) -> None:
    code, _ = terminal("check", answer="\x03")
    assert code == 130
    assert document("status")["state"]["exists"] is False


ASKS = """
import signal, sys, threading
threading.Thread(target=threading.Event().wait, daemon=True).start()
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
from mlpath.terminal import output
try:
    print(output.confirm("Sure?"))
except KeyboardInterrupt:
    sys.exit(130)
"""


@pytest.mark.skipif(os.name != "posix", reason="POSIX alone has a way to wait for a line in steps")
@pytest.mark.parametrize(("answer", "code", "said"), [("\x03", 130, ""), ("y\n", 0, "True"), ("\x04", 0, "False")])
def test_an_interrupt_right_before_the_wait_for_a_line_is_seen(home: Path, answer: str, code: int, said: str) -> None:
    """Where it reaches another thread, it leaves the one that waits asleep, as one does that comes a moment too early."""
    ended, drawn = terminal(answer=answer, program=["-c", ASKS])
    assert (ended, said in drawn) == (code, True)


def test_reading_writes_nothing(mlpath: Callable[..., Result], state: Path) -> None:
    mlpath("check", "w1")
    (state.parent / ".ai-ml-engineer.json.lock").unlink()
    before = {path: path.stat().st_mtime_ns for path in state.parent.rglob("*")}
    for command in (
        "status",
        "next",
        "show",
        "log",
        "stats",
        "plan",
        "doctor",
        "note w1.t1",
        "export",
        "validate",
        "guide",
    ):
        assert mlpath(*command.split()).exit_code == 0
    assert {path: path.stat().st_mtime_ns for path in state.parent.rglob("*")} == before
