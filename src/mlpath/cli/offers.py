"""What TAB offers of the command line itself: commands, options, their values, roadmaps and files."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from typing import TYPE_CHECKING, Any

from mlpath.cli import registry
from mlpath.cli.options import COMMON, Argument, Option, Parameter, Session, parameters
from mlpath.commands.study import Options
from mlpath.shell import completion
from mlpath.shell.completion import FILES
from mlpath.system.docstrings import docstring_of

if TYPE_CHECKING:
    from mlpath.shell.completion import Candidate

_DAYS = ("today", "yesterday", "tomorrow", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# What stands where a file is meant.
_OF_FILES = ("FILE", "OLD", "OTHER", "BACKUP", "PATH|NAME|default")
_OF_ROOT = (("--help", "Show how it is used."), ("--version", "Print the version."))


def offers(environ: Mapping[str, str], words: Sequence[str]) -> list[Candidate]:
    """Return what may stand for the last of the words behind `mlpath`; with `FILES` among it, also a file's name."""
    *before, begun = words or [""]
    head = ""
    if environ.get("_MLPATH_COMPLETE") == "bash" and begun[:2] == "--" and "=" in begun:
        head = begun.partition("=")[0] + "="  # Bash replaces what stands behind the sign alone.
    found = list(_offered(before, begun))
    if environ.get("_MLPATH_COMPLETE") == "bash" and (FILES, "") in found:
        found += [(head + path, "") for path in _files(begun.removeprefix(head))]
    return [(value.removeprefix(head), help) for value, help in found]


def _offered(before: Sequence[str], begun: str) -> Iterator[Candidate]:
    common, own, words, waiting = _read(before)
    known = [*own, *COMMON]
    if waiting:
        yield from _values(waiting, begun)
        return
    name, equals, value = begun.partition("=")
    option = _named(known, name) if begun.startswith("--") and equals else None
    if option and option.words:
        yield from ((value if value == FILES else f"{name}={value}", help) for value, help in _values(option, value))
    elif begun.startswith("-"):
        names = [(name, option.declared.help) for option in known for name in _names(option) if name[:2] == "--"]
        yield from _fitting([*names, *(_OF_ROOT if not words else _OF_ROOT[:1])], begun)
    elif not words:
        commands = [(name, docstring_of(registry.command(name)).partition("\n")[0]) for name in registry.HEADINGS]
        yield from _fitting(commands, begun)
    else:
        yield from _argument(words, own, begun, Session().with_common(common))


def _read(before: Sequence[str]) -> tuple[dict[str, Any], list[Parameter], list[str], Parameter | None]:
    """Return the common options, the command's own, all that is no option, and the option that waits for its value."""
    common: dict[str, Any] = {}
    own: list[Parameter] = []
    words: list[str] = []
    left = list(reversed(before))
    while left:
        word = left.pop()
        if not word.startswith("-"):
            words.append(word)
            own = parameters(registry.command(word)) if len(words) == 1 and word in registry.HEADINGS else own
            continue
        name, equals, value = word.partition("=")
        option = _named([*own, *COMMON], name)
        values = [value] if equals else []
        while option and len(values) < option.words:
            if not left:
                return common, own, words, option
            values.append(left.pop())
        if option in COMMON:
            common[option.name] = option.value(values)
    return common, own, words, None


def _argument(words: Sequence[str], own: Sequence[Parameter], begun: str, session: Session) -> Iterator[Candidate]:
    """Yield what may stand for an argument of the command that the first of the words names."""
    arguments = [parameter for parameter in own if isinstance(parameter.declared, Argument)]
    place = len(words) - 1
    argument = next((one for number, one in enumerate(arguments) if number == place or one.repeated), None)
    if argument is None or not isinstance(argument.declared, Argument):
        return
    if argument.declared.completes:
        options = None if session.options == Options() else session.options
        yield from completion.candidates(words[0], begun, options)
    if words[0] == "use":
        yield from _fitting(_roadmaps(session), begun)
    if argument.declared.metavar in _OF_FILES:
        yield FILES, ""


def _values(option: Parameter, begun: str) -> Iterator[Candidate]:
    """Yield what may be the value of an option."""
    if isinstance(option.kind, type) and issubclass(option.kind, Enum):
        yield from _fitting([(value.value, "") for value in option.kind], begun)
    elif isinstance(option.declared, Option) and option.declared.metavar in ("DATE", "FROM..TO"):
        yield from _fitting([(day, "") for day in _DAYS], begun)
    elif isinstance(option.declared, Option) and option.declared.metavar in _OF_FILES:
        yield FILES, ""


def _roadmaps(session: Session) -> list[Candidate]:
    """Return the roadmaps that `use` takes by name."""
    from mlpath.commands import roadmap
    from mlpath.errors import MlpathError

    try:
        known = roadmap.known(session.options, session.environ, session.clock).known
    except MlpathError:
        known = ()
    names = [(one.id, one.title or "") for one in known if one.id and all(c.isalnum() or c in "-_" for c in one.id)]
    return [("default", "the roadmap that mlpath ships"), *dict.fromkeys(names)]


def _files(begun: str) -> Iterator[str]:
    """Yield the paths that begin so, for a shell that does not look for itself."""
    folder, name = os.path.split(begun)
    try:
        names = sorted(os.listdir(os.path.expanduser(folder) or "."))
    except OSError:
        return
    for found in names:
        if found.startswith(name) and (name or not found.startswith(".")) and found.isprintable():
            yield os.path.join(folder, found)


def _fitting(offered: Sequence[Candidate], begun: str) -> Iterator[Candidate]:
    return (candidate for candidate in offered if candidate[0].startswith(begun))


def _named(options: Sequence[Parameter], name: str) -> Parameter | None:
    return next((option for option in options if name in _names(option)), None)


def _names(parameter: Parameter) -> Sequence[str]:
    return parameter.declared.names if isinstance(parameter.declared, Option) else ()
