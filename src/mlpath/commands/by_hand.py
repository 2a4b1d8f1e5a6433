"""What people change by hand in a roadmap's files: items that get other words, boxes, and questions. What `doctor` says of it, and settles."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator, Sequence

from mlpath.commands import deck
from mlpath.commands.change import Snapshot
from mlpath.commands.study import Study
from mlpath.commands.track import changes_between
from mlpath.errors import UsageError
from mlpath.guides import folder
from mlpath.journal import journal, transitions
from mlpath.journal.transitions import WORDS
from mlpath.progress import likely, summary
from mlpath.progress.reports import OK, WARNING, Adoptable, Check
from mlpath.progress.results import Changes
from mlpath.roadmap import lookup
from mlpath.roadmap.roadmap import Item
from mlpath.text import counted

# How many are named in a sentence.
_MOST = 8
# The command that leads to each status.
_LEADING = {transitions.leads_to(kind): kind for kind in transitions.KINDS}


def orphans(study: Study, snapshot: Snapshot) -> Check:
    """Say which progress belongs to no item any more, and to which it likely does."""
    lost = summary.orphans(study.roadmap, snapshot.progress)
    if not lost:
        return Check("orphans", OK, found="all progress belongs to items of the roadmap")
    condition = f"the roadmap no longer has these items; their progress is kept: {', '.join(map(shlex.quote, lost))}"
    found = _matches(study, snapshot, lost)
    alike = _alike(snapshot)
    alone = [(match.old, match.items[0].id) for match in found if len(match.items) == 1 and match.old not in alike]
    doubtful = [match for match in found if len(match.items) > 1 or (match.items and match.old in alike)]
    pairs = ["OLD NEW", *(f"{shlex.quote(old)} {shlex.quote(new)}" for old, new in alone[:_MOST])]
    usual, *fixes = (f"`{study.options.again(f'doctor --adopt {pair}')}`" for pair in pairs)
    fix = f"{usual} says which item it is now, `{study.options.again('doctor --adopt')}` goes through all"
    if fixes:
        fix += f"; likely: {', '.join(fixes)}"
    for match in doubtful[:_MOST]:
        addresses = [item.address for item in match.items]
        kind = "may be any of" if len(addresses) > 1 else "may be"
        more = f" and {len(addresses) - _MOST} more" if len(addresses) > _MOST else ""
        fix += f"; {shlex.quote(match.old)} {kind} {', '.join(addresses[:_MOST])}{more}"
    return Check("orphans", WARNING, found=condition, fix=fix)


def boxes(study: Study, snapshot: Snapshot) -> Iterator[Check]:
    """Say which boxes of a Markdown file someone changed by hand after the journal had decided; of other roadmaps nothing."""
    if not study.roadmap.from_text:
        return
    differing = [
        f"{shown.address} {shown.title!r} is {WORDS[box]} in the file, {WORDS[status]} in the journal"
        for place, status, box, _ in snapshot.differences
        for shown in (study.roadmap.items[place],)
    ]
    if not differing:
        yield Check("boxes", OK, found="no box was changed by hand since the journal decided")
        return
    take, write = (study.options.again(command) for command in ("doctor --take-boxes", "export --in-place"))
    fix = f"`{take}` takes the file's word, `{write}` writes the journal's"
    yield Check("boxes", WARNING, path=study.roadmap_at.path, found="; ".join(differing), fix=fix)


def cards(study: Study, snapshot: Snapshot) -> Iterator[Check]:
    """Say which cards were answered that no guide has any more; nothing before the first answer."""
    asked = {review["card"] for review in journal.reviews(snapshot.events)}
    if not asked:
        return
    home, gone = folder.folder(study.roadmap, study.roadmap_at.path), deck.gone(study, snapshot)
    if not gone:
        yield Check("cards", OK, path=home, found=f"{counted(len(asked), 'card')} answered, and all are in the guides")
        return
    names = ", ".join(gone[:_MOST]) + (f" and {len(gone) - _MOST} more" if len(gone) > _MOST else "")
    condition = f"the guides no longer have these cards; the answers to them are kept: {names}"
    there = home is not None and os.path.isdir(home)
    fix = (
        "write `<!-- card: NEW was: OLD -->` into the question that one of them became"
        if there
        else "put the guides back"
    )
    yield Check("cards", WARNING, path=home, found=condition, fix=fix)


def adopt(study: Study, old: str, new: str) -> Changes:
    """Let the progress of an id that the roadmap no longer has belong to the item that `new` names.

    Raises UsageError where `old` has no such progress or `new` is no single item, and StateError.
    """
    target = lookup.target_of(study.roadmap, new)
    with study.locked() as now:
        orphans = summary.orphans(study.roadmap, now.before.progress)
        if old not in (*orphans, *_gone_from_plan(study, now.before)):
            known = f"; those without an item are {', '.join(map(shlex.quote, orphans))}" if orphans else ""
            raise UsageError(f"no progress is kept for {old!r} that has no item{known}", "`mlpath doctor` names them")
        resolved = study.resolve_one(target, now.before)
        if not resolved.single:
            raise UsageError(f"{new} is no single item", "name one item by its address or id")
        now.append("adopt", old=old, new=study.roadmap.items[resolved.places[0]].id)
    return changes_between(study, "doctor", now.before, now.after, resolved.places)


def adoptable(study: Study) -> Adoptable:
    """Return all progress without an item, each with the items that it likely belongs to. Raises StateError."""
    snapshot = study.look()
    orphans = summary.orphans(study.roadmap, snapshot.progress)
    found = _matches(study, snapshot, orphans)
    return Adoptable(
        tuple(match for match in found if match.sure),
        tuple(match for match in found if not match.sure),
        {id: snapshot.progress[id].status for id in orphans},
    )


def _matches(study: Study, snapshot: Snapshot, orphans: Sequence[str]) -> list[likely.Match]:
    return likely.matches(study.roadmap, snapshot.progress, orphans, _alike(snapshot))


def _alike(snapshot: Snapshot) -> set[str]:
    """Return the ids that had others in the same words beside them when an event named them."""
    return {id for event in snapshot.events for id in event.get("alike", ())}


def adopt_all(study: Study, pairs: Sequence[tuple[str, Item]]) -> Changes:
    """Let the progress of each id belong to its item, as an event each. What has an item by now is left alone. Raises StateError."""
    with study.locked() as now:
        orphans = set(summary.orphans(study.roadmap, now.before.progress))
        chosen = [(old, item.id) for old, item in pairs if old in orphans and item.id in study.roadmap.places]
        if chosen:
            now.append_all([{"kind": "adopt", "old": old, "new": new} for old, new in chosen])
    places = sorted({study.roadmap.places[new] for _, new in chosen})
    return changes_between(study, "doctor", now.before, now.after, places)


def take_boxes(study: Study) -> Changes:
    """Let the journal say what the boxes say that someone changed by hand: an event for each kind of change.

    Raises StateError.
    """
    with study.locked() as now:
        differing = now.before.differences
        changes: dict[tuple[str, str | None], list[str]] = {}
        for place, status, box, on in differing:
            id = study.roadmap.items[place].id
            if transitions.after(_LEADING[box], status) != box:  # What is done is neither begun nor skipped.
                changes.setdefault(("uncheck", None), []).append(id)
            day = on if on and on <= study.today().isoformat() else None
            changes.setdefault((_LEADING[box], day), []).append(id)
        for (kind, day), ids in sorted(changes.items(), key=lambda change: change[0][0] != "uncheck"):
            now.append(kind, items=ids, **({"on": day} if day else {}))
    return changes_between(study, "doctor", now.before, now.after, [difference.place for difference in differing])


def _gone_from_plan(study: Study, snapshot: Snapshot) -> list[str]:
    """Return the ids that the plan in force spread anew and that the roadmap no longer has."""
    plans = journal.plans(snapshot.events)
    left = plans[-1].get("left") if plans else None
    return [id for id in left["items"] if id not in study.roadmap.places] if left else []
