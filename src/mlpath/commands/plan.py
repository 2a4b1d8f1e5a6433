"""The command about time: `plan`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlpath.commands.change import Snapshot, decided_under_lock
from mlpath.commands.study import Study
from mlpath.journal import journal
from mlpath.pace import outlook
from mlpath.pace import plan as plans
from mlpath.pace.outlook import Outlook
from mlpath.pace.plan import Plan
from mlpath.pace.results import Planning
from mlpath.progress import summary

if TYPE_CHECKING:  # Whoever only looks decides nothing.
    from mlpath.pace.decision import Request


def look(study: Study) -> Planning:
    """Return the plan and how things stand. Raises StateError."""
    return Planning(study.roadmap, outlook_of(study, study.look()))


@decided_under_lock
def change(study: Study, request: Request) -> Planning:
    """Make the plan what is asked for. Raises UsageError where that can't be, and StateError."""
    from mlpath.pace.decision import decide

    with study.locked() as now:
        in_force = journal.plans(now.before.events)
        before = plans.from_document(in_force[-1]) if in_force else Plan()
        after = decide(study.roadmap, now.before.progress, before, request, study.today())
        if after != before:
            now.append("plan", plan=plans.to_document(after))
    place = summary.next_place(study.roadmap, now.after.progress) if request.resume else None
    return Planning(
        roadmap=study.roadmap,
        outlook=outlook_of(study, now.after),
        before=outlook_of(study, now.before),
        way=request.way,
        resumed=None if place is None else study.roadmap.items[place],
    )


def outlook_of(study: Study, snapshot: Snapshot) -> Outlook:
    """Return how things stand at one moment."""
    return outlook.outlook(study.roadmap, snapshot.progress, journal.plans(snapshot.events), study.today())
