"""Where results lie, and how a file gets there: whole or not at all, under the results folder and nowhere else."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from sim.errors import ResultsError, UsageError

NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_UNFINISHED: Final = ".tmp"


def run_place(root: Path, scenario: str, run: str) -> Path:
    """The folder of a run in that of its scenario. It need not exist; what exists of it is a folder and no link."""
    scenario = folder_name(scenario)
    for what, name in (("scenario", scenario), ("run", run)):
        if not NAME.fullmatch(name):
            raise UsageError(
                f"'{name}' cannot name a {what}: up to 64 lower-case letters, digits and hyphens, a hyphen not first."
            )
    place = root / scenario / run
    for folder in (place.parent, place):
        if folder.is_symlink():
            raise ResultsError(f"{folder} is a link. Results are written to real folders only.")
        if folder.exists() and not folder.is_dir():
            raise ResultsError(f"{folder} is in the way: a file where a folder of results should be.")
    return place


def folder_name(scenario: str) -> str:
    """The name of a scenario file as one for a folder: ``Strait_2`` becomes ``strait-2``."""
    return re.sub(r"[^a-z0-9]+", "-", scenario.lower()).strip("-")[:64]


def made(folder: Path) -> Path:
    """The folder, created if need be."""
    with told(folder):
        folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Says in a sentence what the system refused."""
    try:
        yield
    except OSError as error:
        raise ResultsError(f"cannot write {path}: {error.strerror or error}") from error


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A new file that takes the place of ``path`` once it is complete and on disk; after a failure the old one stays.

    A link at ``path`` is replaced, not followed.
    """
    unfinished = path.with_name(f".{path.name}.{os.getpid()}{_UNFINISHED}")
    with told(path):
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
    with replacing(path) as file:
        file.write(content)


def remove(path: Path) -> None:
    """No file there any more, for good."""
    with told(path):
        path.unlink(missing_ok=True)
        _settle(path.parent)


def sweep(folder: Path) -> None:
    """Remove what a killed run left half-written."""
    with told(folder):
        for leftover in folder.glob(f".*{_UNFINISHED}"):
            leftover.unlink(missing_ok=True)


def _fresh(path: Path) -> BinaryIO:
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o666), "wb")


def _settle(folder: Path) -> None:
    """Put the names in a folder on disk, without which a new file may be gone after a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
