"""What `--json` prints of the state file: the documents of `doctor`, `merge` and `reset`, which only grow as well."""

from __future__ import annotations

from collections.abc import Sequence

from mlpath.documents.parts import Document, changes_fields, head
from mlpath.journal.journal import Journal
from mlpath.progress.reports import TROUBLE, Accepted, Adoptable, Check, Merged, Restoration, Settled, SetUp


def doctor(checks: Sequence[Check]) -> Document:
    """Return `mlpath.doctor`; `ok` is false when anything is in trouble."""
    ok = all(check.state != TROUBLE for check in checks)
    return {**head("doctor"), "ok": ok, "checks": [check._asdict() for check in checks]}


def adoptable(result: Adoptable) -> Document:
    """Return `mlpath.doctor` of all progress without an item, each with the items that it likely belongs to now."""
    matches = [
        {
            "old": match.old,
            "status": result.statuses[match.old],
            "sure": match.sure,
            "likely": [{"id": item.id, "address": item.address, "title": item.title} for item in match.items],
        }
        for match in (*result.sure, *result.doubtful)
    ]
    return {**head("doctor"), "matches": matches}


def restoration(result: Restoration) -> Document:
    """Return `mlpath.doctor` of a restore; `back` and `gone` are null where the replaced file could not be read."""
    return {**head("doctor"), "restored": result._asdict()}


def accepted(result: Accepted) -> Document:
    """Return `mlpath.doctor` of a state file that is taken as it is."""
    return {**head("doctor"), "accepted": result._asdict()}


def merged(result: Merged) -> Document:
    """Return `mlpath.merge`; `new` counts the events that each file brought."""
    files = [{"path": path, "new": new} for path, new in result.files]
    return {**head("merge"), "files": files, "events": result.events, **changes_fields(result.changes)}


def settled(result: Settled) -> Document:
    """Return `mlpath.merge` of a conflict that was settled; `new` counts the events of a side that none before it has."""
    sides = [part._asdict() for part in result.parts]
    return {
        **head("merge"),
        "sides": sides,
        "events": result.events,
        "add": result.add,
        **changes_fields(result.changes),
    }


def set_up(result: SetUp) -> Document:
    """Return `mlpath.merge` of a clone that was set up; `written` are the files that got lines."""
    return {**head("merge"), "git": result._asdict()}


def git_merged(path: str, merged: Journal) -> Document:
    """Return `mlpath.merge` of a merge for git; `sound` is false where something else than mlpath changed one of the files."""
    return {**head("merge"), "written": path, "events": len(merged.events), "sound": merged.sound}


def reset(path: str, moved_to: str | None) -> Document:
    """Return `mlpath.reset`; `moved_to` is null where there was no state file."""
    return {**head("reset"), "state": {"path": path, "exists": False}, "moved_to": moved_to}
