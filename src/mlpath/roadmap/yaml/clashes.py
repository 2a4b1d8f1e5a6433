"""Clashes, which no single value of a roadmap file shows: ids, names and labels taken twice, or that read as addresses.

It reads the tree, not the model, so that these faults are told together with all others, however many there are.
"""

from __future__ import annotations

from collections.abc import Iterator

from mlpath.roadmap import addresses
from mlpath.roadmap.ids import item_id
from mlpath.roadmap.roadmap import MONTH, WEEK, label_word
from mlpath.roadmap.yaml.tree import Complaint, Mark, Node


def clashes(root: Node) -> list[Complaint]:
    """Return every clash in the file, each with its mark. Values of a wrong type are passed over."""
    labels = _labels(root)
    complaints = list(_label_clashes(labels))
    words = {label_word(str(label.value)): level for level, label in labels.items()}
    taken: dict[str, Mark] = {}
    for sections in _sections(root):
        complaints += _name_clashes(sections)
        for _, section in sections:
            for item in _items(section):
                complaints += _id_clashes(item, words, taken)
    complaints += _stray_alongside(root)
    return complaints


def _labels(root: Node) -> dict[str, Node]:
    node = _get(root, "labels")
    return {
        level: label
        for level in (MONTH, WEEK)
        if node and (label := _get(node, level)) and isinstance(label.value, str)
    }


def _label_clashes(labels: dict[str, Node]) -> Iterator[Complaint]:
    words = {level: label_word(str(label.value)) for level, label in labels.items()}
    for level, word in words.items():
        numbered = addresses.parse(f"{word}1")
        if addresses.parse(word) or (numbered and numbered.level != level):
            yield labels[level].mark, f"{word!r} means something else in addresses: choose another word"
    if len(words) == 2 and words[MONTH] == words[WEEK]:
        yield labels[WEEK].mark, "months and weeks need different labels"


def _sections(root: Node) -> Iterator[list[tuple[Node, Node]]]:
    """Yield the sections of each week and of the resources, each with the node that names it."""
    for month in _list(_get(root, "months")):
        for week in _list(_get(month, "weeks")):
            usual = [
                (Node(name, week.keys[name]), section)
                for name in ("topics", "practice")
                if (section := _get(week, name))
            ]
            yield usual + _named(_get(week, "sections"))
    yield _named(_get(root, "resources"))


def _stray_alongside(root: Node) -> Iterator[Complaint]:
    """Yield each `alongside` of an item that is no resource, and each week in one that the roadmap doesn't have."""
    weeks = sum(len(_list(_get(month, "weeks"))) for month in _list(_get(root, "months")))
    resources = {id(section) for _, section in _named(_get(root, "resources"))}
    for sections in _sections(root):
        for _, section in sections:
            for item in _items(section):
                alongside = _get(item, "alongside")
                keys = alongside.keys if alongside else {}
                if keys and id(section) not in resources:
                    yield item.keys["alongside"], "only a resource goes `alongside` weeks"
                    continue
                known = {f"week{number}" for number in range(1, weeks + 1)}
                yield from ((mark, f"there is no {key!r} here") for key, mark in keys.items() if key not in known)


def _named(sections: Node | None) -> list[tuple[Node, Node]]:
    return [(name, section) for section in _list(sections) if (name := _get(section, "name"))]


def _name_clashes(sections: list[tuple[Node, Node]]) -> Iterator[Complaint]:
    taken: dict[object, Mark] = {}
    for name, _ in sections:
        if not isinstance(name.value, str):
            continue
        if name.value in taken:
            yield name.mark, f"there is a section {name.value!r} here already, {_at(taken[name.value])}"
        taken.setdefault(name.value, name.mark)


def _items(section: Node | None, key: str = "items") -> Iterator[Node]:
    """Yield the section's items, each before its steps."""
    within = section if section and isinstance(section.value, list) else section and _get(section, key)
    for item in _list(within):
        yield item
        yield from _items(item, "steps")


def _id_clashes(item: Node, labels: dict[str, str], taken: dict[str, Mark]) -> Iterator[Complaint]:
    own, title = _get(item, "id"), _get(item, "title") or item
    if own:
        yield from _claim(own, labels, taken)
    elif isinstance(title.value, str) and title.value:
        yield from _claim_slug(title, labels, taken)
    for former in _list(_get(item, "was")):
        yield from _claim(former, labels, taken)


def _claim(id: Node, labels: dict[str, str], taken: dict[str, Mark]) -> Iterator[Complaint]:
    if not isinstance(id.value, str):
        return
    if addresses.parse(id.value, labels):
        yield id.mark, f"the id {id.value!r} reads as an address: write another, such as {id.value + '-item'!r}"
    elif id.value in taken:
        yield id.mark, f"the id {id.value!r} is taken already, {_at(taken[id.value])}"
    taken.setdefault(id.value, id.mark)


def _claim_slug(title: Node, labels: dict[str, str], taken: dict[str, Mark]) -> Iterator[Complaint]:
    id = item_id(title.value, labels)
    if not id:
        yield title.mark, "no id can be made from this title: give the item an `id:`"
    elif id in taken:
        advice = "give one of the two items an `id:` of its own"
        yield title.mark, f"the id {id!r}, made from this title, is taken already, {_at(taken[id])}: {advice}"
    taken.setdefault(id, title.mark)


def _at(mark: Mark) -> str:
    return f"at line {mark.line}, column {mark.column}"


def _get(node: Node, key: str) -> Node | None:
    value = node.value.get(key) if isinstance(node.value, dict) else None
    return value if isinstance(value, Node) else None


def _list(node: Node | None) -> list[Node]:
    return node.value if node and isinstance(node.value, list) else []
