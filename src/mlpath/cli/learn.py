"""Learn: the commands that teach."""

from __future__ import annotations

from typing import Annotated

import typer

from mlpath.cli.options import complete, with_session
from mlpath.cli.session_run import Session
from mlpath.commands import learn
from mlpath.documents import see as documents
from mlpath.errors import UsageError
from mlpath.system import programs
from mlpath.terminal import output

EXAMPLES = {
    "guide": """[bold]Examples[/bold]
  mlpath guide                         # to the next item
  mlpath guide week2
  mlpath guide gradient-descent --questions
  mlpath guide week2 --answers
  mlpath guide week2 > week2.md
  mlpath guide week2 --code > week2.py""",
    "open": """[bold]Examples[/bold]
  mlpath open gradient-descent         # lists its links
  mlpath open gradient-descent 2       # opens the second in your browser""",
}


@with_session
def guide_command(
    session: Session,
    address: Annotated[
        str | None,
        typer.Argument(
            metavar="ADDRESS",
            help="A week or an item; the next item without it.",
            show_default=False,
            autocompletion=complete,
        ),
    ] = None,
    questions: Annotated[bool, typer.Option("--questions", metavar="", help="Only the questions.")] = False,
    answers: Annotated[bool, typer.Option("--answers", metavar="", help="The questions with their answers.")] = False,
    code: Annotated[
        bool, typer.Option("--code", metavar="", help="Only the code, with all before it that it needs.")
    ] = False,
) -> None:
    """Read the study guide to a week or an item: ideas, code, links, questions."""
    from mlpath.terminal import learn as views

    study = session.study()
    found = learn.guide(study, address)
    if session.json:
        output.show_json(documents.guide(found))
        return
    program = views.code(found) if code or output.is_styled() else ""
    asked = questions or answers
    if code and not program:
        raise UsageError("there is no code up to there", "name a topic, or the whole week")
    text = program if code else views.questions(found, answers=answers) if asked else found.text
    if asked and not text:
        raise UsageError("the guide asks nothing there", "name a topic, or the whole week")
    if output.is_styled() and not code:
        again = study.options.again(f"guide {address or 'next'} --code")
        output.page(views.reading(text, f"`{again}` prints its code, ready to run." if program and not asked else ""))
    else:
        output.show_bytes(text.encode())


@with_session
def open_command(
    session: Session,
    address: Annotated[
        str,
        typer.Argument(
            metavar="ADDRESS", help="An item's address or id, or `next`.", show_default=False, autocompletion=complete
        ),
    ],
    number: Annotated[
        int | None, typer.Argument(metavar="N", help="Which of its links to open.", show_default=False)
    ] = None,
) -> None:
    """Open an item's links in your browser: its own, those of its notes, those of its guide."""
    from mlpath.terminal import learn as views

    found = learn.links(session.study(), address, number)
    opened = found.chosen is not None and programs.has_browser(session.environ) and programs.browse(found.chosen.url)
    if found.chosen and not session.json and not output.is_terminal():
        output.show_bytes(f"{found.chosen.url}\n".encode())
        return
    session.report(lambda: documents.links(found, opened=opened), lambda: views.links(found))
