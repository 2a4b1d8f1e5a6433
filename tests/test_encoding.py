"""A journal as bytes: the same bytes for the same journal, however it came about."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mlpath.journal.encoding import decode, encode, encode_after
from mlpath.journal.journal import Journal, merge
from strategies import journals

EXTRAS = st.sampled_from([{}, {"source": "/x"}, {"events ": [{"a": 1}]}, {"mood": [{}]}])


@given(journals(), EXTRAS, EXTRAS, st.integers(0, 3))
def test_one_more_event_is_written_as_the_whole_is(
    events: list[dict[str, Any]], extra: dict[str, Any], later: dict[str, Any], new: int
) -> None:
    distinct = merge([list({event["id"]: event for event in events}.values())])
    kept = max(0, len(distinct) - new)
    before, after = Journal("r", distinct[:kept], extra), Journal("r", distinct, later)
    assert encode_after(after, before, encode(before)) == encode(after)
    assert encode_after(after, Journal("r"), b"") == encode(after)


@given(journals(), EXTRAS, st.sampled_from([None, 1, 2, 4]), st.booleans())
def test_a_file_that_was_written_otherwise_keeps_every_event(
    events: list[dict[str, Any]], extra: dict[str, Any], indent: int | None, behind: bool
) -> None:
    """By hand, say: with the fields in another order, or with other spaces."""
    distinct = merge([list({event["id"]: event for event in events}.values())])
    head = {"format": "mlpath-journal", "version": 1, "roadmap": "r"}
    parts = [head, {"events": list(distinct[:-1])}, extra] if behind else [head, extra, {"events": list(distinct[:-1])}]
    data = json.dumps({key: value for part in parts for key, value in part.items()}, indent=indent).encode() + b"\n"
    before = decode(data, "p", "r")
    after = before._replace(events=distinct)
    assert decode(encode_after(after, before, data), "p", "r") == after
