"""From what people type to the items it names. Pure.

Nothing is guessed: a text names something that exists, or the error says what comes nearest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from mlpath.roadmap import addresses
from mlpath.roadmap.addresses import Address
from mlpath.errors import AmbiguousAddress, UnknownAddress, UsageError
from mlpath.roadmap.roadmap import MONTH, RESOURCES, SECTION, WEEK, Group, Item, Roadmap, label_word

# Comparing spellings costs time for each candidate; beyond this many, only groups are compared.
_MOST_COMPARED = 5_000
_LONGEST_COMPARED = 200


class Target(NamedTuple):
    """What one address names: the places of its items, and the group where it is exactly one.

    `single` is true where it names one item by itself, not as part of a group or range. `next` is true for the
    address `next`, which only the journal can resolve; it has no places yet.
    """

    address: str
    places: Sequence[int]
    single: bool = False
    group: Group | None = None
    next: bool = False


def target_of(roadmap: Roadmap, text: str) -> Target:
    """Return what `text`, an address or an id, names.

    Raises UnknownAddress, AmbiguousAddress, and UsageError for a range that runs backwards.
    """
    said = addresses.parse(text, roadmap.labels)
    if said is None:
        if not text.strip():
            raise UsageError("the address is empty", "`mlpath show` lists every address")
        place = roadmap.places.get(text.strip().lower())
        if place is None:
            raise UnknownAddress(text, _nearest(roadmap, text))
        return Target(roadmap.items[place].address, (place,), single=True)
    if said.level == addresses.NEXT:
        return Target(addresses.NEXT, (), next=True)
    if said.section is None:
        return _level(roadmap, said)
    return _in_section(roadmap, said, text)


def _level(roadmap: Roadmap, said: Address) -> Target:
    """A month, a week, the resources, or a range of months or weeks."""
    first = _group(roadmap, said)
    if said.to is None:
        return Target(first.address, range(first.start, first.end), group=first)
    _group(roadmap, said._replace(number=said.to, to=None))
    _check_ascending(said.number or 0, said.to, addresses.format(said))
    # By their numbers: a file may write Week 2 before Week 1.
    numbers = range(said.number or 0, said.to + 1)
    wanted = (group for group in roadmap.groups if group.kind == said.level and group.number in numbers)
    return Target(addresses.format(said), [place for group in wanted for place in range(group.start, group.end)])


def _group(roadmap: Roadmap, said: Address) -> Group:
    place = roadmap.group_indexes.get(addresses.format(Address(said.level, said.number)))
    if place is not None:
        return roadmap.groups[place]
    if said.level == RESOURCES:
        raise UnknownAddress(RESOURCES, (), "the roadmap has no resources")
    known = [group for group in roadmap.groups if group.kind == said.level]
    word = label_word({MONTH: roadmap.month_label, WEEK: roadmap.week_label}[said.level])
    if not known:
        raise UnknownAddress(f"{word}{said.number}", (), f"the roadmap has no {word}s")
    nearest = min(known, key=lambda group: abs(group.number - (said.number or 0)))
    extent = f"the roadmap has {_count(len(known), word)}{_span(known)}"
    raise UnknownAddress(f"{word}{said.number}", [f"{word}{nearest.number}"], extent)


def _span(groups: Sequence[Group]) -> str:
    numbers = [group.number for group in groups]
    return f", {min(numbers)} to {max(numbers)}" if len(numbers) > 1 else ""


def _in_section(roadmap: Roadmap, said: Address, text: str) -> Target:
    around = _group(roadmap, said)
    sections = list(roadmap.within(roadmap.group_indexes[around.address], SECTION))
    section, said = _section(around, sections, said, text)
    if not said.path:
        return Target(section.address, range(section.start, section.end), group=section)
    parent = ".".join([section.address, *map(str, said.path[:-1])])
    if len(said.path) > 1 and parent not in roadmap.item_places:
        _no_item(roadmap, section, said.path[:-1])
    first = _item(roadmap, section, said.path)
    if said.to is None:
        return Target(roadmap.items[first].address, (first,), single=True)
    _check_ascending(said.path[-1], said.to, text)
    _item(roadmap, section, (*said.path[:-1], said.to))
    numbers = range(said.path[-1], said.to + 1)
    return Target(f"{roadmap.items[first].address}-{said.to}", [roadmap.item_places[f"{parent}.{n}"] for n in numbers])


def _section(around: Group, sections: Sequence[Group], said: Address, text: str) -> tuple[Group, Address]:
    """Find the section that a possibly shortened name means, and the address with a glued number taken off it."""
    name = said.section or ""
    exact = [section for section in sections if section.name == name]
    found = exact or [section for section in sections if section.name.startswith(name)]
    glued = None if exact or (said.path and said.to is not None and "-" in name) else addresses.unglue(name)
    if glued:
        whole = [section for section in sections if section.name == glued[0]]
        unglued = whole or [section for section in sections if section.name.startswith(glued[0])]
        if found and unglued:
            raise AmbiguousAddress(text, [*(s.address for s in found), *(f"{s.address}.{glued[1]}" for s in unglued)])
        if unglued:
            found = unglued
            said = said._replace(path=(glued[1], *said.path), to=said.to if said.path else glued[2])
    if len(found) > 1:
        raise AmbiguousAddress(text, [section.address for section in found])
    if not found:
        known = [section.name for section in sections]
        nearest = [f"{around.address}.{match}" for match in _alike(name, known)]
        kind = "groups" if around.kind == RESOURCES else "sections"
        extent = f"{around.address} has the {kind} {', '.join(known)}" if known else f"{around.address} has no {kind}"
        raise UnknownAddress(f"{around.address}.{said.section}", nearest, extent)
    return found[0], said


def _item(roadmap: Roadmap, section: Group, path: Sequence[int]) -> int:
    place = roadmap.item_places.get(".".join([section.address, *map(str, path)]))
    return _no_item(roadmap, section, path) if place is None else place


def _no_item(roadmap: Roadmap, section: Group, path: Sequence[int]) -> int:
    """Raise UnknownAddress for the first number of `path` that leads nowhere."""
    parent, word = section.address, "item"
    for number in path:
        siblings = _children(roadmap.items[section.start : section.end], parent)
        wanted = f"{parent}.{number}"
        if wanted not in siblings:
            nearest = siblings[0:1] if number < 1 else siblings[-1:]
            raise UnknownAddress(wanted, nearest, f"{parent} has {_count(len(siblings), word)}")
        parent, word = wanted, "step"
    raise AssertionError(f"{parent} exists")


def _children(items: Iterable[Item], parent: str) -> list[str]:
    return [item.address for item in items if item.address.rpartition(".")[0] == parent]


def _check_ascending(first: int, last: int, text: str) -> None:
    if last < first:
        raise UsageError(f"the range {text} runs backwards", "write the smaller number first")


def _nearest(roadmap: Roadmap, text: str) -> list[str]:
    candidates = [group.address for group in roadmap.groups]
    if len(roadmap.items) <= _MOST_COMPARED:
        candidates += [item.id for item in roadmap.items] + [item.address for item in roadmap.items]
    return _alike(text.strip().casefold(), candidates)


def _alike(word: str, candidates: Sequence[str]) -> list[str]:
    from difflib import get_close_matches

    return get_close_matches(word[:_LONGEST_COMPARED], candidates, n=3)


def _count(number: int, word: str) -> str:
    return f"{number or 'no'} {word}{'' if number == 1 else 's'}"
