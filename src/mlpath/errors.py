"""Everything mlpath can refuse to do.

str() of an error is its message, `hint` what to do next, `code` what `--json` calls it. Most errors are worded by a
template of their class over the facts that they carry.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

_LONGEST = 300
_MOST_FAULTS = 3

NO = 1
USAGE = 2
ROADMAP = 3
STATE = 4


class MlpathError(Exception):
    """A refusal that the user can do something about."""

    exit_code = NO
    code = "error"
    usual_hint: str | None = None

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self._hint = hint

    @property
    def hint(self) -> str | None:
        """Return what to do about it, or None where the message says it all."""
        return self._hint or self.usual_hint


class BugError(MlpathError):
    """Something that mlpath did not foresee."""

    code = "bug"
    usual_hint = "please report it; with MLPATH_TRACEBACK=1 set, mlpath says where it happened"

    def __init__(self, cause: Exception) -> None:
        super().__init__(f"this is a bug in mlpath: {type(cause).__name__}: {brief(str(cause))}")


class UsageError(MlpathError):
    """The command line asks for something that can't be."""

    exit_code = USAGE
    code = "usage"


class BadDate(UsageError):
    """A date that is none, or that lies in the future."""

    code = "bad-date"


class UnknownAddress(UsageError):
    """An address or id that names nothing.

    `nearest` holds the addresses that were probably meant, best first; `extent` says how many there are
    ("week5.practice has 2 items"); `find` is a text that stands in an item's title.
    """

    code = "unknown-address"
    usual_hint = "`mlpath show` lists every address"

    def __init__(self, text: str, nearest: Sequence[str] = (), extent: str = "", find: str | None = None) -> None:
        search = find and f"`mlpath show --find {shlex.quote(find)}` lists the items that have it in their titles"
        hint = search or (f"did you mean {_either(nearest)}?" if nearest else None)
        super().__init__(f"there is no {text}" + (f": {extent}" if extent else ""), hint)


class AmbiguousAddress(UsageError):
    """A shortened section name that fits more than one section; `candidates` are their addresses."""

    code = "ambiguous-address"
    usual_hint = "write more of its name"

    def __init__(self, text: str, candidates: Sequence[str]) -> None:
        super().__init__(f"{text} is ambiguous: it may be {_either(candidates)}")


class UnknownCard(UsageError):
    """A name that no guide has for a question; `nearest` holds those that were probably meant, best first."""

    code = "unknown-card"
    usual_hint = "`mlpath review --list --all` lists the cards of what is done"

    def __init__(self, name: str, nearest: Sequence[str] = ()) -> None:
        super().__init__(f"there is no card {name!r}", f"did you mean {_either(nearest)}?" if nearest else None)


class _FileError(MlpathError):
    """A file that can't be used, by its path, and the reason. `words` is a template over these and a subclass's facts."""

    words: str

    def __init__(self, path: str, reason: str, hint: str | None = None) -> None:
        self.path, self.reason = path, reason
        super().__init__(self.words.format_map(vars(self)), hint)


class OutputError(_FileError):
    """The output, or a file that was to be exported, can't be written."""

    code = "output-unwritable"
    words = "{path} can't be written: {reason}"


class OutputUnconfirmed(OutputError):
    """The file was written, but the disk did not confirm it."""

    code = "output-unconfirmed"
    words = "{path} was written, but the disk did not confirm it: {reason}"


class GuideError(_FileError):
    """There is no guide, or it can't be read. `instead` is the command that lists the links of what has no guide."""

    exit_code = USAGE
    code = "no-guide"
    words = "{path}: {reason}"

    def __init__(self, path: str, reason: str, instead: str | None = None) -> None:
        super().__init__(path, reason, f"`{instead}` lists its links" if instead else None)


class NoLab(UsageError):
    """An item without a lab, or a folder that belongs to none."""

    code = "no-lab"
    usual_hint = "`mlpath lab` alone makes the next one"


class WorkError(_FileError):
    """The learner's own folder, or a file in it, can't be used."""

    exit_code = USAGE
    code = "work-unusable"
    words = "{path}: {reason}"


