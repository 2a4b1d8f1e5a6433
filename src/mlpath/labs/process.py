"""The runner as a process: it is told what to do and answers, and behind it nothing is left, whatever the learner's code did."""

from __future__ import annotations

import json
import os
import queue
import secrets
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from types import TracebackType
from typing import Any, NamedTuple, Self

from mlpath.errors import TestsUnrunnable
from mlpath.labs import interpreter, runner
from mlpath.labs.results import DIED, SLOW
from mlpath.system.interrupts import held_back

# Seconds. Importing a library may take some where it was never imported before; what is killed is gone in a moment.
IMPORTING, ENDING = 120, 10
_LONGEST_ANSWER = 1024 * 1024
_MARK = "MLPATH_LAB"
# What would change how the tests themselves are understood.
_UNWANTED = ("PYTHONOPTIMIZE", "PYTHONWARNINGS", "PYTHONINSPECT", "PYTHONSTARTUP", "PYTHONDEVMODE", "PYTHONBREAKPOINT")


class Prepared(NamedTuple):
    """What a runner says before it loads any test: its version, and the needs that it lacks."""

    version: str
    lacking: list[str]


class Process:
    """The runner as a process, in a group of its own, for a `with` statement: behind it, nothing of the group is left."""

    def __init__(self, python: str) -> None:
        self._python = python
        self._secret = new_secret()
        self._answers: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._mark = f"{os.getpid()}-{secrets.token_hex(8)}"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def start(self) -> None:
        """Start the runner. Raises PythonUnfit; `end` is to be called whatever this raises."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("MLPATH_")}
        for name in _UNWANTED:
            environment.pop(name, None)
        environment |= {_MARK: self._mark, "PYTHONHASHSEED": "0", "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        with held_back():  # Not between its start and the moment from which on it is known, and so ended.
            try:
                self._process = subprocess.Popen(  # noqa: S603  # The learner's own Python.
                    [self._python, os.path.abspath(runner.__file__)],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    env=environment,
                    start_new_session=True,
                )
            except OSError:
                raise interpreter.unfit(self._python) from None
            listener = threading.Thread(target=self._listen, args=[self._process], daemon=True)
            listener.start()  # It takes no interrupt for the main one, either.

    def end(self) -> None:
        """End the process, and whatever it started."""
        if self._process is not None:
            with held_back():
                _kill(self._process, f"{_MARK}={self._mark}".encode())

    def prepare(self, config: Mapping[str, Any] | None, needs: Mapping[str, str]) -> Prepared:
        """Tell the runner what it is to run, only what is needed where `config` is None, and return what it says first.

        Raises PythonUnfit and TestsUnrunnable.
        """
        self._send(json.dumps({"forks": False, **(config or {"work": None}), "needs": needs, "secret": self._secret}))
        answer = self._next(IMPORTING)
        if answer is None or "lacking" not in answer:
            raise interpreter.unfit(self._python)
        if answer.get("broken"):
            raise TestsUnrunnable(f"{self._python} can't import {answer['broken']}")
        return Prepared(str(answer["python"]), str(answer["lacking"]).split())

    def ask(self, test: str, seconds: float) -> dict[str, Any]:
        """Run a test, and return the runner's answer; SLOW where there is none in time, DIED where there is none any more."""
        self._send(test)
        return self.answer(seconds)

    def answer(self, seconds: float) -> dict[str, Any]:
        """Return the runner's next answer, as `ask` does."""
        answer = self._next(seconds)
        if answer is not None:
            return answer
        code = self._code()
        if code is None:
            return {"outcome": SLOW, "why": f"it is not done within {seconds:g} seconds"}
        return {"outcome": DIED, "why": _ending(code)}

    def _code(self) -> int | None:
        """Return the code that the process ended with, None where it goes on."""
        return self._process.poll() if self._process else None

    def _send(self, line: str) -> None:
        if self._process and self._process.stdin:
            with suppress(OSError):  # Where it is no more, that shows in its answers.
                self._process.stdin.write(f"{line}\n".encode())
                self._process.stdin.flush()

    def _next(self, seconds: float) -> dict[str, Any] | None:
        """Return the next answer, or None where there is none in time or the process has ended."""
        try:
            answer = self._answers.get(timeout=seconds)
        except queue.Empty:
            return None
        if answer is None and self._process:
            with suppress(subprocess.TimeoutExpired):  # It closed the line; most likely it ends.
                self._process.wait(1)
        return answer

    def _listen(self, process: subprocess.Popen[bytes]) -> None:
        """Gather the answers, and None where no more come; what does not begin with the secret is none."""
        with suppress(OSError, ValueError):
            while process.stdout and (line := process.stdout.readline(_LONGEST_ANSWER)):
                beginning = f"{self._secret} ".encode()
                if line.startswith(beginning):
                    with suppress(ValueError):
                        self._answers.put(json.loads(line[len(beginning) :]))
        self._answers.put(None)


def new_secret() -> str:
    """Return what the answers of a run begin with, and no others."""
    return secrets.token_hex(16)


def _kill(process: subprocess.Popen[bytes], mark: bytes) -> None:
    """End a process, its group, and what it started and set apart: what has a mark in its environment."""
    if os.name == "posix":
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    with suppress(subprocess.TimeoutExpired):
        process.wait(ENDING)
    for pid in _marked(mark):
        with suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with suppress(OSError, ValueError):
                stream.close()


def _marked(mark: bytes) -> list[int]:
    """Return the processes whose environment has a mark, where the system tells (Linux)."""
    if sys.platform != "linux":
        return []
    marked = []
    for name in filter(str.isdigit, os.listdir("/proc")):
        with suppress(OSError), open(f"/proc/{name}/environ", "rb") as file:
            if mark in file.read().split(b"\0"):
                marked.append(int(name))
    return marked


def _ending(code: int) -> str:
    """Return how a process ended, in words."""
    if code >= 0:
        return f"it ends Python, with code {code}: `os._exit`, or a library that gives up"
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = str(-code)
    meaning = {
        "SIGSEGV": "a crash in a library",
        "SIGKILL": "killed, as where memory runs out",
        "SIGABRT": "a library gives up",
    }
    return f"it ends Python by {name}" + (f": {meaning[name]}" if name in meaning else "")
