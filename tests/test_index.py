"""The index of the guides: each term is taught where it says, and no code needs one that is taught only later."""

import sys

from conftest import ROOT
from mlpath.guides import guide
from test_guides_code import snippets

sys.path.insert(0, str(ROOT / "docs"))
from index import INDEX, filled_in, terms, weeks

TEXT = (ROOT / "roadmap" / "index.md").read_text(encoding="utf-8")
TERMS = list(terms(TEXT))


def test_the_index_says_what_the_guides_say() -> None:
    assert str(ROOT / "roadmap" / "index.md") == INDEX
    assert filled_in(TEXT, weeks()) == TEXT
    assert len({term.words for term in TERMS}) == len(TERMS) == TEXT.count("](week-")
    assert {term.week for term in TERMS} == set(weeks()) == set(range(1, 13))


def test_each_term_is_taught_before_code_needs_it() -> None:
    parts = {(week, part.id): part.text for week, text in weeks().items() for part in guide.parse(text).parts}
    code = {week: "\n".join(snippet.code for snippet in snippets(text)) for week, text in weeks().items()}
    for term in TERMS:
        assert term.stands_in(parts[term.week, term.item]), term.words
        for week in range(1, term.week):
            assert not term.stands_in(code[week]), (term.words, week)


def test_the_columns_are_filled_in() -> None:
    row = "| ridge | [week 2](week-02.md), regression | – | 9 |\n"
    texts = {1: "Ridges, soon.", 2: "ridge", 3: "a bridge", 4: "the ridge\n"}
    assert filled_in(row, texts) == "| ridge | [week 2](week-02.md), regression | 1 | 4 |\n"
