"""The fast lane and Typer's way do the same, byte for byte; and each command imports only what it must."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.main import get_command

from mlpath.cli import fastlane
from mlpath.cli.main import app
from mlpath.cli.options import COMMON, Argument, Option, parameters
from mlpath.cli.registry import HEADINGS, command
from mlpath.cli.see import LogFormat
from mlpath.commands.study import Options
from mlpath.journal.encoding import encode
from mlpath.journal.journal import Journal
from mlpath.roadmap.roadmap import Roadmap
from mlpath.roadmap.yaml import write as yaml_file
from strategies import roadmaps

OTHER_WAY = "from mlpath.cli.main import app; app(prog_name='mlpath')"
CHANGING = re.compile(r'"(id|order|at|event|target|remove|crc32)": ?("[^"]*"|[0-9]+)|\d\d:\d\d|\d+ bytes')

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
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
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
            state.write_bytes(encode(Journal("random", (event, *planned))))
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


# Each command in its usual forms: options before and behind its name, in one word or two, repeated, and behind `--`.
USUAL = [
    [],
    ["--json"],
    ["status", "week1"],
    ["next"],
    ["next", "-n", "1"],
    ["next", "-n2", "--json"],
    ["--json", "next", "-n", "1"],
    ["show", "week5", "--todo"],
    ["show", "--find=random forest"],
    ["show", "--find", ""],
    ["check", "w1.t1", "--note", "why not", "--link=https://x.org", "--on", "2026-11-20"],
    ["check", "--", "w1.t1", "w1.t2"],
    ["check", "w1.t1", "--", "--json"],
    ["check", "nope"],
    ["check", "next", "--note", "--json"],
    ["skip", "--note", "known", "w1.t1"],
    ["begin", "w1.t1", "w1.t2"],
    ["uncheck", "week1"],
    ["note", "w1.t1", "some", "words"],
    ["note", "w1.t1", "--remove", "1"],
    ["note", "w1.t1"],
    ["undo"],
    ["redo"],
    ["log"],
    ["log", "-n", "1", "--since", "-3d"],
    ["log", "--week", "--format", "markdown"],
    ["log", "--week", "--until", "monday"],
    ["stats"],
    ["plan"],
    ["plan", "--start=2026-01-05", "--pause", "2026-02-02..2026-02-03", "--pause", "2026-03-02"],
    ["plan", "--days", "8"],
    ["guide", "w1.t1", "--questions"],
    ["guide", "w1.t1", "--json"],
    ["open", "w1.t1", "1"],
    ["lab", "w1.t1"],
    ["lab", "w1.t1", "folder", "--again", "--trust"],
    ["verify", "--hint"],
    ["verify", "w1.t1", "folder", "--test=x", "--python", "python3", "--json"],
    ["verify", "--watch", "--json"],
    ["review", "--list", "--all"],
    ["review", "--item", "week1", "--limit=3", "--json"],
    ["review", "nope", "--grade", "good"],
    ["review", "nope", "--undo"],
    ["export", "-f", "csv"],
    ["export", "--format=markdown"],
    ["validate"],
    ["validate", "--schema"],
    ["validate", "--labs", "--trust", "nowhere.yaml"],
    ["use"],
    ["doctor"],
    ["--roadmap", "nowhere.md", "doctor"],
    ["--roadmap=nowhere.md", "next"],
    ["skip", "--note", "--json", "nonsense"],
    ["doctor", "--adopt", "old", "w1.t1"],
    ["doctor", "--accept"],
    ["merge", "nowhere.json"],
    ["merge"],
    ["merge", "--set-up-git"],
    ["reset", "--yes"],
    ["prompt", "--format", "{done}"],
]
# What only Typer words.
UNUSUAL = [
    ["--help"],
    ["-h"],
    ["--version"],
    ["check", "-h"],
    ["next", "x"],
    ["next", "-n"],
    ["next", "-n", "0"],
    ["next", "-n", "one"],
    ["next", "-n=3"],
    ["next", "--json=1"],
    ["nope"],
    [""],
    ["check", "w1.t1", "--nope"],
    ["uncheck"],
    ["note"],
    ["open", "w1.t1", "first"],
    ["review", "what", "--grade", "well"],
    ["plan", "--days", "367"],
    ["export", "-f", "pdf"],
    ["reset", "-yes"],
    ["doctor", "--adopt=old"],
    ["--", "next"],
    ["next", "--state"],
]


@pytest.mark.parametrize("arguments", USUAL, ids=" ".join)
def test_the_usual_forms_take_the_fast_lane(arguments: list[str]) -> None:
    assert fastlane.parse(arguments) is not None


@pytest.mark.parametrize("arguments", UNUSUAL, ids=" ".join)
def test_what_is_not_understood_is_left_to_typer(home: Path, arguments: list[str]) -> None:
    assert fastlane.run(arguments) is None


def test_every_command_is_among_the_usual_forms() -> None:
    assert {arguments[0] for arguments in USUAL if arguments and arguments[0][:2] != "--"} == set(HEADINGS)


def test_options_are_understood_as_they_stand() -> None:
    called, session, values = parsed("--roadmap", "a.md", "check", "w1", "--roadmap=b.md", "--on", "monday", "w2")
    assert (called.__name__, session.options.roadmap, session.json) == ("check_command", "b.md", False)
    assert values == {"addresses": ["w1", "w2"], "on": "monday"}
    called, session, values = parsed("--json", "--state", "", "--bullets", "doctor", "--adopt", "a", "--", "--json")
    assert (session.json, session.options) == (True, Options(state="", bullets=True))
    assert values == {"adopt": True, "names": ["a", "--json"]}
    assert parsed("plan", "--pause", "a", "--pause=b")[2] == {"pause": ["a", "b"]}
    assert parsed("log", "--since", "-1w", "-fmarkdown")[2] == {"since": "-1w", "format": LogFormat.markdown}
    assert parsed()[0].__name__ == "today_command"


def parsed(*arguments: str) -> tuple[Any, Any, dict[str, Any]]:
    call = fastlane.parse(arguments)
    assert call is not None
    return call


@pytest.mark.parametrize("name", HEADINGS)
def test_the_fast_lane_knows_what_typer_knows(name: str) -> None:
    """The same names, the same values and numbers of words, the same defaults, the same bounds."""
    typers = {each.name: each for each in get_command(app).get_command(None, name).params}
    ours = {each.name: each for each in (*parameters(command(name)), *COMMON)}
    assert typers.keys() == ours.keys()
    for key, theirs in typers.items():
        mine = ours[key]
        assert theirs.param_type_name == ("option" if isinstance(mine.declared, Option) else "argument")
        assert theirs.required == (mine.default is ...)
        if mine.default is not ...:
            assert theirs.default == mine.default
        if isinstance(mine.declared, Argument):
            assert (theirs.nargs == -1) == mine.repeated
        else:
            assert tuple(theirs.opts) == mine.declared.names
            assert (theirs.multiple, theirs.is_flag) == (mine.repeated, mine.kind is bool)
            assert (0 if theirs.is_flag else theirs.nargs) == mine.words
            assert (theirs.min, theirs.max) == (mine.declared.least, mine.declared.most)
            assert theirs.type_descriptor.annotation == mine.kind


def answers(call: Callable[[], int], capsys: pytest.CaptureFixture[str], state: Path) -> tuple[object, ...]:
    """Return what a call ends with, prints and writes, without what differs each time."""
    code = call()
    shown = capsys.readouterr()
    written = state.read_text() if state.exists() else ""
    hidden = [CHANGING.sub("", text.replace(str(state.parent), "FOLDER")) for text in (shown.out, shown.err, written)]
    return (code, *hidden)


def test_both_ways_do_the_same(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One after the other, on a state each, so that every command meets what those before it left behind."""

    def by_typer(arguments: list[str]) -> int:
        with pytest.raises(SystemExit) as ended:
            app(arguments, prog_name="mlpath")
        return ended.value.code or 0

    one, other = tmp_path / "one", tmp_path / "other"
    for arguments in USUAL:
        if arguments[:1] == ["guide"]:
            continue  # It takes the terminal's own way out.
        results = []
        for folder, call in ((one, fastlane.run), (other, by_typer)):
            folder.mkdir(exist_ok=True)
            monkeypatch.chdir(folder)
            monkeypatch.setenv("MLPATH_STATE", str(folder / "state.json"))
            results.append(answers(lambda: call(arguments), capsys, folder / "state.json"))  # noqa: B023
        assert results[0] == results[1], arguments


