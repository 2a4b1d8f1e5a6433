"""The index of the guides: each term is taught where it says, and no code needs one that is taught only later."""

import sys

import pytest

from conftest import ROOT
from mlpath.guides import guide
from test_guides_code import snippets

sys.path.insert(0, str(ROOT / "docs"))
from index import INDEX, Term, filled_in, terms, weeks

TEXT = (ROOT / "roadmap" / "index.md").read_text(encoding="utf-8")
TERMS = list(terms(TEXT))
PARTS = {week: {part.id: part.text for part in guide.parse(text).parts} for week, text in weeks().items()}
CODE = {week: "\n".join(snippet.code for snippet in snippets(text)) for week, text in weeks().items()}


def test_the_index_says_what_the_guides_say() -> None:
    assert str(ROOT / "roadmap" / "index.md") == INDEX
    assert filled_in(TEXT, weeks()) == TEXT
    assert len({term.words for term in TERMS}) == len(TERMS) == TEXT.count("](week-")
    assert {term.week for term in TERMS} == set(weeks()) == set(range(1, 13))


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.words)
def test_each_term_is_taught_before_code_needs_it(term: Term) -> None:
    assert term.stands_in(PARTS[term.week][term.item])
    for week in range(1, term.week):
        assert not term.stands_in(CODE[week]), week


def test_the_columns_are_filled_in() -> None:
    row = "| ridge | [week 2](week-02.md), regression | – | 9 |\n"
    texts = {1: "Ridges, soon.", 2: "ridge", 3: "a bridge", 4: "the ridge\n"}
    assert filled_in(row, texts) == "| ridge | [week 2](week-02.md), regression | 1 | 4 |\n"
