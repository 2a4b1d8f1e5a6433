"""Learn: the commands that teach."""

from typing import Annotated

from mlpath.cli.options import Address, Argument, Option, Session
from mlpath.commands import learn
from mlpath.documents import json as documents
from mlpath.errors import UsageError
from mlpath.system import programs
from mlpath.terminal import learn as terminal
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


def guide_command(
    session: Session,
    address: Annotated[
        str | None, Argument("ADDRESS", "A week or an item; the next item without it.", completes=True)
    ] = None,
    questions: Annotated[bool, Option(("--questions",), "", "Only the questions.")] = False,
    answers: Annotated[bool, Option(("--answers",), "", "The questions with their answers.")] = False,
    code: Annotated[bool, Option(("--code",), "", "Only the code, with all before it that it needs.")] = False,
) -> None:
    """Read the study guide to a week or an item: ideas, code, links, questions."""
    study = session.study()
    reading = learn.guide(study, address)
    if session.json:
        output.show_json(documents.guide(reading))
        return
    program = terminal.code(reading) if code or output.is_styled() else ""
    asked = questions or answers
    if code and not program:
        raise UsageError("there is no code up to there", "name a topic, or the whole week")
    text = program if code else terminal.questions(reading, answers=answers) if asked else reading.text
    if asked and not text:
        raise UsageError("the guide asks nothing there", "name a topic, or the whole week")
    if code or not output.is_styled():
        output.show_bytes(text.encode())
        return
    again = study.options.again(f"guide {address or 'next'} --code")
    hint = f"`{again}` prints its code, ready to run." if program and not asked else ""
    output.show_paged(lambda page: terminal.reading(text, hint, page))


def open_command(
    session: Session,
    address: Address,
    number: Annotated[int | None, Argument("N", "Which of its links to open.")] = None,
) -> None:
    """Open an item's links in your browser: its own, those of its notes, those of its guide."""
    links = learn.links(session.study(), address, number)
    opened = links.chosen is not None and programs.has_browser(session.environ) and programs.browse(links.chosen.url)
    if links.chosen and not session.json and not output.is_terminal():
        output.show_bytes(f"{links.chosen.url}\n".encode())
        return
    done = "the link was opened" if opened else None
    session.report(lambda: documents.links(links, opened=opened), lambda page: terminal.links(links, page), done=done)
