"""Roadmap: the commands about the roadmap itself."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from mlpath import output
from mlpath.actions import manage, transfer
from mlpath.actions.study import roadmap_place
from mlpath.cli.session import with_session
from mlpath.errors import NO
from mlpath.export import documents, render
from mlpath.paths import absolute
from mlpath.session import Session

EXAMPLES = {
    "export": """[bold]Examples[/bold]
  mlpath export --format markdown
  mlpath export --format html -o progress.html      # a page to share, by itself
  mlpath export --format ics -o plan.ics            # the plan, for your calendar
  mlpath export --format svg -o badge.svg
  mlpath export --format csv -o progress.csv
  mlpath export --format yaml -o my-roadmap.yaml    # a roadmap of your own to edit""",
    "validate": """[bold]Examples[/bold]
  mlpath validate
  mlpath validate my-roadmap.yaml
  mlpath validate my-roadmap.yaml --against old-roadmap.yaml
  mlpath validate --schema > roadmap.schema.json""",
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
) -> None:
    """Write the roadmap with your progress as a file for others."""
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

    from mlpath.views import manage as views

    session.report(lambda: documents.export(format, to, len(data)), lambda: views.written(to))


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
    path = roadmap_place(session.options, session.environ).path if file is None else file
    if against is None:
        found = manage.validate(path)
    else:
        found = manage.compare(path, against, session.options, session.environ)

    from mlpath.views import manage as views

    session.report(lambda: documents.validation(found), lambda: views.validation(found))
    if found.faults:
        raise typer.Exit(NO)
