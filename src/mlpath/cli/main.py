"""The root of the command line: which commands there are, built when they are named."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from mlpath.cli.boundary import guarded
from mlpath.cli.options import with_session
from mlpath.cli.session_run import Session
from mlpath.errors import UsageError
from mlpath.terminal import output

# Help heading → the commands below it, in that order. A command's module is `mlpath.cli.<heading>`.
COMMANDS = {
    "Track": ("check", "uncheck", "begin", "skip", "note", "undo", "redo"),
    "See": ("status", "next", "show", "log", "stats"),
    "Plan": ("plan",),
    "Learn": ("guide", "open"),
    "Roadmap": ("export", "validate", "use"),
    "State": ("doctor", "merge", "reset"),
    "Shell": ("prompt",),
}
_HEADINGS = {name: heading for heading, names in COMMANDS.items() for name in names}


class RootGroup(TyperGroup):
    """The root command. It builds a command only when it is named, and turns every failure into message and code."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands.update(dict.fromkeys(_HEADINGS))  # type: ignore[arg-type]  # Only names, for suggestions.

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """Return the named command, built from its Typer declarations now, or None."""
        if cmd_name not in _HEADINGS:
            return None
        heading = _HEADINGS[cmd_name]
        module = import_module(f"mlpath.cli.{heading.lower()}")
        single = typer.Typer(add_completion=False, rich_markup_mode="rich")
        function = getattr(module, f"{cmd_name}_command")
        settings = {"help": _paragraphs(function.__doc__), "epilog": module.EXAMPLES[cmd_name]}
        single.command(cmd_name, rich_help_panel=heading, **settings)(function)
        return typer.main.get_command(single)

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        """Return the names of all commands in the order of the help."""
        return list(_HEADINGS)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,  # noqa: ARG002
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the command line and exit: 0, or the code of what went wrong after a message that says it."""
        output.prepare()
        given = list(sys.argv[1:] if args is None else args)

        def run() -> object:
            try:
                return super(RootGroup, self).main(
                    given,
                    prog_name,
                    complete_var,
                    standalone_mode=False,
                    windows_expand_args=windows_expand_args,
                    **extra,
                )
            except typer.TyperException as error:
                raise _usage_error(error) from None
            except typer.Abort:
                raise KeyboardInterrupt from None

        sys.exit(guarded(run, as_json=_wants_json(given)))


def _usage_error(error: typer.TyperException) -> UsageError:
    """Turn Typer's complaint about the command line into ours."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "mlpath"
    message = error.format_message().strip().replace("Input should be", "it must be").replace("Value error, ", "")
    return UsageError(message[:1].lower() + message[1:], f"`{command} --help` shows how it is used")


def _wants_json(args: Sequence[str]) -> bool:
    """Return whether `--json` is given, even where the rest of the command line makes no sense."""
    words = list(args)
    return "--json" in (words[: words.index("--")] if "--" in words else words)


def _paragraphs(docstring: str) -> str:
    """Return a docstring with each paragraph as one line, for the help to wrap."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in docstring.split("\n\n"))


def _version(wanted: bool) -> None:
    if wanted:
        from mlpath import __version__

        sys.stdout.write(f"mlpath {__version__}\n")
        raise typer.Exit


app = typer.Typer(
    cls=RootGroup,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _root(
    session: Session,
    version: Annotated[  # noqa: ARG001
        bool, typer.Option("--version", metavar="", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Track your way through a learning roadmap.

    Without a command, `mlpath` shows the status.
    """
    if session.invoked is None:
        from mlpath.cli import calls as commands

        commands.status(session)


app.callback(invoke_without_command=True)(with_session(_root))
