"""What commands return of labs: pure tuples, as those in `progress.results`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mlpath.progress.results import Changes
    from mlpath.progress.summary import Entry

HOLDS, FAILS, MISSING, WAITS, SLOW, DIED = OUTCOMES = ("holds", "fails", "missing", "waits", "slow", "died")


class Result(NamedTuple):
    """How a test came out: its outcome, why (empty where it holds), and the learner's file and line to look at.

    `where` is what people call that place: `gd.py:14`, or a cell of a notebook. `printed` is the last of what was printed.
    """

    name: str
    says: str
    outcome: str
    why: str = ""
    file: str | None = None
    line: int | None = None
    where: str = ""
    seconds: float = 0.0
    printed: str = ""


class Trial(NamedTuple):
    """A run of a lab's tests: which Python it was, and every result in the tests' order."""

    python: str
    version: str
    results: tuple[Result, ...]

    @property
    def holding(self) -> list[str]:
        """The names of the tests that hold."""
        return [result.name for result in self.results if result.outcome == HOLDS]

    @property
    def first(self) -> Result | None:
        """The first result that does not hold, None where all do."""
        return next((result for result in self.results if result.outcome != HOLDS), None)


class Need(NamedTuple):
    """What a lab's tests import: what pip takes for it, and whether it is there."""

    package: str
    there: bool


class Handout(NamedTuple):
    """A lab that was given out: its item, its folder, the names of its files, and which of these were written now.

    `install` is the command that installs what is missing, None where nothing is.
    """

    entry: Entry
    folder: str
    files: tuple[str, ...]
    made: tuple[str, ...]
    needs: tuple[Need, ...]
    install: str | None


class Verification(NamedTuple):
    """What the tests of an item's lab say of the learner's work, and what that changed.

    `whole` is false where only one test was asked for; then nothing changes. `hint` is the text that was asked for, and `told`
    how many of how many hints that makes. `notices` are what else is worth knowing, each in a sentence.
    """

    entry: Entry
    folder: str
    trial: Trial
    changes: Changes
    whole: bool = True
    hint: str | None = None
    told: tuple[int, int] | None = None
    notices: tuple[str, ...] = ()
