"""A guide's questions as cards: each keeps its name, its words and its answer."""

import re
from collections.abc import Callable
from textwrap import indent

from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from mlpath.guides import guide
from mlpath.review.cards import Card, cards, count, names, read, unnamed

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
    found = list(cards("item", questions, answers, line))
    assert [(card.id, card.question, card.answer) for card in found] == asked
    lines = [line + number for number, text in enumerate(questions.split("\n")) if re.match(r"[0-9]+\. ", text)]
    assert [card.line for card in found] == lines[: len(asked)]
    assert unnamed(questions).strip() == numbered([question for _, question, _ in asked])
    assert count(answers) == len(asked)


def test_what_is_missing_is_empty() -> None:
    what, why = cards("one", "1. What?\n2. Why?\n   <!-- card: why -->", "1. That.", 7)
    assert (what.named, what.question, what.answer, what.line) == (False, "What?", "That.", 7)
    assert why == Card(id="why", item="one", question="Why?", answer="", line=8)
    assert not list(cards("one", "Words, and\n\n- no numbers", "1. That.", 1))


def test_an_answer_has_its_blocks_and_lists() -> None:
    answers = "1. So:\n\n   ```python\n   a = 1\n   ```\n\n   1. one\n   2. two\n2. Else."
    first, second = cards("one", "1. What?\n   <!-- card: what -->\n2. Or?\n   <!-- card: or -->", answers, 1)
    assert first.answer == "So:\n\n```python\na = 1\n```\n\n1. one\n2. two"
    assert second.answer == "Else."


GUIDE = """# Week

### One thing
<!-- item: one -->

```python
### Two
<!-- item: two -->
#### Questions
1. No question?
```

#### Questions

1. What is `x`, *exactly*?
2. Why?
   <!-- card: why was: how-come, wherefore -->
3. what is x exactly

#### Answers

1. That.
2. So.
3. The same.

### Nothing to ask
<!-- item: two -->

#### Questions

1. And without an answer?
"""


def test_a_guide_is_read_line_by_line_as_markdown_reads_it() -> None:
    first, why, twin, unanswered = read(GUIDE)
    assert (first.question, first.answer, first.line, first.item) == ("What is `x`, *exactly*?", "That.", 15, "one")
    assert (why.id, why.was, why.answer) == ("why", ("how-come", "wherefore"), "So.")
    assert twin.id == f"{first.id}-2"
    assert (unanswered.item, unanswered.answer, unanswered.line) == ("two", "", 31)
    assert [card.line for part in guide.parse(GUIDE).parts for card in part.cards] == [15, 16, 18, 31]


def test_the_shipped_guides_are_read_alike_both_ways() -> None:
    for path in [*sorted((ROOT / "roadmap").glob("week-*.md")), ROOT / "roadmap" / "resources.md"]:
        text = path.read_text(encoding="utf-8")
        assert list(read(text)) == [card for part in guide.parse(text).parts for card in part.cards]


@given(WORDS, st.sampled_from([str.upper, lambda words: f"**{words}**", lambda words: f"{words}, …?"]))
def test_a_nameless_question_is_called_by_its_words_alone(words: str, other: Callable[[str], str]) -> None:
    (card,) = cards("one", f"1. {words}", "1. That.", 1)
    _, moved = cards("one", f"1. Why not at all?\n2. {other(words)}", "1. So.\n2. This.", 7)
    assert moved.id == card.id
    assert next(cards("two", f"1. {words}", "1. That.", 1)).id != card.id
    assert next(cards("one", f"1. {words} or else", "1. That.", 1)).id != card.id


def test_former_names_lead_to_a_card() -> None:
    (nameless,) = cards("one", "1. What?", "1. That.", 1)
    (named,) = cards("new", "1. What?\n   <!-- card: what was: which -->", "1. That.", 1)
    former = {"new": ("one",)}
    assert names([named], ["which", nameless.id, "what", "gone"], former) == {"which": "what", nameless.id: "what"}
    assert names([named, nameless], [nameless.id], former) == {}
    assert names([named], [nameless.id], {}) == {}
