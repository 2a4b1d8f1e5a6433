"""Where things are, and why there: the roadmap, the state, the config, and the content that mlpath ships."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import NamedTuple, TypeGuard

from mlpath.errors import InstallationError, UsageError
from mlpath.system.folders import config_file, lacks_home, user_folder

_HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
# Why the roadmap in use is the one that the config file names.
CONFIGURED = "the config file"
STATE_VARIABLE = "MLPATH_STATE"
SHIPPED_ROADMAP = os.path.join("data", "roadmap.yaml")


class Location(NamedTuple):
    """An absolute path, and why it is this one."""

    path: str
    why: str


def content() -> Location:
    """Return the folder that holds the shipped `data/` and `roadmap/`.

    Raises InstallationError where neither the installed package nor a checkout has the shipped roadmap.
    """
    installed = os.path.join(_HERE, "_content")
    checkout = os.path.dirname(os.path.dirname(_HERE))
    for folder, why in ((installed, "installed with mlpath"), (checkout, "the checkout that mlpath runs from")):
        if os.path.isfile(os.path.join(folder, SHIPPED_ROADMAP)):
            return Location(folder, why)
    raise InstallationError(os.path.join(installed, SHIPPED_ROADMAP))


def config() -> Location:
    """Return the config file, which need not exist. Raises UsageError where the user's folders would stand anywhere."""
    if lacks_home():
        raise UsageError(
            f"there is no place for your progress: HOME is {os.environ.get('HOME', 'not set')!r}",
            "set it to your home folder, an absolute path",
        )
    return Location(config_file(), "the user's config folder")


def roadmap(option: str | None, environ: Mapping[str, str], configured: str | None) -> Location:
    """Return the roadmap in use: `--roadmap`, else MLPATH_ROADMAP, else the config file's, else the shipped one.

    Raises UsageError where it is named and there is no working folder, and InstallationError as `content` does.
    """
    if option is not None:
        return Location(absolute(option), "--roadmap")
    if environ.get("MLPATH_ROADMAP"):
        return Location(absolute(environ["MLPATH_ROADMAP"]), "MLPATH_ROADMAP")
    if configured:
        return Location(absolute(configured), CONFIGURED)
    return Location(os.path.join(content().path, SHIPPED_ROADMAP), "it comes with mlpath")


def state(option: str | None, environ: Mapping[str, str], roadmap_id: str) -> Location:
    """Return the state file in use: `--state`, else MLPATH_STATE, else one named after the roadmap's id.

    What either of them names with a slash at its end is a folder, in which each roadmap has a file by its id. Raises
    UsageError where it is named and there is no working folder.
    """
    name, why = (option, "--state") if option is not None else (environ.get("MLPATH_STATE"), STATE_VARIABLE)
    if is_folder(name):
        return Location(os.path.join(absolute(name), f"{roadmap_id}.json"), f"the folder of {why}, by the roadmap's id")
    if option is not None or name:
        return Location(absolute(name or ""), why)
    return Location(
        os.path.join(user_folder("data"), f"{roadmap_id}.json"), "the user's data folder, by the roadmap's id"
    )


def is_folder(name: str | None) -> TypeGuard[str]:
    """Return whether the name of a state is that of a folder with a file for each roadmap."""
    return name is not None and name.endswith((os.sep, "/"))


def one_state(option: str | None, environ: Mapping[str, str]) -> bool:
    """Return whether `--state` or MLPATH_STATE names one file, whatever the roadmap is."""
    name = option if option is not None else environ.get("MLPATH_STATE")
    return (option is not None or bool(name)) and not is_folder(name)


def absolute(path: str) -> str:
    """Return the absolute path, with `~` for the home folder. Raises UsageError where there is no working folder."""
    try:
        return os.path.abspath(os.path.expanduser(path))
    except FileNotFoundError:
        raise UsageError(f"{path} stands nowhere: the working folder is gone", "go to another folder") from None
