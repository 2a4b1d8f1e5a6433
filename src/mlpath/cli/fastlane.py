"""The way of every command in its usual form: straight to its function, without Typer, which takes longer than most of them.

Which words are options, and which of them take a value, is read off the declaration that Typer is given, too. What is not
understood here (help, an unknown option, a value that does not fit) is left to Typer, which words the complaint.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False  # What `typing` holds, without importing it.
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from mlpath.cli.options import Command, Parameter, Session

    Call = tuple[Command, Session, dict[str, Any]]


def run(arguments: Sequence[str]) -> int | None:
    """Run the command line and return its exit code, or None where it is for Typer and nothing was done."""
    if arguments[:1] == ["prompt"] and len(arguments) < 3 and arguments[-1] in ("prompt", "--zsh", "--tmux"):
        from mlpath.shell import prompt

        return prompt.show(_guarded, arguments[-1].removeprefix("--"))
    if "_MLPATH_COMPLETE" in os.environ:
        return _complete(arguments)
    if os.name == "nt":  # Typer expands `*` in what a Windows shell passes on as it is.
        return None

    call = parse(arguments)
    if call is None:
        return None
    command, session, values = call

    from mlpath.cli import boundary
    from mlpath.terminal import output

    output.prepare()
    return boundary.guarded(lambda: command(session, **values), arguments)


def _complete(arguments: Sequence[str]) -> int:
    """Answer a shell that asks, on TAB, how the words may go on; what goes wrong then is nobody's business."""
    from mlpath.shell import completion

    code = completion.answer(os.environ, arguments, _guarded)
    if code is None:
        from mlpath.cli import offers

        code = completion.say(offers.offers(os.environ, completion.typed(os.environ, arguments)), _guarded)
    return code


def _guarded(write: Callable[[], object]) -> int:
    """Write what could not be written, as any other command does; and return the exit code."""
    from mlpath.cli import boundary
    from mlpath.terminal import output

    def run() -> None:
        output.prepare()
        write()

    return boundary.guarded(run, ())


def parse(arguments: Sequence[str]) -> Call | None:
    """Return the command that is called, the session that its common options make, and its own values; None for Typer."""
    from mlpath.cli import registry
    from mlpath.cli.options import COMMON, Session, joined, parameters

    try:
        before, words = _options(arguments, COMMON, whole=False)
        name = words.pop(0) if words else None
        if name is not None and name not in registry.HEADINGS:
            return None
        command = registry.usual() if name is None else registry.command(name)
        own = parameters(command)
        values, words = _options(joined(words, own), [*own, *COMMON])
        values |= _arguments(words, own)
    except ValueError:
        return None
    return command, Session().with_common(before).with_common(values), values


def _options(
    words: Sequence[str], parameters: Sequence[Parameter], *, whole: bool = True
) -> tuple[dict[str, Any], list[str]]:
    """Return the values of the options among `words`, and all other words; those up to the first other one if not `whole`.

    Raises ValueError where something is not understood.
    """
    from mlpath.cli.options import Option

    known = {
        name: parameter
        for parameter in parameters
        if isinstance(parameter.declared, Option)
        for name in parameter.declared.names
    }
    values: dict[str, Any] = {}
    others: list[str] = []
    left = list(reversed(words))
    while left:
        word = left.pop()
        if word == "--" and whole:
            return values, others + left[::-1]
        if not word.startswith("-") or word == "-":
            if not whole:
                return values, [word, *reversed(left)]
            others.append(word)
            continue
        name, attached = _split(word)
        parameter = known.get(name)
        if parameter is None or len(attached) > parameter.words or len(left) < parameter.words - len(attached):
            raise ValueError(word)
        value = parameter.value([*attached, *(left.pop() for _ in range(parameter.words - len(attached)))])
        values[parameter.name] = [*values.get(parameter.name, ()), *value] if parameter.repeated else value
    return values, others


def _split(word: str) -> tuple[str, list[str]]:
    """Return an option's name, and the value that is written in the same word, where one is: `--on=monday`, `-n3`."""
    if word.startswith("--"):
        name, equals, value = word.partition("=")
        return name, [value] if equals else []
    return word[:2], [word[2:]] if word[2:] else []


def _arguments(words: Sequence[str], parameters: Sequence[Parameter]) -> dict[str, Any]:
    """Return the values of a command's arguments. Raises ValueError where there are too few or too many, or one doesn't fit."""
    from mlpath.cli.options import Argument

    values: dict[str, Any] = {}
    left = list(words)
    for parameter in parameters:
        if not isinstance(parameter.declared, Argument):
            continue
        taken = left if parameter.repeated else left[:1]
        left = left[len(taken) :]
        if taken:
            values[parameter.name] = parameter.value(taken)
        elif parameter.default is ...:
            raise ValueError(parameter.name)
    if left:
        raise ValueError(left[0])
    return values
