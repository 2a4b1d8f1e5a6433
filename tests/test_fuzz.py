"""Command lines and files at random, the same on each run: whatever comes, a known exit code and no bug."""

import contextlib
import io
import json
import os
import random
import re
from pathlib import Path

import pytest

from conftest import settle
from mlpath.cli import fastlane
from mlpath.cli.main import app
from mlpath.cli.options import COMMON, Option, parameters
from mlpath.cli.registry import HEADINGS, command
from mlpath.commands.opening import open_study
from mlpath.commands.study import Options
from mlpath.errors import MlpathError
from mlpath.roadmap import cache
from mlpath.roadmap.load import load_with_faults
from mlpath.system import memory, places
from mlpath.system.clock import local_now
from mlpath.system.folders import user_folder

pytestmark = pytest.mark.heavy
CODES = {0, 1, 2, 3, 4, 130}
RUNS_FOR_MINUTES = "--labs"  # Of `validate`: it proves every lab.
VECTORS, FILES, YAML_FILES, SHARES = 10_000, 5_000, 3_000, 10
WORDS = (
    *("week1", "w5.p1", "next", "resources", "week1-3", "w3-1", "month2", "gradient-descent", "default", "-", "--"),
    *("0", "-1", "7", "9" * 30, "2026-11-01", "0001-01-01", "+9999w", "monday", "a..b", "{done:9}", "{", "", " ", "\n"),
    *("https://x.org", "javascript:x", "\x1b[2J", "\u202e", "é", "\udcff", "=1", "a" * 300, "roadmap.md", "state.json"),
)
PIECES = (
    *(
        "# T\n",
        "## Week 1\n",
        "- [ ] a\n",
        "  - [x] b\n",
        "**Bold**\n",
        "---\n",
        "id: x\n",
        "title: T\n",
        "[",
        "![",
        "]",
    ),
    *("(https://x)", "`", "```\n", "> ", "<summary>", "<!--", "|a|\n|-|\n", "\n", "\t", "\r", "\x00", "\x1b", "&amp;"),
    *(
        "version: 1\n",
        "months:\n",
        "- title: M\n",
        "  weeks:\n",
        "  - title: W\n",
        "    topics: [a, b]\n",
        "hours: 1:59\n",
    ),
    *(
        "<<: *a\n",
        "&a ",
        "*a",
        "!!int x",
        "0xff",
        "{",
        "}",
        ": ",
        "- ",
        "? ",
        "'",
        '"',
        "|",
        ">",
        "%",
        "@",
        "é",
        "\u2028",
    ),
)


