"""The guides' figures: each is shown, said in words, small, and what the guides' code draws."""

import re
import sys
from xml.etree import ElementTree

import pytest

from conftest import ROOT

FOLDER = ROOT / "roadmap" / "figures"
SHOWN = {
    name: words
    for week in (ROOT / "roadmap").glob("week-*.md")
    for words, name in re.findall(r"!\[([^\]]+)\]\(figures/([a-z-]+)\.svg\)", week.read_text(encoding="utf-8"))
}


def test_each_is_shown_and_said_in_words() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == SHOWN.keys()
    assert len(SHOWN) >= 24
    for path in FOLDER.glob("*.svg"):
        picture = ElementTree.fromstring(path.read_text(encoding="utf-8"))
        title = picture.find("{http://www.w3.org/2000/svg}title")
        assert title is not None
        assert title.text == SHOWN[path.stem]


def test_each_is_small_and_readable_in_light_and_dark() -> None:
    for path in FOLDER.glob("*.svg"):
        text = path.read_text(encoding="utf-8")
        assert len(text) < 20_000, path.name
        assert "prefers-color-scheme:dark" in text
        assert "http" not in text.replace("http://www.w3.org/2000/svg", "")


@pytest.mark.heavy
def test_each_is_what_the_code_draws() -> None:
    pytest.importorskip("sklearn")
    pytest.importorskip("seaborn")
    sys.path.insert(0, str(ROOT / "docs"))
    from figures import drawn

    numbers = re.compile(r"-?[0-9]+\.[0-9]")
    for name, svg in drawn():
        there = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
        assert numbers.sub("#", svg) == numbers.sub("#", there), name
        apart = [abs(float(a) - float(b)) for a, b in zip(numbers.findall(svg), numbers.findall(there), strict=True)]
        assert max(apart, default=0) < 1, name
