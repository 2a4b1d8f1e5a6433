"""Addresses: every written one is read back, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlpath.roadmap.addresses import Address, format, parse, unglue
from strategies import addresses


@given(addresses())
def test_what_is_formatted_is_parsed(address: Address) -> None:
    assert parse(format(address)) == address
    assert parse(format(address).upper()) == address


@given(st.text())
def test_any_text_parses_to_an_address_or_to_none(text: str) -> None:
    address = parse(text)
    assert address is None or parse(format(address)) == address


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("m2", "month2"),
        ("w5", "week5"),
        ("W05", "week5"),
        (" w5.p.1 ", "week5.p.1"),
        ("w1-3", "week1-3"),
        ("r", "resources"),
        ("res.b1", "resources.b1"),
        ("NEXT", "next"),
        ("w5.practice.1.2-3", "week5.practice.1.2-3"),
    ],
)
def test_short_forms(short: str, long: str) -> None:
    address = parse(short)
    assert address is not None
    assert format(address) == long


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "week",
        "5",
        "w5.",
        "w5..1",
        "w5.1",
        "w1-2.p",
        "m1.topics",
        "next.1",
        "w5.p.1-2.3",
        "w-5",
        "w5.p.x",
        "w1234567890",
    ],
)
def test_what_is_no_address(text: str) -> None:
    assert parse(text) is None


def test_labels_are_names_of_the_levels_but_never_take_one_over() -> None:
    labels = {"phase": "month", "learning-block": "week", "w": "month"}
    assert parse("phase2", labels) == Address(level="month", number=2)
    assert parse("learning-block7.p", labels) == Address(level="week", number=7, section="p")
    assert parse("w2", labels) == Address(level="week", number=2)


@pytest.mark.parametrize(
    ("glued", "parts"),
    [
        ("p1", ("p", 1, None)),
        ("p1-3", ("p", 1, 3)),
        ("part2", ("part", 2, None)),
        ("p", None),
        ("1", None),
        ("p-1", None),
    ],
)
def test_numbers_glued_to_a_section(glued: str, parts: tuple[str, int, int | None] | None) -> None:
    assert unglue(glued) == parts
