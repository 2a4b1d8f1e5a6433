"""A roadmap in the making. The readers of both formats give groups and items in order; addresses and slices follow. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from mlpath.roadmap.roadmap import MONTH, RESOURCES, SECTION, WEEK, Group, Item


class Builder:
    """The `items` and `groups` of a roadmap so far.

    Each method that opens a group is for a `with` statement: the group holds the items that are added within its block.
    """

    def __init__(self) -> None:
        self.items: list[Item] = []
        self.groups: list[Group] = []
        self._open: list[int] = []  # The indexes of the groups that are open, the outermost first.
        self._numbers: list[int] = []  # The number of the last item of the open section, of its last step, and so on.

    def month(self, title: str, number: int) -> AbstractContextManager[None]:
        """Open a month."""
        return self._group(MONTH, "", title, f"month{number}", number)

    def week(self, title: str, number: int) -> AbstractContextManager[None]:
        """Open a week in the open month."""
        return self._group(WEEK, "", title, f"week{number}", number)

    def resources(self) -> AbstractContextManager[None]:
        """Open the resources, of which a roadmap has one group at most."""
        return self._group(RESOURCES, "resources", "Resources", "resources")

    def section(self, name: str, title: str) -> AbstractContextManager[None]:
        """Open a section in the open week or resources."""
        return self._group(SECTION, name, title, f"{self.groups[self._open[-1]].address}.{name}")

    def add(
        self,
        *,
        id: str,
        title: str,
        depth: int = 0,
        url: str | None = None,
        hours: float | None = None,
        was: tuple[str, ...] = (),
        alongside: tuple[tuple[str, str], ...] = (),
        box: str = "todo",
        done_on: str | None = None,
        due: str | None = None,
    ) -> None:
        """Add an item to the open section; with a `depth`, a step of the last item that is one less deep."""
        self._numbers = [*self._numbers, 0][: depth + 1]
        self._numbers[depth] += 1
        section = self._open[-1]
        self.items.append(
            Item(
                id=id,
                title=title,
                address=".".join([self.groups[section].address, *map(str, self._numbers)]),
                group=section,
                depth=depth,
                url=url,
                hours=hours,
                was=was,
                alongside=alongside,
                box=box,
                done_on=done_on,
                due=due,
            )
        )

    @contextmanager
    def _group(self, kind: str, name: str, title: str, address: str, number: int = 0) -> Iterator[None]:
        index, start = len(self.groups), len(self.items)
        parent = self._open[-1] if self._open else -1
        group = Group(
            kind=kind, name=name, title=title, address=address, start=start, end=start, parent=parent, number=number
        )
        self.groups.append(group)
        self._open.append(index)
        self._numbers = []
        yield
        self._open.pop()
        self.groups[index] = group._replace(end=len(self.items))
