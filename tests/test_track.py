"""The commands that change progress, with a clock that stands still."""

from pathlib import Path

import pytest

from conftest import Clock
from mlpath.commands import track
from mlpath.commands.study import Study
from mlpath.errors import UnknownAddress, UsageError
from mlpath.progress.results import Changes
from mlpath.terminal import output
from mlpath.terminal import track as views
from mlpath.terminal.page import FANCY, Page


def events(study: Study) -> list[dict[str, object]]:
    return list(study.look().events)


def statuses(study: Study, *ids: str) -> list[str]:
    progress = study.look().progress
    return [progress[id].status if id in progress else "todo" for id in ids]


def test_one_command_is_one_event_however_many_items(study: Study) -> None:
    found = track.mark(study, "check", ["week1", "w5.p1", "w1.t1"])
    assert [entry.item.address for entry in found.changed][:1] == ["week1.topics.1"]
    assert len(found.changed) == 6
    assert len(events(study)) == 1
    assert found.first
    assert not track.mark(study, "check", ["w2.t1"]).first


def test_a_command_that_changes_nothing_appends_nothing(study: Study) -> None:
    track.mark(study, "check", ["week1"])
    found = track.mark(study, "check", ["week1", "gradient-descent", "vectors-matrices"])
    assert [entry.item.id for entry in found.changed] == ["gradient-descent"]
    again = track.mark(study, "check", ["week1"])
    assert (again.changed, len(again.unchanged)) == ((), 5)
    assert len(events(study)) == 2


def test_one_bad_address_changes_nothing_at_all(study: Study, tmp_path: Path) -> None:
    with pytest.raises(UnknownAddress):
        track.mark(study, "check", ["week1", "week99"])
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


def test_a_group_leaves_skipped_items_alone_and_one_item_does_not(study: Study) -> None:
    track.mark(study, "skip", ["w1.t1"])
    track.mark(study, "check", ["week1"])
    assert statuses(study, "vectors-matrices", "probability") == ["skipped", "done"]
    track.mark(study, "check", ["week1", "w1.t1"])
    assert statuses(study, "vectors-matrices") == ["done"]


def test_next_is_what_next_names_first(study: Study) -> None:
    track.mark(study, "begin", ["w3.t2"])
    assert [entry.item.id for entry in track.mark(study, "check", ["next"]).changed] == ["numpy-pandas"]
    assert [entry.item.id for entry in track.mark(study, "check", ["next", "next"]).changed] == ["vectors-matrices"]
    track.mark(study, "check", ["month1-3", "resources"])
    assert track.mark(study, "check", ["next"]).changed == ()
    with pytest.raises(UsageError, match="everything is done"):
        track.write_note(study, "next", {"text": "x"})


def test_the_day_is_the_clocks_unless_it_is_given(study: Study, clock: Clock) -> None:
    track.mark(study, "check", ["w1.t1"])
    clock.tick(days=1)
    track.mark(study, "check", ["w1.t2"], {"on": "2026-11-03"})
    track.mark(study, "check", ["w1.t1"])
    progress = study.look().progress
    assert progress["vectors-matrices"].done_on == "2026-11-22"
    assert progress["probability"].done_on == "2026-11-03"
    assert len(events(study)) == 2
    track.mark(study, "check", ["w1.t1"], {"on": "2026-11-21"})
    assert study.look().progress["vectors-matrices"].done_on == "2026-11-21"


def test_evidence_is_added_to_what_is_done_already(study: Study) -> None:
    track.mark(study, "check", ["w1.t1"])
    track.mark(study, "check", ["w1.t1"], track.evidence(["again"], ["https://x.org/1"]))
    (note,) = study.look().progress["vectors-matrices"].notes
    assert (note.text, note.link) == ("again", "https://x.org/1")


@pytest.mark.parametrize(
    ("note", "link"),
    [
        ("", None),
        (" \n", None),
        ("x" * 10_001, None),
        ("\udcff", None),
        (None, "x.org"),
        (None, "file:///etc/passwd"),
        (None, "javascript:alert(1)"),
        (None, "https://"),
        (None, "https://x y"),
    ],
)
def test_evidence_that_is_none_is_refused(note: str | None, link: str | None) -> None:
    with pytest.raises(UsageError):
        track.evidence([] if note is None else [note], [] if link is None else [link])


