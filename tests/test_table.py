"""A table drawn without Rich: all that is in it, in columns, within the page."""

from hypothesis import given
from hypothesis import strategies as st

from mlpath.terminal.layout import PLAIN, Text, cells
from mlpath.terminal.table import Table

WORDS = st.lists(st.sampled_from(["ab", "c", "第三周", "longer-than-most", "é"]), max_size=8).map(" ".join)
ROWS = st.lists(st.none() | st.tuples(st.integers(0, 9999), WORDS, st.integers(0, 10**6)), min_size=1, max_size=6)


def drawn(rows: list[tuple[int, str, int] | None], width: int, most: int = 30) -> list[str]:
    table = Table(wrapping=1, most=most, right=(0, 2))
    for row in rows:
        table.add(*(Text(str(cell)) for cell in row or ()))
    return list(table.draw(width, PLAIN))


@given(ROWS.filter(any), st.integers(40, 90))
def test_nothing_is_lost_and_columns_stand_below_each_other(
    rows: list[tuple[int, str, int] | None], width: int
) -> None:
    lines = drawn(rows, width)
    full = [row for row in rows if row]
    written = "".join(f"{number}{words}{last}" for number, words, last in full)
    assert sorted("".join(lines).replace(" ", "")) == sorted(written.replace(" ", ""))
    assert lines.count("") >= rows.count(None)
    number = max(len(str(row[0])) for row in full)
    assert all(cells(line) <= width for line in lines)
    firsts = [line for line in lines if line[:number].strip()]
    assert len(firsts) == len(full)
    assert len({cells(line) for line in firsts}) == 1  # The last column ends at one cell,
    assert all(line[number : number + 2] == "  " for line in lines if line)  # the first one, too,
    for line, (first, _, last) in zip(firsts, full, strict=True):
        assert (line[:number], line.rpartition(" ")[2]) == (str(first).rjust(number), str(last))


def test_one_column_wraps_at_its_most_or_where_the_page_ends() -> None:
    row = (1, "one two three four", 7)
    assert drawn([row], 80) == ["1  one two three four  7"]
    assert drawn([row], 80, most=8) == ["1  one two   7", "   three", "   four"]
    assert drawn([row], 18) == ["1  one two       7", "   three four"]
    assert drawn([row, None, (10, "x", 100)], 80) == [" 1  one two three four    7", "", "10  x                   100"]
