"""What a prompt or a TAB key is answered with, remembered in the user's cache folder: a text, and what it was made from.

It is good for as long as nothing of that has changed, which takes a few calls of `stat` to tell. What was remembered is
never trusted beyond that, and never an error. Read at every prompt: nothing here takes time to import.
"""

from __future__ import annotations

import os
from zlib import crc32

from mlpath import __version__
from mlpath.system.folders import config_file, user_folder
from mlpath.system.reading import may_change_unseen, read_file, version

TYPE_CHECKING = False  # What `typing` holds, without importing it.
if TYPE_CHECKING:
    from collections.abc import Sequence

    # A line that tells a version of a file from others, and whether it tells it from all later ones.
    Source = tuple[str, bool]

MOST_BYTES = 64 * 1024 * 1024

# What is remembered: the prompt's line with the status of each item, and all that may be completed.
PROGRESS, ADDRESSES = "progress", "addresses"


def recall(name: str) -> str | None:
    """Return the text that was remembered under a name, or None where it may no longer be true."""
    try:
        checksum, _, data = read_file(_file(name), MOST_BYTES).partition(b"\n")
        if int(checksum) != crc32(data):
            return None
        head, count, rest = data.decode().split("\n", 2)
        *sources, text = rest.split("\n", int(count))
        if head != _head() or len(sources) != int(count):
            return None
        return text if all(map(_is_same, sources)) else None
    except (OSError, ValueError):
        return None


def seen(path: str) -> Source:
    """Return what tells the version of a file that stands there now, or that none does. To be taken before it is read.

    The second part says whether a later version can be told from this one: its times may not tell where it changed just now.
    Never raises.
    """
    import time

    try:
        line = _seen(path)
        settled = line.endswith("\tabsent") or not may_change_unseen(os.stat(path).st_mtime_ns, time.time_ns())
    except (OSError, ValueError):
        return path, False
    return line, settled


def remember(name: str, sources: Sequence[Source], text: str, written: tuple[str, bytes] | None = None) -> None:
    """Remember a text under a name, and the files that it was made from as they were seen before that. Never raises.

    Where a later version of one can't be told from that which was seen, nothing is remembered. `written` is one more file,
    and what this process has written to it: that one is told by its content, whenever it changed.
    """
    from mlpath.system.ownership import make_folder
    from mlpath.system.writing import move_over, write_beside

    try:
        if not all(settled for _, settled in sources):
            return
        lines = [line for line, _ in sources]
        if written:
            lines.append(f"{_seen(written[0])}\t{crc32(written[1])}")
        if not any("\n" in line for line in lines):
            make_folder(os.path.dirname(_file(name)))
            content = "\n".join([_head(), str(len(lines)), *lines, text]).encode()
            whole = b"%d\n%s" % (crc32(content), content)
            move_over(write_beside(_file(name), whole, tag=f".{os.getpid()}", flush=False), _file(name), flush=False)
    except (OSError, ValueError):
        return


def _file(name: str) -> str:
    return os.path.join(user_folder("cache"), name)


def _head() -> str:
    """Return what tells what was asked for: this mlpath, and the places that the environment names."""
    named = (os.environ.get("MLPATH_ROADMAP"), os.environ.get("MLPATH_STATE"))
    here = None if all(path is None or os.path.isabs(path) for path in named) else os.getcwd()
    return repr((__version__, config_file(), user_folder("data"), *named, here))


def _seen(path: str) -> str:
    """Return a path with what tells this version of the file there from others."""
    try:
        status = os.stat(path)
    except FileNotFoundError:
        return f"{path}\tabsent"
    return f"{path}\t{version(status)}"


def _is_same(source: str) -> bool:
    """Return whether a file is still the version that was seen, by its content where that was noted."""
    path, _, rest = source.partition("\t")
    _, _, checksum = rest.partition("\t")
    if checksum:
        return source == f"{_seen(path)}\t{crc32(read_file(path, MOST_BYTES))}"
    return source == _seen(path)
