"""git, asked about one file: what it holds for unmerged, and what its configuration says.

git is run as a program, and only where there is a `.git` above the file. Whatever it can't or won't say is None or empty:
nothing here is ever an error.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping

_MOST_SECONDS = 10
# What a hook's environment says of the repository that git was called in, which need not be the file's.
_OF_ANOTHER = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX")

# The stages of git's index: whose version of an unmerged file each holds.
STAGES: Mapping[int, str] = {2: "ours", 3: "theirs", 1: "the common ancestor"}


def repository(path: str) -> str | None:
    """Return the folder with a `.git` that the file at `path` lies in, None where it lies in no repository."""
    folder = os.path.dirname(os.path.realpath(path))
    while not os.path.lexists(os.path.join(folder, ".git")):
        folder, below = os.path.dirname(folder), folder
        if folder == below:
            return None
    return folder


def unmerged(path: str) -> dict[int, str]:
    """Return the objects by stage where git's index holds a file for unmerged, else nothing."""
    if repository(path) is None:
        return {}
    listed = ask(path, "--literal-pathspecs", "ls-files", "--unmerged", "-z", "--", os.path.basename(_real(path)))
    entries = [entry.partition(b"\t")[0].split() for entry in (listed or b"").split(b"\0") if entry]
    return {int(stage): name.decode() for _, name, stage in entries}


def content(path: str, name: str) -> bytes | None:
    """Return what an object of the repository around `path` holds."""
    return ask(path, "cat-file", "blob", name)


def to_add(*paths: str) -> str:
    """Return the command that gives git some files of one folder as they are now, to be run from anywhere."""
    names = [os.path.basename(_real(path)) for path in paths]
    return shlex.join(["git", "-C", os.path.dirname(_real(paths[0])), "add", *names])


def ask(path: str, *arguments: str) -> bytes | None:
    """Return what git prints when it is run in the folder of `path`, None where it fails or there is none."""
    import subprocess

    environ = {name: value for name, value in os.environ.items() if name not in _OF_ANOTHER}
    # No program that somebody's repository names for its own use is started.
    command = ["git", "-C", os.path.dirname(_real(path)), "-c", "core.fsmonitor=false", *arguments]
    try:
        ended = subprocess.run(  # noqa: S603  # The user's own git.
            command, env=environ, stdin=subprocess.DEVNULL, capture_output=True, timeout=_MOST_SECONDS, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return ended.stdout if ended.returncode == 0 else None


def _real(path: str) -> str:
    return os.path.realpath(path)
