"""The pager: a program that shows a long text screen by screen."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections.abc import Mapping
from contextlib import suppress


def show(text: str, environ: Mapping[str, str]) -> bool:
    """Show a text in the user's pager (PAGER, else less), and return whether there is one.

    Leaving it early is no error. `cat` is none: it shows nothing that printing does not.
    """
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
