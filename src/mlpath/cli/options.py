"""What every command has: the options that all of them take."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any, Concatenate, ParamSpec

import typer

from mlpath.cli.session_run import Session
from mlpath.commands.study import Options
from mlpath.system.clock import local_now

Roadmap = Annotated[
    str | None, typer.Option("--roadmap", metavar="FILE", help="Use this roadmap.", rich_help_panel="Common options")
]
State = Annotated[
    str | None,
    typer.Option("--state", metavar="FILE", help="Keep progress in this file.", rich_help_panel="Common options"),
]
Json = Annotated[
    bool, typer.Option("--json", metavar="", help="Print one JSON document.", rich_help_panel="Common options")
]
Bullets = Annotated[
    bool,
    typer.Option(
        "--bullets",
        metavar="",
        help="Take the plain list items of a Markdown roadmap, too.",
        rich_help_panel="Common options",
    ),
]

P = ParamSpec("P")


def complete(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the addresses and ids that may be meant, for Typer's own completion."""
    from mlpath.shell import completion

    written = [context.params for context in (ctx, ctx.parent) if context]
    chosen = {name: found[name] for found in reversed(written) for name in Options._fields if found.get(name)}
    options = Options(**chosen) if chosen else None
    return completion.candidates(ctx.info_name or "", incomplete, options)


def with_session(command: Callable[Concatenate[Session, P], None]) -> Callable[..., None]:
    """Give a command `--roadmap`, `--state`, `--bullets` and `--json`, and hand it the session that they make.

    The same options may stand before the command; those after it come first.
    """
    common = {"roadmap": (Roadmap, None), "state": (State, None), "bullets": (Bullets, False), "json": (Json, False)}

    @wraps(command)
    def run(
        *, ctx: typer.Context, roadmap: str | None, state: str | None, bullets: bool, json: bool, **own: Any
    ) -> None:
        above: Session | None = ctx.obj if isinstance(ctx.obj, Session) else None
        options = Options(
            roadmap if roadmap is not None else above and above.options.roadmap,
            state if state is not None else above and above.options.state,
            bullets or bool(above and above.options.bullets),
        )
        clock = above.clock if above else local_now
        session = Session(options, json or bool(above and above.json), os.environ, clock, ctx.invoked_subcommand)
        ctx.obj = session
        command(session, **own)  # type: ignore[call-arg]  # They are the command's own parameters.

    own = list(inspect.signature(command, eval_str=True).parameters.values())[1:]
    added = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
        for name, (annotation, default) in common.items()
    ]
    context = inspect.Parameter("ctx", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context)
    own = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in own]
    run.__signature__ = inspect.Signature([context, *own, *added])  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in [context, *own, *added]}
    del run.__wrapped__
    return run
