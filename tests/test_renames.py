"""Progress on a Markdown roadmap: what the boxes say, what the journal says, and where progress goes when words move."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import Result

from conftest import Clock, Run, bare
from mlpath.commands import by_hand, doctor, history, plan, state, track
from mlpath.commands import roadmap as roadmap_commands
from mlpath.commands.opening import open_study
from mlpath.commands.study import Options, Study
from mlpath.errors import StateClaimed, UsageError
from mlpath.export import render
from mlpath.journal import renames
from mlpath.journal.journal import fold
from mlpath.pace.decision import EXTEND, Request
from mlpath.progress.reports import Period
from mlpath.progress.summary import orphans
from mlpath.roadmap.roadmap import Item, Roadmap

FILE = "# Course\n## Week 1\n- [ ] Read the book\n- [x] Watch the talk\n## Week 2\n- [ ] Write code\n  - [x] Set up\n"
Process = Callable[..., Run]


@pytest.fixture
def open_(home: Path, tmp_path: Path, clock: Clock) -> Callable[..., Study]:
    """Write a file, and open it as a roadmap."""

    def make(text: str = FILE, name: str = "course.md", **options: Any) -> Study:
        (tmp_path / name).write_bytes(text.encode())
        return open_study(Options(str(tmp_path / name), **options), {}, clock)

    return make


def statuses(study: Study) -> dict[str, str]:
    progress = study.look().progress
    return {item.title: progress[item.id].status for item in study.roadmap.items if item.id in progress}


def test_a_ticked_box_is_done_on_no_day(open_: Callable[..., Study]) -> None:
    study = open_()
    assert statuses(study) == {"Watch the talk": "done", "Set up": "done"}
    item = study.look().progress[study.roadmap.items[1].id]
    assert (item.done_on, item.notes) == (None, ())
    assert not Path(study.state_at.path).exists()


def test_from_its_first_event_on_the_journal_decides(open_: Callable[..., Study], tmp_path: Path) -> None:
    study = open_()
    file = tmp_path / "course.md"
    track.mark(study, "uncheck", ["week1.items.2"])
    track.mark(study, "check", ["week1.items.1"])
    assert roadmap_commands.tick_in_place(study)
    assert file.read_text() == FILE.replace("[ ] Read", "[x] Read").replace("[x] Watch", "[ ] Watch")
    study = open_(file.read_text())
    track.undo(study)
    track.undo(study)
    assert statuses(study) == {"Watch the talk": "done", "Set up": "done"}
    assert roadmap_commands.tick_in_place(study)
    assert file.read_text() == FILE
    assert not roadmap_commands.tick_in_place(study)
    boxes = [event.get("boxes") for event in study.look().events if event["kind"] in ("check", "uncheck")]
    assert boxes == [[study.roadmap.items[1].id], None]


def test_a_box_ticked_by_hand_counts_until_the_journal_names_it(open_: Callable[..., Study]) -> None:
    study = open_()
    track.write_note(study, "week1.items.2", {"text": "good"})
    assert statuses(open_(FILE.replace("[x] Watch", "[ ] Watch")))["Watch the talk"] == "done"
    assert "Read the book" not in statuses(study)
    assert statuses(open_(FILE.replace("[ ] Read", "[x] Read")))["Read the book"] == "done"


def test_a_ticked_box_is_checked_already(open_: Callable[..., Study]) -> None:
    study = open_()
    found = track.mark(study, "check", ["week1.items.2"])
    assert ([e.item.title for e in found.unchanged], found.changed) == (["Watch the talk"], ())
    dated = track.mark(study, "check", ["week1.items.2"], {"on": "2026-11-01"})
    assert [entry.done_on for entry in dated.changed] == ["2026-11-01"]


def test_in_place_keeps_a_symlink_and_every_other_byte(open_: Callable[..., Study], tmp_path: Path) -> None:
    text = "\ufeff# T\r\n\r\n* [X]\tdone  \r\n+ [ ] open\t\r\n\r\nEnd"
    study = open_(text, "real.md")
    link = tmp_path / "link.md"
    link.symlink_to("real.md")
    study = open_study(Options(str(link)), {}, study.clock)
    track.mark(study, "check", ["week1"])
    assert roadmap_commands.tick_in_place(study)
    assert link.is_symlink()
    assert (tmp_path / "real.md").read_bytes().decode() == text.replace("[ ]", "[x]")


def test_a_yaml_roadmap_has_no_boxes_to_tick(study: Study) -> None:
    with pytest.raises(UsageError):
        roadmap_commands.tick_in_place(study)


def test_progress_follows_its_words_where_they_stand_once(open_: Callable[..., Study]) -> None:
    study = open_()
    track.mark(study, "check", ["week1.items.1"])
    moved = open_("# Course\n## Week 1\n- [ ] New\n## Week 2, renamed\n- [ ] Write code\n- [ ] Read the book\n")
    assert statuses(moved) == {"Read the book": "done"}
    assert orphans(moved.roadmap, moved.look().progress) == []
    track.mark(moved, "uncheck", ["read-the-book-" + moved.roadmap.items[2].id.rpartition("-")[2]])
    assert statuses(open_())["Read the book"] == "todo"
    twice = open_("# Course\n## A\n- [ ] Read the book\n## B\n- [ ] Read the book\n- [ ] Write code\n")
    track.mark(study, "check", ["week1.items.1"])
    assert "Read the book" not in statuses(twice)
    assert orphans(twice.roadmap, twice.look().progress) == [study.roadmap.items[0].id]


def test_progress_never_goes_to_an_item_that_was_there_beside_it(open_: Callable[..., Study]) -> None:
    text = "# T\n## Week 1\n- [ ] {}\n- [ ] a\n## Week 2\n- [ ] Tests pass\n- [ ] b\n"
    study = open_(text.format("Tests pass"))
    track.mark(study, "check", ["week1"])
    for instead in ("Tests pass at last", "Other words"):
        edited = open_(text.format(instead))
        assert statuses(edited) == {"a": "done"}
        assert orphans(edited.roadmap, edited.look().progress) == [study.roadmap.items[0].id]
    moved = open_("# T\n## Week 3\n- [ ] a\n- [ ] c\n")
    assert statuses(moved) == {"a": "done"}


def test_a_year_is_no_number_of_a_twin(open_: Callable[..., Study]) -> None:
    for year in range(2000, 2030):
        assert renames.words_of(f"report-{year}-5630") == f"report-{year}"
        assert renames.words_of(f"report-{year}-5630-12") == f"report-{year}"
    assert renames.words_of("read-face-12-ab12-3") == "read-face-12"
    study = open_("# T\n- [ ] 🎉\n- [ ] a\n")
    track.mark(study, "check", ["week1.items.1"])
    assert statuses(open_("# T\n- [ ] 🚀\n- [ ] a\n")) == {}


def test_a_file_with_another_title_is_told_how_to_go_on(
    open_: Callable[..., Study], clock: Clock, mlpath: Callable[..., Result]
) -> None:
    study = open_()
    track.mark(study, "check", ["week1.items.1"])
    text = FILE.replace("# Course", "# Course of 2027")
    retitled = open_(text)
    assert "id: course` between" in mlpath("--roadmap", retitled.roadmap_at.path, "status").stdout
    check = next(c for c in doctor.doctor(retitled.options, {}, clock) if c.name == "state")
    assert (check.state, check.fix) == (
        "warning",
        "write `id: course` between two `---` lines at its top",
    )
    clock.tick(days=1)
    changed = track.mark(retitled, "check", ["week2.items.1"])
    assert any("id: course" in notice for notice in changed.notices)
    assert "id: course` between" in mlpath("--roadmap", retitled.roadmap_at.path, "check", "week2").stdout
    named = mlpath("--roadmap", retitled.roadmap_at.path, "--state", study.state_at.path, "next")
    assert (named.exit_code, "write `id: course` between" in named.stderr) == (4, True)
    backups = mlpath("--roadmap", retitled.roadmap_at.path, "--state", study.state_at.path, "doctor", "--json").stdout
    (found,) = (check for check in json.loads(backups)["checks"] if check["name"] == "backups")
    assert (found["state"], found["fix"], "1 of another roadmap" in found["found"]) == ("ok", None, True)
    again = open_(f"---\nid: course\n---\n{text}")
    assert statuses(again) == {"Read the book": "done", "Watch the talk": "done", "Set up": "done"}
    (notice,) = track.nothing(again, "check").notices
    assert f"merge {retitled.state_at.path}" in notice
    state.merge(again, [retitled.state_at.path])
    assert statuses(again)["Write code"] == "done"
    assert track.nothing(again, "check").notices == ()


def test_doctor_names_the_likeliest_item_and_adopts(open_: Callable[..., Study], clock: Clock) -> None:
    study = open_()
    track.mark(study, "check", ["week1.items.1"])
    old = study.roadmap.items[0].id
    changed = open_("# Course\n## Week 1\n- [ ] Read the whole book\n- [ ] Other\n")
    check = next(c for c in doctor.doctor(changed.options, {}, clock) if c.name == "orphans")
    new = changed.roadmap.items[0].id
    assert (
        check.state,
        check.fix and f"doctor --adopt {old} {new} --roadmap {changed.options.roadmap}" in check.fix,
    ) == (
        "warning",
        True,
    )
    for wrong in (("nope", new), (old, "week1"), (old, "nope")):
        with pytest.raises(UsageError):
            by_hand.adopt(changed, *wrong)
    by_hand.adopt(changed, old, "week1.items.1")
    assert statuses(changed)["Read the whole book"] == "done"
    assert orphans(changed.roadmap, changed.look().progress) == []
    track.undo(changed)
    assert statuses(changed) == {}


def test_two_files_of_one_id_do_not_share_a_state_by_accident(
    open_: Callable[..., Study], tmp_path: Path, clock: Clock
) -> None:
    study = open_()
    track.mark(study, "check", ["week1.items.1"])
    other = open_(FILE, "copy.md")
    for attempt in (other.look, lambda: track.mark(other, "check", ["week2"])):
        with pytest.raises(StateClaimed) as refused:
            attempt()
        assert all(part in f"{refused.value} {refused.value.hint}" for part in ("course.md", "copy.md", "--state"))
    apart = open_study(Options(str(tmp_path / "copy.md"), str(tmp_path / "own.json")), {}, clock)
    track.mark(apart, "check", ["week2"])
    (tmp_path / "course.md").rename(tmp_path / "away.md")
    assert statuses(other)["Read the book"] == "done"  # The other file has gone: this one took its place.
    track.mark(other, "check", ["week2"])
    assert json.loads(Path(other.state_at.path).read_text())["source"] == str(tmp_path / "copy.md")
    (tmp_path / "course.md").write_text(FILE.replace("# Course", "# Another"))
    assert statuses(other)["Write code"] == "done"


IDS = [f"{words}-{hash}" for words in ("read", "write") for hash in ("aaaa", "bbbb", "cccc")]


@given(
    st.sets(st.sampled_from(IDS)),
    st.lists(st.sampled_from(IDS)),
    st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from(IDS))),
)
def test_names_lead_to_items_or_stay(present: set[str], named: list[str], adopted: list[tuple[str, str]]) -> None:
    roadmap = Roadmap(
        id="x",
        title="X",
        items=[Item(id=id, title=id, address=id, group=0) for id in sorted(present)],
        groups=(),
        from_text=True,
    )
    checks = [
        {"id": f"c{n}", "order": n, "at": "2026-11-22T18:00:00+01:00", "kind": "check", "items": [id]}
        for n, id in enumerate(named)
    ]
    adoptions = [
        {"id": f"a{n}", "order": 99, "kind": "adopt", "old": old, "new": new} for n, (old, new) in enumerate(adopted)
    ]
    events = renames.present(roadmap, [*checks, *adoptions])
    assert adopted or renames.present(roadmap, events) == events
    progress = fold(events)
    for id, event in zip(named, events, strict=False):
        (now,) = event["items"]
        assert now in progress
        if id not in present and not adopted:
            words = [item for item in present if item.startswith(id[:-4])]
            assert now == (words[0] if len(words) == 1 else id)
        if id in present and not adopted:
            assert now == id


@pytest.mark.heavy
def test_everything_works_on_a_markdown_roadmap(process: Process, tmp_path: Path, home: Path) -> None:
    file = tmp_path / "Course.md"
    file.write_text(FILE)

    def run(*arguments: str) -> str:
        ended = process(*arguments, env={"MLPATH_ROADMAP": str(file)})
        assert (ended.code, ended.err) == (0, ""), (arguments, ended.err)
        return ended.out

    overall = json.loads(run("status", "--json"))["overall"]
    assert [overall[name] for name in ("done", "doing", "skipped", "total", "percent")] == [2, 0, 0, 4, 50]
    assert "week1.items.1" in run("next")
    assert "Read the book" in run("check", "w1.i1", "--note", "good")
    assert "Write code" in run("begin", "next")
    assert "1 item is left" in run("plan", "--start", "-3w")
    assert json.loads(run("plan", "--json"))["weeks"][0]["state"] == "done"
    assert "in a row" in run("stats")
    assert "check" in run("log")
    assert run("prompt") == run("prompt") == "ML 75% w2\n"
    assert "75%" in run("export", "--format", "html")
    assert "BEGIN:VEVENT" in run("export", "--format", "ics")
    assert "75%" in run("export", "--format", "svg")
    assert "read-the-book-" in run("export", "--format", "csv")
    assert json.loads(run("export", "--format", "json"))["events"]
    assert run("export") == FILE.replace("[ ] Read", "[x] Read")
    assert "4 items" in run("validate")
    assert "week1.items.1" in run("show", "--done")
    assert "Took back" in run("undo")
    assert "Put back" in run("redo")
    assert "course" in run("doctor")
    asked = {"_MLPATH_COMPLETE": "bash", "MLPATH_ROADMAP": str(file)}
    completed = process("check", "week2.i", env=asked).out.splitlines()
    assert [line.partition("\t")[0] for line in completed] == ["week2.items", "week2.items.1"]
    assert "Ticked" in run("export", "--in-place")
    frozen = tmp_path / "frozen.yaml"
    run("export", "--format", "yaml", "-o", str(frozen))
    assert process("validate", str(frozen)).code == 0
    assert json.loads(process("--roadmap", str(frozen), "status", "--json").out)["overall"]["done"] == 3


def test_a_markdown_file_is_parsed_once(mlpath: Callable[..., Result], tmp_path: Path) -> None:
    file = tmp_path / "course.md"
    file.write_text(FILE)
    mlpath("--roadmap", str(file), "next")
    ended, modules = bare("next", env={"MLPATH_ROADMAP": str(file)})
    assert (ended.code, "markdown_it" in modules) == (0, False)


WEEKS = "# Course\n" + "".join(f"## Week {n}: {{}}\n- [ ] Read\n- [ ] Exercises\n- [ ] Only {n}\n" for n in (1, 2, 3))


def dates_of(study: Study) -> list[tuple[Any, ...]]:
    weeks = plan.look(study).outlook.weeks
    return [(week.group.address, *(week.slot[1:] if week.slot else ())) for week in weeks]


@pytest.mark.parametrize("retitled", [["One", "Two, again", "Three"], ["1st", "2nd", "3rd"], ["One", "Two", "3"]])
def test_a_retitled_heading_moves_no_date(open_: Callable[..., Study], clock: Clock, retitled: list[str]) -> None:
    study = open_(WEEKS.format("One", "Two", "Three"))
    plan.change(study, Request(start=clock.now.date()))
    clock.tick(days=20)
    track.mark(study, "check", ["week1.items.3", "week2.items.3"])
    plan.change(study, Request(way=EXTEND))
    before, calendar = dates_of(study), calendar_of(study)
    edited = open_(WEEKS.format(*retitled))
    assert dates_of(edited) == before
    assert calendar_of(edited) == calendar
    track.mark(edited, "check", ["week2"])
    assert dates_of(edited) == before


@pytest.mark.parametrize("retitled", [["One, again", "Two", "Three"], ["1st", "2nd", "3rd"]])
def test_a_retitled_week_that_was_done_before_the_plan_stays_so(
    open_: Callable[..., Study], clock: Clock, retitled: list[str]
) -> None:
    study = open_(WEEKS.format("One", "Two", "Three"))
    track.mark(study, "check", ["week1"])
    plan.change(study, Request(start=clock.now.date()))
    assert [len(dates) for dates in dates_of(study)] == [1, 3, 3]
    assert dates_of(open_(WEEKS.format(*retitled))) == dates_of(study)


def calendar_of(study: Study) -> list[str]:
    lines = render.render("ics", study, study.look()).decode().splitlines()
    return [line for line in lines if line.startswith(("DTSTART", "DTEND", "UID"))]


def test_an_adoption_brings_a_plan_its_item_back(home: Path, tmp_path: Path, clock: Clock) -> None:
    file = tmp_path / "r.yaml"
    text = "version: 1\nid: x\ntitle: X\nmonths: [{title: M, weeks: [{title: A, topics: [{id: a, title: A}]}, {title: B, topics: [{id: b, title: B}, {id: c, title: C}]}]}]\n"
    file.write_text(text)
    study = open_study(Options(str(file)), {}, clock)
    plan.change(study, Request(start=clock.now.date()))
    clock.tick(days=20)
    track.mark(study, "check", ["a"])
    track.mark(study, "begin", ["b"])
    plan.change(study, Request(way=EXTEND))
    before = dates_of(study)
    file.write_text(text.replace("id: b", "id: bee").replace("id: c", "id: sea"))
    edited = open_study(Options(str(file)), {}, clock)
    assert dates_of(edited) != before
    by_hand.adopt(edited, "b", "bee")
    by_hand.adopt(edited, "c", "sea")  # Never touched: only the plan knows it.
    assert dates_of(edited) == before
    assert edited.look().progress["bee"].status == "doing"
    with pytest.raises(UsageError):
        by_hand.adopt(edited, "c", "sea")


def test_the_log_names_an_item_by_what_it_is_now(open_: Callable[..., Study], clock: Clock) -> None:
    study = open_()
    track.mark(study, "check", ["week1.items.1"])
    track.write_note(study, "week1.items.1", {"text": "good"})
    edited = open_(FILE.replace("## Week 1", "## Week 1: The beginning"))
    for entry in history.log(edited, Period(clock.now.date(), clock.now.date())).entries:
        assert [(named.item.address, named.item.title) for named in entry.entries] == [
            ("week1.items.1", "Read the book")
        ]
        assert entry.gone == ()
    (undone,) = track.undo(edited).changes.changed
    assert (undone.item.address, undone.status) == ("week1.items.1", "done")
