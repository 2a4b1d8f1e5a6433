"""Files and command lines that mean harm, or are mere noise."""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from conftest import Run
from mlpath.cli.main import app
from mlpath.cli.registry import COMMANDS
from mlpath.journal.encoding import encode
from mlpath.journal.journal import Journal

pytestmark = pytest.mark.heavy  # Real processes, large files, many examples.
MLPATH = [sys.executable, "-m", "mlpath"]
Cli = Callable[..., Result]
MEMORY = 500 * 1024 * 1024
ROADMAP = "version: 1\nid: x\ntitle: {title}\nmonths: [{{title: M, weeks: [{{title: W, topics: [{item}]}}]}}]\n"
EVENT = {"id": "a", "order": 1, "at": "2026-11-22T18:00:00+01:00", "kind": "check", "items": ["vectors-matrices"]}


def bounded(*arguments: str) -> tuple[Run, float]:
    """Run mlpath with little memory and return how it ended and how many seconds of the processor's time it took."""
    limit = lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))  # noqa: E731
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    ended = subprocess.run([*MLPATH, *arguments], preexec_fn=limit, capture_output=True, timeout=120)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(ended.returncode, ended.stdout.decode(), ended.stderr.decode()), seconds


def sparse(path: Path) -> None:
    with open(path, "wb") as file:
        file.truncate(400 * 1024 * 1024)


