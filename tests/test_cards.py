"""A guide's questions as cards: each keeps its name, its words and its answer."""

import re
from textwrap import indent

from hypothesis import given
from hypothesis import strategies as st

from mlpath.guides.cards import Card, cards, count, unnamed

WORDS = st.from_regex(r"[A-Za-z][a-z `?]{0,20}[a-z]", fullmatch=True)
TEXTS = st.lists(WORDS, min_size=1, max_size=3).map("\n".join)
NAMES = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True)


def numbered(texts: list[str]) -> str:
    """Return a numbered list of texts of several lines, each indented as far as its number."""
    items = zip((f"{number}. " for number in range(1, len(texts) + 1)), texts, strict=True)
    return "\n".join(number + indent(text, " " * len(number)).lstrip() for number, text in items)


@given(st.lists(st.tuples(NAMES, TEXTS, TEXTS), max_size=12), st.integers(1, 900))
def test_questions_and_answers_are_taken_apart(asked: list[tuple[str, str, str]], line: int) -> None:
    questions = numbered([f"{question}\n<!-- card: {name} -->" for name, question, _ in asked])
    answers = numbered([answer for _, _, answer in asked])
    found = cards(questions, answers, line)
    assert [(card.name, card.question, card.answer) for card in found] == asked
    lines = [line + number for number, text in enumerate(questions.split("\n")) if re.match(r"[0-9]+\. ", text)]
    assert [card.line for card in found] == lines[: len(asked)]
    assert unnamed(questions).strip() == numbered([question for _, question, _ in asked])
    assert count(answers) == len(asked)


def test_what_is_missing_is_empty() -> None:
    assert cards("1. What?\n2. Why?\n   <!-- card: why -->", "1. That.", 7) == (
        Card(name="", question="What?", answer="That.", line=7),
        Card(name="why", question="Why?", answer="", line=8),
    )
    assert cards("Words, and\n\n- no numbers", "1. That.", 1) == ()


def test_an_answer_has_its_blocks_and_lists() -> None:
    answers = "1. So:\n\n   ```python\n   a = 1\n   ```\n\n   1. one\n   2. two\n2. Else."
    first, second = cards("1. What?\n   <!-- card: what -->\n2. Or?\n   <!-- card: or -->", answers, 1)
    assert first.answer == "So:\n\n```python\na = 1\n```\n\n1. one\n2. two"
    assert second.answer == "Else."
