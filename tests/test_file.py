"""The state file: read strictly, replaced whole."""

import errno
import json
import os
import stat
import threading
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from mlpath.errors import (
    StateBusy,
    StateDamaged,
    StateError,
    StateForeign,
    StateNewer,
    StateUnconfirmed,
    StateUnwritable,
)
from mlpath.journal import file as store
from mlpath.journal.encoding import decode, encode
from mlpath.journal.events import Event
from mlpath.journal.journal import Journal
from mlpath.system.lock import NoLocksError, is_held, locked
from mlpath.system.reading import version

TODAY = "2026-11-22"


def event(number: int, **fields: Any) -> Event:
    return {
        "id": f"e{number}",
        "order": number,
        "at": "2026-11-22T18:04:05+01:00",
        "kind": "check",
        "items": ["a"],
        **fields,
    }


def append(path: Path, number: int, today: str = TODAY) -> Journal:
    with store.locked(str(path), "r") as held:
        before = held.journal or Journal("r")
        held.write(before._replace(events=(*before.events, event(number))), today)
    return held.journal or before


def hold(path: Path, roadmap: str = "r", wait: float = 10.0) -> None:
    with store.locked(str(path), roadmap, wait):
        pass


def ids(path: Path) -> list[str]:
    found = store.load(str(path), "r")
    return [] if found is None else [event["id"] for event in found.events]


def test_an_absent_file_is_a_new_journal(tmp_path: Path) -> None:
    assert store.load(str(tmp_path / "state.json"), "r") is None
    append(tmp_path / "new" / "folder" / "state.json", 1)
    assert ids(tmp_path / "new" / "folder" / "state.json") == ["e1"]


