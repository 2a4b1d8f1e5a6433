"""A state file that something else than mlpath changed: said, kept in mind, and accepted or undone."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from mlpath.journal.encoding import decode, encode
from mlpath.journal.journal import Journal

Cli = Callable[..., Result]
WARNING = "something else than mlpath changed it"


def edited(path: Path, old: str = "before", new: str = "behind") -> None:
    """Change a file as a hand would."""
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def checks(document: Callable[..., dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {check["name"]: check for check in document("doctor")["checks"]}


@pytest.fixture
def doubted(mlpath: Cli, state: Path) -> Path:
    """Two notes by mlpath, one of which a hand has changed."""
    mlpath("note", "w1.t1", "before")
    mlpath("note", "w1.t2", "later")
    assert mlpath("status", "--json").stdout.count(WARNING) == 0
    edited(state)
    return state


def test_a_change_by_another_hand_is_said_and_refuses_nothing(
    mlpath: Cli, document: Callable[..., dict[str, Any]], doubted: Path
) -> None:
    for command in ([], ["status"], ["check", "w2.t1"], ["check", "w2.t1"], ["note", "w2.t2", "x"], ["undo"]):
        said = mlpath(*command)
        assert said.exit_code == 0
        assert " ".join(said.stdout.split()).count(WARNING) == 1, command
    assert WARNING in document("status")["notices"][0]
    assert WARNING in document("begin", "w2.t2")["notices"][0]
    for command in (["next"], ["show", "w1"], ["log"]):
        assert WARNING not in mlpath(*command).stdout
    state = checks(document)["state"]
    assert state["state"] == "warning"
    assert "the backup 2" in state["found"]
    assert "otherwise: note of" in state["found"]
    assert "`mlpath doctor --restore`" in state["fix"]
    assert "`mlpath doctor --accept`" in state["fix"]


def test_no_command_blesses_it_but_the_one_that_accepts(
    mlpath: Cli, document: Callable[..., dict[str, Any]], doubted: Path
) -> None:
    mlpath("check", "w2.t1")
    assert json.loads(doubted.read_text())["checksum"] is None
    assert document("doctor", "--accept")["accepted"] == {"state": str(doubted), "events": 3, "changed": True}
    assert document("status")["notices"] == []
    assert checks(document)["state"]["state"] == "ok"
    assert "behind" in mlpath("note", "w1.t1").stdout
    before = doubted.read_bytes()
    assert "nothing to accept" in mlpath("doctor", "--accept").stdout
    assert doubted.read_bytes() == before
    kept = [path.read_text() for path in Path(f"{doubted}.backups").iterdir()]
    assert any("before" in text for text in kept), "what it was before is gone"


def test_a_state_that_is_not_there_is_accepted_without_making_one(mlpath: Cli, state: Path) -> None:
    assert mlpath("doctor", "--accept").exit_code == 0
    assert not state.parent.exists()


def test_a_restore_undoes_it_and_keeps_what_came_later(
    mlpath: Cli, document: Callable[..., dict[str, Any]], doubted: Path
) -> None:
    mlpath("check", "w2.t1")
    mlpath("check", "w2.t2")
    found = document("doctor", "--restore")["restored"]
    assert (found["events"], found["back"], found["gone"], found["later"], found["sound"]) == (4, 1, 1, 2, True)
    assert "behind" in Path(found["aside"]).read_text()
    assert document("note", "w1.t1")["item"]["notes"][0]["text"] == "before"
    assert document("status")["overall"]["done"] == 2
    assert document("status")["notices"] == []
    assert mlpath("doctor", "--restore").exit_code == 2
    edited(doubted)
    said = mlpath("doctor", "--restore").stdout
    assert "came after" not in said, "the backup of the last write has everything"


def test_without_a_sound_backup_only_accepting_is_offered(
    mlpath: Cli, document: Callable[..., dict[str, Any]], doubted: Path
) -> None:
    for backup in Path(f"{doubted}.backups").iterdir():
        edited(backup)
    assert "--restore" not in checks(document)["state"]["fix"]
    refused = mlpath("doctor", "--restore")
    assert (refused.exit_code, "`mlpath doctor --accept`" in refused.stderr) == (4, True)
    assert "behind" in doubted.read_text()


def test_a_backup_that_was_changed_is_not_offered_where_there_is_a_sound_one(
    mlpath: Cli, document: Callable[..., dict[str, Any]], state: Path
) -> None:
    mlpath("note", "w1.t1", "before")
    folder = Path(f"{state}.backups")
    (folder / "2020-01-01.json").write_bytes(state.read_bytes())
    mlpath("check", "w1.t2")
    (newest,) = (path for path in folder.iterdir() if "2020" not in path.name)
    edited(newest)
    found = checks(document)["backups"]
    assert found["state"] == "warning"
    assert f"{newest.name} (2 events, whose checksum does not fit)" in found["found"]
    assert f"1 damaged: {newest.name}" not in found["found"]
    assert found["fix"] == "delete those that are damaged"
    state.write_bytes(b"")
    assert "2020-01-01.json" in mlpath("status").stderr
    assert document("doctor", "--restore")["restored"]["backup"].endswith("2020-01-01.json")


def test_a_changed_backup_is_better_than_none_but_is_called_that(
    mlpath: Cli, document: Callable[..., dict[str, Any]], state: Path
) -> None:
    mlpath("note", "w1.t1", "before")
    (backup,) = Path(f"{state}.backups").iterdir()
    edited(backup)
    state.unlink()
    assert "its checksum does not fit" in mlpath("status").stdout
    assert "does not fit" in mlpath("doctor", "--restore").stdout
    assert WARNING in document("status")["notices"][0]


def test_old_backups_stay_for_as_long_as_the_state_is_in_doubt(mlpath: Cli, doubted: Path) -> None:
    """Those of long ago go otherwise, but they may be all that tells what the state was."""
    folder = Path(f"{doubted}.backups")
    (today,) = folder.iterdir()
    old = folder / "2020-01-01.json"
    old.write_bytes(today.read_bytes())
    for day in range(1, 9):
        (folder / f"2021-01-0{day}.json").write_bytes(doubted.read_bytes())
    mlpath("check", "w2.t1")
    assert old.exists()
    mlpath("doctor", "--accept")
    mlpath("check", "w2.t2")
    assert not old.exists()


def test_what_is_merged_from_a_changed_file_is_in_doubt(
    mlpath: Cli, document: Callable[..., dict[str, Any]], tmp_path: Path, doubted: Path
) -> None:
    mine = ["--state", str(tmp_path / "mine.json")]
    mlpath(*mine, "check", "w3.t1")
    assert WARNING in mlpath(*mine, "merge", str(doubted)).stdout
    assert WARNING in document(*mine, "merge", str(doubted))["notices"][0]
    mlpath(*mine, "doctor", "--accept")
    assert document(*mine, "status")["notices"] == []


def test_git_is_told_too(mlpath: Cli, tmp_path: Path) -> None:
    """And what was accepted on both sides is in doubt no more, though the version that they came from was."""
    event = {"id": "e", "order": 1, "at": "2026-11-22T18:00:00+01:00", "kind": "check", "items": ["a"]}
    base, ours, theirs = (tmp_path / name for name in ("base", "ours", "theirs"))
    for path, sound in ((base, False), (ours, True), (theirs, True)):
        path.write_bytes(encode(Journal("r", (event,), {}, sound)))
    command = ["merge", "--git-driver", str(base), str(ours), str(theirs)]
    assert mlpath(*command).output == ""
    assert decode(ours.read_bytes(), "p", "r").sound
    theirs.write_bytes(encode(Journal("r", (event,), {}, sound=False)))
    assert f"something else than mlpath changed {ours}" in mlpath(*command).stderr
    assert not decode(ours.read_bytes(), "p", "r").sound
    assert json.loads(mlpath(*command, "--json").stdout)["sound"] is False


CONFLICT = "<<<<<<< ours\n{}\n=======\n{}\n>>>>>>> theirs\n"


@pytest.mark.parametrize("sound", [True, False])
def test_both_sides_of_a_conflict_bring_their_own_checksum(
    mlpath: Cli, document: Callable[..., dict[str, Any]], state: Path, tmp_path: Path, sound: bool
) -> None:
    mlpath("note", "w1.t1", "before")
    one = state.read_text().splitlines()
    other = tmp_path / "other.json"
    other.write_bytes(state.read_bytes())
    mlpath("check", "w2.t1")
    mlpath("--state", str(other), "check", "w3.t1")
    if not sound:
        edited(other, '"check"', '"begin"')
    ours, theirs = (path.read_text().splitlines()[len(one) - 3 :] for path in (state, other))
    head = state.read_text().splitlines()[: len(one) - 3]
    conflict = CONFLICT.format("\n".join(ours), "\n".join(theirs))
    state.write_text("\n".join(head) + "\n" + conflict)
    said = mlpath("merge")
    assert (said.exit_code, WARNING in said.stdout) == (0, not sound)
    assert decode(state.read_bytes(), "p", None).sound == sound
    assert len(document("log")["events"]) == 3


def test_lines_that_git_merged_on_its_own_are_in_no_doubt_where_its_index_has_the_files(
    mlpath: Cli, tmp_path: Path
) -> None:
    """Each side then has some of the other's lines, and so no file that its checksum would fit."""

    def event(order: int) -> dict[str, Any]:
        return {
            "id": f"e{order}",
            "order": order,
            "at": "2026-11-22T18:00:00+01:00",
            "kind": "note",
            "item": "x",
            "text": "y",
        }

    def version(*orders: int) -> bytes:
        return encode(Journal("ai-ml-engineer", tuple(map(event, orders))))

    folder = tmp_path / "clone"
    state = folder / "progress.json"
    identity = ["-c", "user.name=n", "-c", "user.email=e@x.org"]

    def git(*words: str, code: int = 0) -> None:
        ended = subprocess.run(["git", "-C", str(folder), *identity, *words], capture_output=True, text=True)
        assert ended.returncode == code, ended

    def commit(data: bytes) -> None:
        state.write_bytes(data)
        git("add", "progress.json")
        git("commit", "-qm", "x")

    folder.mkdir()
    git("init", "-q", "-b", "main")
    base = (10, 20, 30, 40, 50, 60)
    commit(version(*base))
    git("checkout", "-qb", "theirs")
    commit(version(*base, 70))
    git("checkout", "-q", "main")
    commit(version(5, *base, 80))
    git("merge", "-q", "theirs", code=1)
    given = ["--state", str(state)]
    said = mlpath(*given, "merge")
    assert (said.exit_code, WARNING in said.stdout) == (0, False)
    assert state.read_bytes() == version(5, *base, 70, 80)


