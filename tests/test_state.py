"""Backups, `doctor --restore` and `merge`."""

import json
import os
import shlex
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import Result

from conftest import Clock
from mlpath.commands import doctor, track
from mlpath.commands import state as recover
from mlpath.commands.opening import open_study
from mlpath.commands.study import Options, Study
from mlpath.errors import StateContradicted, StateDamaged, StateError, StateForeign, StateNewer, UsageError
from mlpath.journal import backups
from mlpath.journal.encoding import encode
from mlpath.journal.journal import Journal, fold, merge, union
from strategies import journals

Cli = Callable[..., Result]


def path_of(study: Study) -> Path:
    return Path(study.state_at.path)


def done(study: Study) -> set[str]:
    return {id for id, item in study.look().progress.items() if item.status == "done"}


def another(study: Study, path: Path) -> Study:
    return open_study(Options(state=str(path)), {}, study.clock)


@pytest.mark.parametrize("damage", [b"", b"{", b'{"recipes": []}', b"\x00" * 100, None])
def test_restoring_gives_back_every_acknowledged_tick(study: Study, clock: Clock, damage: bytes | None) -> None:
    for number in range(1, 4):
        track.mark(study, "check", [f"w{number}.t1"])
        clock.tick(days=1)
    before = path_of(study).read_bytes()
    if damage is None:
        path_of(study).unlink()
    else:
        path_of(study).write_bytes(damage)
    found = recover.restore(study, None)
    assert path_of(study).read_bytes() == before
    assert (found.events, found.aside is None) == (3, damage is None)
    if found.aside is not None:
        assert Path(found.aside).read_bytes() == damage


def test_a_sound_state_is_replaced_only_by_a_named_backup(study: Study, clock: Clock) -> None:
    track.mark(study, "check", ["w1.t1"])
    clock.tick(days=1)
    track.mark(study, "check", ["w1.t2"])
    with pytest.raises(UsageError, match="sound"):
        recover.restore(study, None)
    with pytest.raises(UsageError, match="no backup 2020"):
        recover.restore(study, "2020-01-01")
    found = recover.restore(study, "2026-11-22")
    assert (found.events, found.back, found.gone) == (1, 0, 1)
    assert done(study) == {"vectors-matrices"}
    assert found.aside is not None
    back = recover.merge(study, [found.aside])
    assert back.files == ((found.aside, 1),)
    assert done(study) == {"vectors-matrices", "probability"}


def test_a_restore_counts_what_it_really_replaced(study: Study, clock: Clock) -> None:
    """Another process appends an event while the restore waits for the lock."""
    track.mark(study, "check", ["w1.t1"])
    clock.tick(days=1)
    results = []
    waiting = threading.Thread(target=lambda: results.append(recover.restore(study, "2026-11-22")))
    with study.locked() as now:
        now.hold()
        waiting.start()
        time.sleep(0.1)
        now.append("check", items=["probability"])
    waiting.join()
    (result,) = results
    assert (result.events, result.back, result.gone) == (1, 0, 1)
    assert result.aside is not None
    assert len(json.loads(Path(result.aside).read_text())["events"]) == 2


def test_a_refused_restore_makes_nothing(mlpath: Cli, tmp_path: Path) -> None:
    assert mlpath("--state", str(tmp_path / "new" / "s.json"), "doctor", "--restore").exit_code == 4
    assert not (tmp_path / "new").exists()


def test_a_backup_that_is_none_is_refused(study: Study, tmp_path: Path) -> None:
    track.mark(study, "check", ["w1.t1"])
    before = path_of(study).read_bytes()
    bad = tmp_path / "bad.json"
    bad.write_text("{}")
    with pytest.raises(StateError):
        recover.restore(study, str(bad))
    assert path_of(study).read_bytes() == before


def test_the_newest_is_told_by_what_it_holds_not_by_its_name(study: Study, clock: Clock) -> None:
    track.mark(study, "check", ["w1.t1"])
    clock.tick(days=-20)
    track.mark(study, "check", ["w1.t2"])
    (Path(backups.folder_of(study.state_at.path)) / "2027-01-01.json").write_text("{")
    newest = backups.newest(study.state_at.path, study.roadmap.id)
    assert newest is not None
    assert (os.path.basename(newest.path), newest.events) == ("2026-11-02.json", 2)


