"""Text and grids drawn without Rich: wrapped, aligned, never wider than they may be, as Rich measures it."""

import subprocess
import sys
from itertools import accumulate, product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from mlpath.terminal.layout import (
    ACCENT,
    COLOURS_16,
    COLOURS_256,
    PLAIN,
    QUIET,
    STRONG,
    WHOLE,
    Grid,
    Text,
    cells,
    join,
    wrap,
)
from mlpath.terminal.page import FANCY

# What nothing may break: letters, wide ones, with marks, chosen or joined emoji, flags of both kinds, syllables.
SEQUENCES = [
    *("a", "b", "日", "é", "e\u0301", "x\u0336\u0308", "\u263a", "\u263a\ufe0f", "\u2764\ufe0f", "1\ufe0f\u20e3", "🎉"),
    *("👍🏽", "👩\u200d👩\u200d👧\u200d👦", "\u2764\ufe0f\u200d🔥", "🇩🇪", "🇫🇷", "🏴\U000e0067\U000e0062\U000e007f"),
    *("\u0937\u093f", "\u1112\u1161\u11ab", "\u0e01\u0e31", "\ufffd", "→", "●"),
]
WORDS = st.text("abcdef") | st.lists(st.sampled_from(SEQUENCES)).map("".join)
STYLES = st.sampled_from(["", ACCENT, QUIET, f"{STRONG} {ACCENT}"])
PIECES = st.lists(
    st.tuples(st.lists(WORDS | st.sampled_from([" ", "  ", "\n"]), max_size=8).map("".join), STYLES), max_size=6
)
# Characters of which no sequence that makes sense is made.
NOISE = st.lists(
    st.sampled_from([*SEQUENCES, *" \n\u200d\ufe0f\ufe0e\u200b\u0301🇩🏽\xad"])
    | st.characters(exclude_categories=["Cc", "Cs"])
).map("".join)


def text(pieces: list[tuple[str, str]]) -> Text:
    return join([Text(*piece) for piece in pieces], between="")


