"""Roadmap files: what is read, and what is said about everything else."""

import json
import re
import time
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from conftest import SHIPPED
from mlpath.errors import RoadmapError, RoadmapInvalid
from mlpath.roadmap import lookup
from mlpath.roadmap.ids import is_id, item_id, slug
from mlpath.roadmap.yaml import read as yaml_file
from mlpath.roadmap.yaml import schema as model
from mlpath.roadmap.yaml import tree
from mlpath.roadmap.yaml.read import compile_roadmap
from strategies import files

GOOD = """\
version: 1
id: x
title: X
months:
  - title: M
    weeks:
      - title: W
        topics: [One, {id: two, title: Two, was: [zwei], steps: [A, B]}]
"""


def with_book(more: str) -> str:
    return f"{GOOD}resources:\n  - name: books\n    items:\n      - {{id: book, title: Book, {more}}}\n"


def faults(tmp_path: Path, text: str | bytes) -> list[str]:
    file = tmp_path / "roadmap.yaml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    roadmap, complaints = yaml_file.load_with_faults(str(file))
    assert (roadmap is None) == bool(complaints)
    return [f"{fault.line}:{fault.column}: {fault.message}" for fault in complaints]


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new)


def test_the_good_one_is_good(tmp_path: Path) -> None:
    assert faults(tmp_path, GOOD) == []
    assert faults(tmp_path, "\ufeff" + GOOD) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (changed("title: X", "titel: X"), "3:1: unknown key 'titel': did you mean 'title'?"),
        (changed("topics:", "topisc:"), "8:9: unknown key 'topisc': did you mean 'topics'?"),
        (changed("id: two", "idd: two"), "8:24: unknown key 'idd': did you mean 'id'?"),
        (changed("title: X\n", ""), "1:1: the key 'title' is missing here"),
        (changed("version: 1", "version: 2"), "1:10: this mlpath reads version 1: write `version: 1`"),
        (changed("title: X", "title: 2024"), "3:8: 'title' must be text, not the number 2024: put it in quotes"),
        (changed("title: X", "title: no"), "3:8: 'title' must be text, not yes or no: put it in quotes"),
        (changed("title: X", "title:"), "3:7: 'title' must be text, not nothing"),
        (changed("title: X", "title: [X]"), "3:8: 'title' must be text, not a list"),
        (changed("title: X", "title: ''"), "3:8: 'title' is empty: write some text"),
        (changed("title: X", 'title: "a\\nb"'), "3:8: must be one line, without tabs"),
        (changed("title: X", "title: X\ntitle: Y"), "4:1: the key 'title' stands here twice, first at line 3"),
        (changed("id: two", "id: one"), "8:28: the id 'one' is taken already, at line 8, column 18"),
        (changed("was: [zwei]", "was: [one]"), "8:51: the id 'one' is taken already, at line 8, column 18"),
        (
            changed("id: two", "id: week5"),
            "8:28: the id 'week5' reads as an address: write another, such as 'week5-item'",
        ),
        (changed("id: two", "id: r"), "8:28: the id 'r' reads as an address"),
        (changed("id: two", "id: Two"), "8:28: an id has lower-case letters, digits and single hyphens"),
        (changed("One, ", "Two, One, one, "), "8:28: the id 'one', made from this title, is taken already"),
        (changed("One, ", '"?!", '), "8:18: no id can be made from this title"),
        (changed("id: x", "id: &a x"), None),
        (changed("id: x", "id: *a"), "2:5: *a is an alias: write the value out"),
        (changed("id: x", "id: !!str x"), "2:5: the tag tag:yaml.org,2002:str is not understood here: leave it out"),
        (changed("title: X", 'title: "X\\e[31m"'), "3:8: the control character U+001B can't stand in a roadmap"),
        (changed("title: X", "title: X\x1b"), "3:9: the control character U+001B can't stand in a roadmap"),
        (changed("title: X", "title: X\u202e"), "3:9: the control character U+202E can't stand in a roadmap"),
        (changed("title: X", "title: a\u0085b"), "3:9: the control character U+0085 can't stand in a roadmap"),
        (changed("title: X", 'title: "\\u202e"'), "3:8: the control character U+202E can't stand in a roadmap"),
        (changed("version: 1", "version: true"), "1:10: this mlpath reads version 1: write `version: 1`"),
        (changed("version: 1", "version: 1.0"), "1:10: this mlpath reads version 1: write `version: 1`"),
        (changed("id: x", f"id: {'x' * 51}"), "2:5: 'id' has more than 50 characters"),
        (
            changed("title: X", 'title: "X'),
            "found unexpected end of stream, in what begins at line 3, column 8: a quote",
        ),
        (changed("months:", "months"), "a key needs a colon and a space behind it"),
        (GOOD.replace("\n", "\r\n"), None),
        (changed("title: X", "title: a: b"), "3:9: mapping values are not allowed in this context: a text that has"),
        (changed("version: 1", "version: 1\nlabels: {month: Week}"), "2:17: 'week' means something else in addresses"),
        (
            changed("version: 1", "version: 1\nlabels: {month: A, week: A}"),
            "2:26: months and weeks need different labels",
        ),
        (changed("version: 1", "version: 1\nlabels: {month: Part 1}"), "2:17: a label is made of letters"),
        (changed("title: Two", "title: Two, hours: 0"), "must be more than 0"),
        (changed("title: Two", "title: Two, due: tomorrow"), "a day is written as 2026-11-30"),
        (changed("title: Two", "title: Two, due: 2026-02-30"), "the calendar has no such day"),
        (changed("title: Two", "title: Two, done_on: 2026-11-30"), None),
        (changed("title: Two", "title: Two, ticked: 1"), "'ticked' must be true or false, not the number 1"),
        (changed("title: Two", "title: Two, status: done"), "'status' must be `doing` or `skipped`, not text"),
        (changed("title: Two", "title: Two, url: ftp://x"), "a url starts with https:// or http://"),
        (changed("title: Two", "title: Two, url: 'javascript:alert(1)'"), "a url starts with https:// or http://"),
        (changed("title: Two", "title: Two, alongside: {week1: x}"), "8:45: only a resource goes `alongside` weeks"),
        (with_book("alongside: {week2: x}"), "12:45: there is no 'week2' here"),
        (with_book("alongside: {w1: x}"), "12:45: there is no 'w1' here"),
        (with_book("alongside: [week1]"), "12:44: 'alongside' must be keys and values, not a list"),
        (with_book("alongside: {week1: 4}"), "12:52: 'week1' must be text, not the number 4: put it in quotes"),
        (with_book("alongside: {week1: chapter 4}"), None),
        (GOOD + "        sections: [{name: topics, items: []}]\n", "9:27: there is a section 'topics' here already"),
        (GOOD + "---\nx: 1\n", "9:1: a second document starts here; a roadmap is one"),
        ("", "1:1: the file is empty"),
        ("# nothing\n", "1:1: the file is empty"),
        ("- a\n", "1:1: a roadmap must be keys and values, not a list"),
        ("? [a]\n: b\n", "1:3: a key must be a single word"),
        ("a: " + "[" * 60, "this is nested more than 40 levels deep"),
        (b"version: 1\ntitle: caf\xe9\n", "2:11: the byte 0xE9 is not UTF-8: save the file as UTF-8"),
    ],
)
def test_each_fault_has_its_place_and_says_what_to_write(
    tmp_path: Path, text: str | bytes, expected: str | None
) -> None:
    complaints = faults(tmp_path, text)
    if expected is None:
        assert complaints == []
    else:
        assert any(expected in fault for fault in complaints), complaints


