"""The way out: what is printed, where, and with which colours."""

from __future__ import annotations

import codecs
import io
import json
import os
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Literal, TextIO

from mlpath.errors import ConfigError
from mlpath.system import config
from mlpath.system.folders import config_file
from mlpath.terminal.layout import COLOURS_16, COLOURS_256, Grid, Text, folded
from mlpath.terminal.layout import PLAIN as NO_COLOUR
from mlpath.terminal.page import FANCY, PLAIN, SPOKEN, Block, Page, View
from mlpath.text import UNSHOWABLE, one_line

Again = Callable[[str], str]

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


def show(view: View, again: Again, shorter: View | None = None) -> None:
    """Print a view on stdout, as wide and as colourful as stdout and the environment want.

    `again` makes of a command without `mlpath` the whole line that runs it from here. Where stdout is a terminal that is too
    low for it, the `shorter` view is printed instead, if there is one.
    """
    lines = _lines(view, sys.stdout, again)
    if shorter and sys.stdout.isatty() and len(lines) >= _terminal_height(sys.stdout):
        lines = _lines(shorter, sys.stdout, again)
    _write(lines, sys.stdout)


def complain(message: Text, again: Again) -> None:
    """Print a text on stderr, with commands as `show` has them."""
    with suppress(OSError):
        sys.stdout.flush()
    _write(_lines(lambda _: [message], sys.stderr, again), sys.stderr)


def show_json(document: Mapping[str, Any]) -> None:
    """Print a JSON document on stdout."""
    ascii_only = not _is_utf8(sys.stdout)
    text = json.dumps(document, ensure_ascii=ascii_only, indent=2)
    # All that a terminal might obey stands within strings, where an escape means the same.
    sys.stdout.write(re.sub(UNSHOWABLE, lambda match: f"\\u{ord(match[0]):04x}", text) + "\n")
    sys.stdout.flush()


def show_bytes(data: bytes) -> None:
    """Write `data` to stdout as it is: no encoding, no line ends translated."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def discard_rest(stream: TextIO) -> None:
    """Send the rest of a stream nowhere: the reader of a pipe has gone, or a disk is full."""
    with suppress(OSError, ValueError):  # Whoever replaced it by something without a descriptor looks after it.
        _redirect_to_nowhere(stream.fileno())


def _redirect_to_nowhere(descriptor: int) -> None:
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, descriptor)
    os.close(devnull)


def is_terminal() -> bool:
    """Return whether someone sits there who can be asked."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def confirm(question: str, *, usual: bool = False) -> bool:
    """Return whether the person at the terminal says yes; no where there is none. Raises KeyboardInterrupt.

    The return key alone says what is `usual`; the end of the input says no.
    """
    if not is_terminal():
        return False
    said = ask_line(f"{question} {'[Y/n]' if usual else '[y/N]'}")
    return said is not None and (said.casefold() in ("y", "yes") or (usual and not said))


def choose_number(question: str, most: int) -> int | None:
    """Return which number from 1 to `most` the person at the terminal types; None for anything else. Raises KeyboardInterrupt."""
    word = ask_line(question) or ""
    number = int(word) if word.isascii() and word.isdigit() and len(word) < 9 else 0
    return number if 1 <= number <= most else None


def ask_line(question: str) -> str | None:
    """Return the line that is typed; None where the input ends instead."""
    from mlpath.system import keys

    sys.stdout.write(f"{question} ")
    sys.stdout.flush()
    if sys.stdin.isatty():  # What came through a pipe may have been read ahead.
        keys.wait(sys.stdin.fileno())
    answer = sys.stdin.readline()
    if not answer:  # Ctrl-D leaves the cursor behind the question.
        sys.stdout.write("\n")
    return answer.strip() if answer else None


def choose(question: str) -> str:
    """Return the key that the person at the terminal presses, in lower case; nothing where there is none.

    Raises KeyboardInterrupt.
    """
    if not is_terminal():
        return ""
    from mlpath.system import keys

    def ask() -> None:
        sys.stdout.write(f"{question} ")
        sys.stdout.flush()

    key = keys.read(ask).casefold()
    sys.stdout.write(f"{key if key.isprintable() else ''}\n")
    sys.stdout.flush()
    return key


def takes_keys() -> bool:
    """Return whether single keys are to be read: at a terminal, unless a screen reader reads it, which hears whole lines better."""
    return is_terminal() and os.environ.get("TERM", "") not in ("", "dumb", "unknown") and not is_spoken(os.environ)


def is_styled() -> bool:
    """Return whether stdout is a terminal that text is to be laid out for."""
    return sys.stdout.isatty()


