"""Where tests run: a copy of the learner's folder, with a home and a temporary folder beside it, gone when all is done."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Any, NamedTuple, Self

from mlpath.errors import TestsUnrunnable, WorkError, reason
from mlpath.labs import notebook
from mlpath.labs.notebook import Notebook
from mlpath.system.interrupts import held_back
from mlpath.system.reading import read_file

MOST_BYTES = 50 * 1024 * 1024
_MOST_FILES = 5_000
_LONG_AGO = 24 * 3600  # Seconds. No run takes as long.
# What stands in many folders and is no work of the learner's.
PASSED_OVER = frozenset(
    {".git", ".hg", ".svn", ".venv", "venv", "__pycache__", ".ipynb_checkpoints", "node_modules", ".tox", ".nox"}
    | {".mypy_cache", ".pytest_cache", ".ruff_cache", ".idea", ".vscode", "site-packages"}
)
_PREFIX = "mlpath-lab-"


class Work(NamedTuple):
    """What the learner made: their files as they stand, what a notebook stands for, and which file was taken for another.

    `files` has the bytes of each of the lab's files that is there; `notebooks` those that were made from a notebook, by the
    name of the file. `passed_over` are notebooks that are there, too, while the file itself was worked on.
    """

    folder: str
    files: Mapping[str, bytes]
    notebooks: Mapping[str, Notebook]
    passed_over: tuple[str, ...]


def read_work(folder: str, names: Sequence[str], starter: Callable[[str], bytes | None]) -> Work:
    """Return the learner's files of these names in a folder.

    Where a module is wanted that is not there or still as it was at first (`starter`), a notebook of its name is it. Raises WorkError.
    """
    if not os.path.isdir(folder):
        there = os.path.lexists(folder)
        raise WorkError(folder, "it is no folder" if there else "there is no such folder")
    files: dict[str, bytes] = {}
    notebooks: dict[str, Notebook] = {}
    passed_over = []
    for name in names:
        data = _read(os.path.join(folder, name))
        book = f"{name.removesuffix('.py')}.ipynb" if name.endswith(".py") else ""
        if book and os.path.lexists(os.path.join(folder, book)):
            if data is None or _plain(data) == _plain(starter(name) or b""):
                notebooks[name] = notebook.read(_read(os.path.join(folder, book)) or b"", os.path.join(folder, book))
                data = notebooks[name].code.encode()
            else:
                passed_over.append(book)
        if data is not None:
            files[name] = data
    return Work(folder, files, notebooks, tuple(passed_over))


class Workspace:
    """A temporary folder with the copy (`work`), for a `with` statement: behind it, nothing of it is left."""

    def __init__(self, work: Work) -> None:
        self._from = work
        _discard_old()
        try:
            self._root = os.path.realpath(tempfile.mkdtemp(prefix=_PREFIX))
        except OSError as error:
            raise TestsUnrunnable(f"there is no temporary folder to run them in: {reason(error)}") from None
        self.work = os.path.join(self._root, "work")
        self.output = os.path.join(self._root, "output")
        self.home = os.path.join(self._root, "home")
        self.temporary = os.path.join(self._root, "tmp")

    def __enter__(self) -> Self:
        try:
            self._copy()
        except BaseException:
            self._discard()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._discard()

    def restore(self) -> str | None:
        """Put back what a test changed of the learner's own files; return what of them, None where they are as they were."""
        gone = not os.path.isdir(self.work)
        files = self._from.files.items()
        changed = next((name for name, data in files if _read_quietly(os.path.join(self.work, name)) != data), None)
        folders = (self.work, self.home, self.temporary)
        if changed or not all(map(os.path.isdir, folders)):
            for folder in folders:
                _remove(folder)
            self._copy()
        return "its own folder" if gone else changed

    def _copy(self) -> None:
        try:
            os.makedirs(self.home, exist_ok=True)
            os.makedirs(self.temporary, exist_ok=True)
            _Copy().folder(self._from.folder, self.work)
            for name, data in self._from.files.items():
                path = os.path.join(self.work, name)
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with suppress(FileNotFoundError):
                    os.unlink(path)
                with open(path, "wb") as file:
                    file.write(data)
        except OSError as error:
            raise TestsUnrunnable(f"{self._from.folder} can't be copied to {self._root}: {reason(error)}") from None

    def _discard(self) -> None:
        with held_back():
            _remove(self._root)


class _Copy:
    """Copies a folder, and counts what it comes to. Raises OSError where it can't be written, and WorkError where it is too much."""

    def __init__(self) -> None:
        self._bytes = self._files = 0

    def folder(self, source: str, target: str) -> None:
        os.makedirs(target, exist_ok=True)
        try:
            entries = list(os.scandir(source))
        except OSError as error:
            raise WorkError(source, f"it can't be read: {reason(error)}") from None
        for entry in entries:
            if entry.name in PASSED_OVER:
                continue
            path = os.path.join(target, entry.name)
            try:
                is_folder, status = entry.is_dir(follow_symlinks=False), entry.stat()
            except OSError:
                continue  # A link that leads nowhere.
            if is_folder:
                if not os.path.exists(os.path.join(entry.path, "pyvenv.cfg")):
                    self.folder(entry.path, path)
            elif stat.S_ISREG(status.st_mode):
                self._count(source, status.st_size)
                self._file(entry.path, path)

    def _count(self, folder: str, size: int) -> None:
        self._bytes += size
        self._files += 1
        if self._bytes > MOST_BYTES or self._files > _MOST_FILES:
            most = f"{MOST_BYTES >> 20} MB" if self._bytes > MOST_BYTES else f"{_MOST_FILES:,} files"
            raise WorkError(folder, f"with it there are more than {most} to copy", "a lab wants a folder of its own")

    def _file(self, source: str, target: str) -> None:
        try:
            file = open(source, "rb")  # noqa: SIM115
        except OSError:
            return  # The lab's own files were read before; what else can't be read is no matter.
        with file, open(target, "wb") as copy:
            shutil.copyfileobj(file, copy)


def _read(path: str) -> bytes | None:
    """Return the bytes of a file of the learner's, None where there is none. Raises WorkError."""
    try:
        return read_file(path, MOST_BYTES)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise WorkError(path, f"it can't be read: {reason(error)}") from None


def _read_quietly(path: str) -> bytes | None:
    try:
        return read_file(path, MOST_BYTES)
    except OSError:
        return None


def _plain(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n").strip()


def _discard_old() -> None:
    """Remove what runs left long ago whose mlpath was killed. Never raises."""
    folder = tempfile.gettempdir()
    with suppress(OSError):
        for name in os.listdir(folder):
            path = os.path.join(folder, name)
            if name.startswith(_PREFIX) and time.time() - os.lstat(path).st_mtime > _LONG_AGO:
                _remove(path)


def _remove(path: str) -> None:
    """Remove a folder with all in it, also where a test took away the right to. Never raises."""

    def anew(function: Callable[[str], Any], name: str, _: BaseException) -> None:
        with suppress(OSError):
            os.chmod(os.path.dirname(name), 0o700)
            os.chmod(name, 0o700)
            if function in (os.scandir, os.listdir, os.open):
                shutil.rmtree(name, ignore_errors=True)
            else:
                function(name)

    if os.path.islink(path) or os.path.isfile(path):
        with suppress(OSError):
            os.unlink(path)
        return
    import sys

    if sys.version_info >= (3, 12):
        shutil.rmtree(path, onexc=anew)
    else:
        shutil.rmtree(path, onerror=lambda function, name, info: anew(function, name, info[1]))
