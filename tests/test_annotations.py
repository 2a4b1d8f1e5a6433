"""What a title counts or dates itself with is no part of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlpath.roadmap.markdown.annotations import annotated

DAY, OTHER = "2026-11-30", "2026-11-25"


@pytest.mark.parametrize(
    ("title", "words", "due", "done"),
    [
        ("Chapter one [0/2]", "Chapter one", None, None),
        ("[50%] Read it", "Read it", None, None),
        (f"Call Anna 📅 {DAY}", "Call Anna", DAY, None),
        (f"Call Anna 📅{DAY} ⏫", "Call Anna", DAY, None),
        (f"Water 🔁 every 2 weeks ➕ 2026-01-01 🛫 2026-01-02 ⏳ {DAY} ❌ {DAY} 🔽", "Water", None, None),
        (f"Pay rent ✅ {OTHER}", "Pay rent", None, OTHER),
        (f"Pay due:: {DAY} completion:: {OTHER}", "Pay", DAY, OTHER),
        (f"Pay [due:: {DAY}] (priority:: high)", "Pay", DAY, None),
        ("Fix ⏫ \ufe0f\u200d things", "Fix ️‍ things", None, None),
        ("Pay 📅 2026-02-31", "Pay", None, None),
        ("Pay 📅 0001-01-01", "Pay", None, None),
        # What only looks like it.
        ("Read [1] and [a/b]", "Read [1] and [a/b]", None, None),
        ("std::vector, and C::D", "std::vector, and C::D", None, None),
        ("Deploy ✅ at last", "Deploy ✅ at last", None, None),
        ("🔼 first of all", "🔼 first of all", None, None),
        ("🔁 Repeat after me", "🔁 Repeat after me", None, None),
        (f"📅 {DAY}", f"📅 {DAY}", DAY, None),
        ("[1/2]", "[1/2]", None, None),
    ],
)
def test_a_title_without_its_annotations(title: str, words: str, due: str | None, done: str | None) -> None:
    assert annotated(title) == (words, due, done)


@given(st.text())
def test_what_is_no_annotation_stays_as_it_is(title: str) -> None:
    words = annotated(title).words
    assert words == title or len(words) < len(title)
    assert bool(words.strip()) == bool(title.strip())
