"""Roadmaps in the making: what is named in order gets its addresses, and groups become slices of the items."""

from hypothesis import given
from hypothesis import strategies as st

from mlpath.roadmap.builder import Builder
from mlpath.roadmap.roadmap import MONTH, RESOURCES, SECTION, WEEK

STEPS = st.recursive(st.just([]), lambda steps: st.lists(steps, max_size=3), max_leaves=8)
SECTIONS = st.lists(st.lists(STEPS, max_size=3), max_size=3)
MONTHS = st.lists(st.lists(SECTIONS, max_size=3), max_size=3)


def add(builder: Builder, items: list, depth: int = 0) -> None:
    """Add items, each of which is the list of its steps."""
    for steps in items:
        builder.add(id=f"item-{len(builder.items)}", title="T", depth=depth)
        add(builder, steps, depth + 1)


def build(months: list, resources: list) -> Builder:
    builder, week_number = Builder(), 0
    for month_number, weeks in enumerate(months, 1):
        with builder.month("M", month_number):
            for sections in weeks:
                week_number += 1
                with builder.week("W", week_number):
                    for number, items in enumerate(sections):
                        with builder.section(f"s{number}", "S"):
                            add(builder, items)
    with builder.resources():
        for number, items in enumerate(resources):
            with builder.section(f"r{number}", "R"):
                add(builder, items)
    return builder


def addresses(items: list, around: str) -> list[str]:
    return [
        address
        for number, steps in enumerate(items, 1)
        for address in (f"{around}.{number}", *addresses(steps, f"{around}.{number}"))
    ]


@given(MONTHS, SECTIONS)
def test_every_section_is_the_slice_of_its_own_items(months: list, resources: list) -> None:
    builder = build(months, resources)
    weeks = [sections for weeks in months for sections in weeks]
    expected = {f"week{n}.s{k}": items for n, sections in enumerate(weeks, 1) for k, items in enumerate(sections)}
    expected |= {f"resources.r{k}": items for k, items in enumerate(resources)}
    sections = [(index, group) for index, group in enumerate(builder.groups) if group.kind == SECTION]
    assert [group.address for _, group in sections] == list(expected)
    for index, group in sections:
        own = builder.items[group.start : group.end]
        assert [item.address for item in own] == addresses(expected[group.address], group.address)
        assert {item.group for item in own} <= {index}
        assert all(item.depth == item.address.count(".") - 2 for item in own)


@given(MONTHS, SECTIONS)
def test_a_group_spans_the_groups_within_it(months: list, resources: list) -> None:
    groups, items = (builder := build(months, resources)).groups, builder.items
    around = {MONTH: None, WEEK: MONTH, RESOURCES: None}
    for index, group in enumerate(groups):
        inner = [other for other in groups if other.parent == index]
        assert group.parent < index
        if group.kind == SECTION:
            assert group.address.startswith(f"{groups[group.parent].address}.")
            continue
        assert (groups[group.parent].kind if group.parent >= 0 else None) == around[group.kind]
        assert [group.start, *(other.end for other in inner)] == [*(other.start for other in inner), group.end]
    outermost = [group for group in groups if group.parent == -1]
    assert [0, *(group.end for group in outermost)] == [*(group.start for group in outermost), len(items)]
    numbers = [(group.kind, group.number) for group in groups if group.kind in (MONTH, WEEK)]
    assert sorted(numbers) == [(MONTH, n + 1) for n in range(len(months))] + [
        (WEEK, n + 1) for n in range(sum(map(len, months)))
    ]
