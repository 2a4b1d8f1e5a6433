"""The code of a guide's part: what it needs of the blocks before it, and nothing else."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from conftest import ROOT
from mlpath.guides import folder
from mlpath.guides.code import needed, program
from mlpath.guides.guide import parse
from test_guides_code import snippets

WEEKS = sorted((ROOT / "roadmap").glob("week-*.md"))


@pytest.mark.parametrize(
    ("blocks", "places"),
    [
        (["a = 1", "b = 2", "print(a)"], {0, 2}),
        (["a = 1", "a = 2", "print(a)"], {1, 2}),  # The last that gave it.
        (["a = 1", "b = a", "print(b)"], {0, 1, 2}),
        (["a = 1", "a = a + 1", "print(a)"], {0, 1, 2}),
        (["a = 1", "a += 1", "print(a)"], {0, 1, 2}),
        (["a = []", "a.append(1)", "len(a)", "print(a)"], {0, 1, 3}),
        (["a = {}", "a['x'] = 1", "print(a)"], {0, 1, 2}),
        (["m = Model()", "h = m.fit(1)", "x = m.shape", "print(m)"], {0, 1, 3}),
        (["import plt", "plt.close()", "plt.show()"], {0, 2}),  # A module is not what its functions change.
        (["a = 1", "def f(a):\n    return a", "print(f(2))"], {1, 2}),  # Its own a.
        (["a = 1", "def f():\n    return a", "print(f())"], {0, 1, 2}),
        (["a = 1", "def f():\n    return a\na = 2\nprint(f())"], {1}),  # When it is called, a is there.
        (["a = 1", "print([a for a in (1, 2)])"], {1}),
        (["a = [1]", "print([b for b in a if b])"], {0, 1}),
        (["n = 0", "def f():\n    global n\n    n += 1", "f()"], {0, 1, 2}),
        (["a = 1", "class C:\n    x: int = a", "C()"], {0, 1, 2}),
        (["a = 1", "for a in (1, 2):\n    print(a)"], {1}),
        (["a, b = 1, 2", "c = 3", "print(b)"], {0, 2}),
        (["save('m.joblib')", "x = 1", "load('m.joblib')"], {0, 2}),  # The first that speaks of a file writes it.
        (["a = 1", "try:\n    pass\nexcept E as a:\n    print(a)"], {1}),
        (["a = 1", "print((lambda: a)())"], {0, 1}),
        (["a = 1", "b = (", "print(1)"], {0, 1, 2}),  # What can't be read may need anything.
    ],
)
def test_what_a_block_needs(blocks: list[str], places: set[int]) -> None:
    assert needed(blocks, {len(blocks) - 1}) == places


def test_a_part_comes_with_what_it_needs() -> None:
    text = "## T\n\n### One\n<!-- item: one -->\n\n```python\na = 1\n```\n\n```python keras\nb = 2\n```\n\n"
    text += "### Two\n<!-- item: two -->\n\n```sh\nls\n```\n\n```python tensorflow\nprint(a)\n```\n\n### Three\n"
    guide = parse(text)
    one, two, three = guide.parts
    assert program(guide, [one]) == "# One\n\na = 1\n\n# needs keras\nb = 2\n"
    assert program(guide, [two]) == "# One\n\na = 1\n\n# Two\n\n# needs tensorflow\nprint(a)\n"
    assert program(guide, [three]) == ""
    assert program(guide, [one, two]) == program(guide, [one]) + "\n# Two\n\n# needs tensorflow\nprint(a)\n"


def test_no_part_brings_a_library_that_it_does_not_need() -> None:
    week = folder.load(str(ROOT / "roadmap" / "week-11.md"))
    codes = {part.id: program(week, [part]) for part in week.parts}
    assert "tensorflow" in codes["model-serialization"]
    assert not any("tensorflow" in codes[id] or "keras" in codes[id] for id in ("ci-cd", "rest-api", "mlflow-pipeline"))


@pytest.mark.heavy
@pytest.mark.parametrize("week", WEEKS, ids=lambda week: week.name)
def test_the_code_of_each_part_runs_by_itself(week: Path, tmp_path: Path) -> None:
    pytest.importorskip("sklearn")
    guide = folder.load(str(week))
    for part in guide.parts:
        code = program(guide, [part])
        needs = [need for line in code.splitlines() if line.startswith("# needs ") for need in line[8:].split(", ")]
        # What trains networks takes minutes, and gets what it needs by the same rules.
        if not code or "tensorflow" in needs or not all(map(find_spec, needs)):
            continue
        own = tmp_path / str(part.id)
        own.mkdir()
        environ = {**os.environ, "MPLBACKEND": "Agg", "MPLCONFIGDIR": str(tmp_path)}
        ended = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, cwd=own, env=environ, timeout=300
        )
        assert ended.returncode == 0, (part.id, ended.stderr[-2000:])
        printed = "\n".join(snippet.printed for snippet in snippets(part.text))
        assert ended.stdout.strip().endswith(printed.split("\n")[-1]), part.id