@given(PIECES, st.integers(4, 40))
def test_no_line_is_too_wide_and_no_word_is_lost(pieces: list[tuple[str, str]], width: int) -> None:
    lines = list(text(pieces).draw(width, PLAIN))
    assert all(cell_len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join("".join(piece for piece, _ in pieces).split())


@given(st.lists(PIECES, min_size=1, max_size=3), st.integers(4, 40))
def test_each_line_of_a_text_is_wrapped_by_itself(parts: list[list[tuple[str, str]]], width: int) -> None:
    lines = [line for pieces in parts for line in wrap(text(pieces), width)]
    assert list(wrap(join(map(text, parts)), width)) == lines
    whole = join([Text(piece.replace("\n", ""), style) for piece, style in parts[0]], between="")
    assert len(list(wrap(whole, 1_000))) == 1


@example("x\u200d\u200d" * 9, 4)  # Each second joiner is what the first one joins.
@given(NOISE, st.integers(4, 40))
def test_noise_is_wrapped_as_well(noise: str, width: int) -> None:
    lines = list(Text(noise).draw(width, PLAIN))
    assert all(cell_len(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == noise.replace(" ", "").replace("\n", "")


@pytest.mark.parametrize("width", [4, 5, 6])
def test_no_sequence_is_broken(width: int) -> None:
    for word in ([*pair] * 6 for pair in product(SEQUENCES, repeat=2)):
        lines = list(Text("".join(word)).draw(width, PLAIN))
        assert set(accumulate(map(len, lines))) <= {*accumulate(map(len, word))}, word
        assert all(cell_len(line) >= width - 1 for line in lines[:-1])  # Nor is anything broken sooner than it must be.


@given(PIECES)
def test_what_fits_stays_on_its_line(pieces: list[tuple[str, str]]) -> None:
    plain = "".join(piece for piece, _ in pieces)
    assert list(text(pieces).draw(1_000, PLAIN)) == [line.rstrip(" ") for line in plain.split("\n")]


@given(PIECES, st.integers(4, 40))
def test_colours_change_nothing_but_colours(pieces: list[tuple[str, str]], width: int) -> None:
    plain = list(text(pieces).draw(width, PLAIN))
    for colours in (COLOURS_16, COLOURS_256):
        drawn = "\n".join(text(pieces).draw(width, colours))
        for code in ("38;5;32", "1;38;5;32", "36", "1;36", "2", "0"):
            drawn = drawn.replace(f"\x1b[{code}m", "")
        assert drawn == "\n".join(plain)


@given(
    st.lists(
        st.tuples(
            st.lists(st.sampled_from(SEQUENCES), max_size=6).map("".join),
            st.lists(st.text("cd", min_size=1, max_size=30), min_size=1, max_size=6).map(" ".join),
        ),
        min_size=1,
        max_size=4,
    ),
    st.integers(30, 60),
)
def test_columns_are_aligned(rows: list[tuple[str, str]], width: int) -> None:
    grid = Grid()
    for first, last in rows:
        grid.add(Text(first), Text(last))
    column = max(cell_len(first) for first, _ in rows) + 2
    lines = list(grid.draw(width, PLAIN))
    assert all(cell_len(line) <= width for line in lines)
    lasts = [line[min(line.index(letter) for letter in "cd" if letter in line) :] for line in lines]
    assert {cell_len(line) - cell_len(last) for line, last in zip(lines, lasts, strict=True)} == {column}


def test_each_character_is_as_wide_as_rich_says() -> None:
    characters = map(chr, (*range(0x20000), *range(0xE0000, 0xE0200)))
    assert [character for character in characters if cells(character) != cell_len(character)] == []


@given(NOISE)
def test_each_text_is_as_wide_as_rich_says(noise: str) -> None:
    assert cells(noise) == cell_len(noise)


def test_what_is_drawn_most_is_measured_without_rich() -> None:
    glyphs = [*FANCY.boxes.values(), *FANCY[1:]]
    usual = "".join(
        [*map(chr, range(32, 127)), *map(str, glyphs), "Aurélien Göktürk Ελλάδα Україна “‘’” – — … • · → ×²"]
    )
    script = f"import sys; from mlpath.terminal.layout import cells; print(cells({usual!r}), 'rich' in sys.modules)"
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ended.stdout.split() == [str(cell_len(usual)), "False"]


def test_a_command_to_copy_is_never_broken() -> None:
    line = Text("To mend it: ").append("mv 'a b' 'c d'", f"{ACCENT} {WHOLE}").append(" and so on")
    assert list(line.draw(10, PLAIN)) == ["To mend", "it:", "mv 'a b' 'c d'", "and so on"]
    assert "\x1b[36mmv 'a b' 'c d'\x1b[0m" in "".join(line.draw(10, COLOURS_16))


def test_breaks_are_at_spaces() -> None:
    assert [[piece for piece, _ in line] for line in wrap(Text("one two three"), 7)] == [["one two"], ["three"]]
    assert ["".join(p for p, _ in line) for line in wrap(Text("abcdefghij k"), 4)] == ["abcd", "efgh", "ij k"]


def test_a_screen_reader_gets_a_line_for_each_row_and_no_columns() -> None:
    grid = Grid()
    grid.add(Text("  "), Text("done", "bold"), Text("week1  Vectors\nlong  ago", "dim"))
    grid.add(Text("  "), Text(), Text("alone"))
    grid.add(Text(), Text("Next"), Text())
    assert list(grid.speak()) == ["done: week1, Vectors, long, ago", "alone", "Next"]
    assert list(Text("  a  b , c", "bold").append("\n\n  d").speak()) == ["a, b, c", "", "d"]
    assert list(Text().speak()) == [""]


@given(st.lists(st.lists(st.text(max_size=20), min_size=3, max_size=3), min_size=1, max_size=5))
def test_no_word_is_lost_to_a_screen_reader(rows: list[list[str]]) -> None:
    grid = Grid()
    for row in rows:
        grid.add(*map(Text, row))
    lines = list(grid.speak())
    assert len(lines) == len(rows)
    for row, line in zip(rows, lines, strict=True):
        assert [c for c in "".join(row) if c.isalnum()] == [c for c in line if c.isalnum()]
