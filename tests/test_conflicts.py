"""A state file with conflict markers is two journals; each comes out whole, however git has cut it."""

import shutil
import subprocess
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlpath.errors import StateConflicted, StateDamaged
from mlpath.journal.conflicts import has_marks, sides
from mlpath.journal.encoding import decode, decode_sides, encode
from mlpath.journal.journal import Journal, merge, union
from strategies import journals

CONFLICT = "{\n<<<<<<< HEAD\n1,\n2\n=======\n3\n>>>>>>> theirs (a note)\n}\n"


def ids(journal: Journal) -> list[str]:
    return [event["id"] for event in journal.events]


@pytest.mark.skipif(shutil.which("git") is None, reason="git is what leaves the markers")
@given(journals(), st.data())
@pytest.mark.parametrize(
    "style", ["--diff3", *(pytest.param(style, marks=pytest.mark.heavy) for style in ("--zdiff3", "--ours", None))]
)
def test_both_sides_come_out_of_what_git_makes_of_them(
    style: str | None, tmp_path_factory: pytest.TempPathFactory, events: list[dict[str, Any]], data: st.DataObject
) -> None:
    """Of any two journals with a part in common, in each style of the markers, and with both sorts of line ends."""
    every = merge([events])
    owners = [data.draw(st.sampled_from(["both", "ours", "theirs"])) for _ in every]
    folder, end = tmp_path_factory.mktemp("three"), data.draw(st.sampled_from([b"\n", b"\r\n"]))
    versions = {
        "ours": ("both", "ours"),
        "base": ("both",),
        "theirs": ("both", "theirs"),
    }
    wholes = {
        name: Journal("r", tuple(event for event, owner in zip(every, owners, strict=True) if owner in kept))
        for name, kept in versions.items()
    }
    for name, whole in wholes.items():
        (folder / name).write_bytes(encode(whole).replace(b"\n", end))
    command = ["git", "merge-file", "-p", *([style] if style else []), "ours", "base", "theirs"]
    left = subprocess.run(command, cwd=folder, capture_output=True).stdout
    if style == "--ours":
        assert not has_marks(left)
        return
    if not has_marks(left):
        return
    with pytest.raises(StateConflicted, match="it holds two sides, 'ours' and 'theirs'"):
        decode(left, "p", "r")
    named = decode_sides(left, "p", "r")
    assert [name for name, _ in named] == ["ours", "theirs"]
    for name, side in named:
        assert set(ids(side)) >= set(ids(wholes[name]))
        assert side.sound or ids(side) != ids(wholes[name])  # Else git brought in some of the other's lines.
    assert union([side for _, side in named])._replace(sound=True) == Journal("r", every)


def test_the_sides_are_named_as_the_markers_name_them() -> None:
    ours, theirs = sides(CONFLICT.encode())
    assert (ours.name, ours.data) == ("HEAD", b"{\n1,\n2\n}\n")
    assert (theirs.name, theirs.data) == ("theirs (a note)", b"{\n3\n}\n")
    ours, theirs = sides(CONFLICT.replace(" HEAD", "").replace(" theirs (a note)", "").encode())
    assert (ours.name, theirs.name) == ("one side", "the other side")


def test_an_ancestors_own_conflict_belongs_to_the_ancestor() -> None:
    """As git leaves it where two merges of the same branches met, whose ancestors were merged first."""
    nested = "|||||||  merged\n<<<<<<<<< one\n8\n=========\n9\n>>>>>>>>> two\n======="
    assert sides(CONFLICT.replace("=======", nested.replace("|  ", "| "), 1).encode()) == sides(CONFLICT.encode())


@pytest.mark.parametrize(
    "text",
    [
        "{}\n",
        "",
        "=======\n",
        CONFLICT.replace("=======", "======"),
        CONFLICT.replace("<<<<<<<", "<<<<<<"),
        CONFLICT.rpartition(">>>>>>>")[0],
        CONFLICT.replace("1,", "<<<<<<< again"),
        CONFLICT.replace("1,", "<<<<<<< again\n======="),
        CONFLICT.replace("1,", ">>>>>>> again"),
        CONFLICT.replace("3", "||||||| late"),
    ],
)
def test_what_is_no_whole_conflict_has_no_sides(text: str) -> None:
    assert sides(text.encode()) == ()


def test_a_conflict_that_was_merged_with_its_markers_comes_out_whole() -> None:
    """As tools other than git leave it, which make the marks of both as long. Whichever side it stands in, and deeper, too."""
    nested = CONFLICT.replace("3\n", CONFLICT.replace("{\n", "").replace("}\n", "").replace("HEAD", "old"))
    assert sides(nested.encode()) == (
        ("HEAD", b"{\n1,\n2\n}\n"),
        ("theirs (a note), old", b"{\n1,\n2\n}\n"),
        ("theirs (a note), theirs (a note)", b"{\n3\n}\n"),
    )
    mirrored = "<<<<<<< a\n<<<<<<< b\n1\n||||||| c\n2\n=======\n3\n>>>>>>> d\n=======\n4\n>>>>>>> e\n"
    assert [side.data for side in sides(mirrored.encode())] == [b"1\n", b"3\n", b"4\n"]
    deeper = mirrored.replace("3\n", mirrored)
    assert [side.data for side in sides(deeper.encode())] == [b"1\n", b"1\n", b"3\n", b"4\n", b"4\n"]
    for _ in range(6):
        deeper = mirrored.replace("3\n", deeper)
    assert sides(deeper.encode()) == ()


@given(journals(), st.data())
def test_three_machines_and_a_tool_that_merges_lines_keep_every_event(
    events: list[dict[str, Any]], data: st.DataObject
) -> None:
    every = merge([events])
    whole = [
        Journal("r", tuple(event for event in every if machine in data.draw(st.sets(st.integers(0, 2), min_size=1))))
        for machine in range(3)
    ]
    inner = f"<<<<<<<\n{encode(whole[0]).decode()}=======\n{encode(whole[1]).decode()}>>>>>>>\n"
    outer = f"<<<<<<<\n{inner}=======\n{encode(whole[2]).decode()}>>>>>>>\n".encode()
    assert [journal for _, journal in decode_sides(outer, "p", "r")] == whole
    with pytest.raises(StateConflicted, match="it holds 3 sides"):
        decode(outer, "p", "r")


def test_a_text_within_an_event_is_no_marker() -> None:
    note = {"id": "e", "order": 1, "at": "2026-11-22T18:04:05+01:00", "kind": "note", "item": "a", "text": CONFLICT}
    data = encode(Journal("r", (note,)))
    assert not has_marks(data)
    assert decode_sides(data, "p", "r") == (("", Journal("r", (note,))),)


def test_markers_without_two_whole_journals_say_so() -> None:
    with pytest.raises(StateConflicted, match="markers don't fit") as refused:
        decode(CONFLICT.rpartition(">>>>>>>")[0].encode(), "p", "r")
    assert "mlpath merge" in (refused.value.hint or "")
    with pytest.raises(StateConflicted, match="one of its sides can't be read: it is not JSON") as refused:
        decode_sides(CONFLICT.encode(), "p", "r")
    assert "file of its own" in (refused.value.hint or "")
    with pytest.raises(StateDamaged):
        decode_sides(b"{", "p", "r")
