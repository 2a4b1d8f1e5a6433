"""From what people type to the items it names. Pure.

Nothing is guessed: a text names something that exists, or the error says what comes nearest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from mlpath.errors import AmbiguousAddress, UnknownAddress, UsageError
from mlpath.roadmap import addresses
from mlpath.roadmap.addresses import Address
from mlpath.roadmap.roadmap import MONTH, RESOURCES, SECTION, WEEK, Group, Item, Roadmap, label_word
from mlpath.text import counted, searchable

# Comparing spellings costs time for each candidate; beyond this many, only groups are compared.
_MOST_COMPARED = 5_000
_LONGEST_COMPARED = 200


class Target(NamedTuple):
    """The items that one address names, by their places, and the group where it is exactly one.

    `single` is true where the address names one item by itself, not as part of a group or range. `next` is true for the
    address `next`, which only the journal can resolve; it has no places yet.
    """

    address: str
    places: Sequence[int]
    single: bool = False
    group: Group | None = None
    next: bool = False


def targets_of(roadmap: Roadmap, texts: Sequence[str]) -> list[Target]:
    """Return the targets of `texts`, of which each is an address, an id, or several of them with commas between.

    Raises as `target_of` does.
    """
    if not all(addresses.parse(text, roadmap.labels) or text.lower() in roadmap.places for text in texts):
        from mlpath.roadmap import spellings

        texts = spellings.listed(texts, roadmap.labels, roadmap.places)
    return [target_of(roadmap, text) for text in texts]


def target_of(roadmap: Roadmap, text: str) -> Target:
    """Return the target of `text`, which is an address or an id, also where it is one in other words.

    Raises UnknownAddress, AmbiguousAddress, and UsageError for a range that runs backwards or leads out of its section.
    """
    unknown = None
    try:
        target = _as_written(roadmap, text)
    except UnknownAddress as error:  # A section may be called `t1-t3`.
        unknown, target = error, None
    if target is not None:
        return target
    if not text.strip():
        raise UsageError("the address is empty", "`mlpath show` lists every address")
    target = _as_meant(roadmap, text)
    if target is None:
        raise unknown or UnknownAddress(text, _nearest(roadmap, text), find=_title_with(roadmap, text))
    return target


def _as_written(roadmap: Roadmap, text: str) -> Target | None:
    """Return the target of an address or id; None where it reads as neither."""
    address = addresses.parse(text, roadmap.labels)
    if address is None:
        place = roadmap.places.get(text.strip().lower())
        return None if place is None else item_target(roadmap, place)
    if address.level == addresses.NEXT:
        return Target(address=addresses.NEXT, places=(), next=True)
    if address.section is None:
        return _level(roadmap, address)
    return _in_section(roadmap, address, text)


def _as_meant(roadmap: Roadmap, text: str) -> Target | None:
    """Return the target of a text that can mean nothing else, however it is written; None where it can, or means nothing."""
    from mlpath.roadmap import spellings

    for first, last in spellings.ends(text, roadmap.labels):
        return _between(roadmap, text, target_of(roadmap, first), target_of(roadmap, last))
    for other in spellings.understood(text, roadmap.labels):
        target = _existing(roadmap, other)
        if target is not None:
            return target
    sections, number = _sections_meant(roadmap, text)
    return _existing(roadmap, f"{sections[0]}.{number}") if len(sections) == 1 else None


def _existing(roadmap: Roadmap, text: str) -> Target | None:
    try:
        return _as_written(roadmap, text)
    except UnknownAddress:
        return None


def _between(roadmap: Roadmap, text: str, first: Target, last: Target) -> Target:
    """Return the target of the range from one target to another: of weeks or months, or within one section."""
    if first.group and last.group and first.group.kind == last.group.kind and first.group.number and last.group.number:
        return target_of(roadmap, f"{first.group.address}-{last.group.number}")
    (parent, _, _), (around, _, number) = first.address.rpartition("."), last.address.rpartition(".")
    if first.single and last.single and parent == around:
        return target_of(roadmap, f"{first.address}-{number}")
    raise UsageError(f"the range {text} leads out of its section", f"name both: {first.address} {last.address}")


def _sections_meant(roadmap: Roadmap, text: str) -> tuple[list[str], str]:
    """Return the sections of the week in which a text counts items without naming one (`5.1`), and the number."""
    from mlpath.roadmap import spellings

    week, number = spellings.numbered(text, roadmap.labels) or ("", "")
    index = roadmap.group_indexes.get(week)
    return [section.address for section in roadmap.within(index, SECTION)] if index is not None else [], number


def item_target(roadmap: Roadmap, place: int) -> Target:
    """Return the target that is the item at `place`."""
    return Target(address=roadmap.items[place].address, places=(place,), single=True)


def _whole(group: Group) -> Target:
    return Target(address=group.address, places=range(group.start, group.end), group=group)


def _level(roadmap: Roadmap, address: Address) -> Target:
    """Return the target of a month, a week, the resources, or a range of months or weeks."""
    first = _group(roadmap, address)
    if address.to is None:
        return _whole(first)
    _group(roadmap, address._replace(number=address.to, to=None))
    _check_ascending(first.number, address.to, addresses.format(address))
    # By their numbers: a file may write Week 2 before Week 1.
    numbers = range(first.number, address.to + 1)
    groups = (group for group in roadmap.groups if group.kind == address.level and group.number in numbers)
    places = [place for group in groups for place in range(group.start, group.end)]
    return Target(address=addresses.format(address), places=places)


def _group(roadmap: Roadmap, address: Address) -> Group:
    """Return the month, week or resources that an address begins with. Raises UnknownAddress."""
    index = roadmap.group_indexes.get(addresses.format(Address(level=address.level, number=address.number)))
    if index is not None:
        return roadmap.groups[index]
    if address.level == RESOURCES:
        raise UnknownAddress(RESOURCES, (), "the roadmap has no resources")
    groups = [group for group in roadmap.groups if group.kind == address.level]
    word = label_word({MONTH: roadmap.month_label, WEEK: roadmap.week_label}[address.level])
    if not groups:
        raise UnknownAddress(f"{word}{address.number}", (), f"the roadmap has no {word}s")
    nearest = min(groups, key=lambda group: abs(group.number - (address.number or 0)))
    extent = f"the roadmap has {counted(len(groups), word)}{_span(groups)}"
    raise UnknownAddress(f"{word}{address.number}", [f"{word}{nearest.number}"], extent)


def _span(groups: Sequence[Group]) -> str:
    numbers = [group.number for group in groups]
    return f", {min(numbers)} to {max(numbers)}" if len(numbers) > 1 else ""


def _in_section(roadmap: Roadmap, address: Address, text: str) -> Target:
    around = _group(roadmap, address)
    sections = list(roadmap.within(roadmap.group_indexes[around.address], SECTION))
    section, address = _section(around, sections, address, text)
    if not address.path:
        return _whole(section)
    *above, first = address.path
    parent = ".".join([section.address, *map(str, above)])
    if above and parent not in roadmap.item_places:
        raise _unknown_item(roadmap, section, above)
    place = _place(roadmap, section, address.path)
    if address.to is None:
        return item_target(roadmap, place)
    _check_ascending(first, address.to, text)
    _place(roadmap, section, (*above, address.to))
    places = [roadmap.item_places[f"{parent}.{number}"] for number in range(first, address.to + 1)]
    return Target(address=f"{roadmap.items[place].address}-{address.to}", places=places)


def _section(around: Group, sections: Sequence[Group], address: Address, text: str) -> tuple[Group, Address]:
    """Return the section that a possibly shortened name means, and the address with a glued number taken off the name."""
    name = address.section or ""
    exact = [section for section in sections if section.name == name]
    matches = exact or [section for section in sections if section.name.startswith(name)]
    glued = None if exact or (address.path and address.to is not None and "-" in name) else addresses.unglue(name)
    if glued:
        short, number, to = glued
        unglued = [section for section in sections if section.name == short]
        unglued = unglued or [section for section in sections if section.name.startswith(short)]
        if matches and unglued:
            raise AmbiguousAddress(text, [*(s.address for s in matches), *(f"{s.address}.{number}" for s in unglued)])
        if unglued:
            matches = unglued
            address = address._replace(path=(number, *address.path), to=address.to if address.path else to)
    if len(matches) > 1:
        raise AmbiguousAddress(text, [section.address for section in matches])
    if not matches:
        raise _unknown_section(around, [section.name for section in sections], name)
    return matches[0], address


def _unknown_section(around: Group, names: Sequence[str], name: str) -> UnknownAddress:
    nearest = [f"{around.address}.{match}" for match in _alike(name, names)]
    kind = "groups" if around.kind == RESOURCES else "sections"
    extent = f"{around.address} has the {kind} {', '.join(names)}" if names else f"{around.address} has no {kind}"
    return UnknownAddress(f"{around.address}.{name}", nearest, extent)


def _place(roadmap: Roadmap, section: Group, path: Sequence[int]) -> int:
    """Return the place of the item at `path` in a section. Raises UnknownAddress."""
    place = roadmap.item_places.get(".".join([section.address, *map(str, path)]))
    if place is None:
        raise _unknown_item(roadmap, section, path)
    return place


def _unknown_item(roadmap: Roadmap, section: Group, path: Sequence[int]) -> UnknownAddress:
    """Return the error about the first number of `path` that leads nowhere."""
    parent, word = section.address, "item"
    for number in path:
        siblings = _children(roadmap.items[section.start : section.end], parent)
        address = f"{parent}.{number}"
        if address not in siblings:
            nearest = siblings[0:1] if number < 1 else siblings[-1:]
            number_of_all = counted(len(siblings), word) if siblings else f"no {word}s"
            return UnknownAddress(address, nearest, f"{parent} has {number_of_all}")
        parent, word = address, "step"
    raise AssertionError(f"{parent} exists")


def _children(items: Iterable[Item], parent: str) -> list[str]:
    return [item.address for item in items if item.address.rpartition(".")[0] == parent]


def _check_ascending(first: int, last: int, text: str) -> None:
    if last < first:
        raise UsageError(f"the range {text} runs backwards", "write the smaller number first")


def _nearest(roadmap: Roadmap, text: str) -> list[str]:
    from mlpath.roadmap import spellings

    sections, number = _sections_meant(roadmap, text)
    weeks = [group.address for group in roadmap.groups if group.kind == WEEK][:1]
    forms = [f"{around}.{number}" for around in sections] + list(spellings.likely(text, roadmap.labels))
    forms += [
        f"{week}.{text.strip()}" for week in weeks if not sections
    ]  # As an example of what comes before a section.
    meant = [target.address for form in forms if (target := _existing(roadmap, form))]
    if meant or sections:
        return list(dict.fromkeys(meant)) or sections
    candidates = [group.address for group in roadmap.groups]
    if len(roadmap.items) <= _MOST_COMPARED:
        candidates += [item.id for item in roadmap.items] + [item.address for item in roadmap.items]
    return _alike(text.strip().casefold(), candidates)


def _title_with(roadmap: Roadmap, text: str) -> str | None:
    """Return the text where the title of an item has it, and a search will find it."""
    wanted = searchable(text.strip())
    return text.strip() if any(wanted in searchable(item.title) for item in roadmap.items) else None


def _alike(word: str, candidates: Sequence[str]) -> list[str]:
    from difflib import get_close_matches

    return get_close_matches(word[:_LONGEST_COMPARED], candidates, n=3)
