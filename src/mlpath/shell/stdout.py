"""A few characters to stdout at interpreter speed, for a prompt and the TAB key."""

from __future__ import annotations

import sys


def write(text: str) -> int:
    """Write a text to stdout and return the exit code; the boundary is imported only where that fails."""
    try:
        if sys.stdout is not None:
            sys.stdout.write(text)
            sys.stdout.flush()
    except OSError:  # A closed pipe, a full disk: flushing fails once more, within the boundary.
        from mlpath.cli import boundary

        return boundary.guarded(sys.stdout.flush, as_json=False)
    except UnicodeEncodeError:
        from mlpath.cli import boundary
        from mlpath.terminal import output

        output.prepare()
        return boundary.guarded(lambda: sys.stdout.write(text), as_json=False)
    return 0
