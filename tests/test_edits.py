"""Edited roadmaps: progress stays with its item, and an update says what it does."""

import copy
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import Result

from mlpath.journal import journal, renames
from mlpath.progress import summary
from mlpath.progress.edits import compare
from mlpath.roadmap.roadmap import Roadmap
from mlpath.roadmap.yaml import schema as model
from mlpath.roadmap.yaml.read import compile_roadmap
from strategies import files

CHANCES = st.integers(0, 10**9).map(random.Random)


def compiled(file: dict[str, Any]) -> Roadmap:
    return compile_roadmap(model.RoadmapFile.model_validate(file))


def lists(part: Any) -> list[list[Any]]:
    """Return every list of items in a file, those of steps too."""
    if isinstance(part, dict):
        inner = [found for value in part.values() for found in lists(value)]
        return inner + [part[key] for key in ("topics", "practice", "items", "steps") if key in part]
    return [found for value in part for found in lists(value)] if isinstance(part, list) else []


def edit(file: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """Return the file after some random edits: moved, reordered, retitled, renamed, added, removed."""
    file = copy.deepcopy(file)
    for number in range(chance.randint(1, 8)):
        places = [items for items in lists(file) if items]
        kind = chance.choice(["move", "retitle", "rename", "add", "remove", "week"])
        if kind == "week":
            chance.choice(file["months"])["weeks"].insert(
                0,
                {
                    "title": f"New {number}",
                    "topics": [{"id": f"new-week-{number}-{chance.random()}".replace(".", "-"), "title": "N"}],
                },
            )
        elif kind == "add":
            id = f"added-{number}-{chance.random()}".replace(".", "-")
            chance.choice(lists(file)).insert(0, {"id": id, "title": "Added"})
        elif places:
            items = chance.choice(places)
            item = items[chance.randrange(len(items))]
            if kind in ("move", "remove"):
                items.remove(item)
            if kind == "move":
                chance.choice([found for found in lists(file) if found is not items]).append(item)
            if kind == "retitle":
                item["title"] = f"Retitled {number}"
            if kind == "rename":
                item["was"] = [*item.get("was", []), item["id"]]
                item["id"] = f"renamed-{number}-{chance.random()}".replace(".", "-")
    return file


def event(number: int, kind: str, items: list[str]) -> dict[str, Any]:
    return {"id": f"e{number}", "order": number, "at": "2026-11-22T18:00:00+01:00", "kind": kind, "items": items}


@given(files(), CHANCES)
def test_progress_stays_with_its_item_whatever_is_edited(file: dict[str, Any], chance: random.Random) -> None:
    old = compiled(file)
    kinds = ["check", "begin", "skip"]
    events = [event(n, chance.choice(kinds), [item.id]) for n, item in enumerate(old.items) if chance.random() < 0.7]
    before = journal.fold(renames.present(old, events))
    new = compiled(edit(file, chance))
    after = journal.fold(renames.present(new, events))
    now = {former: item.id for item in new.items for former in (item.id, *item.was)}
    for id, progress in before.items():
        assert after[now.get(id, id)] == progress
    assert len(after) == len(before)
    assert set(summary.orphans(new, after)) == {id for id in before if id not in now}
    assert journal.fold(renames.present(old, events)) == before


@given(files(), CHANCES)
def test_an_update_tells_every_item_that_came_and_went(file: dict[str, Any], chance: random.Random) -> None:
    old, new = compiled(file), compiled(edit(file, chance))
    edits = compare(old, new, {})
    former = {id for item in new.items for id in (item.id, *item.was)}
    assert {e.id for e in edits if e.kind == "removed"} == {item.id for item in old.items if item.id not in former}
    assert {e.id for e in edits if e.kind == "added"} == {
        i.id for i in new.items if not {i.id, *i.was} & set(old.places)
    }
    renamed = {e.after: e.before for e in edits if e.kind == "renamed"}
    assert all(before in new.items[new.places[after]].was for after, before in renamed.items() if after)
    assert compare(new, new, {}) == []


def file_of(**weeks: list[str]) -> dict[str, Any]:
    listed = [
        {"title": title, "topics": [{"id": id, "title": id.upper()} for id in ids]} for title, ids in weeks.items()
    ]
    return {"version": 1, "id": "x", "title": "X", "months": [{"title": "M", "weeks": listed}]}


def kinds(old: dict[str, Any], new: dict[str, Any]) -> set[tuple[str, str]]:
    return {(edit.kind, edit.id) for edit in compare(compiled(old), compiled(new), {})}


def test_what_merely_makes_room_has_not_moved() -> None:
    old = file_of(One=["a", "b"], Two=["c"])
    assert kinds(old, file_of(One=["z", "a", "b"], Two=["c"])) == {("added", "z")}
    assert kinds(old, file_of(Zero=["z"], One=["a", "b"], Two=["c"])) == {("added", "z")}
    assert kinds(old, file_of(First=["a", "b"], Two=["c"])) == set()
    assert kinds(old, file_of(One=["b"], Two=["c"])) == {("removed", "a")}


def test_what_moved_is_told_once() -> None:
    old = file_of(One=["a", "b", "c", "d"], Two=["e"])
    assert kinds(old, file_of(One=["b", "c", "d"], Two=["e", "a"])) == {("moved", "a")}
    assert kinds(old, file_of(One=["b", "c", "d", "a"], Two=["e"])) == {("moved", "a")}


def test_the_command_says_what_becomes_of_the_ticks(mlpath: Callable[..., Result], tmp_path: Path) -> None:
    old, new = file_of(One=["a", "b", "c"]), file_of(One=["b2", "c"], Two=["d"])
    new["months"][0]["weeks"][0]["topics"][0]["was"] = ["b"]
    for name, file in (("old.yaml", old), ("new.yaml", new)):
        (tmp_path / name).write_text(yaml.safe_dump(file))
    mlpath("--roadmap", str(tmp_path / "old.yaml"), "check", "a", "b")
    result = mlpath("validate", str(tmp_path / "new.yaml"), "--against", str(tmp_path / "old.yaml"))
    assert result.exit_code == 0
    lines = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert "removed A week1.topics.1 (done: kept, and back when the item is)" in lines
    assert "renamed B2 b → b2 (done, and stays so)" in lines
    assert "added D week2.topics.1" in lines


@pytest.mark.parametrize("old", ["missing.yaml", "bad.yaml"])
def test_what_cannot_be_compared_with(mlpath: Callable[..., Result], tmp_path: Path, old: str) -> None:
    (tmp_path / "bad.yaml").write_text("version: 1\n")
    (tmp_path / "new.yaml").write_text(yaml.safe_dump(file_of(One=["a"])))
    assert mlpath("validate", str(tmp_path / "new.yaml"), "--against", str(tmp_path / old)).exit_code == 3
