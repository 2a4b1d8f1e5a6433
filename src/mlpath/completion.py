"""Completion of addresses: what may be meant by the beginning of one, and how each shell wants to hear it.

The protocol is Typer's (its scripts for bash, zsh and fish set the variables read here); what is not an address, such as
an option or a command, is left to Typer itself.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from mlpath import summary
from mlpath.actions.study import Options, Snapshot, open_study
from mlpath.clock import local_now
from mlpath.errors import MlpathError
from mlpath.roadmap import SECTION
from mlpath.transitions import DOING, DONE, SKIPPED, STATUSES, TODO

# For each command that takes addresses: the statuses of the items that it has something to do with.
COMMANDS: Mapping[str, Sequence[str]] = {
    "check": (TODO, DOING),
    "begin": (TODO,),
    "skip": (TODO, DOING),
    "uncheck": (DOING, DONE, SKIPPED),
    "note": STATUSES,
    "status": STATUSES,
    "show": STATUSES,
}
_MOST = 200
# A title is somebody else's text, and zsh evaluates what stands in a completion's help: only harmless characters stay.
_HARMFUL = re.compile(r"[^\w .,()/+%@=–—’…-]")


class Candidate(NamedTuple):
    """A completion, and the few words that a shell may show beside it."""

    value: str
    help: str


def answer(environ: Mapping[str, str]) -> bool:
    """Print the completions of an address as the asking shell wants them; false, with nothing printed, for anything else."""
    shell = environ.get("_MLPATH_COMPLETE", "").removeprefix("complete_")
    asked = _asked(shell, environ)
    if asked is None:
        return False
    command, begun = asked
    found = candidates(command, begun)
    if not found and shell != "bash":
        return False  # Typer knows how each shell falls back.
    sys.stdout.write(_format(shell, found, environ))
    sys.stdout.flush()
    return True


def candidates(command: str, begun: str) -> list[Candidate]:
    """Return the addresses and ids that may be meant by `begun`; none where the roadmap or the state is broken."""
    try:
        snapshot = open_study(Options(), os.environ, local_now).look()
    except MlpathError:
        return []
    wanted = COMMANDS.get(command, STATUSES)
    start = begun.lower()
    places = {
        p
        for p in range(len(snapshot.roadmap.items))
        if summary.status_of(snapshot.roadmap, snapshot.progress, p) in wanted
    }
    found = list(_groups(snapshot, start, places))
    if len(found) < 2:
        found += _items(snapshot, found[0].value + "." if found else start, places)
    if start:
        items = (snapshot.roadmap.items[place] for place in sorted(places))
        found += [Candidate(item.id, _harmless(item.title)) for item in items if item.id.startswith(start)]
    if "next".startswith(start) and command != "status":
        found.append(Candidate("next", "the item that mlpath next names first"))
    return found[:_MOST]


def _groups(snapshot: Snapshot, start: str, places: set[int]) -> Iterator[Candidate]:
    """Yield the groups that begin so: sections once their week is written, and only with items that are wanted."""
    roadmap = snapshot.roadmap
    for group in roadmap.groups:
        if not group.address.startswith(start) or ("." in start) != (group.kind == SECTION):
            continue
        if any(place in places for place in range(group.start, group.end)):
            title = group.title if group.kind == SECTION else f"{roadmap.heading(group)} {group.title}"
            yield Candidate(group.address, _harmless(title))


def _items(snapshot: Snapshot, start: str, places: set[int]) -> Iterator[Candidate]:
    """Yield the items that begin so, without their steps unless a step is being written."""
    depth = start.count(".")
    for place in sorted(places):
        item = snapshot.roadmap.items[place]
        if item.address.startswith(start) and item.address.count(".") <= max(depth, 2):
            yield Candidate(item.address, _harmless(item.title))


def _asked(shell: str, environ: Mapping[str, str]) -> tuple[str, str] | None:
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
    if words[1] in ("note", "status", "show") and len(words) > 3:
        return None
    return words[1], words[-1]


def _format(shell: str, found: Sequence[Candidate], environ: Mapping[str, str]) -> str:
    if shell == "bash":
        return "".join(f"{candidate.value}\n" for candidate in found)
    if shell == "zsh":
        pairs = "\n".join(f'"{candidate.value}":"{candidate.help}"' for candidate in found)
        return f"_arguments '*: :(({pairs}))'\n"
    if environ.get("_TYPER_COMPLETE_FISH_ACTION") != "get-args":
        return ""
    return "".join(f"{candidate.value}\t{candidate.help}\n" for candidate in found)


def _harmless(title: str) -> str:
    return " ".join(_HARMFUL.sub(" ", title).split())
