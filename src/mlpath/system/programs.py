"""Programs: the user's own pager, for a long text, and browser, for a web page; and how mlpath itself is called."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress

from mlpath.text import is_web_address


def itself() -> list[str]:
    """Return the words that call the mlpath that runs, from anywhere."""
    script = os.path.abspath(sys.argv[0])
    if os.path.basename(script) == "mlpath" and os.path.isfile(script) and os.access(script, os.X_OK):
        return [script]
    return [sys.executable, "-m", "mlpath"]


def called() -> str:
    """Return how mlpath is called from where the user is, as it was typed: `mlpath`, `.venv/bin/mlpath`, `python3 -m mlpath`."""
    return as_typed(sys.argv[0], sys.orig_argv, os.environ.get("PATH", ""))


def as_typed(script: str, original: Sequence[str], search_path: str) -> str:
    """Return what calls the program again that runs as `script`, by the interpreter's own arguments (`original`).

    A script that the shell finds by itself in its search path is called by its name. People type `python -m mlpath`; where the
    interpreter has its whole path, a program called it, and the name has to do.
    """
    folder, name = os.path.split(script)
    if (
        (name, os.path.basename(folder)) == ("__main__.py", "mlpath")
        and "-m" in original[:-1]
        and not os.path.isabs(original[0])
    ):
        return shlex.join([*original[: original.index("-m")], "-m", "mlpath"])
    if name != "mlpath" or not folder:
        return "mlpath"
    there = (os.path.join(place or ".", name) for place in search_path.split(os.pathsep))
    first = next((path for path in there if os.access(path, os.X_OK)), None)
    return "mlpath" if first and os.path.isabs(script) and os.path.samefile(first, script) else shlex.quote(script)


def is_there(command: str) -> bool:
    """Return whether the program that a shell's command begins with is there."""
    import shutil

    try:
        words = shlex.split(command)
    except ValueError:
        return False
    return bool(words) and shutil.which(words[0]) is not None


def show_paged(text: str, environ: Mapping[str, str]) -> bool:
    """Show a text screen by screen in the user's pager (PAGER, else less), and return whether there is one.

    Leaving it early is no error. `cat` is none: it shows nothing that printing does not.
    """
    import shutil
    import subprocess

    try:
        command = shlex.split(environ.get("PAGER") or "less")
    except ValueError:
        return False
    if not command or command[0] == "cat" or shutil.which(command[0]) is None:
        return False
    if os.path.basename(command[0]) == "less":
        command.append("-R")  # Passes colours on, whatever LESS says.
    # What git sets, too: leave at once what fits, pass colours on, leave the text on the screen.
    settings = {**environ, "LESS": environ.get("LESS", "FRX"), "LESSCHARSET": "utf-8"}
    process = subprocess.Popen(command, stdin=subprocess.PIPE, env=settings)  # noqa: S603  # The user's own choice.
    with suppress(BrokenPipeError, KeyboardInterrupt):
        process.communicate(text.encode("utf-8", "replace"))
    process.wait()
    return True


def has_browser(environ: Mapping[str, str]) -> bool:
    """Return whether someone sits before a browser: not in CI, not on another machine without a display."""
    if environ.get("CI"):
        return False
    if environ.get("BROWSER"):
        return True
    if sys.platform in ("darwin", "win32"):
        return not environ.get("SSH_CONNECTION")
    return bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def browse(url: str) -> bool:
    """Open a web page in the user's browser, and return whether that worked. Anything but http and https is refused."""
    return is_web_address(url.lower()) and _open(url)


def browse_file(path: str) -> bool:
    """Open a file in the user's browser, and return whether that worked."""
    from pathlib import Path

    return _open(Path(path).absolute().as_uri())


def _open(url: str) -> bool:
    import webbrowser

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
