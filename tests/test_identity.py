"""What an item of a Markdown file is: what changes it and what doesn't, and that no edit by its owner loses or invents a tick."""

import json
import random
import re
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import Clock
from mlpath.commands import roadmap as commands
from mlpath.commands import track
from mlpath.commands.opening import open_study
from mlpath.commands.study import Options, Study
from mlpath.journal import renames
from mlpath.progress import summary
from mlpath.roadmap.markdown.identity import name_of, words_of
from mlpath.roadmap.markdown.read import parse


def ids(text: str) -> list[str]:
    return [item.id for item in parse(text.encode(), "list.md").roadmap.items]


WEEKS = "# Course\n## Week 1: Start\n- [ ] take notes\n- [ ] read\n## Week 2: Trees\n- [ ] take notes\n- [ ] draw\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Week 2: Trees", "Week 3: Trees"),
        ("Week 2: Trees", "Week 2-3: Trees"),
        ("Week 2: Trees", "2. Trees"),
        ("Week 2: Trees", "🌲 Week 2: Trees [1/2]"),
        ("# Course", "# Course of 2027 [50%]"),
        ("- [ ] take notes", "- [ ] take notes [1/4]"),
        ("- [ ] take notes", "- [ ] take notes 📅 2026-12-24 ⏫"),
        ("- [ ] draw", "- [ ] draw\n**Key words:** alpha"),
        ("- [ ] draw", "- [ ] draw 📅 2026-12-24 ^a1b2c3"),
        ("- [ ] draw", "- [ ] [ ] draw"),
        ("- [ ] draw", "- [ ] [[Charcoal|draw]]"),
        ("## Week 2: Trees", "## [x] Week 2: Trees ^a1"),
    ],
)
def test_what_counts_dates_or_marks_itself_changes_no_id(before: str, after: str) -> None:
    assert ids(WEEKS.replace(before, after)) == ids(WEEKS)


@pytest.mark.parametrize(
    "text",
    [
        "- [ ] a\n**Label**\n- [ ] b\n",
        "## W\n**Bold**\n- [ ] a\n**Label:**\n- [ ] b\n  - [ ] step\n__Label 2__\n- [ ] c\n\n- [ ] d\n\n**Bold 2**\n- [ ] e\n",
        "# T\n## W\n- **Item**\n- [ ] a\n**Label**\n- [ ] b\n\nText\n\n- [ ] c\n",
    ],
)
def test_a_label_right_behind_a_box_is_no_part_of_what_comes_behind_it(text: str) -> None:
    """Nor of its former ids: a journal that was kept when labels were the box's own text keeps every tick."""
    unlabelled = re.sub(r"^(\*\*|__)Label.*\n", "", text, flags=re.MULTILINE)
    labelled, without = (parse(file.encode(), "list.md").roadmap for file in (text, unlabelled))
    assert [item.id for item in labelled.items] == [item.id for item in without.items]
    for item, same in zip(labelled.items, without.items, strict=True):
        assert {id for id in item.was if "label" not in id} <= {*same.was}
    assert len(labelled.groups) > len(without.groups)


def test_ids_have_eight_digits_and_hundreds_of_equal_boxes_their_own() -> None:
    found = ids("# T\n" + "".join(f"## Lesson {number}\n- [ ] take notes\n" for number in range(1, 601)))
    assert len(set(found)) == 600
    assert all(len(id) == len("take-notes-") + 8 for id in found)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Week 2: Trees", "trees"),
        ("KW 28 – Bäume", "–bäume"),
        ("Läsvecka 3", "läsvecka3"),
        ("1.2 Sorting", "sorting"),
        ("第3章 图论", "图论"),
        ("第3周", "第3周"),
        ("3rd week", "week"),
        ("Part II: Sorting", "sorting"),
        ("Study Week 4: Graphs", "graphs"),
        ("Week 2", "week2"),
        ("Trees", "trees"),
        ("", ""),
    ],
)
def test_a_heading_is_called_what_stands_behind_its_number(title: str, name: str) -> None:
    assert name_of(title) == name


@pytest.mark.parametrize("title", ["a" * 50_000, "a b " * 20_000, "1." * 30_000, "第" * 50_000, "Week - " * 10_000])
def test_no_heading_takes_long(title: str) -> None:
    import time

    since = time.process_time()
    name_of(title)
    assert time.process_time() - since < 1


def test_signs_that_make_another_word_are_among_the_words() -> None:
    assert [words_of(title) for title in ("Learn C", "Learn C++", "Learn C#", "A* search", "a/b", "🎉")] == [
        "learn-c",
        "learn-c-plus-plus",
        "learn-c-sharp",
        "a-star-search",
        "a-b",
        "item",
    ]


def test_two_weeks_that_differ_in_their_number_alone_keep_it() -> None:
    two = "# Log\n## Day 1: Log\n- [ ] read\n## Day 2: Log\n- [ ] read\n"
    one, other = ids(two)
    assert one != other
    assert ids(two.replace("## Day 1: Log\n- [ ] read\n", "")) != [one]


