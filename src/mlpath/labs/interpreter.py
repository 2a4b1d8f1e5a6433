"""Which Python runs the tests: the learner's own, in which the libraries are that a lab needs."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from mlpath.errors import PythonUnfit, UsageError
from mlpath.labs import runner

VARIABLE = "MLPATH_PYTHON"
_OLDEST = ".".join(map(str, runner.OLDEST))
_PATIENCE = 20
# Also what Python 2 understands.
_WHICH = "import sys; sys.stdout.write('%d.%d.%d' % tuple(sys.version_info[:3]))"


class Python(NamedTuple):
    """An interpreter: its path, and why it is this one."""

    path: str
    why: str


def choose(option: str | None, environ: Mapping[str, str], folder: str, needs: Mapping[str, str]) -> Python:
    """Return the interpreter for a lab in a folder, which need not exist.

    `--python`, else MLPATH_PYTHON, else a `.venv` in the folder or above it, else an active environment, else mlpath's own
    where that has what is needed, else `python3`. Raises UsageError where one that is named is not there, and PythonUnfit.
    """
    for named, why in ((option, "--python"), (environ.get(VARIABLE), VARIABLE)):
        if named:
            return Python(_named(named, why), why)
    nearby = _nearby(folder)
    if nearby:
        return Python(nearby, "the .venv there")
    active = environ.get("VIRTUAL_ENV")
    if active and (path := _within(active)):
        return Python(path, "VIRTUAL_ENV")
    usual = shutil.which("python3") or shutil.which("python")
    if not runner.lacking(needs) or usual is None:
        return Python(sys.executable, "mlpath's own")
    return Python(usual, "python3")


def lacking(python: Python, needs: Mapping[str, str]) -> list[str]:
    """Return which of the needs an interpreter lacks. Raises PythonUnfit."""
    from mlpath.labs.process import Process

    with Process(python.path) as process:
        return process.prepare(None, needs).lacking


def installation(python: Python, packages: Sequence[str], folder: str) -> str:
    """Return the command that installs packages for an interpreter; into a new environment where it has none of its own."""
    words = " ".join(shlex.quote(package) for package in packages)
    own = os.path.dirname(os.path.dirname(python.path))
    is_mlpaths = os.path.realpath(own) == os.path.realpath(sys.prefix)  # That is no place for anything else.
    if os.path.exists(os.path.join(own, "pyvenv.cfg")) and not is_mlpaths:
        return f"{shlex.quote(python.path)} -m pip install {words}"
    made = os.path.join(folder, ".venv")
    path = os.path.join(made, *_PARTS)
    return f"{shlex.quote(python.path)} -m venv {shlex.quote(made)} && {shlex.quote(path)} -m pip install {words}"


def unfit(path: str) -> PythonUnfit:
    """Return what is wrong with an interpreter that can't run tests."""
    try:
        ended = subprocess.run(  # noqa: S603
            [path, "-c", _WHICH], check=False, capture_output=True, timeout=_PATIENCE, stdin=subprocess.DEVNULL
        )
        version = ended.stdout.decode("ascii", "replace").strip()
        numbers = tuple(int(number) for number in version.split("."))
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return PythonUnfit(path, "it is no Python that can be run")
    if numbers < runner.OLDEST:
        return PythonUnfit(path, f"it is Python {version}, and labs need {_OLDEST} or later")
    return PythonUnfit(path, "it ends before it runs anything")


_PARTS = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")


def _named(name: str, why: str) -> str:
    path = shutil.which(os.path.expanduser(name))
    if path is None:
        raise UsageError(f"there is no program {name}, which {why} names", f"name a Python of {_OLDEST} or later")
    return os.path.abspath(path)


def _nearby(folder: str) -> str | None:
    """Return the interpreter of the nearest `.venv` in a folder or above it, or None."""
    folder = os.path.abspath(folder)
    while True:
        path = _within(os.path.join(folder, ".venv"))
        if path:
            return path
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above


def _within(environment: str) -> str | None:
    path = os.path.join(environment, *_PARTS)
    return path if os.path.isfile(path) and os.access(path, os.X_OK) else None
