"""The daily commands in their plain form, dispatched without Typer: the same calls, only option parsing is skipped.

Anything else (an option but `--json`, another command, completion) is left to Typer.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False  # What `typing` holds, without importing it.
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mlpath.cli.session_run import Session

# The commands, and how many addresses each takes at least and at most.
_ADDRESSES = {"status": (0, 1), "next": (0, 0), "show": (0, 1), "undo": (0, 0), "redo": (0, 0)}
_ADDRESSES |= dict.fromkeys(("check", "uncheck", "begin", "skip"), (1, 1_000))


def run(arguments: Sequence[str]) -> int | None:
    """Run the command line and return its exit code, or None where it is not a plain one and nothing was done."""
    if arguments == ["prompt"]:
        from mlpath.shell import prompt

        return prompt.show()
    if "_MLPATH_COMPLETE" in os.environ:
        from mlpath.shell import completion

        return completion.answer(os.environ)
    words = [word for word in arguments if word != "--json"]
    name, addresses = (words[0], words[1:]) if words else ("status", [])
    least, most = _ADDRESSES.get(name, (1, 0))
    if not least <= len(addresses) <= most or any(word.startswith("-") for word in words):
        return None
    if os.name == "nt":
        return None

    from mlpath.cli import boundary
    from mlpath.terminal import output

    output.prepare()
    as_json = len(words) < len(arguments)
    return boundary.guarded(lambda: _call(name, addresses, as_json=as_json), as_json=as_json)


def _call(name: str, addresses: Sequence[str], *, as_json: bool) -> None:
    from mlpath.cli import calls as commands
    from mlpath.cli.session_run import Session
    from mlpath.commands.study import Options
    from mlpath.system.clock import local_now

    calls: dict[str, Callable[[Session], None]] = {
        "status": lambda session: commands.status(session, *addresses),
        "next": commands.upcoming,
        "show": lambda session: commands.show(session, *addresses),
        "undo": commands.undo,
        "redo": commands.redo,
    }
    session = Session(Options(), as_json, os.environ, local_now, name)
    call = calls.get(name) or (lambda session: commands.mark(session, name, addresses))
    call(session)
