"""Every Python block of the study guides, run week by week in one fresh process each, prints what the guide says.

Words behind `python` name what a block needs beyond the everyday libraries, as in "```python tensorflow". Where that is
missing, the block is only compiled.
"""

import json
import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import pytest

from conftest import ROOT

WEEKS = sorted((ROOT / "roadmap").glob("week-*.md"))
BLOCK = re.compile(r"^ *```(\w+)([^\n]*)\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)


class Snippet(NamedTuple):
    """A block's code, what it needs, and what the guide says that it prints."""

    code: str
    needs: list[str]
    printed: str


def snippets(text: str) -> list[Snippet]:
    blocks = [(found[1], found[2].split(), found[3]) for found in BLOCK.finditer(text)]
    after = [*blocks[1:], ("", [], "")]
    return [
        Snippet(code, needs, following[2].strip() if following[0] == "output" else "")
        for (kind, needs, code), following in zip(blocks, after, strict=True)
        if kind == "python"
    ]


def test_blocks_are_taken_apart() -> None:
    text = "```python\na\n```\n\n```python tensorflow keras\nb\n```\n```output\n1\n```\n```sh\nls\n```\n"
    assert snippets(text) == [Snippet("a\n", [], ""), Snippet("b\n", ["tensorflow", "keras"], "1")]


RUNNER = """
import contextlib, io, json, sys
found, namespace = [], {"__name__": "__main__"}
for number, code in enumerate(json.load(sys.stdin), 1):
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, f"block {number}", "exec"), namespace)
    found.append(printed.getvalue().strip())
json.dump(found, sys.stdout)
"""


@pytest.mark.heavy
@pytest.mark.parametrize("week", WEEKS, ids=lambda week: week.name)
def test_every_snippet_prints_what_the_guide_says(week: Path, tmp_path: Path, home: Path) -> None:
    pytest.importorskip("sklearn")
    pytest.importorskip("seaborn")
    every = snippets(week.read_text(encoding="utf-8"))
    assert every
    for snippet in every:
        compile(snippet.code, week.name, "exec")
    run = [snippet for snippet in every if all(map(find_spec, snippet.needs))]
    ended = subprocess.run(
        [sys.executable, "-W", "error::FutureWarning", "-c", RUNNER],
        input=json.dumps([snippet.code for snippet in run]),
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "MPLBACKEND": "Agg", "MPLCONFIGDIR": str(tmp_path)},
        timeout=300,
    )
    assert ended.returncode == 0, ended.stderr[-2000:]
    assert json.loads(ended.stdout) == [snippet.printed for snippet in run]
