"""The commands that change progress: one command, one event, however many items it names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from mlpath import dates
from mlpath.commands.change import Snapshot, decided_under_lock
from mlpath.commands.study import Study
from mlpath.errors import UsageError
from mlpath.journal import journal, transitions
from mlpath.journal.events import Event
from mlpath.journal.journal import UNTOUCHED
from mlpath.journal.notes import Note
from mlpath.journal.transitions import DONE
from mlpath.progress import summary
from mlpath.progress.results import Changes, Notes, Reversal, Reversed
from mlpath.progress.summary import Entry
from mlpath.roadmap import lookup
from mlpath.roadmap.lookup import Target
from mlpath.text import counted, is_web_address

if TYPE_CHECKING:
    from mlpath.progress.results import Finale, Milestone
    from mlpath.roadmap.roadmap import Group

_LONGEST_NOTE = 10_000


@decided_under_lock
def mark(study: Study, kind: str, texts: Sequence[str], details: Mapping[str, Any] | None = None) -> Changes:
    """Apply `check`, `uncheck`, `begin` or `skip` to everything that `texts` name.

    `details` are the event's own fields: `on` (ISO date) and what `evidence` returns. Raises UsageError's kin, with nothing
    changed, when one of the texts names nothing, and StateError.
    """
    targets = lookup.targets_of(study.roadmap, texts)
    details = details or {}
    with study.locked() as now:
        single = _singles(study.resolve(targets, now.before))
        places = sorted(single)
        changing = [place for place in places if _changes(now.before, kind, place, details, single=single[place])]
        if changing:
            now.append(kind, items=[study.roadmap.items[place].id for place in changing], **details)
    changes = changes_between(study, kind, now.before, now.after, places)
    note_kept = bool(changes.changed) or not {"note", "link"} & details.keys()
    return changes._replace(note_kept=note_kept, on=details.get("on"))


def nothing(study: Study, kind: str) -> Changes:
    """Return how things stand, as a command that names nothing leaves them. Raises StateError."""
    snapshot = study.look()
    return changes_between(study, kind, snapshot, snapshot, ())


@decided_under_lock
def write_note(study: Study, text: str, details: Mapping[str, Any], remove: int | None = None) -> Notes:
    """Add notes (`text`, `link`, `more`) to an item, or remove its note number `remove`, or both.

    Raises UsageError where `text` names a group or there is no such note, and StateError.
    """
    target = lookup.target_of(study.roadmap, text)
    with study.locked() as now:
        place = _one(study, target, now.before)
        entry = summary.entry(study.roadmap, now.before.progress, place)
        removal = {} if remove is None else {"remove": _numbered(entry, remove).event}
        now.append("note", item=entry.item.id, **details, **removal)
    changes = changes_between(study, "note", now.before, now.after, [place])
    return Notes(summary.entry(study.roadmap, now.after.progress, place), changes)


def read_notes(study: Study, text: str) -> Notes:
    """Return an item with its notes. Raises UsageError where `text` names a group, and StateError."""
    snapshot = study.look()
    place = _one(study, lookup.target_of(study.roadmap, text), snapshot)
    changes = changes_between(study, "note", snapshot, snapshot, [place])
    return Notes(summary.entry(study.roadmap, snapshot.progress, place), changes)


def undo(study: Study, number: int = 1) -> Reversal:
    """Take back the last commands that are still in force, so many of them. Raises UsageError for more than there are, and StateError."""
    return _reverse(study, "undo", number, lambda history: history.undoable)


def redo(study: Study, number: int = 1) -> Reversal:
    """Put back what the last undos took out, so many of them. Raises UsageError for more than there are, and StateError."""
    return _reverse(study, "redo", number, lambda history: history.redoable)


@decided_under_lock
def _reverse(study: Study, kind: str, number: int, stack: Callable[[journal.History], tuple[str, ...]]) -> Reversal:
    if not stack(journal.history(study.look().events)):  # Nothing is held, nor written to, for nothing.
        return Reversal(kind, (), None, nothing(study, kind))
    with study.locked() as now:
        there = stack(journal.history(now.before.events))
        if 0 < len(there) < number:
            back = "takes all of it back" if kind == "undo" else "puts all of it back"
            most = counted(len(there), "command")
            raise UsageError(
                f"there {'is' if len(there) == 1 else 'are'} only {most} to {kind}",
                f"`mlpath {kind} {len(there)}` {back}",
            )
        targets = there[: -number - 1 : -1]
        for target in targets:
            now.append(kind, target=target)
    by_id = {event["id"]: event for event in now.after.events}
    following = stack(journal.history(now.after.events))
    reversed_events = tuple(Reversed(by_id[target], _addresses(study, by_id[target])) for target in targets)
    return Reversal(
        kind,
        reversed_events,
        Reversed(by_id[following[-1]], _addresses(study, by_id[following[-1]])) if following else None,
        changes_between(study, kind, now.before, now.after, ()),
        _plan_now(study, now.after) if any(event["kind"] == "plan" for event, _ in reversed_events) else None,
    )


def _addresses(study: Study, event: Event) -> tuple[str, ...]:
    """Return what an event names, in few addresses; an id that the roadmap no longer has as it is."""
    from mlpath.roadmap import naming

    roadmap, ids = study.roadmap, journal.named(event)
    there = [roadmap.places[id] for id in ids if id in roadmap.places]
    return (*naming.addresses(roadmap, there), *(id for id in ids if id not in roadmap.places))


def _plan_now(study: Study, snapshot: Snapshot) -> str:
    """Return in words what the plan is now."""
    from mlpath.commands.plan import outlook_of

    outlook = outlook_of(study, snapshot)
    first, last = outlook.plan.start, outlook.finish_planned
    if first is None or last is None:
        return "There is no plan now."
    return f"The plan is now from {dates.long_day(first)} to {dates.long_day(last)}."


def evidence(notes: Sequence[str] | None, links: Sequence[str] | None) -> dict[str, Any]:
    """Return texts and links of notes as an event's fields: `note` and `link`, and the rest of them in `more`.

    The first text goes with the first link, and so on. Raises UsageError for an empty or undecodable text, and for a link
    that is no web page's address.
    """
    texts = [_note(text) for text in notes or ()]
    urls = [_link(url) for url in links or ()]
    pairs = zip_longest(texts, urls)
    first, *more = [
        {name: value for name, value in (("text", text), ("link", url)) if value is not None} for text, url in pairs
    ] or [{}]
    fields: dict[str, Any] = {{"text": "note"}.get(name, name): value for name, value in first.items()}
    return fields | ({"more": more} if more else {})


def _note(text: str) -> str:
    stripped = text.strip()
    if not stripped or len(stripped) > _LONGEST_NOTE:
        raise UsageError(
            "the note is empty" if not stripped else f"the note has more than {_LONGEST_NOTE:,} characters"
        )
    if not stripped.isascii() and any("\ud800" <= character <= "\udfff" for character in stripped):
        raise UsageError("the note is not valid text in your terminal's encoding")
    return stripped


def _link(url: str) -> str:
    if not is_web_address(url) or len(url) > _LONGEST_NOTE:
        raise UsageError(f"{url!r} is no link", "a link starts with https:// or http:// and has no spaces")
    return url


def changes_between(study: Study, kind: str, before: Snapshot, after: Snapshot, places: Sequence[int]) -> Changes:
    """Return what became of the items at `places`; of all items where none are named."""
    roadmap = study.roadmap
    changed = [place for place in places or range(len(roadmap.items)) if _differs(before, after, place)]
    entries = tuple(summary.entry(roadmap, after.progress, place) for place in changed)
    weeks = {entry.week.address: entry.week for entry in entries if entry.week}
    one_week = next(iter(weeks.values())) if len(weeks) == 1 else None
    upcoming = summary.upcoming(roadmap, after.progress, 1).items
    same = set(places).difference(changed)
    reached = _milestones(study, before, after, weeks.values())
    days = ((before.progress.get(entry.item.id, UNTOUCHED).done_on, entry) for entry in entries)
    return Changes(
        kind=kind,
        changed=entries,
        unchanged=tuple(summary.entry(roadmap, after.progress, place) for place in places if place in same),
        overall=summary.count(roadmap, after.progress, range(len(roadmap.items))),
        redated=tuple((entry, day) for day, entry in days if day and entry.done_on and entry.done_on != day),
        week=summary.group_summary(roadmap, after.progress, one_week) if one_week else None,
        next=upcoming[0] if upcoming else None,
        first=not before.events and bool(after.events),
        state=study.state_at.path,
        notices=study.notices(after.journal),
        milestones=reached,
        finale=_finale(before, after) if reached else None,
    )


def _milestones(study: Study, before: Snapshot, after: Snapshot, weeks: Iterable[Group]) -> tuple[Milestone, ...]:
    """Return the weeks and months that a change filled, of which it touched these weeks."""
    if not any(_is_full(after, week) and not _is_full(before, week) for week in weeks):
        return ()
    from mlpath.commands.plan import outlook_of  # A week is not filled every day.
    from mlpath.pace.milestones import milestones

    return milestones(study.roadmap, before.progress, after.progress, outlook_of(study, before).weeks)


def _finale(before: Snapshot, after: Snapshot) -> Finale | None:
    from mlpath.pace.milestones import finale

    end = finale(after.roadmap, after.progress)
    return end if finale(before.roadmap, before.progress) is None else None


def _is_full(snapshot: Snapshot, week: Group) -> bool:
    numbers = summary.count(snapshot.roadmap, snapshot.progress, range(week.start, week.end))
    return numbers.done == numbers.total


def _singles(targets: Iterable[Target]) -> dict[int, bool]:
    """Return each place that the targets name, and whether one of them names it by itself."""
    single: dict[int, bool] = {}
    for target in targets:
        for place in target.places:
            single[place] = single.get(place, False) or target.single
    return single


def _changes(snapshot: Snapshot, kind: str, place: int, details: Mapping[str, str], *, single: bool) -> bool:
    """Return whether a command does anything to an item: to its status, to the day it was done, or to its notes."""
    item = snapshot.progress.get(snapshot.roadmap.items[place].id, UNTOUCHED)
    if transitions.after(kind, item.status, single=single) != item.status:
        return True
    stays_right = single and transitions.leads_to(kind) == item.status
    corrected = item.status == DONE and details.get("on", item.done_on) != item.done_on
    return stays_right and (corrected or "note" in details or "link" in details)


def _one(study: Study, target: Target, snapshot: Snapshot) -> int:
    """Return the place of the one item that a target names. Raises UsageError."""
    resolved = study.resolve_one(target, snapshot)
    if not resolved.single:
        raise UsageError(f"{target.address} is more than one item", "a note belongs to one item: name it")
    return resolved.places[0]


def _numbered(entry: Entry, number: int) -> Note:
    if not 1 <= number <= len(entry.notes):
        extent = f"it has {len(entry.notes)}" if entry.notes else "it has none"
        raise UsageError(
            f"{entry.item.address} has no note {number}: {extent}", f"`mlpath note {entry.item.address}` lists them"
        )
    return entry.notes[number - 1]


def _differs(before: Snapshot, after: Snapshot, place: int) -> bool:
    id = before.roadmap.items[place].id
    return before.progress.get(id, UNTOUCHED) != after.progress.get(id, UNTOUCHED)
