"""Compiled roadmaps: the same again from the cache, or none; and nothing that is no longer, or never was, the file's."""

import hashlib
import json
import os
import resource
import statistics
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import Result

from conftest import Run
from mlpath.errors import RoadmapError
from mlpath.roadmap import cache
from mlpath.roadmap.load import load, load_cached
from mlpath.roadmap.roadmap import Roadmap
from mlpath.roadmap.yaml import write as yaml_file
from strategies import roadmaps

LISTS = st.lists(st.sampled_from(["# T", "## Week 1", "- [ ] a", "- [x] b\u2028 c", "  - [X] [d](https://x.org)", ""]))


def kept(file: Path) -> Roadmap | None:
    """Return the roadmap in a file by way of its cache."""
    roadmap = load(str(file))
    cache.save(str(file), cache.stamp(str(file)), roadmap)
    return cache.load(str(file))


def fields(roadmap: Roadmap) -> dict[str, Any]:
    """Return all that a roadmap is made of, with the types of its items and groups."""
    return {**vars(roadmap), "types": [list(map(type, row)) for row in (*roadmap.items, *roadmap.groups)]}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(roadmaps)
def test_from_the_cache_comes_the_same_roadmap(home: Path, tmp_path: Path, roadmap: Roadmap) -> None:
    file = tmp_path / "r.yaml"
    file.write_text(yaml_file.render(roadmap), encoding="utf-8")
    again = kept(file)
    assert again is not None
    assert fields(again) == fields(load(str(file)))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LISTS)
def test_from_the_cache_comes_the_same_checklist(home: Path, tmp_path: Path, lines: list[str]) -> None:
    file = tmp_path / "r.md"
    file.write_text("\n".join(lines), encoding="utf-8")
    try:
        again = kept(file)
    except RoadmapError:
        return
    assert again is not None
    assert fields(again) == fields(load(str(file)))


