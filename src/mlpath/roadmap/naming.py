"""Few addresses for many items. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mlpath.roadmap.roadmap import MONTH, RESOURCES, SECTION, WEEK, Group, Roadmap


def addresses(roadmap: Roadmap, places: Sequence[int]) -> list[str]:
    """Return the addresses of the items at `places`, in the roadmap's order: of whole groups and of ranges where they are whole."""
    left = set(places)
    whole: list[tuple[int, str]] = []
    for kind in (MONTH, WEEK, RESOURCES, SECTION):
        groups = (group for group in roadmap.groups if group.kind == kind)
        for run in _runs(
            [group for group in groups if group.end - group.start > 1 and left.issuperset(_places(group))]
        ):
            whole.append((run[0].start, run[0].address + (f"-{run[-1].number}" if len(run) > 1 else "")))
            left.difference_update(*map(_places, run))
    return [address for _, address in sorted([*whole, *_items(roadmap, sorted(left))])]


def _places(group: Group) -> range:
    return range(group.start, group.end)


def _runs(groups: Sequence[Group]) -> Iterator[list[Group]]:
    """Yield the groups, weeks and months with consecutive numbers together."""
    run: list[Group] = []
    for group in sorted(groups, key=lambda group: (group.number, group.start)):
        if run and not (group.number and group.number == run[-1].number + 1):
            yield run
            run = []
        run.append(group)
    if run:
        yield run


def _items(roadmap: Roadmap, places: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Yield items that are no whole group, those with consecutive numbers in one section as a range."""
    run: list[int] = []
    for place in [*places, -1]:
        item = roadmap.items[place].address.rpartition(".") if place >= 0 else ("", "", "")
        last = roadmap.items[run[-1]].address.rpartition(".") if run else ("", "", "")
        if run and not (item[0] == last[0] and item[2].isdigit() and int(item[2]) == int(last[2]) + 1):
            first = roadmap.items[run[0]].address
            yield run[0], first if len(run) == 1 else f"{first}-{last[2]}"
            run = []
        run.append(place)
