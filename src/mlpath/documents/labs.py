"""What `--json` prints of labs: the documents of `lab` and `verify`, which only grow as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlpath.documents.parts import Document, changes_fields, head, item

if TYPE_CHECKING:
    from mlpath.labs.results import Handout, Result, Verification


def handout(result: Handout) -> Document:
    """Return `mlpath.lab`; `made` are the files that were written now, `install` is null where nothing is missing."""
    return {
        **head("lab"),
        "item": item(result.entry),
        "folder": result.folder,
        "files": list(result.files),
        "made": list(result.made),
        "needs": [need._asdict() for need in result.needs],
        "install": result.install,
    }


def verification(result: Verification) -> Document:
    """Return `mlpath.verify`; `line` is null where a result points nowhere, `hint` where none was asked for or there is none."""
    tests = result.trial.results
    holds = len(result.trial.holding)
    return {
        **head("verify"),
        "item": item(result.entry),
        "folder": result.folder,
        "all_hold": holds == len(tests),
        "holds": holds,
        "total": len(tests),
        "python": result.trial.python,
        "python_version": result.trial.version,
        "tests": [_test(test) for test in tests],
        "hint": result.hint,
        **changes_fields(result.changes),
        "notices": [*result.notices, *result.changes.notices],
    }


def _test(result: Result) -> Document:
    return {
        "name": result.name,
        "says": result.says,
        "outcome": result.outcome,
        "why": result.why or None,
        "file": result.file,
        "line": result.line,
        "seconds": result.seconds,
        "printed": result.printed or None,
    }
