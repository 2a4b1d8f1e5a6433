"""The way out: what is printed, where, and with which colours."""

from __future__ import annotations

import codecs
import json
import os
import sys
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TextIO

from mlpath.plaintext import UNSHOWABLE

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

_UNLIMITED = 10_000
_NARROWEST = 20
_LIKE = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": ".", "·": "|", "•": "*"})


def prepare() -> None:
    """Make stdout and stderr take any text: what their encoding lacks is replaced by something alike, one for one."""
    codecs.register_error("mlpath", _alike)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # A closed descriptor; Python leaves no stream to write to.
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="mlpath")


def show(view: RenderableType) -> None:
    """Print a view on stdout."""
    _print(view, sys.stdout)


def complain(view: RenderableType) -> None:
    """Print a view on stderr."""
    sys.stdout.flush()
    _print(view, sys.stderr)


def show_json(document: Mapping[str, Any]) -> None:
    """Print a JSON document on stdout."""
    ascii_only = not _is_utf8(sys.stdout)
    text = json.dumps(document, ensure_ascii=ascii_only, indent=2)
    # All that a terminal might obey stands within strings, where an escape means the same.
    sys.stdout.write(UNSHOWABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n")
    sys.stdout.flush()


def show_bytes(data: bytes) -> None:
    """Write `data` to stdout as it is: no encoding, no line ends translated."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def discard_rest() -> None:
    """Send what is still to be printed nowhere: the reader of a pipe has gone."""
    with suppress(OSError, ValueError):  # Whoever replaced stdout by something without a descriptor looks after it.
        _redirect_to_nowhere(sys.stdout.fileno())


def _redirect_to_nowhere(descriptor: int) -> None:
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, descriptor)
    os.close(devnull)


def is_terminal() -> bool:
    """Return whether someone sits there who can be asked."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def confirm(question: str) -> bool:
    """Return whether the person at the terminal says yes; no where there is none. Raises KeyboardInterrupt."""
    if not is_terminal():
        return False
    sys.stdout.write(f"{question} [y/N] ")
    sys.stdout.flush()
    answer = sys.stdin.readline()
    if not answer:  # Ctrl-D leaves the cursor behind the question.
        sys.stdout.write("\n")
    return answer.strip().casefold() in ("y", "yes")


def console(stream: TextIO, environ: Mapping[str, str]) -> Console:
    """Return the Rich console for a stream: as wide and as colourful as it and the environment want.

    What is no terminal gets no colour and no limit in width. NO_COLOR comes before FORCE_COLOR, FORCE_COLOR before
    TERM=dumb; without colour there are no escapes at all.
    """
    from rich.console import Console

    terminal = stream.isatty()
    forced = bool(environ.get("FORCE_COLOR"))
    dumb = environ.get("TERM") in ("dumb", "unknown")
    plain = bool(environ.get("NO_COLOR")) or (not forced and (dumb or not terminal))
    return Console(
        file=stream,
        width=_columns(environ) or (_terminal_width(stream) if terminal else _UNLIMITED),
        force_terminal=terminal or forced,
        color_system=None if plain else "256" if dumb or not terminal else "auto",
        markup=False,
        emoji=False,
        highlight=False,
    )


def _print(view: RenderableType, stream: TextIO) -> None:
    target = console(stream, os.environ)
    if target.color_system is not None:
        target.print(view)
    else:
        with target.capture() as capture:
            target.print(view)
        stream.write("".join(line.rstrip() + "\n" for line in capture.get().splitlines()))
    stream.flush()


def _columns(environ: Mapping[str, str]) -> int | None:
    columns = environ.get("COLUMNS", "")
    return (
        max(_NARROWEST, min(int(columns[:9]), _UNLIMITED))
        if columns.isascii() and columns.isdigit() and int(columns[:9])
        else None
    )


def _terminal_width(stream: TextIO) -> int:
    try:
        return max(_NARROWEST, os.get_terminal_size(stream.fileno()).columns or 80)
    except OSError:
        return 80


def _is_utf8(stream: TextIO) -> bool:
    return (stream.encoding or "").lower().replace("-", "").replace("_", "") == "utf8"


def _alike(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(_one_alike(character) for character in error.object[error.start : error.end]), error.end


def _one_alike(character: str) -> str:
    like = character.translate(_LIKE)
    base = unicodedata.normalize("NFKD", like)[:1]
    return base if base.isascii() and base.isprintable() else "?"