def laughs() -> str:
    return "\n".join(["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 64)])


@pytest.mark.parametrize(
    "text",
    [
        None,
        "[" * 1_000_000,
        "{a: " * 1_000_000,
        "- " * 1_000_000,
        laughs(),
        "a: " + "x" * 10_000_000,
        "\x00" * 1_000_000,
        "&" * 1_000_000,
        "!" * 1_000_000,
        "- x\n" * 3_000_000,
        ROADMAP.format(title="x" * 1_000_000, item="x"),
    ],
)
def test_a_roadmap_of_absurd_size_or_shape_is_refused_soon(home: Path, tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "roadmap.yaml"
    if text is None:
        sparse(path)
    else:
        path.write_text(text)
    ended, seconds = bounded("--roadmap", str(path), "status")
    assert ended.code == 3, ended.err[:300]
    assert "Traceback" not in ended.err
    assert len(ended.err) < 5_000
    assert seconds < 10


@pytest.mark.parametrize(
    "text",
    [
        None,
        "[" * 1_000_000,
        '{"a":' * 1_000_000,
        "1" * 10_000_000,
        "\x00" * 1_000_000,
        '{"format": "mlpath-journal", "version": 1e999}',
        json.dumps(
            {
                "format": "mlpath-journal",
                "version": 1,
                "roadmap": "ai-ml-engineer",
                "events": [{**EVENT, "order": 10**400}],
            }
        ),
        json.dumps(
            {
                "format": "mlpath-journal",
                "version": 1,
                "roadmap": "ai-ml-engineer",
                "events": [{**EVENT, "items": ["\ud800"]}],
            }
        ),
    ],
)
def test_a_state_of_absurd_size_or_shape_is_refused_soon(home: Path, tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "state.json"
    if text is None:
        sparse(path)
    else:
        path.write_text(text)
    before = path.stat()
    ended, seconds = bounded("--state", str(path), "check", "week1")
    assert ended.code == 4, ended.err[:300]
    assert "Traceback" not in ended.err
    assert len(ended.err) < 5_000
    assert (path.stat().st_mtime_ns, path.stat().st_size) == (before.st_mtime_ns, before.st_size)
    assert seconds < 10


@pytest.mark.parametrize(
    "text",
    [
        ("[" * 999 + "\n\n") * 1_000,
        ("![" * 499 + "\n\n") * 1_000,
        ("[" * 499 + "]" * 500 + "\n\n") * 1_000,
        ("[a](" * 249 + "\n\n") * 1_000,
        ("- [ ] " + "[" * 990 + "\n") * 1_000,
        "".join(f"### S{number}\n\n- [ ] a\n\n" for number in range(8_000)),
        "**Topics**\n\n- [ ] a\n\n" * 8_000,
        "**S**\n\n- [ ] a\n\n" * 8_000,
    ],
)
def test_a_markdown_file_of_nonsense_is_read_soon(home: Path, tmp_path: Path, text: str) -> None:
    path = tmp_path / "roadmap.md"
    path.write_text(f"# T\n\n## Week 1\n\n- [ ] a\n\n{text}\n\n## Week 2\n\n- [ ] behind\n")
    ended, seconds = bounded("--roadmap", str(path), "show", "week2")
    assert ended.code == 0, ended.err[:300]
    assert "behind" in ended.out
    assert seconds < 5


def test_a_great_many_notes_on_one_item_are_read_soon(home: Path, tmp_path: Path) -> None:
    notes = [
        {**EVENT, "id": f"e{number}", "order": number, "kind": "note", "item": "statistics", "text": "n"}
        for number in range(40_000)
    ]
    path = journal_file(tmp_path / "state.json", *notes)
    ended, seconds = bounded("--state", str(path), "check", "w1.t1")
    assert ended.code == 0, ended.err[:300]
    assert seconds < 5


EVERYWHERE = (
    [],
    *([name] for name in ("status", "next", "show", "stats", "plan", "doctor", "prompt")),
    ["show", "w1.t1"],
    ["log"],
    ["log", "--week", "--since", "1900-01-01", "--format", "markdown"],
    *(["export", "--format", format] for format in ("markdown", "json", "csv", "yaml", "html", "svg")),
    *([name] for name in ("undo", "redo")),
    ["check", "w1.t2"],
    ["plan", "--start", "today"],
    ["export", "--format", "ics"],
)


def journal_file(path: Path, *events: dict[str, Any], **head: Any) -> Path:
    document = {"format": "mlpath-journal", "version": 1, "roadmap": "ai-ml-engineer", "events": events, **head}
    path.write_text(json.dumps(document))
    return path


@pytest.mark.parametrize(
    "fields",
    [
        {"order": 2**53 - 2**32},
        {"at": "1900-01-01T00:00:00+23:59"},
        {"at": "2999-12-31T23:59:59-23:59"},
        {"on": "1900-01-01"},
        {"on": "2999-12-31"},
        {"kind": "begin", "note": "n", "link": "javascript:x", "text": "t", "on": "2999-12-31", "item": "statistics"},
        {"kind": "plan", "plan": {"start": "2999-12-31"}},
        {"kind": "plan", "plan": {"start": "1900-01-01", "days": 36_525, "pauses": [["1900-01-02", "2999-12-31"]]}},
        {"kind": "note", "item": "vectors-matrices", "link": "data:x", "items": ["statistics"]},
    ],
)
def test_a_journal_that_is_accepted_can_be_worked_with_by_every_command(
    home: Path, tmp_path: Path, mlpath: Cli, fields: dict[str, Any]
) -> None:
    state = tmp_path / "state.json"
    other = journal_file(tmp_path / "other.json", {**EVENT, **fields})
    for command in (["merge", str(other)], *EVERYWHERE):
        result = mlpath("--state", str(state), *command)
        assert result.exit_code == 0, (command, result.output)


@pytest.mark.parametrize(
    "fields",
    [
        {"order": 2**53 - 2**32 + 1},
        {"on": "0001-01-01"},
        {"kind": "begin", "note": 7},
        {"mood": json.loads("[" * 100 + "]" * 100)},
    ],
)
def test_a_journal_that_nothing_could_be_done_with_is_refused_with_a_way_out(
    home: Path, tmp_path: Path, mlpath: Cli, fields: dict[str, Any]
) -> None:
    sound = tmp_path / "state.json"
    damaged = journal_file(tmp_path / "other.json", {**EVENT, **fields})
    assert mlpath("--state", str(sound), "check", "w1.t2").exit_code == 0
    before = sound.read_bytes()
    refused = mlpath("--state", str(sound), "merge", str(damaged))
    assert (refused.exit_code, sound.read_bytes()) == (4, before)
    assert "leave it out" in refused.stderr
    backups = tmp_path / "other.json.backups"
    backups.mkdir()
    journal_file(backups / "2026-11-22.json", EVENT)
    refused = mlpath("--state", str(sound), "merge", str(damaged))
    assert f"merge {backups}/2026-11-22.json --state {sound}` merges its newest good backup" in refused.stderr
    for command in EVERYWHERE[:-1]:
        result = mlpath("--state", str(damaged), *command)
        assert result.exit_code == (1 if command == ["doctor"] else 0 if command == ["prompt"] else 4), command
        assert command in (["doctor"], ["prompt"]) or "doctor --restore" in result.stderr


HARM = "\x1b[2J\x1b]0;owned\x07\u202e\u2066\x00\x9b31m\r[red]x[/red]:boom:\n\u2028"


def test_hostile_text_in_the_state_is_shown_harmlessly(home: Path, tmp_path: Path, process: Callable[..., Run]) -> None:
    path = tmp_path / "state.json"
    events = ({**EVENT, "note": HARM, "link": "https://x/" + HARM}, {**EVENT, "id": "b", "order": 2, "items": [HARM]})
    path.write_bytes(encode(Journal("ai-ml-engineer", events)))
    for command in (
        ["status"],
        ["show"],
        ["show", "w1.t1"],
        ["note", "w1.t1"],
        ["doctor"],
        ["undo"],
        ["redo"],
        ["next"],
    ):
        ended = process("--state", str(path), *command)
        assert (ended.code, ended.err) == (0, ""), command
        assert not set("\x1b\x07\u202e\u2066\x00\x9b\r\u2028") & set(ended.out), command
    noted = process("--state", str(path), "show", "w1.t1", "--json").json()["items"][0]["notes"][0]["text"]
    assert noted == HARM


def test_hostile_arguments_are_shown_harmlessly(process: Callable[..., Run]) -> None:
    for arguments in (
        ["check", "\x1b[2Jweek1\x07"],
        ["\x1b[2J"],
        ["check", "--on", "\x1b[31m"],
        ["--roadmap", "\x1b[31m\u202e.yaml"],
        ["--state", "\x1b[31m/x"],
        ["show", "--\x1b[2J"],
    ):
        ended = process(*arguments)
        assert ended.code in (2, 3, 0)
        assert "\x1b" not in ended.out + ended.err


def test_bytes_that_are_no_text_are_refused_as_arguments(home: Path) -> None:
    for arguments in (
        [b"check", b"\xff"],
        [b"note", b"week1.topics.1", b"\xff"],
        [b"--state", b"/\xff/x", b"doctor"],
        [b"\xff"],
        [b"show", b"--find", b"\xff"],
    ):
        ended = subprocess.run([*map(os.fsencode, MLPATH), *arguments], capture_output=True)
        assert ended.returncode in (0, 1, 2)
        assert b"Traceback" not in ended.stderr
        ended = subprocess.run([*map(os.fsencode, MLPATH), *arguments, b"--json"], capture_output=True)
        json.loads(ended.stdout)


WORDS = st.sampled_from(
    [name for names in COMMANDS.values() for name in names]
    + [
        "--json",
        "--on",
        "--note",
        "--link",
        "--todo",
        "--done",
        "--find",
        "-n",
        "--remove",
        "--yes",
        "--restore",
        "--version",
        "--schema",
        "--",
        "--help",
        "--git-driver",
    ]
    + [
        "week1",
        "w5.p1",
        "next",
        "resources",
        "week1-3",
        "w3-1",
        "gradient-descent",
        "0",
        "-1",
        "2026-11-01",
        "2999-01-01",
        "https://x.org",
        "markdown",
        "csv",
    ]
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WORDS | st.text(max_size=12).filter(lambda text: "\x00" not in text), max_size=6))
def test_any_command_line_ends_with_a_known_code_and_failure_changes_nothing(
    home: Path, state: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.chdir(home)
    before = state.read_bytes() if state.exists() else None
    result = CliRunner().invoke(app, arguments, prog_name="mlpath")
    assert result.exit_code in (0, 1, 2, 3, 4), result.output
    assert "a bug in mlpath" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    if result.exit_code:
        assert (state.read_bytes() if state.exists() else None) == before
    if "--json" in (arguments[: arguments.index("--")] if "--" in arguments else arguments) and not {
        "--help",
        "-h",
        "--version",
        "export",
        "--schema",
    } & set(arguments):
        json.loads(result.stdout)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*EVENT, "events", "version", "format", "roadmap", "note", "text"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    JSON,
    st.sampled_from(["document", "events", "event"]),
    st.sampled_from([["status"], ["check", "w1"], ["undo"], ["doctor"]]),
)
def test_any_json_as_the_state_is_read_or_refused_and_left_alone(
    home: Path, tmp_path: Path, value: Any, place: str, command: list[str]
) -> None:
    document: Any = {"format": "mlpath-journal", "version": 1, "roadmap": "ai-ml-engineer", "events": [EVENT]}
    if place == "document":
        document = value
    elif place == "events":
        document["events"] = value
    elif isinstance(value, dict):
        document["events"] = [{**EVENT, **value}]
    path = tmp_path / "state.json"
    path.write_text(json.dumps(document))
    before = path.read_bytes()
    result = CliRunner().invoke(app, ["--state", str(path), *command], prog_name="mlpath")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code in (0, 1, 4)
    assert "a bug in mlpath" not in result.output
    if result.exit_code:
        assert path.read_bytes() == before


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(st.characters(exclude_categories=["Cs"])),
    st.sampled_from([["status"], ["validate"], ["check", "w1"], ["export", "--format", "yaml"]]),
)
def test_any_title_is_refused_or_shown_harmlessly(home: Path, tmp_path: Path, title: str, command: list[str]) -> None:
    path = tmp_path / "roadmap.yaml"
    path.write_text(ROADMAP.format(title=json.dumps(title), item=json.dumps(title)), encoding="utf-8")
    result = CliRunner().invoke(app, ["--roadmap", str(path), *command], prog_name="mlpath")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code in (0, 1, 3)
    assert "a bug in mlpath" not in result.output
    assert not {c for c in result.stdout if (ord(c) < 32 and c not in "\n\t") or 127 <= ord(c) < 160}
