"""What is read of Markdown is what markdown-it reads, and the time it takes grows as the file does."""

import time
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from mlpath.roadmap.ids import slug
from mlpath.roadmap.markdown.inline import first_link, plain
from mlpath.roadmap.markdown.read import parse
from mlpath.roadmap.markdown.tokens import Reader
from test_markdown import PIECES

MOST = 12
LINES = st.lists(
    st.tuples(
        st.sampled_from(
            ["", " ", "  ", "   ", "    ", "\t", "      ", "> ", ">", "> > ", "  - ", "- ", "1. ", "10) ", "-\t"]
        ),
        st.sampled_from(
            [
                *(
                    "",
                    "a",
                    "a b",
                    "- [ ] a",
                    "- [x] b",
                    "* c",
                    "+ d",
                    "2. e",
                    "1) f",
                    "-",
                    "1.",
                    "# g",
                    "#h",
                    "####### i",
                    "---",
                    "***",
                ),
                *(
                    "===",
                    "```",
                    "~~~ x",
                    "<div>",
                    "</details>",
                    "<!-- j",
                    "-->",
                    "| k | l |",
                    "|---|---|",
                    "-|-",
                    ":-:",
                    "[m]: /n",
                ),
                *("[o", "]: /p", "[ ]: /q", "> r", "_ _ _", "\\", "&amp; s", "**t**", "a  ", "\0"),
            ]
        ),
    ).map("".join),
    max_size=12,
).map("\n".join)


def looks(token: Token) -> tuple[object, ...]:
    return (
        token.type,
        token.tag,
        token.nesting,
        token.map,
        token.level,
        token.content,
        token.info,
        token.attrs,
        token.meta,
    )


def of_markdown_it(text: str) -> list[Token]:
    return MarkdownIt("commonmark", {"maxNesting": MOST}).enable(["table", "strikethrough"]).parse(text)


@settings(max_examples=10 * settings().max_examples)
@example(">a\n>\n\n")
@example("- a\n  ===\n- b\n===")
@example("> a\n---\n> b\n> -")
@example("\x85")
@given(LINES | st.lists(PIECES | st.text(max_size=5), max_size=30).map("".join))
def test_blocks_and_their_content_are_those_of_markdown_it(text: str) -> None:
    theirs = of_markdown_it(text)
    reader = Reader(MOST)
    ours = reader.blocks(text)
    assert [looks(token) for token in ours] == [looks(token) for token in theirs]
    for mine, other in zip(ours, theirs, strict=True):
        if mine.type == "inline":
            read, known = reader.inline(mine.content), other.children or []
            assert (plain(read), first_link(read)) == (plain(known), first_link(known))


@pytest.mark.parametrize(
    "text",
    [
        "[x] a",
        "[ ] a",
        "a]b",
        "a > b",
        "x: {y}!",
        "[x] a\n\n[x]: https://x.org",
        "a &amp; b",
        "a  \nb",
        "",
        "a_b_",
        "[a [b] c",
        "a [b](c",
        "![a] b",
        "a [b](c)",
        "a [b][c]",
        "[b]\n\n[b]: /c",
    ],
)
def test_text_that_says_nothing_else_is_text(text: str) -> None:
    reader = Reader(MOST)
    (first, *_) = (token for token in [*reader.blocks(text), Token("inline", "", 0)] if token.type == "inline")
    expected = next((token.children or [] for token in of_markdown_it(text) if token.type == "inline"), [])
    read = reader.inline(first.content)
    assert (plain(read), first_link(read)) == (plain(expected), first_link(expected))


@given(st.text(st.characters(codec="ascii"), max_size=60))
def test_a_slug_is_the_same_whatever_stands_beside_it(title: str) -> None:
    assert slug(f"{title} é") == "-".join(filter(None, (slug(title), "e")))


def filled(unit: str) -> Callable[[int], str]:
    return lambda size: unit * (size // len(unit))


def numbered(unit: str) -> Callable[[int], str]:
    return lambda size: "".join(unit.format(n) for n in range(size // len(unit)))


SHAPES: dict[str, Callable[[int], str]] = {
    "nested lists": filled("".join(f"{'  ' * depth}- [ ] item {depth}\n" for depth in range(40))),
    "lists": numbered("- [ ] item {} of all of these\n"),
    "brackets": filled("- [ ] a [b [c\n"),
    "half links": filled("- [ ] [a](b\n"),
    "a paragraph of half links": filled("[a](b\n"),
    "a line of odd spaces": lambda size: "- [ ] a\n  b\n  " + "\u00a0" * size + "c\n",
    "a line of brackets": lambda size: "[" * size,
    "quotes": filled("> - [ ] a\n"),
    "quotes in quotes": filled(f"{'>' * 45} a\n"),
    "stairs of quotes": filled("".join(f"{'> ' * depth}- [ ] item {depth}\n" for depth in range(40))),
    "headings": filled("## Heading\n- [ ] a\n"),
    "headings of weeks": numbered("## Week {0}\n\n- [ ] item {0}\n"),
    "headings alone": filled("## Heading\n"),
    "bold lines": filled("**Bold line**\n\n- [ ] a\n\n"),
    "details": filled("<details><summary>Week</summary>\n\n- [ ] a\n\n</details>\n\n"),
    "details in details": filled("<details><summary>Week</summary>\n\n- [ ] a\n\n"),
    "lines at the margin": filled("- [ ] item\nand more\n"),
    "references": lambda size: (
        numbered("- [ ] [item {0}][r{0}]\n")(size // 2) + "\n" + numbered("[r{0}]: http://x.y/{0}\n")(size // 2)
    ),
    "a table": lambda size: "\n| a | b |\n|---|---|\n" + filled("| [ ] a | b |\n")(size),
}


@pytest.mark.heavy
@pytest.mark.parametrize("shape", SHAPES)
def test_time_grows_as_the_file_does(shape: str) -> None:
    """Four times the size takes about four times the time, and sixteen times where something is quadratic.

    Of two runs the shorter counts, and of the time that of the processor: other processes may have been in the way.
    """

    def seconds(size: int) -> float:
        data = f"- [ ] first\n\n{SHAPES[shape](size)}".encode()
        since = time.process_time()
        assert parse(data, "x.md").roadmap.items
        parse.cache_clear()
        return time.process_time() - since

    small, large = (min(seconds(size) for _ in range(2)) for size in (20_000, 80_000))
    assert large < 10 * small + 0.2
