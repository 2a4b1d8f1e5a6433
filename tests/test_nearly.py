"""What looks like a box and is none, and what is one though it looks odd: titles, marks, and the lines that belong to them."""

import time
from pathlib import Path

import pytest

from mlpath.errors import RoadmapError
from mlpath.roadmap import load
from mlpath.roadmap.markdown.read import parse


def items(text: str) -> list[tuple[str, str, str | None]]:
    return [(item.title, item.box, item.due or item.done_on) for item in parse(text.encode(), "x.md").roadmap.items]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- [ ] \u00a0x\n- [x]\t\u3000y\n", [("x", "todo", None), ("y", "done", None)]),
        ("- [ ] - size() - how many\n- [ ] A – B\n", [("size() - how many", "todo", None), ("A – B", "todo", None)]),
        ("- [ ]\n  x\n", [("x", "todo", None)]),
        ("- [ ] [x] twice\n- [/] [ ] [a](https://x.org)\n", [("twice", "todo", None), ("a", "doing", None)]),
        (
            "- [ ] [[page|alias]] 📅 2026-11-30 ^id-1\n- [ ] [[page]]\n",
            [("alias", "todo", "2026-11-30"), ("page", "todo", None)],
        ),
        ("- [ ]\u00a0x\n- [ ] y\n", [("y", "todo", None)]),
        ("- [ ] second\n**Key words:** alpha\n", [("second", "todo", None)]),
        ("- [ ] second\n  **Key words:** alpha\n", [("second", "todo", None)]),
        ("- [ ] second\n  **Key words**: alpha\n", [("second", "todo", None)]),
        ("- [ ] second\n  **Hint**\n", [("second", "todo", None)]),
        ("- [ ] second\n  due:: 2026-11-30\n", [("second", "todo", "2026-11-30")]),
        ("- [ ] second\nand more\n  of it\n", [("second", "todo", None)]),
        (
            "- [ ] Read the book\n  **Deep Learning** by others\n",
            [("Read the book Deep Learning by others", "todo", None)],
        ),
        ("> - [ ] a\n>   b\n> c\n", [("a b", "todo", None)]),
        ("- a\n  - [ ] b\n    c\n  d\n", [("b c", "todo", None)]),
        (
            "- [ ] - text\n- [ ] – other\n- [ ] -5 degrees\n",
            [(t, "todo", None) for t in ("text", "other", "-5 degrees")],
        ),
        (
            "- [/] a\n- [-] b\n- [~] c\n- [>] d\n- [!] e\n- [?] f\n- [X] g ✅ 2026-11-25\n- [ ] h ✅ 2026-11-25\n",
            [
                ("a", "doing", None),
                ("b", "skipped", None),
                ("c", "skipped", None),
                ("d", "todo", None),
                ("e", "todo", None),
                ("f", "todo", None),
                ("g", "done", "2026-11-25"),
                ("h", "todo", None),
            ],
        ),
    ],
)
def test_boxes_their_titles_and_their_days(text: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert items(text) == expected


@pytest.mark.heavy
@pytest.mark.parametrize("line", ["  b c\n", "b c\n", "  **b:** c\n", "  -[ ] c\n"])
def test_many_lines_below_one_box_take_linear_time(line: str) -> None:
    def seconds(lines: int) -> float:
        text = ("- [ ] a\n" + line * lines).encode()
        since = time.process_time()
        assert len(parse(text, "x.md").roadmap.items) == 1
        return time.process_time() - since

    seconds(100)
    assert seconds(16_000) < seconds(2_000) * 8 * 4


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("- [ ]\u00a0x", (1, 3), "stands a no-break space (U+00A0); write a plain space"),
        ("- [ ]\u3000x", (1, 3), "stands an ideographic space (U+3000); write a plain space"),
        ("- [ ]\u3000x", (1, 3), "ideographic space (U+3000)"),
        ("- [ ] a\n-[ ] b", (2, 1), "space behind the `-`"),
        ("- [ ] a\n  *[x] c", (2, 3), "space behind the `*`"),
        ("-[ ] b", (1, 1), "space behind the `-`"),
        ("1.[ ] b", (1, 1), "space behind the `1.`"),
        ("-[x]c", (1, 1), "space behind the `-` and one behind the `]`"),
        ("-\u00a0[ ] b", (1, 1), "behind the `-` stands a no-break space (U+00A0); write a plain space"),
        ("*\u3000[x] b", (1, 1), "behind the `*` stands an ideographic space (U+3000)"),
        ("- [ ] a\n[ ] b", (2, 1), "`- ` before"),
        ("| a | b |\n|---|---|\n| x | [ ] |", (3, 7), "table"),
        ("| a |\n|---|\n| - [x] y |", (3, 3), "table"),
        ("<div>\n- [ ] a\n</div>", (2, 3), "an empty line between"),
        ("<ul><li>[x] a</li></ul>", (1, 9), "HTML"),
        ('<input type="checkbox"> a', (1, 1), "HTML"),
        ('- <input type="checkbox"> a', (1, 3), "HTML"),
    ],
)
def test_what_is_none_is_pointed_out_with_its_place_and_the_reason(
    tmp_path: Path, text: str, place: tuple[int, int], words: str
) -> None:
    file = tmp_path / "near.md"
    file.write_text(f"{text}\n\n- [ ] real\n", encoding="utf-8")
    _, [fault] = load.load_with_faults(str(file))
    assert (fault.line, fault.column) == place
    assert words in fault.message
    if not text.startswith("- [ ] a"):
        with pytest.raises(RoadmapError, match=f"no boxes.*; line {place[0]}: ") as refused:
            parse(text.encode(), "x.md")
        assert words in str(refused.value)


@pytest.mark.parametrize(
    "text",
    ["<!-- \n- [ ] a\n-->", "```\n-[ ] a\n```", "see [x](y)", "| a |\n|---|\n| x [1] |", "<p>[1] note</p>", "-[x](y)"],
)
def test_what_nobody_meant_for_a_box_is_left_alone(text: str) -> None:
    assert parse(f"{text}\n\n- [ ] real\n".encode(), "x.md").nearly == ()
