"""Other ways in which people write an address: what can only mean one thing is read as that. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from mlpath.roadmap.addresses import LEVELS, NEXT, parse

_DASHES = "[\u2010-\u2015\u2212]"
_NUMBERS = r"[0-9]{1,9}(?:-[0-9]{1,9})?"


def listed(texts: Sequence[str], labels: Mapping[str, str], ids: Mapping[str, int]) -> list[str]:
    """Return the addresses and ids that some words name: lists at commas taken apart, `week 5` in one word.

    What goes on from the address before it gets the beginning of that one: `w4.t1,t2`, `week1,3-4`.
    """
    pieces: list[str] = []
    for word in texts:
        parts = [part.strip() for part in word.split(",")]
        pieces += [part for part in parts if part] if "," in word and any(parts) else [word]
    words = [f"{word}s" for word in _level_words(labels)] + _level_words(labels)
    whole: list[str] = []
    for piece in pieces:
        before = whole[-1] if whole else ""
        if before.casefold() in words and re.fullmatch(_NUMBERS, piece):
            whole[-1] = before + piece
        elif parse(piece, labels) or piece.casefold() in ids:
            whole.append(piece)
        else:
            whole.append(_continued(before, piece, labels))
    return whole


def _continued(before: str, piece: str, labels: Mapping[str, str]) -> str:
    """Return a piece with what it leaves out of the address `before` it; as it is where it goes on from none."""
    address = parse(before, labels)
    if address is None or address.level == NEXT:
        return piece
    if re.fullmatch(_NUMBERS, piece) and before[-1:].isdigit():
        return re.sub(_NUMBERS + "$", "", before) + piece
    longer = f"{before.partition('.')[0]}.{piece}"
    return longer if address.section and parse(longer, labels) else piece


def understood(text: str, labels: Mapping[str, str]) -> Iterator[str]:
    """Yield the text as an address where it can only mean that: `w1t1`, `week 5`, `weeks 1-3`, `5.practice.1`, `w1..3`."""
    yield _dotted(_plain(text), labels, r"\s*[./:]\s*|\s+")


def likely(text: str, labels: Mapping[str, str]) -> Iterator[str]:
    """Yield addresses that may be meant by a text that is none, the likeliest first; not all of them exist."""
    yield _dotted(re.sub(r"^wk", "week", _plain(text)), labels, r"[\W_]+")
    if re.fullmatch(_NUMBERS, _plain(text)):
        yield from (f"week{text.strip()}", f"month{text.strip()}")


def ends(text: str, labels: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the two addresses of which a text may be a range: `w4-w5`, `w4.t1-w4.t3`, `w4.t1-t3`."""
    plain = _plain(text)
    for dash in re.finditer("-", plain):
        first, last = plain[: dash.start()], plain[dash.end() :]
        begin = parse(first, labels)
        if begin is None or begin.level == NEXT or begin.to is not None:
            continue
        if parse(last, labels) is None and begin.section:
            last = f"{first.partition('.')[0]}.{last}"
        if parse(last, labels):
            yield first, last


def numbered(text: str, labels: Mapping[str, str]) -> tuple[str, str] | None:
    """Return the week and the number of an item in it where no section is named: `5.1` and `w5.1` → `("week5", "1")`."""
    words = "|".join(map(re.escape, _level_words(labels)))
    match = re.fullmatch(rf"(?:(?:{words})?([0-9]{{1,9}}))\.({_NUMBERS})", _plain(text))
    return (f"week{match[1]}", match[2]) if match and not _plain(text).startswith("m") else None


def _plain(text: str) -> str:
    plain = re.sub(_DASHES, "-", text.strip().casefold())
    return re.sub(r"\s*-\s*", "-", re.sub(r"(?<=\w)\.\.(?=\w)", "-", plain))


def _dotted(text: str, labels: Mapping[str, str], separators: str) -> str:
    """Return a text with points for separators, the number of a level joined to its word, and its section apart from both."""
    words = "|".join(map(re.escape, _level_words(labels)))
    dotted = re.sub(separators, ".", text).strip(".")
    joined = re.sub(rf"^({words})s?\.?(?=[0-9])", r"\1", dotted)
    apart = re.sub(rf"^({words})([0-9]{{1,9}})(?=[^\W\d_])", r"\1\2.", joined)
    return re.sub(r"^([0-9]{1,9}\.[^\W\d_])", r"week\1", apart)


def _level_words(labels: Mapping[str, str]) -> list[str]:
    return sorted({*labels, *LEVELS}, key=len, reverse=True)