def test_a_tick_after_a_loss_does_not_overwrite_what_the_backup_alone_has(study: Study, clock: Clock) -> None:
    track.mark(study, "check", ["week1"])
    path_of(study).unlink()
    track.mark(study, "check", ["w2.t1"])
    path_of(study).unlink()
    track.mark(study, "check", ["w2.t2"])
    for _ in range(12):
        clock.tick(days=1)
        track.mark(study, "uncheck", ["w9"])
        track.mark(study, "begin", ["w9"])
    spared = [backup.path for backup in backups.listed(study.state_at.path, study.roadmap.id)]
    recover.merge(study, spared)
    assert len(done(study)) == 7


def test_merging_says_what_came_in_and_reads_the_other_files_only(study: Study, tmp_path: Path, clock: Clock) -> None:
    track.mark(study, "check", ["w1.t1"])
    other = another(study, tmp_path / "other" / "state.json")
    clock.tick(seconds=5)
    track.mark(other, "check", ["w1.t1", "w5.p1"])
    before = (path_of(other).read_bytes(), path_of(other).stat())
    found = recover.merge(study, [str(path_of(other))])
    assert (path_of(other).read_bytes(), path_of(other).stat()) == before
    assert found.files == ((str(path_of(other)), 1),)
    assert [entry.item.address for entry in found.changes.changed] == ["week5.practice.1"]
    again = recover.merge(study, [str(path_of(other))])
    assert again.files == ((str(path_of(other)), 0),)
    kept = Path(backups.folder_of(study.state_at.path)) / "2026-11-22-before-merge.json"
    assert json.loads(kept.read_text())["events"][0]["items"] == ["vectors-matrices"]
    assert track.undo(study).event is not None
    assert done(study) == {"vectors-matrices"}


def test_both_orders_of_a_merge_are_the_same_bytes(study: Study, tmp_path: Path) -> None:
    studies = [another(study, tmp_path / name / "state.json") for name in ("a", "b")]
    for number, one in enumerate(studies, 1):
        track.mark(one, "check", [f"w{number}", "w9.t1"])
        track.undo(one)
        track.redo(one)
    files = [str(path_of(one)) for one in studies]
    recover.merge(another(study, tmp_path / "c.json"), files)
    recover.merge(another(study, tmp_path / "d.json"), files[::-1])
    recover.merge(studies[0], files[1:])
    recover.merge(studies[1], files[:1])
    assert len({path.read_bytes() for path in (tmp_path / "c.json", tmp_path / "d.json", *map(Path, files))}) == 1


def test_two_machines_write_equal_events_alike(study: Study, tmp_path: Path) -> None:
    """Each merges the other's file, whose event has the same fields in another order, one of them as another number."""
    track.mark(study, "check", ["w1.t1"])
    document = json.loads(path_of(study).read_text())
    files = [tmp_path / "one.json", tmp_path / "other.json"]
    for file, (fields, number) in zip(files, ((list, 1), (reversed, True)), strict=True):
        document["events"] = [dict(fields([*document["events"][0].items()])) | {"mood": number}]
        file.write_text(json.dumps(document))
    kept = [file.read_bytes() for file in files]
    for mine, other in ((0, 1), (1, 0)):
        (tmp_path / "theirs.json").write_bytes(kept[other])
        recover.merge(another(study, files[mine]), [str(tmp_path / "theirs.json")])
    assert files[0].read_bytes() == files[1].read_bytes() != kept[0]
    before = files[0].read_bytes()
    assert recover.merge(another(study, files[0]), [str(files[1])]).files == ((str(files[1]), 0),)
    assert files[0].read_bytes() == before


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (None, StateError),
        ("", StateDamaged),
        (encode(Journal("other")).decode(), StateForeign),
        ('{"format": "mlpath-journal", "version": 9}', StateNewer),
    ],
)
def test_a_file_that_cannot_be_merged_changes_nothing(
    study: Study, tmp_path: Path, text: str | None, error: type[StateError]
) -> None:
    track.mark(study, "check", ["w1"])
    before = path_of(study).read_bytes()
    if text is not None:
        (tmp_path / "other.json").write_text(text)
    with pytest.raises(error):
        recover.merge(study, [str(tmp_path / "other.json")])
    assert path_of(study).read_bytes() == before


