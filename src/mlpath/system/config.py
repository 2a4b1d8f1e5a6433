"""The config file: what mlpath remembers besides progress, and how one wants it. One JSON object, with the fields of `Config`."""

from __future__ import annotations

import json
import os
import re
from typing import Any, NamedTuple

from mlpath.errors import ConfigError, ConfigUnconfirmed, refusing
from mlpath.system.reading import read_file
from mlpath.system.writing import make_lasting_folder, move_over, unused, write_beside

_MOST_BYTES = 1024 * 1024
_UNFIT = "[\0\ud800-\udfff]"
# Below the one, most would be forgotten; above the other, nearly all would be asked every day.
_LEAST_RECALL, _MOST_RECALL = 0.7, 0.97
_MOST_CARDS = 9_999
_MORNING = "(0[0-9]|1[01]):[0-5][0-9]"


class Config(NamedTuple):
    """The path of the roadmap to use (None for the shipped one), and the paths of all that were ever chosen.

    `bullets` holds the paths of those whose plain list items count as items. `day_starts` is when the learner's day begins, a time
    before noon as `04:00`; None for midnight. `accessible` asks for an output that a screen reader can read. `recall` is how sure one
    wants to be of a card when it comes back, `new_cards` and `most_cards` are how many new ones, and altogether, a day has at most.
    """

    roadmap: str | None = None
    known: tuple[str, ...] = ()
    bullets: tuple[str, ...] = ()
    day_starts: str | None = None
    accessible: bool = False
    recall: float = 0.9
    new_cards: int = 10
    most_cards: int = 30


def load(path: str) -> Config:
    """Return the content of the config file; where there is no file, it is empty. Raises ConfigError."""
    with refusing(lambda reason: ConfigError(path, reason)):
        try:
            data = read_file(path, _MOST_BYTES)
        except FileNotFoundError:
            return Config()
    try:
        document = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ConfigError(path, f"it is not JSON: {error}") from None
    if not isinstance(document, dict):
        raise ConfigError(path, "it holds no JSON object")
    unknown = sorted(set(document) - set(Config._fields))
    if unknown:
        raise ConfigError(path, f"unknown key {unknown[0]!r}")
    roadmap, known, bullets = document.get("roadmap"), document.get("known", []), document.get("bullets", [])
    if roadmap is not None and not is_path(roadmap):
        raise ConfigError(path, '"roadmap" must be a path')
    for name, paths in (("known", known), ("bullets", bullets)):
        if not isinstance(paths, list) or not all(map(is_path, paths)):
            raise ConfigError(path, f'"{name}" must be a list of paths')
    day_starts = document.get("day_starts")
    if day_starts is not None and not (isinstance(day_starts, str) and re.fullmatch(_MORNING, day_starts)):
        raise ConfigError(path, '"day_starts" must be a time before noon, like "04:00"')
    accessible = document.get("accessible", False)
    if not isinstance(accessible, bool):
        raise ConfigError(path, '"accessible" must be true or false')
    return Config(
        roadmap=roadmap,
        known=tuple(known),
        bullets=tuple(bullets),
        day_starts=day_starts,
        accessible=accessible,
        **_limits(path, document),
    )


def _limits(path: str, document: dict[str, Any]) -> dict[str, Any]:
    """Return the limits of reviews. Raises ConfigError."""
    usual = Config()
    limits = {name: document.get(name, getattr(usual, name)) for name in ("recall", "new_cards", "most_cards")}
    if type(limits["recall"]) not in (int, float) or not _LEAST_RECALL <= limits["recall"] <= _MOST_RECALL:
        raise ConfigError(path, f'"recall" must be a number from {_LEAST_RECALL} to {_MOST_RECALL}')
    for name in ("new_cards", "most_cards"):
        if type(limits[name]) is not int or not 0 <= limits[name] <= _MOST_CARDS:
            raise ConfigError(path, f'"{name}" must be a whole number from 0 to {_MOST_CARDS}')
    return limits


def load_or_set_aside(path: str) -> Config:
    """Return the content of the config file; one that can't be understood is renamed and counts as empty.

    Raises ConfigError where it can't be renamed.
    """
    try:
        return load(path)
    except ConfigError as error:
        wrong = error.reason
        with refusing(lambda reason: ConfigError(path, f"{wrong}, and it can't be renamed: {reason}")):
            os.replace(path, unused(path, ".broken"))
        return Config()


def save(path: str, config: Config) -> None:
    """Replace the config file in one step. Raises ConfigError, and ConfigUnconfirmed where that was done all the same."""
    usual = Config()._asdict()
    document = {name: value for name, value in config._asdict().items() if value != usual[name]}
    data = json.dumps(document, ensure_ascii=True, indent=2).encode() + b"\n"
    with refusing(
        lambda reason: ConfigError(path, f"it can't be written: {reason}", "make its folder writable"),
        lambda reason: ConfigUnconfirmed(path, reason),
    ):
        make_lasting_folder(os.path.dirname(path))
        real = os.path.realpath(path)
        move_over(write_beside(real, data, tag=f".{os.getpid()}"), real)


def is_path(value: object) -> bool:
    """Return whether a value is a text that a path can be."""
    return isinstance(value, str) and bool(value) and not re.search(_UNFIT, value)