@pytest.fixture
def open_(home: Path, tmp_path: Path, clock: Clock) -> Callable[[str], Study]:
    def make(text: str) -> Study:
        (tmp_path / "list.md").write_text(text, encoding="utf-8")
        return open_study(Options(str(tmp_path / "list.md"), str(tmp_path / "state.json")), {}, clock)

    return make


def done(study: Study) -> list[str]:
    """Return the addresses of what is done."""
    statuses = summary.statuses(study.roadmap, study.look().progress)
    return [item.address for item, status in zip(study.roadmap.items, statuses, strict=True) if status == "done"]


def test_days_of_one_name_that_come_and_go_take_no_tick_with_them(open_: Callable[[str], Study]) -> None:
    day = "## Day {}: Log\n- [ ] read\n- [ ] write\n"
    study = open_("# Log\n" + day.format(1))
    track.mark(study, "check", ["week1"])
    both = open_("# Log\n" + day.format(1) + day.format(2))  # The first gets another id by the second.
    assert len(done(both)) == 2
    assert all(".1" in address or ".2" in address for address in done(both))
    assert done(both)[0].startswith("week1")
    track.mark(both, "check", ["week2.items.1"])
    second = open_("# Log\n" + day.format(2))
    assert [address.rpartition(".")[2] for address in done(second)] == ["1"]


def test_a_number_that_changes_loses_no_tick_of_repeated_words(open_: Callable[[str], Study]) -> None:
    text = "# T\n" + "".join(f"## Week {n}: {name}\n- [ ] take notes\n" for n, name in enumerate("abcde", 1))
    study = open_(text)
    track.mark(study, "check", ["week2.items.1", "week4.items.1"])
    shifted = "# T\n## Week 1: new\n- [ ] take notes\n" + "".join(
        f"## Week {n}: {name}\n- [ ] take notes\n" for n, name in enumerate("abcde", 2)
    )
    assert done(open_(shifted)) == ["week3.items.1", "week5.items.1"]


def test_learn_c_is_not_learn_c_plus_plus(open_: Callable[[str], Study]) -> None:
    track.mark(open_("# T\n## A\n- [ ] Learn C\n- [ ] x\n"), "check", ["week1.items.1"])
    assert done(open_("# T\n## A\n- [ ] Learn C++\n- [ ] x\n")) == []
    assert done(open_("# T\n## B\n- [ ] x\n- [ ] Learn C\n")) == ["week1.items.2"]


class Owner:
    """A file and its owner, who edits it at random, and knows of each box whether it is done."""

    def __init__(self, seed: int, shape: str) -> None:
        self.random = random.Random(seed)
        self.shape = shape
        self.new = count(1)
        self.title = "Course"
        names = ["Start", "Trees", "Graphs", "Sorting", "Hashing"][: self.random.randint(2, 5)]
        usual = ["take notes", "exercises", "review C++"]
        self.weeks: list[dict[str, Any]] = [{"name": name, "boxes": self._boxes(name, usual)} for name in names]

    def _boxes(self, name: str, usual: list[str]) -> list[dict[str, Any]]:
        words = [*usual, f"only {name}"]
        return [self._box(word) for word in self.random.sample(words, self.random.randint(1, min(4, len(words))))]

    def _box(self, words: str) -> dict[str, Any]:
        return {"words": words, "by_hand": False, "done": False, "named": False}

    def all(self) -> list[dict[str, Any]]:
        return [box for week in self.weeks for box in week["boxes"]]

    def text(self) -> str:
        """Return the file; the boxes in it are those of the weeks in order."""
        lines = [] if self.shape == "bare" else [f"# {self.title}", "", "Some words.", ""]
        for number, week in enumerate(self.weeks, 1):
            head, item = {
                "weeks": (f"## Week {number}: {week['name']}", "- "),
                "bare": (f"### {number}. {week['name']}", "* "),
                "bold": (f"**Part {number}: {week['name']}**\n", "1. "),
                "list": (f"- Lesson {number}: {week['name']}", "  - "),
            }[self.shape]
            lines.append(head)
            lines += [f"{item}[{'x' if box['by_hand'] else ' '}] {box['words']}" for box in week["boxes"]]
            lines += [] if self.shape == "list" else [""]
        return "\n".join(lines) + "\n"

    def edit(self) -> None:
        """Do what an owner does; only what nobody could tell from another edit is left out."""
        box = self.random.choice(self.all())
        week = next(week for week in self.weeks if any(other is box for other in week["boxes"]))
        other = self.random.choice(self.weeks)
        alike = [each for each in self.all() if each["words"] == box["words"]]
        match self.random.choice(["insert", "insert week", "reword", "rename", "retitle", "move", "move week", "tick"]):
            case "insert":
                week["boxes"].insert(self.random.randint(0, len(week["boxes"])), self._box(f"new {next(self.new)}"))
            case "insert week":
                name = f"Week of {next(self.new)} words"
                # Words that stood there before and do not now could as well have been moved.
                usual = sorted({each["words"] for each in self.all()})
                boxes = self._boxes(name, usual)
                self.weeks.insert(self.random.randint(0, len(self.weeks)), {"name": name, "boxes": boxes})
            case "reword" if len(alike) == 1:
                box["words"] = f"reworded {next(self.new)}"
            case "rename":
                week["name"] = f"Renamed {next(self.new)}"
            case "retitle":
                self.title = f"Course {next(self.new)}"
            case "move" if all(each["words"] != box["words"] for each in other["boxes"]):
                week["boxes"] = [each for each in week["boxes"] if each is not box]
                other["boxes"].insert(0, box)
                self.weeks = [each for each in self.weeks if each["boxes"]]
            case "move week":
                self.random.shuffle(self.weeks)
            case "tick" if not box["named"]:
                box["by_hand"] = box["done"] = True


