"""What a command changed, in a few lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from mlpath import dates
from mlpath.journal.transitions import DONE, TODO, WORDS
from mlpath.progress.results import Changes, Notes, Reversal, Reversed
from mlpath.progress.summary import Count, Entry
from mlpath.roadmap.roadmap import MONTH, WEEK
from mlpath.terminal import show
from mlpath.terminal.layout import ACCENT, QUIET, STRONG, Grid, Text
from mlpath.terminal.page import Block, Page, indented, percent, ratio, rows, text, with_commands
from mlpath.text import counted

if TYPE_CHECKING:
    from mlpath.progress.reports import Merged, Settled
    from mlpath.progress.results import Finale, Milestone

_MOST_ROWS = 8
_MOST_NAMED = 5


def changes(result: Changes, page: Page) -> Iterator[Block]:
    """Yield what changed and what stayed, the week's and the overall bar, and the next item."""
    if result.changed:
        yield _entries(page, result.changed)
    yield from _redated(result)
    for entry in result.unchanged[:_MOST_ROWS]:
        yield indented(text((f"{entry.item.address} is {_since(entry)}; unchanged", QUIET)))
    if len(result.unchanged) > _MOST_ROWS:
        yield indented(text((f"and {len(result.unchanged) - _MOST_ROWS} more unchanged", QUIET)))
    if not result.changed and not result.unchanged:
        yield indented(text("Nothing to change."))
    if result.on and result.changed:
        yield indented(text((f"done on {dates.weekday_and_day(result.on)}", QUIET)))
    if not result.note_kept:
        yield indented(
            with_commands("As nothing changed, the note was not kept; `mlpath note ADDRESS` adds one to any item.")
        )
    yield _standing(page, result)
    if len(result.changed) > _MOST_ROWS and not result.first:
        yield indented(with_commands(f"`mlpath undo` takes back all {len(result.changed)}.", QUIET))
    if result.first and result.changed:
        yield Text()
        yield indented(text(("Your progress is kept in ", QUIET), result.state))
        yield indented(with_commands("Try `mlpath next`, `mlpath show`, or `mlpath undo` to take this back.", QUIET))
    yield from _notice(result)


def reversal(result: Reversal, page: Page) -> Iterator[Block]:
    """Yield what an undo or redo did, and what the same command would do next."""
    if result.event is None:
        yield indented(text(f"Nothing to {result.kind}."))
        return
    past, again = ("Took back", "take back") if result.kind == "undo" else ("Put back", "put back")
    for taken in result.taken:
        yield indented(text(f"{past}: ", (_event(taken), ACCENT), (f", {dates.moment(taken.event['at'])}", QUIET)))
    if result.plan:
        yield indented(text(result.plan))
    if result.changes.changed:
        yield _entries(page, result.changes.changed)
    yield from _redated(result.changes)
    yield _standing(page, result.changes)
    if result.following:
        following = f"{_event(result.following)}, {dates.moment(result.following.event['at'])}"
        yield indented(with_commands(f"`mlpath {result.kind}` again would {again}: {following}", QUIET))
    yield from _notice(result.changes)


def notes(result: Notes, page: Page) -> Iterator[Block]:
    """Yield an item's notes, numbered."""
    entry = result.entry
    yield rows(page, [(page.box_of(entry), entry.item.address, [text(entry.item.title)])])
    if entry.notes:
        yield from show.notes(entry)
    else:
        yield indented(with_commands(f"No notes yet: `mlpath note {entry.item.address} TEXT` adds one.", QUIET))
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
    """Yield what else than mlpath changed."""
    for notice in result.notices:
        yield indented(with_commands(notice))


def _entries(page: Page, entries: Sequence[Entry]) -> Grid:
    lines = [(page.box_of(entry), entry.item.address, [text(entry.item.title)]) for entry in entries[:_MOST_ROWS]]
    table = rows(page, lines)
    left = len(entries) - _MOST_ROWS
    if left > 0:
        table.add(*[Text()] * (1 if page.narrow else 2), text((f"and {left} more", QUIET)))
    return table


def _redated(result: Changes) -> Iterator[Block]:
    """Yield the day on which each item that was done before is done now, and the day that was told of it until then."""
    for entry, before in result.redated[:_MOST_ROWS]:
        now = dates.day(entry.done_on) if entry.done_on else ""
        yield indented(text((f"{entry.item.address} is done since {now} now, before since {dates.day(before)}", QUIET)))