def show_passing(words: str) -> None:
    """Show a line where a terminal is that whatever comes next takes the place of; none for no `words`."""
    if sys.stderr.isatty() and os.environ.get("TERM", "") not in ("", "dumb", "unknown"):
        line = next(folded(one_line(words), _width(sys.stderr, os.environ) - 1), "")
        sys.stderr.write(f"\r\x1b[K{line}")
        sys.stderr.flush()


def clear() -> None:
    """Begin a new screen, where stdout is a terminal that can; elsewhere what was printed stays above."""
    if sys.stdout.isatty() and os.environ.get("TERM", "") not in ("", "dumb", "unknown"):
        sys.stdout.write("\x1b[2J\x1b[H")
        sys.stdout.flush()


def show_paged(view: View, again: Again) -> None:
    """Print a view as `show` does, through the pager where it is longer than the terminal."""
    from mlpath.system import programs

    lines = _lines(view, sys.stdout, again)
    is_long = len(lines) >= _terminal_height(sys.stdout)
    if not (is_long and programs.show_paged("".join(f"{line}\n" for line in lines), os.environ)):
        _write(lines, sys.stdout)


def _write(lines: Sequence[str], stream: TextIO) -> None:
    stream.write("".join(f"{line}\n" for line in lines))
    stream.flush()


def _lines(view: View, stream: TextIO, again: Again) -> list[str]:
    spoken = is_spoken(os.environ)
    width, colours = _width(stream, os.environ), _colours(stream, os.environ)
    glyphs = FANCY if (stream.encoding or "").lower().startswith("utf") else PLAIN
    lines: list[str] = []
    for block in view(Page(_UNLIMITED, SPOKEN) if spoken else Page(width, glyphs)):
        if isinstance(block, (Text, Grid)):
            block.complete(again)
        lines += _spoken(block) if spoken else drawn(block, width, colours)
    return lines


def is_spoken(environ: Mapping[str, str]) -> bool:
    """Return whether a screen reader is to read what is printed: ACCESSIBLE says it, else the config file."""
    said = environ.get("ACCESSIBLE")
    if said is not None:
        return said.strip().casefold() not in ("", "0", "false", "no")
    with suppress(ConfigError):
        return config.load(config_file()).accessible
    return False


def _spoken(block: Block) -> Iterable[str]:
    return block.speak() if isinstance(block, (Text, Grid)) else _by_rich(block, _UNLIMITED, NO_COLOUR)


def drawn(block: Block, width: int, colours: int) -> Iterable[str]:
    """Return the lines of a block on a page so wide, for a terminal with so many colours."""
    return block.draw(width, colours) if isinstance(block, (Text, Grid)) else _by_rich(block, width, colours)


def _by_rich(block: Any, width: int, colours: int) -> list[str]:
    """Return the lines of a table or the like of Rich's."""
    from rich.console import Console

    systems: dict[int, Literal["standard", "256"]] = {COLOURS_16: "standard", COLOURS_256: "256"}
    console = Console(
        file=io.StringIO(),
        width=width,
        force_terminal=colours != NO_COLOUR,
        color_system=systems.get(colours),
        no_color=colours == NO_COLOUR,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
    )
    with console.capture() as capture:
        console.print(block, crop=False)  # Code is not cut; everything else wraps by itself.
    lines = capture.get().splitlines()
    return [line.rstrip() for line in lines] if colours == NO_COLOUR else lines


def _colours(stream: TextIO, environ: Mapping[str, str]) -> int:
    """Return how many colours to use; without any there are no escapes at all.

    Colour is for terminals. NO_COLOR comes before FORCE_COLOR, FORCE_COLOR before TERM=dumb.
    """
    terminal, kind = stream.isatty(), environ.get("TERM", "")
    forced = bool(environ.get("FORCE_COLOR"))
    if environ.get("NO_COLOR") or (not forced and (not terminal or kind in ("", "dumb", "unknown"))):
        return NO_COLOUR
    rich = environ.get("COLORTERM", "") in ("truecolor", "24bit") or "256color" in kind or "kitty" in kind
    return COLOURS_256 if rich or not terminal else COLOURS_16


def _width(stream: TextIO, environ: Mapping[str, str]) -> int:
    """Return how wide to print; what is no terminal has no limit but COLUMNS."""
    return _columns(environ) or (_terminal_width(stream) if stream.isatty() else _UNLIMITED)


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


def _terminal_height(stream: TextIO) -> int:
    try:
        return os.get_terminal_size(stream.fileno()).lines or 24
    except OSError:
        return 24


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
