"""Learn: the commands that teach."""

import shlex
from enum import StrEnum
from typing import Annotated

from mlpath.cli.options import MADE, TRUST, Address, Argument, Option, Session
from mlpath.commands import learn
from mlpath.documents import json as documents
from mlpath.errors import NO, UsageError
from mlpath.system import places, programs
from mlpath.system.interrupts import ending_in_order
from mlpath.terminal import learn as terminal
from mlpath.terminal import output
from mlpath.text import commands_again

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlpath.commands.study import Study
    from mlpath.guides.results import Reading
    from mlpath.labs.lab import Test

EXAMPLES = {
    "guide": """[bold]Examples[/bold]
  mlpath guide                         # to the next item
  mlpath guide week2
  mlpath guide gradient-descent --questions
  mlpath guide week2 --answers
  mlpath guide week2 > week2.md
  mlpath guide week2 --code > week2.py
  mlpath guide week2 --web             # as a page, in your browser
  mlpath guide week2 --web -o week2.html""",
    "open": """[bold]Examples[/bold]
  mlpath open gradient-descent         # lists its links
  mlpath open gradient-descent 2       # opens the second in your browser""",
    "lab": """[bold]Examples[/bold]
  mlpath lab                           # of the next item that has one
  mlpath lab week2.practice.1
  mlpath lab week2.practice.1 ~/ml/gd  # in a folder of your choice
  mlpath lab week2.practice.1 --again  # fresh files beside yours""",
    "verify": """[bold]Examples[/bold]
  mlpath verify                        # in the lab's folder
  mlpath verify week2.practice.1
  mlpath verify --watch                # again whenever you save
  mlpath verify --hint                 # help with the first test that does not hold
  mlpath verify --test gradient        # one test, and what it prints""",
    "review": """[bold]Examples[/bold]
  mlpath review                        # asks what is due today
  mlpath review --limit 5
  mlpath review --item week2 --all     # all of week 2, whether due or not
  mlpath review --list                 # what would be asked
  mlpath review CARD --grade good      # for scripts
  mlpath review CARD --undo            # takes its last answer back""",
}


class Grade(StrEnum):
    """How a question was answered."""

    again = "again"
    hard = "hard"
    good = "good"
    easy = "easy"


def guide_command(
    session: Session,
    address: Annotated[
        str | None, Argument("ADDRESS", "A week or an item; the next item without it.", completes=True)
    ] = None,
    questions: Annotated[bool, Option(("--questions",), "", "Only the questions.")] = False,
    answers: Annotated[bool, Option(("--answers",), "", "The questions with their answers.")] = False,
    code: Annotated[bool, Option(("--code",), "", "Only the code, with what it needs of the code before it.")] = False,
    web: Annotated[bool, Option(("--web",), "", "As a page, in your browser.")] = False,
    to: Annotated[str | None, Option(("--output", "-o"), "FILE", "Where to write the page.")] = None,
    force: Annotated[bool, Option(("--force",), "", "Replace a file that mlpath did not write, too.")] = False,
) -> None:
    """Read the study guide to a week or an item: ideas, code, links, questions."""
    if web and (questions or answers or code):
        raise UsageError("--web shows all of it", "leave out --questions, --answers and --code")
    if to is not None and not web:
        raise UsageError("-o goes with --web", "add --web, or redirect: `mlpath guide week2 > week2.md`")
    study = session.study()
    reading = learn.guide(study, address)
    if web:
        _page(session, study, reading, f"guide {address or reading.parts[0].id}", to, force=force)
        return
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
    lab = "" if asked or code else terminal.lab(reading)
    if code or not output.is_styled():
        whole = f"{text}\n{commands_again(lab, study.options.again)}\n" if lab else text
        output.show_bytes(whole.encode())
        return
    from mlpath.guides.guide import in_commands

    hint = f"`mlpath guide {address or 'next'} --code` prints its code, ready to run." if program and not asked else ""
    hint = " ".join(filter(None, [hint, lab]))
    shown = commands_again(in_commands(text if asked else terminal.whole(reading)), study.options.again)
    output.show_paged(lambda page: terminal.reading(shown, hint, page), study.options.again)


def _page(session: Session, study: "Study", reading: "Reading", command: str, to: str | None, *, force: bool) -> None:
    """Write a guide as a page to a file, into a pipe, or where the browser then shows it."""
    from mlpath.commands import roadmap as commands
    from mlpath.export import guide as page
    from mlpath.export import own
    from mlpath.terminal import roadmap as views

    data = page.render(reading, f"mlpath {command} --web").encode()
    opened = to is None and programs.has_browser(session.environ)
    if to == "-" or (to is None and not session.json and not output.is_terminal()):
        output.show_bytes(data)
        return
    if to is None and not opened:
        hint = f"`{study.options.again(command)} --web -o guide.html` writes the page to a file"
        raise UsageError("there is no browser here", hint)
    path = learn.page_file(command) if to is None else places.absolute(to)
    spare = [] if to is None else commands.own_files(study)
    commands.write(path, data, spare, may_replace=lambda there: opened or force or own.is_own("html", there, data))
    if opened and not programs.browse_file(path):
        raise UsageError("the browser did not open", f"open {path} in one")
    session.report(
        lambda: documents.export("html", path, len(data)), lambda _: views.written(path), done=f"{path} was written"
    )


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


