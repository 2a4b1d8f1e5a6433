"""Text and grids drawn without Rich: wrapped, aligned, never wider than they may be."""

from hypothesis import given
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

PIECES = st.lists(
    st.tuples(st.text(st.sampled_from("ab cde  f日本é\n")), st.sampled_from(["", ACCENT, QUIET, f"{STRONG} {ACCENT}"])),
    max_size=6,
)


def text(pieces: list[tuple[str, str]]) -> Text:
    return join([Text(*piece) for piece in pieces], between="")


@given(PIECES, st.integers(4, 40))
def test_no_line_is_too_wide_and_no_word_is_lost(pieces: list[tuple[str, str]], width: int) -> None:
    lines = list(text(pieces).draw(width, PLAIN))
    assert all(cells(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join("".join(piece for piece, _ in pieces).split())


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
    st.lists(st.tuples(st.text("ab日", max_size=6), st.text("cd ", max_size=30)), min_size=1, max_size=4),
    st.integers(30, 60),
)
def test_columns_are_aligned(rows: list[tuple[str, str]], width: int) -> None:
    grid = Grid()
    for first, last in rows:
        grid.add(Text(first), Text(last))
    column = max(cells(first) for first, _ in rows) + 2
    lines = list(grid.draw(width, PLAIN))
    assert all(cells(line) <= width for line in lines)
    starts = [cells(line) - cells(line.lstrip("ab日 ")) for line in lines if set("cd") & set(line)]
    assert all(start >= column for start in starts)


@given(st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"])))
def test_widths_are_those_of_rich(text: str) -> None:
    assert cells("日本 a") == cell_len("日本 a") == 6
    if text.isascii():
        assert cells(text) == cell_len(text)


def test_a_command_to_copy_is_never_broken() -> None:
    line = Text("To mend it: ").append("mv 'a b' 'c d'", f"{ACCENT} {WHOLE}").append(" and so on")
    assert list(line.draw(10, PLAIN)) == ["To mend", "it:", "mv 'a b' 'c d'", "and so on"]
    assert "\x1b[36mmv 'a b' 'c d'\x1b[0m" in "".join(line.draw(10, COLOURS_16))


def test_breaks_are_at_spaces() -> None:
    assert [[piece for piece, _ in line] for line in wrap(Text("one two three"), 7)] == [["one two"], ["three"]]
    assert ["".join(p for p, _ in line) for line in wrap(Text("abcdefghij k"), 4)] == ["abcd", "efgh", "ij k"]
