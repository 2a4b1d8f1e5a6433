"""`mlpath lab` and `mlpath verify`: what was made, and which tests hold."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator, Sequence

from mlpath.labs.handout import README
from mlpath.labs.results import HOLDS, MISSING, WAITS, Handout, Result, Verification
from mlpath.terminal import track
from mlpath.terminal.layout import ACCENT, BAD, QUIET, STRONG, Grid, Text, cells, join
from mlpath.terminal.page import Block, Page, indented, text, with_commands
from mlpath.text import shown

_WIDEST = 96
_MOST_COLUMNS = 400  # Beyond that it is no terminal, and nothing has a right margin.
_STYLES = {HOLDS: ACCENT, MISSING: QUIET, WAITS: QUIET}
# What a pass proves, and no more.
_MEANING = "These tests held of this work on this machine. It is no exam."


def handout(result: Handout) -> Iterator[Block]:
    """Yield what was made and where, what is missing to run the tests, and how to go on."""
    folder = _short(result.folder)
    if result.made:
        what = " (the goal, the steps, what is tested)" if README in result.made else ""
        yield indented(
            text("Made ", (os.path.join(folder, ""), STRONG), f" with {_listed(result.made)}{what}."), indent=0
        )
    else:
        yield indented(text("All of it is there: ", (os.path.join(folder, ""), STRONG)), indent=0)
        yield indented(text(("`--again` puts fresh files beside yours.", QUIET)), indent=0)
    if result.install:
        packages = " and ".join(need.package for need in result.needs if not need.there)
        yield indented(with_commands(f"It needs {packages}: `{result.install}`"), indent=0)
    elif not all(need.there for need in result.needs):
        packages = " and ".join(need.package for need in result.needs)
        yield indented(text(f"It needs a Python that has {packages}; --python or MLPATH_PYTHON names it."), indent=0)
    where = "" if folder == "." else f"cd {shlex.quote(folder)} && "
    yield indented(with_commands(f"`{where}mlpath verify` runs the tests.", QUIET), indent=0)


def verification(result: Verification, page: Page) -> Iterator[Block]:
    """Yield each test with its outcome, how many hold, and what that changed; or the hint that was asked for."""
    results = result.trial.results
    grid = Grid()
    for number, each in enumerate(results):
        grid.add(Text("  ").append_text(_mark(page, each)), _row(page, each, results[:number], alone=not result.whole))
    yield grid
    for notice in result.notices:
        yield indented(text((notice, QUIET)))
    yield Text()
    yield from _ending(result, page)


def watched(result: Verification, page: Page) -> Iterator[Block]:
    """Yield what `verification` does, and that it goes on."""
    yield from verification(result, page)
    yield Text()
    yield indented(text((f"Again whenever you save in {os.path.basename(result.folder)}; Ctrl-C ends it.", QUIET)))


def question(folder: str) -> str:
    """Return what is asked before tests of somebody else's run."""
    return shown(f"The tests in {folder} did not come with mlpath: they are a program that would run as you. Run it?")


def _mark(page: Page, result: Result) -> Text:
    return Text(page.glyphs.marks[result.outcome], _STYLES.get(result.outcome, BAD))


def _row(page: Page, result: Result, before: Sequence[Result], *, alone: bool) -> Text:
    """Return a test's sentence with, at the right margin, where to look or why it did not run; and below it what was found."""
    side = {WAITS: "waits for one above", MISSING: "not written yet"}.get(result.outcome, result.where)
    width = min(page.width, _WIDEST) - 6
    says = text((result.says, QUIET if result.outcome in (WAITS, MISSING) else ""))
    gap = max(width - cells(shown(result.says)) - cells(side), 2)
    line = (
        says.append(" " * (gap if page.width <= _MOST_COLUMNS else 2)).append_text(text((side, QUIET)))
        if side
        else says
    )
    below: list[Text] = []
    same = any(other.why == result.why and other.outcome == result.outcome for other in before)
    if result.why and result.outcome != HOLDS and not (result.outcome == MISSING and not alone):
        below.append(text(("as above", QUIET)) if same else text(result.why))
    if alone and result.printed.strip():
        below += [text((f"{page.glyphs.note} {printed}", QUIET)) for printed in result.printed.splitlines()[-20:]]
    return join([line, *(Text("  ").append_text(each) for each in below)])


def _ending(result: Verification, page: Page) -> Iterator[Block]:
    holds, total = len(result.trial.holding), len(result.trial.results)
    if result.hint is not None:
        number, of = result.told or (0, 0)
        name = f"Hint {number} of {of}" if result.told else "Usual mistakes"
        yield indented(text((name, STRONG)))
        for line in result.hint.split("\n"):
            yield indented(with_commands(line) if result.told else text(line))
        yield Text()
    if not result.whole:
        return
    count = f"{holds} of {total} hold" if holds < total else f"All {total} hold"
    python = f"Python {result.trial.version}, {_short(result.trial.python)}"
    yield indented(text((f"{count}.", STRONG), (f"  {python}", QUIET)))
    if holds < total:
        if result.hint is None:
            yield indented(with_commands("`mlpath verify --hint` helps with the first that does not.", QUIET))
        return
    yield indented(text((_MEANING, QUIET)))
    if result.changes.changed:
        yield Text()
        yield from track.changes(result.changes, page)


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _short(path: str) -> str:
    """Return a path as one sees it from the working folder, where it is within it."""
    try:
        relative = os.path.relpath(path)
    except (OSError, ValueError):
        return path
    return path if relative.startswith("..") else relative
