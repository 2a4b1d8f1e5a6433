"""The JSON contract: names and types that other programs rely on."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typer.testing import Result

from conftest import SHIPPED

Document = Callable[..., dict[str, Any]]


def record(**fields: Any) -> dict[str, Any]:
    return {"type": "object", "properties": fields, "required": list(fields)}


def array(of: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": of}


def optional(of: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [of, {"type": "null"}]}


TEXT, NUMBER, FLAG = {"type": "string"}, {"type": "integer"}, {"type": "boolean"}
DATE = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"}
PLACE = optional(record(address=TEXT, title=TEXT))
PROGRESS = {"done": NUMBER, "total": NUMBER, "percent": NUMBER}
OVERALL = record(doing=NUMBER, skipped=NUMBER, **PROGRESS)
NOTE = record(at=TEXT, text=optional(TEXT), link=optional(TEXT))
ITEM_FIELDS = {
    "id": TEXT,
    "address": TEXT,
    "title": TEXT,
    "section": TEXT,
    "status": {"enum": ["todo", "doing", "done", "skipped"]},
    "url": optional(TEXT),
    "done_on": optional(DATE),
    "notes": array(NOTE),
    "week": PLACE,
    "month": PLACE,
}
ITEM = record(**ITEM_FIELDS)
NEXT = record(**ITEM_FIELDS, reason=TEXT)
SECTION = record(address=TEXT, name=TEXT, title=TEXT, **PROGRESS)
WEEK = record(address=TEXT, title=TEXT, sections=array(SECTION), **PROGRESS)
MONTH = record(address=TEXT, title=TEXT, weeks=array(WEEK), **PROGRESS)
EVENT = record(id=TEXT, order=NUMBER, at=TEXT, kind=TEXT)
CHANGES = {"changed": array(ITEM), "unchanged": array(ITEM), "overall": OVERALL, "next": optional(NEXT)}
FAULT = record(path=TEXT, line=NUMBER, column=NUMBER, message=TEXT)

NUMERIC = {"type": "number"}
HEAD = {
    "start": optional(DATE),
    "finish_planned": optional(DATE),
    "finish_baseline": optional(DATE),
    "finish_at_pace": optional(DATE),
    "behind_items": optional(NUMBER),
    "week_by_calendar": optional(TEXT),
    "week_by_ticks": optional(TEXT),
    "pace_per_week": optional(NUMERIC),
}
STATE = {"enum": ["done", "current", "behind", "ahead", None]}
PLANNED = record(**{"from": optional(DATE)}, to=optional(DATE), address=TEXT, planned=NUMBER, done=NUMBER, state=STATE)
STREAK = record(days=NUMBER, weeks=NUMBER, longest_days=NUMBER, longest_weeks=NUMBER)

CONTRACTS: dict[str, tuple[list[list[str]], dict[str, Any]]] = {
    "status": (
        [["status"], ["status", "week5"], []],
        record(
            roadmap=record(id=TEXT, title=TEXT, path=TEXT),
            state=record(path=TEXT, exists=FLAG),
            overall=OVERALL,
            months=array(MONTH),
            resources=record(groups=array(SECTION), **PROGRESS),
            next=optional(ITEM),
            plan=optional(record(**HEAD)),
        ),
    ),
    "next": (
        [["next"], ["next", "-n", "9"]],
        record(items=array(NEXT), alongside=optional(record(**ITEM_FIELDS, part=optional(TEXT)))),
    ),
    "plan": (
        [
            ["plan"],
            ["plan", "--start", "-4w", "--pause", "-2w..-1w"],
            ["plan", "--pause", "+1w..+2w"],
            ["plan", "--clear"],
        ],
        record(**HEAD, weeks=array(PLANNED), pauses=array(record(**{"from": DATE}, to=DATE))),
    ),
    "stats": (
        [["stats"]],
        record(
            days=array(record(date=DATE, count=NUMBER)), streak=STREAK, per_week=array(record(week=TEXT, done=NUMBER))
        ),
    ),
    "log": (
        [["log"], ["log", "-n", "1"], ["log", "--since", "yesterday"]],
        record(
            events=array(record(id=TEXT, at=TEXT, kind=TEXT, date=DATE, items=array(ITEM), in_force=FLAG)), more=NUMBER
        ),
    ),
    "show": (
        [["show"], ["show", "week5"], ["show", "--done"], ["show", "--find", "gradient"]],
        record(items=array(ITEM)),
    ),
    "check": ([["check", "week2"], ["check", "week2"], ["check"]], record(**CHANGES)),
    "begin": ([["begin", "week3"]], record(**CHANGES)),
    "skip": ([["skip", "week4", "--note", "no"]], record(**CHANGES)),
    "uncheck": ([["uncheck", "week2"]], record(**CHANGES)),
    "note": ([["note", "w1.t1", "hello"], ["note", "w1.t1"]], record(item=ITEM, **CHANGES)),
    "undo": ([["undo"]], record(event=optional(EVENT), changed=array(ITEM), overall=OVERALL)),
    "redo": ([["redo"], ["redo"]], record(event=optional(EVENT), changed=array(ITEM), overall=OVERALL)),
    "validate": ([["validate"], ["validate", str(SHIPPED)]], record(faults=array(FAULT))),
    "doctor": (
        [["doctor"]],
        record(ok=FLAG, checks=array(record(name=TEXT, state=TEXT, path=optional(TEXT), why=optional(TEXT)))),
    ),
    "reset": ([["reset", "--yes"], ["reset", "--yes"]], record(moved_to=optional(TEXT))),
    "export": ([["export", "--format", "csv", "-o", "out.csv"]], record(written=record(path=TEXT, bytes=NUMBER))),
}


def commands() -> list[tuple[str, list[str]]]:
    return [(name, arguments) for name, (calls, _) in CONTRACTS.items() for arguments in calls]


@pytest.mark.parametrize(("name", "arguments"), commands())
def test_each_document_keeps_its_contract(
    document: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, arguments: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    document("check", "week1", "--note", "done", "--on", "2026-01-02")
    document("begin", "resources.books.1")
    found = document(*arguments)
    assert (found["format"], found["version"]) == (f"mlpath.{name}", 1)
    jsonschema.validate(found, CONTRACTS[name][1])


def test_the_numbers_are_right(document: Document) -> None:
    document("check", "week1", "w5.p1", "r.b1")
    document("skip", "week3")
    found = document("status")
    assert found["overall"] == {"done": 7, "doing": 0, "skipped": 5, "total": 58, "percent": 12}
    assert [(m["done"], m["total"]) for m in found["months"]] == [(5, 15), (1, 18), (0, 19)]
    assert found["months"][0]["weeks"][2] | {"sections": []} == {
        "address": "week3",
        "title": "Python for Machine Learning",
        "done": 0,
        "total": 0,
        "percent": 100,
        "sections": [],
    }
    assert (found["resources"]["done"], found["resources"]["total"], found["resources"]["percent"]) == (1, 6, 16)
    assert found["next"]["address"] == "week2.topics.1"


ERRORS = [
    (["check", "week99"], 2, "unknown-address"),
    (["status", "gradient-decent"], 2, "unknown-address"),
    (["check", "w1", "--on", "2999-01-01"], 2, "bad-date"),
    (["check", "w1", "--nope"], 2, "usage"),
    (["chekc"], 2, "usage"),
    (["uncheck"], 2, "usage"),
    (["next", "-n", "0"], 2, "usage"),
    (["export", "--format", "docx"], 2, "usage"),
    (["note", "w1.t1", "--link", "nope"], 2, "usage"),
    (["reset"], 2, "usage"),
    (["--roadmap", "/missing.yaml", "status"], 3, "roadmap-unreadable"),
    (["validate", "/missing.yaml"], 3, "roadmap-unreadable"),
    (["--state", "/", "status"], 4, "state-unreadable"),
]


@pytest.mark.parametrize(("arguments", "code", "name"), ERRORS)
def test_errors_are_documents_too(mlpath: Callable[..., Result], arguments: list[str], code: int, name: str) -> None:
    mlpath("check", "w1.t1")
    for place in (0, len(arguments)):
        result = mlpath(*arguments[:place], "--json", *arguments[place:])
        document = json.loads(result.stdout)
        assert (result.exit_code, document["code"]) == (code, name)
        assert (document["format"], document["version"]) == ("mlpath.error", 1)
        assert document["message"]
        assert result.stderr == ""
    plain = mlpath(*arguments)
    assert (plain.exit_code, plain.stdout) == (code, "")
    assert plain.stderr.startswith("error: ")


def test_faults_are_listed(mlpath: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("version: 1\ntitel: x\n")
    result = mlpath("validate", str(tmp_path / "bad.yaml"), "--json")
    document = json.loads(result.stdout)
    assert result.exit_code == 1
    assert {
        "path": str(tmp_path / "bad.yaml"),
        "line": 2,
        "column": 1,
        "message": "unknown key 'titel': did you mean 'title'?",
    } in document["faults"]
    lines = mlpath("validate", str(tmp_path / "bad.yaml")).stdout.splitlines()
    assert f"{tmp_path / 'bad.yaml'}:2:1: unknown key 'titel': did you mean 'title'?" in lines
    error = json.loads(mlpath("--roadmap", str(tmp_path / "bad.yaml"), "next", "--json").stdout)
    assert (error["code"], error["faults"]) == ("roadmap-invalid", document["faults"])


def test_the_plan_in_status_is_the_head_of_plan(document: Document) -> None:
    assert document("status")["plan"] is None
    document("check", "week1")
    assert document("status")["plan"] is None
    whole = document("plan", "--start", "-2w")
    head = document("status")["plan"]
    assert head.items() <= whole.items()
    assert document("next")["plan"] == head
    assert set(HEAD) <= set(head)
    assert (head["week_by_calendar"], head["week_by_ticks"], head["behind_items"]) == ("week3", "week2", 5)
    assert (whole["weeks"][0]["state"], whole["weeks"][1]["state"]) == ("done", "behind")
