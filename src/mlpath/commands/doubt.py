"""A state file that something else than mlpath changed: what `doctor` says of it."""

from __future__ import annotations

import os

from mlpath import dates
from mlpath.commands.study import Study
from mlpath.journal import backups
from mlpath.journal.journal import Journal, continued, unlike

_MOST_EVENTS = 3


def condition_and_fix(study: Study, stored: Journal) -> tuple[str, str]:
    """Return how a state file is whose checksum does not fit, next to its newest sound backup, and what goes on from there."""
    condition = "its checksum does not fit: it was changed by hand, by an older mlpath, or by a disk that flipped a bit"
    fix = f"`{study.options.again('doctor --accept')}` takes it as it is"
    backup = backups.newest(study.state_at.path, study.roadmap.id)
    if backup is None or backup.journal is None or not backup.sound:
        return condition, fix
    restore = study.options.again("doctor --restore")
    difference = f"the backup {os.path.basename(backup.path)} has {_difference(stored, backup.journal)}"
    return f"{condition}; {difference}", f"`{restore}` puts that backup back, and what came after it; {fix}"


def _difference(stored: Journal, backup: Journal) -> str:
    """Say which events stand otherwise in a sound backup, or only in one of the two; what came after it is left out."""
    events = (*unlike(backup, stored), *unlike(stored, continued(backup, stored)))
    if not events:
        return "the same events"
    named = [*dict.fromkeys(f"{event['kind']} of {dates.moment(event['at'])}" for event in events)]
    more = len(named) - _MOST_EVENTS
    return f"otherwise: {', '.join(named[:_MOST_EVENTS])}{f' and {more} more' if more > 0 else ''}"
