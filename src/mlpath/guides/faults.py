"""Whether the study guides of a roadmap fit it: each item has its part, and every link leads somewhere."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import unquote

from mlpath.errors import Fault, GuideError
from mlpath.guides.folder import folder, load, name
from mlpath.guides.guide import Guide, Part
from mlpath.review import cards
from mlpath.roadmap.ids import is_id
from mlpath.roadmap.roadmap import RESOURCES, WEEK, Group, Roadmap
from mlpath.text import counted

_NUMBERED = re.compile(r"week-([0-9]+)\.md")


def faults(roadmap: Roadmap, path: str) -> list[Fault]:
    """Return the faults of the guides of the roadmap in the file at `path`, in the files' order; none where it has no guides."""
    home = folder(roadmap, path)
    if home is None:
        return []
    if not os.path.isdir(home):
        return [Fault(home, 1, 1, "there is no such folder, which the roadmap's `guides` names")]
    guided = {name(group): group for group in roadmap.groups if group.kind in (WEEK, RESOURCES)}
    guides: dict[str, Guide] = {}
    faults: list[Fault] = []
    for file_name in sorted(os.listdir(home)):
        file = os.path.join(home, file_name)
        if file_name not in guided:
            faults += _stray(file)
            continue
        try:
            guides[file_name] = load(file)
        except GuideError as error:
            faults.append(Fault(file, 1, 1, error.reason))
    for file_name, guide in guides.items():
        file = os.path.join(home, file_name)
        faults += [*_faults(roadmap, guided[file_name], file, guide), *_dead_links(file, guide, guides)]
    faults += _card_faults(
        (os.path.join(home, file_name), part) for file_name in sorted(guides) for part in guides[file_name].parts
    )
    return sorted(faults)


def _card_faults(parts: Iterable[tuple[str, Part]]) -> Iterator[Fault]:
    """Yield a fault for each question without a name that is its own in all guides or without an answer, and each answer too many."""
    named: dict[str, str] = {}
    for file, part in parts:
        for number, card in enumerate(part.cards, 1):
            here = f"line {card.line} of {os.path.basename(file)}"
            if not card.named:
                yield Fault(file, card.line, 1, f"question {number} has no name: write `<!-- card: name -->` below it")
            elif not is_id(card.id):
                yield Fault(
                    file,
                    card.line,
                    1,
                    f"{card.id!r} is no name of a question: small letters and digits, joined by hyphens",
                )
            elif card.id in named:
                yield Fault(file, card.line, 1, f"{card.id!r} is the name of another question, in {named[card.id]}")
            named.setdefault(card.id, here)
            if not card.answer:
                yield Fault(file, card.line, 1, f"question {number} has no answer")
        if cards.count(part.answers) > len(part.cards):
            yield Fault(file, part.line, 1, "it has more answers than questions")


def _stray(file: str) -> Iterator[Fault]:
    """Yield a fault where a file is called as a guide is, but belongs to no week."""
    file_name = os.path.basename(file)
    numbered = _NUMBERED.match(file_name)
    if numbered:
        number = int(numbered[1])
        yield Fault(file, 1, 1, f"there is no week {number}, or its guide is called week-{number:02}.md")
    elif file_name == "resources.md":
        yield Fault(file, 1, 1, "the roadmap has no resources")


def _faults(roadmap: Roadmap, group: Group, file: str, guide: Guide) -> Iterator[Fault]:
    items = {item.id: item for item in roadmap.items[group.start : group.end]}
    lines: dict[str, int] = {}
    for part in guide.parts:
        if part.id is None:
            yield Fault(file, part.line, 1, f"{part.title!r} belongs to no item: write `<!-- item: id -->` below it")
        elif part.id not in items:
            yield Fault(file, part.line, 1, f"{group.address} has no item {part.id!r}")
        elif part.id in lines:
            yield Fault(file, part.line, 1, f"{part.id!r} has a part already, in line {lines[part.id]}")
        else:
            lines[part.id] = part.line
            item = items[part.id]
            if item.title not in (part.title, part.text.partition("\n")[0].strip("# ")):
                yield Fault(file, part.line, 1, f"the heading differs from the item's title, {item.title!r}")
            if part.hours != item.hours:
                yield Fault(
                    file, part.line, 1, f"it takes {_hours(part.hours)} here, {_hours(item.hours)} in the roadmap"
                )
            yield from _differing(file, part, dict(item.alongside))
            if part.questions and not part.cards:
                yield Fault(file, part.line, 1, "its questions are no numbered list")
    for missing in (id for id in items if id not in lines):
        yield Fault(file, 1, 1, f"{items[missing].address} ({missing}) has no part")


def _differing(file: str, part: Part, alongside: dict[str, str]) -> Iterator[Fault]:
    """Yield each week with which other words of a resource go here than in the roadmap."""
    for week in sorted(part.alongside.keys() | alongside.keys()):
        words, other = part.alongside.get(week, "nothing"), alongside.get(week, "nothing")
        if words != other:
            yield Fault(file, part.line, 1, f"with {week} goes {words!r} here, {other!r} in the roadmap")


def _dead_links(file: str, guide: Guide, others: Mapping[str, Guide]) -> Iterator[Fault]:
    """Yield each link that is not https, or leads to no file or to no heading of a guide."""
    for link in guide.links:
        scheme, colon, _ = link.url.partition(":")
        if colon and scheme.isalpha():
            if scheme != "https":
                yield Fault(file, link.line, 1, f"{link.url} does not begin with https://")
            continue
        target, _, anchor = unquote(link.url).partition("#")
        linked = others.get(target) if target else guide
        if target and not os.path.exists(os.path.join(os.path.dirname(file), target)):
            yield Fault(file, link.line, 1, f"{link.url} leads nowhere")
        elif anchor and linked and anchor not in linked.anchors:
            yield Fault(file, link.line, 1, f"{link.url} leads to no heading")


def _hours(hours: float | None) -> str:
    return "no hours" if hours is None else counted(hours, "hour")
