"""Few addresses for many items: they name exactly these, and whole weeks and ranges where there are some."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlpath.roadmap.lookup import target_of, targets_of
from mlpath.roadmap.naming import addresses
from mlpath.roadmap.roadmap import Roadmap
from strategies import roadmaps
from test_lookup import SHIPPED_ROADMAP


@given(roadmaps, st.data())
def test_the_addresses_name_these_items_and_no_others(roadmap: Roadmap, data: st.DataObject) -> None:
    places = data.draw(st.sets(st.sampled_from(range(len(roadmap.items)))) if roadmap.items else st.just(set()))
    named = [place for target in targets_of(roadmap, addresses(roadmap, sorted(places))) for place in target.places]
    assert sorted(named) == sorted(places)


@pytest.mark.parametrize(
    "typed", ["week1-3", "month2", "week5.practice", "week5.topics.1", "resources", "resources.books"]
)
def test_what_was_named_whole_is_named_as_it_was(typed: str) -> None:
    assert addresses(SHIPPED_ROADMAP, target_of(SHIPPED_ROADMAP, typed).places) == [typed]


def test_items_side_by_side_are_a_range() -> None:
    places = [target_of(SHIPPED_ROADMAP, f"week1.topics.{number}").places[0] for number in (1, 2)]
    assert addresses(SHIPPED_ROADMAP, places) == ["week1.topics.1-2"]
