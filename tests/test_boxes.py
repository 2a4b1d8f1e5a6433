"""Boxes that people change by hand, in the file of one and the same list: what is told, taken, and written back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import Clock
from mlpath.commands import by_hand, see, track
from mlpath.commands import roadmap as commands
from mlpath.commands.opening import open_study
from mlpath.commands.study import Options, Study
from mlpath.journal.transitions import STATUSES
from mlpath.progress import summary
from mlpath.roadmap.markdown import boxes

FILE = "# T\n## A\n- [ ] a\n- [ ] b\n- [x] c ✅ 2026-11-20\n- [>] d\n"
WITH_STATUSES = FILE + "- [/] e\n- [-] f\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "x.md"


@pytest.fixture
def open_(home: Path, file: Path, clock: Clock) -> Callable[..., Study]:
    def make(text: str | None = None) -> Study:
        if text is not None:
            file.write_text(text)
        return open_study(Options(str(file)), {}, clock)

    return make


def statuses(study: Study) -> dict[str, str]:
    found = summary.statuses(study.roadmap, study.look().progress)
    return {item.title: status for item, status in zip(study.roadmap.items, found, strict=True)}


def different(study: Study) -> list[tuple[str, str, str]]:
    return [(study.roadmap.items[d.place].title, d.box, d.status) for d in study.look().differences]


def test_the_words_for_a_status_are_the_same_everywhere() -> None:
    assert {boxes.TODO, boxes.DOING, boxes.DONE, boxes.SKIPPED} == set(STATUSES) == set(boxes.STATUSES.values())


def test_the_file_says_how_items_are_and_since_when(open_: Callable[..., Study]) -> None:
    study = open_(WITH_STATUSES)
    assert list(statuses(study).values()) == ["todo", "todo", "done", "todo", "doing", "skipped"]
    c = study.look().progress[study.roadmap.items[2].id]
    assert (c.done_on, c.since) == ("2026-11-20", "2026-11-20")
    for kind, address in (("uncheck", "a.items.3"), ("check", "e"), ("begin", "f")):
        track.mark(study, kind, [f"week1.items.{' abcdef'.index(address[-1]) if len(address) == 1 else 3}"])
    assert list(statuses(study).values()) == ["todo", "todo", "todo", "todo", "done", "doing"]
    for _ in range(3):
        track.undo(study)
    assert list(statuses(study).values()) == ["todo", "todo", "done", "todo", "doing", "skipped"]
    assert study.look().progress[study.roadmap.items[2].id].done_on == "2026-11-20"


@pytest.mark.parametrize(
    ("text", "begun", "left_out"),
    [
        (FILE, "[ ] a", "[ ] b"),
        (WITH_STATUSES, "[/] a", "[-] b"),
        (WITH_STATUSES.replace("[-]", "[~]"), "[/] a", "[~] b"),
        ("---\nstatuses: true\n---\n" + FILE, "[/] a", "[-] b"),
    ],
)
def test_begin_and_skip_come_back_where_the_file_has_such_boxes(
    open_: Callable[..., Study], file: Path, text: str, begun: str, left_out: str
) -> None:
    study = open_(text)
    track.mark(study, "begin", ["week1.items.1"])
    track.mark(study, "skip", ["week1.items.2"])
    commands.tick_in_place(study)
    assert file.read_text() == text.replace("[ ] a", begun).replace("[ ] b", left_out)
    track.mark(study, "check", ["week1"])
    commands.tick_in_place(open_())
    written = file.read_text()
    assert "[x] a" in written
    assert "[x] d" in written
    assert left_out in written


def test_only_what_was_changed_by_hand_differs(open_: Callable[..., Study], file: Path) -> None:
    study = open_(FILE)
    track.mark(study, "check", ["week1.items.1"])
    track.mark(study, "begin", ["week1.items.2"])
    track.mark(study, "uncheck", ["week1.items.3"])
    assert different(study) == []  # The file lags behind, which is no difference.
    commands.tick_in_place(study)
    study = open_(file.read_text().replace("[x] a", "[ ] a").replace("[ ] b", "[x] b").replace("[>] d", "[x] d"))
    assert different(study) == [("a", "todo", "done"), ("b", "done", "doing")]
    assert any("2 boxes differ from your journal" in notice for notice in see.status(study).today.keeping.notices)
    changes = by_hand.take_boxes(study)
    assert [entry.item.title for entry in changes.changed] == ["a", "b"]
    assert statuses(study) == {"a": "todo", "b": "done", "c": "todo", "d": "done"}
    assert different(study) == []
    again = open_(file.read_text().replace("[ ] a", "[x] a"))
    assert different(again) == [("a", "done", "todo")]
    track.mark(again, "check", ["week1.items.1"])
    assert different(again) == []


def test_what_was_taken_and_taken_back_differs_again(open_: Callable[..., Study], file: Path) -> None:
    study = open_(FILE)
    track.mark(study, "check", ["week1.items.1"])
    track.mark(study, "begin", ["week1.items.2"])
    commands.tick_in_place(study)
    study = open_(file.read_text().replace("[x] a", "[ ] a").replace("[ ] b", "[x] b"))
    by_hand_differs = different(study)
    assert [title for title, _, _ in by_hand_differs] == ["a", "b"]
    taken = by_hand.take_boxes(study)
    assert len(taken.changed) == 2
    for _ in range(2):
        track.undo(study)
    assert different(study) == by_hand_differs
    track.mark(study, "uncheck", ["week1.items.1"])
    track.mark(study, "check", ["week1.items.2"])
    assert different(study) == []


def test_what_is_done_and_marked_as_under_way_or_skipped_by_hand_is_taken(
    open_: Callable[..., Study], file: Path
) -> None:
    study = open_(FILE)
    track.mark(study, "check", ["week1.items.1", "week1.items.2"])
    commands.tick_in_place(study)
    study = open_(file.read_text().replace("[x] a", "[/] a").replace("[x] b", "[-] b"))
    by_hand.take_boxes(study)
    assert statuses(study) == {"a": "doing", "b": "skipped", "c": "done", "d": "todo"}
    assert different(study) == []


def test_the_day_in_the_file_is_the_day_it_was_done(open_: Callable[..., Study], file: Path) -> None:
    study = open_(FILE)
    track.mark(study, "begin", ["week1.items.1", "week1.items.2"])
    study = open_(FILE.replace("[ ] a", "[x] a ✅ 2026-11-21").replace("[ ] b", "[x] b ✅ 2999-01-01"))
    by_hand.take_boxes(study)
    days = {item.title: study.look().progress[item.id].done_on for item in study.roadmap.items[:2]}
    assert days == {"a": "2026-11-21", "b": "2026-11-22"}  # What is still to come is no such day.


def test_nothing_is_noted_where_nothing_was_done(open_: Callable[..., Study], file: Path) -> None:
    study = open_(FILE)
    assert not commands.tick_in_place(study)
    assert not Path(study.state_at.path).exists()
    assert by_hand.take_boxes(study).changed == ()
    assert not Path(study.state_at.path).exists()


def test_due_is_shown_until_it_is_done(open_: Callable[..., Study], mlpath: Callable[..., Any], file: Path) -> None:
    open_("# T\n- [ ] a 📅 2026-12-01\n")
    given = ("--roadmap", str(file))
    assert "due 1 Dec 2026" in mlpath(*given, "next").stdout
    assert "a  due 1 Dec 2026" in mlpath(*given, "show").stdout
    assert "due     1 Dec 2026" in mlpath(*given, "show", "week1.items.1").stdout
    mlpath(*given, "check", "week1.items.1")
    assert "due" not in mlpath(*given, "show").stdout
