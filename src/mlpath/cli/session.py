"""What every command has: the options that all of them take, the study they name, and the way out."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, timezone
from functools import wraps
from typing import Annotated, Any, Concatenate, NamedTuple, ParamSpec

import typer

from mlpath import output
from mlpath.actions.study import Clock, Options, Study, open_study
from mlpath.views.layout import Text
from mlpath.views.page import View

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

P = ParamSpec("P")


class Session(NamedTuple):
    """One run of one command. `invoked` is the command that the root was called with, None for bare `mlpath`."""

    options: Options
    json: bool
    environ: Mapping[str, str]
    clock: Clock
    invoked: str | None

    def study(self) -> Study:
        """Return the roadmap and state that the options name. Raises RoadmapError."""
        return open_study(self.options, self.environ, self.clock)

    def report(self, document: Mapping[str, Any], view: Callable[[], View | Text]) -> None:
        """Print the document under `--json`, else the view."""
        if self.json:
            output.show_json(document)
        else:
            output.show(view())


def local_now() -> datetime:
    """Return the time on the clock on the wall, with its offset from UTC in whole minutes, as ISO 8601 has it."""
    now = datetime.now(UTC)
    try:
        offset = now.astimezone().utcoffset() or timedelta()
    except ValueError:  # A time zone that is more than a day away from UTC.
        return now
    return now.astimezone(timezone(timedelta(minutes=round(offset.total_seconds() / 60))))


def with_session(command: Callable[Concatenate[Session, P], None]) -> Callable[..., None]:
    """Give a command `--roadmap`, `--state` and `--json`, and hand it the session that they make.

    The same options may stand before the command; those after it come first.
    """
    common = {"roadmap": (Roadmap, None), "state": (State, None), "json": (Json, False)}

    @wraps(command)
    def run(*, ctx: typer.Context, roadmap: str | None, state: str | None, json: bool, **own: Any) -> None:
        above: Session | None = ctx.obj if isinstance(ctx.obj, Session) else None
        options = Options(
            roadmap if roadmap is not None else above and above.options.roadmap,
            state if state is not None else above and above.options.state,
        )
        session = Session(options, json or bool(above and above.json), os.environ, local_now, ctx.invoked_subcommand)
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