def test_a_roadmap_without_items_is_kept_too(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "r.yaml"
    file.write_text("version: 1\nid: x\ntitle: X\nmonths: [{title: M, weeks: [{title: W, topics: []}]}]\n")
    again = kept(file)
    assert again is not None
    assert again.items == ()


def test_the_cache_is_never_trusted_blindly(home: Path, mlpath: Callable[..., Result], tmp_path: Path) -> None:
    roadmap = tmp_path / "r.yaml"
    text = "version: 1\nid: x\ntitle: {}\nmonths: [{{title: M, weeks: [{{title: W, topics: [A, B]}}]}}]\n"

    def title() -> str:
        return json.loads(mlpath("--roadmap", str(roadmap), "--json").stdout)["roadmap"]["title"]

    roadmap.write_text(text.format("One"))
    assert title() == title() == "One"
    (file,) = (home / ".cache" / "mlpath").glob("*.json")
    stamp = roadmap.stat().st_mtime_ns
    roadmap.write_text(text.format("Two"))
    os.utime(roadmap, ns=(stamp, stamp))  # Same size, same time: only the content tells.
    assert title() == "Two"
    changed = roadmap.stat()
    title()
    time.sleep(0.2)
    file.unlink()
    assert title() == "Two"
    roadmap.write_text(text.format("Ten"))
    os.utime(roadmap, ns=(changed.st_atime_ns, changed.st_mtime_ns))
    assert title() == "Ten"
    roadmap.write_text(text.format("Two"))
    assert title() == "Two"
    whole = file.read_bytes()
    head, body = whole.split(b"\n", 1)
    for harm in (
        b"",
        b"\x00",
        b"[]\n{}",
        whole[:-20],
        head,
        whole.replace(b"Two", b"Owned"),
        b"[" * 100_000,
        head + b"\n" + body.replace(b"week1", b"weekX"),
    ):
        file.write_bytes(harm)
        assert load_cached(str(roadmap)).title == "Two"
        assert [item.title for item in load_cached(str(roadmap)).items] == ["A", "B"]
    file.unlink()
    file.mkdir()
    assert title() == "Two"
    roadmap.write_text("version: 1\n")
    assert mlpath("--roadmap", str(roadmap), "status").exit_code == 3


@pytest.mark.parametrize("part", ["texts", "groups", "columns"])
@pytest.mark.parametrize("odd", [None, -1, "x", [], {}, [[1]], [{}], {"was": 1}, {"was": [[1], 2]}, {"depth": [{}]}])
def test_whatever_a_cache_holds_loading_it_raises_nothing(home: Path, tmp_path: Path, part: str, odd: Any) -> None:
    file = tmp_path / "r.md"
    file.write_text("- [ ] a\n- [ ] b\n")
    assert kept(file)
    entry = Path(cache.file_of(str(file)))
    head, body = entry.read_bytes().split(b"\n", 1)
    first, lines = body.split(b"\n", 1)
    document = {**json.loads(first), part: odd}
    for after in (lines, lines + b"\n", lines[:-1], lines.rpartition(b"\n")[0], b""):
        sealed = json.dumps(document).encode() + b"\n" + after
        entry.write_bytes(json.dumps([*json.loads(head)[:3], zlib.crc32(sealed)]).encode() + b"\n" + sealed)
        cache.load(str(file))


def with_head(entry: Path, number: int, value: Any) -> bytes:
    """Return a cache with another value in its first line."""
    head, body = entry.read_bytes().split(b"\n", 1)
    values = json.loads(head)
    values[number] = value
    return json.dumps(values).encode() + b"\n" + body


def test_a_cache_of_another_version_of_the_file_or_of_mlpath_is_refused(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "r.md"
    file.write_text("- [ ] a\n")
    entry, made_from = Path(cache.file_of(str(file))), cache.stamp(str(file))
    assert made_from is not None
    for number in range(len(made_from)):
        other = [*made_from[:number], "other", *made_from[number + 1 :]]
        cache.save(str(file), other, load(str(file)))
        assert not entry.exists()
        assert kept(file)
        entry.write_bytes(with_head(entry, 0, other))
        assert cache.load(str(file)) is None
        entry.unlink()


def test_a_file_that_changed_just_before_is_told_by_its_content(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "r.md"
    file.write_text("- [ ] a\n")
    now = time.time_ns()
    os.utime(file, ns=(now, now + 60_000_000_000))  # However long the test takes, the file is young.
    assert kept(file)
    entry = Path(cache.file_of(str(file)))
    entry.write_bytes(with_head(entry, 2, hashlib.sha256(b"- [ ] b\n").hexdigest()))
    assert cache.load(str(file)) is None
    os.utime(file, ns=(now, now - 60_000_000_000))
    assert kept(file)
    entry.write_bytes(with_head(entry, 2, hashlib.sha256(b"- [ ] b\n").hexdigest()))
    assert cache.load(str(file))


def test_a_cache_that_cannot_be_written_is_no_error(home: Path, mlpath: Callable[..., Result]) -> None:
    (home / ".cache").write_text("in the way")
    assert mlpath("next").exit_code == 0
    check = next(c for c in json.loads(mlpath("doctor", "--json").stdout)["checks"] if c["name"] == "cache")
    assert check["state"] == "warning"


def written(folder: Path, name: str, boxes: int) -> str:
    weeks = (
        f"## Week {week}: Part {week} of it\n"
        + "".join(f"- [ ] Item {week}-{n} with [some](https://x.org/{n}) more words\n" for n in range(20))
        for week in range(1, boxes // 20 + 1)
    )
    (folder / name).write_text(f"# {name}\n" + "".join(weeks))
    return str(folder / name)


@pytest.mark.heavy
def test_a_long_list_is_read_once_and_costs_little_from_then_on(process: Callable[..., Run], tmp_path: Path) -> None:
    """Of the processor's time, in turns with a small list, as the machine may be busy now and idle then."""

    def seconds(*arguments: str) -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert process("--roadmap", *arguments).code == 0
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    small, large = written(tmp_path, "small.md", 60), written(tmp_path, "large.md", 3_000)
    first_of_small, first_of_large = seconds(small, "next"), seconds(large, "next")
    assert first_of_large < 5 * first_of_small + 0.5
    for command in (["check", "next"], ["next"], ["show", "week2"], ["status"], ["prompt"]):
        pairs = [(seconds(small, *command), seconds(large, *command)) for _ in range(7)]
        usual, long = map(statistics.median, zip(*pairs, strict=True))
        assert long <= 2 * usual, command
