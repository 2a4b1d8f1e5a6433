"""What `doctor`, `merge` and `reset` show of the state file."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence

from mlpath.progress.reports import OK, TROUBLE, WARNING, Accepted, Check, Restoration, SetUp
from mlpath.terminal.layout import ACCENT, BAD, QUIET, STRONG, WHOLE, Grid, Text, join
from mlpath.terminal.page import Block, Page, text, with_commands
from mlpath.text import counted

_WORDS = {OK: ("ok", ACCENT), WARNING: ("warning", STRONG), TROUBLE: ("trouble", BAD)}


def doctor(checks: Sequence[Check], page: Page) -> Iterator[Block]:
    """Yield what was looked at, how it is, and what mends it."""
    yield Text()
    grid = Grid()
    for check in checks:
        state, name = text(_WORDS[check.state]), text((check.name, STRONG))
        below = [text(line) for line in check.found.splitlines()]
        below += [text((check.path, QUIET))] if check.path else []
        below += [text((f"because: {check.why}", QUIET))] if check.why else []
        below += [text(("to mend it: ", STRONG)).append_text(with_commands(check.fix))] if check.fix else []
        if page.narrow:
            grid.add(Text(), join([name.append("  ").append_text(state), *below, Text()]))
        else:
            label = text((f"{check.name:<12}", STRONG))
            grid.add(Text(), label, join([state, *below, Text()]))
    yield grid


def restoration(result: Restoration) -> Iterator[Block]:
    """Yield which backup was put back, where the replaced file is, and the difference in events."""
    yield text("Restored ", (result.state, STRONG), f" from {result.backup}: {counted(result.events, 'event')}")
    if result.aside:
        yield text("The file that stood there is kept as ", (result.aside, STRONG))
    if result.back is not None and result.gone is not None:
        back, gone = counted(result.back, "event"), counted(result.gone, "event")
        yield text((f"brought back: {back}; only in the file that was replaced: {gone}", QUIET))
    if result.later:
        later = counted(result.later, "event")
        yield text(f"What came after the backup was taken over from the file that was replaced: {later}")
    if not result.sound:
        yield text("The checksum of this backup does not fit: something else than mlpath changed it.")


def git_merged_in_doubt(path: str) -> Text:
    """Return what a merge for git says of a result that something else than mlpath had a hand in."""
    return with_commands(
        f"mlpath: a checksum does not fit: something else than mlpath changed {path}; `mlpath doctor` says how to go on"
    )


def accepted(result: Accepted) -> Iterator[Block]:
    """Yield that a state file is taken as it is."""
    if not result.changed:
        yield text("There is nothing to accept in ", (result.state, STRONG))
        return
    yield text("Accepted as it is: ", (result.state, STRONG), f", {counted(result.events, 'event')}")


def set_up(result: SetUp) -> Iterator[Block]:
    """Yield what git is told in a clone, and what is left to do."""
    yield text("In this clone git merges the state file by mlpath: ", (result.repository, STRONG))
    yield text((result.driver, QUIET))
    if result.add:
        yield with_commands(f"These lines are for all clones: `{result.add}`, and commit.")
    yield text("The configuration stays in this clone: run the same command in each other one, once.")


def reset(path: str, moved_to: str | None) -> Iterator[Block]:
    """Yield where the state file went, and how to bring it back."""
    if moved_to is None:
        yield text("There is no progress yet: ", (path, QUIET), " does not exist.")
        return
    yield text("Your progress was moved to ", (moved_to, STRONG))
    yield text("To bring it back: ", (f"mv {shlex.quote(moved_to)} {shlex.quote(path)}", f"{ACCENT} {WHOLE}"))
