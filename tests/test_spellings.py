"""Addresses as people write them: understood where they can only mean one thing, else answered with the right form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlpath.errors import AmbiguousAddress, MlpathError, UnknownAddress, UsageError
from mlpath.roadmap.lookup import targets_of
from mlpath.roadmap.roadmap import SECTION, WEEK, Roadmap
from strategies import roadmaps
from test_lookup import SHIPPED_ROADMAP, roadmap_with


def meant(*texts: str, roadmap: Roadmap = SHIPPED_ROADMAP) -> list[str]:
    return [target.address for target in targets_of(roadmap, texts)]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("w1t1", "week1.topics.1"),
        ("W1T1-2", "week1.topics.1-2"),
        ("w5p", "week5.practice"),
        ("week5practice1", "week5.practice.1"),
        ("5.p1", "week5.practice.1"),
        ("5.practice.1", "week5.practice.1"),
        ("week 5", "week5"),
        ("week 5 practice 1", "week5.practice.1"),
        ("week5/practice/1", "week5.practice.1"),
        ("w5: p1", "week5.practice.1"),
        ("weeks 1-3", "week1-3"),
        ("w4-w5", "week4-5"),
        ("week4 - week5", "week4-5"),
        ("w4–w5", "week4-5"),
        ("w1..3", "week1-3"),
        ("m1-month2", "month1-2"),
        ("w4.t1-w4.t3", "week4.topics.1-3"),
        ("week4.topics.1-t3", "week4.topics.1-3"),
        ("w4.t1-t3", "week4.topics.1-3"),
    ],
)
def test_what_can_only_mean_one_thing_is_understood(text: str, address: str) -> None:
    assert meant(text) == [address]


@pytest.mark.parametrize(
    ("texts", "addresses"),
    [
        (["w4.t1,w4.t2"], ["week4.topics.1", "week4.topics.2"]),
        (["w4.t1,", "w4.t2"], ["week4.topics.1", "week4.topics.2"]),
        (["w4.t1,t2,p1"], ["week4.topics.1", "week4.topics.2", "week4.practice.1"]),
        (["w4.t1,2"], ["week4.topics.1", "week4.topics.2"]),
        (["week1,3-4"], ["week1", "week3-4"]),
        (["week", "5"], ["week5"]),
        (["Weeks", "1-3", "w5.p1"], ["week1-3", "week5.practice.1"]),
        (["w4,m2,next,gradient-descent"], ["week4", "month2", "next", "week2.topics.2"]),
    ],
)
def test_lists_are_taken_apart(texts: list[str], addresses: list[str]) -> None:
    assert meant(*texts) == addresses


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("5.1", "did you mean week5.topics.1 or week5.practice.1?"),
        ("w5.1", "did you mean week5.topics.1 or week5.practice.1?"),
        ("5.3", "did you mean week5.topics or week5.practice?"),
        ("3", "did you mean week3 or month3?"),
        ("5", "did you mean week5?"),
        ("wk5", "did you mean week5?"),
        ("week-5", "did you mean week5?"),
        ("week5_practice_1", "did you mean week5.practice.1?"),
        ("t1", "did you mean week1.topics.1?"),
        ("Linear", "`mlpath show --find Linear`"),
        ("random forest", "`mlpath show --find 'random forest'`"),
    ],
)
def test_anything_else_is_answered_with_the_right_form(text: str, hint: str) -> None:
    with pytest.raises(UnknownAddress) as refused:
        meant(text)
    assert hint in str(refused.value.hint)


def test_a_number_alone_is_an_item_where_its_week_has_one_section() -> None:
    one = roadmap_with(["items"])
    assert meant("1.2", roadmap=one) == meant("w1.2", roadmap=one) == ["week1.items.2"]
    with pytest.raises(UnknownAddress):
        meant("1.3", roadmap=one)


def test_what_may_mean_two_things_is_never_understood() -> None:
    roadmap = roadmap_with(["project", "practice"])
    with pytest.raises(AmbiguousAddress):
        meant("w1p1", roadmap=roadmap)
    assert meant("w1.t1-t3", roadmap=roadmap_with(["t1-t3", "topics"])) == ["week1.t1-t3"]


@pytest.mark.parametrize("text", ["w4.t1-w5.t2", "w4.t1-p1", "week1-month2"])
def test_a_range_leads_from_one_end_of_a_section_to_the_other(text: str) -> None:
    with pytest.raises(UsageError, match="out of its section") as refused:
        meant(text)
    assert "name both" in str(refused.value.hint)


@given(roadmaps, st.data())
def test_short_words_lists_and_long_ranges_name_the_same_items(roadmap: Roadmap, data: st.DataObject) -> None:
    weeks = [group for group in roadmap.groups if group.kind == WEEK]
    sections = [
        group
        for group in roadmap.groups
        if group.kind == SECTION and group.start < group.end and group.address[0] == "w"
    ]
    if len(weeks) > 1:
        first, last = weeks[0].number, weeks[-1].number
        assert meant(f"w{first}-w{last}", roadmap=roadmap) == meant(f"week{first}-{last}", roadmap=roadmap)
        assert meant(f"w{first},w{last}", roadmap=roadmap) == meant(f"w{first}", f"w{last}", roadmap=roadmap)
    if sections:
        section = data.draw(st.sampled_from(sections))
        address = roadmap.items[section.start].address
        spoken = address.replace(".", data.draw(st.sampled_from([" ", "/", " / ", ":"])))
        assert meant(spoken, roadmap=roadmap) == [address]


@given(roadmaps, st.lists(st.text(alphabet="wtmp0123.,- /r", max_size=12), min_size=1, max_size=3))
def test_any_words_are_found_or_refused(roadmap: Roadmap, texts: list[str]) -> None:
    try:
        targets_of(roadmap, texts)
    except MlpathError as error:
        assert error.exit_code == 2
