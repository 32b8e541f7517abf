"""Why nothing can be written at a place: what is in the way there, what was expected, and a place
that would do.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path
from shlex import quote
from typing import Final

from sim.errors import refusal

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_BARRED: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
#: Letters that the name of a file may have nearly everywhere.
_LONGEST: Final = 255


def refused_place(path: Path, error: OSError) -> str:
    """What the system refused at ``path``, as a sentence with the nearest place that would do; as
    the system says it where that is all that can be known.
    """
    there = _nearest_there(path)
    if error.errno == errno.ENAMETOOLONG:
        return f"its name is too long: a name has at most {_LONGEST} letters. Choose a shorter one."
    if error.errno in _FULL:
        return f"{refusal(error)}. Make room there, or choose a place on another disk."
    if there is None:
        return refusal(error)
    if there.is_symlink() and not there.exists():
        return f"{there} is a link to what is not there.{_another(path, there.parent)}"
    if there == path and there.is_file() and error.errno in _BARRED:
        return f"the file that is there takes nothing of yours.{_another(path, path.parent)}"
    if not there.is_dir():
        return f"{there} is a file, where a folder is expected.{_another(path, there.parent)}"
    if there == path:
        return _of_folder(path, error)
    return _below(path, there, error)


def _nearest_there(path: Path) -> Path | None:
    """The place itself, or of all that it lies in the nearest that exists; nothing where this
    cannot be told.
    """
    try:
        return next((one for one in (path, *path.parents) if os.path.lexists(one)), None)
    except OSError:
        return None


def _of_folder(path: Path, error: OSError) -> str:
    """A folder stands at the place: in the way of a file, or one that takes no files."""
    if error.errno in {errno.EISDIR, errno.EEXIST, errno.ENOTEMPTY}:
        return "it is a folder, where a file is expected. Name a file in it, or beside it."
    if error.errno in _BARRED or not os.access(path, os.W_OK | os.X_OK):
        return f"the folder takes no files of yours.{_another(path, path.parent)}"
    return refusal(error)


def _below(path: Path, there: Path, error: OSError) -> str:
    """The place lies in a folder that exists, directly or further below."""
    missing = path.parent if there != path.parent else None
    if error.errno in _BARRED or not os.access(there, os.W_OK | os.X_OK) or _is_virtual(there):
        return f"the folder {there} takes no files of yours.{_another(path, there.parent)}"
    if missing is not None and error.errno == errno.ENOENT:
        return (
            f"there is no folder {missing}. Make it (mkdir -p {quote(str(missing))}), or write to"
            f" one that is there, such as {there / path.name}"
        )
    return refusal(error)


def _is_virtual(folder: Path) -> bool:
    """Whether a folder is one of the system's own views, which may seem open and take nothing."""
    return folder.absolute().parts[1:2] in {("proc",), ("sys",)}


def _another(path: Path, above: Path) -> str:
    """A place that can be written: a file of the same name, or a folder for results."""
    name = path.name if path.suffix else "results"
    for folder in (above, Path(), Path.home()) if above.name else (Path(), Path.home()):
        place = folder / name
        free = folder.is_dir() and os.access(folder, os.W_OK | os.X_OK) and not _is_virtual(folder)
        if free and (not os.path.lexists(place) or (place.is_dir() and not path.suffix)):
            return f" Choose another place, such as {place}"
    return " Choose a folder of your own."
