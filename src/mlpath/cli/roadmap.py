"""Roadmap: the commands about the roadmap itself."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from mlpath.cli.options import with_session
from mlpath.cli.session_run import Session
from mlpath.commands import roadmap as manage
from mlpath.commands import transfer
from mlpath.commands import use as choice
from mlpath.commands.study import roadmap_place
from mlpath.documents import see as documents
from mlpath.errors import NO, UsageError
from mlpath.export import render
from mlpath.system.places import absolute
from mlpath.terminal import output

EXAMPLES = {
    "export": """[bold]Examples[/bold]
  mlpath export --format markdown
  mlpath export --format html -o progress.html      # a page to share, by itself
  mlpath export --format ics -o plan.ics            # the plan, for your calendar
  mlpath export --format svg -o badge.svg
  mlpath export --format csv -o progress.csv
  mlpath export --format yaml -o my-roadmap.yaml    # a roadmap of your own to edit
  mlpath export --in-place                          # tick the boxes in a Markdown roadmap""",
    "validate": """[bold]Examples[/bold]
  mlpath validate
  mlpath validate my-roadmap.yaml
  mlpath validate my-roadmap.yaml --against old-roadmap.yaml
  mlpath validate --schema > roadmap.schema.json""",
    "use": """[bold]Examples[/bold]
  mlpath use                                    # the roadmaps you know, and how far you are
  mlpath use ~/courses/rust/README.md
  mlpath use ~/notes/plan.md --bullets          # plain list items count, too
  mlpath use default""",
}


class Format(StrEnum):
    """What `export` writes."""

    markdown = "markdown"
    json = "json"
    csv = "csv"
    html = "html"
    ics = "ics"
    svg = "svg"
    yaml = "yaml"


@with_session
def export_command(
    session: Session,
    format: Annotated[
        Format | None,
        typer.Option("--format", "-f", help="What to write; markdown, or json with --json.", show_default=False),
    ] = None,
    to: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE", help="Where to; else to the terminal.")
    ] = None,
    in_place: Annotated[
        bool, typer.Option("--in-place", metavar="", help="Tick the boxes in the Markdown roadmap itself.")
    ] = False,
) -> None:
    """Write the roadmap with your progress as a file for others."""
    if in_place:
        _tick_in_place(session, format, to)
        return
    format = format or (Format.json if session.json else Format.markdown)
    study = session.study()
    data = render.render(format, study, study.look())
    if to is None or to == "-":
        if session.json and format != Format.json:
            output.show_json(documents.exported(format, data.decode()))
        else:
            output.show_bytes(data)
        return
    to = absolute(to)
    in_use = (study.state_at.path, study.roadmap_at.path)
    transfer.write(to, data, in_use, replace=format != Format.yaml)

    from mlpath.terminal import state as views

    session.report(lambda: documents.export(format, to, len(data)), lambda: views.written(to))


def _tick_in_place(session: Session, format: Format | None, to: str | None) -> None:
    if to is not None or format not in (None, Format.markdown):
        raise UsageError("--in-place ticks the boxes in the roadmap's own Markdown file", "leave out -o and --format")
    study = session.study()
    changed = transfer.tick_in_place(study)

    from mlpath.terminal import state as views

    path = study.roadmap_at.path
    session.report(lambda: documents.ticked(path, changed=changed), lambda: views.ticked(path, changed=changed))


@with_session
def use_command(
    session: Session,
    path: Annotated[
        str | None,
        typer.Argument(
            metavar="PATH|default", help="A roadmap file, or the one that mlpath ships.", show_default=False
        ),
    ] = None,
) -> None:
    """Remember which roadmap to use; alone, list those that are known, with your progress."""
    given = (session.options, session.environ, session.clock)
    found = choice.known(*given) if path is None else choice.use(None if path == "default" else path, *given)

    from mlpath.terminal import state as views

    session.report(lambda: documents.choice(found), lambda: views.choice(found))


@with_session
def validate_command(
    session: Session,
    file: Annotated[
        str | None, typer.Argument(metavar="FILE", help="A roadmap; the one in use without it.", show_default=False)
    ] = None,
    against: Annotated[
        str | None, typer.Option("--against", metavar="OLD", help="Also say how it differs from this older file.")
    ] = None,
    schema: Annotated[
        bool, typer.Option("--schema", metavar="", help="Print the JSON Schema of roadmap files, for editors.")
    ] = False,
) -> None:
    """Check a roadmap file and list every fault."""
    if schema:
        found_schema = manage.schema()
        output.show_json(documents.schema(found_schema) if session.json else found_schema)
        return
    place, bullets = roadmap_place(session.options, session.environ)
    path = place.path if file is None else file
    if against is None:
        found = manage.validate(path, bullets=bullets)
    else:
        found = manage.compare(path, against, session.options, session.environ)

    from mlpath.terminal import state as views

    session.report(lambda: documents.validation(found), lambda: views.validation(found))
    if found.faults:
        raise typer.Exit(NO)
