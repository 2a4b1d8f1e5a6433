"""The labs of a roadmap: a folder for each, named by the item's id, and what is read from it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import NamedTuple

from mlpath.errors import Fault, LabBroken, LabError, reason
from mlpath.labs import lab
from mlpath.labs.lab import Lab
from mlpath.roadmap.lab_versions import version_of
from mlpath.system.reading import read_file

_MOST_BYTES = 1024 * 1024
# What belongs in a lab's folder. What proves it may stand there, too.
SOLUTION, MUTANTS = "solution", "mutants"
_KNOWN = (lab.LAB, lab.TESTS, lab.STARTER, SOLUTION, MUTANTS)


class LabFolder(NamedTuple):
    """A lab that was read: the item that it is of, its folder, what it says, and the version of its tests."""

    item: str
    path: str
    lab: Lab
    version: str

    @property
    def tests(self) -> str:
        """The path of the file with the tests."""
        return os.path.join(self.path, lab.TESTS)

    def starter(self, name: str) -> bytes | None:
        """Return what the learner begins a file with, None where they make it themselves. Raises LabError."""
        path = os.path.join(self.path, lab.STARTER, name)
        return _read(path) if os.path.lexists(path) else None


def load(home: str, item: str) -> LabFolder:
    """Return the lab of an item, in the folder `home` of all labs. Raises LabError, and LabBroken where it has faults."""
    path = os.path.join(os.path.abspath(home), item)
    read, faults = read_with_faults(path)
    if read is None or faults:
        raise LabBroken(path, faults)
    return LabFolder(item, path, read, version_of(path))


def read_with_faults(path: str) -> tuple[Lab | None, list[Fault]]:
    """Return the lab in a folder, None where it makes none, and all that is wrong with it; nothing of it is run."""
    faults: list[Fault] = []
    texts = []
    for name in (lab.LAB, lab.TESTS):
        file = os.path.join(path, name)
        try:
            texts.append(_read(file).decode())
        except LabError as error:
            faults.append(Fault(file, 1, 1, error.reason))
        except UnicodeDecodeError:
            faults.append(Fault(file, 1, 1, "it is not UTF-8"))
    if faults:
        return None, faults
    read, faults = lab.read(texts[0], texts[1], os.path.join(path, lab.LAB), os.path.join(path, lab.TESTS))
    if read is not None:
        faults += _starter_faults(path, read)
    return read, faults


def strays(path: str) -> list[Fault]:
    """Return a fault for each file or folder in a lab's folder that belongs to no lab."""
    names = sorted(name for name in os.listdir(path) if not name.startswith((".", "__")))
    known = ", ".join(_KNOWN[:3])
    return [
        Fault(os.path.join(path, name), 1, 1, f"a lab has {known}, and nothing else in folders")
        for name in names
        if name not in _KNOWN and os.path.isdir(os.path.join(path, name))
    ]


def _starter_faults(path: str, read: Lab) -> list[Fault]:
    """Return what is wrong with the files that the learner begins with."""
    starter = os.path.join(path, lab.STARTER)
    # A model or a report need not be there: the learner's code makes it.
    files = [name for name in read.files if name.endswith(".py") or os.path.lexists(os.path.join(starter, name))]
    faults = [fault for name in files for fault in _unsound(os.path.join(starter, name))]
    for folder, folders, names in os.walk(starter):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(names):
            file = os.path.join(folder, name)
            if os.path.relpath(file, starter).replace(os.sep, "/") not in read.files:
                faults.append(Fault(file, 1, 1, f"{lab.LAB} does not name it among its files"))
    return faults


def _unsound(file: str) -> Iterator[Fault]:
    """Yield what is wrong with one file that the learner begins with."""
    try:
        data = _read(file)
        if file.endswith(".py"):
            compile(data, file, "exec", dont_inherit=True)
    except LabError as error:
        yield Fault(file, 1, 1, error.reason)
    except SyntaxError as error:
        yield Fault(file, error.lineno or 1, 1, f"it is no Python: {error.msg}")
    except ValueError as error:
        yield Fault(file, 1, 1, f"it is no Python: {error}")


def _read(path: str) -> bytes:
    try:
        return read_file(path, _MOST_BYTES)
    except FileNotFoundError:
        raise LabError(path, "there is no such file") from None
    except OSError as error:
        raise LabError(path, reason(error)) from None