def test_all_faults_are_told_at_once_and_in_order(tmp_path: Path) -> None:
    text = changed("title: X", "titel: X").replace("id: two", "id: next").replace("title: W", "title: 5")
    complaints = faults(tmp_path, text)
    assert [fault.split(":")[0] for fault in complaints] == ["1", "3", "7", "8"]


@pytest.mark.parametrize("name", ["", "missing/deep.yaml"])
def test_what_is_no_file_cannot_be_read(tmp_path: Path, name: str) -> None:
    with pytest.raises(RoadmapError) as refused:
        yaml_file.load(str(tmp_path / name))
    assert not isinstance(refused.value, RoadmapInvalid)
    assert refused.value.exit_code == 3


def test_billion_laughs_are_refused_at_once(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    assert any("is an alias" in fault for fault in faults(tmp_path, "\n".join(lines)))


@given(st.text() | st.text("[]{}:-?&*!|>'\"\n #abc1,").map(lambda text: GOOD + text))
def test_any_text_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    faults(tmp_path_factory.mktemp("any"), text.encode("utf-8", "surrogatepass"))


@given(files())
def test_any_valid_file_is_read_as_it_is_meant(tmp_path_factory: pytest.TempPathFactory, file: dict[str, Any]) -> None:
    path = tmp_path_factory.mktemp("valid") / "roadmap.yaml"
    path.write_text(yaml.safe_dump(file, allow_unicode=True), encoding="utf-8")
    roadmap = yaml_file.load(str(path))
    meant = compile_roadmap(model.RoadmapFile.model_validate(file))
    assert (roadmap.items, roadmap.groups) == (meant.items, meant.groups)
    for group in roadmap.groups:
        assert 0 <= group.start <= group.end <= len(roadmap.items)


def test_steps_have_addresses_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text(GOOD)
    roadmap = yaml_file.load(str(tmp_path / "r.yaml"))
    assert [(item.id, item.address, item.depth) for item in roadmap.items] == [
        ("one", "week1.topics.1", 0),
        ("two", "week1.topics.2", 0),
        ("a", "week1.topics.2.1", 1),
        ("b", "week1.topics.2.2", 1),
    ]
    assert list(lookup.target_of(roadmap, "w1.t2").places) == [1]
    assert list(lookup.target_of(roadmap, "w1.t2.1-2").places) == [2, 3]


def test_labels_rename_the_levels() -> None:
    week = {"title": "W", "topics": ["One"]}
    file = {
        "version": 1,
        "id": "x",
        "title": "X",
        "labels": {"month": "Phase"},
        "months": [{"title": "M", "weeks": [week]}],
    }
    roadmap = compile_roadmap(model.RoadmapFile.model_validate(file))
    assert roadmap.heading(roadmap.groups[0]) == "Phase 1"
    for text in ("phase1", "month1", "m1"):
        assert lookup.target_of(roadmap, text).address == "month1"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Gradient Descent Algorithm", "gradient-descent-algorithm"),
        ("Aurélien's  Book (2nd)", "aureliens-book-2nd"),
        ("Bayes’ Theorem", "bayes-theorem"),
        ("第1周: 机器学习", "第1周-机器学习"),
        ("???", ""),
        ("Straße", "straße"),
        ("ΛΌΓΟΣ", "λόγος"),
        ("की", "की"),
        ("Мой", "мой"),
        ("snake_case 100%", "snake-case-100"),
    ],
)
def test_slugs(title: str, expected: str) -> None:
    assert slug(title) == expected


