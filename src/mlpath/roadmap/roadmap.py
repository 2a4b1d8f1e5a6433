"""The roadmap that runs: one flat tuple of items, and groups that are slices of it. Pure.

Roadmap files of every format are compiled to it. A place is an index into its items.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

MONTH, WEEK, SECTION, RESOURCES = "month", "week", "section", "resources"


class Item(NamedTuple):
    """One checkbox. `group` is the index of its section in `Roadmap.groups`; `depth` is 0, or more for a step.

    `box` is the status that its box in the file says, `done_on` the day (ISO) that the file says it was done, `due` the one by which it
    is to be. `was` holds its former ids. `alongside` holds pairs: the address of a week, and the part of this resource that
    goes with that week, in a few words.
    """

    id: str
    title: str
    address: str
    group: int
    depth: int = 0
    url: str | None = None
    hours: float | None = None
    was: tuple[str, ...] = ()
    alongside: tuple[tuple[str, str], ...] = ()
    box: str = "todo"
    done_on: str | None = None
    due: str | None = None


class Group(NamedTuple):
    """A month, week or section, or the resources: the items from the place `start` up to the place `end`.

    `parent` is the index of the group around it in `Roadmap.groups`, or -1. `number` is that of a week or month in the
    whole roadmap, and 0 for sections and resources.
    """

    kind: str
    name: str
    title: str
    address: str
    start: int
    end: int
    parent: int = -1
    number: int = 0


class Roadmap:
    """A roadmap: its texts, its items in order, its groups (each one before those within it).

    `from_text` says that ids were made from titles and headings, as for a Markdown file; `was` are the roadmap's own former ids.
    `guides` is the folder of the study guides as the file names it, empty where it names none; `labs` is that of the labs. Which
    items have one, and of which version its tests are, `lab_versions` says by their ids: whoever opens a roadmap gives it that.
    """

    def __init__(
        self,
        *,
        id: str,
        title: str,
        items: Sequence[Item],
        groups: Sequence[Group],
        overview: str = "",
        closing: str = "",
        month_label: str = "Month",
        week_label: str = "Week",
        from_text: bool = False,
        guides: str = "",
        was: Sequence[str] = (),
        labs: str = "",
    ) -> None:
        self.id = id
        self.title = title
        self.items = tuple(items)
        self.groups = tuple(groups)
        self.overview = overview
        self.closing = closing
        self.month_label = month_label
        self.week_label = week_label
        self.from_text = from_text
        self.guides = guides
        self.was = tuple(was)
        self.labs = labs
        self.lab_versions: Mapping[str, str] = {}

    def called(self, id: str) -> Roadmap:
        """Return the same roadmap with another id."""
        other = Roadmap.__new__(Roadmap)
        other.__dict__.update(self.__dict__, id=id)
        return other

    @cached_property
    def places(self) -> dict[str, int]:
        """The place of each id; a former id has that of the item that it became."""
        places = {old: place for place, item in enumerate(self.items) for old in item.was}
        places.update((item.id, place) for place, item in enumerate(self.items))
        return places

    @cached_property
    def renamed(self) -> dict[str, str]:
        """The present id of each former id."""
        return {old: item.id for item in self.items for old in item.was}

    @cached_property
    def boxes(self) -> dict[str, tuple[str, str | None]]:
        """What the file itself says of the items that it does not say are still to do: their status, and the day they were done."""
        return {item.id: (item.box, item.done_on) for item in self.items if item.box != "todo"}

    @cached_property
    def item_places(self) -> dict[str, int]:
        """The place of each item's address."""
        return {item.address: place for place, item in enumerate(self.items)}

    @cached_property
    def group_indexes(self) -> dict[str, int]:
        """The index in `groups` of each group's address."""
        return {group.address: index for index, group in enumerate(self.groups)}

    @cached_property
    def labels(self) -> dict[str, str]:
        """The roadmap's own names of the levels, as addresses write them: `{"phase": "month"}`."""
        return {label_word(self.month_label): MONTH, label_word(self.week_label): WEEK}

    def within(self, index: int, kind: str) -> Iterator[Group]:
        """Yield the groups of a kind directly within the group at `index`, in order; -1 is the whole roadmap."""
        return (self.groups[child] for child in self._children.get(index, ()) if self.groups[child].kind == kind)

    @cached_property
    def _children(self) -> dict[int, list[int]]:
        children: dict[int, list[int]] = {}
        for index, group in enumerate(self.groups):
            children.setdefault(group.parent, []).append(index)
        return children

    def above(self, index: int, kind: str) -> Group | None:
        """Return the group of a kind that is the group at `index` or around it, or None."""
        while index >= 0:
            group = self.groups[index]
            if group.kind == kind:
                return group
            index = group.parent
        return None

    def week_of(self, item: Item) -> Group | None:
        """Return the item's week; None for a resource."""
        return self.above(item.group, WEEK)

    def month_of(self, item: Item) -> Group | None:
        """Return the item's month; None for a resource."""
        return self.above(item.group, MONTH)

    @cached_property
    def resource_places(self) -> range:
        """The places of the resources."""
        group = next(self.within(-1, RESOURCES), None)
        return range(group.start, group.end) if group else range(0)

    def heading(self, group: Group) -> str:
        """Return the group's name without the title of a month or week: `Week 5`, `Books`."""
        if group.kind not in (MONTH, WEEK):
            return group.title
        return numbered(self.month_label if group.kind == MONTH else self.week_label, group.number)

    def full_heading(self, group: Group) -> str:
        """Return heading and title: `Week 5: Supervised Learning`, `Books`; the title alone where it says which one it is itself."""
        if group.kind not in (MONTH, WEEK):
            return group.title
        label = re.escape(self.month_label if group.kind == MONTH else self.week_label)
        says_it = re.match(rf"(?i:{label})\w{{0,2}}\W{{0,3}}(?:\d|[A-Z]\b)|第[^{label}]{{1,9}}{label}", group.title)
        return group.title if says_it else f"{self.heading(group)}: {group.title}"

    @cached_property
    def has_months(self) -> bool:
        """Whether months are told apart: not where all weeks are in one that is called as the roadmap itself."""
        return [month.title for month in self.within(-1, MONTH)] != [self.title]


def numbered(label: str, number: int) -> str:
    """Return what a month or week is called by its label and number: `Week 5`, `第5周`."""
    return f"第{number}{label}" if "\u4e00" <= label[0] <= "\u9fff" else f"{label} {number}"


def label_word(label: str) -> str:
    """Return a level's label as addresses write it: `Learning Block` → `learning-block`."""
    return "-".join(label.casefold().split())