def test_a_file_of_an_older_mlpath_is_in_no_doubt(
    mlpath: Cli, document: Callable[..., dict[str, Any]], state: Path
) -> None:
    mlpath("check", "w1.t1")
    stored = json.loads(state.read_text())
    del stored["checksum"]
    state.write_text(json.dumps(stored))
    assert document("status")["notices"] == []
    assert checks(document)["state"]["state"] == "ok"
    mlpath("check", "w1.t2")
    assert json.loads(state.read_text())["checksum"]["events"] == 2


@pytest.mark.heavy
@pytest.mark.parametrize("what", ["state", "backup"])
def test_a_flip_of_any_byte_is_refused_or_said(mlpath: Cli, state: Path, what: str) -> None:
    """By a whole command; `test_encoding` flips each bit."""
    mlpath("note", "w1.t1", "before")
    mlpath("check", "w1.t2")
    (backup,) = Path(f"{state}.backups").iterdir()
    path = state if what == "state" else backup
    whole = path.read_bytes()
    events = range(whole.index(b'"events": ['), whole.rindex(b"]"))
    for place in events:
        data = bytearray(whole)
        data[place] ^= 1 << (place % 8)
        path.write_bytes(data)
        said = mlpath("doctor")
        condition = json.loads(mlpath("doctor", "--json").stdout)["checks"]
        found = next(check for check in condition if check["name"] == ("state" if what == "state" else "backups"))
        assert found["state"] != "ok", place
        assert "Traceback" not in said.output
        if what == "state":
            status = mlpath("status")
            assert status.exit_code == 4 or WARNING in status.stdout, place
