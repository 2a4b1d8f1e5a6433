"""From what is typed to the items that it names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import SHIPPED
from mlpath.errors import AmbiguousAddress, MlpathError, UnknownAddress, UsageError
from mlpath.roadmap.lookup import target_of
from mlpath.roadmap.roadmap import Roadmap
from mlpath.roadmap.yaml import read as yaml_file
from mlpath.roadmap.yaml import schema as model
from mlpath.roadmap.yaml.read import compile_roadmap
from strategies import roadmaps

SHIPPED_ROADMAP = yaml_file.load(str(SHIPPED))


def ids(text: str, roadmap: Roadmap = SHIPPED_ROADMAP) -> list[str]:
    return [roadmap.items[place].id for place in target_of(roadmap, text).places]


@given(roadmaps)
def test_every_address_and_id_finds_what_it_stands_for(roadmap: Roadmap) -> None:
    for place, item in enumerate(roadmap.items):
        assert list(target_of(roadmap, item.address).places) == [place]
        assert list(target_of(roadmap, item.id).places) == [place]
        assert target_of(roadmap, item.address).single
    for group in roadmap.groups:
        assert list(target_of(roadmap, group.address).places) == list(range(group.start, group.end))
        assert not target_of(roadmap, group.address).single


@given(roadmaps, st.text(max_size=30))
def test_any_text_is_found_or_refused(roadmap: Roadmap, text: str) -> None:
    try:
        target_of(roadmap, text)
    except MlpathError as error:
        assert error.exit_code == 2
        assert str(error)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("w5.p1", ["regression-from-scratch"]),
        ("week5.practice.1-2", ["regression-from-scratch", "scikit-learn-models"]),
        ("w5.p1-2", ["regression-from-scratch", "scikit-learn-models"]),
        ("r.b1", ["hands-on-machine-learning"]),
        ("r.o", ["ml-specialization", "fastai-course"]),
        ("Gradient-Descent", ["gradient-descent"]),
        ("w12.t", ["combine-techniques", "evaluation-deployment-review"]),
    ],
)
def test_short_forms_ranges_and_ids(text: str, expected: list[str]) -> None:
    assert ids(text) == expected


def test_a_range_of_weeks_is_all_their_items() -> None:
    assert len(ids("week1-3")) == 15
    assert len(ids("m1-3")) == 57


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("week13", "there is no week13: the roadmap has 12 weeks, 1 to 12", "week12"),
        ("week0", "there is no week0: the roadmap has 12 weeks, 1 to 12", "week1"),
        ("week5.practice.9", "there is no week5.practice.9: week5.practice has 2 items", "week5.practice.2"),
        ("w5.p1-9", "there is no week5.practice.9: week5.practice has 2 items", "week5.practice.2"),
        ("week5.practise.1", "there is no week5.practise: week5 has the sections topics, practice", "week5.practice"),
        ("week5.practice.1.1", "there is no week5.practice.1.1: week5.practice.1 has no steps", "mlpath show"),
        ("resources.films", "there is no resources.films: resources has the groups books,", "mlpath show"),
        ("gradient-decent", "there is no gradient-decent", "gradient-descent"),
    ],
)
def test_what_does_not_exist_gets_the_nearest_and_the_extent(text: str, message: str, hint: str) -> None:
    with pytest.raises(UnknownAddress) as refused:
        target_of(SHIPPED_ROADMAP, text)
    assert message in str(refused.value)
    assert hint in str(refused.value.hint)


def test_a_backward_range_is_refused() -> None:
    with pytest.raises(UsageError, match="backwards"):
        target_of(SHIPPED_ROADMAP, "week3-1")
    with pytest.raises(UsageError, match="backwards"):
        target_of(SHIPPED_ROADMAP, "w5.p2-1")


def roadmap_with(sections: list[str]) -> Roadmap:
    week = {"title": "W", "sections": [{"name": name, "items": [f"{name} one", f"{name} two"]} for name in sections]}
    file = {"version": 1, "id": "x", "title": "X", "months": [{"title": "M", "weeks": [week]}]}
    return compile_roadmap(model.RoadmapFile.model_validate(file))


def test_an_ambiguous_prefix_names_both() -> None:
    with pytest.raises(AmbiguousAddress) as refused:
        target_of(roadmap_with(["project", "practice"]), "w1.pr1")
    assert "week1.project or week1.practice" in str(refused.value)


def test_a_glued_number_is_never_taken_for_another_section() -> None:
    roadmap = roadmap_with(["practice", "p2p"])
    with pytest.raises(AmbiguousAddress) as refused:
        target_of(roadmap, "w1.p2")
    assert "week1.p2p" in str(refused.value)
    assert "week1.practice.2" in str(refused.value)
    assert ids("w1.pr2", roadmap) == ["practice-two"]
    assert ids("w1.p2p", roadmap) == ["p2p-one", "p2p-two"]


def test_an_exact_name_comes_before_prefixes_and_glued_numbers() -> None:
    roadmap = roadmap_with(["part", "part2", "party"])
    assert ids("w1.part", roadmap) == ["part-one", "part-two"]
    assert ids("w1.part2", roadmap) == ["part2-one", "part2-two"]
    assert ids("w1.part1", roadmap) == ["part-one"]


def test_a_former_id_leads_to_the_item_that_it_became() -> None:
    week = {"title": "W", "topics": [{"id": "new", "title": "T", "was": ["old"]}]}
    file = {"version": 1, "id": "x", "title": "X", "months": [{"title": "M", "weeks": [week]}]}
    assert ids("old", compile_roadmap(model.RoadmapFile.model_validate(file))) == ["new"]


def test_ids_of_any_script_are_found_as_written() -> None:
    week = {"title": "W", "topics": ["Straße", {"id": "λόγος", "title": "L"}, "हिन्दी", "İstanbul"]}
    file = {
        "version": 1,
        "id": "x",
        "title": "X",
        "labels": {"month": "महीना"},
        "months": [{"title": "M", "weeks": [week]}],
    }
    roadmap = compile_roadmap(model.RoadmapFile.model_validate(file))
    for item in roadmap.items:
        assert ids(item.id, roadmap) == [item.id]
    assert ids("महीना1", roadmap) == ids("month1", roadmap)
