"""What a title counts or dates itself with is no part of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlpath.roadmap.markdown.annotations import annotated, unmarked

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


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("[ ] twice", "twice"),
        ("[x] [ ] thrice", "thrice"),
        ("Read [[Notes]]", "Read Notes"),
        ("Read [[notes/Graphs|graphs]] and [[Trees]]", "Read graphs and Trees"),
        ("Read [[Book#Chapter 2]], ![[figure.png]]", "Read Book > Chapter 2, figure.png"),
        ("Read [[#Above]]", "Read Above"),
        ("Read it ^a1b2c3", "Read it"),
        ("[ ] [[a|b]] ^c", "b"),
        # What only looks like it.
        ("x ^2 + y", "x ^2 + y"),
        ("x^2", "x^2"),
        ("a[[i]", "a[[i]"),
        ("a[i][j] [[]]", "a[i][j] [[]]"),
        ("[x]", "[x]"),
        ("[x]y", "[x]y"),
        ("^a1b2c3", "^a1b2c3"),
        ("[[|]]", "[[|]]"),
    ],
)
def test_a_title_without_its_marks(title: str, words: str) -> None:
    assert unmarked(title) == words


@given(st.lists(st.sampled_from(["[[", "]]", "|", "#", "[ ] ", "[x] ", "a", " ^a", " ", "^", "[", "]"])).map("".join))
def test_a_title_is_never_nothing_but_marks(title: str) -> None:
    assert bool(unmarked(title).strip()) == bool(title.strip())
