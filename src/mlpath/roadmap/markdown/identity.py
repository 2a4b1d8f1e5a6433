"""What an item of a Markdown file is: an id made from its words and from what it stands below. Pure.

An id is the slug of an item's words and eight hex digits of a hash. What goes into the hash is as little as tells the item from
every other of the file: its words with their signs (`C` is not `C++`) and the names of the headings and boxes above it,
without the number that such a name begins with (`Week 2: Trees` may become Week 3) and without the file's title, the heading
of level 1. Where two items would be the same by that, the title counts, and then the numbers. So no edit changes an id but one of
these words, or one that brings or takes a second item of that kind; then `was` still leads to it, for it holds the id by
everything above the item as it is written. The same words below the same headings again get `-2`, `-3` in order.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

from mlpath.roadmap.ids import slug
from mlpath.roadmap.markdown import former
from mlpath.roadmap.markdown.tree import HEADING, LABEL, Box, Node

_LONGEST_WORDS = 80
_DIGITS = 8
_PUNCTUATION = re.compile(r"""[\s.,;:!?…'"’‘“”()]+""")
# Signs at the end of a word that make it another word: `C++`, `C#`, `A*`.
_SPELLED = {"+": " plus", "#": " sharp", "*": " star"}
_SIGNS = re.compile(r"(?<=[^\W_])[+#*]+")
# A number that a heading begins with, behind a word or two or behind none: `Week 2`, `KW 28`, `1.2`, `3rd`, `第3章`, `Part II`.
_RANGE = r"(?:\s*(?:[-–—~～&/+,]|to|bis|und|and|至|到)\s*[0-9]{1,9})?"
_NUMBERED = re.compile(
    rf"(?:[^\W\d_]++[\s.#№-]*+){{0,2}}#?[0-9]{{1,9}}(?:[.:][0-9]{{1,9}})*+{_RANGE}"
    r"\s*(?:[周週章节節课課天日部月장일]|주차?|(?:(?<=[0-9])(?:st|nd|rd|th|ª|º|er|ère|ème))?(?![^\W_]))"
)
_NUMERAL = re.compile(
    r"[^\W\d_]++\s+(?:[ivx]{1,5}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?=\s*[:：.)|–—-])",
    re.IGNORECASE,
)


_TitleOf = Callable[["Node | Box"], str]


class Identity(NamedTuple):
    """An item's id and its former ones: by everything that stands above it, and those of earlier versions of mlpath."""

    id: str
    was: tuple[str, ...]


class _Above(NamedTuple):
    """The names of what stands above a box, a line each: without the title and all numbers, with the title, with the numbers, too."""

    bare: str
    titled: str
    whole: str

    def named(self, title: str) -> _Above:
        """Return the same with another heading or box below it."""
        name = name_of(title)
        return _Above(f"{self.bare}\n{name}", f"{self.titled}\n{name}", f"{self.whole}\n{signs(title)}")


_NOTHING = _Above("bare", "titled", "whole")


class _Placed(NamedTuple):
    """A box with the words of its id, its own title with signs, and what stands above it."""

    box: Box
    words: str
    own: str
    above: _Above


def identities(root: Node, before: Node) -> Mapping[Box, Identity]:
    """Return the identity of every box below the root of an outline; no two have the same id.

    `before` is the root of the same boxes as an earlier mlpath had them.
    """
    found = _identities(root, lambda entry: entry.title)
    earlier = former.ids(root)
    if before is not root:
        earlier = dict(zip(earlier, former.ids(before).values(), strict=True))
    was: dict[Box, list[str]] = {box: [*ids] for box, (_, ids) in found.items()}
    for title_of in former.titles(root):
        for box, (id, whole) in _identities(root, title_of).items():
            was[box] += [id, *whole]
    for box, id in earlier.items():
        was[box].append(id)
    taken = {id for id, _ in found.values()}
    claims = Counter(id for ids in was.values() for id in dict.fromkeys(ids))
    return {
        box: Identity(id, tuple(old for old in dict.fromkeys(was[box]) if claims[old] == 1 and old not in taken))
        for box, (id, _) in found.items()
    }


def _identities(root: Node, title_of: _TitleOf) -> Mapping[Box, Identity]:
    """Return the id of every box by what `title_of` says of it and of what stands above it, and the one by all that does."""
    placed = list(_boxes(root, title_of))
    wholes = [_hash(item.above.whole, item.own) for item in placed]
    chosen = dict[int, str]()
    for kind in ("bare", "titled"):
        if len(chosen) < len(placed):
            hashes = [_hash(getattr(item.above, kind), item.own) for item in placed]
            shared = _shared(hashes, wholes)
            chosen = {number: short for number, short in enumerate(hashes) if short not in shared} | chosen
    twins: Counter[str] = Counter()
    found: dict[Box, Identity] = {}
    for number, (item, whole) in enumerate(zip(placed, wholes, strict=True)):
        short = chosen.get(number, whole)
        id = f"{item.words}-{short}"
        twins[id] += 1
        behind = f"-{twins[id]}" if twins[id] > 1 else ""
        found[item.box] = Identity(id + behind, (f"{item.words}-{whole}{behind}",) if short != whole else ())
    return found


def _shared(hashes: Sequence[str], wholes: Sequence[str]) -> set[str]:
    """Return the hashes of items that differ in the hash of everything above them."""
    first: dict[str, str] = {}
    return {short for short, whole in zip(hashes, wholes, strict=True) if first.setdefault(short, whole) != whole}


def words_of(title: str) -> str:
    """Return the words of an item's id, with the signs spelled out that make a word another one: `learn-c-plus-plus`."""
    spelled = _SIGNS.sub(lambda signs: "".join(_SPELLED[sign] for sign in signs[0]) + " ", title)
    words = slug(spelled) or "item"
    return words if len(words) <= _LONGEST_WORDS else words[:_LONGEST_WORDS].rsplit("-", 1)[0]


def signs(title: str) -> str:
    """Return a title without spaces, capitals and punctuation: with its signs, by which it differs from like words."""
    return _PUNCTUATION.sub("", unicodedata.normalize("NFKC", title).casefold())


def name_of(title: str) -> str:
    """Return what a heading is called, as `signs` does, without the number that it begins with; all of it where nothing else is left."""
    start = next((n for n, character in enumerate(title) if character.isalnum() or character == "第"), 0)
    words = title[start:]
    match = _NUMBERED.match(words.removeprefix("第").lstrip()) or _NUMERAL.match(words)
    rest = match.string[match.end() :] if match else words
    return signs(rest) if any(map(str.isalpha, rest)) else signs(words)


def _boxes(root: Node, title_of: _TitleOf) -> Iterator[_Placed]:
    for entry in root.below:
        if isinstance(entry, Box):
            yield from _within(entry, title_of, _NOTHING)
        elif entry.kind == LABEL:
            yield from _below(entry, title_of, _NOTHING)
        else:
            above = _NOTHING.named(title_of(entry))
            is_title = (entry.kind, entry.level) == (HEADING, 1)
            yield from _below(entry, title_of, above._replace(bare=_NOTHING.bare) if is_title else above)


def _below(node: Node, title_of: _TitleOf, above: _Above) -> Iterator[_Placed]:
    """Yield every box below a heading."""
    for entry in node.below:
        if isinstance(entry, Box):
            yield from _within(entry, title_of, above)
        else:
            yield from _below(entry, title_of, above if entry.kind == LABEL else above.named(title_of(entry)))


def _within(box: Box, title_of: _TitleOf, above: _Above) -> Iterator[_Placed]:
    """Yield a box and its steps."""
    title = title_of(box)
    yield _Placed(box, words_of(title), signs(title), above)
    if box.steps:
        below = above.named(title)
        for step in box.steps:
            yield from _within(step, title_of, below)


def _hash(above: str, own: str) -> str:
    return sha256(f"{above}\n{own}".encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
