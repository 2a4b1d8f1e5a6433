"""Where things are, and why there: the roadmap, the state, the config, and the content that mlpath ships."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import NamedTuple

from mlpath.errors import RoadmapError, UsageError

_HERE = os.path.dirname(os.path.abspath(__file__))
_XDG = {
    "data": ("XDG_DATA_HOME", "~/.local/share"),
    "config": ("XDG_CONFIG_HOME", "~/.config"),
    "cache": ("XDG_CACHE_HOME", "~/.cache"),
}
SHIPPED_ROADMAP = os.path.join("data", "roadmap.yaml")


class Place(NamedTuple):
    """An absolute path, and why it is this one."""

    path: str
    why: str


def content() -> Place:
    """Return the folder that holds the shipped `data/` and `roadmap/`.

    Raises RoadmapError where neither the installed package nor a checkout has the shipped roadmap.
    """
    installed = os.path.join(_HERE, "_content")
    checkout = os.path.dirname(os.path.dirname(_HERE))
    for folder, why in ((installed, "installed with mlpath"), (checkout, "the checkout that mlpath runs from")):
        if os.path.isfile(os.path.join(folder, SHIPPED_ROADMAP)):
            return Place(folder, why)
    raise RoadmapError(os.path.join(installed, SHIPPED_ROADMAP), "mlpath was installed without it; install it again")


def user_folder(kind: str) -> str:
    """Return the user's folder for mlpath's `data`, `config` or `cache`."""
    if sys.platform == "linux":
        # What platformdirs does there (XDG Base Directory Specification), without the time that importing it takes.
        variable, usual = _XDG[kind]
        chosen = os.environ.get(variable, "")
        return os.path.join(chosen if os.path.isabs(chosen) else os.path.expanduser(usual), "mlpath")
    import platformdirs

    folder: str = getattr(platformdirs, f"user_{kind}_dir")("mlpath", False)
    return folder


def config() -> Place:
    """Return the config file, which need not exist."""
    return Place(os.path.join(user_folder("config"), "config.json"), "the user's config folder")


def roadmap(option: str | None, environ: Mapping[str, str], configured: str | None) -> Place:
    """Return the roadmap in use: `--roadmap`, else MLPATH_ROADMAP, else the config file's, else the shipped one."""
    if option is not None:
        return Place(absolute(option), "--roadmap")
    if environ.get("MLPATH_ROADMAP"):
        return Place(absolute(environ["MLPATH_ROADMAP"]), "MLPATH_ROADMAP")
    if configured:
        return Place(absolute(configured), "the config file")
    return Place(os.path.join(content().path, SHIPPED_ROADMAP), "it comes with mlpath")


def state(option: str | None, environ: Mapping[str, str], roadmap_id: str) -> Place:
    """Return the state file in use: `--state`, else MLPATH_STATE, else one named after the roadmap's id."""
    if option is not None:
        return Place(absolute(option), "--state")
    if environ.get("MLPATH_STATE"):
        return Place(absolute(environ["MLPATH_STATE"]), "MLPATH_STATE")
    return Place(os.path.join(user_folder("data"), f"{roadmap_id}.json"), "the user's data folder, by the roadmap's id")


def absolute(path: str) -> str:
    """Return the absolute path, with `~` for the home folder. Raises UsageError where there is no working folder."""
    try:
        return os.path.abspath(os.path.expanduser(path))
    except FileNotFoundError:
        raise UsageError(f"{path} stands nowhere: the working folder is gone", "go to another folder") from None
