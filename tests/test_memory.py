"""What a prompt and a TAB key are answered with: good until something that it was made from changes."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import settle
from mlpath.system.memory import recall, remember, seen

anything = st.text(st.characters(exclude_categories=["Cs"]))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(anything, st.integers(0, 3))
def test_a_text_comes_back_whole(home: Path, text: str, files: int) -> None:
    remember("x", [seen(str(home / f"absent-{n}")) for n in range(files)], text)
    assert recall("x") == text


def test_any_change_to_what_it_was_made_from_ends_it(home: Path) -> None:
    first, second = home / "first", home / "second"
    first.write_text("1")
    settle(first)
    remember("x", [seen(str(first)), seen(str(second))], "text")
    assert recall("x") == "text"
    second.write_text("now there")
    assert recall("x") is None
    second.unlink()
    assert recall("x") == "text"
    first.write_text("2")
    assert recall("x") is None


def test_what_changed_a_moment_ago_is_not_remembered(home: Path) -> None:
    file = home / "file"
    file.write_text("1")
    remember("x", [seen(str(file))], "text")
    assert recall("x") is None


def test_where_one_stands_counts_where_the_environment_names_files_from_there(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MLPATH_ROADMAP", "mine.yaml")
    remember("x", [], "here")
    assert recall("x") == "here"
    (home / "elsewhere").mkdir()
    monkeypatch.chdir(home / "elsewhere")
    assert recall("x") is None
    monkeypatch.setenv("MLPATH_ROADMAP", str(home / "mine.yaml"))
    assert recall("x") is None


def test_another_data_folder_is_another_progress(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    remember("x", [], "text")
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "elsewhere"))
    assert recall("x") is None


def test_a_memory_that_is_none_or_cannot_be_kept_is_no_error(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = home / ".cache" / "mlpath"
    remember("x", [], "text")
    whole = (folder / "x").read_bytes()
    for harm in (
        b"",
        b"\xff",
        b"\n\n\n",
        whole[:10],
        whole.replace(b"\n0\n", b"\n-1\n"),
        whole.replace(b"\n0\n", b"\n9\n"),
        *(whole[:length] for length in range(len(whole))),
    ):
        (folder / "x").write_bytes(harm)
        assert recall("x") is None
    (folder / "x").unlink()
    os.mkfifo(folder / "x")
    assert recall("x") is None
    (folder / "x").unlink()
    (folder / "x").mkdir()
    remember("x", [], "text")
    assert recall("x") is None
    remember("y", [seen("a path\nof two lines")], "text")
    assert recall("y") is None
    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null")
    remember("y", [], "text")
    assert recall("y") is None


def test_what_this_process_wrote_is_told_by_its_content(home: Path) -> None:
    state = home / "state.json"
    state.write_bytes(b"one")
    remember("progress", [], "text", (str(state), b"one"))
    assert recall("progress") == "text"
    stamp = state.stat().st_mtime_ns
    state.write_bytes(b"two")
    os.utime(state, ns=(stamp, stamp))
    assert recall("progress") is None
    remember("progress", [], "text", (str(state), b"something that another process has replaced since"))
    assert recall("progress") is None
    state.write_bytes(b"old")
    remember("progress", [seen(str(state))], "text")
    assert recall("progress") is None


def test_what_changes_between_reading_and_remembering_is_not_remembered(home: Path) -> None:
    file = home / "file"
    file.write_text("1")
    settle(file)
    sources = [seen(str(file)), seen(str(home / "absent"))]
    remember("x", sources, "text")
    assert recall("x") == "text"
    file.write_text("22")
    settle(file)
    remember("x", sources, "text")
    assert recall("x") is None
    sources = [seen(str(file)), seen(str(home / "absent"))]
    (home / "absent").write_text("")
    settle(home / "absent")
    remember("x", sources, "text")
    assert recall("x") is None


def test_a_file_that_can_not_be_looked_at_is_not_remembered(home: Path) -> None:
    (home / "loop").symlink_to("loop")
    for path in (str(home / "loop"), "x" * 5000):
        remember("x", [seen(path)], "text")
        assert recall("x") is None
