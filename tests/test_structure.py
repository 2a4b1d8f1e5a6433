"""How a file's headings were read, as `validate` and `use` say it; and what its owner may write instead."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from mlpath.errors import RoadmapInvalid
from mlpath.roadmap.markdown.read import parse
from mlpath.roadmap.structure import Level, Structure, counted, written
from test_markdown import drawn

Mlpath = Callable[..., Result]
Document = Callable[..., dict[str, Any]]
MONTHS = "# T\n## Month 1\n### Week 1\n**Topics**\n\n- [ ] a\n\n**Practice**\n\n- [ ] b\n### Week 2\n- [ ] c\n"


def structure(text: str) -> Structure:
    return parse(text.encode(), "list.md").structure


@pytest.mark.parametrize(
    ("text", "words", "otherwise"),
    [
        (MONTHS, "## is a month (1), ### a week (2), bold lines are sections (2)", "levels: {week: 2}"),
        (
            "## A\n### B\n- [ ] a\n### C\n- [ ] b\n",
            "## is a week (1), ### a section (2)",
            "levels: {month: 2, week: 3}",
        ),
        (
            "## A\n#### B\n- [ ] a\n\n**C**\n\n- [ ] b\n",
            "## is a week (1), #### and bold lines are sections (2)",
            "levels: {month: 2, week: 4}",
        ),
        ("## A\n- B\n  - [ ] a\n", "## is a week (1), list items are sections (1)", "levels: {month: 2, week: list}"),
        ("**A**\n\n- [ ] a\n", "bold lines are sections (1)", "levels: {week: bold}"),
        ("# A\n- [ ] a\n# B\n## C\n- [ ] b\n", "# is a month (2), ## a week (1)", "levels: {week: 1}"),
        ("## A\n- [ ] a\n", "## is a week (1)", None),
        ("- [ ] a\n", "one week, without headings", None),
    ],
)
def test_a_reading_in_words_and_another_one(text: str, words: str, otherwise: str | None) -> None:
    found = structure(text)
    assert found.described() == words
    assert found.otherwise() is None if otherwise is None else written(found.otherwise() or {}) == otherwise
    if otherwise:  # Which is what it says.
        changed = structure(f"---\n{otherwise}\n---\n{text}")
        assert changed.own
        assert changed.levels != found.levels


def test_what_the_owner_says_holds_whatever_the_headings_say() -> None:
    text = "# T\n## Week 1: A\n### B\n- [ ] a\n### Week 2: C\n- [ ] b\n"
    said = drawn(parse(f"---\nlevels: {{month: 2, week: 3}}\n---\n{text}".encode(), "x.md").roadmap)
    assert said == "Month 1: Week 1: A\nWeek 1: B\n  items: a\nWeek 2: C\n  items: b"
    deep = "# T\n## X\n### A\n#### B\n- [ ] a\n"
    assert (
        drawn(parse(f"---\nlevels: {{month: 2, week: 4}}\n---\n{deep}".encode(), "x.md").roadmap)
        == "Month 1: X\nWeek 1: B\n  items: a"
    )
    assert (
        drawn(parse(f"---\nlevels: {{month: 3}}\n---\n{deep}".encode(), "x.md").roadmap)
        == "Month 1: A\nWeek 1: B\n  items: a"
    )
    bold = "---\nlevels:\n  month: 2\n  week: bold\n---\n## A\n**B**\n\n- [ ] a\n"
    assert drawn(parse(bold.encode(), "x.md").roadmap) == "Month 1: A\nWeek 1: B\n  items: a"


def test_ids_do_not_change_when_levels_do() -> None:
    ids = {item.id for item in parse(MONTHS.encode(), "x.md").roadmap.items}
    for levels in ("{week: 2}", "{month: 1, week: 2}", "{week: 3}", "{month: 3, week: bold}", "{week: 1}"):
        text = f"---\nlevels: {levels}\n---\n{MONTHS}"
        assert {item.id for item in parse(text.encode(), "x.md").roadmap.items} == ids


@pytest.mark.parametrize(
    ("levels", "place", "word"),
    [
        ("{months: 2}", (2, 10), "'months' is no level"),
        ("{week: 9}", (2, 16), "from 1 to 6"),
        ("{week: true}", (2, 16), "from 1 to 6"),
        ("{week: ''}", (2, 16), "'bold' or 'list'"),
        ("{month: 3, week: 2}", (2, 17), "months stand above weeks"),
        ("\n  week: 0", (3, 9), "from 1 to 6"),
    ],
)
def test_levels_that_can_not_be_understood_are_refused_with_their_place(
    levels: str, place: tuple[int, int], word: str
) -> None:
    with pytest.raises(RoadmapInvalid, match=word) as refused:
        structure(f"---\nlevels: {levels}\n---\n- [ ] a\n")
    assert [(fault.line, fault.column) for fault in refused.value.faults] == [place]


def test_levels_of_something_else_are_pointed_out_and_no_more() -> None:
    for other in ("3", "[a, b]", "basic", ""):
        checklist = parse(f"---\nlevels: {other}\n---\n- [ ] a\n".encode(), "x.md")
        assert not checklist.structure.own
        (near,) = checklist.nearly
        assert (near.line, near.column) == (2, 1)
        assert "`levels: {month: 2, week: 3}`" in near.advice


def test_counts_come_in_the_order_of_what_they_are() -> None:
    roles = [("section", 7), ("week", 3), ("section", 4), ("week", 3), ("month", 2)]
    assert counted(roles) == (Level("month", 2, 1), Level("week", 3, 2), Level("section", 4, 1), Level("section", 7, 1))


def test_validate_and_use_say_how_a_file_was_read(mlpath: Mlpath, document: Document, tmp_path: Path) -> None:
    file = tmp_path / "plan.md"
    file.write_text(MONTHS)
    words = "Read as: ## is a month (1), ### a week (2), bold lines are sections (2)"
    for command in (["validate", str(file)], ["use", str(file)]):
        shown = mlpath(*command).stdout.splitlines()
        first = next(number for number, line in enumerate(shown) if words in line)
        assert "between two lines of ---" in shown[first + 1]
        assert shown[first + 2].strip() == "levels: {week: 2}"
        levels = document(*command)["levels"]
        assert [(level["kind"], level["mark"], level["count"]) for level in levels] == [
            ("month", "##", 1),
            ("week", "###", 2),
            ("section", "bold lines", 2),
        ]
    assert "Read as" not in mlpath("use").stdout
    assert document("validate", "--roadmap", str(file))["levels"]
    mlpath("use", "default")
    assert document("validate")["levels"] is None
    file.write_text(f"---\n{shown[first + 2].strip()}\n---\n{MONTHS}")
    assert "Read as its front matter says: ## is a week (1)" in mlpath("validate", str(file)).stdout


def test_one_long_heading_makes_no_other_line_of_a_pipe_long(mlpath: Mlpath, tmp_path: Path) -> None:
    long = "long words " * 73
    file = tmp_path / "long.md"
    file.write_text("# T\n" + "".join(f"## {long if n == 3 else ''}Part {n}\n- [ ] a\n" for n in range(60)))
    for command in ("status", "plan"):
        mlpath("--roadmap", str(file), "plan", "--start", "today")
        shown = mlpath("--roadmap", str(file), command).stdout
        assert max(map(len, shown.splitlines())) < 200
        assert len(" ".join(shown.split()).split("long words")) == 74