class LabUntrusted(UsageError):
    """Tests that mlpath did not ship, and that nobody said yes to as they are now; `again` is the command that says it."""

    code = "lab-untrusted"

    def __init__(self, path: str, again: str) -> None:
        super().__init__(
            f"the tests in {path} are a program that did not come with mlpath, and it would run as you",
            f"look at them; `{again}` runs them, and asks again once they change",
        )


class LabError(_FileError):
    """A lab can't be read."""

    exit_code = ROADMAP
    code = "lab-unreadable"
    words = "the lab {path} can't be read: {reason}"


class LabBroken(LabError):
    """A lab has faults of its own; the learner's work has no part in them."""

    code = "lab-invalid"
    words = "the lab {path} is broken, not your work:\n{reason}"
    usual_hint = "`mlpath validate` lists every fault of a roadmap and its labs"

    def __init__(self, path: str, faults: Sequence[Fault], reason: str = "") -> None:
        super().__init__(path, "\n".join(map(str, faults[:_MOST_FAULTS])) or reason)


class LabLacksPackages(MlpathError):
    """What a lab's tests import is not there for the Python that is to run them; `install` is the command that installs it."""

    exit_code = ROADMAP
    code = "lab-lacks-packages"

    def __init__(self, packages: Sequence[str], python: str, install: str) -> None:
        self.packages = tuple(packages)
        super().__init__(f"{python} lacks {' and '.join(packages)}, which the tests need", f"`{install}`")


class PythonUnfit(_FileError):
    """A Python that can't run a lab's tests."""

    exit_code = ROADMAP
    code = "python-unfit"
    words = "{path} can't run the tests: {reason}"
    usual_hint = "name another with --python, or MLPATH_PYTHON"


class TestsUnrunnable(MlpathError):
    """Something around the tests keeps them from running."""

    exit_code = ROADMAP
    code = "tests-unrunnable"


class RoadmapError(_FileError):
    """The roadmap can't be read or is invalid."""

    exit_code = ROADMAP
    code = "roadmap-unreadable"
    words = "the roadmap {path} can't be read: {reason}"
    usual_hint = "check the path; `mlpath doctor` says which roadmap is in use and why"


class InstallationError(RoadmapError):
    """A file that comes with mlpath is not there."""

    code = "installation-incomplete"
    words = "this installation of mlpath is incomplete: {path} {reason}"
    usual_hint = "install mlpath again, with pip or pipx; it does not run from within a zip file"

    def __init__(self, path: str, reason: str = "is missing") -> None:
        super().__init__(path, reason)


class ConfigError(RoadmapError):
    """The config file, which names the roadmap, can't be understood."""

    code = "config-unreadable"
    words = "the config file {path} can't be used: {reason}"
    usual_hint = "mend it, or `mlpath use default` (or `use FILE`) writes a new one and keeps this one beside it"


class ConfigUnconfirmed(ConfigError):
    """The config file was written, but the disk did not confirm it."""

    code = "config-unconfirmed"
    words = "the config file {path} was written, but the disk did not confirm it: {reason}"
    usual_hint = "`mlpath use` says which roadmap is in use"


class Fault(NamedTuple):
    """A fault in a roadmap file, a guide or a lab. `line` and `column` count from 1, columns in characters."""

    path: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.message}"


