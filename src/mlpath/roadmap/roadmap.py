"""The roadmap that runs: one flat tuple of items, and groups that are slices of it. Pure.

YAML compiles to it (see `sources`), addresses are worked out once, and nothing here knows the file's model.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

MONTH, WEEK, SECTION, RESOURCES = "month", "week", "section", "resources"


class Item(NamedTuple):
    """One checkbox. `group` is the place of its section in `Roadmap.groups`; `depth` is 0, or more for a step.

    `ticked` says whether it is ticked in the file itself. `alongside` holds pairs of a week's address and what of this resource
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
    ticked: bool = False
    alongside: tuple[tuple[str, str], ...] = ()


class Group(NamedTuple):
    """A month, week or section, or the resources: the items from `start` up to `end`.

    `parent` is the place of the group around it in `Roadmap.groups`, or -1. `number` counts weeks and months through
    the whole roadmap and is 0 for sections and resources.
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

    `from_text` says that ids were made from titles and headings, as for a Markdown file. `guides` is the folder of the study
    guides as the file names it, empty where it names none.
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

    @cached_property
    def places(self) -> dict[str, int]:
        """Where each id stands in `items`; former ids lead to the item that they became."""
        places = {old: place for place, item in enumerate(self.items) for old in item.was}
        places.update((item.id, place) for place, item in enumerate(self.items))
        return places

    @cached_property
    def renamed(self) -> dict[str, str]:
        """Former ids and what each is called now."""
        return {old: item.id for item in self.items for old in item.was}

    @cached_property
    def ticked(self) -> frozenset[str]:
        """The ids of the items whose boxes are ticked in the file itself."""
        return frozenset(item.id for item in self.items if item.ticked)

    @cached_property
    def item_places(self) -> dict[str, int]:
        """Where each item's address leads in `items`."""
        return {item.address: place for place, item in enumerate(self.items)}

    @cached_property
    def group_indexes(self) -> dict[str, int]:
        """Where each group's address leads in `groups`."""
        return {group.address: place for place, group in enumerate(self.groups)}

    @cached_property
    def labels(self) -> dict[str, str]:
        """The roadmap's own names of the levels, as addresses write them: `{"phase": "month"}`."""
        return {label_word(self.month_label): MONTH, label_word(self.week_label): WEEK}

    def within(self, place: int, kind: str) -> Iterator[Group]:
        """Yield the groups of a kind directly within the group at `place`, in order; -1 is the whole roadmap."""
        return (self.groups[child] for child in self._children.get(place, ()) if self.groups[child].kind == kind)

    @cached_property
    def _children(self) -> dict[int, list[int]]:
        children: dict[int, list[int]] = {}
        for place, group in enumerate(self.groups):
            children.setdefault(group.parent, []).append(place)
        return children

    def above(self, place: int, kind: str) -> Group | None:
        """Return the group of a kind that is the group at `place` or around it, or None."""
        while place >= 0:
            group = self.groups[place]
            if group.kind == kind:
                return group
            place = group.parent
        return None

    def week_of(self, item: Item) -> Group | None:
        """Return the item's week; None for a resource."""
        return self.above(item.group, WEEK)

    def month_of(self, item: Item) -> Group | None:
        """Return the item's month; None for a resource."""
        return self.above(item.group, MONTH)

    @cached_property
    def resource_places(self) -> range:
        """The places of the resources in `items`."""
        group = next(self.within(-1, RESOURCES), None)
        return range(group.start, group.end) if group else range(0)

    def heading(self, group: Group) -> str:
        """Return what people call the group without its title: `Week 5`, `Books`."""
        if group.kind == MONTH:
            return f"{self.month_label} {group.number}"
        if group.kind == WEEK:
            return f"{self.week_label} {group.number}"
        return group.title

    def full_heading(self, group: Group) -> str:
        """Return heading and title, once where they are the same: `Week 5: Supervised Learning`, `Books`."""
        heading = self.heading(group)
        return heading if heading == group.title else f"{heading}: {group.title}"


def label_word(label: str) -> str:
    """Return a level's label as addresses write it: `Learning Block` → `learning-block`."""
    return "-".join(label.casefold().split())
