"""The root of the command line: which commands there are, built when they are named."""

import inspect
import os
import sys
from collections.abc import Callable, Sequence
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from mlpath import __version__
from mlpath.cli import registry, words
from mlpath.cli.boundary import guarded
from mlpath.cli.options import COMMON, Argument, Command, Parameter, Session, joined, parameters
from mlpath.errors import UsageError
from mlpath.shell import scripts
from mlpath.system.docstrings import docstring_of
from mlpath.terminal import output


class _PlainHelp:
    """Lets the help call an argument or option by its own name alone, and not by a type of Python's."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the parameters, as the help and the parser want them."""
        parameters: list[Any] = super().get_params(ctx)  # type: ignore[misc]
        for parameter in parameters:
            if parameter.param_type_name == "argument":
                parameter.display_type_rich = lambda ctx: None  # noqa: ARG005
            elif parameter.name == "help":
                parameter.metavar = ""
        return parameters

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Print the help, for a screen reader in sentences."""
        if output.is_spoken(os.environ):
            from mlpath.cli import spoken_help

            formatter.write("".join(f"{line}\n" for line in spoken_help.lines(self, ctx)))
        else:
            super().format_help(ctx, formatter)  # type: ignore[misc]


class _PlainCommand(_PlainHelp, TyperCommand):
    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the command's own words."""
        rest: list[str] = super().parse_args(ctx, joined(args, parameters(registry.command(ctx.info_name))))
        return rest


class RootGroup(_PlainHelp, TyperGroup):
    """The root command. It builds a command only when it is named, and turns every failure into message and code."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands.update(dict.fromkeys(registry.HEADINGS))  # type: ignore[arg-type]  # Only names, for suggestions.

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """Return the named command, built from its Typer declarations now, or None."""
        if cmd_name not in registry.HEADINGS:
            return None
        function, heading = registry.command(cmd_name), registry.HEADINGS[cmd_name]
        single = typer.Typer(add_completion=False, rich_markup_mode="rich")
        settings = {
            "help": _paragraphs(docstring_of(function)),
            "epilog": registry.module_of(cmd_name).EXAMPLES[cmd_name],
        }
        single.command(cmd_name, cls=_PlainCommand, rich_help_panel=heading, **settings)(_declared(function))
        return typer.main.get_command(single)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return what Typer does for a command that there is. Raises UsageError, with what was meant, for any other."""
        if args[0] not in registry.HEADINGS and not args[0].startswith("-"):
            raise words.unknown(args, lambda: _session(ctx, dict(ctx.params)).study().roadmap)
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        """Return the names of all commands in the order of the help."""
        return list(registry.HEADINGS)

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

        sys.exit(guarded(run, given))


def _usage_error(error: typer.TyperException) -> UsageError:
    """Turn Typer's complaint about the command line into ours."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "mlpath"
    message = error.format_message().strip().replace("Input should be", "it must be").replace("Value error, ", "")
    return UsageError(message[:1].lower() + message[1:], f"`{command} --help` shows how it is used")


def _paragraphs(docstring: str) -> str:
    """Return a docstring with each paragraph as one line, for the help to wrap."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in docstring.split("\n\n"))


def _declared(command: Command) -> Callable[..., int | None]:
    """Return a command as Typer wants it: with the options that all commands have, and a context instead of a session."""

    def run(*, ctx: typer.Context, **values: Any) -> int | None:
        return command(_session(ctx, values), **values)

    return _with_common(run, parameters(command))


def _with_common(run: Callable[..., int | None], own: Sequence[Parameter] = ()) -> Callable[..., int | None]:
    """Give a function a signature for Typer: what it has besides `**values`, `own`, and the options that all commands have."""
    parameters_of_run = inspect.signature(run).parameters.values()
    first = [parameter for parameter in parameters_of_run if parameter.kind != inspect.Parameter.VAR_KEYWORD]
    added = [_for_typer(parameter) for parameter in (*own, *COMMON)]
    run.__signature__ = inspect.Signature([*first, *added])  # type: ignore[attr-defined]
    run.__annotations__ |= {parameter.name: parameter.annotation for parameter in added}
    return run


def _session(ctx: typer.Context, values: dict[str, Any]) -> Session:
    """Return the session of a context, with the common options in `values`, which are taken out of there."""
    above = ctx.obj if isinstance(ctx.obj, Session) else Session()
    ctx.obj = session = above.with_common(values)
    return session


def _for_typer(parameter: Parameter) -> inspect.Parameter:
    """Return a parameter with Typer's own declaration of it."""
    declared = parameter.declared
    info: Any
    if isinstance(declared, Argument):
        info = typer.Argument(metavar=declared.metavar, help=declared.help, show_default=False)
    else:
        info = typer.Option(
            *declared.names,
            metavar=declared.metavar,
            help=declared.help,
            min=declared.least,
            max=declared.most,
            show_default=declared.shown,
            rich_help_panel=declared.panel,
        )
    default = inspect.Parameter.empty if parameter.default is ... else parameter.default
    return inspect.Parameter(
        parameter.name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=Annotated[parameter.type, info]
    )


def _version(given: bool) -> None:
    if given:
        sys.stdout.write(f"mlpath {__version__}\n")
        raise typer.Exit


def _install_completion(given: bool) -> None:
    if given:
        shell = _shell()
        for path in scripts.install(shell, os.environ):
            sys.stdout.write(f"{path} was written\n")
        sys.stdout.write(f"TAB completes mlpath in each new {shell}\n")
        raise typer.Exit


def _show_completion(given: bool) -> None:
    if given:
        sys.stdout.write(scripts.script(_shell()))
        raise typer.Exit


def _shell() -> str:
    """Return the name of the shell that mlpath was called from, else of the one that the user logs in to."""
    import shellingham  # type: ignore[import-untyped]  # Typer needs it, too.

    try:
        return str(shellingham.detect_shell()[0])
    except (shellingham.ShellDetectionFailure, OSError):
        return os.path.basename(os.environ.get("SHELL", ""))


def _root(
    *,
    ctx: typer.Context,
    version: Annotated[  # noqa: ARG001
        bool, typer.Option("--version", metavar="", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
    install_completion: Annotated[  # noqa: ARG001
        bool,
        typer.Option(
            "--install-completion",
            metavar="",
            callback=_install_completion,
            is_eager=True,
            help="Set up TAB in your shell: bash, zsh or fish.",
        ),
    ] = False,
    show_completion: Annotated[  # noqa: ARG001
        bool,
        typer.Option(
            "--show-completion",
            metavar="",
            callback=_show_completion,
            is_eager=True,
            help="Print what that would write.",
        ),
    ] = False,
    **common: Any,
) -> int | None:
    """Track your way through a learning roadmap.

    Without a command, `mlpath` shows today's screen: how far you are, what to do now, whether you are on track.
    """
    session = _session(ctx, common)
    return registry.usual()(session) if ctx.invoked_subcommand is None else None


app = typer.Typer(
    cls=RootGroup,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.callback(invoke_without_command=True, help=docstring_of(_root))(_with_common(_root))
