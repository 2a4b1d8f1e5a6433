"""What `doctor`, `merge` and `reset` show of the state file."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence

from mlpath.progress.likely import Match
from mlpath.progress.reports import OK, TROUBLE, WARNING, Accepted, Adoptable, Check, Restoration, SetUp
from mlpath.terminal.layout import ACCENT, BAD, QUIET, STRONG, WHOLE, Grid, Text, join
from mlpath.terminal.page import Block, Page, indented, rows, text, with_commands
from mlpath.text import counted

# How many items are shown of several that an id may mean, and up to which width two of them stand beside each other.
_MOST, _WIDEST = 5, 400
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


def adoptable(result: Adoptable, page: Page) -> Iterator[Block]:
    """Yield progress without an item beside the item that it likely belongs to, what is sure first."""
    if not result.sure and not result.doubtful:
        yield indented(text("All progress belongs to items of the roadmap."))
        return
    for heading, matches in (("Sure", result.sure), ("In doubt", result.doubtful)):
        if matches:
            yield Text()
            yield indented(text((f"{heading}: {len(matches)}", STRONG)))
            yield from _side_by_side(page, result, matches)
    yield Text()


def _side_by_side(page: Page, result: Adoptable, matches: Sequence[Match]) -> Iterator[Block]:
    if page.narrow or page.width > _WIDEST:
        for match in matches:
            items = [text((item.address, ACCENT), f"  {item.title}") for item in match.items[:_MOST]]
            more = [text((_more(match), QUIET))] if _more(match) else []
            yield rows(page, [(page.box(result.statuses[match.old]), match.old, [*items, *more])])
        return
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False)
    table.add_column("", no_wrap=True, width=3)
    table.add_column("", overflow="fold", ratio=1)
    table.add_column("", overflow="fold", ratio=1)
    for match in matches:
        box = Text("  ").append_text(page.box(result.statuses[match.old]))
        items = [text((item.address, ACCENT), f"  {item.title}") for item in match.items[:_MOST]]
        more = [text((_more(match), QUIET))] if _more(match) else []
        table.add_row(box, text(match.old), join([*items, *more]))
    yield table


def doubtful(match: Match) -> Iterator[Block]:
    """Yield one id without an item and, numbered, the items that it may be."""
    if match.items:
        yield Text()
        yield indented(text((match.old, STRONG)))
        for number, item in enumerate(match.items, 1):
            yield indented(text((item.address, ACCENT), f"  {item.title}"), label=f"{number:>2}")


def how_to_adopt(command: str) -> Iterator[Block]:
    """Yield how what is sure is taken where nobody can be asked."""
    yield indented(with_commands(f"`{command}` takes what is sure; `mlpath undo` takes each back."))


def _more(match: Match) -> str:
    more = len(match.items) - _MOST
    return f"and {more} more in the same words" if more > 0 else "" if match.items else "nothing like it"


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
