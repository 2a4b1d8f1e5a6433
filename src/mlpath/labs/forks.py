"""Many runs of one lab: a runner that has imported what the lab needs, and runs each in a fork of its own.

Importing takes most of the time of a run, and a proof makes dozens. A learner's run has a process of its own from the
beginning, and none of this.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

from mlpath.labs.process import ENDING, Prepared, Process, new_secret


class Forks:
    """Runners that stay, each lent to one run at a time, for a `with` statement: behind it, nothing of them is left.

    All runs must be of one lab, with one number of threads, by one Python.
    """

    def __init__(self) -> None:
        self._idle: list[_Forking] = []
        self._all: list[_Forking] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for each in self._all:
            each.close()

    def process(self, python: str) -> Process:
        """Return a process for a run: one that others have used, where there is one."""
        if sys.platform != "linux":
            return Process(python)
        try:
            return self._idle.pop()
        except IndexError:
            made = _Forking(python, self._idle)
            self._all.append(made)
            return made


class _Forking(Process):
    """A runner and its present fork: to a run, it is a process that starts and ends."""

    def __init__(self, python: str, idle: list[_Forking]) -> None:
        super().__init__(python)
        self._idle = idle
        self._prepared: Prepared | None = None
        self._fork: int | None = None
        self._ended: int | None = None

    def start(self) -> None:
        """Start the runner, where it does not wait for a run already. Raises PythonUnfit."""
        if self._prepared is None:
            super().start()

    def prepare(self, config: Mapping[str, Any] | None, needs: Mapping[str, str]) -> Prepared:
        """Have a fork made for a run, the runner first where there is none; return what it says. Raises as `Process` does."""
        self._secret = new_secret()
        if self._prepared is None:
            prepared = super().prepare({**(config or {}), "forks": True}, needs)
            if prepared.lacking:
                return prepared
            self._prepared = prepared
        self._fork = self._ended = None
        self._send(json.dumps({**(config or {}), "needs": needs, "secret": self._secret}))
        answer = self._next(ENDING)
        self._fork = int(answer["process"]) if answer else None
        return self._prepared

    def end(self) -> None:
        """End the fork, and keep the runner for the next run; where it says nothing of the end, it goes, too."""
        if self._fork is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._fork, signal.SIGKILL)
            while self._ended is None and self._next(ENDING) is not None:
                pass
        if self._ended is None:
            self.close()
        else:
            self._fork = None
            self._idle.append(self)

    def close(self) -> None:
        """End the runner, and whatever it started."""
        super().end()
        self._prepared = None

    def _next(self, seconds: float) -> dict[str, Any] | None:
        answer = super()._next(seconds)
        if answer is not None and "ended" in answer:
            self._ended = int(answer["ended"])
            return None
        return answer

    def _code(self) -> int | None:
        return self._ended if self._ended is not None else super()._code()
