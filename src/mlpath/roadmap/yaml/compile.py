"""From the file's model to the roadmap that runs: numbers the groups and works out addresses and ids."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mlpath.roadmap.ids import item_id
from mlpath.roadmap.roadmap import MONTH, RESOURCES, SECTION, WEEK, Group, Roadmap, label_word
from mlpath.roadmap.roadmap import Item as FlatItem
from mlpath.roadmap.yaml import schema as model

_USUAL_TITLES = {"topics": "Topics to Learn", "practice": "Practice"}


def compile_roadmap(file: model.RoadmapFile) -> Roadmap:
    """Return the roadmap of a valid file in which nothing clashes."""
    compiler = _Compiler(file.labels)
    compiler.months(file.months)
    compiler.resources(file.resources)
    return Roadmap(
        id=file.id,
        title=file.title,
        items=compiler.items,
        groups=compiler.groups,
        overview=file.overview or "",
        closing=file.closing or "",
        month_label=file.labels.month,
        week_label=file.labels.week,
        guides=file.guides or "",
    )


class _Compiler:
    def __init__(self, labels: model.Labels) -> None:
        self.items: list[FlatItem] = []
        self.groups: list[Group] = []
        self._labels = {label_word(labels.month): MONTH, label_word(labels.week): WEEK}

    def months(self, months: Sequence[model.Month]) -> None:
        week_number = 0
        for number, month in enumerate(months, 1):
            place = self._open(MONTH, "", month.title, f"month{number}", -1, number)
            for week in month.weeks:
                week_number += 1
                self._week(week, week_number, place)
            self._close(place)

    def resources(self, groups: Sequence[model.NamedSection]) -> None:
        if groups:
            place = self._open(RESOURCES, "resources", "Resources", "resources", -1)
            self._named(groups, place)
            self._close(place)

    def _week(self, week: model.Week, number: int, month: int) -> None:
        place = self._open(WEEK, "", week.title, f"week{number}", month, number)
        for name, section in (("topics", week.topics), ("practice", week.practice)):
            if section is not None:
                self._section(name, section.title or _USUAL_TITLES[name], section.items, place)
        self._named(week.sections, place)
        self._close(place)

    def _named(self, sections: Iterable[model.NamedSection], parent: int) -> None:
        for section in sections:
            title = section.title or section.name.replace("-", " ").capitalize()
            self._section(section.name, title, section.items, parent)

    def _section(self, name: str, title: str, items: Sequence[model.Item], parent: int) -> None:
        place = self._open(SECTION, name, title, f"{self.groups[parent].address}.{name}", parent)
        self._items(items, place, self.groups[place].address, 0)
        self._close(place)

    def _items(self, items: Sequence[model.Item], group: int, around: str, depth: int) -> None:
        for number, item in enumerate(items, 1):
            address = f"{around}.{number}"
            id = item.id or item_id(item.title, self._labels)
            self.items.append(
                FlatItem(
                    id,
                    item.title,
                    address,
                    group,
                    depth,
                    item.url,
                    _whole(item.hours),
                    tuple(item.was),
                    item.ticked,
                    tuple(item.alongside.items()),
                )
            )
            self._items(item.steps, group, address, depth + 1)

    def _open(self, kind: str, name: str, title: str, address: str, parent: int, number: int = 0) -> int:
        start = len(self.items)
        self.groups.append(Group(kind, name, title, address, start, start, parent, number))
        return len(self.groups) - 1

    def _close(self, place: int) -> None:
        self.groups[place] = self.groups[place]._replace(end=len(self.items))


def _whole(hours: float | None) -> float | None:
    """Return whole hours as an integer, so that they are written as they were read."""
    return int(hours) if hours is not None and hours == int(hours) else hours
