"""Counting, and what comes next."""

import itertools
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mlpath.journal.journal import ItemProgress
from mlpath.journal.transitions import STATUSES
from mlpath.progress import summary
from mlpath.progress.summary import Count
from mlpath.roadmap.roadmap import Roadmap
from mlpath.roadmap.yaml import schema as model
from mlpath.roadmap.yaml.read import compile_roadmap
from strategies import roadmaps


def progress_of(statuses: dict[str, str]) -> dict[str, dict[str, Any]]:
    return {id: ItemProgress(status, "2026-11-20") for id, status in statuses.items()}


@given(roadmaps, st.lists(st.sampled_from(STATUSES), min_size=1, max_size=20))
def test_the_counts_of_the_parts_add_up(roadmap: Roadmap, statuses: list[str]) -> None:
    progress = progress_of(dict(zip((item.id for item in roadmap.items), itertools.cycle(statuses), strict=False)))
    whole = summary.overview(roadmap, progress)
    parts = [*whole.months, *([whole.resources] if whole.resources else [])]
    assert tuple(map(sum, zip(*(part.numbers for part in parts), strict=True))) == whole.numbers
    assert whole.numbers.total + whole.numbers.skipped == len(roadmap.items)
    for month in whole.months:
        for group in (month, *month.within):
            assert sum(part.numbers.total for part in group.within) == group.numbers.total


@given(st.integers(0, 200), st.integers(0, 200))
def test_percent_is_floored_and_100_only_at_the_end(done: int, left: int) -> None:
    percent = Count(done, 0, 0, done + left).percent
    assert (percent == 100) == (left == 0)
    if left:
        assert percent <= 100 * done / (done + left) < percent + 1


def roadmap() -> Roadmap:
    weeks = [{"title": "One", "topics": ["A", "B"], "practice": ["C"]}, {"title": "Two", "topics": ["D"]}]
    other = {"title": "Other book", "alongside": {"week2": "chapter 3"}}
    resources = [{"name": "books", "items": ["Book", other]}]
    file = {"version": 1, "id": "x", "title": "X", "months": [{"title": "M", "weeks": weeks}], "resources": resources}
    return compile_roadmap(model.RoadmapFile.model_validate(file))


def upcoming(most: int = 3, **statuses: str) -> summary.Upcoming:
    return summary.upcoming(roadmap(), progress_of({id.replace("_", "-"): s for id, s in statuses.items()}), most)


def alongside(found: summary.Upcoming) -> tuple[str, str | None]:
    assert found.alongside is not None
    return found.alongside.entry.item.id, found.alongside.part


def titles(found: summary.Upcoming) -> list[tuple[str, str]]:
    return [(choice.entry.item.id, choice.reason) for choice in found.items]


def test_at_first_it_is_the_roadmaps_order() -> None:
    found = upcoming()
    assert titles(found) == [("a", "starts Week 1"), ("b", "goes on with Week 1"), ("c", "starts Practice in Week 1")]
    assert alongside(found) == ("book", None)


def test_what_is_under_way_comes_first() -> None:
    assert titles(upcoming(2, d="doing")) == [("d", "under way since 20 Nov 2026"), ("a", "left open in Week 1")]


def test_a_resource_under_way_stays_alongside() -> None:
    found = upcoming(1, other_book="doing")
    assert titles(found) == [("a", "starts Week 1")]
    assert alongside(found) == ("other-book", None)


def test_the_resource_that_fits_the_week_goes_before_the_others() -> None:
    done = {"a": "done", "b": "done", "c": "skipped"}
    assert alongside(upcoming(1, **done)) == ("other-book", "chapter 3")
    assert alongside(upcoming(1, **done, book="doing")) == ("book", None)
    assert alongside(upcoming(1, **done, book="doing", other_book="doing")) == ("other-book", "chapter 3")
    assert alongside(upcoming(1, **done, other_book="done")) == ("book", None)


def test_resources_come_when_the_weeks_are_done() -> None:
    found = upcoming(3, a="done", b="done", c="skipped", d="done", book="done")
    assert titles(found) == [("other-book", "the weeks are done; a resource is left")]
    assert found.alongside is None


def test_at_the_end_the_skipped_are_named() -> None:
    found = upcoming(3, a="done", b="skipped", c="done", d="done", book="done", other_book="done")
    assert found.items == ()
    assert [entry.item.id for entry in found.skipped] == ["b"]


def test_orphans_are_ids_without_an_item() -> None:
    assert summary.orphans(roadmap(), progress_of({"a": "done", "gone": "done"})) == ["gone"]
