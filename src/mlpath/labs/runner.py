"""What runs a lab's tests: one file by itself, which the learner's own interpreter executes. Standard library, Python 3.9.

It is told what to do in lines of JSON on its input, one test after the other, and answers with one line each. The code of
the learner runs in the same process, and it is not trusted: every answer begins with a secret of this run, the descriptors
that lead to mlpath are private, what is printed goes to a file, and all that is used here was taken before that code was
imported. It keeps accidents and simple tricks from passing for work. It is no sandbox: who walks the frames of the
interpreter finds the secret.
"""

from __future__ import annotations

import ast
import builtins
import json.encoder
import os
import random
import re
import sys
import types
from errno import EFBIG
from importlib.machinery import PathFinder
from json import loads
from os import _exit, chdir, close, dup, dup2, fstat, ftruncate, lseek, read, write
from queue import SimpleQueue
from threading import Thread
from time import perf_counter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Any

# What the code below finds as builtins, whatever becomes of those that everybody shares.
__builtins__ = dict(vars(builtins))  # type: ignore[assignment]

OLDEST = (3, 9)
_seed = random.seed
_quoted = getattr(json.encoder, "c_encode_basestring_ascii", None) or json.encoder.py_encode_basestring_ascii
_MOST_OUTPUT = 64 * 1024 * 1024
_SHOWN_OUTPUT, _LONGEST_WHY = 4_000, 1_000
_LOCAL = re.compile(r"localhost|127\.[0-9.]+|::1|0\.0\.0\.0|::|")
_NO_NAME = re.compile(r"module '(\w+)' has no attribute '(\w+)'|cannot import name '(\w+)' from '(\w+)'")
# Whose functions a test relies on; a function of theirs that the learner's code replaces makes tests say anything.
_RELIED_ON = ("builtins", "math", "random", "statistics", "time", "os", "ast", "inspect", "re", "pathlib")
_RELIED_ON_WITHIN = ("numpy.linalg", "numpy.random", "numpy.testing")
_THREADS = ("OMP", "OPENBLAS", "MKL", "BLIS", "NUMEXPR", "VECLIB_MAXIMUM")


def lacking(needs: Mapping[str, str]) -> list[str]:
    """Return those of `needs` (import name → requirement, as pip takes it) that are not there, or too old."""
    return [name for name, requirement in needs.items() if not _is_there(name, requirement)]


def _is_there(name: str, requirement: str) -> bool:
    if PathFinder.find_spec(name) is None:
        return False
    package, _, least = requirement.partition(">=")
    if not least:
        return True
    from importlib.metadata import PackageNotFoundError, version

    try:
        return _numbers(version(package.partition("[")[0].strip())) >= _numbers(least)
    except PackageNotFoundError:
        return True  # It can be imported, so somebody put it there; which version it is, nobody knows.


def _numbers(version: str) -> list[int]:
    """Return the numbers at the beginning of a version: `2.1.0rc1` → [2, 1, 0]."""
    return [int(number) for number in re.findall(r"[0-9]+", version.partition("rc")[0])[:3]]


class _Line:
    """The line to mlpath: requests come from `requests`, a thread of its own, and answers go through `answers`."""

    def __init__(self) -> None:
        self._requests, self._answers = dup(0), dup(1)
        nothing = os.open(os.devnull, os.O_RDONLY)
        dup2(nothing, 0)
        close(nothing)
        self._rest = b""
        self._secret = ""
        self._queue: SimpleQueue[bytes] = SimpleQueue()

    def config(self) -> dict[str, Any]:
        """Return the first request, which says what a run is about. Where there is none any more, all ends."""
        config: dict[str, Any] = loads(self._read_line() or _exit(0))
        self._secret = config.pop("secret")
        return config

    def listen(self) -> None:
        """Begin to take the requests that follow."""
        Thread(target=self._listen, daemon=True).start()

    def request(self) -> str:
        """Return the name of the next test."""
        return self._queue.get().decode()

    def answer(self, **fields: object) -> None:
        """Send an answer: texts, numbers, or None."""
        pairs = (f'"{name}": {_as_json(value)}' for name, value in fields.items())
        left = f"{self._secret} {{{', '.join(pairs)}}}\n".encode()
        while left:
            left = left[write(self._answers, left) :]

    def _listen(self) -> None:
        """Take what is asked, until there is no mlpath any more: then nothing of this goes on, either."""
        while line := self._read_line():
            self._queue.put(line)
        _end_all()

    def _read_line(self) -> bytes:
        while b"\n" not in self._rest:
            part = read(self._requests, 65536)
            if not part:
                return b""
            self._rest += part
        line, _, self._rest = self._rest.partition(b"\n")
        return line


