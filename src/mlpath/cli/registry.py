"""Which commands there are, and where each is declared."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from mlpath.cli.options import Command

# Help heading → the commands below it, in that order. A command is the function `<name>_command` of `mlpath.cli.<heading>`.
COMMANDS = {
    "Track": ("check", "uncheck", "begin", "skip", "note", "undo", "redo"),
    "See": ("status", "next", "show", "log", "stats"),
    "Plan": ("plan",),
    "Learn": ("guide", "open", "lab", "verify", "review"),
    "Roadmap": ("export", "validate", "use"),
    "State": ("doctor", "merge", "reset"),
    "Shell": ("prompt",),
}
HEADINGS = {name: heading for heading, names in COMMANDS.items() for name in names}


def module_of(name: str) -> ModuleType:
    """Return the module that declares a command, which there must be."""
    return import_module(f"mlpath.cli.{HEADINGS[name].lower()}")


def command(name: str) -> Command:
    """Return a command, which there must be."""
    function: Command = getattr(module_of(name), f"{name}_command")
    return function


def usual() -> Command:
    """Return what `mlpath` without a command does."""
    from mlpath.cli import see

    return see.today_command