def lab_command(
    session: Session,
    address: Annotated[
        str | None, Argument("ADDRESS", "An item with a lab; the next one without it.", completes=True)
    ] = None,
    folder: Annotated[str | None, Argument("FOLDER", "Where to; else a folder by the item's id.")] = None,
    again: Annotated[bool, Option(("--again",), "", "Put fresh files beside those that are there.")] = False,
    trust: Annotated[bool, TRUST] = False,
) -> None:
    """Make the folder of an item's lab: files to fill in, for tests to run against.

    What is there already is never overwritten.
    """
    from mlpath.commands import labs as commands
    from mlpath.documents import labs as lab_documents
    from mlpath.terminal import labs as views

    study = session.study()
    yes = study.options.again(shlex.join(["lab", *filter(None, [address, folder]), "--trust"]))
    commands.check_trust(study.roadmap, study.roadmap_at.path, yes, session.says_yes(trust=trust))
    handout = commands.give(study, address, folder, session.environ, again=again)
    done = f"the files are in {handout.folder}" if handout.made else None
    session.report(lambda: lab_documents.handout(handout), lambda _: views.handout(handout), done=done)


def verify_command(
    session: Session,
    address: Annotated[
        str | None, Argument("ADDRESS", "An item with a lab; that of this folder without it.", completes=True)
    ] = None,
    folder: Annotated[str | None, Argument("FOLDER", "Where your files are, if not where the lab was made.")] = None,
    hint: Annotated[
        bool, Option(("--hint",), "", "Help with the first test that does not hold; more each time.")
    ] = False,
    test: Annotated[str | None, Option(("--test",), "NAME", "Run one test, and show what it prints.")] = None,
    watch: Annotated[bool, Option(("--watch",), "", "Run again whenever a file is saved.")] = False,
    python: Annotated[str | None, Option(("--python",), "PATH", "The Python to run the tests with.")] = None,
    trust: Annotated[bool, TRUST] = False,
) -> int | None:
    """Run the tests of an item's lab against your files.

    When all hold, the item is done, and verified. Your files are copied first, and never change.
    """
    from mlpath.commands import labs as commands
    from mlpath.documents import labs as lab_documents
    from mlpath.terminal import labs as views

    if watch and (session.json or hint or test is not None):
        raise UsageError("--watch goes on and on: it goes without --json, --hint and --test", "leave one of them out")
    if hint and test is not None:
        raise UsageError("--hint helps with the first test that does not hold", "leave out --test")
    study = session.study()
    yes = study.options.again(shlex.join(["verify", *filter(None, [address, folder]), "--trust"]))
    commands.check_trust(study.roadmap, study.roadmap_at.path, yes, session.says_yes(trust=trust))
    request = commands.Request(address=address, folder=folder, test=test, python=python, hint=hint)
    with ending_in_order():
        if watch:
            from mlpath.cli import watching

            watching.watch(study, request, session.environ, _passing)
        try:
            verification = commands.verify(study, request, session.environ, _passing)
        finally:
            output.show_passing("")
    session.report(
        lambda: lab_documents.verification(verification),
        lambda page: views.verification(verification, page),
        done=MADE if verification.changes.changed else None,
    )
    return NO if verification.trial.first else None


def review_command(
    session: Session,
    card: Annotated[str | None, Argument("CARD", "One card by its name, as --list shows it.")] = None,
    grade: Annotated[
        Grade | None, Option(("--grade",), "GRADE", "Write that CARD was answered: again, hard, good or easy.")
    ] = None,
    undo: Annotated[bool, Option(("--undo",), "", "Take back the last answer to CARD.")] = False,
    limit: Annotated[int | None, Option(("--limit",), "N", "At most so many cards.", least=1)] = None,
    item: Annotated[str | None, Option(("--item",), "ADDRESS", "Only the cards of this item or group.")] = None,
    every: Annotated[bool, Option(("--all",), "", "Also the cards of what is done that are not due.")] = False,
    listed: Annotated[bool, Option(("--list",), "", "List the cards; ask nothing.")] = False,
) -> None:
    """Answer the guides' questions again, each when you are about to forget it.

    The questions of an item come in the day after it is done.
    """
    from mlpath.commands import review as commands
    from mlpath.documents import review as review_documents
    from mlpath.terminal import review as views

    if card is None and (grade is not None or undo):
        raise UsageError("--grade and --undo are of one card", "name it: `mlpath review --list` lists them")
    if card is not None and (limit or item or every or listed):
        raise UsageError("one card is one card", "leave out --limit, --item, --all and --list, or the card")
    if grade is not None and undo:
        raise UsageError("--grade gives an answer and --undo takes one back", "give one of them")
    study = session.study()
    if card is not None and (grade is not None or undo):
        answer = commands.take_back(study, card) if grade is None else commands.answer(study, card, grade.value)
        session.report(lambda: review_documents.answer(answer), lambda _: views.answered(answer), done=MADE)
        return
    listing = commands.listing(study, item, limit, every=every) if card is None else commands.single(study, card)
    if session.json or listed or not listing.cards:
        session.report(lambda: review_documents.listing(listing), lambda page: views.listing(listing, page))
        return
    from mlpath.cli import reviewing

    with ending_in_order():
        ending = reviewing.review(study, [standing.card.id for standing in listing.cards])
    session.report(dict, lambda _: views.ending(ending))


def _passing(test: "Test") -> None:
    """Show which test runs now, as some take a while."""
    output.show_passing(f"  {test.says}")
