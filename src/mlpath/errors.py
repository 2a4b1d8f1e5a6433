"""Everything mlpath can refuse to do.

One base class holds the exit code and the code that `--json` shows. A subclass carries facts; its `__str__` words
them and its `hint` says what to do next.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import NamedTuple

_LONGEST = 300

NO = 1
USAGE = 2
ROADMAP = 3
STATE = 4


class MlpathError(Exception):
    """A refusal that the user can do something about."""

    exit_code = NO
    code = "error"

    @property
    def hint(self) -> str | None:
        """Return what to do about it, or None where the message says it all."""
        return None


class BugError(MlpathError):
    """Something that mlpath did not foresee."""

    code = "bug"

    def __init__(self, cause: Exception) -> None:
        self.cause = cause
        super().__init__(cause)

    def __str__(self) -> str:
        return f"this is a bug in mlpath: {type(self.cause).__name__}: {brief(str(self.cause))}"

    @property
    def hint(self) -> str | None:  # noqa: D102
        return "please report it; with MLPATH_TRACEBACK=1 set, mlpath says where it happened"


class OutputError(MlpathError):
    """The output, or a file that was to be exported, can't be written."""

    code = "output-unwritable"

    def __init__(self, place: str, reason: str) -> None:
        self.place, self.reason = place, reason
        super().__init__(place, reason)

    def __str__(self) -> str:
        return f"{self.place} can't be written: {self.reason}"


class UsageError(MlpathError):
    """The command line asks for something that can't be."""

    exit_code = USAGE
    code = "usage"

    def __init__(self, message: str, hint: str | None = None) -> None:
        self.message, self._hint = message, hint
        super().__init__(message)

    def __str__(self) -> str:
        return self.message

    @property
    def hint(self) -> str | None:  # noqa: D102
        return self._hint


class BadDate(UsageError):
    """A date that is none, or that lies in the future."""

    code = "bad-date"


class UnknownAddress(UsageError):
    """An address or id that names nothing.

    `nearest` holds what was probably meant, best first; `extent` says what there is ("week5.practice has 2 items").
    """

    code = "unknown-address"

    def __init__(self, text: str, nearest: Sequence[str] = (), extent: str = "") -> None:
        self.text, self.nearest, self.extent = text, tuple(nearest), extent
        super().__init__(text)

    def __str__(self) -> str:
        return f"there is no {self.text}" + (f": {self.extent}" if self.extent else "")

    @property
    def hint(self) -> str | None:  # noqa: D102
        if self.nearest:
            return f"did you mean {_either(self.nearest)}?"
        return "`mlpath show` lists every address"


class AmbiguousAddress(UsageError):
    """A shortened section name that fits more than one section."""

    code = "ambiguous-address"

    def __init__(self, text: str, candidates: Sequence[str]) -> None:
        self.text, self.candidates = text, tuple(candidates)
        super().__init__(text)

    def __str__(self) -> str:
        return f"{self.text} is ambiguous: it may be {_either(self.candidates)}"

    @property
    def hint(self) -> str | None:  # noqa: D102
        return "write more of its name"


class RoadmapError(MlpathError):
    """The roadmap can't be read or is invalid."""

    exit_code = ROADMAP
    code = "roadmap-unreadable"

    def __init__(self, path: str, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(path, reason)

    def __str__(self) -> str:
        return f"the roadmap {self.path} can't be read: {self.reason}"

    @property
    def hint(self) -> str | None:  # noqa: D102
        return "check the path; `mlpath doctor` says which roadmap is in use and why"


class ConfigError(RoadmapError):
    """The config file, which names the roadmap, can't be understood."""

    code = "config-unreadable"

    def __str__(self) -> str:
        return f"the config file {self.path} can't be used: {self.reason}"

    @property
    def hint(self) -> str | None:  # noqa: D102
        return "mend it or delete it; without it the shipped roadmap is used"


class GuideError(MlpathError):
    """There is no guide, or it can't be read."""

    exit_code = USAGE
    code = "no-guide"

    def __init__(self, place: str, reason: str, instead: str | None = None) -> None:
        self.place, self.reason, self.instead = place, reason, instead
        super().__init__(place, reason)

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"

    @property
    def hint(self) -> str | None:  # noqa: D102
        return f"`{self.instead}` lists its links" if self.instead else None


class Fault(NamedTuple):
    """One thing that is wrong in a roadmap file. `line` and `column` count from 1, columns in characters."""

    path: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.message}"


