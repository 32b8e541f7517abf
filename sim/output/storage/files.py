"""Where results lie, and how a file gets there: whole or not at all, under the results folder and
nowhere else.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO, Final

from sim.errors import ResultsError, UsageError
from sim.output.storage.safety import regular_files
from sim.output.storage.safety.folder_names import run_name
from sim.output.storage.safety.refused_place import refused_place

_UNFINISHED: Final = re.compile(r"\.hotline-([0-9a-f]{8}-\d{1,12})-([0-9a-f]{16})\.tmp", re.ASCII)


def run_place(root: Path, scenario: str, run: str, *, file: str = "") -> Path:
    """The folder of a run in that of its scenario, which was read from ``file``. It need not exist;
    what exists of it is a folder in which nothing is in the way that Hotline did not write, and no
    link.
    """
    from sim.output.storage.safety.ownership import expect_free
    from sim.output.storage.safety.shelves import shelf

    name = run_name(run)
    place = shelf(root, scenario, name, file) / name
    for folder in (place.parent, place):
        if folder.is_symlink():
            raise ResultsError(f"{folder} is a link. Results are written to real folders only.")
        if folder.exists() and not folder.is_dir():
            raise ResultsError(
                f"{folder} is in the way: a file where a folder of results should be."
            )
    with plain_errors(place):
        expect_free(place)
    return place


def make_folder(folder: Path) -> Path:
    """The folder, created if need be."""
    with plain_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def plain_errors(path: Path) -> Iterator[None]:
    """Says in a sentence what the system refused, and where else it would not."""
    try:
        yield
    except OSError as error:
        raise ResultsError(f"cannot write {path}: {refused_place(path, error)}") from error


@contextmanager
def replacement_file(path: Path) -> Iterator[BinaryIO]:
    """A new file that takes the place of ``path`` once it is complete and on disk; after a failure
    the old one stays.

    A link at ``path`` is replaced, not followed.
    """
    unfinished = path.with_name(unfinished_name(path.name, os.getpid()))
    with plain_errors(path):
        try:
            with _fresh(unfinished) as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(path)
            _settle(path.parent)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise


def write(path: Path, content: bytes) -> None:
    """``content`` as the whole of a file."""
    with replacement_file(path) as file:
        file.write(content)


def remove(path: Path) -> None:
    """No file there any more, for good."""
    with plain_errors(path):
        path.unlink(missing_ok=True)
        _settle(path.parent)


def write_new(path: Path, content: bytes, *, overwrite: bool) -> None:
    """``content`` as a file where the user asked for it: what is there already is left as it is,
    unless it says the same.
    """
    if not overwrite:
        expect_new({path: content})
    write(path, content)


def expect_new(files: Mapping[Path, bytes]) -> None:
    """No file is there yet that says something else, so that either all are written or none is."""
    for path, content in files.items():
        if regular_files.exists(path) and not _says(path, content):
            raise UsageError(
                f"{path} exists already, and is left as it is. Choose another name, or say"
                " --overwrite."
            )


def sweep(folder: Path) -> None:
    """Remove what a killed run left half-written."""
    with plain_errors(folder):
        for leftover in folder.glob(".hotline-*.tmp"):
            if is_unfinished(leftover):
                leftover.unlink(missing_ok=True)


def unfinished_name(name: str, process: int) -> str:
    """What a file is called until it is complete: a name of which a part is a digest of the rest,
    as no one else has it.
    """
    about = f"{blake2b(name.encode('utf-8', 'surrogatepass'), digest_size=4).hexdigest()}-{process}"
    return f".hotline-{about}-{_mark(about)}.tmp"


def is_unfinished(path: Path) -> bool:
    """Whether a file is one that a killed call half wrote."""
    parts = _UNFINISHED.fullmatch(path.name)
    return parts is not None and parts[2] == _mark(parts[1]) and regular_files.is_regular(path)


def _mark(about: str) -> str:
    return blake2b(about.encode(), digest_size=8, person=b"hotline").hexdigest()


def _says(path: Path, content: bytes) -> bool:
    try:
        return regular_files.content(path, most=len(content)) == content
    except OSError:
        return False


def _fresh(path: Path) -> BinaryIO:
    path.unlink(missing_ok=True)
    return os.fdopen(
        os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o666), "wb"
    )


def _settle(folder: Path) -> None:
    """Put the names in a folder on disk, without which a new file may be gone after a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
