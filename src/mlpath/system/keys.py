"""One key that is pressed on the keyboard, without Enter."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

# Seconds in which nobody notices a delay, and bytes that no key sends more of.
_MOMENT, _MOST = 0.1, 64
# On Windows, an arrow and its like send a second character behind one of these; elsewhere, what they send begins with the other.
_ANNOUNCING, _NO_CHARACTER = ("\0", "\xe0"), "\x1b"


def read(ask: Callable[[], None]) -> str:
    """Ask, and return the next key as a character; what was typed before, and what a key sends besides, is dropped.

    Where the terminal can't be told to give single keys, it is the first character of a line; nothing at the end of the
    input. Raises KeyboardInterrupt.
    """
    try:
        import termios
        import tty
    except ImportError:  # Windows.
        ask()
        return _read_on_windows()
    descriptor = sys.stdin.fileno()
    try:
        before = termios.tcgetattr(descriptor)
    except termios.error:
        ask()
        return sys.stdin.readline()[:1]
    try:
        tty.setcbreak(descriptor, termios.TCSAFLUSH)
        ask()  # Not before: a quick answer would be dropped, too.
        wait(descriptor)
        # All that one key sends, so that nothing of an arrow is taken for the next key.
        return os.read(descriptor, _MOST).decode(sys.stdin.encoding, "replace")[:1]
    finally:
        termios.tcsetattr(descriptor, termios.TCSAFLUSH, before)


def wait(descriptor: int) -> None:
    """Wait until something was typed, where the system can (POSIX). Raises KeyboardInterrupt.

    An interrupt that comes just before Python waits for a key or a line would be noticed with the next one alone.
    """
    if os.name == "posix":
        import select

        while not select.select([descriptor], [], [], _MOMENT)[0]:
            pass


def drop() -> None:
    """Drop what was typed at the terminal and not read yet, where the system can (POSIX)."""
    try:
        import termios
    except ImportError:  # Windows.
        return
    if sys.stdin.isatty():
        termios.tcflush(sys.stdin.fileno(), termios.TCIFLUSH)


def _read_on_windows() -> str:
    import msvcrt

    key: str = msvcrt.getwch()  # type: ignore[attr-defined,unused-ignore]
    if key == "\x03":
        raise KeyboardInterrupt
    if key in _ANNOUNCING and msvcrt.kbhit():  # type: ignore[attr-defined,unused-ignore]
        msvcrt.getwch()  # type: ignore[attr-defined,unused-ignore]
        return _NO_CHARACTER
    return key
