"""Completion of addresses: what may be meant by the beginning of one, and how each shell wants to hear it.

The protocol is Typer's (its scripts for bash, zsh and fish set the variables read here); what is not an address, such as
an option or a command, is left to Typer itself.
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
}
_ONE_ADDRESS = ("note", "status", "show", "guide", "open", "lab", "verify")
_MOST = 200
# The signs that a remembered row may have (`progress.remembered` leaves no others), and what stands between its fields.
_HARMLESS = frozenset(" .,()/+%@=-_\t\n")


def answer(environ: Mapping[str, str], guarded: Guard) -> int | None:
    """Print the completions of an address as the asking shell wants them, and return the exit code.

    None, with nothing printed, for anything else.
    """
    shell = environ.get("_MLPATH_COMPLETE", "").removeprefix("complete_")
    request = _request(shell, environ)
    if request is None:
        return None
    command, prefix = request
    completions = candidates(command, prefix)
    if not completions and shell != "bash":
        return None  # Typer knows how each shell falls back.
    return write(_format(shell, completions, environ), guarded)


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
    # Sections come up once their week is written, steps once their item is.
    completions = [
        (address, title)
        for address, _, title in groups
        if address.startswith(start) and ("." in start) == ("." in address)
    ]
    if len(completions) < 2:
        head, dots = completions[0][0] + "." if completions else start, max(start.count("."), 2)
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
    strange = {character for character in set(addresses) if character.isascii() and not character.isalnum()}
    rows = (row.split("\t") for row in addresses.split("\n")) if addresses else ()
    return (
        strange <= _HARMLESS
        and addresses.replace("\t", "").replace("\n", "").isprintable()
        and all(len(row) == 5 and row[0].isdecimal() and row[1].isdecimal() for row in rows)
    )


def _request(shell: str, environ: Mapping[str, str]) -> tuple[str, str] | None:
    """Return the command and the beginning of the address that is to be completed; None where it is no plain case."""
    if shell == "bash":
        words = environ.get("COMP_WORDS", "").split("\n")
        position = environ.get("COMP_CWORD", "")
        if not position.isdigit():
            return None
        words = [*words, ""][: int(position) + 1]
    elif shell in ("zsh", "fish"):
        written = environ.get("_TYPER_COMPLETE_ARGS", "")
        words = written.split() + ([""] if written.endswith(" ") else [])
    else:
        return None
    if (
        len(words) < 3
        or words[1] not in COMMANDS
        or any(set(word) & set("\\\"'`$") or word[:1] == "-" for word in words[1:])
    ):
        return None
    if words[1] in _ONE_ADDRESS and len(words) > 3:
        return None
    return words[1], words[-1]


def _format(shell: str, completions: Sequence[Candidate], environ: Mapping[str, str]) -> str:
    if shell == "bash":
        return "".join(f"{value}\n" for value, _ in completions)
    if shell == "zsh":
        pairs = "\n".join(f'"{value}":"{help}"' for value, help in completions)
        return f"_arguments '*: :(({pairs}))'\n"
    if environ.get("_TYPER_COMPLETE_FISH_ACTION") != "get-args":
        return ""
    return "".join(f"{value}\t{help}\n" for value, help in completions)
