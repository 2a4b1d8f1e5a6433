"""The verdict: one word of six, at each place of a plan."""

from datetime import date, timedelta

import pytest

from conftest import SHIPPED, without_hours
from mlpath.journal.journal import ItemProgress
from mlpath.pace import plan as plans
from mlpath.pace.days import Pause
from mlpath.pace.outlook import outlook
from mlpath.pace.plan import Plan
from mlpath.pace.results import Verdict
from mlpath.pace.verdict import verdict
from mlpath.roadmap.yaml import read as yaml_file

TIMED = yaml_file.load(str(SHIPPED))
ROADMAP = without_hours(TIMED)
IDS = [item.id for item in ROADMAP.items if ROADMAP.week_of(item)]
START = date(2026, 11, 23)
PLAN = Plan(start=START)
PAUSED = PLAN._replace(pauses=(Pause(START, START + timedelta(days=20)),))


@pytest.mark.parametrize(
    ("days", "done", "plan", "word", "behind", "ahead"),
    [
        (-3, 0, PLAN, "on-track", 0, 0),
        (0, 0, PLAN, "on-track", 0, 0),
        (0, 5, PLAN, "on-track", 0, 0),
        (0, 7, PLAN, "ahead", 0, 2),
        (7, 3, PLAN, "behind", 2, 0),
        (7, 3, Plan(), "no-plan", 0, 0),
        (7, 3, PAUSED, "paused", 0, 3),
        (7, 57, PAUSED, "done", 0, 57),
        (90, 57, PLAN, "done", 0, 0),
        (90, 56, PLAN, "behind", 1, 0),
    ],
)
def test_each_word_has_its_place(days: int, done: int, plan: Plan, word: str, behind: int, ahead: int) -> None:
    progress = {id: ItemProgress("done", START.isoformat(), START.isoformat()) for id in IDS[:done]}
    now = outlook(ROADMAP, progress, [plans.to_document(plan)], START + timedelta(days=days))
    found = verdict(now)
    assert (found.word, found.behind_items, found.behind_hours, found.ahead_items) == (word, behind, None, ahead)
    assert (found.finish_planned, found.finish_at_pace) == (now.finish_planned, now.finish_at_pace)


def test_one_may_be_behind_in_hours_alone() -> None:
    short = sorted(range(len(IDS)), key=lambda place: TIMED.items[place].hours or 0)[:5]
    progress = {IDS[place]: ItemProgress("done", START.isoformat(), START.isoformat()) for place in short}
    found = verdict(outlook(TIMED, progress, [plans.to_document(PLAN)], START + timedelta(days=7)))
    assert (found.word, found.behind_items, (found.behind_hours or 0) > 0) == ("behind", 0, True)


def test_nothing_is_known_of_nothing() -> None:
    assert verdict(None) == Verdict("no-plan")
