"""`show`: a checklist on a page."""

from rich.cells import cell_len

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