def test_contradicting_files_are_refused(study: Study, tmp_path: Path) -> None:
    track.mark(study, "check", ["w1.t1"])
    before = path_of(study).read_bytes()
    (tmp_path / "other.json").write_text(path_of(study).read_text().replace("vectors-matrices", "probability"))
    with pytest.raises(StateContradicted, match=r"other\.json can't be merged .* two different contents") as refused:
        recover.merge(study, [str(tmp_path / "other.json")])
    assert "restore" not in (refused.value.hint or "")
    assert path_of(study).read_bytes() == before


def test_a_refused_backup_says_why(study: Study, tmp_path: Path) -> None:
    track.mark(study, "check", ["w1.t1"])
    whole = path_of(study).read_text()
    other = tmp_path / "other.json"
    for text, kind, said in (
        (whole.replace("ai-ml-engineer", "amb"), StateForeign, "'amb'"),
        (whole.replace('"version": 1', '"version": 2'), StateNewer, "newer"),
        ("{", StateDamaged, "not JSON"),
    ):
        other.write_text(text)
        with pytest.raises(kind, match=said):
            recover.restore(study, str(other))


@pytest.mark.parametrize("place", ["backups", "lock", "link", "permissions"])
def test_doctor_names_what_stands_in_the_way(mlpath: Cli, state: Path, place: str) -> None:
    mlpath("check", "w1.t1")
    if place == "backups":
        shutil.rmtree(f"{state}.backups")
        Path(f"{state}.backups").write_text("x")
    elif place == "lock":
        (state.parent / f".{state.name}.lock").unlink()
        (state.parent / f".{state.name}.lock").symlink_to("nowhere/x")
    elif place == "link":
        place = "lock"
        (state.parent / "other").touch()
        (state.parent / f".{state.name}.lock").unlink()
        (state.parent / f".{state.name}.lock").symlink_to(state.parent / "other")
    else:
        (state.parent / f".{state.name}.new").mkdir()
    refused = mlpath("check", "w1.t2")
    assert (refused.exit_code, "make the folder writable" in refused.stderr) == (4, False)
    found = mlpath("doctor", "--json")
    checks = {check["name"]: check for check in json.loads(found.stdout)["checks"]}
    assert (found.exit_code, checks[place]["state"]) == (1, "trouble")
    assert checks[place]["fix"]


def test_doctor_knows_a_folder_that_can_not_be_made(mlpath: Cli, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    named = ("--state", str(tmp_path / "file" / "sub" / "s.json"))
    assert mlpath(*named, "check", "w1").exit_code == 4
    checks = {check["name"]: check for check in json.loads(mlpath(*named, "doctor", "--json").stdout)["checks"]}
    assert checks["permissions"]["state"] == "trouble"


def test_the_commands_to_copy_are_on_one_line_however_narrow(mlpath: Cli, tmp_path: Path) -> None:
    state = tmp_path / "a folder with a long name" / "progress of the year.json"
    mlpath("--state", str(state), "check", "w1.t1")
    moved = mlpath("--state", str(state), "reset", "--yes", env={"COLUMNS": "40"}).stdout
    command = next(line for line in moved.splitlines() if "mv " in line)
    assert [Path(word).suffix for word in shlex.split(command[command.index("mv ") :])] == ["", ".json", ".json"]
    state.write_text("")
    refused = mlpath("--state", str(state), "next", env={"COLUMNS": "40"}).stderr
    assert f"`mlpath doctor --restore --state {shlex.quote(str(state))}`" in refused


@given(
    st.lists(journals(), min_size=2, max_size=3),
    st.lists(st.dictionaries(st.sampled_from("xyz"), st.integers() | st.text()), min_size=3, max_size=3),
)
def test_union_of_journals_is_commutative_and_keeps_unknown_fields(
    each: list[list[dict[str, Any]]], extras: list[dict[str, Any]]
) -> None:
    seen: dict[str, dict[str, Any]] = {}
    whole = [
        Journal("r", merge([[seen.setdefault(event["id"], event) for event in events]]), extra)
        for events, extra in zip(each, extras, strict=False)
    ]
    assert encode(union(whole)) == encode(union(whole[::-1])) == encode(union([*whole, whole[0]]))
    assert fold(union(whole).events) == fold(union(whole[::-1]).events)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"a": 1}',
        '{"format": "mlpath-journal", "version": 7}',
        encode(Journal("other")).decode(),
        '{"format": "mlpath-journal", "version": 1, "roadmap": "ai-ml-engineer", "events": [{"id": "a", "order": 1, "at": "2026-11-22T00:00:00Z", "kind": "dance"}]}',
        '{"format": "mlpath-journal", "version": 1, "roadmap": "ai-ml-engineer", "events": [{}]}',
    ],
)
@pytest.mark.parametrize("named", [True, False])
def test_an_unreadable_state_names_the_command_that_restores_it(
    mlpath: Cli, state: Path, tmp_path: Path, text: str, named: bool
) -> None:
    where = tmp_path / "my files" / "it's.json" if named else state
    given = ("--state", str(where)) if named else ()
    mlpath(*given, "check", "week1")
    mlpath(*given, "check", "w5.p1")
    before = where.read_bytes()
    where.write_text(text)
    for command in (["status"], ["check", "w2"], ["undo"], ["note", "w1.t1", "x"], ["export"]):
        refused = mlpath(*given, *command)
        assert refused.exit_code == 4
        assert where.read_text() == text
    assert "2026" in refused.stderr
    command = refused.stderr.replace("\n", " ").split("`")[1]
    assert command.startswith("mlpath doctor --restore")
    assert mlpath(*shlex.split(command)[1:]).exit_code == 0
    assert where.read_bytes() == before


