"""The user's own folders for mlpath. Imported at every prompt: nothing here takes time to import."""

from __future__ import annotations

import os
import sys

_XDG = {
    "data": ("XDG_DATA_HOME", "~/.local/share"),
    "config": ("XDG_CONFIG_HOME", "~/.config"),
    "cache": ("XDG_CACHE_HOME", "~/.cache"),
}


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


def lacks_home() -> bool:
    """Return whether one of the user's folders would follow from a home folder that is none: empty, or a relative path."""
    if os.name != "posix" or (os.environ.get("HOME") != "" and os.path.isabs(os.path.expanduser("~"))):
        return False
    chosen = (os.environ.get(variable, "") for variable, _ in _XDG.values())
    return sys.platform != "linux" or not all(map(os.path.isabs, chosen))


def config_file() -> str:
    """Return the path of the config file, which need not exist."""
    return os.path.join(user_folder("config"), "config.json")
