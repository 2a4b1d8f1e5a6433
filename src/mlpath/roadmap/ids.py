"""Ids from titles. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from mlpath.roadmap import addresses

_LONGEST = 100
_GAP = re.compile("[^a-z0-9]")
_ACCENTS = re.compile("(?<=[A-Za-z])[\u0300-\u036f]+")


def slug(title: str) -> str:
    """Return `title` as lower-case words joined by hyphens; empty where it has no letter or digit.

    Accents on Latin letters are dropped, other scripts are kept: `Aurélien's Book` → `aureliens-book`.
    """
    if title.isascii():  # As most are: this takes a tenth of the time.
        return "-".join(_GAP.sub(" ", title.replace("'", "").lower())[:_LONGEST].split())
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", title)).replace("'", "").replace("’", "")
    lower = unicodedata.normalize("NFC", unicodedata.normalize("NFC", plain).lower())
    words = "".join(c if _in_word(c) else " " for c in lower)[:_LONGEST].split()
    return "-".join(word for word in words if is_id(word))


def is_id(text: str) -> bool:
    """Return whether `text` is an id: lower-case words of letters and digits, joined by single hyphens."""
    words = text.split("-")
    return text == text.lower() and all(word and word[0].isalnum() and all(map(_in_word, word)) for word in words)


def _in_word(character: str) -> bool:
    """Return whether a character belongs to a word: a letter, a digit, or a mark on one."""
    return character.isalnum() or unicodedata.category(character)[0] == "M"


def item_id(title: str, labels: Mapping[str, str]) -> str:
    """Return the id of an item that has none of its own: its slug, or the slug and `-item` where that is an address."""
    id = slug(title)
    return f"{id}-item" if id and addresses.parse(id, labels) else id
