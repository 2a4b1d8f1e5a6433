"""One change of a study: under one lock, in a straight line, with nothing made where nothing changes."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from conftest import Clock
from mlpath.commands import track
from mlpath.commands.change import decided_under_lock
from mlpath.commands.study import Study
from mlpath.errors import StateBusy
from mlpath.journal import file
from mlpath.journal.encoding import encode
from mlpath.journal.journal import Journal
from mlpath.progress.summary import next_place
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


def test_who_was_overtaken_decides_once_more(study: Study) -> None:
    """There was no file to hold yet, and another process made it in between."""
    met = []

    @decided_under_lock
    def check_next() -> None:
        with study.locked() as now:
            met.append(len(now.before.events))
            place = next_place(study.roadmap, now.before.progress)
            if len(met) == 1:
                track.mark(study, "check", ["next"])
            assert place is not None
            now.append("check", items=[study.roadmap.items[place].id])

    check_next()
    assert met == [0, 1]
    assert [event["items"] for event in study.look().events] == [[FIRST], [SECOND]]


@pytest.mark.parametrize(
    ("commands", "fields"),
    [
        pytest.param(
            ["plan --start 2026-12-01", "plan --pause 2026-12-24..2027-01-01"],
            {"start", "pauses"},
            marks=pytest.mark.heavy,
        ),
        (["check next", "check next"], set()),
    ],
)
def test_the_first_commands_at_once_all_count(home: Path, state: Path, commands: list[str], fields: set[str]) -> None:
    state.parent.mkdir(parents=True)
    with locked(file.lock_file(str(state))):  # A slow first writer, so that both have looked before either writes.
        running = [subprocess.Popen([sys.executable, "-m", "mlpath", *command.split()]) for command in commands]
        time.sleep(1.5)
    assert [process.wait(timeout=60) for process in running] == [0, 0]
    events = json.loads(state.read_text())["events"]
    assert len(events) == 2
    if fields:
        assert events[-1]["plan"].keys() == fields
    else:
        assert len({event["items"][0] for event in events}) == 2


def test_undo_of_nothing_holds_nothing(study: Study) -> None:
    path = Path(study.state_at.path)
    path.write_bytes(encode(Journal(study.roadmap.id)))
    with locked(file.lock_file(study.state_at.path)):
        assert track.undo(study).event is None
        assert track.redo(study).event is None
    assert not (path.parent / "state.json.backups").exists()


def test_a_file_that_was_written_by_hand_is_brought_into_form(study: Study, clock: Clock) -> None:
    track.mark(study, "check", [FIRST])
    clock.tick(minutes=1)
    track.mark(study, "check", [SECOND])
    path = Path(study.state_at.path)
    document = json.loads(path.read_bytes())
    head, _ = path.read_bytes().split(b'"events": [')
    lines = [json.dumps(event, separators=(",", ":")) for event in reversed(document["events"])]
    path.write_bytes(head + b'"events": [\n    ' + ",\n    ".join(lines).encode() + b"\n  ]\n}\n")
    track.mark(study, "check", ["week1.topics.3"])
    assert path.read_bytes() == encode(file.load(str(path), None))


def test_an_error_in_the_middle_changes_nothing(study: Study) -> None:
    track.mark(study, "check", [FIRST])
    before = Path(study.state_at.path).read_bytes()
    with pytest.raises(ZeroDivisionError), study.locked():
        raise ZeroDivisionError
    assert Path(study.state_at.path).read_bytes() == before
    track.mark(study, "check", [SECOND])
