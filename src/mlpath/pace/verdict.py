"""The verdict in one word, with the numbers that belong to it. Pure."""

from __future__ import annotations

from mlpath.pace.outlook import Outlook
from mlpath.pace.results import AHEAD, BEHIND, DONE, NO_PLAN, ON_TRACK, PAUSED, Verdict


def verdict(outlook: Outlook | None) -> Verdict:
    """Return whether one is on track; None stands for a study in which there is neither a plan nor anything done."""
    if outlook is None:
        return Verdict(NO_PLAN)
    return Verdict(
        word=_word(outlook),
        behind_items=outlook.behind,
        behind_hours=outlook.behind_weight / 100 if outlook.hours and outlook.planned else None,
        ahead_items=outlook.ahead,
        finish_planned=outlook.finish_planned,
        finish_at_pace=outlook.finish_at_pace,
    )


def _word(outlook: Outlook) -> str:
    """Return the first of the words that holds: what is done stays done in a pause, and a pause comes before the plan."""
    if outlook.numbers.done == outlook.numbers.total:
        return DONE
    if outlook.pause:
        return PAUSED
    if outlook.finish_planned is None:
        return NO_PLAN
    if outlook.is_behind:
        return BEHIND
    return AHEAD if outlook.ahead else ON_TRACK
