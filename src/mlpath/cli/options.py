"""How a command is declared, and what every command has: the options that all of them take, and one run of it.

A command is one function. Its first parameter is the run; the others are its arguments and options, each annotated with an
`Argument` or `Option`. Typer's declarations and the fast lane are both made from that, so that nothing stands in two places.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise, zip_longest
from types import UnionType
from typing import Annotated, Any, NamedTuple, get_args, get_origin

from mlpath.commands.opening import open_study
from mlpath.commands.study import Clock, Options, Study
from mlpath.errors import Untold
from mlpath.system.clock import local_now
from mlpath.terminal import output
from mlpath.terminal.page import View


class Option(NamedTuple):
    """An option: how it is written, what its value is called in the help, and what it is for.

    `least` and `most` bound a number. `shown` is false where the help does not say what it is without being given.
    """

    names: tuple[str, ...]
    metavar: str | None = None
    help: str = ""
    least: int | None = None
    most: int | None = None
    shown: bool = True
    panel: str | None = None


class Argument(NamedTuple):
    """An argument: what it is called in the help, what it is for, and whether TAB completes it as an address."""

    metavar: str
    help: str
    completes: bool = False


class Parameter(NamedTuple):
    """A parameter of a command's function: its name, its type, its default (`...` where it must be given), what it is."""

    name: str
    type: Any
    default: Any
    declared: Option | Argument

    @property
    def kind(self) -> Any:
        """The type of a value that is given: without the None of one that is not."""
        return get_args(self.type)[0] if isinstance(self.type, UnionType) else self.type

    @property
    def words(self) -> int:
        """How many words its value takes."""
        return len(get_args(self.kind)) if get_origin(self.kind) is tuple else 1 - (self.kind is bool)

    @property
    def repeated(self) -> bool:
        """Whether it may be given several times."""
        return get_origin(self.kind) is list

    def value(self, words: Sequence[str]) -> Any:
        """Return the value that some words mean; a list has one entry then. Raises ValueError where they don't fit."""
        (word, *_) = words or ("",)
        if self.kind is bool:
            return True
        if self.kind is int:
            return self._number(word)
        if get_origin(self.kind) in (list, tuple):
            return get_origin(self.kind)(words)
        return self.kind(word)

    def _number(self, word: str) -> int:
        number = int(word) if word.isascii() and word.isdigit() else -1
        least, most = (self.declared.least, self.declared.most) if isinstance(self.declared, Option) else (1, None)
        if number < (least or 0) or number > (most or number):
            raise ValueError(word)
        return number


_PANEL = "Common options"
COMMON = (
    Parameter("roadmap", str | None, None, Option(("--roadmap",), "FILE", "Use this roadmap.", panel=_PANEL)),
    Parameter("state", str | None, None, Option(("--state",), "FILE", "Keep progress in this file.", panel=_PANEL)),
    Parameter(
        "bullets",
        bool,
        False,
        Option(("--bullets",), "", "Take the plain list items of a Markdown roadmap, too.", panel=_PANEL),
    ),
    Parameter("json", bool, False, Option(("--json",), "", "Print one JSON document.", panel=_PANEL)),
)

# What is told where nothing else can be told of a change.
MADE = "the change was made"

Address = Annotated[str, Argument("ADDRESS", "An item's address or id, or `next`.", completes=True)]

TRUST = Option(("--trust",), "", "Yes, these tests may run, though they did not come with mlpath.")


class Session(NamedTuple):
    """One run of one command: its common options, its surroundings, and the way out."""

    options: Options = Options()
    json: bool = False
    environ: Mapping[str, str] = os.environ
    clock: Clock = local_now

    def study(self) -> Study:
        """Return the roadmap and state that the options name. Raises RoadmapError."""
        return open_study(self.options, self.environ, self.clock)

    def report(
        self,
        document: Callable[[], Mapping[str, Any]],
        view: View,
        *,
        shorter: View | None = None,
        done: str | None = None,
    ) -> None:
        """Print the document under `--json`, else the view, or a shorter one (see `output.show`); the other one is not even made.

        `done` says in a sentence what was changed, where something was. Raises Untold, and BrokenPipeError.
        """
        try:
            if self.json:
                output.show_json(document())
            else:
                output.show(view, self.options.again, shorter)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise Untold(error, done) from None

    def says_yes(self, *, trust: bool) -> Callable[[str], bool]:
        """Return what says whether the labs in a folder may run: the option, or whoever sits at the terminal."""
        from mlpath.terminal.labs import question

        return lambda folder: trust or (not self.json and output.confirm(question(folder)))

    def with_common(self, values: dict[str, Any]) -> Session:
        """Return the run with those of the common options that `values` has, which are taken out of there."""
        given = {
            option.name: value
            for option in COMMON
            if (value := values.pop(option.name, option.default)) != option.default
        }
        return self._replace(json=given.pop("json", self.json), options=self.options._replace(**given))


Command = Callable[..., int | None]


def parameters(command: Command) -> list[Parameter]:
    """Return a command's own parameters, in order."""
    names = command.__code__.co_varnames[1 : command.__code__.co_argcount]
    defaults = command.__defaults__ or ()
    required = (...,) * (len(names) - len(defaults))
    annotations = (get_args(command.__annotations__[name]) for name in names)
    return [
        Parameter(name, type, default, declared)
        for name, default, (type, declared) in zip(names, required + defaults, annotations, strict=True)
    ]


def joined(words: Sequence[str], own: Sequence[Parameter]) -> list[str]:
    """Return the words with `week 5` as one of them, where a command takes one address alone; what an option takes stays."""
    if not any(isinstance(one.declared, Argument) and one.declared.completes and not one.repeated for one in own):
        return list(words)
    taking = {
        name
        for option in (*own, *COMMON)
        if isinstance(option.declared, Option) and option.words
        for name in option.declared.names
    }
    for place, (word, number) in enumerate(pairwise(words)):
        if (
            word.casefold() in ("week", "month")
            and number.isdecimal()
            and not taking & {*words[max(0, place - 1) : place]}
        ):
            return [*words[:place], f"{word} {number}", *words[place + 2 :]]
    return list(words)


def named(args: Sequence[str]) -> Options:
    """Return the files that a command line names, wherever they stand and whatever the rest means."""
    words = list(args[: args.index("--")] if "--" in args else args)
    values: dict[str, str] = {}
    for word, following in zip_longest(words, words[1:]):
        name, equals, value = word.partition("=")
        if name in ("--roadmap", "--state") and (equals or following is not None):
            values[name[2:]] = value if equals else following or ""
    return Options(roadmap=values.get("roadmap"), state=values.get("state"), bullets="--bullets" in words)


def wants_json(args: Sequence[str]) -> bool:
    """Return whether an error is to be told as JSON: `--json` is given, wherever it stands and whatever the rest means."""
    words = list(args)
    return "--json" in (words[: words.index("--")] if "--" in words else words)
