"""What `validate`, `reset` and `doctor` found, and every error."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence

from mlpath.commands.doctor import OK, TROUBLE, WARNING, Check
from mlpath.commands.roadmap import Validation
from mlpath.commands.state import Restoration
from mlpath.commands.study import counted, events
from mlpath.commands.use import Choice
from mlpath.errors import MlpathError
from mlpath.journal.transitions import DOING, DONE, SKIPPED
from mlpath.progress.revision import DETACHED, MOVED, REMOVED, RENAMED, RETITLED, Edit
from mlpath.terminal.layout import ACCENT, BAD, QUIET, STRONG, WHOLE, Grid, Text, join
from mlpath.terminal.page import Block, Page, View, percent, text, with_commands
from mlpath.text import shown

_STATES = {DOING: "under way", DONE: "done", SKIPPED: "skipped"}
_WORDS = {OK: ("ok", ACCENT), WARNING: ("warning", STRONG), TROUBLE: ("trouble", BAD)}


def validation(found: Validation) -> View:
    """Return each fault as `file:line:column: message`, or that there is none."""
    return View(lambda _: _validation(found))


def doctor(checks: Sequence[Check]) -> View:
    """Return what was looked at, how it is, and what mends it."""
    return View(lambda page: _doctor(page, checks))


def written(path: str) -> Text:
    """Return that a file was written."""
    return text("Written to ", (path, STRONG))


def ticked(path: str, *, changed: bool) -> Text:
    """Return whether boxes were ticked in a file."""
    return (
        text("Ticked the boxes in ", (path, STRONG)) if changed else text("Every box agrees already: ", (path, STRONG))
    )


def choice(found: Choice) -> View:
    """Return the roadmaps that are known, with progress, and why the one in use is."""
    return View(lambda page: _choice(page, found))


def reset(path: str, moved_to: str | None) -> Text:
    """Return where the state file went, and how to bring it back."""
    if moved_to is None:
        return text("There is no progress yet: ", (path, QUIET), " does not exist.")
    command = f"mv {shlex.quote(moved_to)} {shlex.quote(path)}"
    return (
        text("Your progress was moved to ", (moved_to, STRONG))
        .append("\n")
        .append_text(text("To bring it back: ", (command, f"{ACCENT} {WHOLE}")))
    )


def restoration(found: Restoration) -> View:
    """Return which backup was put back, where the replaced file is, and the difference in events."""
    return View(lambda _: _restoration(found))


def error(found: MlpathError) -> Text:
    """Return an error as people read it."""
    whole = Text("error: ", BAD).append(shown(str(found)))
    return whole.append("\n").append_text(with_commands(found.hint, QUIET)) if found.hint else whole


def _validation(found: Validation) -> Iterator[Block]:
    for fault in found.faults:
        yield text(str(fault))
    if found.edits is not None:
        yield from _edits(found.edits)
    if not found.faults:
        yield text((found.path, STRONG), f": no faults, {counted(found.items, 'item')}")
    elif found.items and all(
        fault.path == found.path for fault in found.faults
    ):  # Markdown; guides have files of their own.
        yield text((f"{counted(found.items, 'item')} can be ticked; what is named above can't", QUIET))


def _choice(page: Page, found: Choice) -> Iterator[Block]:
    yield Text()
    grid = Grid()
    for one in found.known:
        pointer = Text(page.glyphs.pointer if one.current else " ", ACCENT)
        head = text((one.title or "can't be read", STRONG if one.current else ""))
        below = [text((one.path, QUIET))]
        if one.numbers is None:
            below.append(text((one.error or "", QUIET)))
            share = Text()
        else:
            share = page.bar(one.numbers, 10).append(f" {percent(one.numbers):>4}")
        if one.current:
            below.append(text((f"in use: {found.why}", QUIET)))
        if page.narrow:
            grid.add(pointer, join([head, share, *below]))
        else:
            grid.add(pointer, share, join([head, *below]))
    yield grid
    yield Text()


def _edits(found: Sequence[Edit]) -> Iterator[Block]:
    if not found:
        yield text(("Nothing has changed: no item was added, retitled, renamed, moved or removed.", QUIET))
        return
    grid = Grid()
    for edit in found:
        grid.add(text((edit.kind, ACCENT)), _edit(edit))
    yield grid


def _edit(edit: Edit) -> Text:
    line = text(edit.title)
    if edit.kind == DETACHED:
        return line.append_text(
            text((f"  {edit.before} → {edit.after}", QUIET), f"  (another id: progress stays with {edit.before!r})")
        )
    if edit.kind in (RENAMED, MOVED):
        line.append_text(text((f"  {edit.before} → {edit.after}", QUIET)))
    elif edit.kind == RETITLED:
        line = text((f"{edit.before} → ", QUIET), edit.title)
    else:
        line.append_text(text((f"  {edit.before or edit.after}", QUIET)))
    if edit.progress:
        fate = ": kept, and back when the item is" if edit.kind == REMOVED else ", and stays so"
        line.append_text(text(f"  ({_STATES[edit.progress]}{fate})"))
    return line


def _restoration(found: Restoration) -> Iterator[Block]:
    yield text("Restored ", (found.state, STRONG), f" from {found.backup}: {events(found.events)}")
    if found.aside:
        yield text("The file that stood there is kept as ", (found.aside, STRONG))
    if found.back is not None and found.gone is not None:
        yield text(
            (f"brought back: {events(found.back)}; only in the file that was replaced: {events(found.gone)}", QUIET)
        )


def _doctor(page: Page, checks: Sequence[Check]) -> Iterator[Block]:
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
