"""The fast lane and Typer's way do the same, byte for byte; and each command imports only what it must."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mlpath.journal import file as store
from mlpath.journal.journal import Journal
from mlpath.roadmap.roadmap import Roadmap
from mlpath.roadmap.yaml import write as yaml_file
from strategies import roadmaps

ONE_WAY = "import sys; from mlpath.cli import fastlane; sys.exit(fastlane.run(sys.argv[1:]))"
OTHER_WAY = "from mlpath.cli.main import app; app(prog_name='mlpath')"
CHANGING = re.compile(r'"(id|order|at|event|target)": ?("[^"]*"|[0-9]+)|\d\d:\d\d')

COMMANDS = st.sampled_from(["status", "next", "show", "check", "uncheck", "begin", "skip", "undo", "redo"])
ADDRESSES = st.sampled_from(
    ["week1", "w1.t1", "m1", "w1.p", "r.b1", "next", "week99", "nope", "w1.t1-2", "resources", ""]
)


def run(way: str, state: Path, roadmap: Path, arguments: list[str]) -> tuple[int, str, str, str]:
    environment = {**os.environ, "MLPATH_STATE": str(state), "MLPATH_ROADMAP": str(roadmap)}
    ended = subprocess.run([sys.executable, "-c", way, *arguments], env=environment, capture_output=True, text=True)
    written = state.read_text() if state.exists() else ""
    out = ended.stdout.replace(str(state), "STATE")
    return ended.returncode, CHANGING.sub("", out), ended.stderr.replace(str(state), "STATE"), CHANGING.sub("", written)


@pytest.mark.heavy
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(roadmaps, st.data())
def test_both_ways_print_answer_and_write_the_same(
    home: Path, tmp_path_factory: pytest.TempPathFactory, roadmap: Roadmap, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("ways")
    file = folder / "roadmap.yaml"
    file.write_text(yaml_file.render(roadmap), encoding="utf-8")
    ids = [item.id for item in roadmap.items][:3]
    event = {"id": "e", "order": 1, "at": "2026-11-22T18:00:00+01:00", "kind": "check", "items": [*ids, "gone"]}
    plan = {"start": "2026-01-05", "pauses": [["2026-12-01", "2026-12-31"]]}
    planned = [{"id": "p", "order": 2, "at": "2026-11-22T18:00:00+01:00", "kind": "plan", "plan": plan}][
        : data.draw(st.integers(0, 1))
    ]
    states = [folder / "one.json", folder / "other.json"]
    if data.draw(st.booleans()):
        for state in states:
            state.write_bytes(store.encode(Journal("random", (event, *planned))))
    for _ in range(2):
        arguments = [data.draw(COMMANDS), *data.draw(st.lists(ADDRESSES | st.sampled_from(ids or ["x"]), max_size=2))]
        if data.draw(st.booleans()):
            arguments.insert(data.draw(st.integers(0, len(arguments))), "--json")
        one, other = (run(way, state, file, arguments) for way, state in zip((FAST, OTHER_WAY), states, strict=True))
        assert one == other, arguments


FAST = f"""
import sys
from mlpath.cli import fastlane
code = fastlane.run(sys.argv[1:])
if code is None:
    {OTHER_WAY.replace("; ", chr(10) + "    ")}
sys.exit(code)
"""


@pytest.mark.parametrize(
    "arguments", [[], ["status"], ["next"], ["show", "week5"], ["check", "w1.t1"], ["undo"], ["next", "--json"]]
)
def test_plain_forms_take_the_fast_lane(home: Path, arguments: list[str]) -> None:
    assert subprocess.run([sys.executable, "-c", ONE_WAY, *arguments], capture_output=True).returncode == 0
    assert "typer" not in modules(arguments)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["next", "-n", "1"],
        ["doctor"],
        ["check"],
        ["next", "x"],
        ["nope"],
        ["--state", "x"],
        ["check", "--"],
    ],
)
def test_anything_else_does_not(home: Path, arguments: list[str]) -> None:
    script = "import sys; from mlpath.cli import fastlane; assert fastlane.run(sys.argv[1:]) is None"
    assert subprocess.run([sys.executable, "-c", script, *arguments]).returncode == 0


HEAVY = {
    "typer",
    "rich",
    "pydantic",
    "yaml",
    "platformdirs",
    "difflib",
    "dataclasses",
    "pathlib",
    "tempfile",
    "hashlib",
}


def modules(arguments: list[str]) -> set[str]:
    """Return which heavy modules a command imports when the compiled roadmap is there."""
    script = (
        "import sys, atexit\n"
        f"sys.argv[1:] = {arguments!r}\n"
        "import mlpath.__main__ as entry\n"
        "try: entry.main()\n"
        "except SystemExit: pass\n"
        "import json; sys.stderr.write('\\n' + json.dumps(sorted(sys.modules)))\n"
    )
    subprocess.run([sys.executable, "-c", script], capture_output=True)
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    return HEAVY & set(json.loads(ended.stderr.splitlines()[-1]))


@pytest.mark.parametrize(
    ("arguments", "allowed"),
    [
        (["next"], set()),
        (["show", "week5"], set()),
        (["check", "w1.t1"], set()),
        (["undo"], set()),
        (["status", "--json"], set()),
        (["status"], {"rich", "dataclasses"}),
    ],
)
def test_the_daily_commands_import_little(home: Path, arguments: list[str], allowed: set[str]) -> None:
    assert modules(arguments) - {"hashlib"} <= allowed


@pytest.mark.parametrize(
    "arguments",
    [["next", "-n", "3"], ["check", "w1.t1", "--note", "x"], ["note", "w1.t1", "x"], ["export"], ["doctor"]],
)
def test_no_command_reads_yaml_while_the_cache_is_fresh(home: Path, arguments: list[str]) -> None:
    assert not {"yaml"} & modules(arguments)
