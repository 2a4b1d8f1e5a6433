"""Text as it is shown, searched and worded. Pure.

Text from files and from the command line is data: no character of it may steer a terminal.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

# Patterns are compiled where they are first used, which most commands never come to.
# Controls (but tab and newline), line separators, bidirectional overrides and isolates, surrogates, byte order marks.
UNSHOWABLE = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
_BREAKS = r"[\t\n]+"
_WEB_ADDRESS = r"https?://[^\s/?#\ud800-\udfff]+[^\s\ud800-\udfff]*"
_WITHIN_TEXT = r"https?://(?![/?#])[^\s<>()\[\]\ud800-\udfff]*[^\s<>()\[\]\ud800-\udfff.,;:!?'\"]"


def shown(text: str) -> str:
    """Return `text` with each character that a terminal would obey instead of showing replaced by U+FFFD."""
    return text if text.isprintable() else re.sub(UNSHOWABLE, "\ufffd", text)


def searchable(text: str) -> str:
    """Return `text` as it is compared in a search: without case and accents, curly quotes straight."""
    plain = unicodedata.normalize("NFKD", text.casefold()).replace("’", "'").replace("‘", "'")
    return "".join(character for character in plain if not unicodedata.combining(character))


def one_line(text: str) -> str:
    """Return `text` as `shown`, with its line breaks and tabs as single spaces."""
    return text if text.isprintable() else re.sub(_BREAKS, " ", shown(text))


def commands_again(text: str, again: Callable[[str], str]) -> str:
    """Return a text with each of mlpath's commands, between backticks or the whole of it, as `again` makes it.

    `again` gets what stands behind `mlpath`.
    """
    if not text.startswith("mlpath"):
        return re.sub(r"`mlpath(?: ([^`]*))?`", lambda command: f"`{again(command[1] or '')}`", text)
    return again(text.removeprefix("mlpath").strip())


def counted(number: float, noun: str) -> str:
    """Return a number of things in words: `1 week`, `2 weeks`, `0.5 hours`."""
    amount = f"{number:g}" if isinstance(number, float) else str(number)
    return f"{amount} {noun}" if amount == "1" else f"{amount} {noun}s"


def is_web_address(text: str) -> bool:
    """Return whether a whole text is the address of a web page: `https://` or `http://`, a host, no white space."""
    return re.fullmatch(_WEB_ADDRESS, text) is not None


def web_addresses(text: str) -> list[str]:
    """Return the addresses of web pages within a text, without the brackets around them and the punctuation behind them."""
    return re.findall(_WITHIN_TEXT, text)
