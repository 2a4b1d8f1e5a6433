"""A learner's three months, walked day by day: every sentence on the way is right."""

import json
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest

from conftest import CET, ROOT, Clock

Learner = Callable[..., str]
DAY = timedelta(days=1)
START = date(2026, 11, 23)
SIZES = (5, 5, 5, 5, 4, 5, 4, 5, 5, 5, 5, 4)
PAUSE = (date(2026, 12, 24), date(2027, 1, 3))


def at(clock: Clock, day: date) -> None:
    clock.now = datetime(day.year, day.month, day.day, 19, tzinfo=CET)


def test_the_story_in_the_docs_is_what_mlpath_prints(learner: Learner, clock: Clock) -> None:
    page = (ROOT / "docs" / "plan.md").read_text(encoding="utf-8")
    story = re.findall(r"```text\n(# 2026-11-23.*?)```", page, re.DOTALL)[0]
    printed = ""
    expected = 0
    for line in story.splitlines():
        if line.startswith("# "):
            at(clock, date.fromisoformat(line[2:12]))
        elif line.startswith("$ mlpath "):
            printed = learner(*line.removeprefix("$ mlpath ").split())
        elif line:
            said = next((one for one in printed.splitlines() if " ".join(line.split()) in " ".join(one.split())), None)
            assert said is not None, f"{line!r} is not in\n{printed}"
            expected += 1
    assert expected > 8


SHORT = re.compile(r"\b[0-9]{1,2} (Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec)( [0-9]{4})?\b")
LONG = re.compile(r"\b[0-9]{1,2} (January|February|March|April|June|July|August|September|October|November|December)\b")
SENTENCE = re.compile(r"[^.]*[a-z)0-9]\.(?= |$)")


def test_sentences_have_long_dates_and_lists_short_ones(learner: Learner, clock: Clock) -> None:
    printed = []
    for day, lines in (
        (START, "plan --start today|check w1.t1 w1.t2|check w1.t1|plan --pause 2026-12-24..2027-01-03|undo|redo|next"),
        (START + 9 * DAY, "check w1.t3 --on yesterday|check w1.t3 --on 2026-11-25|log|show w1|show w1.t1|status|plan|"),
        (START + 60 * DAY, "|status|next|plan|plan --extend|undo|plan --finish +30w|plan --pause today|plan"),
        (START + 90 * DAY, "plan --resume|plan|stats|log --week|check month1-3|plan|status|next||undo 2"),
    ):
        at(clock, day)
        for line in lines.split("|"):
            printed += [(line, said.strip()) for said in learner(*line.split()).splitlines()]
    assert any(LONG.search(said) for _, said in printed)
    for line, said in printed:
        for sentence in SENTENCE.findall(said):
            assert not SHORT.search(sentence), (line, said)
        if "  " in said and not said.endswith("."):
            cells = re.split(r" {2,}", said)
            assert not any(LONG.fullmatch(cell.rpartition(" ")[0]) for cell in cells), (line, said)


def paused(day: date, pause: tuple[date, date] | None) -> bool:
    return pause is not None and pause[0] <= day <= pause[1]


