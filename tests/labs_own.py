"""A roadmap of one's own with one small lab that needs nothing, for tests."""

import json
import os
from collections.abc import Mapping
from pathlib import Path

ROADMAP = """\
version: 1
id: own
title: Own
labs: labs
months: [{title: M, weeks: [{title: W, topics: [Read], practice: [{id: sums, title: Add up}, Other]}]}]
"""
LAB = """\
version: 1
needs: {}
files: [sums.py]
seconds: 8
tests:
  test_total_adds_up: {hints: [Begin with 0., Add each number to it.]}
  test_total_of_nothing_is_0: {after: [test_total_adds_up], hints: [What does the loop leave?]}
  test_mean_is_in_the_middle: {hints: [It is a total.]}
"""
TESTS = '''\
import sums


def test_total_adds_up():
    """`total` adds the numbers up"""
    for numbers in ([1, 2, 3], [-1, 1.5], list(range(100))):
        assert sums.total(numbers) == sum(numbers), f"of {numbers[:3]} it makes {sums.total(numbers)}"


def test_total_of_nothing_is_0():
    """of no numbers, `total` makes 0"""
    assert sums.total([]) == 0, f"it makes {sums.total([])}"


def test_mean_is_in_the_middle():
    """`mean` lies in the middle"""
    assert sums.mean([1, 2, 6]) == 3, f"of 1, 2 and 6 it makes {sums.mean([1, 2, 6])}"
'''
STARTER = '''\
def total(numbers):
    """Return the sum of some numbers."""
    raise NotImplementedError


def mean(numbers):
    """Return their mean."""
    raise NotImplementedError
'''
SOLUTION = """\
def total(numbers):
    whole = 0
    for number in numbers:
        whole += number
    return whole


def mean(numbers):
    return total(numbers) / len(numbers)
"""
MUTANTS = {
    "begins_with_1": SOLUTION.replace("whole = 0", "whole = 1 if numbers else 0"),
    "nothing_is_none": SOLUTION.replace("whole = 0", "whole = 0\n    if not numbers:\n        return None"),
    "no_mean": SOLUTION.replace(" / len(numbers)", ""),
}
DIES_BY = dict(
    zip(MUTANTS, ("test_total_adds_up", "test_total_of_nothing_is_0", "test_mean_is_in_the_middle"), strict=True)
)


def write(folder: Path, **files: str) -> Path:
    """Write the roadmap with its lab and what proves it, with other texts for the files that are named; return the roadmap's file."""
    texts = {"own.yaml": ROADMAP, "lab.yaml": LAB, "tests.py": TESTS, "sums.py": STARTER, "solution": SOLUTION}
    texts |= {name.replace("__", "."): text for name, text in files.items()}
    lab = folder / "labs" / "sums"
    for path, text in {
        folder / "own.yaml": texts["own.yaml"],
        lab / "lab.yaml": texts["lab.yaml"],
        lab / "tests.py": texts["tests.py"],
        lab / "starter" / "sums.py": texts["sums.py"],
        lab / "solution" / "sums.py": texts["solution"],
        **{lab / "mutants" / name / "sums.py": f"# dies by: {DIES_BY[name]}\n{text}" for name, text in MUTANTS.items()},
    }.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "own.yaml"


def outcomes(document: Mapping[str, object]) -> str:
    """Return the outcomes of a `verify` document, in order."""
    return " ".join(test["outcome"] for test in document["tests"])  # type: ignore[index, attr-defined]


def left_over(temporary: Path, since: set[int]) -> list[str]:
    """Return what a run left in the temporary folder, and the processes that it started and that still run."""
    files = sorted(path.name for path in temporary.iterdir())
    running = []
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            environment = Path(f"/proc/{name}/environ").read_bytes()
        except OSError:
            continue
        if f"TMPDIR={temporary}".encode() in environment and int(name) not in since | {os.getpid()}:
            running.append(Path(f"/proc/{name}/cmdline").read_bytes().replace(b"\0", b" ").decode())
    return files + running


def notebook(*cells: str) -> str:
    """Return a notebook with some cells of code, and one of text."""
    code = [{"cell_type": "code", "source": cell.splitlines(keepends=True)} for cell in cells]
    return json.dumps({"cells": [{"cell_type": "markdown", "source": ["# Sums"]}, *code], "nbformat": 4})
