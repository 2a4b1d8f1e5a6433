"""What must never happen to the state file, tried with real processes."""

import json
import os
import random
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import SHIPPED, Run
from mlpath.journal import file as store
from mlpath.journal.encoding import decode
from mlpath.roadmap.yaml import read as yaml_file
from mlpath.system import lock

pytestmark = pytest.mark.heavy  # Many real processes, one test after another.
MLPATH = [sys.executable, "-m", "mlpath"]
ITEMS = [item.id for item in yaml_file.load(str(SHIPPED)).items]

# Writes events one after the other as fast as it can, and says of each that it is acknowledged.
WRITER = """
import os, sys
from datetime import datetime
from mlpath.commands.opening import open_study
from mlpath.commands.study import Options
from mlpath.commands import track
study = open_study(Options(state=sys.argv[1]), {}, lambda: datetime.now().astimezone())
for number in range(1000):
    track.write_note(study, "week1.topics.1", {"text": f"{sys.argv[2]}.{number}"})
    os.write(1, f"{sys.argv[2]}.{number}\\n".encode())
"""


def events(path: Path) -> list[dict[str, Any]]:
    found = store.load(str(path), "ai-ml-engineer")
    return [] if found is None else list(found.events)


def test_killed_at_any_moment_the_file_is_whole_and_has_every_acknowledged_event(home: Path, tmp_path: Path) -> None:
    """Each run is killed after a random number of acknowledged writes and a random part of the next one."""
    path = tmp_path / "state.json"
    chance = random.Random(20261122)
    runs, killed, acknowledged, leftovers = 500, 0, 0, 0
    for run in range(runs):
        if run % 20 == 0 and path.exists():
            path.unlink()  # Writing slows down as the journal grows.
            for backup in (tmp_path / "state.json.backups").iterdir():
                backup.unlink()
        before = len(events(path))
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path), str(run)], stdout=subprocess.PIPE)
        assert writer.stdout is not None
        lines = [writer.stdout.readline() for _ in range(chance.randint(1, 4))]
        time.sleep(chance.random() * 0.006)
        writer.kill()
        lines += writer.stdout.readlines()
        killed += writer.wait() == -signal.SIGKILL
        writer.stdout.close()
        acknowledged += len(lines)
        after = events(path)
        leftovers += (tmp_path / ".state.json.new").exists()
        assert before + len(lines) <= len(after) <= before + len(lines) + 1
        newest = [json.loads(p.read_bytes()) for p in (tmp_path / "state.json.backups").glob("2*.json")]
        assert max(len(backup["events"]) for backup in newest) >= before + len(lines)
    assert killed > runs * 0.9
    assert acknowledged > runs
    assert leftovers > 0, "no run was killed in the middle of a write"


