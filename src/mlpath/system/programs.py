"""Opening a web page, where there is a browser to open it in."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping


def is_there(environ: Mapping[str, str]) -> bool:
    """Return whether someone sits before a browser: not in CI, not on another machine without a display."""
    if environ.get("CI"):
        return False
    if environ.get("BROWSER"):
        return True
    if sys.platform in ("darwin", "win32"):
        return not environ.get("SSH_CONNECTION")
    return bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def show(url: str) -> bool:
    """Open a web page, and return whether that worked. Anything but http and https is refused."""
    import webbrowser

    if not url.lower().startswith(("https://", "http://")):
        return False
    # What a browser says on its way up belongs on no page of ours.
    quiet, spoken = os.open(os.devnull, os.O_WRONLY), os.dup(1)
    try:
        sys.stdout.flush()
        os.dup2(quiet, 1)
        return webbrowser.open(url)
    except (webbrowser.Error, OSError):
        return False
    finally:
        os.dup2(spoken, 1)
        os.close(spoken)
        os.close(quiet)
