"""Exports: Markdown byte for byte, CSV, YAML and JSON that are read back."""

import codecs
import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from conftest import ROOT, SHIPPED, Run, settle
from mlpath.cli.main import app
from mlpath.commands import track
from mlpath.commands.study import Study
from mlpath.export import csv as csv_file
from mlpath.export import render
from mlpath.roadmap.markdown import write as markdown
from mlpath.roadmap.roadmap import Roadmap
from mlpath.roadmap.yaml import read as source
from mlpath.roadmap.yaml import write as yaml_file
from strategies import roadmaps

README = ROOT / "roadmap" / "README.md"


def test_the_readme_of_the_roadmap_is_the_export_byte_for_byte() -> None:
    assert markdown.render(source.load(str(SHIPPED)), ()).encode() == README.read_bytes()


def test_done_items_are_ticked_and_nothing_else_changes(study: Study) -> None:
    track.mark(study, "check", ["week5.practice.1", "resources.books.2"])
    track.mark(study, "begin", ["week5.practice.2"])
    track.mark(study, "skip", ["week3"])
    ticked = render.render("markdown", study, study.look()).decode()
    plain = README.read_text(encoding="utf-8")
    assert ticked.replace("[x]", "[ ]") == plain
    titles = [
        "Implement Linear Regression and Logistic Regression from scratch",
        "Deep Learning with Python by François Chollet",
    ]
    assert re.findall(r"- \[x\] (.*)", ticked) == titles


@given(roadmaps, st.data())
def test_the_boxes_of_the_ids_that_are_done_are_ticked(roadmap: Roadmap, data: st.DataObject) -> None:
    done = {item.id for item in roadmap.items if data.draw(st.booleans())}
    boxes = re.findall(r"^ +- \[(.)\] ", markdown.render(roadmap, done), re.MULTILINE)
    assert boxes == ["x" if item.id in done else " " for item in roadmap.items]


def test_the_bytes_are_the_same_in_any_encoding(process: Callable[..., Run]) -> None:
    for encoding in ("utf-8", "ascii", "cp1252"):
        ended = CliRunner(charset=encoding).invoke(app, ["export"], prog_name="mlpath")
        assert (ended.exit_code, ended.stdout_bytes) == (0, README.read_bytes())
    ended = process("export", "-o", "-", env={"PYTHONIOENCODING": "ascii"})
    assert (ended.code, ended.out.encode()) == (0, README.read_bytes())


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Use *args and **kwargs", r"Use \*args and \*\*kwargs"),
        ("__init__ and ~~a~~", r"\_\_init\_\_ and \~\~a\~\~"),
        ("snake_case stays, _this_ does not", r"snake_case stays, \_this\_ does not"),
        ("a[0] `x` <b> &amp; R&D", r"a\[0\] \`x\` \<b> \&amp; R&D"),
    ],
)
def test_titles_are_text_in_markdown_too(title: str, written: str) -> None:
    roadmap = source.load(str(SHIPPED))
    items = (roadmap.items[0]._replace(title=title, url="https://x/(a)"), *roadmap.items[1:])
    changed = Roadmap(id="x", title="X", items=items, groups=roadmap.groups)
    assert f"- [ ] [{written}](<https://x/(a)>)\n" in markdown.render(changed, ())


def test_headings_and_links_mean_what_they_say() -> None:
    shipped = source.load(str(SHIPPED))
    item = shipped.items[0]._replace(title="X", url="https://x/(c>d)?a=1&copy;=2\\")
    roadmap = Roadmap(id="x", title="Learn C #", items=(item, *shipped.items[1:]), groups=shipped.groups)
    text = markdown.render(roadmap, ())
    assert text.startswith("# Learn C \\#\n")
    assert "- [ ] [X](<https://x/(c%3Ed)?a=1&amp;copy;=2%5C>)\n" in text


def test_nothing_of_mlpaths_own_is_overwritten(mlpath: Callable[..., Result], tmp_path: Path, state: Path) -> None:
    own = tmp_path / "own.yaml"
    mlpath("check", "w1")
    mlpath("export", "-f", "yaml", "-o", str(own))
    before = (state.read_bytes(), own.read_bytes())
    assert mlpath("export", "-f", "csv", "-o", str(state)).exit_code == 2
    assert mlpath("--roadmap", str(own), "export", "-o", str(own)).exit_code == 2
    assert mlpath("export", "-f", "csv", "--force", "-o", str(state)).exit_code == 2
    assert (state.read_bytes(), own.read_bytes()) == before