def imported(arguments: list[str], environment: dict[str, str] | None = None) -> set[str]:
    """Return the modules that a command imports when the compiled roadmap is there."""
    script = (
        "import sys\n"
        f"sys.argv[1:] = {arguments!r}\n"
        "import mlpath.__main__ as entry\n"
        "try: entry.main()\n"
        "except SystemExit: pass\n"
        "sys.stderr.write('\\n' + ' '.join(sys.modules))\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env={**os.environ, **(environment or {})}
    )
    return set(ended.stderr.splitlines()[-1].split())


HEAVY = {
    "typer",
    "click",
    "rich",
    "pydantic",
    "yaml",
    "markdown_it",
    "jinja2",
    "icalendar",
    "platformdirs",
    "urllib.parse",
    "inspect",
    "difflib",
    "dataclasses",
    "pathlib",
    "tempfile",
    "subprocess",
    "hashlib",
}
# What of mlpath each may import. A tick knows nothing of guides, the doctor, a merge or another command.
_CORE = {
    "mlpath",
    "mlpath.__main__",
    "mlpath.cli",
    "mlpath.cli.boundary",
    "mlpath.cli.fastlane",
    "mlpath.cli.options",
    "mlpath.cli.registry",
    "mlpath.commands",
    "mlpath.commands.change",
    "mlpath.commands.opening",
    "mlpath.commands.study",
    "mlpath.dates",
    "mlpath.documents",
    "mlpath.documents.json",
    "mlpath.documents.parts",
    "mlpath.errors",
    "mlpath.journal",
    "mlpath.journal.backups",
    "mlpath.journal.encoding",
    "mlpath.journal.events",
    "mlpath.journal.evidence",
    "mlpath.journal.file",
    "mlpath.journal.journal",
    "mlpath.journal.notes",
    "mlpath.journal.renames",
    "mlpath.journal.transitions",
    "mlpath.progress",
    "mlpath.progress.remembered",
    "mlpath.progress.results",
    "mlpath.progress.retained",
    "mlpath.progress.edits",
    "mlpath.progress.summary",
    "mlpath.roadmap",
    "mlpath.roadmap.addresses",
    "mlpath.roadmap.cache",
    "mlpath.roadmap.lab_versions",
    "mlpath.roadmap.load",
    "mlpath.roadmap.lookup",
    "mlpath.roadmap.roadmap",
    "mlpath.roadmap.source",
    "mlpath.system",
    "mlpath.system.clock",
    "mlpath.system.config",
    "mlpath.system.folders",
    "mlpath.system.interrupts",
    "mlpath.system.lock",
    "mlpath.system.memory",
    "mlpath.system.places",
    "mlpath.system.ownership",
    "mlpath.system.programs",
    "mlpath.system.reading",
    "mlpath.system.writing",
    "mlpath.terminal",
    "mlpath.terminal.layout",
    "mlpath.terminal.output",
    "mlpath.terminal.page",
    "mlpath.text",
}
# What is due is said at every prompt, and so worked out with every change: from the guides of what is done, read line by line.
_DECK = {
    "mlpath.commands.deck",
    "mlpath.guides",
    "mlpath.guides.folder",
    "mlpath.review",
    "mlpath.review.cards",
    "mlpath.review.deck",
    "mlpath.review.fsrs",
    "mlpath.review.queue",
    "mlpath.review.records",
    "mlpath.roadmap.ids",
}
_TICK = _DECK | {
    "mlpath.cli.track",
    "mlpath.commands.track",
    "mlpath.terminal.track",
    "mlpath.terminal.show",
}
_NEXT = _DECK | {
    "mlpath.cli.see",
    "mlpath.commands.plan",
    "mlpath.commands.see",
    "mlpath.pace",
    "mlpath.pace.activity",
    "mlpath.pace.days",
    "mlpath.pace.outlook",
    "mlpath.pace.plan",
    "mlpath.pace.results",
    "mlpath.pace.ticks",
    "mlpath.terminal.next",
    "mlpath.terminal.show",
    "mlpath.terminal.status",
}
# Today's screen says besides what git or another machine left of the state file.
_TODAY = _NEXT - {"mlpath.terminal.next", "mlpath.terminal.show", "mlpath.terminal.status"} | {
    "mlpath.commands.conflict",
    "mlpath.journal.copies",
    "mlpath.pace.brief",
    "mlpath.pace.sentence",
    "mlpath.pace.verdict",
    "mlpath.system.git",
    "mlpath.terminal.today",
}
_PROMPT = {"__main__", "cli", "cli.fastlane", "shell", "shell.prompt", "shell.stdout"}
_PROMPT |= {"system", "system.folders", "system.memory", "system.reading"}
_TAB = _PROMPT - {"shell.prompt"} | {"shell.completion", "journal", "journal.transitions"}
TAB = {"_MLPATH_COMPLETE": "bash"}