def ended(arguments: list[str]) -> tuple[int, str]:
    """Run the command line in this process, by the fast lane or Typer as a process would; return its code and output."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", errors="replace") for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = fastlane.run(arguments)
            if code is None:
                app(arguments, prog_name="mlpath")
        except SystemExit as error:
            code = error.code if isinstance(error.code, int) else 1 if error.code else 0
        out.flush()
        err.flush()
    return code or 0, b"".join(stream.buffer.getvalue() for stream in (out, err)).decode("utf-8", "replace")  # type: ignore[attr-defined]


def vector(chance: random.Random) -> list[str]:
    """Return a command with options of its own and of others, most of them with values."""
    name = chance.choice([*HEADINGS])
    declared = [*parameters(command(name)), *COMMON]
    options = [
        word
        for parameter in declared
        if isinstance(parameter.declared, Option)
        for word in parameter.declared.names
        if word != RUNS_FOR_MINUTES
    ]
    words = [
        chance.choice(options) if chance.random() < 0.4 else chance.choice(WORDS) for _ in range(chance.randrange(6))
    ]
    return [name, *words] if chance.random() < 0.9 else [*words, name]


@pytest.mark.parametrize("share", range(SHARES))
def test_any_command_line_ends_with_a_known_code_and_no_bug(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, share: int
) -> None:
    chance = random.Random(share)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("webbrowser.open", lambda *_: False)
    (tmp_path / "roadmap.md").write_text("# T\n## Week 1\n- [ ] a\n- [ ] b\n")
    for _ in range(VECTORS // SHARES):
        arguments = vector(chance)
        code, said = ended(arguments)
        assert code in CODES, arguments
        assert "a bug in mlpath" not in said, (arguments, said[-500:])
        assert "Traceback" not in said, (arguments, said[-500:])
        assert not set("\x1b\x07\u202e") & set(said), arguments


def content(chance: random.Random) -> bytes:
    """Return a file of pieces that mean something, here and there a byte that means nothing."""
    text = "".join(chance.choice(PIECES) for _ in range(chance.randrange(1, 60)))
    data = bytearray(text.encode())
    if chance.random() < 0.2:
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


SCALARS = (
    *(
        "a",
        "1",
        "0.5",
        "-3",
        "1e400",
        "0x1F",
        "0o17",
        "1:59:59",
        "2026-11-22",
        "true",
        "no",
        "null",
        "~",
        "é",
        "''",
        '""',
    ),
    *(
        "'it''s'",
        '"\\u0041\\x1b"',
        '"\\ud800"',
        ".inf",
        "-.nan",
        "<<",
        "=",
        "!",
        "&",
        "*",
        "%",
        "@",
        "`",
        "- a",
        "a: b",
        "a #b",
    ),
    *(
        "week5",
        "next",
        "vectors-matrices",
        "https://x.org",
        "|\n  a\n",
        ">-\n  a\n  b\n",
        "9" * 5_000,
        "0x" + "f" * 5_000,
        "x" * 3_000,
    ),
)
KEYS = (
    *(
        "version",
        "id",
        "title",
        "overview",
        "months",
        "weeks",
        "topics",
        "practice",
        "sections",
        "items",
        "steps",
        "name",
    ),
    *(
        "resources",
        "closing",
        "hours",
        "url",
        "was",
        "alongside",
        "labels",
        "guides",
        "month",
        "week",
        "<<",
        "1",
        "~",
        "? a",
        "[a]",
    ),
)
TAGS = (
    "!!int ",
    "!!str ",
    "!!float ",
    "!!null ",
    "!!bool ",
    "!!binary ",
    "!!timestamp ",
    "!!set ",
    "!!omap ",
    "!x ",
    "!!python/name:os.system ",
)


def yaml_value(chance: random.Random, depth: int, indent: str) -> str:
    """Return a value of YAML's grammar in one of its styles, with a tag, an anchor or an alias here and there."""
    before = (
        chance.choice(TAGS) if chance.random() < 0.06 else f"&n{chance.randrange(3)} " if chance.random() < 0.05 else ""
    )
    if chance.random() < 0.04:
        return f"*n{chance.randrange(3)}"
    shape = chance.random()
    if depth == 0 or shape < 0.35:
        return before + chance.choice(SCALARS)
    parts = [yaml_value(chance, depth - 1, indent + "  ") for _ in range(chance.randrange(4))]
    if shape < 0.5:
        return before + ("[" + ", ".join(parts) + "]" if shape < 0.43 else flow_mapping(chance, parts))
    if shape < 0.72:
        return before + "".join(f"\n{indent}- {part}" for part in parts)
    return before + "".join(f"\n{indent}{chance.choice(KEYS)}: {part}" for part in parts)


def flow_mapping(chance: random.Random, parts: list[str]) -> str:
    return "{" + ", ".join(f"{chance.choice(KEYS)}: {part}" for part in parts) + "}"


def yaml_roadmap(chance: random.Random) -> bytes:
    """Return a roadmap file, most of which is what it should be, with values of any kind in the places of some."""

    def value(usual: str, depth: int = 2) -> str:
        return yaml_value(chance, depth, "      ") if chance.random() < 0.12 else usual

    items = value("[" + ", ".join(value(f"{{id: i{number}, title: T{number}, hours: 1}}") for number in range(3)) + "]")
    lines = [
        f"version: {value('1')}",
        f"id: {value('r')}",
        f"title: {value('T')}",
        f"overview: {value('|' + chr(10) + '  Text')}",
        f"months:{value(chr(10) + '  - title: M' + chr(10) + '    weeks:' + chr(10) + '      - title: W' + chr(10) + '        topics: ' + items)}",
        f"resources: {value('[{name: books, title: Books, items: [{id: b, title: B}]}]')}",
        f"{chance.choice(KEYS)}: {yaml_value(chance, 3, '  ')}",
    ]
    kept = [line for line in lines if chance.random() < 0.93][: None if chance.random() < 0.3 else -1]
    ends = chance.choice(["\n", "\n", "\r\n", "\n...\n", "\n---\n", "\n# c\n"])
    return (chance.choice(["", "", "---\n", "%YAML 1.1\n---\n", "\ufeff"]) + ends.join(kept) + "\n").encode()