@pytest.mark.parametrize("name", ["page.html", "page.htm", "plan.ics", "b.svg", "t.csv", "d.json", "r.md", "r.YAML"])
def test_a_files_name_says_its_format(mlpath: Callable[..., Result], tmp_path: Path, name: str) -> None:
    mlpath("plan", "--start", "today")
    to = tmp_path / name
    formats = {"htm": "html", "md": "markdown"}
    suffix = to.suffix[1:].lower()
    written = json.loads(mlpath("export", "-o", str(to), "--json").stdout)["written"]
    assert written["format"] == formats.get(suffix, suffix)
    assert to.stat().st_size == written["bytes"] > 0


@pytest.mark.parametrize("name", ["page.html", "plan.ics", "b.svg", "t.csv", "d.json", "r.md"])
def test_only_what_mlpath_wrote_is_written_anew(mlpath: Callable[..., Result], tmp_path: Path, name: str) -> None:
    to = tmp_path / name
    mlpath("plan", "--start", "today")
    for command in (["check", "week1"], ["check", "week2", "--note", "x"]):
        before = to.read_bytes() if to.exists() else b""
        assert mlpath("export", "-o", str(to)).exit_code == 0
        assert to.read_bytes() != before
        mlpath(*command)
    for mine in (b"mine", b"<html><p>My page of mlpath</p></html>", README.read_bytes() + b"more\n"):
        to.write_bytes(mine)
        refused = mlpath("export", "-o", str(to))
        assert (refused.exit_code, to.read_bytes()) == (2, mine)
        assert "--force" in refused.stderr
    assert mlpath("export", "-o", str(to), "--force").exit_code == 0
    assert to.read_bytes() != mine


def test_a_roadmap_to_edit_is_never_written_over_unasked(mlpath: Callable[..., Result], tmp_path: Path) -> None:
    to = tmp_path / "r.yaml"
    for _ in range(2):  # The same again changes nothing.
        assert mlpath("export", "-o", str(to)).exit_code == 0
    edited = to.read_text(encoding="utf-8").replace("Linear", "Edited")
    to.write_text(edited, encoding="utf-8")
    assert mlpath("export", "-o", str(to)).exit_code == 2
    assert to.read_text(encoding="utf-8") == edited
    to.write_bytes(b"")
    assert mlpath("export", "-o", str(to)).exit_code == 0


def test_a_replaced_file_keeps_its_mode(mlpath: Callable[..., Result], tmp_path: Path) -> None:
    to = tmp_path / "out.csv"
    to.touch(mode=0o600)
    assert mlpath("export", "-f", "csv", "-o", str(to)).exit_code == 0
    assert to.stat().st_mode & 0o777 == 0o600