def _as_json(value: object) -> str:
    if isinstance(value, str):
        text: str = _quoted(value)
        return text
    return "null" if value is None else repr(value)


def _end_all(code: int = 1) -> None:
    """End this process, and on POSIX every other one of its group."""
    if os.name == "posix" and os.getpgrp() == os.getpid():
        import signal

        os.killpg(0, signal.SIGKILL)
    _exit(code)


class _Printed:
    """What the learner's code prints: a file, made empty before each test, whatever that code did to the descriptors."""

    def __init__(self, path: str) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        self.renew()

    def renew(self) -> None:
        """Begin anew, with streams that are open and write to it."""
        ftruncate(self._file, 0)
        for descriptor, name in ((1, "stdout"), (2, "stderr")):
            dup2(self._file, descriptor)
            stream = open(descriptor, "w", encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
            setattr(sys, name, stream)

    def tail(self) -> str:
        """Return the last of what was printed, as far as it is text."""
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except Exception:  # noqa: BLE001, S112  # It is the learner's by now.
                continue
        size = fstat(self._file).st_size
        lseek(self._file, max(0, size - _SHOWN_OUTPUT), os.SEEK_SET)
        return read(self._file, _SHOWN_OUTPUT).decode("utf-8", "replace")


class _Tests:
    """A lab's tests, and the folder that they run in: the copy of the learner's."""

    def __init__(self, config: Mapping[str, Any]) -> None:
        self._work: str = config["work"]
        self._path = config["tests"]
        self._modules = [name[:-3] for name in config["files"] if name.endswith(".py")]
        self._memory, self._seed = config["memory"], config["seed"]
        self._search = [self._work, *sys.path]
        self._functions: dict[str, Callable[[], object]] = {}
        self._needs = [name for name in config["needs"] if name not in config["later"]]
        self._later = config["later"]
        self._relied_on = list(_callables([*_RELIED_ON, *self._needs, *_RELIED_ON_WITHIN]))
        self._replaced: str | None = None

    def load(self) -> dict[str, object]:
        """Execute the file with the tests; return how that went, as of a test."""
        module = types.ModuleType("tests")
        module.__file__ = self._path

        with open(self._path, encoding="utf-8") as file:
            source = file.read()
        self._import_ahead(source)
        within = list(_within(self._needs))

        def execute() -> None:
            # Without its assertions, which PYTHONOPTIMIZE and -O take away, every test would hold.
            exec(compile(source, self._path, "exec", dont_inherit=True, optimize=0), vars(module))  # noqa: S102

        sys.path[:] = self._search
        how = self._outcome(execute)
        self._replaced = next((name for around, name, value in within if vars(around).get(name) is not value), None)
        self._functions = {name: value for name, value in vars(module).items() if name.startswith("test_")}
        return how

    def _import_ahead(self, source: str) -> None:
        """Import what the tests do but for the learner's modules: another file of theirs, a random.py, is none of it."""
        for name in _imported(source):
            if name.partition(".")[0] not in (*self._modules, *self._later):
                try:
                    __import__(name)
                except Exception:  # noqa: BLE001, S112  # Whether it matters, the tests will say.
                    continue

    def run(self, name: str) -> dict[str, object]:
        """Run a test; return its outcome, why, and the file and line of the learner's that it comes from."""
        function = self._functions.get(name)
        if function is None:
            return _how("fails", f"tests.py has no {name}")
        self._prepare()
        how = self._outcome(function)
        replaced = next((name for module, name, value in self._relied_on if vars(module).get(name) is not value), None)
        replaced = replaced or self._replaced
        if replaced and how["outcome"] == "holds":
            return _how("fails", f"your code replaces `{replaced}`, which the tests rely on: leave it as it is")
        return how

    def _prepare(self) -> None:
        chdir(self._work)
        sys.path[:] = self._search
        _seed(self._seed)
        numbers = sys.modules.get("numpy.random")
        if numbers is not None:
            numbers.seed(self._seed)

    def _outcome(self, function: Callable[[], object]) -> dict[str, object]:
        try:
            function()
        except BaseException as error:  # noqa: BLE001  # Whatever it is, it costs this test alone.
            return self._why(error)
        return _how("holds")

    def _why(self, error: BaseException) -> dict[str, object]:
        file, line, last = self._origin(error)
        try:
            words = str(error)[:_LONGEST_WHY].strip()
        except BaseException:  # noqa: BLE001  # An exception of the learner's own.
            words = ""
        if isinstance(error, NotImplementedError):
            return _how("missing", words, file, line)
        if isinstance(error, AssertionError) and last == self._path:
            return _how("fails", words or "it does not hold", file, line)
        absent = _NO_NAME.search(words) if isinstance(error, (AttributeError, ImportError)) else None
        if absent:
            module, name = absent[1] or absent[4], absent[2] or absent[3]
            if module in self._modules:
                return _how("missing", f"{module}.py has no `{name}`")
        if isinstance(error, ModuleNotFoundError) and error.name in self._modules:
            return _how("fails", f"there is no {error.name}.py")
        if isinstance(error, SyntaxError) and (own := self._relative(error.filename)):
            return _how("fails", f"{own} can't be read: {error.msg}", own, error.lineno)
        if "null bytes" in words and (own := self._no_text()):
            return _how("fails", f"{own} can't be read: it is no text in UTF-8", own, 1)
        return _how("fails", self._in_words(error, words), file, line)

    def _no_text(self) -> str | None:
        """Return a module in the learner's folder that is no text, as where an editor wrote it in UTF-16."""
        for name in sorted(name for name in os.listdir(self._work) if name.endswith(".py")):
            with open(os.path.join(self._work, name), "rb") as file:
                if b"\0" in file.read():
                    return name
        return None

    def _in_words(self, error: BaseException, words: str) -> str:
        if isinstance(error, MemoryError):
            return f"it asks for more memory than the {self._memory} MB that a test may take"
        if isinstance(error, SystemExit):
            return "it calls `sys.exit`: a function returns, or raises an error"
        if isinstance(error, RecursionError):
            return "it calls itself without an end"
        if isinstance(error, EOFError) and "reading a line" in words:
            return "it asks for `input()`: nobody answers in a test"
        if isinstance(error, ModuleNotFoundError):
            return f"it imports `{error.name}`, which is not there"
        if isinstance(error, OSError) and error.errno == EFBIG:
            return f"it writes more than {_MOST_OUTPUT >> 20} MB to one file, or prints as much"
        return f"{type(error).__name__}: {words}" if words else type(error).__name__

    def _origin(self, error: BaseException) -> tuple[str | None, int | None, str]:
        """Return the innermost file and line of the learner's that an error went through, and the innermost file of all."""
        file = line = None
        last = ""
        trace = error.__traceback__
        while trace is not None:
            last = trace.tb_frame.f_code.co_filename
            own = self._relative(last)
            if own:
                file, line = own, trace.tb_lineno
            trace = trace.tb_next
        return file, line, last

    def _relative(self, path: str | None) -> str | None:
        """Return a path below the learner's folder as seen from there; None elsewhere."""
        start = self._work + os.sep
        return path[len(start) :] if path and path.startswith(start) else None


def _how(outcome: str, why: str = "", file: str | None = None, line: int | None = None) -> dict[str, object]:
    return {"outcome": outcome, "why": why, "file": file, "line": line}


def _callables(names: Iterable[str]) -> Iterable[tuple[types.ModuleType, str, object]]:
    """Yield each function and class of some modules, as far as they are imported."""
    for name in names:
        module = sys.modules.get(name)
        for key, value in list(vars(module).items()) if module else ():
            if callable(value) and not key.startswith("__"):
                yield module, key, value  # type: ignore[misc]


def _within(needs: Iterable[str]) -> Iterator[tuple[Any, str, object]]:
    """Yield what `_callables` does of all that is imported of some packages, and what their classes are made of."""
    for name in [name for name in sys.modules if name.partition(".")[0] in needs]:
        for module, key, value in _callables([name]):
            yield module, key, value
            if isinstance(value, type) and value.__module__ == name:
                for part, own in list(vars(value).items()):
                    if not part.startswith("__"):
                        yield value, part, own


def _imported(source: str) -> Iterator[str]:
    """Yield the names of the modules that a file imports."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return
    own = getattr(sys, "stdlib_module_names", ())  # What else is imported within a function is so for its time.
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [node.module]
        yield from (name for name in names if node in tree.body or name.partition(".")[0] in own)


def _limit(memory: int) -> None:
    """Limit what this process and those that it starts may take of the machine, where the system can."""
    try:
        import resource
    except ImportError:
        return
    limits = ((resource.RLIMIT_AS, memory << 20), (resource.RLIMIT_FSIZE, _MOST_OUTPUT), (resource.RLIMIT_CORE, 0))
    for kind, most in limits:
        try:
            resource.setrlimit(kind, (most, most))
        except (ValueError, OSError):  # It is lower already, or the system knows no such limit.
            continue


def _keep_to_this_machine(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuse a connection to another machine, and the question where one is."""
    if event in ("socket.connect", "socket.sendto"):
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else ""
    elif event == "socket.getaddrinfo":
        host = arguments[0] or ""
    else:
        return
    host = host.decode("ascii", "replace") if isinstance(host, bytes) else host
    if not _LOCAL.fullmatch(str(host)):
        raise PermissionError(f"the tests of a lab use no network: {host}")


def _settle(config: Mapping[str, Any]) -> None:
    """Make this process's surroundings those of a test: folders of its own, no screen, few threads, limits."""
    import site

    os.environ.update({f"{name}_NUM_THREADS": str(config["threads"]) for name in _THREADS})
    os.environ.update(
        {
            "PYTHONUSERBASE": site.getuserbase(),
            "MPLCONFIGDIR": config["fonts"],
            "MPLBACKEND": "Agg",
            "TF_CPP_MIN_LOG_LEVEL": "3",
            "MLFLOW_DISABLE_TELEMETRY": "true",
        }
    )
    _move_in(config)
    sys.dont_write_bytecode = True
    sys.argv[:] = [""]
    del sys.path[0]  # Where this file is.
    _limit(config["memory"])
    if os.name == "posix":
        import signal

        signal.pthread_sigmask(signal.SIG_SETMASK, [])  # mlpath holds interrupts back while it starts this.
    sys.addaudithook(_keep_to_this_machine)


def _move_in(config: Mapping[str, Any]) -> None:
    """Make the folders of a run those of this process, and its seed the one that tests find."""
    os.environ.update(
        {
            **dict.fromkeys(("HOME", "USERPROFILE"), config["home"]),
            **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), config["temporary"]),
            "MLPATH_SEED": str(config["seed"]),
        }
    )
    if "tempfile" in sys.modules:
        vars(sys.modules["tempfile"])["tempdir"] = None  # It remembers the former one.