def _since(entry: Entry) -> str:
    day = entry.done_on if entry.status == DONE else entry.since
    return WORDS[entry.status] + (f" since {dates.day(day)}" if day and entry.status != TODO else "")


def _standing(page: Page, result: Changes) -> Grid:
    """Return the week's and the overall bar, what is full by now, and what is next; or the whole way at its end."""
    table = Grid(gap=2)

    def bar(name: str, count: Count) -> None:
        line = page.bar(count, 12 if page.narrow else 20).append(f"  {ratio(count)}  {percent(count)}")
        table.add(Text(), Text(name, QUIET), line)

    if result.week:
        bar(result.week.heading, result.week.numbers)
    bar("Overall", result.overall)
    for number, words in enumerate(milestones(result.milestones)):
        table.add(Text(), Text("" if number else "Done", QUIET), text((words, STRONG)))
    if result.finale:
        for name, fact in finale(result.finale, result.overall):
            table.add(Text(), Text(name, QUIET), fact)
    elif result.next:
        item = result.next.entry.item
        table.add(Text(), Text("Next", QUIET), text((item.address, ACCENT), f"  {item.title}"))
    else:
        table.add(Text(), Text("Next", QUIET), text(("Everything is done. Congratulations!", ACCENT)))
    return table


def milestones(reached: Sequence[Milestone]) -> Iterator[str]:
    """Yield what became full, a sentence for each; one for several weeks, or months, together."""
    for kind in (WEEK, MONTH):
        full = [milestone for milestone in reached if milestone.group.kind == kind]
        if len(full) > 1:
            names = [milestone.heading for milestone in full]
            whole = f"{', '.join(names[:-1])} and {names[-1]}" if len(full) < _MOST_NAMED else counted(len(full), kind)
            yield f"{whole} are done: {full[-1].full} of {full[-1].of}."
        elif full:
            yield f"{full[0].heading} is done: {full[0].full} of {full[0].of}{_in_time(full[0])}."


def finale(whole: Finale, overall: Count) -> Iterator[tuple[str, Text]]:
    """Yield name and words of each fact about the whole way."""
    yield "", Text(f"All {counted(whole.items, 'item')} of the weeks are done.")
    yield "Total", Text(total(whole))
    yield "Best week", Text(best(whole))
    if whole.resources_left:
        left = counted(whole.resources_left, "resource")
        yield "Left", with_commands(f"{left}; `mlpath show resources --todo` lists them")
    if overall.done == overall.total:
        yield "Next", Text("Everything is done. Congratulations!")


def total(whole: Finale) -> str:
    """Return what was done in the weeks, and from when to when."""
    hours = "" if whole.hours is None else f", {counted(whole.hours, 'hour')}"
    return f"{counted(whole.items, 'item')}{hours}, {dates.span(whole.first, whole.last)}"


def best(whole: Finale) -> str:
    """Return which week was the best, and how much was done in it."""
    week = dates.span(whole.best_week, whole.best_week + timedelta(days=6))
    return f"{week}, {counted(whole.best_items, 'item')}"


def _in_time(milestone: Milestone) -> str:
    """Return how its last tick lies to its planned end, in words; empty without a plan."""
    if milestone.end is None:
        return ""
    days = (milestone.end - milestone.on).days
    return f", {counted(abs(days), 'day')} {'before' if days > 0 else 'after'} its end" if days else ", on its last day"


def _event(taken: Reversed) -> str:
    """Return an event as the command that it was, with the addresses that its items have now."""
    event, addresses = taken
    named = " ".join(addresses[:_MOST_NAMED]) + (" …" if len(addresses) > _MOST_NAMED else "")
    if event["kind"] == "plan":
        return "plan"
    if event["kind"] == "adopt":
        return f"adoption of {event['old']}"
    if event["kind"] == "verify":
        return f"verify {event['item']}"
    if event["kind"] == "review":
        return f"review {event['card']}, {event['grade']}"
    if event["kind"] == "note":
        noun = "removal of a note" if "remove" in event and "text" not in event and "link" not in event else "note"
        return f"{noun} on {named}"
    number = f" ({counted(len(event['items']), 'item')})" if len(event["items"]) > 1 else ""
    return f"{event['kind']} {named}{number}"
