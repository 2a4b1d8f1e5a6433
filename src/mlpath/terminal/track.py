"""What a command changed, in a few lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from mlpath import dates
from mlpath.journal.events import Event
from mlpath.journal.transitions import DONE, TODO, WORDS
from mlpath.progress.results import Changes, Notes, Reversal
from mlpath.progress.summary import Count, Entry
from mlpath.terminal import show
from mlpath.terminal.layout import ACCENT, QUIET, Grid, Text
from mlpath.terminal.page import Block, Page, indented, percent, ratio, rows, text, with_commands
from mlpath.text import counted

if TYPE_CHECKING:
    from mlpath.progress.reports import Merged, Settled

_MOST_ROWS = 8


def changes(result: Changes, page: Page) -> Iterator[Block]:
    """Yield what changed and what stayed, the week's and the overall bar, and the next item."""
    if result.changed:
        yield _entries(page, result.changed)
    for entry in result.unchanged[:_MOST_ROWS]:
        yield indented(text((f"{entry.item.address} is {_since(entry)}; unchanged", QUIET)))
    if len(result.unchanged) > _MOST_ROWS:
        yield indented(text((f"and {len(result.unchanged) - _MOST_ROWS} more unchanged", QUIET)))
    if not result.changed and not result.unchanged:
        yield indented(text("Nothing to change."))
    if not result.note_kept:
        yield indented(text("As nothing changed, the note was not kept; `mlpath note ADDRESS` adds one to any item."))
    yield _standing(page, result)
    if result.first and result.changed:
        yield Text()
        yield indented(text(("Your progress is kept in ", QUIET), result.state))
        yield indented(text(("Try `mlpath next`, `mlpath show`, or `mlpath undo` to take this back.", QUIET)))
    yield from _notice(result)


def reversal(result: Reversal, page: Page) -> Iterator[Block]:
    """Yield what an undo or redo did, and what the same command would do next."""
    if result.event is None:
        yield indented(text(f"Nothing to {result.kind}."))
        return
    past, again = ("Took back", "take back") if result.kind == "undo" else ("Put back", "put back")
    yield indented(text(f"{past}: ", (_event(result.event), ACCENT), (f", {dates.moment(result.event['at'])}", QUIET)))
    if result.changes.changed:
        yield _entries(page, result.changes.changed)
    yield _standing(page, result.changes)
    if result.following:
        following = f"{_event(result.following)}, {dates.moment(result.following['at'])}"
        yield indented(text((f"`mlpath {result.kind}` again would {again}: {following}", QUIET)))
    yield from _notice(result.changes)


def notes(result: Notes, page: Page) -> Iterator[Block]:
    """Yield an item's notes, numbered."""
    entry = result.entry
    yield rows(page, [(page.box(entry.status), entry.item.address, [text(entry.item.title)])])
    if entry.notes:
        yield from show.notes(entry)
    else:
        yield indented(text((f"No notes yet: `mlpath note {entry.item.address} TEXT` adds one.", QUIET)))
    yield from _notice(result.changes)


def merged(result: Merged, page: Page) -> Iterator[Block]:
    """Yield what each file brought, and what that changed."""
    for path, new in result.files:
        brought = f"{counted(new, 'event')} new" if new else "nothing new"
        yield indented(text(brought, (" from ", QUIET), path))
    if result.changes.changed:
        yield _entries(page, result.changes.changed)
    yield _standing(page, result.changes)
    yield from _notice(result.changes)


def settled(result: Settled, page: Page) -> Iterator[Block]:
    """Yield what was taken from each side of a conflict, what that changed, and how git learns of it."""
    yield indented(text(f"All sides are in {result.state}: {counted(result.events, 'event')}"))
    for number, part in enumerate(result.parts):
        if part.new or number < 2:  # What else there was of them is only named where it was needed.
            new = f", {part.new or 'none'} of them new" if number else ""
            yield indented(text(counted(part.events, "event"), (" from ", QUIET), f"{part.name}{new}"), indent=4)
    if result.changes.changed:
        yield _entries(page, result.changes.changed)
    yield _standing(page, result.changes)
    if result.add:
        advice = f"Now tell git that it is merged: `{result.add}`. Then go on with the merge, rebase or stash as usual."
        yield indented(with_commands(advice))
    yield from _notice(result.changes)


def _notice(result: Changes) -> Iterator[Block]:
    """Yield that something else than mlpath changed the state file, where something did."""
    if result.notice:
        yield indented(with_commands(result.notice))


def _entries(page: Page, entries: Sequence[Entry]) -> Grid:
    lines = [(page.box(entry.status), entry.item.address, [text(entry.item.title)]) for entry in entries[:_MOST_ROWS]]
    table = rows(page, lines)
    left = len(entries) - _MOST_ROWS
    if left > 0:
        table.add(*[Text()] * (1 if page.narrow else 2), text((f"and {left} more", QUIET)))
    return table


def _since(entry: Entry) -> str:
    day = entry.done_on if entry.status == DONE else entry.since
    return WORDS[entry.status] + (f" since {dates.day(day)}" if day and entry.status != TODO else "")


def _standing(page: Page, result: Changes) -> Grid:
    """Return the week's and the overall bar, and what is next."""
    table = Grid(gap=2)

    def bar(name: str, count: Count) -> None:
        line = page.bar(count, 12 if page.narrow else 20).append(f"  {ratio(count)}  {percent(count)}")
        table.add(Text(), Text(name, QUIET), line)

    if result.week:
        bar(result.week.heading, result.week.numbers)
    bar("Overall", result.overall)
    if result.next:
        item = result.next.entry.item
        table.add(Text(), Text("Next", QUIET), text((item.address, ACCENT), f"  {item.title}"))
    else:
        table.add(Text(), Text("Next", QUIET), text(("Everything is done. Congratulations!", ACCENT)))
    return table


def _event(event: Event) -> str:
    """Return an event as the command that it was."""
    if event["kind"] == "plan":
        return "plan"
    if event["kind"] == "adopt":
        return f"adoption of {event['old']}"
    if event["kind"] == "note":
        noun = "removal of a note" if "remove" in event and "text" not in event and "link" not in event else "note"
        return f"{noun} on {event['item']}"
    items = event["items"]
    more = f" and {len(items) - 1} more" if len(items) > 1 else ""
    return f"{event['kind']} {items[0]}{more}"