def check_standing(owner: Owner, study: Study) -> None:
    """No tick is invented, and none is lost: what is not at its item is kept, and `doctor` names it."""
    snapshot = study.look()
    statuses = summary.statuses(study.roadmap, snapshot.progress)
    named = names(study)
    boxes = owner.all()
    assert len(statuses) == len(boxes)
    missing = 0
    for box, status, item in zip(boxes, statuses, study.roadmap.items, strict=True):
        # Of what the journal does not know by these words and headings, the file's own word counts.
        expected = box["done"] if item.id in named else box["by_hand"]
        assert status != "done" or box["done"] or expected, box["words"]
        missing += box["done"] and status != "done"
    lost = summary.orphans(study.roadmap, snapshot.progress)
    assert missing <= len([id for id in lost if snapshot.progress[id].status == "done"])


def names(study: Study) -> set[str]:
    return {id for event in study.look().events for id in event.get("items", ())}


def check_file(owner: Owner, study: Study) -> None:
    """Not one byte changes but within boxes, and the boxes say then what is shown."""
    before = owner.text().encode()
    after = commands.checklist(study, study.look())
    offsets = {mark.offset for mark in parse(before, "list.md").marks}
    assert len(before) == len(after)
    assert {place for place, pair in enumerate(zip(before, after, strict=True)) if len(set(pair)) > 1} <= offsets
    marks = parse(after, "list.md").marks
    assert [mark.character == "x" for mark in marks] == [
        status == "done" for status in summary.statuses(study.roadmap, study.look().progress)
    ]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=10)
@given(st.integers(0, 10**9), st.sampled_from(["weeks", "bare", "bold", "list"]), st.booleans())
def test_random_edits_by_an_owner_lose_and_invent_no_tick(
    open_: Callable[[str], Study], tmp_path: Path, seed: int, shape: str, formerly: bool
) -> None:
    (tmp_path / "state.json").unlink(missing_ok=True)
    owner = Owner(seed, shape)
    study = open_("---\nid: course\n---\n" + owner.text())
    for step in range(6):
        for _ in range(owner.random.randint(1, 2)):
            place = owner.random.randrange(len(study.roadmap.items))
            box = owner.all()[place]
            box["done"], box["named"] = not box["done"], True
            track.mark(study, "check" if box["done"] else "uncheck", [study.roadmap.items[place].id])
        if formerly and step == 0:
            as_it_was_written_earlier(study, tmp_path / "state.json")
        check_standing(owner, study)
        for _ in range(owner.random.randint(0, 2)):
            owner.edit()
            study = open_("---\nid: course\n---\n" + owner.text())
            check_standing(owner, study)
            drop_what_is_lost(owner, study)
        study = open_("---\nid: course\n---\n" + owner.text())
    text = owner.text()
    study = open_("---\nid: course\n---\n" + text)
    owner_file = type("File", (), {"text": lambda _: "---\nid: course\n---\n" + text})()
    check_file(owner_file, study)


def drop_what_is_lost(owner: Owner, study: Study) -> None:
    """Let the owner know which ticks have no item any more: these are kept, and what the file says of the items counts again."""
    statuses = summary.statuses(study.roadmap, study.look().progress)
    named = names(study)
    for box, status, item in zip(owner.all(), statuses, study.roadmap.items, strict=True):
        box["named"] = item.id in named
        box["done"] = status == "done"


def as_it_was_written_earlier(study: Study, state: Path) -> None:
    """Have the journal name items as an earlier mlpath did."""
    text = state.read_text()
    for item in study.roadmap.items:
        text = text.replace(json.dumps(item.id), json.dumps(item.was[-1]))
    document = json.loads(text)
    for event in document["events"]:
        for field in ("above", "formerly"):
            event.pop(field, None)
    document.pop("checksum", None)
    state.write_text(json.dumps(document))
    assert not any(renames.is_of_now(id) for event in document["events"] for id in event["items"])
