"""`show`: a checklist on a page."""

from collections.abc import Callable
from pathlib import Path

import pytest
from rich.cells import cell_len
from typer.testing import Result

from mlpath.commands import see
from mlpath.commands.study import Study
from mlpath.progress.results import Checklist
from mlpath.terminal import output, show
from mlpath.terminal.page import FANCY, Page


def drawn(checklist: Checklist, width: int) -> list[str]:
    blocks = show.checklist(checklist, Page(width, FANCY))
    return [line for block in blocks for line in output.drawn(block, width, output.NO_COLOUR)]


def test_parts_of_a_resource_stand_below_each_other(study: Study) -> None:
    book = see.show(study, "resources.books.1")
    parts = (("week1", "first part"), ("週二", "second part"), ("week12", "third part"))
    entry = book.entries[0]._replace(item=book.entries[0].item._replace(alongside=parts))
    lines = drawn(book._replace(entries=(entry,)), 80)
    columns = {cell_len(line.partition(part)[0]) for line in lines for _, part in parts if part in line}
    assert columns == {len("  week12  ")}


def test_hours_are_counted_as_people_count(study: Study) -> None:
    week = see.show(study, "week1")
    items = [entry._replace(item=entry.item._replace(hours=0.5)) for entry in week.entries[:3]]
    for number, words in ((1, ", 0.5 hours"), (2, ", 1 hour"), (3, ", 1.5 hours")):
        heading = drawn(week._replace(entries=tuple(items[:number])), 80)[2]
        assert heading.endswith(words)


TRACKS = "# T\n## Track A\n### Week 1\n- [ ] a\n### Week 2\n- [ ] b\n## Track B\n### Week 1\n- [ ] c\n### Week 2: Deep\n- [ ] d\n"


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("- [ ] a\n", ["Week 1", "Items"]),
        ("# T\n## Week 3: Trees\n- [ ] a\n## Week 4\n- [ ] b\n", ["Week 3: Trees", "Items", "Week 4", "Items"]),
        ("# T\n## Day 1\n- [ ] a\n## Day 2\n- [ ] b\n", ["Day 1", "Items", "Day 2", "Items"]),
        (
            "# T\n## Weeks 1-2: Start\n- [ ] a\n## Weeks 3-4\n- [ ] b\n",
            ["Weeks 1-2: Start", "Items", "Weeks 3-4", "Items"],
        ),
        (
            TRACKS,
            ["Track A", "Week 1", "Items", "Week 2", "Items", "Track B", "Week 1", "Items", "Week 2: Deep", "Items"],
        ),
    ],
)
def test_headings_are_those_of_the_file(
    mlpath: Callable[..., Result], tmp_path: Path, text: str, headings: list[str]
) -> None:
    (tmp_path / "list.md").write_text(text)
    shown = mlpath("--roadmap", str(tmp_path / "list.md"), "show").stdout.splitlines()
    assert [line.strip() for line in shown[3:] if line.strip() and "○" not in line] == headings


def test_months_and_columns_that_a_file_does_not_have_are_not_shown(
    mlpath: Callable[..., Result], tmp_path: Path
) -> None:
    file = tmp_path / "list.md"
    for text, months, columns in (
        ("- [ ] a\n", False, ["total"]),
        ("## Topics\n- [ ] a\n", False, ["total"]),
        ("# T\n## Week 1\n### Topics\n- [ ] a\n### More\n- [ ] b\n", False, ["topics", "other", "total"]),
        (TRACKS, True, ["total"]),
    ):
        file.write_text(text)
        shown = mlpath("--roadmap", str(file), "status", env={"COLUMNS": "100"}).stdout
        assert ("Track 1" in shown, "Month" in shown) == (months, False)
        assert next(line.split() for line in shown.splitlines() if "total" in line) == columns
    checked = mlpath("--roadmap", str(file), "check", "week1", "week2").stdout
    assert "Track 1 is done" in checked
    file.write_text("# Other\n## Week 1\n- [ ] a\n## Week 2\n- [ ] b\n")
    assert "Month" not in mlpath("--roadmap", str(file), "check", "week1", "week2").stdout
