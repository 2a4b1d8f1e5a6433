"""The table of what each command makes of each status."""

import pytest

from mlpath.journal.transitions import KINDS, STATUSES, after, after_verify, leads_to

TODO, DOING, DONE, SKIPPED = STATUSES


@pytest.mark.parametrize(
    ("kind", "one", "several"),
    [
        ("check", [DONE, DONE, DONE, DONE], [DONE, DONE, DONE, SKIPPED]),
        ("begin", [DOING, DOING, DONE, DOING], [DOING, DOING, DONE, SKIPPED]),
        ("skip", [SKIPPED, SKIPPED, DONE, SKIPPED], [SKIPPED, SKIPPED, DONE, SKIPPED]),
        ("uncheck", [TODO, TODO, TODO, TODO], [TODO, TODO, TODO, TODO]),
    ],
)
def test_the_table(kind: str, one: list[str], several: list[str]) -> None:
    assert [after(kind, status) for status in STATUSES] == one
    assert [after(kind, status, single=False) for status in STATUSES] == several


@pytest.mark.parametrize("kind", KINDS)
def test_a_command_twice_is_the_command_once(kind: str) -> None:
    for status in STATUSES:
        once = after(kind, status)
        assert after(kind, once) == once
        assert once in (status, leads_to(kind))


def test_what_tests_make_of_each_status() -> None:
    assert [after_verify(status, all_hold=True) for status in STATUSES] == [DONE, DONE, DONE, DONE]
    assert [after_verify(status, all_hold=False) for status in STATUSES] == [DOING, DOING, DONE, SKIPPED]
