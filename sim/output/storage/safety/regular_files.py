"""Files as what they are: regular, below their folder, reached through no link; nothing else of a
results folder is read.

A link could lead out of the folder, and a pipe or a device has no end.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from hashlib import file_digest
from io import BufferedReader
from pathlib import Path
from stat import S_ISDIR, S_ISLNK, S_ISREG
from typing import Final

#: Bytes that no file of results but those of worlds comes near, and that can be read at once.
MOST: Final = 1 << 30
#: For files of worlds, which are read piece by piece.
ENDLESS: Final = 1 << 62
_FLAGS: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


def is_regular(path: Path) -> bool:
    """Whether there is a file at ``path`` itself, and no link, pipe, socket or device."""
    return S_ISREG(_mode(path))


def is_folder(path: Path) -> bool:
    """Whether there is a folder at ``path`` itself, and no link to one."""
    return S_ISDIR(_mode(path))


def exists(path: Path) -> bool:
    """Whether there is anything at ``path``, be it a link that leads nowhere."""
    return bool(_mode(path))


def inside(folder: Path, name: str) -> bool:
    """Whether the file ``name`` (with ``/`` for folders) lies in a folder, with no link on the way
    to it.
    """
    *parents, _ = way = name.split("/")
    steps = (folder.joinpath(*way[:depth]) for depth in range(1, len(parents) + 1))
    return all(map(is_folder, steps)) and is_regular(folder / name)


def expect_regular(path: Path) -> None:
    """``OSError`` for what is no regular file, before a library opens it and follows a link or
    waits for ever.
    """
    open_regular(path, most=ENDLESS).close()


def open_regular(path: Path, most: int = MOST) -> BufferedReader:
    """A regular file of at most so many bytes, to be read. Raises ``OSError`` for anything else,
    and never waits.
    """
    if S_ISLNK(_mode(path)):
        raise OSError(errno.ELOOP, "it is a link", str(path))
    file = os.fdopen(os.open(path, _FLAGS), "rb")
    about = os.fstat(file.fileno())
    if not S_ISREG(about.st_mode) or about.st_size > most:
        file.close()
        fault = (
            "it is larger than such a file can be"
            if S_ISREG(about.st_mode)
            else "it is no regular file"
        )
        raise OSError(errno.EINVAL, fault, str(path))
    return file


def content(path: Path, most: int = MOST) -> bytes:
    """All bytes of a regular file."""
    with open_regular(path, most) as file:
        return file.read()


def digest(path: Path) -> str | None:
    """SHA-256 of a regular file; none of what cannot be read as one."""
    try:
        with open_regular(path) as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def names(folder: Path) -> Iterator[str]:
    """All that lies in a folder and below: files, links, and with a ``/`` at its end each folder
    that holds nothing.
    """
    for place, folders, files in os.walk(folder):
        here = Path(place)
        links = [name for name in folders if (here / name).is_symlink()]
        for name in sorted((*files, *links)):
            yield (here / name).relative_to(folder).as_posix()
        if not (files or folders or here == folder):
            yield f"{here.relative_to(folder).as_posix()}/"


def _mode(path: Path) -> int:
    """What is at ``path``; 0 for nothing."""
    try:
        return path.lstat().st_mode
    except (OSError, ValueError):
        return 0
