"""What a command does when nothing else is said: every option with its default, and what the defaults come to."""

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import Result

import golden
from conftest import ROOT, SHIPPED, Run
from mlpath.cli.main import app

Document = Callable[..., dict[str, Any]]
Mlpath = Callable[..., Result]


def test_the_options_and_their_defaults_are_what_they_were() -> None:
    root: Any = typer.main.get_command(app)
    commands = [("mlpath", root)] + [
        (f"mlpath {name}", root.get_command(None, name)) for name in root.list_commands(None)
    ]
    golden.agree("options.golden", "".join(f"{line}\n" for command in commands for line in declared(*command)))


def declared(name: str, command: Any) -> Iterator[str]:
    yield name
    yield f"  takes  {', '.join(_declared(parameter) for parameter in command.params)}"


def _declared(parameter: Any) -> str:
    names = [name for name in parameter.opts if name.startswith("-")]
    many = ["…"] if parameter.nargs == -1 or getattr(parameter, "multiple", False) else []
    default = "required" if parameter.required else f"= {json.dumps(parameter.default)}"
    return " ".join([*names, *filter(None, [parameter.metavar]), *many, default])


def test_next_shows_three_items(document: Document, process: Callable[..., Run], mlpath: Mlpath) -> None:
    assert len(document("next")["items"]) == 3
    assert process("next").out == mlpath("next").stdout == mlpath("next", "-n", "3").stdout


def test_log_shows_the_last_twenty_events_on_a_screen_and_all_of_them_to_a_program(
    mlpath: Mlpath, document: Document, state: Path
) -> None:
    at = "2020-01-01T18:00:00+01:00"
    events = [
        {"id": f"e{n}", "order": n, "at": at, "kind": "note", "item": "probability", "text": f"no. {n:02}"}
        for n in range(1, 27)
    ]
    state.parent.mkdir(parents=True)
    state.write_text(
        json.dumps({"format": "mlpath-journal", "version": 1, "roadmap": "ai-ml-engineer", "events": events})
    )
    short = mlpath("log").stdout
    assert [f"no. {n}" in short for n in ("26", "07", "06", "01")] == [True, True, False, False]
    assert "and 6 earlier; `mlpath log -n 26`" in short
    assert "earlier" not in mlpath("log", "--since", "2020-01-01").stdout
    assert (len(document("log")["events"]), document("log")["more"]) == (26, 0)
    assert (len(document("log", "-n", "1")["events"]), document("log", "-n", "1")["more"]) == (1, 25)


def test_a_week_is_this_one_from_monday_to_sunday(document: Document) -> None:
    period = document("log", "--format", "markdown")["period"]
    assert document("log", "--week", "--format", "markdown")["period"] == period
    first, last = (date.fromisoformat(period[end]) for end in ("from", "to"))
    assert (first.weekday(), last - first) == (0, timedelta(days=6))
    document("check", "w1.t1")
    assert period["from"] <= document("log")["events"][0]["date"] <= period["to"]


def test_what_is_looked_at_is_everything_in_every_status(document: Document, mlpath: Mlpath) -> None:
    counts = {"done": 0, "doing": 0, "skipped": 0, "total": 63, "percent": 0}
    assert counts.items() <= document()["overall"].items()
    document("check", "w1.t1")
    document("skip", "w1.t2")
    document("begin", "w1.t3")
    shown = document("show")["items"]
    assert (len(shown), {item["status"] for item in shown}) == (63, {"todo", "doing", "done", "skipped"})
    assert "detail" not in document("status")
    assert not mlpath("show").stdout.startswith("{")


def test_a_plan_gives_each_week_seven_days(document: Document) -> None:
    plan = document("plan", "--start", "2099-01-05")
    assert [week["from"] for week in plan["weeks"]][:2] == ["2099-01-05", "2099-01-12"]
    assert (plan["finish_planned"], plan["pauses"], plan["catching_up"]) == ("2099-03-29", [], False)
    assert document("plan") == plan
    assert len(document("log")["events"]) == 1


def test_what_is_done_is_done_today_without_a_note(document: Document) -> None:
    (item,) = document("check", "w1.t1")["changed"]
    assert item["done_on"] == document("log")["events"][0]["date"]
    assert item["notes"] == document("skip", "w1.t2")["changed"][0]["notes"] == []
    assert document("check")["changed"] == []


def test_a_note_without_words_lists_what_there_is(document: Document) -> None:
    document("note", "w1.t1", "one")
    assert [note["text"] for note in document("note", "w1.t1")["item"]["notes"]] == ["one"]
    assert len(document("log")["events"]) == 1


def test_a_guide_is_that_of_the_next_item_and_whole(document: Document, mlpath: Mlpath) -> None:
    assert [part["id"] for part in document("guide")["parts"]] == ["vectors-matrices"]
    text = mlpath("guide").stdout
    assert all(f"\n#### {heading}\n" in text for heading in ("Try it", "Where to learn it", "Questions", "Answers"))
    assert (document("open", "w1.t1")["chosen"], document("open", "w1.t1")["opened"]) == (None, None)


def test_an_export_is_markdown_and_json_to_a_program(mlpath: Mlpath, document: Document) -> None:
    assert mlpath("export").stdout_bytes == (ROOT / "roadmap" / "README.md").read_bytes()
    assert json.loads(mlpath("export", "--format", "json").stdout) == document("export")
    assert len(document("export")["items"]) == 63


def test_validate_looks_at_the_roadmap_in_use_alone(document: Document, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("version: 1\nid: own\ntitle: Own\nmonths: [{title: M, weeks: [{title: W, topics: [A]}]}]\n")
    assert document("--roadmap", str(own), "validate")["path"] == str(own)
    assert document("validate", str(own)).keys() == {"format", "version", "path", "items", "faults", "levels"}


@pytest.mark.usefixtures("home")
def test_files_are_the_shipped_one_and_one_in_the_users_folder(document: Document, mlpath: Mlpath, state: Path) -> None:
    status = document("status")
    assert (status["roadmap"]["path"], status["state"]) == (str(SHIPPED), {"path": str(state), "exists": False})
    assert [known["path"] for known in document("use")["known"]] == [str(SHIPPED)]
    document("check", "w1.t1")
    assert {check["state"] for check in document("doctor")["checks"]} == {"ok"}
    assert mlpath("reset").exit_code == 2
    assert state.exists()
    assert document("prompt")["text"] == "ML 1% w1"


def test_plain_list_items_are_no_items(mlpath: Mlpath, tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("# Notes\n- a\n- b\n")
    given = ("--roadmap", str(tmp_path / "notes.md"), "status")
    assert (mlpath(*given).exit_code, mlpath(*given, "--bullets").exit_code) == (3, 0)