@given(st.text())
def test_any_slug_is_an_id_or_empty(title: str) -> None:
    id = slug(title)
    assert id == "" or is_id(id)
    assert slug(id) == id


@pytest.mark.parametrize("title", ["Week5", "M2", "R", "Next", "Resources", "Phase3"])
def test_a_slug_that_reads_as_an_address_gets_a_suffix(title: str) -> None:
    assert item_id(title, {"phase": "month"}) == f"{title.lower()}-item"


def test_the_shipped_roadmap_is_complete_and_every_id_is_explicit() -> None:
    roadmap = yaml_file.load(str(SHIPPED))
    kinds = [group.kind for group in roadmap.groups]
    assert (len(roadmap.items), kinds.count("month"), kinds.count("week"), kinds.count("resources")) == (63, 3, 12, 1)
    sections = {
        name: sum(g.end - g.start for g in roadmap.groups if g.name == name)
        for name in ("topics", "practice", "resources")
    }
    assert sections == {"topics": 33, "practice": 24, "resources": 6}
    assert len(re.findall(r"- (?:\{)?id: ", SHIPPED.read_text(encoding="utf-8"))) == 63
    assert all(item.hours for item in roadmap.items)
    weeks = [group.address for group in roadmap.groups if group.kind == "week"]
    assert {week for item in roadmap.items for week, _ in item.alongside} == set(weeks)


@cache
def validator() -> jsonschema.Draft202012Validator:
    schema = json.loads(json.dumps(model.json_schema()))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_the_schema_accepts_the_shipped_roadmap_and_refuses_faults() -> None:
    shipped = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    assert list(validator().iter_errors(shipped)) == []
    assert list(validator().iter_errors(yaml.safe_load(GOOD))) == []
    assert list(validator().iter_errors({**shipped, "titel": "X"}))
    assert list(validator().iter_errors(yaml.safe_load(changed("id: two", "idd: two"))))


@given(files())
def test_the_schema_accepts_every_valid_file(file: dict[str, Any]) -> None:
    assert list(validator().iter_errors(file)) == []


def test_positions_count_characters_from_one() -> None:
    root, complaints = tree.parse("title: é\nmonths: [ü, {x: 1}]\n")
    assert complaints == []
    assert root is not None
    assert root.at(["months", 1, "x"]).mark == (2, 17)


@pytest.mark.parametrize(
    "number",
    [f"1{':59' * 200_000}", f"0x{'f' * 5_000}", f"0b{'1' * 1_000_000}", f"1{'_' * 1_000_000}", "9" * 101, "0b_", "._"],
    ids=lambda number: number[:6],
)
def test_a_number_beyond_all_measure_is_refused_soon_with_its_place(tmp_path: Path, number: str) -> None:
    path = tmp_path / "roadmap.yaml"
    topics = f"[{{title: a, hours: {number}}}]"
    path.write_text(f"version: 1\nid: x\ntitle: X\nmonths:\n- {{title: M, weeks: [{{title: W, topics: {topics}}}]}}\n")
    started = time.process_time()
    roadmap, faults = yaml_file.load_with_faults(str(path))
    assert time.process_time() - started < 1
    assert roadmap is None
    assert [(fault.line, fault.message) for fault in faults] == [(5, "'hours' must be a number, not text")]
