"""Milestones: which weeks and months a change fills, and the whole way at its end."""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from conftest import CET, SHIPPED, Clock
from mlpath.journal.journal import ItemProgress, Progress
from mlpath.pace.milestones import finale, milestones
from mlpath.progress.results import Finale
from mlpath.roadmap.roadmap import MONTH, WEEK, Group, Roadmap
from mlpath.roadmap.yaml import read as yaml_file
from strategies import roadmaps

Learner = Callable[..., str]
ROADMAP = yaml_file.load(str(SHIPPED))
MONDAY = date(2026, 11, 23)


def open_in(roadmap: Roadmap, progress: Progress, group: Group) -> list[str]:
    ids = [item.id for item in roadmap.items[group.start : group.end]]
    return [id for id in ids if id not in progress or progress[id].status not in ("done", "skipped")]


@given(roadmaps, st.data())
def test_what_became_full_is_what_has_nothing_open_any_more(roadmap: Roadmap, data: st.DataObject) -> None:
    ids = [item.id for item in roadmap.items]
    some = st.lists(st.sampled_from(ids), unique=True) if ids else st.just([])
    done = ItemProgress("done", "2026-11-23", "2026-11-23")
    before = dict.fromkeys(data.draw(some), done)
    after = {**before, **dict.fromkeys(data.draw(some), done)}
    reached = milestones(roadmap, before, after, ())
    groups = [group for group in roadmap.groups if group.kind in (WEEK, MONTH) and group.end > group.start]
    expected = {group for group in groups if open_in(roadmap, before, group) and not open_in(roadmap, after, group)}
    assert {milestone.group for milestone in reached} == expected
    for milestone in reached:
        same = [group for group in roadmap.groups if group.kind == milestone.group.kind]
        assert milestone.full == sum(not open_in(roadmap, after, group) for group in same)
        assert (milestone.of, milestone.on, milestone.end) == (len(same), MONDAY, None)


def test_what_is_skipped_alone_fills_nothing() -> None:
    week = next(group for group in ROADMAP.groups if group.kind == WEEK)
    ids = [item.id for item in ROADMAP.items[week.start : week.end]]
    skipped: Progress = dict.fromkeys(ids, ItemProgress("skipped", "2026-11-23"))
    assert milestones(ROADMAP, {}, skipped, ()) == ()
    last = {**skipped, ids[0]: ItemProgress("done", "2026-11-23", "2026-11-23")}
    assert [milestone.heading for milestone in milestones(ROADMAP, {}, last, ())] == ["Week 1"]


def test_the_whole_way_is_counted_when_the_last_week_is_full() -> None:
    ids = [item.id for item in ROADMAP.items if ROADMAP.week_of(item)]
    days = [(MONDAY + timedelta(days=7 * (place // 10))).isoformat() for place in range(len(ids))]
    progress = {id: ItemProgress("done", day, day) for id, day in zip(ids, days, strict=True)}
    assert finale(ROADMAP, {**progress, ids[-1]: ItemProgress("doing", "2026-11-23")}) is None
    hours = [item.hours or 0 for item in ROADMAP.items if ROADMAP.week_of(item)]
    weeks = [sum(hours[start : start + 10]) for start in range(0, len(ids), 10)]
    best = weeks.index(max(weeks))
    assert finale(ROADMAP, progress) == Finale(
        first=MONDAY,
        last=MONDAY + timedelta(days=35),
        items=57,
        hours=sum(hours),
        best_week=MONDAY + timedelta(days=7 * best),
        best_items=10,
        resources_left=6,
    )
    skipped = {**progress, ids[0]: ItemProgress("skipped", "2026-11-23"), "sklearn-docs": ItemProgress("done")}
    assert (finale(ROADMAP, skipped) or Finale(*[MONDAY] * 7)).items == 56


def test_each_tick_that_fills_something_says_so(learner: Learner, clock: Clock) -> None:
    def on(day: date, *command: str) -> str:
        clock.now = datetime(day.year, day.month, day.day, 19, tzinfo=CET)
        return learner(*command)

    on(MONDAY, "plan", "--start", "today")
    assert "is done:" not in on(MONDAY, "check", "week1.topics")
    assert "  Done     Week 1 is done: 1 of 12, 3 days before its end.\n" in on(date(2026, 11, 26), "check", "week1")
    assert "Done" not in on(date(2026, 11, 26), "check", "week1")
    assert "Week 2 is done: 2 of 12, on its last day.\n" in on(date(2026, 12, 6), "check", "week2")
    several = on(date(2026, 12, 21), "check", "week3-4")
    assert (
        "  Done     Week 3 and Week 4 are done: 4 of 12.\n           Month 1 is done: 1 of 3, 1 day after its end.\n"
        in several
    )
    assert "Week 5 is done: 5 of 12, on its last day." in on(date(2026, 12, 28), "check", "week5", "--on", "yesterday")
    assert "6 weeks are done: 11 of 12.\n" in on(date(2027, 2, 1), "check", "week6-11")
    document = json.loads(on(date(2027, 2, 10), "check", "week12", "--json"))
    assert document["milestones"] == [
        {
            "kind": "week",
            "address": "week12",
            "title": "Final Project - Build an End-to-End AI System",
            "full": 12,
            "of": 12,
            "done_on": "2027-02-10",
            "planned_end": "2027-02-14",
        },
        {
            "kind": "month",
            "address": "month3",
            "title": "Deep Learning and Deployment",
            "full": 3,
            "of": 3,
            "done_on": "2027-02-10",
            "planned_end": "2027-02-14",
        },
    ]
    assert document["finale"] == {
        "from": "2026-11-23",
        "to": "2027-02-10",
        "items": 57,
        "hours": 252,
        "best_week": {"from": "2027-02-01", "items": 29},
        "resources_left": 6,
    }


def test_the_last_tick_sums_it_up_instead_of_naming_a_book(learner: Learner, clock: Clock) -> None:
    learner("check", "month1-2", "week9-11", "--on", "2026-11-02")
    learner("check", "week12.topics", "week12.practice.1")
    said = learner("check", "week12.practice.2")
    assert said.endswith(
        """
  Done       Week 12 is done: 12 of 12.
             Month 3 is done: 3 of 3.
             All 57 items of the weeks are done.
  Total      57 items, 252 hours, 2 – 22 Nov 2026
  Best week  2 – 8 Nov 2026, 53 items
  Left       6 resources; `mlpath show resources --todo` lists them
"""
    )
    assert "Next" not in said
    learner("undo")
    assert learner("redo").endswith("lists them\n")
    assert learner("check", "resources").endswith("Everything is done. Congratulations!\n")
    learner("undo")
    learner("undo")
    assert learner("check", "week12", "resources").endswith("Everything is done. Congratulations!\n")