class RoadmapInvalid(RoadmapError):
    """The roadmap was read, but has faults."""

    code = "roadmap-invalid"
    _shown = 3

    def __init__(self, path: str, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(path, f"{len(self.faults)} faults")

    def __str__(self) -> str:
        more = len(self.faults) - self._shown
        lines = [str(fault) for fault in self.faults[: self._shown]] + ([f"… and {more} more"] if more > 0 else [])
        return "\n".join([f"the roadmap {self.path} is invalid:", *lines])

    @property
    def hint(self) -> str | None:  # noqa: D102
        return f"`mlpath validate {shlex.quote(self.path)}` lists every fault"


class StateError(MlpathError):
    """The state can't be read or written; it was left as it was.

    `way_out` is added by who knows the backups and the options that were given.
    """

    exit_code = STATE
    code = "state-unreadable"
    way_out: str | None = None
    usual_hint: str | None = None

    def __init__(self, path: str, reason: str, hint: str | None = None) -> None:
        self.path, self.reason, self._hint = path, brief(reason), hint
        super().__init__(path, reason)

    def __str__(self) -> str:
        return f"the state file {self.path} can't be read: {self.reason}"

    @property
    def hint(self) -> str | None:  # noqa: D102
        return "; or ".join(way for way in (self._hint or self.usual_hint, self.way_out) if way) or None


class StateDamaged(StateError):
    """What stands there is not a journal, or no longer a whole one."""

    code = "state-damaged"

    def __str__(self) -> str:
        return f"the state file {self.path} is damaged: {self.reason}"


class StateForeign(StateError):
    """A sound file, but not this roadmap's journal."""

    code = "state-foreign"
    usual_hint = "name another file with --state, or the roadmap that it belongs to with --roadmap"

    def __str__(self) -> str:
        return f"the state file {self.path} is not this roadmap's: {self.reason}"


class StateContradicted(StateError):
    """Another journal has an event with the same id as one of this journal's, and another content."""

    code = "state-contradicted"
    usual_hint = "one of the two was changed by hand; a backup of it may still agree with the other"

    def __init__(self, path: str, other: str, reason: str) -> None:
        self.other = other
        super().__init__(path, reason)

    def __str__(self) -> str:
        return f"{self.other} can't be merged into {self.path}: {self.reason}; nothing was changed"


class StateClaimed(StateError):
    """The journal belongs to another roadmap file that has the same id by accident."""

    code = "state-claimed"
    usual_hint = "name another file with --state, or give one of the two an `id:` of its own in front matter"

    def __init__(self, path: str, other: str, mine: str, id: str) -> None:
        self.other, self.mine, self.id = other, mine, id
        super().__init__(path, f"{other} has the id {id!r}, too")

    def __str__(self) -> str:
        return f"the state file {self.path} belongs to {self.other}, which has the same id as {self.mine}: {self.id!r}"


class StateNewer(StateError):
    """A journal that a newer mlpath wrote."""

    code = "state-newer"
    usual_hint = "update mlpath; this version would not understand all of it"

    def __str__(self) -> str:
        return f"the state file {self.path} was written by a newer mlpath: {self.reason}"


class StateUnwritable(StateError):
    """The state can't be written; nothing was changed."""

    code = "state-unwritable"
    usual_hint = "make the folder writable, or name another file with --state or MLPATH_STATE"

    def __str__(self) -> str:
        return f"the state file {self.path} can't be written: {self.reason}; nothing was changed"


class StateUnconfirmed(StateError):
    """The change was made, but something that ought to follow was not."""

    code = "state-unconfirmed"
    usual_hint = "`mlpath doctor` looks at the state and its backups"

    def __str__(self) -> str:
        return f"the change is in the state file {self.path}, but {self.reason}"


class StateBusy(StateError):
    """Another process holds the lock, and kept it for as long as we waited."""

    code = "state-busy"
    usual_hint = "wait for the other mlpath to end, then try again"

    def __str__(self) -> str:
        return f"the state file {self.path} is in use: {self.reason}; nothing was changed"


def brief(message: str) -> str:
    """Return a message that quotes a file, cut where it would fill the screen."""
    return message if len(message) <= _LONGEST else f"{message[:_LONGEST]}…"


def reason(error: OSError) -> str:
    """Return an operating system's error in a few plain words."""
    return (error.strerror or str(error) or type(error).__name__).lower()


def _either(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
