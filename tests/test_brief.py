"""The verdict in a few words, at each place of a plan; the scenes of today's screen have the rest."""

from datetime import date, timedelta

import pytest

from conftest import SHIPPED, without_hours
from mlpath.journal.journal import ItemProgress
from mlpath.pace import plan as plans
from mlpath.pace.brief import Words, words
from mlpath.pace.days import Pause
from mlpath.pace.outlook import Outlook, outlook
from mlpath.pace.plan import Plan
from mlpath.roadmap.yaml import read as yaml_file

ROADMAP = without_hours(yaml_file.load(str(SHIPPED)))
IDS = [item.id for item in ROADMAP.items if ROADMAP.week_of(item)]
START = date(2026, 11, 23)
END = START + timedelta(days=83)
PLAN = Plan(start=START)


def on(day: date, ticks: dict[date, int], plan: Plan = PLAN) -> Outlook:
    """Return the outlook on a day with so many items ticked on each day before it."""
    days = [tick.isoformat() for tick, count in ticks.items() for _ in range(count)]
    progress = {id: ItemProgress("done", day, day) for id, day in zip(IDS, days, strict=False)}
    return outlook(ROADMAP, progress, [plans.to_document(plan)], day)


@pytest.mark.parametrize(
    ("day", "ticks", "plan", "head", "rest"),
    [
        (START, {}, PLAN, "On track.", "The plan ends on 14 February 2027."),
        (START, {START: 3}, PLAN, "On track.", "The plan ends on 14 February 2027."),
        (START, {START: 7}, PLAN, "2 items ahead.", "The plan ends on 14 February 2027."),
        (START, {START: 3}, Plan(), "", "`mlpath plan --start monday` gives the weeks their dates."),
        (
            END,
            {END: 57},
            PLAN,
            "All 57 items of the 12 weeks are done.",
            "The last one on 14 February 2027, as planned.",
        ),
        (END, {END: 57}, Plan(), "All 57 items of the 12 weeks are done.", "The last one on 14 February 2027."),
        (
            END + timedelta(days=1),
            {END + timedelta(days=1): 57},
            PLAN,
            "All 57 items of the 12 weeks are done.",
            "The last one on 15 February 2027, 1 day after the planned end.",
        ),
        (
            START + timedelta(days=20),
            {START: 14, START + timedelta(days=1): 1},
            PLAN,
            "On track.",
            "19 days without a tick; that is fine. At your pace you finish on 10 February 2027; the plan ends on 14 February.",
        ),
        (
            START + timedelta(days=13),
            {START: 5, START + timedelta(days=10): 4},
            PLAN,
            "On track.",
            "What was due is done, but at your pace you finish on 19 February 2027, 5 days after the planned end.",
        ),
    ],
)
def test_each_place_has_its_words(day: date, ticks: dict[date, int], plan: Plan, head: str, rest: str) -> None:
    assert words(on(day, ticks, plan), ROADMAP) == Words(head, rest)


def test_a_pause_says_what_goes_on_after_it() -> None:
    pause = Pause(START + timedelta(days=7), START + timedelta(days=9))
    said = words(on(pause.first, {START: 5}, PLAN._replace(pauses=(pause,))), ROADMAP)
    assert said.head == "A pause until 2 December 2026."
    assert said.rest.startswith("Week 2 goes on after it. At your pace you finish on ")


def test_where_the_weeks_have_nothing_there_is_nothing_to_say() -> None:
    skipped = {id: ItemProgress("skipped") for id in IDS}
    now = outlook(ROADMAP, skipped, [plans.to_document(PLAN)], START)
    assert words(now, ROADMAP) == Words("", "")
