"""The badge: well-formed, with the right number, whatever the title is."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from rich.cells import cell_len

from mlpath.export import svg as badge
from mlpath.progress.summary import Count
from mlpath.roadmap.roadmap import Roadmap
from strategies import TITLES

SVG = "{http://www.w3.org/2000/svg}"


@given(TITLES)
def test_any_title_fits(title: str) -> None:
    found = ElementTree.fromstring(badge.render(Roadmap(id="x", title=title, items=(), groups=()), Count(1, 0, 0, 3)))
    texts = [text.text or "" for text in found.iter(f"{SVG}text")]
    assert texts[1] == "33%"
    assert texts[0] == title
    assert found.get("aria-label") == f"{title}: 33%"


@pytest.mark.parametrize("title", ["AI", "👩\u200d👩\u200d👧\u200d👦 AI", "\u2764\ufe0f", "e\u0301", "日本"])
def test_it_is_as_wide_as_its_title(title: str) -> None:
    found = ElementTree.fromstring(badge.render(Roadmap(id="x", title=title, items=(), groups=()), Count(1, 0, 0, 3)))
    assert found.get("width") == str(16 + round(6.2 * cell_len(title)) + 46)


def test_what_is_verified_stands_beside_what_is_done() -> None:
    roadmap = Roadmap(id="x", title="AI", items=(), groups=())
    plain, verified = (badge.render(roadmap, Count(3, 0, 0, 9), Count(done, 0, 0, 4)) for done in (0, 1))
    assert plain == badge.render(roadmap, Count(3, 0, 0, 9))
    assert ">33% · 25% verified<" in verified
    assert [int(ElementTree.fromstring(svg).attrib["width"]) for svg in (plain, verified)] == [74, 156]


def test_a_long_title_is_cut_by_its_width_and_between_sequences() -> None:
    family = "👩\u200d👩\u200d👧\u200d👦"
    for title, shown in (
        ("a" * 40, "a" * 40),
        ("a" * 41, "a" * 39 + "…"),
        ("日" * 20, "日" * 20),
        ("日" * 21, "日" * 19 + "…"),
        (family * 21, family * 19 + "…"),
        ("a" * 38 + "e\u0301" * 3, "a" * 38 + "e\u0301…"),
    ):
        badge_of = ElementTree.fromstring(
            badge.render(Roadmap(id="x", title=title, items=(), groups=()), Count(1, 0, 0, 3))
        )
        assert next(badge_of.iter(f"{SVG}text")).text == shown


def test_a_long_title_is_cut_and_nothing_of_it_steers_anything() -> None:
    roadmap = Roadmap(id="x", title="<b>\x1b\x00 " + "long " * 30, items=(), groups=())
    found = ElementTree.fromstring(badge.render(roadmap, Count(3, 0, 0, 3)))
    assert int(found.get("width", "0")) < 400