def test_a_hundred_processes_at_once_lose_nothing(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    chosen = ITEMS[:50]
    environment = {**os.environ, "MLPATH_STATE": str(path)}
    stop, failures = threading.Event(), []

    def look() -> None:
        while not stop.is_set():
            ended = subprocess.run([*MLPATH, "status", "--json"], env=environment, capture_output=True, text=True)
            if ended.returncode or json.loads(ended.stdout)["overall"]["total"] != 63:
                failures.append(ended)

    reader = threading.Thread(target=look)
    reader.start()
    for kind in ("check", "uncheck"):
        running = [
            subprocess.Popen([*MLPATH, kind, id], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            for id in chosen
        ]
        for process in running:
            _, err = process.communicate(timeout=120)
            assert (process.returncode, err) == (0, b"")
    stop.set()
    reader.join()
    assert failures == []
    written = events(path)
    for kind in ("check", "uncheck"):
        assert sorted(event["items"][0] for event in written if event["kind"] == kind) == sorted(chosen)
    assert len({event["order"] for event in written}) == len(written) == 100


def mixed(number: int, folder: Path) -> list[str]:
    """Return the words of one of many commands that run at the same time, some of which read and some of which write."""
    item = ITEMS[number % len(ITEMS)]
    return (
        ["note", item, f"note {number}"],
        ["check", item],
        ["note", item, f"note {number}", "--link", "https://example.org"],
        ["begin", item],
        ["merge", str(folder / f"other-{number}.json")],
        ["skip", item, "--note", f"note {number}"],
        ["undo"],
        ["status", "--json"],
        ["plan", "--start", "today", "--days", str(1 + number)],
        ["doctor", "--json"],
        ["uncheck", item],
        ["export", "-f", "json", "-o", str(folder / f"out-{number}.json")],
    )[number % 12]


def test_commands_of_every_kind_at_once_lose_nothing_and_leave_a_sound_file(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    environment = {**os.environ, "MLPATH_STATE": str(path)}
    commands = [mixed(number, tmp_path) for number in range(120)]
    brought = [Path(words[1]) for words in commands if words[0] == "merge"]
    for other in brought:
        subprocess.run(
            [*MLPATH, "--state", str(other), "note", ITEMS[0], f"from {other.stem}"], stdout=subprocess.DEVNULL
        )
    running = [
        subprocess.Popen([*MLPATH, *words], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for words in commands
    ]
    ended = [
        (words, process.communicate(timeout=300), process.returncode)
        for words, process in zip(commands, running, strict=True)
    ]
    for words, (_, err), code in ended:
        assert (code, err) == (0, b""), (words, code, err)
    written = events(path)
    assert len({event["order"] for event in written}) == len(written)
    texts = {event.get("text") or event.get("note") for event in written}
    noted = [text for words in commands for text in words if text.startswith("note ")]
    assert len(noted) == 30
    assert texts.issuperset(noted)
    assert texts.issuperset(f"from {other.stem}" for other in brought)
    told = [words for words, (out, _), _ in ended if words[0] in ("check", "begin") and b"unchanged" not in out]
    for words in told:
        assert any(event["kind"] == words[0] and words[1] in event["items"] for event in written), words
    assert sum(event["kind"] == "plan" for event in written) == 10
    assert store.load(str(path), "ai-ml-engineer") == decode(path.read_bytes(), str(path), None)._replace(sound=True)
    (backup,) = (tmp_path / "state.json.backups").glob("????-??-??.json")
    assert backup.read_bytes() == path.read_bytes()


def test_lock_files_that_are_deleted_lose_nothing_that_was_acknowledged(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    script = (
        WRITER.replace("range(1000)", "range(60)")
        .replace("    track.write_note", "    with suppress(StateBusy):\n     track.write_note")
        .replace("    os.write", "     os.write")
        .replace(
            "import os, sys", "import os, sys\nfrom contextlib import suppress\nfrom mlpath.errors import StateBusy"
        )
    )
    writers = [
        subprocess.Popen([sys.executable, "-c", script, str(path), str(number)], stdout=subprocess.PIPE)
        for number in range(4)
    ]
    deleted = 0
    while any(writer.poll() is None for writer in writers):
        try:
            os.unlink(store.lock_file(str(path)))
            deleted += 1
        except FileNotFoundError:
            pass
        time.sleep(0.002)
    acknowledged = [line.decode().strip() for writer in writers for line in writer.communicate()[0].splitlines()]
    assert [writer.returncode for writer in writers] == [0] * 4
    assert deleted > 20
    assert len(acknowledged) > 20
    assert sorted(event["text"] for event in events(path)) == sorted(acknowledged)


def test_twenty_processes_at_once_lose_nothing(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    running = [
        subprocess.Popen([*MLPATH, "--state", str(path), "check", id], stdout=subprocess.DEVNULL) for id in ITEMS[:20]
    ]
    assert [process.wait(timeout=60) for process in running] == [0] * 20
    assert sorted(event["items"][0] for event in events(path)) == sorted(ITEMS[:20])


@pytest.mark.parametrize("room", [0, 1, 100, 2_000])
def test_a_full_disk_changes_nothing_and_says_so(process: Callable[..., Run], tmp_path: Path, room: int) -> None:
    """RLIMIT_FSIZE stands in for the full disk: a write beyond it fails as one beyond the disk's end does."""
    path = tmp_path / "state.json"
    process("--state", str(path), "check", "week1", "--note", "x" * 3_000)
    before = path.read_bytes()

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    command = [sys.executable, "-B", "-m", "mlpath", "--state", str(path), "check", "week12"]
    ended = subprocess.run(command, preexec_fn=limit, capture_output=True, text=True, cwd=tmp_path)
    assert ended.returncode == 4, ended.stderr
    assert "nothing was changed" in ended.stderr
    assert path.read_bytes() == before
    assert {path.name for path in tmp_path.iterdir() if path.is_file()} == {"state.json", ".state.json.lock"}
    assert [len(json.loads(p.read_bytes())["events"]) for p in (tmp_path / "state.json.backups").iterdir()] == [1]
    assert process("--state", str(path), "check", "week12").code == 0


def test_a_restore_that_fails_leaves_nothing_behind(process: Callable[..., Run], tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    process("--state", str(path), "check", "week1", "--note", "x" * 3_000)
    path.write_bytes(b"")
    before = sorted(tmp_path.iterdir())

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))

    command = [sys.executable, "-B", "-m", "mlpath", "--state", str(path), "doctor", "--restore"]
    for _ in range(2):
        ended = subprocess.run(command, preexec_fn=limit, capture_output=True, text=True, cwd=tmp_path)
        assert (ended.returncode, "nothing was changed" in ended.stderr) == (4, True), ended.stderr
    assert sorted(tmp_path.iterdir()) == before
    assert path.read_bytes() == b""


def test_what_another_program_left_does_not_open_the_file_to_others(
    process: Callable[..., Run], tmp_path: Path
) -> None:
    path = tmp_path / "state.json"
    process("--state", str(path), "check", "week1")
    left = tmp_path / ".state.json.new"
    left.write_text("x")
    left.chmod(0o644)
    assert process("--state", str(path), "check", "week2").code == 0
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "small"
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=32k", "tmpfs", str(folder)], capture_output=True).returncode:
        pytest.skip("no tmpfs can be mounted here; RLIMIT_FSIZE stands in for it")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_that_fills_up_keeps_every_acknowledged_tick(process: Callable[..., Run], small_disk: Path) -> None:
    path = small_disk / "state.json"
    acknowledged = 0
    while acknowledged < 60:
        ended = process("--state", str(path), "note", "w1.t1", "x" * 1_500)
        if ended.code:
            break
        acknowledged += 1
    assert (ended.code, "space" in ended.err) == (4, True)
    assert len(events(path)) == acknowledged > 2


# Root minus the right to pass by permissions is a user like any other.
UNPRIVILEGED = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.getuid() == 0 else []


@pytest.fixture
def unprivileged(home: Path, tmp_path: Path) -> Callable[..., Run]:
    """Run mlpath as one to whom permissions mean something."""
    if UNPRIVILEGED and subprocess.run([*UNPRIVILEGED, "true"], capture_output=True).returncode:
        pytest.skip("root can't give up its rights here")

    def run(*arguments: str) -> Run:
        ended = subprocess.run([*UNPRIVILEGED, *MLPATH, *arguments], capture_output=True, text=True, cwd=tmp_path)
        return Run(ended.returncode, ended.stdout, ended.stderr)

    return run


def test_a_read_only_folder_can_be_read_but_not_written(unprivileged: Callable[..., Run], tmp_path: Path) -> None:
    path = tmp_path / "folder" / "state.json"
    given = ("--state", str(path))
    unprivileged(*given, "check", "week1")
    before = path.read_bytes()
    path.parent.chmod(0o555)
    for command in ("status", "next", "show", "export"):
        assert unprivileged(*given, command).code == 0
    assert unprivileged(*given, "doctor").code == 1
    refused = unprivileged(*given, "check", "week2")
    assert (refused.code, "nothing was changed" in refused.err) == (4, True)
    assert unprivileged(*given, "reset", "--yes").code == 4
    assert path.read_bytes() == before
    path.parent.chmod(0o755)


def test_a_write_protected_and_an_unreadable_file_are_respected(
    unprivileged: Callable[..., Run], tmp_path: Path
) -> None:
    path = tmp_path / "state.json"
    given = ("--state", str(path))
    unprivileged(*given, "check", "week1")
    before = path.read_bytes()
    path.chmod(0o400)
    refused = unprivileged(*given, "check", "week2")
    assert (refused.code, "chmod u+rw" in refused.err) == (4, True)
    assert unprivileged(*given, "status").code == 0
    path.chmod(0o000)
    for command in (["status"], ["check", "week2"]):
        refused = unprivileged(*given, *command)
        assert (refused.code, "permission denied" in refused.err) == (4, True)
    assert path.read_bytes() == before


def hold(path: Path) -> None:
    with store.locked(str(path), "ai-ml-engineer"):
        pass


def test_every_prefix_of_the_state_is_refused_and_left_alone(
    home: Path, process: Callable[..., Run], tmp_path: Path
) -> None:
    path = tmp_path / "state.json"
    process("--state", str(path), "check", "week1", "--note", "ünï")
    whole = path.read_bytes()
    for length in range(len(whole.rstrip())):
        path.write_bytes(whole[:length])
        with pytest.raises(store.StateError):
            store.load(str(path), "ai-ml-engineer")
        with pytest.raises(store.StateError):
            hold(path)
        assert path.read_bytes() == whole[:length]


def test_flipped_bytes_are_refused_or_read_as_a_whole_journal(tmp_path: Path, process: Callable[..., Run]) -> None:
    path = tmp_path / "state.json"
    process("--state", str(path), "check", "week1", "--note", "text")
    whole = path.read_bytes()
    chance = random.Random(7)
    refused = 0
    for _ in range(2_000):
        flipped = bytearray(whole)
        for _ in range(chance.randint(1, 3)):
            flipped[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        path.write_bytes(flipped)
        try:
            found = store.load(str(path), "ai-ml-engineer")
        except store.StateError:
            refused += 1
            with pytest.raises(store.StateError):
                hold(path)
        else:
            assert found is not None
            assert len(found.events) == 1
        assert path.read_bytes() == bytes(flipped)
    assert refused > 500


def test_a_lock_left_by_a_dead_process_is_no_obstacle(process: Callable[..., Run], tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    lock = tmp_path / ".state.json.lock"
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            f"import fcntl,time; f=open({str(lock)!r},'w'); fcntl.flock(f, 2); print(flush=True); time.sleep(60)",
        ],
        stdout=subprocess.PIPE,
    )
    assert holder.stdout is not None
    holder.stdout.readline()
    holder.kill()
    holder.communicate()
    assert lock.exists()
    assert process("--state", str(path), "check", "week1").code == 0


def test_a_lock_held_by_a_live_process_is_waited_for_and_then_named(
    process: Callable[..., Run], tmp_path: Path
) -> None:
    path = tmp_path / "state.json"
    process("--state", str(path), "check", "week1")
    before = path.read_bytes()
    lock = tmp_path / ".state.json.lock"
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            f"import fcntl,time; f=open({str(lock)!r},'w'); fcntl.flock(f, 2); print(flush=True); time.sleep(60)",
        ],
        stdout=subprocess.PIPE,
    )
    assert holder.stdout is not None
    holder.stdout.readline()
    since = time.monotonic()
    ended = process("--state", str(path), "check", "week2")
    waited = time.monotonic() - since
    assert (ended.code, str(lock) in ended.err) == (4, True)
    assert 9.5 < waited < 20
    assert process("--state", str(path), "status").code == 0
    assert "another process holds it" in process("--state", str(path), "doctor").out
    holder.kill()
    holder.communicate()
    assert path.read_bytes() == before


def test_who_waits_gives_up_on_one_holder_not_on_many(tmp_path: Path) -> None:
    path = str(tmp_path / "lock")
    held = threading.Event()

    def hold_in_turn() -> None:
        for _ in range(6):
            with lock.locked(path):
                held.set()
                time.sleep(0.2)

    thread = threading.Thread(target=hold_in_turn)
    thread.start()
    held.wait()
    with lock.locked(path, wait=0.5):
        pass
    thread.join()
    with lock.locked(path), pytest.raises(lock.LockTimeoutError), lock.locked(path, wait=0.1):
        pass


@pytest.mark.parametrize("zone", ["XXX-1:23:45", "<+24>-24", "Nowhere/None", ""])
def test_odd_time_zones_are_no_obstacle(process: Callable[..., Run], tmp_path: Path, zone: str) -> None:
    path = tmp_path / "state.json"
    for command in ("check", "uncheck"):
        assert process("--state", str(path), command, "week1", env={"TZ": zone}).code == 0
    assert len(events(path)) == 2


def test_days_are_those_of_the_clock_on_the_wall(process: Callable[..., Run], tmp_path: Path) -> None:
    """One moment, two time zones: it is another day there, and each tick keeps its own."""
    path = tmp_path / "state.json"
    for zone, id in (("Pacific/Kiritimati", ITEMS[0]), ("Pacific/Midway", ITEMS[1])):
        process("--state", str(path), "check", id, env={"TZ": zone})
    days = [process("--state", str(path), "show", id, "--json").json()["items"][0]["done_on"] for id in ITEMS[:2]]
    assert days[0] > days[1]
    assert [event["at"][-6:] for event in events(path)] == ["+14:00", "-11:00"]
