"""One key that is pressed on the keyboard, without Enter."""

from __future__ import annotations

import sys
from collections.abc import Callable


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
        return sys.stdin.read(1)
    finally:
        termios.tcsetattr(descriptor, termios.TCSAFLUSH, before)


def _read_on_windows() -> str:
    import msvcrt

    key: str = msvcrt.getwch()  # type: ignore[attr-defined,unused-ignore]
    if key == "\x03":
        raise KeyboardInterrupt
    return key
