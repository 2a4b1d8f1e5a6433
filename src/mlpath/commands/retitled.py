"""A Markdown file whose title changed, and with it its id: where the progress is that was kept by another one."""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Iterator
from contextlib import suppress

from mlpath.commands.change import SOURCE
from mlpath.commands.study import Study
from mlpath.errors import StateError
from mlpath.journal import file, journal, renames
from mlpath.journal.journal import Journal
from mlpath.system.reading import read_file
from mlpath.text import counted

_MOST_BYTES = 64 * 1024 * 1024


def former_id(study: Study, stored: Journal | None) -> str | None:
    """Return the id by which the progress of this file is kept, where it had that before; None where it has not."""
    return next((other.roadmap for _, other in _others(study, stored) if _is_older(other, stored)), None)


def notice(study: Study, stored: Journal | None) -> str | None:
    """Return, in a sentence, that progress of this file stands under another id, and how to go on; None where none does."""
    for path, other in _others(study, stored):
        if _is_older(other, stored):
            return (
                f"This file's progress is kept by the id that it had before: {advice(other.roadmap)} to go on with it."
            )
        merge = study.options.again(f"merge {shlex.quote(path)}")
        lacking = counted(_lacking(stored, other), "event")
        return f"This file had the id {other.roadmap} for a while: `{merge}` brings in {lacking} from then."
    return None


def advice(id: str) -> str:
    """Return what gives a file an id of its own, whatever its title says."""
    return f"write `id: {id}` between two `---` lines at its top"


def is_of(study: Study, other: Journal) -> bool:
    """Return whether a journal of another id names items of this file."""
    events = renames.present(study.roadmap, other.events)
    return any(id in study.roadmap.places for event in events for id in journal.named(event))


def _others(study: Study, stored: Journal | None) -> Iterator[tuple[str, Journal]]:
    """Yield the journals beside the state file that were written for this file by another id, with something that this one lacks."""
    if not study.roadmap.from_text or study.state_named:
        return
    folder = os.path.dirname(study.state_at.path)
    names = os.listdir(folder) if os.path.isdir(folder) else []
    # What is not in the bytes is not in the journal: most files need not be understood.
    sources = [
        json.dumps(study.roadmap_at.path, ensure_ascii=ascii).encode("utf-8", "replace") for ascii in (True, False)
    ]
    for name in sorted(name for name in names if name.endswith(".json")):
        path = os.path.join(folder, name)
        with suppress(StateError, OSError):
            data = read_file(path, _MOST_BYTES)
            if path == study.state_at.path or not any(source in data for source in sources):
                continue
            other = file.load(path, None)
            claimed = other is not None and other.extra.get(SOURCE) == study.roadmap_at.path
            if (
                other
                and claimed
                and other.roadmap != study.roadmap.id
                and _lacking(stored, other)
                and is_of(study, other)
            ):
                yield path, other


def _lacking(stored: Journal | None, other: Journal) -> int:
    ids = {event["id"] for event in stored.events} if stored else set()
    return sum(event["id"] not in ids for event in other.events)


def _is_older(other: Journal, stored: Journal | None) -> bool:
    """Return whether a journal begins before the one of the present id."""
    return not stored or not stored.events or other.events[0]["order"] < stored.events[0]["order"]
