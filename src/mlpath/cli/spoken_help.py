"""The help for a screen reader: sentences, a line after the other, where other people get boxes and columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from mlpath.cli import registry
from mlpath.system.docstrings import docstring_of

_MARKUP = r"\[/?[a-z]+\]"


def lines(command: Any, context: Any) -> Iterator[str]:
    """Yield how a command of Typer's is used, what it does, and a line for each argument, option, command and example."""
    yield command.get_usage(context)
    yield ""
    yield from (command.help or "").split("\n")
    parameters = [parameter for parameter in command.get_params(context) if not getattr(parameter, "hidden", False)]
    for title, kind in (("Arguments", "argument"), ("Options", "option")):
        named = [parameter for parameter in parameters if parameter.param_type_name == kind]
        yield from ["", title] if named else []
        yield from (f"{_name(parameter)}: {parameter.help}" for parameter in named)
    for heading, names in registry.COMMANDS.items() if hasattr(command, "list_commands") else ():
        yield from ["", heading]
        yield from (f"{name}: {docstring_of(registry.command(name)).partition(chr(10))[0]}" for name in names)
    if command.epilog:
        yield ""
        yield from (re.sub(r" {2,}", " ", re.sub(_MARKUP, "", line).strip()) for line in command.epilog.split("\n"))


def _name(parameter: Any) -> str:
    """Return how an argument or option is written, with what it takes."""
    if parameter.param_type_name == "argument":
        return str(parameter.metavar)
    return " ".join(filter(None, [" or ".join(sorted(parameter.opts, key=len, reverse=True)), parameter.metavar]))