class Reckoning:
    """The same numbers, reckoned by counting days, items and hours one by one; `hours` are those of all items in order."""

    def __init__(
        self, today: date, ticks: dict[date, int], pause: tuple[date, date] | None, hours: list[Fraction]
    ) -> None:
        self.today, self.ticks, self.pause, self.hours = today, ticks, pause, hours
        self.done = sum(ticks.values())

    def study_days(self, first: date, last: date) -> list[date]:
        every = (first + DAY * n for n in range((last - first).days + 1))
        return [day for day in every if not paused(day, self.pause)]

    def weeks(self) -> list[tuple[date, date]]:
        days = self.study_days(START, START + 200 * DAY)
        return [(days[7 * n], days[7 * n + 6]) for n in range(12)]

    def due(self) -> int:
        return sum(size for size, (_, last) in zip(SIZES, self.weeks(), strict=True) if last < self.today)

    def behind(self) -> int:
        return max(0, self.due() - self.done)

    def hours_behind(self) -> Fraction:
        return max(Fraction(0), sum(self.hours[: self.due()], Fraction(0)) - sum(self.hours[: self.done], Fraction(0)))

    def week_by_ticks(self) -> int:
        return next(n + 1 for n in range(12) if sum(SIZES[: n + 1]) > self.done)

    def week_by_calendar(self) -> int:
        return next(n + 1 for n, (_, last) in enumerate(self.weeks()) if self.today <= last)

    def rates(self) -> tuple[Fraction, Fraction] | None:
        """Items and hours per study day in the last four weeks of study; None before there is a week of these."""
        days = self.study_days(START, self.today)[-28:]
        if len(days) < 7:
            return None
        done = sum(count for day, count in self.ticks.items() if days and day >= days[0])
        hours = sum(self.hours[self.done - done : self.done], Fraction(0))
        return Fraction(done, len(days)), hours / len(days)

    def finish(self) -> date | None:
        rates = self.rates()
        if rates is None or not rates[1]:
            return None
        day, left = self.today, sum(self.hours[self.done :], Fraction(0))
        while left > 0:
            day += DAY
            if not paused(day, self.pause):
                left -= rates[1]
        return day


@pytest.mark.heavy
def test_every_day_of_three_months_is_right(learner: Learner, clock: Clock) -> None:
    at(clock, START)
    learner("plan", "--start", "today")
    items = [item for item in json.loads(learner("show", "--json"))["items"] if item["week"]]
    ids, hours = [item["id"] for item in items], [Fraction(item["hours"]) for item in items]
    ticks: dict[date, int] = {}
    pause: tuple[date, date] | None = None
    extended: str | None = None
    day = START
    while ids:
        at(clock, day)
        if day == date(2026, 12, 20):
            learner("plan", "--pause", f"{PAUSE[0]}..{PAUSE[1]}")
            pause = PAUSE
        evening = studied(day, ids)
        if evening:
            learner("check", *evening)
            ids = ids[len(evening) :]
            ticks[day] = len(evening)
        head = json.loads(learner("plan", "--json"))
        check_head(head, Reckoning(day, ticks, pause, hours), extended)
        sentence = learner("next").splitlines()[-2].strip()
        check_sentence(sentence, head, day)
        assert day.weekday() or f"  Plan  {sentence}\n" in learner("status")
        if day == date(2027, 1, 12):
            assert head["behind_items"] > 0
            end = head["finish_at_pace"]
            assert end > head["finish_planned"]
            assert f"moves to {spoken(end)}" in learner("plan")
            learner("plan", "--extend")
            extended = end
            assert json.loads(learner("plan", "--json"))["behind_items"] == 0
        day += DAY
        assert day < date(2028, 1, 1)
    last = json.loads(learner("plan", "--json"))
    assert (last["finish_at_pace"], last["week_by_ticks"]) == ((day - DAY).isoformat(), None)
    assert f"All 57 items of the weeks are done, the last on {spoken((day - DAY).isoformat())}" in learner("status")
    assert [week["state"] for week in last["weeks"]] == ["done"] * 12


def studied(day: date, left: list[str]) -> list[str]:
    """Three good weeks, one slow one, nothing until the holidays are over, then two evenings a week."""
    week = (day - START).days // 7
    if week < 3:
        return left[:1] if day.weekday() < 4 else []
    if week == 3:
        return left[:1] if day.weekday() == 2 else []
    return left[:2] if day > PAUSE[1] and day.weekday() in (1, 5) else []


