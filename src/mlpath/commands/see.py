"""The commands that look: today's screen, `status`, `next`, `show`. They take no lock and write nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from mlpath.commands.change import Snapshot
from mlpath.commands.study import Study
from mlpath.guides import folder
from mlpath.journal import journal
from mlpath.journal.transitions import DONE
from mlpath.pace.results import Agenda, Keeping, Status, Today
from mlpath.progress import summary
from mlpath.progress.results import Checklist
from mlpath.progress.retained import NONE_RETAINED, NOTHING, RetainedByItem, together
from mlpath.progress.summary import Entry
from mlpath.roadmap import lookup
from mlpath.roadmap.lookup import Target
from mlpath.roadmap.roadmap import Roadmap
from mlpath.text import searchable

if TYPE_CHECKING:
    from mlpath.pace.outlook import Outlook
    from mlpath.progress.results import Finale
    from mlpath.review.deck import Deck

# How many items today's screen shows at most.
_MOST_TODAY = 3


def today(study: Study, snapshot: Snapshot | None = None) -> Today:
    """Return what matters today. Raises StateError."""
    from mlpath.pace import activity
    from mlpath.pace.plan import Plan
    from mlpath.pace.results import DONE as ALL_DONE
    from mlpath.pace.verdict import verdict

    snapshot = snapshot or study.look()
    roadmap, progress = study.roadmap, snapshot.progress
    items = summary.upcoming(roadmap, progress, _MOST_TODAY).items
    week = items[0].entry.week if items else None
    outlook = _outlook(study, snapshot)
    found = verdict(outlook)
    plan = outlook.plan if outlook else Plan()
    deck = _deck(study, snapshot)
    active = activity.days(progress[item.id] for item in roadmap.items if item.id in progress)
    return Today(
        roadmap=roadmap,
        numbers=summary.count(roadmap, progress, range(len(roadmap.items))),
        verified=summary.verified(roadmap, progress),
        retained=together(deck.retained().values()) if deck else NOTHING,
        due=len(deck.queue().cards) if deck else 0,
        week=summary.group_summary(roadmap, progress, week) if week else None,
        hours_left=summary.hours_left(roadmap, progress, week) if week else None,
        items=items,
        guided=_guided(study, [choice.entry for choice in items]),
        verdict=found,
        outlook=outlook,
        streak=activity.streak(active, study.today(), plan.pauses, plan.rest),
        finale=_finale(snapshot) if found.word == ALL_DONE else None,
        keeping=_keeping(study, snapshot),
    )


def status(study: Study, text: str | None = None, snapshot: Snapshot | None = None) -> Status:
    """Return how far everything is, and the part that `text` names in detail. Raises UnknownAddress and StateError."""
    target = None if text is None else lookup.target_of(study.roadmap, text)
    snapshot = snapshot or study.look()
    now = today(study, snapshot)
    return Status(
        roadmap=study.roadmap,
        roadmap_path=study.roadmap_at.path,
        state_path=study.state_at.path,
        overview=summary.overview(study.roadmap, snapshot.progress, retained(study, snapshot)),
        detail=None if target is None else _checklist(study, snapshot, target, ()),
        outlook=now.outlook,
        today=now,
    )


def upcoming(study: Study, most: int) -> Agenda:
    """Return at most `most` items to go on with, and the outlook where there is a plan. Raises StateError."""
    snapshot = study.look()
    plans = journal.plans(snapshot.events)
    outlook = _outlook(study, snapshot) if plans and "start" in plans[-1] else None
    items = summary.upcoming(study.roadmap, snapshot.progress, most)
    deck = _deck(study, snapshot)
    return Agenda(
        roadmap=study.roadmap,
        upcoming=items,
        outlook=outlook,
        guided=_guided(study, [choice.entry for choice in items.items]),
        due=len(deck.queue().cards) if deck else 0,
        forgotten=_forgotten(snapshot, deck) if deck else None,
    )


def show(
    study: Study,
    text: str | None = None,
    statuses: Sequence[str] = (),
    words: str = "",
    snapshot: Snapshot | None = None,
) -> Checklist:
    """Return the entries that `text` names (all where it is None), in order.

    Only those of one of the `statuses`, if any are given, and those in which every one of `words` occurs, in any case
    and with or without accents, in the title, the notes or the titles of the groups around. Raises UnknownAddress and StateError.
    """
    target = None if text is None else lookup.target_of(study.roadmap, text)
    checklist = _checklist(study, snapshot or study.look(), target, statuses)
    if not words.split():
        return checklist
    fitting = tuple(entry for entry in checklist.entries if _has(entry, searchable(words).split()))
    return checklist._replace(entries=fitting, filtered=True)


def boxes_that_differ(study: Study, snapshot: Snapshot) -> tuple[str, ...]:
    """Return, in a sentence with a command, how many boxes someone changed by hand after the journal had decided, if any."""
    number = len(snapshot.differences)
    if not number:
        return ()
    differ = "box differs" if number == 1 else "boxes differ"
    return (
        f"{number} {differ} from your journal: `{study.options.again('doctor')}` lists {'it' if number == 1 else 'them'}.",
    )


def retained(study: Study, snapshot: Snapshot) -> RetainedByItem:
    """Return what is retained today of each item that is done and has cards."""
    deck = _deck(study, snapshot)
    return deck.retained() if deck else NONE_RETAINED


def _deck(study: Study, snapshot: Snapshot) -> Deck | None:
    """Return the deck; None where nothing is done, or nothing asks anything."""
    if not study.roadmap.guides or not any(item.status == DONE for item in snapshot.progress.values()):
        return None
    from mlpath.commands.deck import deck_of

    return deck_of(study, snapshot)


def _forgotten(snapshot: Snapshot, deck: Deck) -> tuple[Entry, int] | None:
    """Return the entry whose card was forgotten most often, and how often, where that is too often."""
    worst = next(iter(deck.leeches()), None)
    if worst is None:
        return None
    roadmap = snapshot.roadmap
    return summary.entry(roadmap, snapshot.progress, roadmap.places[worst.item]), deck.records[worst.id].lapses


def _guided(study: Study, entries: Iterable[Entry]) -> frozenset[str]:
    """Return the ids of those entries that a guide explains."""
    path, entries = study.roadmap_at.path, list(entries)
    groups = {entry.item.group for entry in entries}
    guided = {group for group in groups if folder.file_of(study.roadmap, path, group) is not None}
    return frozenset(entry.item.id for entry in entries if entry.item.group in guided)


def _outlook(study: Study, snapshot: Snapshot) -> Outlook | None:
    """Return the outlook, None where there is neither a plan nor anything done."""
    if not snapshot.events:
        return None
    from mlpath.commands.plan import (
        outlook_of,  # The calendar is a tenth of what `show` and a first `next` would import.
    )

    outlook = outlook_of(study, snapshot)
    return outlook if outlook.planned or outlook.numbers.done else None


def _finale(snapshot: Snapshot) -> Finale | None:
    from mlpath.pace.milestones import finale

    return finale(snapshot.roadmap, snapshot.progress)


def _keeping(study: Study, snapshot: Snapshot) -> Keeping:
    from mlpath.commands import conflict  # `next` and `show` do without.

    absent = snapshot.journal is None
    return Keeping(
        exists=not absent,
        way_back=study.way_back() if absent else None,
        notices=conflict.notices(study, snapshot.journal) + boxes_that_differ(study, snapshot),
        orphans=len(summary.orphans(study.roadmap, snapshot.progress)),
    )


def _checklist(study: Study, snapshot: Snapshot, target: Target | None, statuses: Sequence[str]) -> Checklist:
    roadmap, progress = study.roadmap, snapshot.progress
    address = title = None
    places: Sequence[int] = range(len(roadmap.items))
    if target is not None:
        named = study.resolve_one(target, snapshot)
        places, address, title = named.places, named.address, _title(roadmap, named)
    every_entry = (summary.entry(roadmap, progress, place) for place in places)
    entries = tuple(entry for entry in every_entry if not statuses or entry.status in statuses)
    return Checklist(
        roadmap=roadmap,
        address=address,
        title=title,
        group=target.group if target else None,
        numbers=summary.count(roadmap, progress, places),
        entries=entries,
        filtered=bool(statuses),
        guided=bool(entries) and address is not None and len(_guided(study, entries)) == len(entries),
    )


def _title(roadmap: Roadmap, target: Target) -> str:
    if target.group:
        return roadmap.full_heading(target.group)
    if target.single:
        return roadmap.items[target.places[0]].title
    return target.address


def _has(entry: Entry, words: Sequence[str]) -> bool:
    groups = [group.title for group in (entry.section, entry.week, entry.month) if group]
    notes = [text for note in entry.notes for text in (note.text, note.link) if text]
    whole = searchable("\n".join([entry.item.title, *groups, *notes]))
    return all(word in whole for word in words)