class RoadmapInvalid(RoadmapError):
    """The roadmap was read, but has faults."""

    code = "roadmap-invalid"
    words = "the roadmap {path} is invalid:\n{reason}"

    def __init__(self, path: str, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        more = len(faults) - _MOST_FAULTS
        lines = [*map(str, faults[:_MOST_FAULTS]), *([f"… and {more} more"] if more > 0 else [])]
        super().__init__(path, "\n".join(lines), f"`mlpath validate {shlex.quote(path)}` lists every fault")


class StateError(_FileError):
    """The state can't be read or written; it was left as it was.

    `way_out` is another hint, added by the caller who knows the backups and the options that were given.
    """

    exit_code = STATE
    code = "state-unreadable"
    words = "the state file {path} can't be read: {reason}"
    way_out: str | None = None

    def __init__(self, path: str, reason: str, hint: str | None = None) -> None:
        super().__init__(path, brief(reason), hint)

    @property
    def hint(self) -> str | None:
        """Return the hint and the way out, or None where there is neither."""
        return "; or ".join(way for way in (super().hint, self.way_out) if way) or None


class StateDamaged(StateError):
    """The file is not a journal, or no longer a whole one."""

    code = "state-damaged"
    words = "the state file {path} is damaged: {reason}"


class StateConflicted(StateError):
    """A version-control system left both sides of a conflict in the file."""

    code = "state-conflicted"
    words = "the state file {path} has a conflict in it: {reason}"
    usual_hint = "`mlpath merge` brings both sides together; no tick is lost"

    @property
    def hint(self) -> str | None:
        """Return what takes both sides: one command, and no other beside it."""
        return self.way_out or self._hint or self.usual_hint


class StateForeign(StateError):
    """A sound file, but not this roadmap's journal."""

    code = "state-foreign"
    words = "the state file {path} is not this roadmap's: {reason}"
    usual_hint = "name another file with --state, or the roadmap that it belongs to with --roadmap"


class StateContradicted(StateError):
    """The journal in the file `other` has an event with the same id as one of this journal's, and another content."""

    code = "state-contradicted"
    words = "{other} can't be merged into {path}: {reason}; nothing was changed"
    usual_hint = "one of the two was changed by hand; a backup of it may still agree with the other"

    def __init__(self, path: str, other: str, reason: str) -> None:
        self.other = other
        super().__init__(path, reason)


class StateClaimed(StateError):
    """The journal belongs to the roadmap file `other`, which has the same id as the roadmap file `mine` by accident."""

    code = "state-claimed"
    words = "the state file {path} belongs to {other}, which has the same id as {mine}: {id!r}"
    usual_hint = "name another file with --state, or give one of the two an `id:` of its own in front matter"

    def __init__(self, path: str, other: str, mine: str, id: str) -> None:
        self.other, self.mine, self.id = other, mine, id
        super().__init__(path, f"{other} has the id {id!r}, too")


class StateNewer(StateError):
    """A journal that a newer mlpath wrote."""

    code = "state-newer"
    words = "the state file {path} was written by a newer mlpath: {reason}"
    usual_hint = "update mlpath; this version would not understand all of it"


class StateUnwritable(StateError):
    """The state can't be written; nothing was changed."""

    code = "state-unwritable"
    words = "the state file {path} can't be written: {reason}; nothing was changed"
    usual_hint = "make the folder writable, or name another file with --state or MLPATH_STATE"


class StateUnconfirmed(StateError):
    """The change was made, but its confirmation by the disk, or its backup, failed. `change` says what was made."""

    code = "state-unconfirmed"
    words = "{change}, but {reason}"
    usual_hint = "`mlpath doctor` looks at the state and its backups"

    def __init__(self, path: str, reason: str, change: str | None = None) -> None:
        self.change = change or f"the change is in the state file {path}"
        super().__init__(path, reason)


class StateBusy(StateError):
    """Another process held the lock until the wait was over."""

    code = "state-busy"
    words = "the state file {path} is in use: {reason}; nothing was changed"
    usual_hint = "wait for the other mlpath to end, then try again"


class Unflushed(OSError):
    """A file was replaced, but the disk did not confirm it."""


class Untold(OSError):
    """The output can't be written that a command ends with. `done` says what it did before, None where it changed nothing."""

    def __init__(self, cause: OSError, done: str | None) -> None:
        super().__init__(cause.errno, cause.strerror)
        self.done = done


@contextmanager
def refusing(
    refusal: Callable[[str], MlpathError], unconfirmed: Callable[[str], MlpathError] | None = None
) -> Iterator[None]:
    """Raise `refusal` of the reason instead of an operating system's error; `unconfirmed` instead of Unflushed."""
    try:
        yield
    except Unflushed as error:
        raise (unconfirmed or refusal)(reason(error)) from None
    except OSError as error:
        raise refusal(reason(error)) from None


def brief(message: str) -> str:
    """Return a message that quotes a file, cut to 300 characters."""
    return message if len(message) <= _LONGEST else f"{message[:_LONGEST]}…"


def reason(error: OSError) -> str:
    """Return an operating system's error in a few plain words."""
    return (error.strerror or str(error) or type(error).__name__).lower()


def _either(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
