"""Every lab that ships is proven: its starter holds nothing, its solution everything, and each mutant dies by the test it names.

The code is that of `mlpath validate --labs`; what that does once is done here on several seeds, with one thread and two in turn.
"""

import os
import resource
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

import labs_own as own
from conftest import ROOT, SHIPPED
from mlpath.labs import proof
from mlpath.labs.folder import LabFolder
from mlpath.labs.forks import Forks
from mlpath.labs.interpreter import Python
from mlpath.labs.lab import STARTER
from mlpath.labs.runner import lacking
from mlpath.labs.trial import Conditions
from mlpath.roadmap.load import load

HOME = ROOT / "roadmap" / "labs"
LABS = proof.all_labs(str(HOME)) if HOME.is_dir() else []
SEEDS = range(10)
# Where networks are trained in the tests.
FEW_SEEDS = range(2)
# In the first weeks, where nothing is trained, and in the later ones.
MOST_CPU_SECONDS, MOST_WHERE_TRAINED = 10, 60
EARLY = 4
# What every lab ships: fewer mutants can't hold its tests to anything.
FEWEST_MUTANTS = 6

pytestmark = pytest.mark.heavy


def python_for(lab: LabFolder) -> Python:
    missing = lacking(lab.lab.needs)
    if missing:
        pytest.skip(f"{', '.join(missing)} is not installed")
    return proof.python_for(lab)


@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.item)
def test_a_lab_is_proven(home: object, lab: LabFolder) -> None:
    python = python_for(lab)
    known = proof.proofs(lab)
    assert known.solution is not None
    assert len(known.mutants) >= FEWEST_MUTANTS
    assert [str(fault) for fault in proof.faults(lab, python, os.cpu_count() or 1)] == []


@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.item)
def test_a_solution_holds_on_every_seed_with_one_thread_and_two(
    home: object, lab: LabFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    python, solution = python_for(lab), proof.proofs(lab).solution
    assert solution is not None
    layers = [os.path.join(lab.path, STARTER), solution]
    seeds = FEW_SEEDS if lab.lab.later else SEEDS
    before = cpu_seconds()
    trials = {seeds[0]: proof.outcome(lab, python, layers)}  # As a learner runs it, imports included.
    seconds = cpu_seconds() - before
    for threads, rest in ((2, seeds[1::2]), (1, seeds[2::2])):
        conditions = [Conditions(seed, threads, waiting=False, patience=6) for seed in rest]
        with Forks() as forks, ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            run = partial(proof.outcome, lab, python, layers, process=forks.process)
            trials |= zip(rest, pool.map(run, conditions), strict=True)
    fallen = [
        f"seed {seed}: {result.name} {result.outcome}: {result.why}"
        for seed, trial in trials.items()
        for result in trial.results
        if result.outcome != "holds"
    ]
    assert (fallen, sorted(trials)) == ([], list(seeds))
    with capsys.disabled():
        counts = f"{len(lab.lab.tests)} tests, {len(proof.proofs(lab).mutants)} mutants"
        print(f"\n{lab.item}: {seconds:.1f} s CPU, {counts}")  # noqa: T201
    roadmap = load(str(SHIPPED))
    week = roadmap.week_of(roadmap.items[roadmap.places[lab.item]])
    assert seconds <= (MOST_CPU_SECONDS if week and week.number <= EARLY else MOST_WHERE_TRAINED)


STYLES = [
    pytest.param(lab, path, id=f"{lab.item}-{path.name}")
    for lab in LABS
    for path in sorted((ROOT / "tests" / "labs" / lab.item / "styles").glob("*"))
]


@pytest.mark.parametrize(("lab", "style"), STYLES)
def test_right_work_in_another_style_holds(home: object, lab: LabFolder, style: Path) -> None:
    python, solution = python_for(lab), proof.proofs(lab).solution
    assert solution is not None
    for name in ("fastapi", "flask"):
        if any(f"from {name} " in path.read_text(encoding="utf-8") for path in style.rglob("*.py")):
            pytest.importorskip(name)
    trial = proof.outcome(lab, python, [os.path.join(lab.path, STARTER), solution, str(style)])
    assert [
        f"{result.name} {result.outcome}: {result.why}" for result in trial.results if result.outcome != "holds"
    ] == []


def cpu_seconds() -> float:
    """Return what the processes took that ended so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_what_is_held_against_labs_finds_each_flaw(tmp_path: object, home: object) -> None:
    """One lab that is proven, and the same with a flaw of each kind."""
    folder = Path(str(tmp_path))
    flaws = {
        "none": ({}, set()),
        "a starter that holds": ({"sums__py": own.SOLUTION}, {"holds of the starter already"}),
        "a solution that does not": ({"solution": own.STARTER}, {"missing"}),
        "a test that lets a mutant live": (
            {"tests__py": own.TESTS.replace("== 3,", ">= 3,")},
            {"does not notice it", "no mutant dies by test_mean_is_in_the_middle"},
        ),
    }
    for name, (texts, expected) in flaws.items():
        own.write(folder / name, **texts)
        [lab] = proof.all_labs(str(folder / name / "labs"))
        faults = [fault.message for fault in proof.faults(lab, proof.python_for(lab))]
        assert bool(faults) == bool(expected), (name, faults)
        assert all(any(words in fault for fault in faults) for words in expected), (name, faults)
    mutant = folder / "none" / "labs" / "sums" / "mutants" / "no_mean" / "sums.py"
    [lab] = proof.all_labs(str(folder / "none" / "labs"))
    for line, said in (("", "does not say which test"), ("# dies by: test_x", "which there is not")):
        mutant.write_text(f"{line}\n{own.MUTANTS['no_mean']}")
        assert any(said in fault.message for fault in proof.faults(lab, proof.python_for(lab)))
