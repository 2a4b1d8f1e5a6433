"""`mlpath use`: which roadmap is the usual one, and which there are."""

import json
import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from conftest import SHIPPED, Run

Mlpath = Callable[..., Result]
Document = Callable[..., dict[str, Any]]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    file = tmp_path / "course.md"
    file.write_text("# Course\n- [x] a\n- [ ] b\n")
    return file


def test_the_roadmap_in_use_is_remembered(mlpath: Mlpath, document: Document, course: Path, home: Path) -> None:
    assert [entry["id"] for entry in document("use")["known"]] == ["ai-ml-engineer"]
    assert "Course" in mlpath("use", str(course)).stdout
    assert document("status")["roadmap"]["id"] == "course"
    known = {entry["id"]: entry for entry in document("use")["known"]}
    assert (known["course"]["current"], known["course"]["overall"]["percent"]) == (True, 50)
    assert (known["ai-ml-engineer"]["current"], known["ai-ml-engineer"]["overall"]["total"]) == (False, 63)
    mlpath("use", "default")
    assert document("status")["roadmap"]["id"] == "ai-ml-engineer"
    assert {entry["id"] for entry in document("use")["known"]} == {"course", "ai-ml-engineer"}
    written = home / ".config" / "mlpath" / "config.json"
    assert json.loads(written.read_text()) == {"known": [str(course)]}


def test_what_can_not_be_read_is_not_used(mlpath: Mlpath, document: Document, course: Path, tmp_path: Path) -> None:
    mlpath("use", str(course))
    for wrong in ("missing.md", str(tmp_path)):
        assert mlpath("use", wrong).exit_code == 3
    assert document("status")["roadmap"]["id"] == "course"
    course.unlink()
    gone = next(entry for entry in document("use")["known"] if entry["current"])
    assert (gone["id"], "no such file" in gone["error"]) == (None, True)
    assert mlpath("status").exit_code == 3
    assert mlpath("use", "default").exit_code == 0
    assert mlpath("status").exit_code == 0


def test_a_known_roadmap_is_used_by_its_name(mlpath: Mlpath, document: Document, course: Path, tmp_path: Path) -> None:
    mlpath("use", str(course))
    for name, id in (("ai-ml-engineer", "ai-ml-engineer"), ("Course", "course"), ("default", "ai-ml-engineer")):
        assert mlpath("use", name).exit_code == 0
        assert document("status")["roadmap"]["id"] == id
    mlpath("use", "course.md")
    assert document("status")["roadmap"]["id"] == "course"
    unknown = mlpath("use", "rust")
    assert unknown.exit_code == 3
    assert "known are ai-ml-engineer, course" in unknown.stderr
    other = tmp_path / "other" / "course.md"
    other.parent.mkdir()
    other.write_text("# Another\n- [ ] a\n")
    mlpath("use", str(other))
    several = mlpath("use", "course")
    assert (several.exit_code, several.stderr.count("mlpath use /")) == (2, 2)
    assert document("status")["roadmap"]["id"] == "another"


def test_a_file_comes_before_a_name(mlpath: Mlpath, document: Document, course: Path, monkeypatch: Any) -> None:
    mlpath("use", str(course))
    folder = course.parent / "work"
    folder.mkdir()
    (folder / "course").write_bytes(SHIPPED.read_bytes())
    monkeypatch.chdir(folder)
    mlpath("use", "course")
    assert document("status")["roadmap"]["path"] == str(folder / "course")


def test_bullets_are_remembered_too(mlpath: Mlpath, document: Document, tmp_path: Path) -> None:
    file = tmp_path / "notes.md"
    file.write_text("# Notes\n- a\n- b\n  - c\n")
    refused = mlpath("use", str(file))
    assert (refused.exit_code, "--bullets" in refused.stderr) == (3, True)
    assert mlpath("use", str(file), "--bullets").exit_code == 0
    assert document("check", "week1.items.2.1")["overall"]["done"] == 1
    mlpath("use", "default")
    assert [(entry["id"], entry["error"]) for entry in document("use")["known"]] == [
        ("ai-ml-engineer", None),
        ("notes", None),
    ]
    assert mlpath("use", str(file), "--bullets").exit_code == 0
    assert document("doctor")["ok"]
    mlpath("use", "default")
    assert mlpath("--roadmap", str(file), "status").exit_code == 3


