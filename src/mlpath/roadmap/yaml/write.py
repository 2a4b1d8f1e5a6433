"""A roadmap as a YAML file of one's own to edit, every id written out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import yaml

from mlpath.roadmap.roadmap import MONTH, RESOURCES, SECTION, WEEK, Group, Item, Roadmap

_HEAD = """\
# A roadmap for mlpath. Edit the titles, move things about, add and remove: progress is kept by id.
# An id that must change goes into `was: [old-id]`. Check the file with `mlpath validate FILE`.
"""


def render(roadmap: Roadmap) -> str:
    """Return the roadmap as YAML, from which mlpath reads the same roadmap again, but for its guides."""
    dump = yaml.dump(_file(roadmap), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1_000_000)
    return _HEAD + str(dump)


class _Dumper(yaml.SafeDumper):
    """Indents lists within mappings, as people do."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002
        return True


def _file(roadmap: Roadmap) -> dict[str, Any]:
    labels = {"month": roadmap.month_label, "week": roadmap.week_label}
    resources = next(roadmap.within(-1, RESOURCES), None)
    return {
        "version": 1,
        "id": roadmap.id,
        "title": roadmap.title,
        **({"overview": roadmap.overview} if roadmap.overview else {}),
        **({"labels": labels} if labels != {"month": "Month", "week": "Week"} else {}),
        "months": [_month(roadmap, month) for month in roadmap.within(-1, MONTH)],
        **({"resources": _named(roadmap, _sections(roadmap, resources))} if resources else {}),
        **({"closing": roadmap.closing} if roadmap.closing else {}),
    }


def _month(roadmap: Roadmap, month: Group) -> dict[str, Any]:
    weeks = roadmap.within(roadmap.group_indexes[month.address], WEEK)
    return {"title": month.title, "weeks": [_week(roadmap, week) for week in weeks]}


def _title(roadmap: Roadmap, week: Group) -> str:
    """Return a week's title, behind its label and number where its position gives it another number."""
    weeks = [group for group in roadmap.groups if group.kind == WEEK]
    return week.title if weeks[week.number - 1 : week.number] == [week] else roadmap.full_heading(week)


def _week(roadmap: Roadmap, week: Group) -> dict[str, Any]:
    sections = _sections(roadmap, week)
    others = [section for section in sections if section.name not in ("topics", "practice")]
    usual = {s.name: {"title": s.title, "items": _items(roadmap, s)} for s in sections if s not in others}
    return {"title": _title(roadmap, week), **usual, **({"sections": _named(roadmap, others)} if others else {})}


def _sections(roadmap: Roadmap, around: Group) -> list[Group]:
    return list(roadmap.within(roadmap.group_indexes[around.address], SECTION))


def _named(roadmap: Roadmap, sections: Sequence[Group]) -> list[dict[str, Any]]:
    return [{"name": s.name, "title": s.title, "items": _items(roadmap, s)} for s in sections]


def _items(roadmap: Roadmap, section: Group) -> list[dict[str, Any]]:
    """Return the section's items, steps within the items that they belong to."""
    items: list[dict[str, Any]] = []
    open_lists = [items]
    for item in roadmap.items[section.start : section.end]:
        del open_lists[item.depth + 1 :]
        written = _item(item)
        open_lists[-1].append(written)
        open_lists.append(written["steps"])
    return [_without_empty(item) for item in items]


def _item(item: Item) -> dict[str, Any]:
    return {
        "id": item.id,
        "title": item.title,
        "url": item.url,
        "hours": item.hours,
        "was": list(item.was),
        "due": item.due,
        "ticked": item.box == "done" and item.done_on is None,
        "done_on": item.done_on,
        "status": item.box if item.box in ("doing", "skipped") else None,
        "alongside": dict(item.alongside),
        "steps": [],
    }


def _without_empty(item: dict[str, Any]) -> dict[str, Any]:
    steps = [_without_empty(step) for step in item["steps"]]
    return {key: value for key, value in {**item, "steps": steps}.items() if value}
