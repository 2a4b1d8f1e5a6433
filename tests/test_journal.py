"""Events, the fold over them, undo and redo, and merging."""

import copy
import json
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from mlpath.journal import journal
from mlpath.journal.encoding import encode
from mlpath.journal.events import COMMON, KINDS, LAST_MOMENT, REVERSALS, Damaged, Newer, table
from mlpath.journal.evidence import is_verified
from mlpath.journal.journal import Foreign, Journal, fold, from_document, history, merge, next_order
from strategies import IDS, journals

AT = "2026-11-22T18:04:05+01:00"


def event(number: int, kind: str, **fields: Any) -> dict[str, Any]:
    return {"id": f"e{number}", "order": number, "at": AT, "kind": kind, **fields}


def file(*events: Any, **head: Any) -> dict[str, Any]:
    return {"format": "mlpath-journal", "version": 1, "roadmap": "r", "events": list(events), **head}


def nested(levels: int) -> Any:
    value: Any = 0
    for _ in range(levels):
        value = [value]
    return value


def test_what_is_written_is_read() -> None:
    found = Journal("r", (event(1, "check", items=["a"], mood="good"),), {"path": "/x"})
    again = from_document(json.loads(json.dumps(journal.to_document(found))), "r")
    assert again == found


@pytest.mark.parametrize(
    ("document", "error"),
    [
        ([], Damaged),
        ({}, Foreign),
        ({"format": "other"}, Foreign),
        (file(version=2), Newer),
        (file(version="1"), Damaged),
        (file(version=True), Damaged),
        (file(version=0), Damaged),
        (file(roadmap="s"), Foreign),
        (file(roadmap=None), Damaged),
        ({**file(), "events": {}}, Damaged),
        (file("text"), Damaged),
        (file(event(1, "dance")), Newer),
        (file(event(1, "check")), Damaged),
        (file(event(1, "check", items=[])), Damaged),
        (file(event(1, "check", items=["a", "a"])), Damaged),
        (file(event(1, "check", items=["a", 1])), Damaged),
        (file(event(1, "check", items=[["a"]])), Damaged),
        (file(event(1, "check", items=["a"], on="2026-02-29")), Damaged),
        (file(event(1, "check", items=["a"], on=None)), Damaged),
        (file(event(1, "check", items=["a"], note="\ud800")), Damaged),
        (file(event(1, "check", items=["a"], on="0001-01-01")), Damaged),
        (file(event(1, "check", items=["a"], on="9999-12-31")), Damaged),
        (file({**event(1, "check", items=["a"]), "at": "0001-01-01T00:00:00+23:59"}), Damaged),
        (file(event(1, "begin", items=["a"], note=7)), Damaged),
        (file(event(1, "undo", target="e0", items=[])), Damaged),
        (file(event(1, "check", items=["a"], mood=nested(51))), Damaged),
        (file(event(1, "plan", plan={"mood": nested(51)})), Damaged),
        (file(mood=nested(51)), Damaged),
        (file(event(LAST_MOMENT + 1, "check", items=["a"])), Damaged),
        (file(event(1, "check", items=["b"]), event(LAST_MOMENT + 2, "check", items=["a"])), Damaged),
        (file(event(1, "undo")), Damaged),
        (file({**event(1, "check", items=["a"]), "at": "2026-11-22"}), Damaged),
        (file({**event(1, "check", items=["a"]), "at": "2026-11-22T25:00:00+01:00"}), Damaged),
        (file({**event(1, "check", items=["a"]), "order": 1.5}), Damaged),
        (file({**event(1, "check", items=["a"]), "order": True}), Damaged),
        (file({**event(1, "check", items=["a"]), "order": -1}), Damaged),
        (file({**event(1, "check", items=["a"]), "id": ""}), Damaged),
        (file(event(1, "check", items=["a"]), event(1, "check", items=["b"])), Damaged),
    ],
)
def test_anything_else_is_refused(document: object, error: type[Exception]) -> None:
    with pytest.raises(error):
        from_document(document, "r")


