"""Whose program a lab's tests are: mlpath's own run at once, those of anybody else once somebody said yes to them."""

from __future__ import annotations

import os

from mlpath.labs import known
from mlpath.system import places

_MOST_BYTES, _MOST_FILES = 64 * 1024 * 1024, 10_000


def is_trusted(folder: str) -> bool:
    """Return whether the labs in a folder came with mlpath, or are as they were when somebody said yes to them."""
    real = os.path.realpath(folder)
    shipped = os.path.join(os.path.realpath(places.content().path), "")
    return real.startswith(shipped) or known.recall(known.TRUSTED, real) == content_of(real)


def trust(folder: str) -> None:
    """Remember that the labs in a folder may run as they are now."""
    real = os.path.realpath(folder)
    known.remember(known.TRUSTED, real, content_of(real))


def content_of(folder: str) -> str:
    """Return what tells the content of a folder from any other: a hash of every name and every byte in it.

    Of more than 64 MB or 10,000 files, it is never the same: nobody can have looked at these.
    """
    from hashlib import sha256

    whole, size, count = sha256(), 0, 0
    for path, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(files):
            file = os.path.join(path, name)
            whole.update(os.fsencode(os.path.relpath(file, folder)) + b"\0")
            try:
                size, count = size + os.path.getsize(file), count + 1
                if size > _MOST_BYTES or count > _MOST_FILES:
                    return os.urandom(16).hex()
                with open(file, "rb") as stream:
                    whole.update(sha256(stream.read()).digest())
            except OSError as error:
                whole.update(repr(error.errno).encode())
    return whole.hexdigest()