def test_several_notes_and_links_are_all_kept(study: Study) -> None:
    urls = ["https://x.org/1", "https://x.org/2", "https://x.org/3"]
    track.mark(study, "check", ["w1.t1", "w1.t2"], track.evidence(["one", "two"], urls))
    for id in ("vectors-matrices", "probability"):
        notes = [(note.text, note.link) for note in study.look().progress[id].notes]
        assert notes == [("one", urls[0]), ("two", urls[1]), (None, urls[2])]
    left = track.write_note(study, "w1.t1", {}, remove=2).entry.notes
    assert [(note.text, note.link) for note in left] == [("one", urls[0]), (None, urls[2])]
    assert [note.link for note in track.write_note(study, "w1.t1", {}, remove=1).entry.notes] == [urls[2]]
    assert len(study.look().progress["probability"].notes) == 3
    with pytest.raises(UsageError):
        track.evidence(["fine", ""], [])


def test_undo_takes_back_as_many_as_are_named_and_never_more(study: Study) -> None:
    for address in ("w1.t1", "w1.t2", "w1.t3"):
        track.mark(study, "check", [address])
    with pytest.raises(UsageError, match="there are only 3 commands to undo"):
        track.undo(study, 4)
    taken = track.undo(study, 2).taken
    assert [one.addresses for one in taken] == [("week1.topics.3",), ("week1.topics.2",)]
    assert statuses(study, "vectors-matrices", "probability", "descriptive-statistics") == ["done", "todo", "todo"]
    assert len(track.redo(study, 2).taken) == 2
    assert statuses(study, "vectors-matrices", "probability", "descriptive-statistics") == ["done", "done", "done"]


def test_notes_are_added_removed_and_replaced_by_number(study: Study) -> None:
    for text in ("one", "two"):
        track.write_note(study, "w1.t1", {"text": text})
    assert [note.text for note in track.write_note(study, "w1.t1", {"text": "three"}, remove=1).entry.notes] == [
        "two",
        "three",
    ]
    assert [note.text for note in track.write_note(study, "w1.t1", {}, remove=2).entry.notes] == ["two"]
    with pytest.raises(UsageError, match="has no note 2: it has 1"):
        track.write_note(study, "w1.t1", {}, remove=2)
    with pytest.raises(UsageError, match="more than one item"):
        track.write_note(study, "week1", {"text": "x"})
    assert len(track.read_notes(study, "w1.t1").entry.notes) == 1


def test_what_changes_nothing_leaves_no_folder_and_no_lock(study: Study, tmp_path: Path) -> None:
    track.undo(study)
    track.redo(study)
    track.mark(study, "uncheck", ["week1"])
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


def test_undo_says_what_it_took_back_and_what_comes_next(study: Study) -> None:
    assert track.undo(study).event is None
    track.mark(study, "check", ["w1.t1"])
    track.mark(study, "begin", ["w1.t2", "w1.t3"])
    found = track.undo(study)
    assert found.event is not None
    assert found.event["kind"] == "begin"
    assert [entry.item.address for entry in found.changes.changed] == ["week1.topics.2", "week1.topics.3"]
    assert found.following is not None
    assert found.following.event["kind"] == "check"
    assert [taken.addresses for taken in found.taken] == [("week1.topics.2-3",)]
    track.undo(study)
    assert statuses(study, "vectors-matrices", "probability") == ["todo", "todo"]
    assert track.undo(study).event is None
    track.redo(study)
    assert statuses(study, "vectors-matrices", "probability") == ["done", "todo"]
    track.mark(study, "check", ["w2.t1"])
    assert track.redo(study).event is None


def test_a_clock_that_falls_back_appends_at_the_end(study: Study, clock: Clock) -> None:
    track.mark(study, "check", ["w1.t1"])
    clock.tick(days=-30)
    track.mark(study, "uncheck", ["w1.t1"])
    assert statuses(study, "vectors-matrices") == ["todo"]
    assert [event["kind"] for event in events(study)] == ["check", "uncheck"]


def test_a_note_that_no_item_took_is_not_lost_silently(study: Study) -> None:
    track.mark(study, "check", ["week1"])
    assert not track.mark(study, "skip", ["w1.t1"], {"note": "x"}).note_kept
    assert not track.mark(study, "check", ["week1"], {"note": "x"}).note_kept
    assert track.mark(study, "check", ["w1.t1"], {"note": "x"}).note_kept
    assert track.mark(study, "check", ["week1"]).note_kept


def test_another_day_is_told_with_the_one_before(study: Study) -> None:
    track.mark(study, "check", ["w1.t1"])
    found = track.mark(study, "check", ["w1.t1", "w1.t2"], {"on": "2026-11-20"})
    assert [(entry.item.address, day) for entry, day in found.redated] == [("week1.topics.1", "2026-11-22")]
    assert "  week1.topics.1 is done since 20 Nov 2026 now, before since 22 Nov 2026" in lines(found)
    assert [day for _, day in track.undo(study).changes.redated] == ["2026-11-20"]


def lines(result: Changes) -> list[str]:
    return [
        line.rstrip()
        for block in views.changes(result, Page(80, FANCY))
        for line in output.drawn(block, 80, output.NO_COLOUR)
    ]
