"""Journals that an earlier mlpath wrote, each with its file: every tick stays where it is."""

import json
from pathlib import Path
from typing import Any

import pytest

from conftest import Clock
from mlpath.commands import track
from mlpath.commands.opening import open_study
from mlpath.commands.study import Options, Study
from mlpath.progress import summary
from mlpath.roadmap.markdown.read import parse

JOURNALS = sorted((Path(__file__).parent / "journals").glob("*.json"))


def open_fixture(fixture: dict[str, Any], folder: Path, clock: Clock) -> Study:
    file = folder / Path(fixture["state"]["source"]).name
    file.write_bytes(fixture["file"].encode())
    (folder / "state.json").write_text(json.dumps(fixture["state"]))
    return open_study(Options(str(file), str(folder / "state.json"), fixture["bullets"]), {}, clock)


def standing(study: Study, fixture: dict[str, Any]) -> list[Any]:
    """Return what is known of each item that the file had, in its order, as the fixture says it."""
    snapshot = study.look()
    marks = {
        mark.id: mark.offset
        for mark in parse(fixture["file"].encode(), study.roadmap_at.path, bullets=fixture["bullets"]).marks
    }
    statuses = summary.statuses(study.roadmap, snapshot.progress)
    found = {}
    for place, (item, status) in enumerate(zip(study.roadmap.items, statuses, strict=True)):
        of = snapshot.progress.get(item.id)
        notes = [note.text for note in of.notes] if of else []
        found[f"place {place}"] = found[marks.get(item.id)] = (status, of.done_on if of else None, notes)
    return found


@pytest.mark.parametrize("path", JOURNALS, ids=lambda path: path.stem)
def test_every_tick_stays_where_it_is(path: Path, home: Path, tmp_path: Path, clock: Clock) -> None:
    fixture = json.loads(path.read_text())
    study = open_fixture(fixture, tmp_path, clock)
    for again in (False, True):  # At first, and once this version has written an event of its own.
        found = standing(study, fixture)
        for place, item in enumerate(fixture["progress"]):
            key = f"place {place}" if item["offset"] is None else item["offset"]
            done_on = found[key][1] if item["status"] == "done" and item["done_on"] is None else item["done_on"]
            assert found[key] == (item["status"], done_on, item["notes"]), item["title"]
        assert summary.orphans(study.roadmap, study.look().progress) == []
        if not again:
            track.write_note(study, study.roadmap.items[-1].id, {"text": "new"})
            last = fixture["progress"][-1]
            fixture["progress"][-1] = {**last, "notes": [*last["notes"], "new"]}
