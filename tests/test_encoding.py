"""A journal as bytes: the same bytes for the same journal, however it came about."""

import json
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlpath.errors import StateError
from mlpath.journal.encoding import decode, encode, encode_after
from mlpath.journal.journal import Journal, merge, union
from strategies import journals

EXTRAS = st.sampled_from([{}, {"source": "/x"}, {"events ": [{"a": 1}]}, {"mood": [{}]}])


EVENTS = tuple(
    {"id": f"e{number}", "order": number, "at": "2026-11-22T18:04:05+01:00", "kind": "note", "item": "a", "text": "é"}
    for number in range(1, 5)
)


LATER = {**EVENTS[0], "id": "later", "order": 9}


def as_older(journal: Journal, data: bytes) -> bytes:
    """Return a file as a mlpath leaves it that knows no checksum, and takes it for another field."""
    checksum = json.loads(data)["checksum"]
    lines = "".join(
        f'  "{name}": {json.dumps(value)},\n' for name, value in {**journal.extra, "checksum": checksum}.items()
    )
    head = f'{{\n  "format": "mlpath-journal",\n  "version": 1,\n  "roadmap": "r",\n{lines}  "events": ['
    events = ",\n".join(f"    {json.dumps(event, ensure_ascii=False)}" for event in journal.events)
    return f"{head}\n{events}\n  ]\n}}\n".encode()


@given(journals(), EXTRAS, EXTRAS, st.integers(0, 3), st.booleans(), st.booleans())
def test_one_more_event_is_written_as_the_whole_is(
    events: list[dict[str, Any]], extra: dict[str, Any], later: dict[str, Any], new: int, sound: bool, doubted: bool
) -> None:
    every = merge([events])
    kept = max(0, len(every) - new)
    before, after = Journal("r", every[:kept], extra, sound), Journal("r", every, later, sound and not doubted)
    assert encode_after(after, before, encode(before)) == encode(after)
    assert encode_after(after, Journal("r"), b"") == encode(after)


@given(journals(), EXTRAS, st.sampled_from([None, 1, 2, 4]), st.booleans())
def test_a_file_that_was_written_otherwise_keeps_every_event(
    events: list[dict[str, Any]], extra: dict[str, Any], indent: int | None, behind: bool
) -> None:
    """By hand, say: with the fields in another order, or with other spaces."""
    every = merge([events])
    head = {"format": "mlpath-journal", "version": 1, "roadmap": "r"}
    parts = [head, {"events": list(every[:-1])}, extra] if behind else [head, extra, {"events": list(every[:-1])}]
    data = json.dumps({key: value for part in parts for key, value in part.items()}, indent=indent).encode() + b"\n"
    before = decode(data, "p", "r")
    after = before._replace(events=every)
    assert decode(encode_after(after, before, data), "p", "r") == after


@given(journals(), EXTRAS, st.booleans())
def test_what_was_written_is_read_as_it_was(events: list[dict[str, Any]], extra: dict[str, Any], sound: bool) -> None:
    journal = Journal("r", merge([events]), extra, sound)
    assert decode(encode(journal), "p", "r") == journal


@pytest.mark.parametrize("number", [0, 1, 3])
def test_no_bit_flips_unnoticed(number: int) -> None:
    """One in a file's events is refused or leaves them in doubt; elsewhere, it may do neither where nothing changes."""
    journal = Journal("r", EVENTS[:number], {"source": "/x"})
    whole = encode(journal)
    events = range(whole.index(b'"events": ['), whole.rindex(b"]"))
    doubted = 0
    for place in range(len(whole)):
        for bit in range(8):
            data = bytearray(whole)
            data[place] ^= 1 << bit
            try:
                read = decode(bytes(data), "p", "r")
            except StateError:
                continue
            assert not read.sound or (place not in events and read.events == journal.events), (place, bit)
            doubted += not read.sound
    assert doubted > 30


def test_a_file_that_only_looks_otherwise_fits() -> None:
    journal = Journal("r", EVENTS, {"source": "/x"})
    document = json.loads(encode(journal))
    for indent in (None, 1, 4):
        assert decode(json.dumps(document, indent=indent).encode(), "p", "r") == journal
    assert decode(encode(journal).replace(b"\n", b"\r\n"), "p", "r") == journal


@pytest.mark.parametrize(
    ("old", "new"),
    [("é", "e"), ('"/x"', '"/y"'), ('"events": 4', '"events": 3'), ('"e4"', '"e5"'), ('{"events"', '[{"events"')],
)
def test_a_hand_in_a_file_leaves_it_in_doubt_until_that_is_accepted(old: str, new: str) -> None:
    text = encode(Journal("r", EVENTS, {"source": "/x"})).decode().replace(old, new, 1)
    text = text.replace('"}\n}', '"}]\n}') if "[" in new else text
    read = decode(text.encode(), "p", "r")
    assert not read.sound
    again = decode(encode_after(read._replace(events=(*read.events, LATER)), read, text.encode()), "p", "r")
    assert (again.sound, again.events[-1]) == (False, LATER)
    assert decode(encode(again._replace(sound=True)), "p", "r").sound


def test_a_file_of_a_version_without_checksums_fits() -> None:
    journal = Journal("r", EVENTS, {"source": "/x"})
    document = json.loads(encode(journal))
    del document["checksum"]
    read = decode(json.dumps(document).encode(), "p", "r")
    assert read == journal
    assert encode_after(read, Journal("r"), json.dumps(document).encode()) == encode(journal)


def test_what_a_version_without_checksums_adds_is_in_no_doubt_but_what_it_changes_is() -> None:
    journal = Journal("r", EVENTS, {"source": "/x"})
    longer = journal._replace(events=(*EVENTS, LATER))
    data = as_older(longer, encode(journal))
    assert decode(data, "p", "r") == longer
    assert encode_after(longer, longer, data) == encode(longer)
    assert not decode(data.replace("é".encode(), b"e", 1), "p", "r").sound
    assert not decode(as_older(longer, encode(journal._replace(sound=False))), "p", "r").sound
    assert decode(as_older(longer, encode(Journal("r", (), {"source": "/x"}))), "p", "r").sound


def test_an_event_that_a_hand_adds_is_in_doubt() -> None:
    text = encode(Journal("r", EVENTS)).decode()
    assert not decode(text.replace("\n  ],", f",\n    {json.dumps(LATER)}\n  ],").encode(), "p", "r").sound


@given(st.lists(st.tuples(st.sets(st.integers(0, 3)), st.booleans()), min_size=1, max_size=4), st.randoms())
def test_files_that_are_merged_have_the_same_bytes_in_any_order(
    parts: list[tuple[set[int], bool]], chance: Random
) -> None:
    files = [encode(Journal("r", tuple(EVENTS[number] for number in sorted(part)), {}, sound)) for part, sound in parts]

    def merged(files: list[bytes]) -> bytes:
        whole = files[0]
        for file in files:
            whole = encode(union([decode(whole, "p", "r"), decode(file, "q", "r")]))
        return whole

    shuffled = chance.sample(files, len(files))
    assert merged(files) == merged(shuffled)
    assert decode(merged(files), "p", "r").sound == all(sound for _, sound in parts)
