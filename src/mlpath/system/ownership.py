"""Whose a file is: what mlpath writes belongs to whom the old file or the folder belongs to, also where root runs it once."""

from __future__ import annotations

import os
import stat
from contextlib import suppress


def make_folder(path: str) -> list[str]:
    """Make a folder that only its owner can use, and those above it; return those that were missing. Raises OSError.

    Where root makes them, they belong to whom the folder that they stand in belongs to.
    """
    missing, above = [], path
    while above and not os.path.lexists(above):
        missing.append(above)
        above = os.path.dirname(above)
    os.makedirs(path, mode=0o700, exist_ok=True)
    if missing and _is_root():
        owner = os.stat(above)
        for folder in missing:
            with suppress(OSError):
                os.chown(folder, owner.st_uid, owner.st_gid, follow_symlinks=False)
    return missing


def take_after(descriptor: int, path: str) -> None:
    """Give the new file behind a descriptor the owner and mode of that at `path`, whose place it is to take.

    Where there is none, its owner is that of the folder if root makes it. Raises OSError where its mode can't be set.
    """
    if os.name != "posix":
        return
    try:
        old = os.stat(path)
    except FileNotFoundError:
        leave_to_owner(descriptor, path)
        return
    new, mode = os.fstat(descriptor), stat.S_IMODE(old.st_mode)
    if (new.st_uid, new.st_gid) != (old.st_uid, old.st_gid):
        for owner in (old.st_uid, -1):  # Only root can give a file away, but to a group of one's own everybody can.
            try:
                os.fchown(descriptor, owner, old.st_gid)
                break
            except OSError:
                continue
        else:
            mode = mode & ~0o070 | (mode & 0o007) << 3  # To another group it is as open as to all others.
    if stat.S_IMODE(os.fstat(descriptor).st_mode) != mode:
        os.fchmod(descriptor, mode)


def leave_to_owner(descriptor: int, path: str) -> None:
    """Let a file of root's at `path` belong to the owner of its folder, where root is who runs mlpath. Never raises."""
    if _is_root():
        with suppress(OSError):
            folder = os.stat(os.path.dirname(path))
            if os.fstat(descriptor).st_uid == 0 != folder.st_uid:
                os.fchown(descriptor, folder.st_uid, folder.st_gid)


def repair(path: str) -> str:
    """Return the command that lets the user read and write the file or folder at `path`, or what hides it from them."""
    import shlex

    while not _is_visible(path) and path != os.path.dirname(path):
        path = os.path.dirname(path)
    if os.name != "posix" or os.stat(path).st_uid == os.geteuid():
        rights = "u+rwx" if os.path.isdir(path) else "u+rw"
        return f"chmod {rights} {shlex.quote(path)}"
    return f"sudo chown {'-R ' if os.path.isdir(path) else ''}{shlex.quote(_user())} {shlex.quote(path)}"


def _is_visible(path: str) -> bool:
    try:
        os.stat(path)
    except OSError:
        return False
    return True


def _user() -> str:
    """Return the name of the user who runs mlpath, or their number where they have none."""
    import pwd

    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return str(os.geteuid())


def _is_root() -> bool:
    return os.name == "posix" and os.geteuid() == 0