def check_head(head: dict[str, Any], known: Reckoning, extended: str | None) -> None:
    assert sum(week["planned"] for week in head["weeks"]) == 57
    assert sum(week["done"] for week in head["weeks"]) == known.done
    assert head["finish_baseline"] == (START + 83 * DAY).isoformat()
    if known.done == 57:
        return
    assert head["week_by_ticks"] == f"week{known.week_by_ticks()}"
    rates, finish = known.rates(), known.finish()
    items, hours = (round(float(rate * 7), 1) for rate in rates) if rates else (None, None)
    assert (head["pace_per_week"], head["pace_hours_per_week"], head["unit"]) == (items, hours, "hours")
    assert head["finish_at_pace"] == (finish.isoformat() if finish else None)
    if extended:
        assert head["finish_planned"] == extended
        return
    assert [(week["from"], week["to"]) for week in head["weeks"]] == [
        (first.isoformat(), last.isoformat()) for first, last in known.weeks()
    ]
    assert head["finish_planned"] == known.weeks()[-1][1].isoformat()
    assert (head["behind_items"], head["behind_hours"]) == (known.behind(), known.hours_behind())
    assert head["week_by_calendar"] == f"week{known.week_by_calendar()}"


def check_sentence(said: str, head: dict[str, Any], day: date) -> None:
    """The sentence says what the document says, in whichever of its forms."""
    if head["paused_until"]:
        assert f"A pause until {spoken(head['paused_until'])}; week" in said
    elif "by the calendar" in said:
        assert f"Week {head['week_by_calendar'][4:]} by the calendar" in said
        assert "by your ticks" in said
        behind, ahead = head["behind_items"], head["ahead_items"]
        state = f"{behind} item" if behind else f"{ahead} item" if ahead else "on track"
        assert state in said
        assert (" behind" in said, " ahead" in said) == (bool(behind), bool(ahead))
    else:
        assert "All 57 items of the weeks are done" in said
    if "t your pace" in said or "your pace (" in said:
        at_pace, planned = (date.fromisoformat(head[name]) for name in ("finish_at_pace", "finish_planned"))
        assert f"({head['pace_per_week']:g} item" in said
        late = not head["behind_items"] and not head["paused_until"] and at_pace > planned
        leads = spoken(head["finish_at_pace"]).removesuffix(f" {planned.year}")
        assert (f"leads to {leads}" if late else f"you finish on {spoken(head['finish_at_pace'])}") in said
        assert ("as all that was due is done. What is left takes" in said) == late
        assert at_pace > day


def spoken(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%B} {day.year}"


def test_after_a_long_silence_nobody_is_scolded(learner: Learner, clock: Clock) -> None:
    at(clock, START)
    learner("plan", "--start", "today")
    learner("check", "week1")
    at(clock, START + 15 * DAY)
    for command in ("status", "next", "plan"):
        said = " ".join(learner(command).split())
        assert "No tick for 15 days, since 23 November 2026; that is fine: 5 items (21 hours) behind." in said
        assert "The smallest next item is week2.practice.2, 3 hours." in said
    plan = learner("plan")
    for way in ("--catch-up", "--rebalance", "--extend"):
        assert f"mlpath plan {way}" in plan
    learner("plan", "--catch-up")
    learner("check", "week2.topics.1")
    open_items = [i for i in json.loads(learner("show", "--todo", "--json"))["items"] if i["week"]]
    left = sum(Fraction(item["hours"]) for item in open_items)
    items, hours = (-(-amount * 70 // 69) / 10 for amount in (51, left))  # 69 days, rounded up to a tenth.
    assert len(open_items) == 51
    assert (
        f"4 items (16 hours) behind; {float(items):g} items ({float(hours):g} hours) a week until 14 February 2027 catch "
        "up with the plan" in " ".join(learner("status").split())
    )
    at(clock, date(2027, 3, 1))
    assert "`mlpath plan --extend` moves the end to a day that fits." in learner("status")
    assert "--rebalance" not in learner("plan")


def test_rebalancing_keeps_the_end(learner: Learner, clock: Clock) -> None:
    at(clock, START)
    learner("plan", "--start", "today")
    learner("check", "week1")
    at(clock, START + 28 * DAY)
    learner("plan", "--rebalance")
    found = json.loads(learner("plan", "--json"))
    assert (found["finish_planned"], found["behind_items"], found["week_by_calendar"]) == ("2027-02-14", 0, "week2")
    assert found["weeks"][1]["from"] == (START + 28 * DAY).isoformat()
    assert found["weeks"][-1]["to"] == "2027-02-14"
    learner("undo")
    assert json.loads(learner("plan", "--json"))["behind_items"] == 15
