"""What `export`, `validate` and `use` show: files that were written, faults, edits, and the roadmaps that are known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mlpath.journal.transitions import WORDS
from mlpath.progress.edits import DETACHED, MOVED, REMOVED, RENAMED, RETITLED, Edit
from mlpath.progress.reports import Choice, Validation
from mlpath.roadmap.structure import Structure
from mlpath.roadmap.structure import written as written_levels
from mlpath.terminal.layout import ACCENT, QUIET, STRONG, Grid, Text, join
from mlpath.terminal.page import Block, Page, indented, percent, text, with_commands
from mlpath.text import counted


def written(path: str) -> Iterator[Block]:
    """Yield that a file was written."""
    yield text("Written to ", (path, STRONG))


def ticked(path: str, *, changed: bool) -> Iterator[Block]:
    """Yield whether boxes were ticked in a file."""
    yield text("Ticked the boxes in " if changed else "Every box agrees already: ", (path, STRONG))


def validation(result: Validation) -> Iterator[Block]:
    """Yield each fault as `file:line:column: message`, or that there is none, and each edit."""
    for fault in result.faults:
        yield text(str(fault))
    if result.edits is not None:
        yield from _edits(result.edits)
    if not result.faults:
        proven = "" if result.proven is None else f", {counted(result.proven, 'lab')} proven"
        yield text((result.path, STRONG), f": no faults, {counted(result.items, 'item')}{proven}")
    elif result.items and all(fault.path == result.path for fault in result.faults):
        # Markdown can be used all the same; guides have files of their own.
        yield text((f"{counted(result.items, 'item')} can be ticked; what is named above can't", QUIET))
    if result.structure:
        yield from _structure(result.structure)


def choice(result: Choice, page: Page) -> Iterator[Block]:
    """Yield the roadmaps that are known, with progress, and why the one in use is."""
    yield Text()
    grid = Grid()
    for roadmap in result.known:
        pointer = Text(page.glyphs.pointer if roadmap.current else " ", ACCENT)
        head = text((roadmap.title or "can't be read", STRONG if roadmap.current else ""))
        below = [text((roadmap.path, QUIET))]
        if roadmap.numbers is None:
            below.append(text((roadmap.error or "", QUIET)))
            share = Text()
        else:
            share = page.bar(roadmap.numbers, 10).append(f" {percent(roadmap.numbers):>4}")
        if roadmap.current:
            below.append(text((f"in use: {result.why}", QUIET)))
        if page.narrow:
            grid.add(pointer, join([head, share, *below]))
        else:
            grid.add(pointer, share, join([head, *below]))
    yield grid
    yield Text()
    if result.structure:
        yield from map(indented, _structure(result.structure))
    if result.notice:
        yield indented(with_commands(result.notice))


def _structure(structure: Structure) -> Iterator[Text]:
    """Yield how a file's headings were read, and what to write to have them read otherwise."""
    otherwise = structure.otherwise()
    if structure.own:
        yield text(("Read as its front matter says: ", QUIET), structure.described())
        return
    yield text(("Read as: ", QUIET), structure.described())
    if otherwise:
        yield text(("To change that, write at its very top, between two lines of ---, for example:", QUIET))
        yield text(written_levels(otherwise))


def _edits(edits: Sequence[Edit]) -> Iterator[Block]:
    if not edits:
        yield text(("Nothing has changed: no item was added, retitled, renamed, moved or removed.", QUIET))
        return
    grid = Grid()
    for edit in edits:
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
        line.append_text(text(f"  ({WORDS[edit.progress]}{fate})"))
    return line
