"""Ids from titles. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from mlpath import address

_LONGEST = 100


def slug(title: str) -> str:
    """Return `title` as lower-case words joined by hyphens; empty where it has no letter or digit.

    Accents on Latin letters are dropped, other scripts are kept: `Aurélien's Book` → `aureliens-book`.
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", title) if not "\u0300" <= c <= "\u036f")
    plain = unicodedata.normalize("NFC", plain).casefold().replace("'", "").replace("’", "")
    return re.sub(r"[\W_]+", "-", plain)[:_LONGEST].strip("-")


def item_id(title: str, labels: Mapping[str, str]) -> str:
    """Return the id of an item that has none of its own: its slug, or the slug and `-item` where that is an address."""
    found = slug(title)
    return f"{found}-item" if found and address.parse(found, labels) else found