@pytest.mark.parametrize("kind", KINDS)
def test_each_field_of_each_kind_is_checked(kind: str) -> None:
    good = {
        "items": ["a"],
        "item": "a",
        "target": "e0",
        "on": "2026-11-20",
        "note": "n",
        "text": "t",
        "link": "https://x",
        "remove": "e0",
        "plan": {"start": "2026-11-23"},
        "boxes": ["a"],
        "alike": ["a"],
        "marks": {"a": "doing"},
        "done_on": {"a": "2026-11-20"},
        "above": {"a": "1a2b3c4d"},
        "formerly": {"b": "a"},
        "old": "a",
        "new": "b",
        "holds": ["test_a"],
        "fails": [],
        "lab": "0123456789abcdef",
        "work": "fedcba9876543210",
        "card": "what",
        "grade": "good",
        "more": [{"text": "t"}, {"link": "https://y"}],
    }
    whole = event(1, kind, **{name: good[name] for name in KINDS[kind]})
    from_document(file(whole), "r")
    for name, field in {**COMMON, **KINDS[kind]}.items():
        with pytest.raises(Damaged):
            from_document(file({**whole, name: 7.5}), "r")
        without = {key: value for key, value in whole.items() if key != name}
        if field.required:
            with pytest.raises(Damaged):
                from_document(file(without), "r")
        else:
            from_document(file(without), "r")


def test_the_journal_sorts_by_order_not_by_place_or_date() -> None:
    late = {**event(2, "uncheck", items=["a"]), "at": "2020-01-01T00:00:00+00:00"}
    found = from_document(file(late, event(1, "check", items=["a"])), "r")
    assert [event["id"] for event in found.events] == ["e1", "e2"]
    assert fold(found.events)["a"].status == "todo"


def test_a_clock_that_falls_back_keeps_the_order() -> None:
    assert next_order([], 500) == 500
    assert next_order([event(1000, "check", items=["a"])], 500) == 1001
    assert next_order([event(1000, "check", items=["a"])], 5000) == 5000


def test_behind_every_event_that_is_accepted_there_is_room_for_another() -> None:
    events = [event(LAST_MOMENT, "check", items=["a"])]
    for number in range(3):
        read = from_document(file(*events), "r").events
        events.append({**event(next_order(read, 0), "uncheck", items=["a"]), "id": f"x{number}"})
    assert [event["order"] - LAST_MOMENT for event in from_document(file(*events), "r").events] == [0, 1, 2, 3]


FOREIGN = st.fixed_dictionaries(
    {},
    optional={
        "items": st.just(["a", "b"]),
        "item": st.just("a"),
        "target": st.just("e0"),
        "on": st.sampled_from(["1900-01-01", "2999-12-31"]),
        "note": st.just("n"),
        "text": st.just("t"),
        "link": st.just("javascript:x"),
        "remove": st.just("e0"),
        "plan": st.just({"start": "1900-01-01"}),
        "boxes": st.just(["a"]),
        "alike": st.just(["a"]),
        "marks": st.just({"a": "doing"}),
        "done_on": st.just({"a": "2026-11-20"}),
        "above": st.just({"a": "1a2b3c4d"}),
        "formerly": st.just({"b": "a"}),
        "old": st.just("a"),
        "new": st.just("b"),
        "mood": st.just(nested(50)),
    },
)


@given(journals(), st.data())
def test_fields_of_other_kinds_change_nothing_of_what_an_event_names(
    events: list[dict[str, Any]], data: st.DataObject
) -> None:
    more = [{**data.draw(FOREIGN), **event} for event in events]
    read = from_document(file(*more), "r").events
    assert {id: item.status for id, item in fold(read).items()} == {id: i.status for id, i in fold(events).items()}
    assert journal.plans(read) == journal.plans(events)


def test_checking_twice_keeps_the_date_unless_it_is_corrected() -> None:
    first = {**event(1, "check", items=["a"]), "at": "2026-11-01T23:59:00+01:00"}
    again = {**event(2, "check", items=["a"], note="n"), "at": "2026-11-02T00:01:00+01:00"}
    assert fold([first, again])["a"].done_on == "2026-11-01"
    assert [note.text for note in fold([first, again])["a"].notes] == ["n"]
    corrected = event(3, "check", items=["a"], on="2026-10-30")
    assert fold([first, again, corrected])["a"].done_on == "2026-10-30"
    assert fold([first, event(4, "uncheck", items=["a"])])["a"].done_on is None


def test_a_merged_skip_or_begin_never_takes_a_tick_away() -> None:
    done = event(1, "check", items=["a"])
    for kind in ("skip", "begin"):
        assert fold([done, event(2, kind, items=["a"])])["a"].status == "done"


