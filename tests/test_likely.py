"""Which items progress without one may belong to, and how one goes through all of it."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from mlpath.journal.journal import ItemProgress
from mlpath.progress.likely import matches
from mlpath.roadmap.markdown.read import parse
from terminals import ESCAPE, terminal

Mlpath = Callable[..., Result]


def likely(text: str, *orphans: str) -> list[tuple[list[str], bool]]:
    roadmap = parse(text.encode(), "x.md").roadmap
    return [([item.title for item in match.items], match.sure) for match in matches(roadmap, {}, orphans)]


def test_of_several_in_the_same_words_none_stands_alone() -> None:
    text = "# T\n## A\n- [ ] take notes\n## B\n- [ ] take notes\n- [ ] take note\n"
    assert likely(text, "take-notes-1a2b3c4d") == [(["take notes", "take notes"], False)]


def test_all_the_words_come_before_the_same_letters() -> None:
    text = "# T\n- [ ] Reed the boot\n- [ ] Read the book once more\n- [ ] Read a book\n"
    assert likely(text, "read-the-book-1a2b3c4d") == [(["Read the book once more"], True)]


def test_nothing_unlike_is_named() -> None:
    text = "# T\n- [ ] Write code\n- [ ] Draw the tree\n"
    assert likely(text, "sort-a-list-1a2b3c4d", "drive-the-car-1a2b3c4d") == [([], False), ([], False)]


def test_letters_count_where_no_word_does() -> None:
    assert likely("# T\n- [ ] Recieve\n- [ ] Other\n", "receive-1a2b3c4d") == [(["Recieve"], False)]


def test_two_that_may_be_the_same_are_in_doubt() -> None:
    text = "# T\n- [ ] Read the book\n"
    assert likely(text, "read-the-book-1a2b3c4d", "read-the-book-ffff3c4d") == [(["Read the book"], False)] * 2


def test_what_has_progress_is_taken() -> None:
    roadmap = parse(b"# T\n- [ ] Read\n- [ ] Read\n", "x.md").roadmap
    progress = {roadmap.items[0].id: ItemProgress("done")}
    [match] = matches(roadmap, progress, ["read-1a2b3c4d"])
    assert (match.items, match.sure) == ((roadmap.items[1],), True)


def test_signs_and_numbers_are_never_beyond_doubt() -> None:
    text = (
        "# T\n- [ ] Learn to write programs in C++\n- [ ] Solve the exercises of chapter 2\n- [ ] Learn Java threads\n"
    )
    lost = [
        "learn-to-write-programs-in-c",
        "solve-the-exercises-of-chapter-1",
        "solve-the-exercises-of-chapter",
        "learn-java",
    ]
    found = likely(text, *(f"{words}-1a2b3c4d" for words in lost))
    assert [sure for _, sure in found] == [False] * 4
    assert all(items for items, _ in found)


@pytest.mark.parametrize("more", ["part 3", "due Sept 8", "with its 20 exercises", "and learn C++"])
def test_a_number_further_on_is_not_beyond_doubt(more: str) -> None:
    text = f"# T\n- [ ] Read the book {more}\n"
    assert likely(text, "read-the-book-1a2b3c4d") == [([f"Read the book {more}"], False)]


def test_what_is_left_of_equal_ones_may_be_another() -> None:
    roadmap = parse(b"# T\n## A\n- [ ] take two notes\n## B\n- [ ] take notes\n", "x.md").roadmap
    [match] = matches(roadmap, {}, ["take-notes-1a2b3c4d"], {"take-notes-1a2b3c4d"})
    assert (match.items, match.sure) == ((roadmap.items[1],), False)


TWINS = "# T\n## A\n- [ ] solve 10 problems\n## B\n- [ ] solve 10 problems\n"


def test_a_twin_that_was_there_gets_no_tick_by_yes(mlpath: Mlpath, tmp_path: Path) -> None:
    file = tmp_path / "x.md"
    file.write_text(TWINS)
    given = ("--roadmap", str(file))
    mlpath(*given, "check", "week1.items.1")
    file.write_text(TWINS.replace("solve 10", "do 12", 1))
    mlpath(*given, "doctor", "--adopt", "--yes")
    assert status(mlpath, given)["done"] == 0
    assert "may be week2.items.1" in " ".join(mlpath(*given, "doctor").stdout.split())


@pytest.mark.heavy
def test_a_long_list_takes_no_time() -> None:
    import time

    words = ["alpha", "beta", "gamma", "delta", "video", "notes", "intro"]
    titles = [f"{words[n % 7]} {words[n // 7 % 7]} {n} {words[n // 49 % 7]}" for n in range(3_000)]
    roadmap = parse(("# T\n" + "".join(f"- [ ] {title}\n" for title in titles)).encode(), "x.md").roadmap
    lost = [f"{words[n % 7]}-{n}-more-1a2b3c4d" for n in range(500)]
    since = time.process_time()
    assert len(matches(roadmap, {}, lost)) == 500
    assert time.process_time() - since < 20


OLD = "# T\n## A\n- [ ] Read the book\n- [ ] Write\n- [ ] take notes\n- [ ] Gone for good\n"
NEW = "# T\n## B\n- [ ] Read the book twice\n- [ ] Write\n## C\n- [ ] take notes\n## D\n- [ ] take notes\n"


def test_the_sure_ones_go_together_and_each_is_taken_back_alone(mlpath: Mlpath, tmp_path: Path) -> None:
    file = tmp_path / "x.md"
    file.write_text(OLD)
    given = ("--roadmap", str(file))
    mlpath(*given, "check", "week1")
    file.write_text(NEW)
    before = json.loads(mlpath(*given, "doctor", "--adopt", "--json").stdout)
    assert [(match["old"][:4], match["sure"], len(match["likely"])) for match in before["matches"]] == [
        ("read", True, 1),
        ("gone", False, 0),
        ("take", False, 2),
    ]
    shown = mlpath(*given, "doctor", "--adopt").stdout
    assert "Sure: 1" in shown
    assert "doctor --adopt --yes" in shown
    assert status(mlpath, given)["done"] == 1  # Nothing was changed; Write followed its words.
    assert "Read the book twice" in mlpath(*given, "doctor", "--adopt", "--yes").stdout
    assert status(mlpath, given)["done"] == 2
    assert "of week2.items.1, week3.items.1" in mlpath(*given, "doctor").stdout.replace("\n", " ")
    mlpath(*given, "undo")
    assert status(mlpath, given)["done"] == 1


@pytest.fixture
def retitled(mlpath: Mlpath, tmp_path: Path) -> tuple[str, ...]:
    """Return the options for a file of two twins, both done, above which the headings are others now."""
    file = tmp_path / "x.md"
    file.write_text(TWINS)
    given = ("--roadmap", str(file))
    mlpath(*given, "check", "week1-2")
    file.write_text(TWINS.replace("## A", "## C").replace("## B", "## D"))
    return given


def test_one_by_one_no_item_is_offered_twice(mlpath: Mlpath, retitled: tuple[str, ...]) -> None:
    code, drawn = terminal(*retitled, "doctor", "--adopt", answer="1\n1\n", asked=b"Which one is it?")
    assert code == 0
    assert re.findall(r"(\d)  (week\d\.items\.1)", ESCAPE.sub("", drawn).partition("Which")[2]) == [
        ("1", "week2.items.1")
    ]
    assert status(mlpath, retitled)["done"] == 2


def test_who_ends_the_questions_keeps_what_was_answered(mlpath: Mlpath, retitled: tuple[str, ...]) -> None:
    code, _ = terminal(*retitled, "doctor", "--adopt", answer="1\n", asked=b"Which one is it?", then="\x03")
    assert code == 130
    assert status(mlpath, retitled)["done"] == 1


def status(mlpath: Mlpath, given: tuple[str, ...]) -> dict[str, Any]:
    return json.loads(mlpath(*given, "status", "--json").stdout)["overall"]


def test_one_of_two_names_is_refused(mlpath: Mlpath) -> None:
    assert mlpath("doctor", "--adopt", "old").exit_code == 2
