"""The config file: what mlpath remembers besides progress. One JSON object; today it has one key, `roadmap`."""

from __future__ import annotations

import json
from typing import NamedTuple

from mlpath.errors import ConfigError, reason
from mlpath.reading import read_file

_MOST_BYTES = 1024 * 1024


class Config(NamedTuple):
    """The roadmap to use, as a path; None for the shipped one."""

    roadmap: str | None = None


def read(path: str) -> Config:
    """Return what the config file says; an absent file says nothing. Raises ConfigError."""
    try:
        document = json.loads(read_file(path, _MOST_BYTES))
    except FileNotFoundError:
        return Config()
    except OSError as error:
        raise ConfigError(path, reason(error)) from None
    except (ValueError, RecursionError) as error:
        raise ConfigError(path, f"it is not JSON: {error}") from None
    if not isinstance(document, dict):
        raise ConfigError(path, "it holds no JSON object")
    unknown = sorted(set(document) - set(Config._fields))
    if unknown:
        raise ConfigError(path, f"unknown key {unknown[0]!r}")
    roadmap = document.get("roadmap")
    if roadmap is not None and not (isinstance(roadmap, str) and roadmap):
        raise ConfigError(path, '"roadmap" must be a path')
    if roadmap and any(character == "\0" or "\ud800" <= character <= "\udfff" for character in roadmap):
        raise ConfigError(path, '"roadmap" has a character that no path can have')
    return Config(roadmap)