def _fork_for_each(line: _Line) -> dict[str, Any]:
    """Return, in a process of its own, what a further run is about; this one says when that has ended, and waits for the next.

    So what is needed is imported once for many runs, none of which finds what another did.
    """
    while True:
        config = line.config()
        process = os.fork()
        if not process:
            os.setsid()
            _move_in(config)
            line.answer(process=os.getpid())
            return config
        line.answer(ended=os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]))


def _main() -> None:
    if sys.version_info < OLDEST:
        sys.exit(1)
    line = _Line()
    config = line.config()
    version = ".".join(map(str, sys.version_info[:3]))
    missing = lacking(config["needs"])
    if missing or config["work"] is None:
        line.answer(python=version, lacking=" ".join(missing))
        _exit(0)
    _settle(config)
    printed = _Printed(config["output"])
    chdir(config["work"])
    for name in config["needs"]:
        if name in config["later"] and not config["forks"]:
            continue
        try:
            __import__(name)
        except BaseException as error:  # noqa: BLE001
            line.answer(python=version, lacking="", broken=f"{name}: {type(error).__name__}: {error}"[:_LONGEST_WHY])
            _exit(0)
    line.answer(python=version, lacking="")
    if config["forks"]:
        config = _fork_for_each(line)
        printed = _Printed(config["output"])
    line.listen()
    tests = _Tests(config)
    del config
    sys.modules["__main__"] = types.ModuleType("__main__")  # Under that name, everybody would find this one.
    started = perf_counter()
    how = tests.load()
    line.answer(**how, seconds=perf_counter() - started, printed=printed.tail())
    while True:
        name = line.request()
        printed.renew()
        started = perf_counter()
        how = tests.run(name)
        line.answer(**how, seconds=perf_counter() - started, printed=printed.tail())


if __name__ == "__main__":
    _main()