def verification(number: int, lab: str, holds: int, fails: int = 0) -> dict[str, Any]:
    names = [f"test_{name}" for name in range(holds + fails)]
    own = {"item": "a", "holds": names[:holds], "fails": names[holds:], "lab": lab, "work": "w"}
    return event(number, "verify", **own)


def test_tests_that_all_hold_tick_and_others_begin() -> None:
    some, all_hold = verification(1, "one", 2, 1), verification(2, "one", 3)
    begun, done = fold([some])["a"], fold([some, all_hold])["a"]
    assert (begun.status, is_verified(begun.evidence), begun.evidence[0][1:]) == ("doing", False, ("one", 2, 1))
    assert (done.status, done.done_on, is_verified(done.evidence)) == ("done", all_hold["at"][:10], True)
    assert done.evidence == (done.evidence[0]._replace(lab="one", holds=3, fails=0),)


def test_evidence_stays_until_the_item_is_to_do_again() -> None:
    first, again, failing = verification(1, "one", 3), verification(3, "two", 4), verification(2, "two", 1, 3)
    item = fold([first, failing, again])["a"]
    assert [(each.lab, each.holds) for each in item.evidence] == [("one", 3), ("two", 4)]
    assert fold([first, verification(2, "one", 3)])["a"].evidence == fold([first])["a"].evidence
    unticked = fold([first, event(5, "uncheck", items=["a"])])["a"]
    assert (unticked.status, unticked.evidence) == ("todo", ())
    assert fold([first, event(5, "undo", target=first["id"])]) == {}


def test_a_skipped_item_stays_skipped_where_tests_fail() -> None:
    skip = event(1, "skip", items=["a"])
    assert fold([skip, verification(2, "one", 1, 1)])["a"].status == "skipped"
    assert fold([skip, verification(2, "one", 1)])["a"].status == "done"


def test_a_note_is_removed_by_the_event_that_wrote_it() -> None:
    written = [event(1, "note", item="a", text="one"), event(2, "note", item="a", text="two")]
    left = fold([*written, event(3, "note", item="a", remove="e1")])["a"].notes
    assert [note.text for note in left] == ["two"]


class Editor:
    """Undo and redo as an editor has them: a list of what was done, and a list of what was undone."""

    def __init__(self) -> None:
        self.done: list[dict[str, Any]] = []
        self.undone: list[dict[str, Any]] = []

    def do(self, event: dict[str, Any]) -> None:
        self.done.append(event)
        self.undone.clear()

    def undo(self) -> dict[str, Any] | None:
        if self.done:
            self.undone.append(self.done.pop())
            return self.undone[-1]
        return None

    def redo(self) -> dict[str, Any] | None:
        if self.undone:
            self.done.append(self.undone.pop())
            return self.done[-1]
        return None


@given(st.lists(st.sampled_from(["check", "uncheck", "begin", "skip", "undo", "redo"]), max_size=30), st.data())
def test_undo_and_redo_are_an_editors(kinds: Sequence[str], data: st.DataObject) -> None:
    editor, events = Editor(), []
    for number, kind in enumerate(kinds):
        if kind in ("undo", "redo"):
            stack = history(events).undoable if kind == "undo" else history(events).redoable
            expected = editor.undo() if kind == "undo" else editor.redo()
            assert (stack[-1] if stack else None) == (expected["id"] if expected else None)
            if stack:
                events.append(event(number, kind, target=stack[-1]))
        else:
            items = data.draw(st.lists(st.sampled_from(IDS), min_size=1, max_size=3, unique=True))
            events.append(event(number, kind, items=items))
            editor.do(events[-1])
        assert fold(events) == fold(editor.done)


def test_a_redo_survives_a_merge_that_clears_the_redo_stack() -> None:
    here = [event(1, "check", items=["a"]), event(2, "undo", target="e1"), event(4, "redo", target="e1")]
    there = [event(3, "check", items=["b"])]
    merged = merge([here, there])
    assert {id for id, item in fold(merged).items() if item.status == "done"} == {"a", "b"}


def test_an_undo_without_its_target_does_nothing() -> None:
    events = [event(1, "check", items=["a"]), event(2, "undo", target="gone"), event(3, "redo", target="e1")]
    assert fold(events)["a"].status == "done"


