"""What a command changed, in a few lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mlpath import dates
from mlpath.commands.state import Merged
from mlpath.commands.study import events
from mlpath.commands.track import Changes, Notes, Reversal
from mlpath.journal.events import Event
from mlpath.journal.transitions import DOING, DONE, SKIPPED, TODO
from mlpath.progress.summary import Count, Entry
from mlpath.terminal import show as checklist
from mlpath.terminal.layout import ACCENT, QUIET, Grid, Text
from mlpath.terminal.page import Block, Page, View, indented, percent, ratio, rows, text

_MOST_ROWS = 8
_STATES = {TODO: "to do", DOING: "under way", DONE: "done", SKIPPED: "skipped"}


def changes(found: Changes) -> View:
    """Return what changed and what stayed, the week's and the overall bar, and the next item."""
    return View(lambda page: _changes(page, found))


def reversal(found: Reversal) -> View:
    """Return what an undo or redo did, and what the same command would do next."""
    return View(lambda page: _reversal(page, found))


def notes(found: Notes) -> View:
    """Return an item's notes, numbered."""
    return View(lambda page: _notes(page, found))


def merged(found: Merged) -> View:
    """Return what each file brought, and what that changed."""
    return View(lambda page: _merged(page, found))


def _changes(page: Page, found: Changes) -> Iterator[Block]:
    if found.changed:
        yield _entries(page, found.changed)
    for entry in found.unchanged[:_MOST_ROWS]:
        yield indented(text((f"{entry.item.address} is {_since(entry)}; unchanged", QUIET)))
    yield from _more(found.unchanged, "unchanged")
    if not found.changed and not found.unchanged:
        yield indented(text("Nothing to change."))
    if not found.note_kept:
        yield indented(text("As nothing changed, the note was not kept; `mlpath note ADDRESS` adds one to any item."))
    yield _standing(page, found)
    if found.first and found.changed:
        yield Text()
        yield indented(text(("Your progress is kept in ", QUIET), found.state))
        yield indented(text(("Try `mlpath next`, `mlpath show`, or `mlpath undo` to take this back.", QUIET)))


def _entries(page: Page, entries: Sequence[Entry]) -> Grid:
    lines = [(page.box(entry.status), entry.item.address, [text(entry.item.title)]) for entry in entries[:_MOST_ROWS]]
    table = rows(page, lines)
    left = len(entries) - _MOST_ROWS
    if left > 0:
        table.add(*[Text()] * (1 if page.narrow else 2), text((f"and {left} more", QUIET)))
    return table


def _more(entries: Sequence[Entry], word: str) -> Iterator[Block]:
    if len(entries) > _MOST_ROWS:
        yield indented(text((f"and {len(entries) - _MOST_ROWS} more {word}", QUIET)))


def _since(entry: Entry) -> str:
    day = entry.done_on if entry.status == DONE else entry.since
    return _STATES[entry.status] + (f" since {dates.day(day)}" if day and entry.status != TODO else "")


def _standing(page: Page, found: Changes) -> Grid:
    """The week's and the overall bar, and what is next."""
    table = Grid(gap=2)

    def bar(name: str, count: Count) -> None:
        line = page.bar(count, 12 if page.narrow else 20).append(f"  {ratio(count)}  {percent(count)}")
        table.add(Text(), Text(name, QUIET), line)

    if found.week:
        bar(found.week.heading, found.week.numbers)
    bar("Overall", found.overall)
    if found.next:
        item = found.next.entry.item
        table.add(Text(), Text("Next", QUIET), text((item.address, ACCENT), f"  {item.title}"))
    else:
        table.add(Text(), Text("Next", QUIET), text(("Everything is done. Congratulations!", ACCENT)))
    return table


def _reversal(page: Page, found: Reversal) -> Iterator[Block]:
    if found.event is None:
        yield indented(text(f"Nothing to {found.kind}."))
        return
    did = "Took back" if found.kind == "undo" else "Put back"
    yield indented(text(f"{did}: ", (_event(found.event), ACCENT), (f", {dates.moment(found.event['at'])}", QUIET)))
    if found.changes.changed:
        yield _entries(page, found.changes.changed)
    yield _standing(page, found.changes)
    if found.following:
        following = f"{_event(found.following)}, {dates.moment(found.following['at'])}"
        yield indented(text((f"`mlpath {found.kind}` again would {_again(found.kind)}: {following}", QUIET)))


def _again(kind: str) -> str:
    return "take back" if kind == "undo" else "put back"


def _event(event: Event) -> str:
    """Name an event as the command that it was."""
    if event["kind"] == "plan":
        return "plan"
    if event["kind"] == "adopt":
        return f"adoption of {event['old']}"
    if event["kind"] == "note":
        did = "removal of a note" if "remove" in event and "text" not in event and "link" not in event else "note"
        return f"{did} on {event['item']}"
    items = event["items"]
    more = f" and {len(items) - 1} more" if len(items) > 1 else ""
    return f"{event['kind']} {items[0]}{more}"


def _merged(page: Page, found: Merged) -> Iterator[Block]:
    for path, new in found.files:
        yield indented(text(f"{events(new)} new" if new else "nothing new", (" from ", QUIET), path))
    if found.changes.changed:
        yield _entries(page, found.changes.changed)
    yield _standing(page, found.changes)


def _notes(page: Page, found: Notes) -> Iterator[Block]:
    entry = found.entry
    yield rows(page, [(page.box(entry.status), entry.item.address, [text(entry.item.title)])])
    if entry.notes:
        yield from checklist.notes(entry)
    else:
        yield indented(text((f"No notes yet: `mlpath note {entry.item.address} TEXT` adds one.", QUIET)))
