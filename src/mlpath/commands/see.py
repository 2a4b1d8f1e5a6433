"""The commands that look: `status`, `next`, `show`. They take no lock and write nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from mlpath.commands.study import Snapshot, Study
from mlpath.guides import folder as guides
from mlpath.journal import journal
from mlpath.progress import summary
from mlpath.progress.summary import Count, Entry, Overview, Upcoming
from mlpath.roadmap.roadmap import Group, Roadmap
from mlpath.system.places import Place
from mlpath.text import searchable

if TYPE_CHECKING:
    from mlpath.pace.outlook import Outlook
    from mlpath.roadmap.lookup import Target


class Status(NamedTuple):
    """How far everything is. `detail` is the part that was asked for, if one was.

    `outlook` says whether one is on track; None where there is neither a plan nor anything done.
    `way_back` says how to get progress back where there is no state file, but a backup of one; None elsewhere. `former_id` is the
    id that the progress of a Markdown file is kept by, where its title has changed; None elsewhere.
    """

    roadmap: Roadmap
    roadmap_at: Place
    state_at: Place
    exists: bool
    overview: Overview
    detail: Checklist | None
    outlook: Outlook | None
    way_back: str | None = None
    former_id: str | None = None


class Agenda(NamedTuple):
    """What to do now, and the outlook where there is a plan. `guided` holds the ids of the items that a guide explains."""

    roadmap: Roadmap
    upcoming: Upcoming
    outlook: Outlook | None
    guided: frozenset[str]


class Checklist(NamedTuple):
    """Some entries of a roadmap in order.

    `address` and `title` are None for the whole roadmap; `group` is the one group that was asked for, if it was one.
    `filtered` is true where not all entries were wanted, `guided` where a guide explains all that was asked for.
    """

    roadmap: Roadmap
    address: str | None
    title: str | None
    group: Group | None
    numbers: Count
    entries: tuple[Entry, ...]
    filtered: bool
    guided: bool = False


def status(study: Study, text: str | None = None, snapshot: Snapshot | None = None) -> Status:
    """Return how far everything is, and the part that `text` names in detail. Raises UnknownAddress and StateError."""
    target = _target(study, text)
    snapshot = snapshot or study.look()
    return Status(
        study.roadmap,
        study.roadmap_at,
        study.state_at,
        snapshot.journal is not None,
        summary.overview(study.roadmap, snapshot.progress),
        None if target is None else _checklist(study, snapshot, target, ()),
        _outlook(study, snapshot),
        study.way_back() if snapshot.journal is None else None,
        study.former_id() if snapshot.journal is None else None,
    )


def upcoming(study: Study, most: int) -> Agenda:
    """Return at most `most` items to go on with, and the outlook where there is a plan. Raises StateError."""
    snapshot = study.look()
    made = journal.plans(snapshot.events)
    found = _outlook(study, snapshot) if made and "start" in made[-1] else None
    wanted = summary.upcoming(study.roadmap, snapshot.progress, most)
    return Agenda(study.roadmap, wanted, found, _guided(study, [choice.entry for choice in wanted.items]))


def _guided(study: Study, entries: Iterable[Entry]) -> frozenset[str]:
    path = study.roadmap_at.path
    there = {group: guides.file_of(study.roadmap, path, group) is not None for group in {e.item.group for e in entries}}
    return frozenset(entry.item.id for entry in entries if there[entry.item.group])


def _outlook(study: Study, snapshot: Snapshot) -> Outlook | None:
    if not snapshot.events:
        return None
    from mlpath.commands import plan as planning

    found = planning.outlook_of(study, snapshot)
    return found if found.planned or found.pace else None


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
    target = _target(study, text)
    snapshot = snapshot or study.look()
    found = _checklist(study, snapshot, target, statuses)
    if not words.split():
        return found
    wanted = tuple(entry for entry in found.entries if _has(entry, searchable(words).split()))
    return found._replace(entries=wanted, filtered=True)


def _target(study: Study, text: str | None) -> Target | None:
    if text is None:
        return None
    from mlpath.roadmap import lookup

    return lookup.target_of(study.roadmap, text)


def _checklist(study: Study, snapshot: Snapshot, target: Target | None, statuses: Sequence[str]) -> Checklist:
    roadmap, progress = study.roadmap, snapshot.progress
    address = title = None
    places: Sequence[int] = range(len(roadmap.items))
    if target is not None:
        named = study.resolve_one(target, snapshot)
        places, address, title = named.places, named.address, _title(roadmap, named)
    numbers = summary.count(roadmap, progress, places)
    entries = (summary.entry(roadmap, progress, place) for place in places)
    wanted = tuple(entry for entry in entries if not statuses or entry.status in statuses)
    group = target.group if target else None
    guided = bool(wanted) and address is not None and len(_guided(study, wanted)) == len(wanted)
    return Checklist(roadmap, address, title, group, numbers, wanted, bool(statuses), guided)


def _title(roadmap: Roadmap, target: Target) -> str:
    if target.group:
        return roadmap.full_heading(target.group)
    if target.single:
        return roadmap.items[target.places[0]].title
    return target.address


def _has(entry: Entry, words: Sequence[str]) -> bool:
    groups = [group.title for group in (entry.section, entry.week, entry.month) if group]
    notes = [text for note in entry.notes for text in (note["text"], note["link"]) if text]
    whole = searchable("\n".join([entry.item.title, *groups, *notes]))
    return all(word in whole for word in words)
