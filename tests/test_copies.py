"""Copies that sync services leave beside the state file, under the names that each of them gives."""

import json
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from mlpath.journal import copies

Cli = Callable[..., Result]

NAMES = [
    "progress.sync-conflict-20261126-131400-ABCDEF7.json",
    "progress (Anna's conflicted copy 2026-11-26).json",
    "progress (In Konflikt stehende Kopie von Anna 2026-11-26).json",
    "progress (conflicted copy 2026-11-26 131400).json",
    "progress_conflict-20261126-131400.json",
    "progress (1).json",
    "progress(1).json",
    "progress 2.json",
    "progress-LAPTOP.json",
]
OTHERS = ["progress.2026-11-26-replaced.json", "progress.2026-11-26.json", "progress2.json", "my progress 2.json"]


@pytest.fixture
def state(tmp_path: Path, mlpath: Cli) -> Path:
    """A state file with week 1, beside which another machine's can be put."""
    assert mlpath("--state", str(tmp_path / "sync" / "progress.json"), "check", "week1").exit_code == 0
    return tmp_path / "sync" / "progress.json"


def left(state: Path, mlpath: Cli, name: str, address: str) -> Path:
    """Leave a copy in which this is ticked, too."""
    elsewhere = state.parent.parent / "elsewhere.json"
    shutil.copy(state, elsewhere)
    assert mlpath("--state", str(elsewhere), "check", address).exit_code == 0
    return elsewhere.rename(state.parent / name)


def check(mlpath: Cli, state: Path) -> dict[str, Any] | None:
    document = json.loads(mlpath("--state", str(state), "doctor", "--json").stdout)
    return next((check for check in document["checks"] if check["name"] == "copies"), None)


@pytest.mark.parametrize("name", NAMES)
def test_a_copy_is_named_until_it_is_merged(state: Path, mlpath: Cli, name: str) -> None:
    copy = left(state, mlpath, name, "week2")
    (notice,) = json.loads(mlpath("--state", str(state), "status", "--json").stdout)["notices"]
    assert name in notice
    assert name in mlpath("--state", str(state), "status").stdout
    found = check(mlpath, state)
    assert found is not None
    assert (found["state"], name in found["found"]) == ("warning", True)
    assert found["fix"] in notice
    command = shlex.split(notice.split("`")[1])
    assert command[:3] == ["mlpath", "merge", str(copy)]
    assert mlpath(*command[1:]).exit_code == 0
    document = json.loads(mlpath("--state", str(state), "status", "--json").stdout)
    assert (document["notices"], document["overall"]["done"]) == ([], 10)
    found = check(mlpath, state)
    assert found is not None
    assert (found["state"], found["fix"], "can be deleted" in found["found"]) == ("ok", None, True)


@pytest.mark.parametrize("name", OTHERS)
def test_what_mlpath_and_people_keep_is_no_copy(state: Path, mlpath: Cli, name: str) -> None:
    left(state, mlpath, name, "week2")
    assert copies.listed(str(state), "ai-ml-engineer") == []
    assert check(mlpath, state) is None


def test_several_are_merged_by_one_command(state: Path, mlpath: Cli) -> None:
    left(state, mlpath, NAMES[0], "week2")
    left(state, mlpath, NAMES[1], "week3")
    (state.parent / NAMES[2]).write_text("{")
    (state.parent / NAMES[3]).write_text(state.read_text().replace("ai-ml-engineer", "another"))
    (notice,) = json.loads(mlpath("--state", str(state), "status", "--json").stdout)["notices"]
    assert mlpath(*shlex.split(notice.split("`")[1])[1:]).exit_code == 0
    assert json.loads(mlpath("--state", str(state), "--json").stdout)["overall"]["done"] == 15


def test_a_copy_is_found_beside_the_file_that_a_link_leads_to(state: Path, mlpath: Cli, tmp_path: Path) -> None:
    left(state, mlpath, NAMES[0], "week2")
    (tmp_path / "link.json").symlink_to(state)
    assert NAMES[0] in mlpath("--state", str(tmp_path / "link.json"), "status").stdout
    state.unlink()
    assert NAMES[0] in mlpath("--state", str(state), "status").stdout
    assert copies.listed(str(tmp_path / "nowhere" / "s.json"), "r") == []
