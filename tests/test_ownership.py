"""Whose files are: also where root runs mlpath once with the home of another."""

import json
import os
import shlex
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Run
from mlpath.system.writing import move_over, write_beside

OTHER = 54321
as_root = pytest.mark.skipif(os.name != "posix" or os.getuid() != 0, reason="only root can give files away")
# Root minus the right to pass by permissions: one who owns none of the files of `OTHER`.
UNPRIVILEGED = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]


def give(folder: Path, owner: int = OTHER) -> None:
    for path in [folder, *folder.rglob("*")]:
        os.chown(path, owner, owner, follow_symlinks=False)


def owners(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder)): path.lstat().st_uid for path in [folder, *folder.rglob("*")]}


@pytest.mark.parametrize("mode", [0o600, 0o664, 0o640, 0o444])
def test_a_replaced_file_keeps_its_mode(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    path.chmod(mode)
    move_over(write_beside(str(path), b"new"), str(path))
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"new", mode)


@as_root
@pytest.mark.parametrize("mode", [0o600, 0o664])
def test_a_replaced_file_keeps_its_owner(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    path.chmod(mode)
    os.chown(path, OTHER, OTHER + 1)
    move_over(write_beside(str(path), b"new"), str(path))
    status = path.stat()
    assert (status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode)) == (OTHER, OTHER + 1, mode)


@as_root
def test_a_group_that_can_not_be_kept_gets_no_more_than_all_others(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    path.chmod(0o664)
    os.chown(path, OTHER, OTHER + 1)
    tmp_path.chmod(0o777)
    script = (
        "import sys; from mlpath.system.writing import *; move_over(write_beside(sys.argv[1], b'new'), sys.argv[1])"
    )
    without = ["setpriv", "--bounding-set=-chown"]
    if subprocess.run([*without, "true"], capture_output=True).returncode:
        pytest.skip("root can't give up its rights here")
    subprocess.run([*without, sys.executable, "-c", script, str(path)], check=True)
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"new", 0o644)


@pytest.mark.heavy
@as_root
def test_what_root_does_once_leaves_everything_to_the_user(
    home: Path, process: Callable[..., Run], tmp_path: Path
) -> None:
    """The first command of all, a second one, and the boxes of a Markdown file."""
    notes = home / "notes.md"
    notes.write_text("# Mine\n\n## Week 1: First\n\n- [ ] one\n- [ ] two\n")
    notes.chmod(0o664)
    give(home)
    for command in (
        ["check", "w1.t1"],
        ["check", "w1.t2"],
        ["next"],
        ["prompt"],
        ["use", str(notes)],
        ["check", "week1.items.1"],
        ["export", "--in-place"],
        ["doctor"],
        ["reset", "--yes"],
        ["doctor", "--restore"],
    ):
        assert process(*command).code == 0, command
        assert set(owners(home).values()) == {OTHER}, command
    assert "- [x] one" in notes.read_text()
    assert stat.S_IMODE(notes.stat().st_mode) == 0o664


@as_root
@pytest.mark.parametrize(
    "what",
    [
        "*.json",
        *(pytest.param(what, marks=pytest.mark.heavy) for what in ("", "*.backups", "*.backups/*.json", ".*.lock")),
    ],
)
def test_doctor_says_how_to_get_back_what_belongs_to_another(
    home: Path, process: Callable[..., Run], state: Path, tmp_path: Path, what: str
) -> None:
    process("check", "w1.t1")
    paths = list(state.parent.glob(what)) if what else [state.parent]
    assert paths
    for path in paths:
        os.chown(path, OTHER, OTHER)
        path.chmod(0o700 if path.is_dir() else 0o600)
    command = [*UNPRIVILEGED, sys.executable, "-m", "mlpath", "doctor", "--json"]
    ended = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    if "setpriv" in ended.stderr:
        pytest.skip("root can't give up its rights here")
    checks = json.loads(ended.stdout)["checks"]
    fixes = [check["fix"] for check in checks if check["fix"]]
    assert fixes
    for fix in fixes:
        assert "sudo chown" in fix, fix
    assert "none yet" not in ended.stdout
    assert "delete" not in ended.stdout
    for fix in fixes:
        for words in map(shlex.split, fix.strip("`").split("`; `")):
            subprocess.run(words[1:], check=True)
    ended = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert (ended.returncode, {check["state"] for check in json.loads(ended.stdout)["checks"]}) == (0, {"ok"})


@as_root
def test_a_backup_that_may_not_be_read_is_no_obstacle(home: Path, process: Callable[..., Run], state: Path) -> None:
    process("check", "w1.t1")
    (backup,) = Path(f"{state}.backups").iterdir()
    os.chown(backup, OTHER, OTHER)
    before = backup.read_bytes()
    command = [*UNPRIVILEGED, sys.executable, "-m", "mlpath", "check", "w1.t2"]
    ended = subprocess.run(command, capture_output=True, text=True)
    if "setpriv" in ended.stderr:
        pytest.skip("root can't give up its rights here")
    assert ended.returncode == 0
    contents = [path.read_bytes() for path in backup.parent.iterdir()]
    assert len(contents) == 2
    assert before in contents


@pytest.mark.heavy
@as_root
def test_a_roadmap_of_anothers_says_how_to_get_it_back(home: Path, tmp_path: Path) -> None:
    """One may read it, and tick in it, but not write to it."""
    notes = tmp_path / "my notes.md"
    notes.write_text("# Mine\n\n## Week 1: First\n\n- [ ] one\n- [ ] two\n")
    os.chown(notes, OTHER, OTHER)
    notes.chmod(0o644)
    command = [*UNPRIVILEGED, sys.executable, "-m", "mlpath", "--roadmap", str(notes)]
    ended = subprocess.run([*command, "check", "w1.i1"], capture_output=True, text=True)
    if "setpriv" in ended.stderr:
        pytest.skip("root can't give up its rights here")
    refused = subprocess.run([*command, "export", "--in-place"], capture_output=True, text=True)
    first, hint = refused.stderr.splitlines()
    assert (refused.returncode, first) == (1, f"error: {notes} can't be written: it is write-protected")
    assert hint == f"make it writable: `sudo chown root {shlex.quote(str(notes))}`"
    assert "- [x]" not in notes.read_text()
    subprocess.run(shlex.split(hint.split("`")[1])[1:], check=True)
    assert subprocess.run([*command, "export", "--in-place"], capture_output=True).returncode == 0
    assert "- [x] one" in notes.read_text()
