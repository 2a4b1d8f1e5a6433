"""Words that people try as commands, and the command that does what they want."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from mlpath import dates
from mlpath.cli import fastlane, registry
from mlpath.errors import BadDate, MlpathError, UsageError
from mlpath.roadmap import lookup
from mlpath.roadmap.roadmap import Roadmap


class Answer(NamedTuple):
    """What answers some words: a command, its usual arguments, which those that were typed replace, and what it does."""

    words: str
    command: str
    usual: str
    does: str


ANSWERS = (
    Answer("done did tick complete completed finish finished mark", "check", "next", "marks it as done"),
    Answer(
        "start started doing work",
        "begin",
        "next",
        "marks it as under way; `mlpath plan --start today` gives the weeks their dates",
    ),
    Answer(
        "unmark untick reopen remove delete rm",
        "uncheck",
        "next",
        "sets it back; `mlpath undo` takes back the last command",
    ),
    Answer("revert rollback", "undo", "", "takes back the last command"),
    Answer("ignore drop", "skip", "next", "leaves it out of the count"),
    Answer("comment notes remark", "note", "next", "lists its notes, and adds the words behind it"),
    Answer("list ls tree items all view checklist", "show", "", "lists the checklist"),
    Answer("todo todos", "show --todo", "", "lists what is still open"),
    Answer("search find grep", "show --find", "learning", "lists the items that have it in their titles"),
    Answer("today now home dashboard overview progress", "", "", "alone shows today"),
    Answer("what continue upcoming go", "next", "", "says what to do now"),
    Answer("history journal diary", "log", "", "shows what you did"),
    Answer("retro retrospective report weekly", "log --week --format markdown", "", "looks back on the week"),
    Answer("streak streaks heatmap activity statistics", "stats", "", "shows your activity"),
    Answer(
        "schedule dates timeline track due overdue late deadline",
        "plan",
        "",
        "shows each week's dates, and whether you are on track",
    ),
    Answer("pause holiday holidays vacation break", "plan --pause", "today..+1w", "takes days off; what follows moves"),
    Answer("rest", "plan --rest", "sat,sun", "keeps these weekdays free"),
    Answer("unpause resume", "plan --resume", "", "goes on after a pause"),
    Answer("behind catch-up catchup", "plan --catch-up", "", "keeps the dates, and says what a week takes"),
    Answer("rebalance", "plan --rebalance", "", "spreads what is left evenly"),
    Answer("extend postpone", "plan --extend", "", "moves the end to what your pace says"),
    Answer("read study learn explain", "guide", "next", "opens the study guide"),
    Answer("questions quiz", "guide next --questions", "", "asks what the guide asks"),
    Answer("answers solution solutions", "guide next --answers", "", "shows what the guide answers"),
    Answer("recall repeat cards flashcards srs", "review", "", "asks the questions that are due"),
    Answer("link links url browse", "open", "next", "lists its links"),
    Answer(
        "add edit new", "export -o my-roadmap.yaml", "", "writes the roadmap as a file of your own, to add items to"
    ),
    Answer("switch select load roadmap roadmaps course courses", "use", "", "lists the roadmaps that you know"),
    Answer("calendar ical ics", "export -o plan.ics", "", "writes the plan for a calendar program"),
    Answer("html page share publish", "export -o progress.html", "", "writes a page to share"),
    Answer("markdown", "export --format markdown", "", "prints the checklist with your boxes ticked"),
    Answer("csv badge", "export --help", "", "shows what can be written"),
    Answer("json", "status --json", "", "prints it for scripts"),
    Answer("test tests retry run hint hints", "verify", "next", "runs the tests of its lab"),
    Answer("lint", "validate", "", "checks the roadmap file"),
    Answer("config settings where info path debug state", "doctor", "", "says which files are in use, and why"),
    Answer("restore recover backup backups", "doctor --restore", "", "puts the newest good backup back"),
    Answer("sync import join", "merge --help", "", "shows how progress from elsewhere comes in"),
    Answer("init setup", "plan --start", "today", "is all there is to set up: it gives the weeks their dates"),
    Answer("completion completions install", "--install-completion", "", "sets up completion in your shell"),
    Answer("version", "--version", "", "prints the version"),
)
_BY_WORD = {word: answer for answer in ANSWERS for word in answer.words.split()}
# What people put behind a word that there is.
_ENDINGS = ("s", "d", "ed", "er", "ing", "ne", "ned", "ner", "ning", "ped", "ping")
_SHORTEST_GUESSED = 3
_NEVER_GUESSED = ("reset",)  # Whoever means it writes it.


def unknown(words: Sequence[str], roadmap: Callable[[], Roadmap]) -> UsageError:
    """Return the refusal of a command that there is not, from its name and what stands behind it, with what was meant.

    `roadmap` gives the roadmap in use; it may raise what opening one raises.
    """
    name = words[0]
    return UsageError(f"there is no command {name!r}", _hint(words, roadmap))


def _hint(words: Sequence[str], roadmap: Callable[[], Roadmap]) -> str:
    word, rest = words[0].casefold(), [text for text in words[1:] if not text.startswith("-")]
    if word in ("help", "man", "usage"):
        return _help(rest)
    if word in ("start", "started") and rest and _is_day(" ".join(rest)):
        return f"`{shlex.join(['mlpath', 'plan', '--start', ' '.join(rest)])}` gives the weeks their dates"
    if word in _BY_WORD:
        return _said(_BY_WORD[word], rest)
    address = _address(words, roadmap)
    if address:
        return f"`mlpath show {address}` shows it"
    nearest = _nearest(word)
    if nearest in registry.HEADINGS:
        return f"did you mean `{shlex.join(['mlpath', nearest, *words[1:]])}`?"
    return _said(_BY_WORD[nearest], rest) if nearest else "`mlpath --help` lists the commands"


def _help(rest: Sequence[str]) -> str:
    word = rest[0].casefold() if rest else ""
    command = (
        word if word in registry.HEADINGS else _BY_WORD[word].command.partition(" ")[0] if word in _BY_WORD else ""
    )
    if command in registry.HEADINGS:
        return f"`mlpath {command} --help` shows how it is used"
    return "`mlpath --help` lists the commands"


def _said(answer: Answer, rest: Sequence[str]) -> str:
    """Return an answer as a hint, with what was typed where its command takes that."""
    given = shlex.join([" ".join(rest)] if answer.command.endswith("--find") else rest)
    for arguments in (given, answer.usual) if rest else (answer.usual,):
        line = " ".join(part for part in ("mlpath", answer.command, arguments) if part)
        if arguments == answer.usual or fastlane.parse(shlex.split(line)[1:]):
            return f"`{line}` {answer.does}"
    raise AssertionError(answer)


def _address(words: Sequence[str], roadmap: Callable[[], Roadmap]) -> str | None:
    """Return the address that the words name, where they name one item or group."""
    try:
        [target] = lookup.targets_of(roadmap(), list(words))
    except (MlpathError, ValueError):
        return None
    return target.address


def _is_day(text: str) -> bool:
    try:
        dates.parse(text, date(2000, 1, 1))  # Whether it is one does not depend on today.
    except BadDate:
        return False
    return True


def _nearest(word: str) -> str | None:
    """Return the command, else the word known beside these, that the word is but for a slip or an ending; None without any."""
    if len(word) < _SHORTEST_GUESSED:
        return None
    candidates = [name for name in (*registry.HEADINGS, *_BY_WORD) if name not in _NEVER_GUESSED]
    ended = (name for name in candidates if len(name) > _SHORTEST_GUESSED and word.removeprefix(name) in _ENDINGS)
    slips = (name for name in candidates if _is_slip(word, name))
    return next(ended, None) or next(slips, None)


def _is_slip(word: str, name: str) -> bool:
    """Return whether a word is another with a letter more, a letter less or two swapped, or a longer one with another letter.

    Of two short words that differ in a letter, both usually mean something (`rest`, `test`).
    """
    longer, shorter = (word, name) if len(word) > len(name) else (name, word)
    if len(longer) - len(shorter) == 1:
        return any(longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer)))
    differing = [place for place, pair in enumerate(zip(word, name, strict=False)) if pair[0] != pair[1]]
    if len(word) != len(name) or not differing:
        return False
    first, last = differing[0], differing[-1]
    swapped = len(differing) == 2 and last == first + 1 and (word[first], word[last]) == (name[last], name[first])
    return swapped or (len(differing) == 1 and len(word) > 4)
