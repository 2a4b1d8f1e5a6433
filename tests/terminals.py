"""mlpath in a terminal of its own."""

import json
import os
import pty
import re
import select
import signal
import sys
import termios
import time
from collections.abc import Callable, Sequence

MLPATH = [sys.executable, "-m", "mlpath"]
ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\].*?(\x1b\\|\x07)")
# Runs several command lines in one process, each with an environment, and says how each ended.
SEVERAL = """
import json, os, sys
from mlpath.__main__ import main
usual = dict(os.environ)
for environment, arguments in json.loads(sys.argv[1]):
    os.environ.clear()
    os.environ.update(usual | environment)
    sys.argv[1:] = arguments
    try:
        main()
    except SystemExit as ended:
        print(f"\\n== {ended.code or 0}", flush=True)
"""


def terminal(
    *arguments: str,
    columns: int = 80,
    rows: int = 24,
    answer: str | Callable[[], str] | None = None,
    program: Sequence[str] = ("-m", "mlpath"),
    asked: bytes = b"[y/N]",
    then: str | None = None,
) -> tuple[int, str]:
    """Return the exit code of one command line and all that it drew.

    The answer is typed once `asked` is drawn, and `then` once it is drawn again.
    """
    answers = [given for given in (answer, then) if given is not None]
    pid, master = pty.fork()
    if pid == 0:
        termios.tcsetwinsize(0, (rows, columns))
        # Not the C library's environment, in which readline may have set COLUMNS.
        os.execve(sys.executable, [sys.executable, *program, *arguments], dict(os.environ))
    drawn, typed = b"", 0
    until = time.monotonic() + 30
    while time.monotonic() < until:
        if select.select([master], [], [], 5)[0]:
            try:
                part = os.read(master, 65536)
            except OSError:
                break
            if not part:
                break
            drawn += part
        if answers and drawn.replace(b"[Y/n]", b"[y/N]").count(asked) > typed:
            given = answers.pop(0)
            typed += 1
            os.write(master, (given if isinstance(given, str) else given()).encode())
    else:
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    os.close(master)
    return os.waitstatus_to_exitcode(status), drawn.decode("utf-8", "replace").replace("\r\n", "\n")


def terminal_of_several(
    commands: Sequence[tuple[dict[str, str], Sequence[str]]], columns: int = 80, rows: int = 24
) -> list[tuple[int, str]]:
    """Return the exit code of each of several command lines, and what it drew; all run in one process."""
    _, drawn = terminal(json.dumps(commands), columns=columns, rows=rows, program=["-c", SEVERAL])
    parts = re.split(r"\n== (\d+)\n", drawn)
    assert len(parts) == 2 * len(commands) + 1, drawn
    return [(int(code), part) for part, code in zip(parts[::2], parts[1::2], strict=False)]
