"""The repository that a state file lies in: whether this clone merges it by mlpath, and setting it up so that it does."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Sequence

from mlpath.commands.study import Study
from mlpath.errors import OutputError, UsageError, refusing
from mlpath.progress.reports import SetUp
from mlpath.system import git, programs
from mlpath.system.reading import read_file
from mlpath.system.writing import move_over, write_beside

_DRIVER = "merge.mlpath.driver"
_MOST_BYTES = 1024 * 1024


def set_up(study: Study) -> SetUp:
    """Let git merge the state file by mlpath in this clone, and leave alone what mlpath writes beside it.

    What is set up already stays as it is; lines are added behind those that a file has. Raises UsageError where the state
    file lies in no repository or git does not take it, and OutputError where a file can't be written.
    """
    path = os.path.realpath(study.state_at.path)
    repository = git.repository(path)
    if repository is None:
        raise UsageError(
            f"the state file {path} lies in no git repository", "name one that does, with --state or MLPATH_STATE"
        )
    folder, name = os.path.split(path)
    driver = f"{_escaped(shlex.join(programs.itself()))} merge --git-driver %O %A %B"
    for key, value in (("merge.mlpath.name", "mlpath journal"), (_DRIVER, driver)):
        if git.ask(path, "config", key, value) is None:
            raise UsageError(f"git does not take its configuration in {repository}", "`git status` there may say why")
    written = []
    if _attribute(path) != "mlpath":
        written.append(_add(os.path.join(folder, ".gitattributes"), [f"{_quoted(_pattern(name))} merge=mlpath"]))
    beside = [name for name in (f".{name}.lock", f".{name}.new", f"{name}.backups/") if not _ignored(path, name)]
    if beside:
        written.append(_add(os.path.join(folder, ".gitignore"), [_pattern(name) for name in beside]))
    if _attribute(path) != "mlpath":
        raise UsageError(
            f"git still merges {path} in another way",
            "`merge=` in its .git/info/attributes comes before .gitattributes",
        )
    return SetUp(repository, driver, tuple(written), git.to_add(*written) if written else None)


def fault(path: str) -> str | None:
    """Return why git does not merge the state file at `path` by mlpath in this clone; None where it does, or does not keep it."""
    if not git.ask(path, "--literal-pathspecs", "ls-files", "-z", "--", os.path.basename(os.path.realpath(path))):
        return None
    if _attribute(path) != "mlpath":
        return "no .gitattributes says that git merges the state file by mlpath"
    driver = (git.ask(path, "config", "--get", _DRIVER) or b"").decode("utf-8", "replace").replace("%%", "%").strip()
    if not driver:
        return "this clone has no merge driver for the state file"
    return None if programs.is_there(driver) else f"the merge driver of this clone is not there: {driver}"


def _attribute(path: str) -> str:
    """Return how git is told to merge a file."""
    asked = git.ask(path, "check-attr", "-z", "merge", "--", os.path.basename(os.path.realpath(path))) or b""
    return asked.split(b"\0")[2].decode("utf-8", "replace") if asked else ""


def _ignored(path: str, name: str) -> bool:
    return git.ask(path, "check-ignore", "-q", "--", name) is not None


def _escaped(words: str) -> str:
    return words.replace("%", "%%")


def _pattern(name: str) -> str:
    """Return the pattern of a `.gitignore` that fits the file `name` in its own folder alone."""
    return "/" + re.sub(r"([\\*?\[])", r"\\\1", name)


def _quoted(pattern: str) -> str:
    """Return a pattern as a `.gitattributes` takes it, where white space ends one that stands in no quotes."""
    return '"' + re.sub(r'([\\"])', r"\\\1", pattern) + '"' if re.search(r"\s", pattern) else pattern


def _add(path: str, lines: Sequence[str]) -> str:
    """Add lines to a file, which is made where there is none, and return its path. Raises OutputError."""
    with refusing(lambda reason: OutputError(path, reason)):
        real = os.path.realpath(path)
        before = read_file(real, _MOST_BYTES) if os.path.lexists(real) else b""
        mode = os.stat(real).st_mode & 0o777 if before else 0o644
        end = b"" if not before or before.endswith(b"\n") else b"\n"
        data = before + end + "".join(f"{line}\n" for line in lines).encode()
        move_over(write_beside(real, data, mode, tag=f".{os.getpid()}"), real)
    return path
