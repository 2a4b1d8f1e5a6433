"""Whether a lab is proven: its starter holds nothing, its solution everything, and each mutant dies by the test it names.

A mutant is a solution with one thing wrong: the files that differ, in a folder of its own, whose first line says which test
must notice (`# dies by: test_name`). A test that kills no mutant proves nothing.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from mlpath.errors import Fault
from mlpath.labs import folder as folders
from mlpath.labs import interpreter, trial
from mlpath.labs.folder import MUTANTS, SOLUTION, LabFolder
from mlpath.labs.forks import Forks
from mlpath.labs.interpreter import Python
from mlpath.labs.lab import STARTER
from mlpath.labs.process import Process
from mlpath.labs.results import HOLDS, Trial
from mlpath.labs.trial import Conditions
from mlpath.labs.workspace import read_work

_DIES_BY = re.compile(rb"^[#/<!\s-]*dies by:\s*(test_\w+)")
# Several run at once, on a machine that does other things, too: what they take of it is measured elsewhere.
_PATIENCE = 6
_USUAL = Conditions(waiting=False, patience=_PATIENCE)


class Proofs(NamedTuple):
    """What proves a lab: the folder of its solution, and of each mutant by its name; None and none where there are none."""

    solution: str | None
    mutants: Mapping[str, str]


def proofs(lab: LabFolder) -> Proofs:
    """Return what proves a lab: in its own folder, or in `tests/labs` beside the folder of all labs, or above it."""
    home = os.path.dirname(lab.path)
    places = [lab.path]
    for _ in range(3):
        places.append(os.path.join(home, "tests", "labs", lab.item))
        home = os.path.dirname(home)
    place = next((place for place in places if os.path.isdir(os.path.join(place, SOLUTION))), None)
    if place is None:
        return Proofs(None, {})
    around = os.path.join(place, MUTANTS)
    names = sorted(os.listdir(around)) if os.path.isdir(around) else []
    mutants = {name: os.path.join(around, name) for name in names if os.path.isdir(os.path.join(around, name))}
    return Proofs(os.path.join(place, SOLUTION), mutants)


def dies_by(mutant: str) -> str | None:
    """Return the name of the test that must notice a mutant, by the first line of one of its files; None where none says it."""
    for path in _files(mutant):
        with open(path, "rb") as file:
            match = _DIES_BY.match(file.readline(500))
        if match:
            return match[1].decode()
    return None


def outcome(
    lab: LabFolder,
    python: Python,
    layers: Sequence[str],
    conditions: Conditions = _USUAL,
    only: Sequence[str] | None = None,
    process: Callable[[str], Process] = Process,
) -> Trial:
    """Return how a lab's tests come out for files laid over each other: those of the first folder, then of the next."""
    with tempfile.TemporaryDirectory(prefix="mlpath-proof-") as work:
        for layer in layers:
            shutil.copytree(layer, work, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
        return trial.run(lab, read_work(work, lab.lab.files, lab.starter), python, only, conditions, process=process)


def faults(lab: LabFolder, python: Python, workers: int = 1) -> list[Fault]:
    """Return all that keeps a lab from being proven, as far as there is something that proves it.

    Raises what `trial.run` does.
    """
    known = proofs(lab)
    starter = os.path.join(lab.path, STARTER)
    with Forks() as forks, ThreadPoolExecutor(workers) as pool:
        begun = pool.submit(outcome, lab, python, [starter], process=forks.process)
        if known.solution is None:
            return list(_starter_faults(lab, begun.result()))
        layers = [starter, known.solution]
        whole = pool.submit(outcome, lab, python, layers, process=forks.process)
        laid = [[*layers, path] for path in known.mutants.values()]
        flaws = list(pool.map(lambda each: _mutant_fault(lab, python, each, forks), laid))
    killing = {dies_by(path) for path, flaw in zip(known.mutants.values(), flaws, strict=True) if flaw is None}
    idle = [each for each in lab.lab.tests if each.name not in killing] if known.mutants else []
    return [
        *_starter_faults(lab, begun.result()),
        *_solution_faults(known.solution, whole.result()),
        *filter(None, flaws),
        *(Fault(lab.tests, each.line, 1, f"no mutant dies by {each.name}") for each in idle),
    ]


def python_for(lab: LabFolder) -> Python:
    """Return the Python that a lab is proven with: the one that runs mlpath where it has what is needed."""
    return interpreter.choose(None, os.environ, lab.path, lab.lab.needs)


def _starter_faults(lab: LabFolder, result: Trial) -> Iterator[Fault]:
    for name in result.holding:
        yield Fault(os.path.join(lab.path, STARTER), 1, 1, f"{name} holds of the starter already")


def _solution_faults(solution: str, result: Trial) -> Iterator[Fault]:
    for each in result.results:
        if each.outcome != HOLDS:
            yield Fault(solution, each.line or 1, 1, f"{each.name} {each.outcome}: {each.why}")


def _mutant_fault(lab: LabFolder, python: Python, layers: Sequence[str], forks: Forks) -> Fault | None:
    """Return what is wrong with a mutant, the last of the layers, None where it dies by the test that it names.

    The other tests run where that does not notice it.
    """
    path = layers[-1]
    test = dies_by(path)
    if test is None:
        return Fault(path, 1, 1, "its first line does not say which test must notice it: `# dies by: test_name`")
    if lab.lab.test(test) is None:
        return Fault(path, 1, 1, f"it is to die by {test}, which there is not")
    if not outcome(lab, python, layers, only=[test], process=forks.process).holding:
        return None
    names = [each.name for each in lab.lab.tests if each.name != test]
    rest = outcome(lab, python, layers, only=names, process=forks.process)
    others = [each.name for each in rest.results if each.outcome != HOLDS]
    return Fault(path, 1, 1, f"{test} does not notice it" + (f", but {', '.join(others)}" if others else ""))


def _files(folder: str) -> Iterator[str]:
    for path, folders_within, names in os.walk(folder):
        folders_within.sort()
        yield from (os.path.join(path, name) for name in sorted(names))


def all_labs(home: str) -> list[LabFolder]:
    """Return every lab in a folder. Raises LabError where one has faults."""
    names = sorted(name for name in os.listdir(home) if not name.startswith((".", "__")))
    return [folders.load(home, name) for name in names if os.path.isdir(os.path.join(home, name))]
