"""What a command says of the disk, compared with the disk: each command that writes, with each of its calls failing."""

import errno
import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from typer.testing import Result

from mlpath.journal import file as store
from mlpath.journal.encoding import encode
from mlpath.journal.journal import Journal
from mlpath.system.writing import move_over, write_beside

Cli = Callable[..., Result]

CALLS = [
    (module, name)
    for module, names in (
        (
            os,
            [
                "open",
                "write",
                "fsync",
                "close",
                "replace",
                "rename",
                "link",
                "unlink",
                "mkdir",
                "utime",
                "fchmod",
                "fchown",
                "chown",
            ],
        ),
        (fcntl, ["flock"]),
    )
    for name in names
]
MADE = ("is in the state file", "was moved to", "was written, but")


class Killed(BaseException):
    """Stands in for the end of the process: nothing that comes after it reaches the disk."""


class Disk:
    """The system's calls that open and change files: how many there were, and which of them fail from the `first` on."""

    def __init__(self) -> None:
        self.count = 0
        self.first: int | None = None
        self.last: int | None = None
        self.failure: BaseException = OSError(errno.EIO, "Input/output error")

    def call(self, real: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
        number = self.count
        self.count += 1
        fails = self.first is not None and self.first <= number and (self.last is None or number <= self.last)
        if fails and real is not CLOSE:
            raise self.failure
        result = real(*arguments, **options)
        if fails and not isinstance(self.failure, Killed):  # A descriptor is closed all the same.
            raise self.failure
        return result


CLOSE = os.close


@contextmanager
def failing(first: int | None, last: int | None = None, failure: BaseException | None = None) -> Iterator[Disk]:
    """Have the calls from the `first` to the `last` fail, all from the first on where there is no last, none without."""
    disk = Disk()
    disk.first, disk.last, disk.failure = first, last, failure or disk.failure
    with pytest.MonkeyPatch.context() as patch:
        for module, name in CALLS:
            real = getattr(module, name)
            patch.setattr(module, name, lambda *words, _real=real, **more: disk.call(_real, *words, **more))
        yield disk


class Case(NamedTuple):
    """A command, and the file that it is to change. Only a `reset` may leave none."""

    command: list[str]
    target: Path
    leaves: bool = True


CHECKLIST = "# Mine\n\n## Week 1: First\n\n- [ ] one\n- [ ] two\n"


def prepared(name: str, mlpath: Cli, folder: Path) -> Case:
    """Return a command on files of its own in a new folder."""
    folder.mkdir()
    os.environ["XDG_CONFIG_HOME"] = str(folder / "config")
    state, notes, old = (folder / name for name in ("state.json", "notes.md", "old.json"))
    given, other, own = (["--state", str(folder / f"{name}.json")] for name in ("state", "other", "own"))
    mlpath(*given, "check", "week1")
    sides = [folder / side for side in ("base", "ours", "theirs")]
    if name == "merge":
        mlpath(*other, "check", "w2.t1")
    elif name == "git":
        for side in sides:
            side.write_bytes(encode(Journal("r")))
        sides[2].write_bytes(state.read_bytes().replace(b"ai-ml-engineer", b"r"))
    elif name == "restore":
        state.write_bytes(b"damaged")
    elif name == "restore-sound":
        old.write_bytes(encode(Journal("ai-ml-engineer")))
    elif name in ("in-place", "use"):
        notes.write_text(CHECKLIST)
        own += ["--roadmap", str(notes)]
        mlpath(*own, "check", "week1.items.1")
    return {
        "merge": Case([*given, "merge", other[1]], state),
        "git": Case(["merge", "--git-driver", *map(str, sides)], sides[1]),
        "restore": Case([*given, "doctor", "--restore"], state),
        "restore-sound": Case([*given, "doctor", "--restore", str(old)], state),
        "in-place": Case([*own, "export", "--in-place"], notes),
        "export": Case([*given, "export", "-o", str(folder / "out.md")], folder / "out.md"),
        "use": Case([*given, "use", str(notes)], folder / "config" / "mlpath" / "config.json"),
        "reset": Case([*given, "reset", "--yes"], state, leaves=False),
        "first": Case(["--state", str(folder / "new" / "state.json"), "check", "w1"], folder / "new" / "state.json"),
        "check": Case([*given, "check", "w2"], state),
        "note": Case([*given, "note", "w1.t1", "text"], state),
        "undo": Case([*given, "undo"], state),
        "plan": Case([*given, "plan", "--start", "today"], state),
    }[name]


def content(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


NAMES = ["merge", "reset", "restore", "use", "in-place"]
NAMES += ["check", "note", "undo", "plan", "first", "git", "restore-sound", "export"]
ALL = [pytest.param(name, marks=() if name == "reset" else pytest.mark.heavy) for name in NAMES]


@pytest.mark.parametrize("lasting", [False, pytest.param(True, marks=pytest.mark.heavy)])
@pytest.mark.parametrize("name", ALL)
def test_what_is_said_of_a_failing_disk_is_true(
    mlpath: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, lasting: bool
) -> None:
    """One call fails, or it and all that come after it."""
    monkeypatch.setenv("XDG_CONFIG_HOME", "")  # Put back in the end.
    case = prepared(name, mlpath, tmp_path / "whole")
    before = content(case.target)
    with failing(None) as disk:
        assert mlpath(*case.command).exit_code == 0
    assert content(case.target) != before
    outcomes = set()
    for number in range(disk.count):
        case = prepared(name, mlpath, tmp_path / str(number))
        before = content(case.target)
        with failing(number, None if lasting else number):
            result = mlpath(*case.command)
        after = content(case.target)
        words = f"call {number}: {result.output}"
        assert "bug in mlpath" not in words
        is_made = result.exit_code == 0 or any(said in result.stderr for said in MADE)
        assert (after != before) == is_made, words
        assert after is not None or before is None or not case.leaves, words
        assert "nothing was changed" not in result.stderr or after == before, words
        if before is not None and is_made and name in ("reset", "restore", "restore-sound"):
            kept = [path.read_bytes() for path in case.target.parent.glob("state.2*.json")]
            assert before in kept, words
        if not is_made:
            assert list(case.target.parent.glob("state.2*.json")) == [] or lasting, words
            assert list(case.target.parent.rglob("*before-merge*")) == [] or lasting, words
        assert list((tmp_path / str(number)).rglob("*.new")) == [] or lasting, words
        outcomes.add((result.exit_code == 0, is_made))
    assert (False, False) in outcomes
    assert (False, True) in outcomes


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("name", "links"),
    [
        *((name, True) for name in NAMES),
        *((name, False) for name in ("note", "restore", "restore-sound")),
    ],
)
def test_a_kill_before_any_call_leaves_the_old_file_or_the_new_one(
    mlpath: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, links: bool
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", "")
    if not links:
        monkeypatch.setattr(os, "link", lambda *_, **__: os.unlink(""))  # A file system that has no hard links.
    case = prepared(name, mlpath, tmp_path / "whole")
    with failing(None) as disk:
        assert mlpath(*case.command).exit_code == 0
    seen = set()
    for number in range(disk.count):
        case = prepared(name, mlpath, tmp_path / str(number))
        before = content(case.target)
        with failing(number, failure=Killed()), suppress(Killed):
            mlpath(*case.command)
        after = content(case.target)
        seen.add(after == before)
        assert after is not None or before is None or not case.leaves, number
        if after is not None and after != before and case.target.suffix == ".json" and name != "use":
            assert store.load(str(case.target), None) is not None
        if before is not None and after != before and name.startswith("re"):
            assert before in [path.read_bytes() for path in case.target.parent.glob("state.2*.json")]
        assert mlpath(*case.command).exit_code in (0, 2 if name == "restore" else 0)
        if case.target.parent.name != "mlpath" and case.target.suffix == ".json":  # The change after that cleans up.
            assert mlpath(*case.command[:2], "note", "w9.t1", "text").exit_code == 0
        if name == "in-place":  # What it writes of the file's boxes into the journal, too.
            assert mlpath(*case.command[:4], "note", "week1.items.2", "text").exit_code == 0
        assert list((tmp_path / str(number)).rglob("*.new")) == [], number
    assert seen == {True, False}


def test_what_was_left_by_a_kill_long_ago_goes_with_the_next_write(tmp_path: Path) -> None:
    for name in (".file.123.new", ".file.124.new", ".file.old.new", ".other.123.new", "file.123.new"):
        (tmp_path / name).write_text("left")
        if "124" not in name:
            os.utime(tmp_path / name, (1, 1))
    move_over(write_beside(str(tmp_path / "file"), b"", tag=".5"), str(tmp_path / "file"))
    assert sorted(os.listdir(tmp_path)) == [".file.124.new", ".file.old.new", ".other.123.new", "file", "file.123.new"]


def test_a_write_in_pieces_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: real(descriptor, bytes(data[:7])))
    data = bytes(range(256))
    move_over(write_beside(str(tmp_path / "file"), data), str(tmp_path / "file"))
    assert (tmp_path / "file").read_bytes() == data
    assert os.listdir(tmp_path) == ["file"]
