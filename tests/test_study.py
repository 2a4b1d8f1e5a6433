"""One change of a study: under one lock, in a straight line, with nothing made where nothing changes."""

from pathlib import Path

import pytest

from conftest import Clock
from mlpath.commands import track
from mlpath.commands.study import Study
from mlpath.errors import StateBusy
from mlpath.journal import file
from mlpath.system.lock import locked

FIRST, SECOND = "vectors-matrices", "probability"


def test_what_is_appended_stands_there_when_the_next_line_runs(study: Study) -> None:
    with study.locked() as now:
        assert now.before is now.after
        now.append("check", items=[FIRST])
        assert [event["kind"] for event in study.look().events] == ["check"]
        now.append("note", item=SECOND, text="n")
    assert now.before.journal is None
    assert now.after == study.look()._replace(seen=None)
    assert [event["kind"] for event in now.after.events] == ["check", "note"]
    assert (now.after.progress[FIRST].status, now.after.progress[SECOND].notes[0].text) == ("done", "n")


def test_a_change_of_nothing_makes_no_folder_and_no_lock(study: Study, tmp_path: Path) -> None:
    elsewhere = study._replace(state_at=study.state_at._replace(path=str(tmp_path / "new" / "state.json")))
    with elsewhere.locked() as now:
        assert now.before.journal is None
    track.undo(elsewhere)
    track.mark(elsewhere, "uncheck", ["week1"])
    assert not (tmp_path / "new").exists()


def test_the_state_is_held_while_a_change_is_made(study: Study) -> None:
    track.mark(study, "check", [FIRST])
    lock = file.lock_file(study.state_at.path)
    with study.locked(), pytest.raises(StateBusy), file.locked(study.state_at.path, study.roadmap.id, wait=0.05):
        pytest.fail("held twice")
    with locked(lock, wait=0.05):
        assert track.read_notes(study, FIRST).entry.status == "done"


def test_a_first_event_joins_one_that_came_in_between(study: Study, clock: Clock) -> None:
    with study.locked() as now:
        clock.tick(seconds=1)
        track.mark(study, "check", [FIRST])  # Another process: there was no file to hold yet.
        now.append("check", items=[SECOND])
    assert [event["items"] for event in study.look().events] == [[FIRST], [SECOND]]
    assert now.after == study.look()._replace(seen=None)
    assert {id for id, item in now.after.progress.items() if item.status == "done"} == {FIRST, SECOND}


def test_an_error_in_the_middle_changes_nothing(study: Study) -> None:
    track.mark(study, "check", [FIRST])
    before = Path(study.state_at.path).read_bytes()
    with pytest.raises(ZeroDivisionError), study.locked():
        raise ZeroDivisionError
    assert Path(study.state_at.path).read_bytes() == before
    track.mark(study, "check", [SECOND])