def test_a_pipe_is_a_place_too(process: Callable[..., Run], tmp_path: Path) -> None:
    assert process("export", "-o", "/dev/stdout").out.startswith(README.read_text(encoding="utf-8"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home"]


def test_with_json_every_format_is_a_document(mlpath: Callable[..., Result]) -> None:
    assert len(json.loads(mlpath("export", "--json").stdout)["items"]) == 63
    content = json.loads(mlpath("export", "-f", "csv", "--json").stdout)["content"]
    assert (content["format"], content["text"][:11]) == ("csv", "address,id,")
    assert json.loads(mlpath("validate", "--schema", "--json").stdout)["schema"]["title"] == "mlpath roadmap"


@given(roadmaps)
def test_the_yaml_is_the_same_roadmap_again(tmp_path_factory: pytest.TempPathFactory, roadmap: Roadmap) -> None:
    path = tmp_path_factory.mktemp("yaml") / "r.yaml"
    path.write_text(yaml_file.render(roadmap), encoding="utf-8")
    again = source.load(str(path))
    for name in ("items", "groups", "id", "title", "overview", "closing", "month_label", "week_label"):
        assert getattr(again, name) == getattr(roadmap, name)


@given(roadmaps)
def test_the_csv_has_a_row_an_item(roadmap: Roadmap) -> None:
    rows = list(csv.DictReader(io.StringIO(csv_file.render(roadmap, {}), newline="")))
    expected = [(i.id, f"'{i.title}" if i.title[0] in "=+-@" else i.title, i.address) for i in roadmap.items]
    assert [(row["id"], row["title"], row["address"]) for row in rows] == expected
    plain = [(item.url or "", str(item.hours or ""), roadmap.groups[item.group].name) for item in roadmap.items]
    assert [(row["url"], row["hours"], row["section"]) for row in rows] == plain


def test_the_csv_holds_progress_and_evidence(study: Study) -> None:
    track.mark(study, "check", ["w5.p1"], {"on": "2026-11-01", "note": 'said "fine", twice', "link": "https://x.org"})
    rows = list(csv.DictReader(io.StringIO(csv_file.render(study.roadmap, study.look().progress), newline="")))
    row = next(row for row in rows if row["address"] == "week5.practice.1")
    assert (row["status"], row["done_on"], row["notes"], row["links"]) == (
        "done",
        "2026-11-01",
        'said "fine", twice',
        "https://x.org",
    )
    assert row["week"] == "Supervised Learning Algorithms"


@pytest.mark.parametrize(
    "text", ["=1", "＝1", "+1", "＋1", "-1", "－1", "@a", "＠a", "  =1", "\t=1", "\n=1", "\u3000\xa0=1", "\ta"]
)
def test_no_cell_is_a_formula(study: Study, text: str) -> None:
    with study.locked() as now:
        now.append("note", item="vectors-matrices", text=text, link=text)
    row = next(csv.DictReader(io.StringIO(csv_file.render(study.roadmap, study.look().progress), newline="")))
    assert (row["notes"], row["links"]) == (f"'{text}", f"'{text}")


def test_a_csv_file_says_that_it_is_utf8_and_a_pipe_does_not(process: Callable[..., Run], tmp_path: Path) -> None:
    assert process("export", "-f", "csv", "-o", "out.csv").code == 0
    written, piped = (tmp_path / "out.csv").read_bytes(), process("export", "-f", "csv").out
    assert written == codecs.BOM_UTF8 + piped.encode()
    assert piped.startswith("address,id,")
    assert process("export", "-f", "csv", "-o", "/dev/stdout").out.startswith("address,id,")


def test_json_has_the_status_the_items_and_the_events(mlpath: Callable[..., Result]) -> None:
    mlpath("check", "next")
    document = json.loads(mlpath("export", "--format", "json").stdout)
    assert document["format"] == "mlpath.export"
    assert (len(document["items"]), document["overall"]["done"], len(document["events"])) == (63, 1, 1)


def test_a_file_is_written_whole_or_not_at_all(mlpath: Callable[..., Result], tmp_path: Path) -> None:
    to = tmp_path / "out.md"
    to.write_text("old")
    assert mlpath("export", "--force", "-o", str(to)).exit_code == 0
    assert to.read_bytes() == README.read_bytes()
    assert mlpath("export", "-o", str(tmp_path / "missing" / "out.md")).exit_code == 1
    assert mlpath("export", "-o", str(tmp_path)).exit_code == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "out.md"]


def test_the_exported_yaml_is_valid_and_keeps_progress(mlpath: Callable[..., Result], tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    mlpath("check", "w5.p1")
    mlpath("export", "--format", "yaml", "-o", str(own))
    assert mlpath("validate", str(own)).exit_code == 0
    document = json.loads(mlpath("--roadmap", str(own), "status", "--json").stdout)
    assert document["overall"]["done"] == 1


COUNTING = """
import sys
opened = []
sys.addaudithook(lambda event, arguments: event == "open" and opened.append(arguments[0]))
path, sys.argv[1:] = sys.argv[1], ["--roadmap", sys.argv[1], "export", "-o", sys.argv[2]]
import mlpath.__main__ as entry
try: entry.main()
except SystemExit: pass
from mlpath.roadmap.markdown.read import parse
print(opened.count(path), parse.cache_info().misses, file=sys.stderr)
"""


def test_a_markdown_roadmap_is_read_once_more_than_loading_it_takes_and_parsed_once(home: Path, tmp_path: Path) -> None:
    plan, to = tmp_path / "plan.md", tmp_path / "out.md"
    plan.write_text("# Plan\n## Week 1\n- [x] a\n- [ ] b\n")
    settle(plan)
    for expected in ("2 1\n", "1 1\n"):  # Without a cache, and with one.
        command = [sys.executable, "-c", COUNTING, str(plan), str(to)]
        assert subprocess.run(command, capture_output=True, text=True).stderr == expected
        assert to.read_text() == plan.read_text()


def test_an_export_never_overwrites_what_mlpath_relies_on(
    mlpath: Callable[..., Result], home: Path, state: Path
) -> None:
    mlpath("check", "w1.t1")
    mlpath("use", "default")
    own = home / "own.json"
    mlpath("--state", str(own), "check", "w1.t1")
    files = [path for path in home.rglob("*") if path.is_file()]
    assert {".cache", ".config", ".local"} <= {path.relative_to(home).parts[0] for path in files}
    before = {path: path.read_bytes() for path in files}
    for path in [*files, Path(f"{state}.backups") / "new.json", home / ".own.json.new"]:
        for named in ([], ["--state", str(own)]):
            if named or "own.json" not in str(path):
                refused = mlpath(*named, "export", "-o", str(path))
                assert (refused.exit_code, "in use by mlpath" in refused.stderr) == (2, True), path
    assert {path: path.read_bytes() for path in before} == before
    assert mlpath("export", "-o", str(state.parent / "page.md")).exit_code == 0
