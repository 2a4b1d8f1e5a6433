"""What TAB offers of a roadmap: the addresses and ids that may be meant by the beginning of one; and how a shell asks.

Commands, options and their values are offered by `mlpath.cli.offers`, which knows them.
"""

from __future__ import annotations

import os

from mlpath.journal.transitions import DOING, DONE, SKIPPED, STATUSES, TODO
from mlpath.shell.stdout import write
from mlpath.system import memory

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mlpath.commands.study import Options
    from mlpath.shell.stdout import Guard

    # A completion, and the few words that a shell may show beside it.
    Candidate = tuple[str, str]

# For each command that takes addresses: the statuses of the items that it has something to do with.
COMMANDS: Mapping[str, Sequence[str]] = {
    "check": (TODO, DOING),
    "begin": (TODO,),
    "skip": (TODO, DOING),
    "uncheck": (DOING, DONE, SKIPPED),
    "note": STATUSES,
    "status": STATUSES,
    "show": STATUSES,
    "guide": STATUSES,
    "open": STATUSES,
    "lab": STATUSES,
    "verify": STATUSES,
    "log": STATUSES,
}
_ONE_ADDRESS = ("note", "status", "show", "guide", "open", "lab", "verify", "log")
_MOST = 200
# The signs that an address or id may have, besides letters and digits.
_HARMLESS = frozenset(".-_")
# A line that asks the shell for its own file names.
FILES = ":files"


def answer(environ: Mapping[str, str], arguments: Sequence[str], guarded: Guard) -> int | None:
    """Print the completions of an address behind a command and nothing else, and return the exit code.

    None, with nothing printed, where something else may be meant.
    """
    words = typed(environ, arguments)
    if len(words) < 2 or words[0] not in COMMANDS or any(word[:1] == "-" for word in words):
        return None
    if words[0] in _ONE_ADDRESS and len(words) > 2:
        return None
    return say(candidates(words[0], words[-1]), guarded)


def typed(environ: Mapping[str, str], arguments: Sequence[str]) -> list[str]:
    """Return the words behind `mlpath` up to the cursor. Bash leaves quotes on, and takes `=` for a word of its own."""
    if environ.get("_MLPATH_COMPLETE") != "bash":
        return list(arguments)
    words: list[str] = []
    for word in arguments:
        joined = bool(words) and words[-1][:2] == "--" and (word == "=" or words[-1][-1:] == "=")
        words[-1:] = [words[-1] + word] if joined else [*words[-1:], word]
    return [_unquoted(word) for word in words]


def _unquoted(word: str) -> str:
    if set(word).isdisjoint("\\\"'"):
        return word
    import shlex

    for ending in ("", '"', "'"):
        try:
            return "".join(shlex.split(word + ending))
        except ValueError:
            continue
    return word


def say(candidates: Sequence[Candidate], guarded: Guard) -> int:
    """Print candidates as the scripts of `mlpath.shell.scripts` read them, and return the exit code."""
    return write("".join(f"{value}\t{help}\n" if help else f"{value}\n" for value, help in candidates), guarded)


def candidates(command: str, prefix: str, options: Options | None = None) -> list[Candidate]:
    """Return the addresses and ids that may be meant by `prefix`; none where the roadmap or the state is broken.

    `options` are those on the command line, None where there are none.
    """
    digits = {str(STATUSES.index(status)) for status in COMMANDS.get(command, STATUSES)}
    short, long = _head(prefix.lower())
    start = long + prefix.lower()[len(short) :]
    groups: list[tuple[str, ...]] = []
    items: list[tuple[str, ...]] = []
    for statuses, address, id, title in _rows(options):
        if not digits.isdisjoint(statuses):
            (items if id else groups).append((address, id, title))
    # Sections and items come up once their week is written, steps once their item is.
    completions = [
        (address, title)
        for address, _, title in groups
        if address.startswith(start) and ("." in start) == ("." in address)
    ]
    if len(completions) < 2 or "." in start:
        head, dots = f"{completions[0][0]}." if len(completions) == 1 else start, max(start.count("."), 2)
        completions += [
            (address, title) for address, _, title in items if address.startswith(head) and address.count(".") <= dots
        ]
    if start:
        completions += [(id, title) for _, id, title in items if id.startswith(start)]
    if "next".startswith(start) and command != "status":
        completions.append(("next", "the item that mlpath next names first"))
    return [(short + value.removeprefix(long), help) for value, help in completions[:_MOST]]


def _head(prefix: str) -> tuple[str, str]:
    """Return the short form at the beginning of an address, as in `w5.`, and its long form; both empty where there is none."""
    head, dot, _ = prefix.partition(".")
    word = {"w": "week", "m": "month"}.get(head[:1], "")
    long = "resources" if head == "r" else word + head[1:] if word and head[1:].isdigit() else ""
    return (head, long) if dot and long else ("", "")


def _rows(options: Options | None) -> Iterator[tuple[str, str, str, str]]:
    """Yield the statuses of its items (a digit each), address, id (empty for a group) and title of all there is."""
    addresses = progress = None
    if options is None:
        addresses, progress = memory.recall(memory.ADDRESSES), memory.recall(memory.PROGRESS)
    if addresses is None or progress is None or not _is_sound(addresses):
        from mlpath.commands.opening import open_study
        from mlpath.commands.study import Options
        from mlpath.errors import MlpathError
        from mlpath.system.clock import local_now

        try:
            study = open_study(options or Options(), os.environ, local_now)
            addresses, progress = study.addresses(), study.leave(study.look())
        except MlpathError:
            return
    statuses = progress.rpartition("\n")[2]
    for row in addresses.split("\n") if addresses else ():
        first, behind, address, id, title = row.split("\t")
        yield statuses[int(first) : int(behind)], address, id, title


def _is_sound(addresses: str) -> bool:
    """Return whether rows that were remembered are such as mlpath writes, with nothing that a shell or terminal obeys."""
    rows = [row.split("\t") for row in addresses.split("\n")] if addresses else []
    if not all(len(row) == 5 and row[0].isdecimal() and row[1].isdecimal() for row in rows):
        return False
    values = {character for row in rows for character in row[2] + row[3]}
    strange = {character for character in values if character.isascii() and not character.isalnum()}
    return strange <= _HARMLESS and addresses.replace("\t", "").replace("\n", "").isprintable()
