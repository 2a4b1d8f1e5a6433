"""Command lines and files at random, the same on each run: whatever comes, a known exit code and no bug."""

import contextlib
import io
import json
import os
import random
from pathlib import Path

import pytest

from mlpath.cli import fastlane
from mlpath.cli.main import app
from mlpath.cli.options import COMMON, Option, parameters
from mlpath.cli.registry import HEADINGS, command
from mlpath.errors import MlpathError
from mlpath.roadmap.load import load_with_faults

pytestmark = pytest.mark.heavy
CODES = {0, 1, 2, 3, 4, 130}
VECTORS, FILES, SHARES = 10_000, 5_000, 10
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
        word for parameter in declared if isinstance(parameter.declared, Option) for word in parameter.declared.names
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
