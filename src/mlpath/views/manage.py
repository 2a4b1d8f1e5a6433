"""What `validate`, `reset` and `doctor` found, and every error."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from mlpath.actions.manage import OK, TROUBLE, WARNING, Check, Validation
from mlpath.errors import MlpathError
from mlpath.plaintext import one_line, shown
from mlpath.views.page import ACCENT, QUIET, STRONG, Page, View, text

_WORDS = {OK: ("ok", ACCENT), WARNING: ("warning", "yellow"), TROUBLE: ("trouble", "bold red")}


def validation(found: Validation) -> View:
    """Return each fault as `file:line:column: message`, or that there is none."""
    return View(lambda _: _validation(found))


def doctor(checks: Sequence[Check]) -> View:
    """Return what was looked at, how it is, and what mends it."""
    return View(lambda page: _doctor(page, checks))


def written(path: str) -> Text:
    """Return that a file was written."""
    return text("Written to ", (path, STRONG))


def reset(path: str, moved_to: str | None) -> Text:
    """Return where the state file went, and how to bring it back."""
    if moved_to is None:
        return text("There is no progress yet: ", (path, QUIET), " does not exist.")
    command = f"mv {shlex.quote(moved_to)} {shlex.quote(path)}"
    return (
        text("Your progress was moved to ", (moved_to, STRONG))
        .append("\n")
        .append_text(text("To bring it back: ", (command, ACCENT)))
    )


def error(found: MlpathError) -> Text:
    """Return an error as people read it."""
    whole = Text("error: ", style="bold red").append(shown(str(found)), style="not bold default")
    return whole.append(f"\n{one_line(found.hint)}", style="not bold dim default") if found.hint else whole


def _validation(found: Validation) -> Iterator[RenderableType]:
    for fault in found.faults:
        yield text(str(fault))
    if not found.faults:
        yield text((found.path, STRONG), f": no faults, {found.items} item{'' if found.items == 1 else 's'}")


def _doctor(page: Page, checks: Sequence[Check]) -> Iterator[RenderableType]:
    yield Text()
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    if not page.narrow:
        table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for check in checks:
        below = [Text("\n").join(text(line) for line in check.found.splitlines())]
        below += [text((check.path, QUIET))] if check.path else []
        below += [text((f"because: {check.why}", QUIET))] if check.why else []
        below += [text(("to mend it: ", STRONG), check.fix)] if check.fix else []
        state = text(_WORDS[check.state])
        name = text((check.name, STRONG))
        if page.narrow:
            table.add_row("", Text("\n").join([name.append("  ").append_text(state), *below]))
        else:
            table.add_row("", Text("\n").join([name, state]), Text("\n").join(below))
        table.add_row()
    yield table
