"""Roadmap: the commands about the roadmap itself."""

import codecs
import os
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
  mlpath export                       # the checklist, your boxes ticked
  mlpath export -o progress.html      # a page to share, by itself
  mlpath export -o plan.ics           # the plan, for your calendar
  mlpath export -o badge.svg
  mlpath export -o progress.csv
  mlpath export -o my-roadmap.yaml    # a roadmap of your own to edit
  mlpath export --in-place            # tick the boxes in a Markdown roadmap""",
    "validate": """[bold]Examples[/bold]
  mlpath validate
  mlpath validate my-roadmap.yaml
  mlpath validate my-roadmap.yaml --against old-roadmap.yaml
  mlpath validate --schema > roadmap.schema.json""",
    "use": """[bold]Examples[/bold]
  mlpath use                                    # the roadmaps you know, and how far you are
  mlpath use ~/courses/rust/README.md
  mlpath use rust                               # one that you know, by its id, title or file name
  mlpath use ~/notes/plan.md --bullets          # plain list items count, too
  mlpath use default""",
}


# What a file's name says of what is in it.
_BY_SUFFIX = {
    **{suffix: suffix[1:] for suffix in (".json", ".csv", ".html", ".ics", ".svg", ".yaml")},
    ".md": "markdown",
    ".markdown": "markdown",
    ".htm": "html",
    ".yml": "yaml",
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
        Format | None,
        Option(
            ("--format", "-f"),
            "FORMAT",
            f"What to write, else as FILE is called: {', '.join(Format)}.",
            shown=False,
        ),
    ] = None,
    to: Annotated[str | None, Option(("--output", "-o"), "FILE", "Where to; else to the terminal.")] = None,
    force: Annotated[bool, Option(("--force",), "", "Replace a file that mlpath did not write, too.")] = False,
    in_place: Annotated[bool, Option(("--in-place",), "", "Tick the boxes in the Markdown roadmap itself.")] = False,
) -> None:
    """Write the roadmap with your progress as a file for others."""
    from mlpath.export import own, render

    if in_place:
        _tick_in_place(session, format, to)
        return
    format = format or _format_of(to) or (Format.json if session.json else Format.markdown)
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
    spare = commands.own_files(study)
    commands.write(path, data, spare, may_replace=lambda there: force or own.is_own(format, there, data))
    session.report(
        lambda: documents.export(format, path, len(data)), lambda _: terminal.written(path), done=f"{path} was written"
    )


def _format_of(name: str | None) -> Format | None:
    """Return the format that a file's name stands for; None where it says nothing."""
    named = _BY_SUFFIX.get(os.path.splitext(name or "")[1].lower())
    return Format(named) if named else None


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
    path: Annotated[
        str | None,
        Argument("PATH|NAME|default", "A roadmap file, the name of a known one, or the one that mlpath ships."),
    ] = None,
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