def test_what_comes_before_the_config_says_so(mlpath: Mlpath, course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLPATH_ROADMAP", str(course))
    assert "in use: MLPATH_ROADMAP" in mlpath("use").stdout


def test_a_remembered_roadmap_that_moved_names_the_way_back(mlpath: Mlpath, document: Document, course: Path) -> None:
    mlpath("use", str(course))
    moved = course.rename(course.with_name("moved.md"))
    for command in (["status"], ["next"], ["check", "next"], ["doctor"]):
        result = mlpath(*command)
        assert result.exit_code == (1 if command == ["doctor"] else 3)
        said = " ".join((result.stderr + result.stdout).split())
        assert "`mlpath use FILE` says where it is now, `mlpath use default` goes back to the shipped one" in said
    assert "use default" not in mlpath("--roadmap", str(course), "status").stderr
    assert mlpath("use", str(moved)).exit_code == 0
    assert document("status")["roadmap"]["id"] == "course"


@pytest.mark.parametrize("broken", ["{", '{"roadmap": "a\\u0000"}', '{"known": 1}', "\udcff"])
@pytest.mark.parametrize("default", [True, False])
def test_a_broken_config_is_mended_by_choosing_a_roadmap(
    mlpath: Mlpath, document: Document, course: Path, home: Path, broken: str, *, default: bool
) -> None:
    file = home / ".config" / "mlpath" / "config.json"
    file.parent.mkdir(parents=True)
    content = broken.encode("utf-8", "surrogateescape")
    file.write_bytes(content)
    refused = mlpath("status")
    assert refused.exit_code == 3
    assert "mlpath use default" in refused.stderr
    assert mlpath("use", "missing.md").exit_code == 3
    assert file.read_bytes() == content
    assert mlpath("use", "default" if default else str(course)).exit_code == 0
    assert document("status")["roadmap"]["id"] == ("ai-ml-engineer" if default else "course")
    assert file.with_name("config.json.broken").read_bytes() == content
    file.write_bytes(content + b"{")
    assert mlpath("use", "default").exit_code == 0
    assert file.with_name("config.json.broken").read_bytes() == content
    assert file.with_name("config.json-2.broken").read_bytes() == content + b"{"


@pytest.mark.heavy
def test_a_name_that_is_not_utf8_works_where_it_is_named_and_is_not_remembered(
    process: Callable[..., Run], tmp_path: Path, home: Path
) -> None:
    name = os.fsdecode(b"n\xff.md")
    try:
        (tmp_path / name).write_text("# Course\n- [ ] a\n- [ ] b\n")
    except OSError:
        pytest.skip("this file system has no such names")
    for command in (
        [],
        ["check", "next"],
        ["note", "next", "n"],
        ["undo"],
        ["doctor"],
        ["use"],
        ["show"],
        ["validate"],
        ["export", "-f", "json"],
        ["export", "-f", "html"],
        ["export", "--in-place"],
        ["status", "--json"],
    ):
        ended = process("--roadmap", name, *command)
        assert (ended.code, ended.err) == (0, ""), command
    refused = process("use", name)
    assert refused.code == 3
    assert "not UTF-8" in refused.err
    assert not (home / ".config").exists()
    assert process("status").code == 0


def test_one_state_file_for_all_roadmaps_is_said_to_stand_in_the_way(
    mlpath: Mlpath, document: Document, course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever does what the message says can tick in both; the former file is that of its own roadmap then."""
    sync = tmp_path / "a sync"
    monkeypatch.setenv("MLPATH_STATE", str(sync / "progress.json"))
    mlpath("check", "week1")
    assert document("use")["notice"] is None
    used = mlpath("use", str(course))
    assert (used.exit_code, "Nothing can be ticked in it yet" in used.stdout) == (0, True)
    assert "MLPATH_STATE" in document("use")["notice"]
    refused = mlpath("check", "next")
    assert refused.exit_code == 4
    move, export = re.findall("`([^`]+)`", refused.stderr)
    assert move in used.stdout
    ended = subprocess.run(
        ["bash", "-ec", f'{move}; {export}; printf %s "$MLPATH_STATE"'], capture_output=True, text=True
    )
    assert (ended.stdout, ended.stderr) == (f"{sync}/", "")
    monkeypatch.setenv("MLPATH_STATE", ended.stdout)
    assert document("check", "week1.items.2")["overall"]["done"] == 2
    known = {entry["id"]: entry["overall"]["done"] for entry in document("use")["known"]}
    assert known == {"ai-ml-engineer": 5, "course": 2}
    assert document("use")["notice"] is None
    assert sorted(path.name for path in sync.glob("*.json")) == ["ai-ml-engineer.json", "course.json"]
    monkeypatch.delenv("MLPATH_STATE")
    assert {entry["overall"]["done"] for entry in document("use")["known"]} == {0, 1}
    by_option = document("use", "--state", f"{sync}/")["known"]
    assert {entry["id"]: entry["overall"]["done"] for entry in by_option} == known


def test_a_file_that_is_there_is_not_overwritten_by_the_advice(
    mlpath: Mlpath, course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MLPATH_STATE", str(tmp_path / "ai-ml-engineer.json"))
    mlpath("check", "week1")
    (tmp_path / "copy.json").write_bytes((tmp_path / "ai-ml-engineer.json").read_bytes())
    for name in ("ai-ml-engineer.json", "copy.json"):
        monkeypatch.setenv("MLPATH_STATE", str(tmp_path / name))
        refused = mlpath("--roadmap", str(course), "next").stderr
        assert re.findall("`([^`]+)`", refused) == [f"export MLPATH_STATE={tmp_path}/"]


def test_a_folder_without_its_slash_is_told_of_it(mlpath: Mlpath, tmp_path: Path) -> None:
    refused = mlpath("--state", str(tmp_path), "next")
    assert (refused.exit_code, "end with a slash" in refused.stderr) == (4, True)