def test_a_lost_state_is_mentioned_by_status(mlpath: Cli, state: Path) -> None:
    mlpath("check", "week1")
    state.unlink()
    assert "mlpath doctor --restore" in mlpath("status").stdout


def test_doctor_looks_at_everything(mlpath: Cli, study: Study, state: Path) -> None:
    def found(*given: str) -> dict[str, dict[str, Any]]:
        result = mlpath("doctor", "--json", *given)
        return {check["name"]: check for check in json.loads(result.stdout)["checks"]}

    mlpath("check", "week1")
    names = {"content", "config", "roadmap", "state", "backups", "orphans", "cache", "lock", "permissions"}
    assert {(name, check["state"]) for name, check in found().items()} == {(name, "ok") for name in names}
    state.chmod(0o644)
    assert found()["permissions"]["state"] == doctor.WARNING
    before = state.read_bytes()
    state.unlink()
    mlpath("check", "w2.t1")
    assert found()["backups"]["state"] == doctor.WARNING
    assert mlpath("doctor").exit_code == 0
    command = found()["backups"]["fix"].split("`")[1]
    assert mlpath(*shlex.split(command)[1:]).exit_code == 0
    assert found()["backups"]["state"] == doctor.OK
    assert json.loads(mlpath("--json").stdout)["overall"]["done"] == 6
    state.write_bytes(before[:50])
    assert found()["state"]["state"] == doctor.TROUBLE
    assert "doctor --restore" in found()["state"]["fix"]
    assert mlpath("doctor").exit_code == 1


def test_doctor_takes_a_backup_only_to_restore_it(mlpath: Cli) -> None:
    assert mlpath("doctor", "2026-11-22").exit_code == 2
    assert mlpath("doctor", "--restore").exit_code == 4


def test_a_git_merge_that_fails_leaves_the_file_and_says_so(mlpath: Cli, tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours.json", tmp_path / "theirs.json"
    ours.write_bytes(encode(Journal("r")))
    theirs.write_bytes(encode(Journal("other")))
    (tmp_path / "base").touch()
    assert mlpath("merge", "--git-driver", str(tmp_path / "base"), str(ours), str(theirs)).exit_code == 4
    assert ours.read_bytes() == encode(Journal("r"))
    assert mlpath("merge", "--git-driver", str(ours)).exit_code == 2


def test_the_id_of_an_orphan_is_quoted_for_a_shell(mlpath: Cli, study: Study) -> None:
    orphan = "vectors matrices; $(id) 'x'"
    with study.locked() as now:
        now.append("check", items=[orphan])
    options = ("--state", study.state_at.path)
    checks = json.loads(mlpath(*options, "doctor", "--json").stdout)["checks"]
    (found,) = (check for check in checks if check["name"] == "orphans")
    assert shlex.quote(orphan) in found["found"]
    command = found["fix"].split("`")[-2]
    assert shlex.split(command)[1:4] == ["doctor", "--adopt", orphan]
    refused = mlpath(*options, "doctor", "--adopt", "other", "w1.t1")
    assert shlex.quote(orphan) in " ".join(refused.stderr.split())
    assert mlpath(*shlex.split(command)[1:]).exit_code == 0