def test_a_new_folder_outlasts_a_power_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is found by the names of its folders, and each of them lies in the folder above it."""
    flushed, fsync = [], os.fsync
    monkeypatch.setattr(
        os, "fsync", lambda descriptor: (flushed.append(os.fstat(descriptor).st_ino), fsync(descriptor))
    )
    append(tmp_path / "new" / "folder" / "state.json", 1)
    folders = [tmp_path, tmp_path / "new", tmp_path / "new" / "folder"]
    assert {folder.stat().st_ino for folder in folders} <= set(flushed)


def test_a_change_of_nothing_writes_nothing(tmp_path: Path) -> None:
    append(tmp_path / "state.json", 1)
    before = version(os.stat(tmp_path / "state.json"))
    with store.locked(str(tmp_path / "state.json"), "r") as held:
        assert held.journal is not None
    assert version(os.stat(tmp_path / "state.json")) == before


def test_only_the_owner_can_read_what_is_written(tmp_path: Path) -> None:
    append(tmp_path / "state.json", 1)
    append(tmp_path / "state.json", 2)
    for path in [tmp_path / "state.json", *(tmp_path / "state.json.backups").iterdir()]:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "state.json.backups").stat().st_mode) == 0o700


def test_unknown_fields_survive_a_rewrite(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    document = {
        "format": "mlpath-journal",
        "version": 1,
        "roadmap": "r",
        "mood": {"a": [1]},
        "events": [event(1, colour="blue")],
    }
    path.write_text(json.dumps(document))
    append(path, 2)
    written = json.loads(path.read_text())
    assert written["mood"] == {"a": [1]}
    assert written["events"][0]["colour"] == "blue"


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (b"", StateDamaged),
        (b" \n", StateDamaged),
        (b"{", StateDamaged),
        (b"\xff", StateDamaged),
        (b"[" * 100_000, StateDamaged),
        (b"[]", StateDamaged),
        (b'{"version": NaN}', StateDamaged),
        (b'{"a": 1, "a": 2}', StateDamaged),
        (b'{"order": ' + b"9" * 5000 + b"}", StateDamaged),
        (b"{}", StateForeign),
        (encode(Journal("r")).replace(b'"version"', b'"x": "\\ud800", "version"'), StateDamaged),
        (encode(Journal("r", (event(2**63 - 1),))), StateDamaged),
        (encode(Journal("other")), StateForeign),
        (encode(Journal("r")).replace(b": 1,", b": 2,"), StateNewer),
        (encode(Journal("r", (event(1, kind="dance"),))), StateNewer),
        (encode(Journal("r", (event(1, items=[]),))), StateDamaged),
    ],
)
def test_what_is_not_this_journal_is_refused_and_left_as_it_is(
    tmp_path: Path, text: bytes, error: type[StateError]
) -> None:
    path = tmp_path / "state.json"
    path.write_bytes(text)
    with pytest.raises(error) as refused:
        store.load(str(path), "r")
    assert refused.value.exit_code == 4
    with pytest.raises(error):
        append(path, 1)
    assert path.read_bytes() == text


def test_the_same_journal_is_the_same_bytes(tmp_path: Path) -> None:
    journal = Journal("r", (event(1), event(2)), {"x": 1})
    assert decode(encode(journal), "p", "r") == journal
    assert encode(decode(encode(journal), "p", "r")) == encode(journal)


def test_a_symlink_stays_one(tmp_path: Path) -> None:
    real = tmp_path / "real" / "state.json"
    real.parent.mkdir()
    link = tmp_path / "link.json"
    link.symlink_to(real)
    append(link, 1)
    append(link, 2)
    assert link.is_symlink()
    assert ids(real) == ["e1", "e2"]


def test_a_link_into_nowhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "link.json").symlink_to(tmp_path / "unmounted" / "state.json")
    for attempt in (lambda: append(tmp_path / "link.json", 1), lambda: store.load(str(tmp_path / "link.json"), "r")):
        with pytest.raises(StateError, match="not there"):
            attempt()
    assert not (tmp_path / "unmounted").exists()


def test_a_folder_a_device_and_a_pipe_are_no_state_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, Path("/dev/null"), tmp_path / "pipe"):
        with pytest.raises(StateError):
            store.load(str(path), "r")
        with pytest.raises(StateError):
            append(path, 1)
    assert [path.name for path in tmp_path.iterdir()] == ["pipe"]


def test_a_file_of_absurd_size_is_refused_unread(tmp_path: Path) -> None:
    with open(tmp_path / "state.json", "wb") as file:
        file.truncate(store.MOST_BYTES + 1)
    with pytest.raises(StateError, match="bytes"):
        store.load(str(tmp_path / "state.json"), "r")


def test_the_newest_backup_is_the_last_write_and_seven_earlier_days_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    for day in range(1, 13):
        append(path, 2 * day, f"2026-11-{day:02}")
        append(path, 2 * day + 1, f"2026-11-{day:02}")
    backups = tmp_path / "state.json.backups"
    assert sorted(os.listdir(backups)) == [f"2026-11-{day:02}.json" for day in range(5, 13)]
    assert (backups / "2026-11-12.json").read_bytes() == path.read_bytes()
    assert ids(backups / "2026-11-07.json")[-1] == "e15"


def test_a_held_lock_is_waited_for_and_then_named(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    with locked(store.lock_file(str(path))), pytest.raises(StateBusy, match=r"\.state\.json\.lock"):
        hold(path, wait=0.1)
    append(path, 1)
    assert ids(path) == ["e1"]


def test_a_lock_file_deleted_under_its_holder_loses_no_event(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    append(path, 1)
    with store.locked(str(path), "r") as held:
        os.unlink(store.lock_file(str(path)))
        append(path, 2)
        with pytest.raises(StateBusy, match="nothing was changed"):
            held.write(Journal("r", (event(1), event(3))), TODAY)
    assert ids(path) == ["e1", "e2"]
    assert not list(tmp_path.rglob("*.new"))
    append(path, 3)
    assert ids(path) == ["e1", "e2", "e3"]


def test_who_waited_for_a_deleted_lock_file_waits_for_the_one_that_is_there(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    taken = []

    def wait() -> None:
        with locked(str(path)):
            taken.append(True)

    waiting = threading.Thread(target=wait)
    with ExitStack() as first, ExitStack() as second:
        first.enter_context(locked(str(path)))
        waiting.start()
        time.sleep(0.1)
        path.unlink()
        second.enter_context(locked(str(path)))
        first.close()
        time.sleep(0.1)
        assert not taken
    waiting.join()
    assert taken


def test_a_link_in_place_of_the_lock_file_is_not_followed(tmp_path: Path) -> None:
    path, other = tmp_path / "state.json", tmp_path / "other"
    other.write_text("mine")
    os.utime(other, (1, 1))
    for aim in (other, tmp_path / "absent"):
        Path(store.lock_file(str(path))).symlink_to(aim)
        with pytest.raises(StateUnwritable, match="it is a link"):
            append(path, 1)
        assert (other.read_text(), other.stat().st_mtime) == ("mine", 1)
        assert sorted(os.listdir(tmp_path)) == [".state.json.lock", "other"]
        os.unlink(store.lock_file(str(path)))


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP])
def test_a_file_system_without_locks_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    fcntl = pytest.importorskip("fcntl")

    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(fcntl, "flock", refuse)
    with pytest.raises(StateUnwritable, match="file system has no locks") as refused:
        append(tmp_path / "state.json", 1)
    assert refused.value.hint == "name a file on another disk with --state or MLPATH_STATE"
    with pytest.raises(NoLocksError):
        is_held(store.lock_file(str(tmp_path / "state.json")))


def test_a_folder_that_can_not_be_locked_is_no_obstacle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fcntl = pytest.importorskip("fcntl")
    real = fcntl.flock

    def refuse(descriptor: int, operation: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EBADF, "Bad file descriptor")
        real(descriptor, operation)

    monkeypatch.setattr(fcntl, "flock", refuse)
    append(tmp_path / "state.json", 1)
    assert ids(tmp_path / "state.json") == ["e1"]


def test_what_a_killed_process_left_behind_is_no_obstacle(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    append(path, 1)
    (tmp_path / ".state.json.new").write_bytes(b"half")
    append(path, 2)
    assert ids(path) == ["e1", "e2"]
    assert sorted(os.listdir(tmp_path)) == [".state.json.lock", "state.json", "state.json.backups"]


def test_what_a_kill_left_among_the_backups_goes_with_the_next_write(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    append(path, 1)
    for name in (".2026-11-20.json.new", ".2026-11-20-before-merge.json.new"):
        (tmp_path / "state.json.backups" / name).write_bytes(b"half")
    append(path, 2)
    assert os.listdir(tmp_path / "state.json.backups") == [f"{TODAY}.json"]


def test_moving_aside_keeps_everything(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    assert store.move_aside(str(path), TODAY) is None
    for number in (1, 2):
        append(path, number)
        moved = store.move_aside(str(path), TODAY)
        assert moved is not None
        assert ids(Path(moved)) == [f"e{number}"]
    assert (tmp_path / "state.2026-11-22.json").exists()
    assert (tmp_path / "state.2026-11-22-2.json").exists()


def test_state_files_of_like_names_have_backups_of_their_own(tmp_path: Path) -> None:
    append(tmp_path / "notes.2026", 1)
    append(tmp_path / "notes.2027", 2)
    assert ids(tmp_path / "notes.2026.backups" / f"{TODAY}.json") == ["e1"]
    assert ids(tmp_path / "notes.2027.backups" / f"{TODAY}.json") == ["e2"]


def test_other_files_among_the_backups_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    append(path, 1, "2026-10-01")
    for name in ("0-mine.json", "before-exam.json", "notes.txt"):
        (tmp_path / "state.json.backups" / name).write_text("{}")
    for day in range(1, 12):
        append(path, day + 1, f"2026-11-{day:02}")
    names = set(os.listdir(tmp_path / "state.json.backups"))
    assert {"0-mine.json", "before-exam.json", "notes.txt"} < names
    assert len(names) == 3 + 8


def test_a_backup_that_cannot_be_written_is_told_without_denying_the_change(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    append(path, 1)
    backup = tmp_path / "state.json.backups" / "2026-11-23.json"
    backup.mkdir()
    (backup / "in the way").touch()
    with pytest.raises((StateUnconfirmed, StateUnwritable)) as refused:
        append(path, 2, "2026-11-23")
    assert ids(path) == (["e1", "e2"] if isinstance(refused.value, StateUnconfirmed) else ["e1"])
    assert not list(tmp_path.rglob(".*.new"))


def test_a_restore_that_is_not_confirmed_keeps_what_it_replaced(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    append(path, 1)
    whole = path.read_bytes()
    path.write_bytes(b"mine")
    backup = tmp_path / "state.json.backups" / "2026-11-23.json"
    backup.mkdir()
    (backup / "in the way").touch()
    with pytest.raises((StateUnconfirmed, StateUnwritable)) as refused, store.held(str(path)) as held:
        store.restore(held, whole, decode(whole, "p", "r"), "2026-11-23")
    confirmed = isinstance(refused.value, StateUnconfirmed)
    assert path.read_bytes() == (whole if confirmed else b"mine")
    assert [file.read_bytes() for file in tmp_path.glob("*-replaced*")] == ([b"mine"] if confirmed else [])
    assert ("what stood there is kept as" in str(refused.value)) == confirmed


def test_a_journal_that_grew_too_large_to_be_read_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    append(path, 1)
    before = path.read_bytes()
    huge = event(2, note="x" * store.MOST_BYTES)
    with pytest.raises(StateUnwritable, match="bytes"), store.locked(str(path), "r") as held:
        held.write(Journal("r", (event(1), huge)), TODAY)
    assert path.read_bytes() == before


def test_numbers_that_json_has_no_word_for_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    path.write_bytes(encode(Journal("r")).replace(b'"version"', b'"x": 1e999, "version"'))
    with pytest.raises(StateDamaged, match="too large a number"):
        store.load(str(path), "r")
