"""What lies in a results folder: every run and study, whether it is whole, how large it is; taking one out, or away."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from shutil import rmtree
from typing import Any, BinaryIO, Final, Literal
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sim.errors import ResultsError, UsageError
from sim.output import canonical, manifest, rows
from sim.output.damage import stored
from sim.output.harvest import unfinished
from sim.output.places import replacing, told
from sim.output.planned import absent
from sim.output.store import RUN, manifest_of

State = Literal["complete", "interrupted", "unreadable"]

EXPORTS: Final = (".csv", ".zip")
_FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)  # of all zip files: equal folders give equal bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One folder of results: ``worlds`` at each of ``points``; 0 of both, and empty texts, where they cannot be known.

    ``wanting`` are pictures and pages that were planned and are not there.
    """

    path: Path
    kind: str
    state: State
    worlds: int
    points: int
    arms: tuple[str, ...]
    size: int
    started: str
    wanting: tuple[str, ...] = ()


def entries(root: Path) -> Iterator[Entry]:
    """All results below the folder of all results, in the order of their names."""
    if not root.is_dir():
        raise ResultsError(f"{root} is no results folder: there is no such folder")
    for path in sorted(root.glob("*/*")):
        if path.is_dir() and not path.is_symlink() and _is_results(path):
            yield entry(path)


def entry(path: Path) -> Entry:
    """What a folder of results says of itself."""
    size = sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
    if not (path / manifest.FILE).is_file():
        return Entry(path=path, kind="", state="interrupted", worlds=0, points=0, arms=(), size=size, started="")
    try:
        about = canonical.read(path / manifest.FILE)
        return Entry(
            path=path, kind=str(about.get("kind", RUN)), state="complete", worlds=int(about["replications"]),
            points=_points(path, about), arms=tuple(about["arms"]), size=size, started=_started(about),
            wanting=absent(path, about),
        )  # fmt: skip
    except (ResultsError, AttributeError, KeyError, TypeError, ValueError, ZeroDivisionError):
        return Entry(path=path, kind="", state="unreadable", worlds=0, points=0, arms=(), size=size, started="")


def _started(about: Mapping[str, Any]) -> str:
    moment = about.get("started", "")
    if not isinstance(moment, str):
        raise TypeError(moment)
    return moment


def _points(path: Path, about: Mapping[str, Any]) -> int:
    """At how many points worlds were simulated: one in a run or a trial, those of all designs in a study."""
    worlds = sum(one.worlds for one in stored(path, about).values())
    return max(1, worlds // int(about["replications"]))


def _is_results(path: Path) -> bool:
    return (path / manifest.FILE).is_file() or unfinished(path) or any(map(unfinished, path.glob(".*/")))


def expect_results(path: Path) -> None:
    """An error unless a folder holds results, complete or interrupted."""
    if path.is_symlink():
        raise ResultsError(f"{path} is a link. Name the folder itself.")
    if not path.is_dir() or not _is_results(path):
        raise ResultsError(f"{path} holds no results.")


def exported(path: Path, to: Path) -> None:
    """Write results to a file of one's own: the worlds as CSV, or the whole folder as a zip file."""
    about = manifest_of(path)
    if to.suffix not in EXPORTS:
        raise UsageError(f"{to}: results are exported as {' or '.join(EXPORTS)}.")
    with replacing(to) as file:
        if to.suffix == ".zip":
            _as_zip(path, file)
        else:
            _as_csv(path, file, tuple(stored(path, about)) or (rows.FILE,))


def _as_zip(path: Path, file: BinaryIO) -> None:
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for one in sorted(path.rglob("*")):
            name = one.relative_to(path)
            if one.is_file() and not any(part.startswith(".") for part in name.parts):
                info = ZipInfo(f"{path.name}/{name.as_posix()}", date_time=_FIRST_DAY)
                info.compress_type, info.external_attr = ZIP_DEFLATED, 0o644 << 16
                archive.writestr(info, one.read_bytes())


def _as_csv(path: Path, file: BinaryIO, names: Sequence[str]) -> None:
    """All worlds; where they lie in several files, a first column names the part of the study."""
    for number, name in enumerate(names):
        part = (Path(name).stem,) if len(names) > 1 else ()
        _add_csv(path / name, file, part, header=number == 0)


def _add_csv(path: Path, file: BinaryIO, part: tuple[str, ...], *, header: bool) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    try:
        with parquet.ParquetFile(path, memory_map=False, page_checksum_verification=True) as table:
            if header:
                _write_line(file, [*("part" for _ in part), *table.schema_arrow.names])
            for group in range(table.num_row_groups):
                for batch in table.read_row_group(group).to_batches(max_chunksize=4096):
                    columns = [column.to_pylist() for column in batch.columns]
                    for row in zip(*columns, strict=True):
                        _write_line(file, (*part, *row))
    except (pa.ArrowException, OSError) as error:
        raise ResultsError(f"{path} cannot be read: {error}") from error


def _write_line(file: BinaryIO, row: Iterable[object]) -> None:
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerow(row)
    file.write(text.getvalue().encode())


def removed(path: Path) -> None:
    """Take a folder of results away, and that of its scenario if nothing else is in it."""
    expect_results(path)
    with told(path):
        rmtree(path)
        if not any(path.parent.iterdir()):
            path.parent.rmdir()