@given(st.permutations(range(3)), st.lists(journals(), min_size=3, max_size=3))
def test_merging_is_commutative_associative_and_idempotent(order: list[int], each: list[list[dict[str, Any]]]) -> None:
    seen: dict[str, dict[str, Any]] = {}
    lists = [[seen.setdefault(event["id"], event) for event in events] for events in each]
    whole = merge(lists)
    assert merge([lists[place] for place in order]) == whole
    assert merge([merge(lists[:2]), lists[2]]) == merge([lists[0], merge(lists[1:])]) == whole
    assert merge([whole, whole]) == merge([whole, lists[0]]) == whole


# A value, and others that Python holds for equal, as another program may write them.
ALIKE: list[list[Any]] = [[1, True, 1.0], [0, False, 0.0, -0.0], [[1, {"a": 0}], [True, {"a": False}]], ["x"]]


@given(st.lists(st.sampled_from(ALIKE), min_size=1, max_size=3), st.integers(2, 4), st.data())
def test_events_that_are_equal_merge_to_the_same_bytes_in_any_order(
    fields: list[list[Any]], copies: int, data: st.DataObject
) -> None:
    def copy() -> Journal:
        names = [*event(1, "check", items=["a"]).items()]
        names += [(f"x{number}", data.draw(st.sampled_from(values))) for number, values in enumerate(fields)]
        extra = [(f"y{number}", dict(data.draw(st.permutations(names)))) for number in range(2)]
        return Journal("r", (dict(data.draw(st.permutations(names))),), dict(data.draw(st.permutations(extra))))

    journals = [copy() for _ in range(copies)]
    whole = encode(journal.union(journals))
    assert {encode(journal.union(data.draw(st.permutations(journals)))) for _ in range(4)} == {whole}
    assert encode(journal.union([journal.union(journals[:1]), journal.union(journals[1:])])) == whole
    assert encode(journal.union([journal.union(journals), journals[0]])) == whole


def test_one_id_with_two_contents_is_refused() -> None:
    with pytest.raises(Damaged, match="e1"):
        merge([[event(1, "check", items=["a"])], [event(1, "check", items=["b"])]])


def test_the_documented_table_is_the_codes() -> None:
    assert table() in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("plan", "sound"),
    [
        ({}, True),
        ({"start": "2026-11-23", "days": 84, "pauses": [["2026-12-24", "2027-01-01"]], "mood": "good"}, True),
        ({"start": "2026-11-23", "week_days": 10, "catching_up": True}, True),
        ({"start": "2026-11-23", "left": {"from": "2026-12-01", "days": 3, "items": ["a"]}}, True),
        (None, False),
        ([], False),
        ({"start": "0001-01-01"}, False),
        ({"start": "9999-12-31"}, False),
        ({"start": None}, False),
        ({"days": 0}, False),
        ({"days": 10**9}, False),
        ({"days": True}, False),
        ({"week_days": 7.5}, False),
        ({"pauses": [["2027-01-01", "2026-12-24"]]}, False),
        ({"pauses": [["2027-01-01"]]}, False),
        ({"pauses": "2027-01-01"}, False),
        ({"left": {"from": "2026-12-01", "days": 3}}, False),
        ({"left": {"from": "2026-12-01", "days": 3, "items": []}}, False),
        ({"catching_up": "yes"}, False),
    ],
)
def test_a_plan_is_checked_to_its_depths(plan: Any, sound: bool) -> None:
    document = file(event(1, "plan", plan=plan))
    if sound:
        assert from_document(document, "r").events[0]["plan"] == plan
    else:
        with pytest.raises(Damaged):
            from_document(document, "r")


def test_the_plans_in_force() -> None:
    first, second = event(1, "plan", plan={"start": "2026-11-23"}), event(2, "plan", plan={})
    assert journal.plans([event(0, "check", items=["a"])]) == []
    assert journal.plans([first, second]) == [first["plan"], {}]
    assert journal.plans([first, second, event(3, "undo", target="e2")]) == [first["plan"]]
    assert fold([first]) == {}


@given(journals())
def test_following_one_event_is_folding_them_all(events: list[dict[str, Any]]) -> None:
    for number in (number for number, event in enumerate(events) if event["kind"] not in REVERSALS):
        before = fold(events[:number])
        kept = copy.deepcopy(before)
        assert journal.follow(before, events[number]) == fold(events[: number + 1])
        assert before == kept
