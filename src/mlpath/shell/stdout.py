"""A few characters to stdout at interpreter speed, for a prompt and the TAB key."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    # What runs something that may fail, says what went wrong, and returns the exit code.
    Guard = Callable[[Callable[[], object]], int]


def write(text: str, guarded: Guard) -> int:
    """Write a text to stdout and return the exit code. Where that fails, it is tried once more within `guarded`."""
    try:
        if sys.stdout is not None:
            sys.stdout.write(text)
            sys.stdout.flush()
    except OSError:  # A closed pipe, a full disk: flushing fails again.
        return guarded(sys.stdout.flush)
    except UnicodeEncodeError:
        return guarded(lambda: sys.stdout.write(text))
    return 0