@pytest.mark.parametrize(
    ("arguments", "environment", "allowed"),
    [
        (["check", "w1.t2"], {}, _CORE | _TICK),
        (["next"], {}, _CORE | _NEXT),
        ([], {}, _CORE | _TODAY),
        (["prompt"], {}, {"mlpath", *(f"mlpath.{name}" for name in _PROMPT)}),
        (["check", "week5."], TAB, {"mlpath", *(f"mlpath.{name}" for name in _TAB)}),
    ],
    ids=["check", "next", "today", "prompt", "TAB"],
)
def test_what_is_typed_most_imports_little(
    home: Path, arguments: list[str], environment: dict[str, str], allowed: set[str]
) -> None:
    for words, variables in ((["check", "w1.t1"], {}), (arguments, environment)):  # What is remembered is there then.
        imported(words, variables)
    modules = imported(arguments, environment)
    assert {name for name in modules if name.partition(".")[0] == "mlpath"} <= allowed
    assert not HEAVY & modules
    if arguments == ["prompt"] or environment == TAB:
        assert not {"typing", "re", "datetime"} & modules


@pytest.mark.parametrize(
    ("arguments", "allowed"),
    [
        (["show", "week5", "--todo"], set()),
        (["undo"], set()),
        (["status", "--json"], set()),
        (["check", "w1.t1", "--note", "x", "--on", "yesterday"], set()),
        (["log", "-n", "3"], set()),
        (["stats"], set()),
        (["status"], {"rich", "dataclasses", "inspect"}),
        (["plan", "--start", "today"], set()),
        (["plan"], {"rich", "dataclasses", "inspect"}),
        (["export", "--format", "svg"], set()),
    ],
    ids=lambda value: " ".join(sorted(value) if isinstance(value, set) else value),
)
def test_no_command_imports_what_it_does_not_need(home: Path, arguments: list[str], allowed: set[str]) -> None:
    imported(["check", "week1"])
    assert HEAVY & imported(arguments) <= allowed