@pytest.mark.parametrize("share", range(SHARES))
def test_any_yaml_is_read_or_refused_at_a_place_in_it(home: Path, tmp_path: Path, share: int) -> None:
    """Of YAML's own grammar, so that most of it gets past the scanner."""
    chance = random.Random(share)
    path = tmp_path / "roadmap.yaml"
    codes = []
    for number in range(YAML_FILES // SHARES):
        path.write_bytes(yaml_roadmap(chance))
        for arguments in (["validate", str(path)], ["--roadmap", str(path), *chance.choice(READING)]):
            code, said = ended(arguments)
            assert code in CODES, (number, arguments)
            assert "a bug in mlpath" not in said, (number, arguments, said[-500:])
            assert "Traceback" not in said, (number, arguments, said[-500:])
            assert not set("\x1b\x07") & set(said), (number, arguments)
            if arguments[0] == "validate":
                codes.append(code)
                assert code == 0 or re.search(r":\d+:\d+: |can't be read: ", said), (number, said)
    assert {0, 1} <= set(codes)


def journal(chance: random.Random) -> bytes:
    """Return a journal with values of any kind in the places of some."""
    values = (
        "a",
        "vectors-matrices",
        7,
        -1,
        2**53,
        1e300,
        None,
        True,
        [],
        ["a"],
        {},
        {"start": "2026-11-23"},
        "2026-11-22",
        "\x1b",
    )
    fields = (
        "id",
        "order",
        "at",
        "kind",
        "items",
        "item",
        "on",
        "note",
        "text",
        "link",
        "plan",
        "target",
        "old",
        "new",
        "boxes",
        "x",
    )
    kinds = ("check", "uncheck", "begin", "skip", "note", "plan", "adopt", "undo", "redo")
    events = []
    for number in range(chance.randrange(1, 5)):
        kind = chance.choice(kinds)
        event = {"id": f"e{number}", "order": number, "at": "2026-11-22T18:00:00+01:00", "kind": kind}
        event |= {
            "items": ["vectors-matrices"],
            "item": "statistics",
            "target": "e0",
            "plan": {},
            "old": "a",
            "new": "statistics",
        }
        if chance.random() < 0.6:
            event[chance.choice(fields)] = chance.choice(values)
        events.append(event)
    return json.dumps(
        {"format": "mlpath-journal", "version": 1, "roadmap": "ai-ml-engineer", "events": events}
    ).encode()


READING = (
    ["status"],
    ["next"],
    ["show"],
    ["log"],
    ["stats"],
    ["plan"],
    ["doctor"],
    ["export", "-f", "csv"],
    ["check", "w1.t2"],
)


@pytest.mark.parametrize("share", range(SHARES))
def test_any_file_is_read_or_refused_without_a_bug(home: Path, tmp_path: Path, share: int) -> None:
    chance = random.Random(share)
    for number in range(FILES // SHARES):
        name = chance.choice(["roadmap.md", "roadmap.yaml", "state.json"])
        path = tmp_path / name
        path.write_bytes(journal(chance) if name == "state.json" else content(chance))
        option = "--state" if name == "state.json" else "--roadmap"
        arguments = [option, str(path), *chance.choice(READING)]
        code, said = ended(arguments)
        assert code in CODES, (number, arguments)
        assert "a bug in mlpath" not in said, (number, arguments, said[-500:])
        assert "Traceback" not in said, (number, arguments, said[-500:])
        assert not set("\x1b\x07\u2028") & set(said), (number, arguments)
        if name != "state.json":
            with contextlib.suppress(MlpathError):
                load_with_faults(os.fspath(path))


@pytest.fixture
def own_files(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Path]:
    """The files of mlpath's own besides the state, all in use: a remembered roadmap, compiled, and what a shell is told."""
    course = tmp_path / "course.md"
    course.write_text("# T\n## Week 1\n- [ ] one\n- [ ] two\n")
    settle(course)
    monkeypatch.chdir(tmp_path)
    config_file = Path(places.config().path)
    assert ended(["use", str(course)])[0] == 0
    settle(config_file)
    assert ended(["check", "w1.i1"])[0] == 0
    open_study(Options(), os.environ, local_now).addresses()
    return {
        "config": config_file,
        "cache": Path(cache.file_of(str(course))),
        "progress": Path(user_folder("cache")) / memory.PROGRESS,
        "addresses": Path(user_folder("cache")) / memory.ADDRESSES,
    }


@pytest.mark.parametrize("name", ["config", "cache", "progress", "addresses"])
def test_no_file_of_its_own_is_believed_where_it_is_cut_or_a_byte_is_another(
    own_files: dict[str, Path], name: str
) -> None:
    path = own_files[name]
    whole = path.read_bytes()
    prompt, following = ended(["prompt"]), ended(["next", "--json"])
    offered = memory.recall(memory.ADDRESSES)
    assert prompt[1].startswith("ML 50%")
    assert offered
    chance = random.Random(name)
    for place in range(len(whole)):
        flipped = bytearray(whole)
        flipped[place] ^= 1 << chance.randrange(8)
        for data in (whole[:place], bytes(flipped)):
            path.write_bytes(data)
            code, said = ended(["next", "--json"])
            assert code in ((0, 3) if name == "config" else (0,)), (place, said)
            assert "a bug in mlpath" not in said, (place, said)
            assert name == "config" or (code, said) == following, place
            if name == "config":
                assert ended(["prompt"])[0] == 0
            elif name == "progress":
                path.write_bytes(data)
                assert ended(["prompt"]) == prompt, place
            else:
                path.write_bytes(data)
                assert memory.recall(memory.ADDRESSES) in (None, offered)
