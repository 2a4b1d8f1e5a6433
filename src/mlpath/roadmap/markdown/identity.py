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
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
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
_Names = tuple[str, ...]
_Hashes = tuple[str, str, str]


class Identity(NamedTuple):
    """An item's id and its former ones: by everything that stands above it, and those of earlier versions of mlpath."""

    id: str
    was: tuple[str, ...]


class _Placed(NamedTuple):
    """A box with the hashes of what it is, from the one that leaves out most to the one that leaves out nothing."""

    box: Box
    words: str
    hashes: _Hashes


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
    placed = [_Placed(box, words_of(title_of(box)), hashes) for box, hashes in _boxes(root, title_of)]
    # For each of the shorter hashes, the whole ones of the items that have it.
    shared: dict[str, set[str]] = defaultdict(set)
    for item in placed:
        for short in item.hashes[:-1]:
            shared[short].add(item.hashes[-1])
    twins: Counter[str] = Counter()
    found: dict[Box, Identity] = {}
    for box, words, hashes in placed:
        chosen = next((short for short in hashes[:-1] if len(shared[short]) == 1), hashes[-1])
        id = f"{words}-{chosen}"
        twins[id] += 1
        behind = f"-{twins[id]}" if twins[id] > 1 else ""
        found[box] = Identity(id + behind, (f"{words}-{hashes[-1]}{behind}",) if chosen != hashes[-1] else ())
    return found


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


def _boxes(root: Node, title_of: _TitleOf) -> Iterator[tuple[Box, _Hashes]]:
    for entry in root.below:
        if isinstance(entry, Box):
            yield from _within(entry, title_of, (), (), ())
            continue
        if entry.kind == LABEL:
            yield from _below(entry, title_of, (), (), ())
            continue
        title = title_of(entry)
        name = name_of(title)
        is_title = (entry.kind, entry.level) == (HEADING, 1)
        yield from _below(entry, title_of, () if is_title else (name,), (name,), (signs(title),))


def _below(
    node: Node, title_of: _TitleOf, bare: _Names, titled: _Names, whole: _Names
) -> Iterator[tuple[Box, _Hashes]]:
    """Yield every box below a heading; the three are what is above them, without the title, with it, and with all numbers."""
    for entry in node.below:
        if isinstance(entry, Box):
            yield from _within(entry, title_of, bare, titled, whole)
        elif entry.kind == LABEL:
            yield from _below(entry, title_of, bare, titled, whole)
        else:
            title = title_of(entry)
            name = name_of(title)
            yield from _below(entry, title_of, (*bare, name), (*titled, name), (*whole, signs(title)))


def _within(box: Box, title_of: _TitleOf, bare: _Names, titled: _Names, whole: _Names) -> Iterator[tuple[Box, _Hashes]]:
    """Yield a box and its steps."""
    title = title_of(box)
    own = signs(title)
    yield box, (_hash("bare", bare, own), _hash("titled", titled, own), _hash("whole", whole, own))
    if box.steps:
        name = name_of(title)
        for step in box.steps:
            yield from _within(step, title_of, (*bare, name), (*titled, name), (*whole, own))


def _hash(kind: str, above: _Names, own: str) -> str:
    text = "\n".join((kind, *above, own))
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
