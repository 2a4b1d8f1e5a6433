"""A run of a lab's tests: the runner is started, asked for one test after the other, and ended where it takes too long.

All tests share a process, as importing takes most of the time; a test that ends it, or has to be ended, costs itself alone,
and the next one begins in a new process.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Any, NamedTuple, Self

from mlpath.errors import LabBroken, LabLacksPackages
from mlpath.labs import interpreter, where
from mlpath.labs.folder import LabFolder
from mlpath.labs.interpreter import Python
from mlpath.labs.lab import Test
from mlpath.labs.process import Process
from mlpath.labs.results import DIED, FAILS, HOLDS, OUTCOMES, SLOW, WAITS, Result, Trial
from mlpath.labs.workspace import Work, Workspace
from mlpath.system.folders import user_folder
from mlpath.system.ownership import make_folder


class Conditions(NamedTuple):
    """Under which conditions tests run: the seed, and how many threads a library of linear algebra may take.

    `waiting` is false where each test runs, whatever becomes of those that must hold before it. `patience` is how many times its
    seconds a test may take.
    """

    seed: int = 0
    threads: int = 1
    waiting: bool = True
    patience: float = 1


_USUAL = Conditions()


def run(
    folder: LabFolder,
    work: Work,
    python: Python,
    only: Sequence[str] | None = None,
    conditions: Conditions = _USUAL,
    progress: Callable[[Test], None] = lambda _: None,
    process: Callable[[str], Process] = Process,
) -> Trial:
    """Return how the tests of a lab come out for the learner's work; `only` those named, where some are.

    `progress` is told of each test before it runs, `process` makes the processes that they run in. Raises LabLacksPackages,
    LabBroken, PythonUnfit, TestsUnrunnable and WorkError; KeyboardInterrupt leaves neither a process nor a file behind.
    """
    chosen = [test for test in folder.lab.tests if only is None or test.name in only]
    results: dict[str, Result] = {}
    with Workspace(work) as space, _Session(folder, work, python, conditions, space, process) as session:
        for test in chosen:
            progress(test)
            waits = conditions.waiting and any(results[name].outcome != HOLDS for name in test.after if name in results)
            results[test.name] = _result(test, {"outcome": WAITS}, work) if waits else session.run(test)
        return Trial(python.path, session.version, tuple(results.values()))


class _Session:
    """The processes of one run, one after the other."""

    def __init__(
        self,
        folder: LabFolder,
        work: Work,
        python: Python,
        conditions: Conditions,
        space: Workspace,
        process: Callable[[str], Process],
    ) -> None:
        self._make = process
        self._folder, self._work, self._python, self._space = folder, work, python, space
        self._conditions = conditions
        self._seconds = folder.lab.seconds * conditions.patience
        self._process: Process | None = None
        self._unloadable: Mapping[str, Any] | None = None
        self.version = ""

    def __enter__(self) -> Self:
        try:
            self._begin()
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def run(self, test: Test) -> Result:
        """Return how a test comes out."""
        if self._process is None and self._unloadable is None:
            self._begin()
        if self._unloadable is not None or self._process is None:
            return _result(test, self._unloadable or {}, self._work)
        started = time.monotonic()
        answer = self._process.ask(test.name, self._seconds)
        if answer["outcome"] in (SLOW, DIED):
            answer = {"seconds": time.monotonic() - started, **answer}
            self._end()
        changed = self._space.restore()
        if changed and answer["outcome"] == HOLDS:
            answer = {**answer, "outcome": FAILS, "why": f"your code changes {changed} while it runs"}
        return _result(test, answer, self._work)

    def _begin(self) -> None:
        lab = self._folder.lab
        self._process = self._make(self._python.path)
        self._process.start()
        prepared = self._process.prepare(self._config(), lab.needs)
        self.version = prepared.version
        if prepared.lacking:
            packages = [lab.needs[name] for name in prepared.lacking]
            install = interpreter.installation(self._python, packages, self._work.folder)
            raise LabLacksPackages(packages, self._python.path, install)
        answer = self._process.answer(self._seconds)
        if answer["outcome"] == HOLDS:
            return
        self._end()
        if answer["outcome"] in (SLOW, DIED):
            how = "takes too long" if answer["outcome"] == SLOW else "ends Python"
            answer = {"outcome": answer["outcome"], "why": f"importing {' or '.join(lab.files)} {how}"}
        elif answer.get("file") is None and not _is_learners(answer, lab.files):
            raise LabBroken(self._folder.path, [], f"{self._folder.tests}: {answer.get('why')}")
        self._unloadable = answer

    def _config(self) -> dict[str, Any]:
        """Return what the runner is told of this run. Raises TestsUnrunnable."""
        fonts = os.path.join(user_folder("cache"), "matplotlib")  # Which fonts there are takes seconds to find out.
        with suppress(OSError):
            make_folder(fonts)
        return {
            "work": self._space.work,
            "home": self._space.home,
            "temporary": self._space.temporary,
            "output": self._space.output,
            "fonts": fonts,
            "tests": self._folder.tests,
            "files": self._folder.lab.files,
            "later": self._folder.lab.later,
            "memory": self._folder.lab.memory,
            "seed": self._conditions.seed,
            "threads": self._conditions.threads,
        }

    def _end(self) -> None:
        if self._process is not None:
            self._process.end()
            self._process = None


def _is_learners(answer: Mapping[str, Any], files: Sequence[str]) -> bool:
    """Return whether the tests can't be loaded for what the learner's files lack."""
    return any(name in str(answer.get("why")) for name in files)


def _result(test: Test, answer: Mapping[str, Any], work: Work) -> Result:
    """Return the result of a test, from what the runner answered; what is no sound answer is no pass."""
    outcome = answer.get("outcome")
    sound = outcome in OUTCOMES
    result = Result(
        name=test.name,
        says=test.says,
        outcome=str(outcome) if sound else DIED,
        why=str(answer.get("why") or ("" if sound else "the runner's answer can't be understood")),
        file=answer.get("file"),
        line=answer.get("line"),
        seconds=round(float(answer.get("seconds") or 0), 3),
        printed=str(answer.get("printed") or ""),
    )
    return where.located(result, test, work)
