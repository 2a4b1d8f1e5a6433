"""Roadmap: the commands about the roadmap itself."""

import codecs
import shlex
from enum import StrEnum
from typing import Annotated

from mlpath.cli.options import TRUST, Argument, Option, Session
from mlpath.commands import roadmap as commands
from mlpath.commands.opening import roadmap_place
from mlpath.documents import json as documents
from mlpath.errors import NO, UsageError
from mlpath.system.interrupts import ending_in_order
from mlpath.system.places import absolute
from mlpath.terminal import output
from mlpath.terminal import roadmap as terminal

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


def export_command(
    session: Session,
    format: Annotated[
        Format | None, Option(("--format", "-f"), help="What to write; markdown, or json with --json.", shown=False)
    ] = None,
    to: Annotated[str | None, Option(("--output", "-o"), "FILE", "Where to; else to the terminal.")] = None,
    in_place: Annotated[bool, Option(("--in-place",), "", "Tick the boxes in the Markdown roadmap itself.")] = False,
) -> None:
    """Write the roadmap with your progress as a file for others."""
    from mlpath.export import render

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
    path = absolute(to)
    if format == Format.csv and commands.is_file(path):
        # By this, Excel tells that it is UTF-8; in a pipe it would be a part of the first name.
        data = codecs.BOM_UTF8 + data
    commands.write(path, data, commands.own_files(study), replace=format != Format.yaml)
    session.report(
        lambda: documents.export(format, path, len(data)), lambda _: terminal.written(path), done=f"{path} was written"
    )


def _tick_in_place(session: Session, format: Format | None, to: str | None) -> None:
    if to is not None or format not in (None, Format.markdown):
        raise UsageError("--in-place ticks the boxes in the roadmap's own Markdown file", "leave out -o and --format")
    study = session.study()
    path, changed = study.roadmap_at.path, commands.tick_in_place(study)
    session.report(
        lambda: documents.ticked(path, changed=changed),
        lambda _: terminal.ticked(path, changed=changed),
        done=f"{path} was written" if changed else None,
    )


def use_command(
    session: Session,
    path: Annotated[str | None, Argument("PATH|default", "A roadmap file, or the one that mlpath ships.")] = None,
) -> None:
    """Remember which roadmap to use; alone, list those that are known, with your progress."""
    given = (session.options, session.environ, session.clock)
    choice = commands.known(*given) if path is None else commands.use(None if path == "default" else path, *given)
    done = None if path is None else "the choice is remembered"
    session.report(lambda: documents.choice(choice), lambda page: terminal.choice(choice, page), done=done)


def validate_command(
    session: Session,
    file: Annotated[str | None, Argument("FILE", "A roadmap; the one in use without it.")] = None,
    against: Annotated[
        str | None, Option(("--against",), "OLD", "Also say how it differs from this older file.")
    ] = None,
    schema: Annotated[bool, Option(("--schema",), "", "Print the JSON Schema of roadmap files, for editors.")] = False,
    labs: Annotated[
        bool, Option(("--labs",), "", "Run its labs, too: starters, solutions and mutants, where they are there.")
    ] = False,
    trust: Annotated[bool, TRUST] = False,
) -> int | None:
    """Check a roadmap file, its guides and labs, and list every fault."""
    if labs and against is not None:
        raise UsageError("--labs and --against are different questions", "leave one of them out")
    if schema:
        document = commands.schema()
        output.show_json(documents.schema(document) if session.json else document)
        return None
    usual, bullets = roadmap_place(session.options, session.environ)
    path = usual.path if file is None else file
    if labs:
        yes = session.options.again(shlex.join(["validate", *filter(None, [file]), "--labs", "--trust"]))
        say_yes = session.says_yes(trust=trust)
        with ending_in_order():
            validation = commands.prove(path, yes, say_yes, bullets=bullets)
    elif against is None:
        validation = commands.validate(path, bullets=bullets)
    else:
        validation = commands.compare(path, against, session.options, session.environ)
    session.report(lambda: documents.validation(validation), lambda _: terminal.validation(validation))
    return NO if validation.faults else None
