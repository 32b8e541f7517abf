"""What lies in a results folder: every run and study, whether it is whole, how large it is; taking
one out, or away.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from shlex import quote
from shutil import copyfileobj, rmtree
from typing import Any, BinaryIO, Final, Literal
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sim.errors import ResultsError, UsageError
from sim.output.storage import canonical_json, manifest, outcome_rows
from sim.output.storage.checkpoint import is_busy
from sim.output.storage.files import plain_errors, remove, replacement_file
from sim.output.storage.manifest import Manifest
from sim.output.storage.run_folder import RUN, manifest_of
from sim.output.storage.safety import ownership, regular_files
from sim.output.storage.safety.game_files import GAME, is_played
from sim.output.storage.safety.no_results import no_results
from sim.output.storage.safety.planned_files import absent
from sim.output.storage.verification import damage_of, stored_worlds
from sim.output.words import as_list

State = Literal["complete", "interrupted", "unreadable"]

WORKBOOK: Final = ".xlsx"
#: What a file of this kind has of results.
EXPORTED: Final[Mapping[str, str]] = {
    ".csv": "the outcomes of every world under every arm, a row each",
    ".zip": "the whole folder as one file",
    WORKBOOK: "all tables of these results as a workbook, with every world",
}
EXPORTS: Final = (*EXPORTED,)
_FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)  # of all zip files: equal folders give equal bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One folder of results: ``worlds`` at each of ``points``; 0 of both, and empty texts, where
    they cannot be known.

    ``lacking`` are files that its manifest names and that are not there, ``wanting`` pictures and
    pages that were planned.
    """

    path: Path
    kind: str
    state: State
    worlds: int
    points: int
    arms: tuple[str, ...]
    size: int
    started: str
    lacking: tuple[str, ...] = ()
    wanting: tuple[str, ...] = ()


def entries(root: Path) -> Iterator[Entry]:
    """All results below the folder of all results, in the order of their names."""
    if not root.is_dir():
        raise no_results(root)
    for path in sorted(
        path
        for scenario in root.iterdir()
        if regular_files.is_folder(scenario)
        for path in scenario.iterdir()
    ):
        if regular_files.is_folder(path) and _is_results(path):
            yield entry(path)


def entry(path: Path) -> Entry:
    """What a folder of results says of itself."""
    size = sum((path / name).lstat().st_size for name in regular_files.names(path))
    if not regular_files.exists(path / manifest.FILE):
        return _unknown_entry(path, "interrupted", size)
    try:
        about = manifest_of(path)
        return Entry(
            path=path,
            kind=about.kind or RUN,
            state="complete",
            worlds=about.replications,
            points=_points(path, about),
            arms=about.arms,
            size=size,
            started=about.started,
            lacking=tuple(name for name in about.files if not regular_files.inside(path, name)),
            wanting=absent(path, about),
        )
    except ResultsError:
        return _unknown_entry(path, "unreadable", size)


def _unknown_entry(path: Path, state: State, size: int) -> Entry:
    """A folder of which nothing can be told but its size."""
    return Entry(
        path=path, kind="", state=state, worlds=0, points=0, arms=(), size=size, started=""
    )


def _points(path: Path, about: Manifest) -> int:
    """At how many points worlds were simulated: one in a run or a trial, those of all designs in a
    study.
    """
    if about.points is not None:
        return about.points
    worlds = sum(one.worlds for one in stored_worlds(path, about).values())
    return max(1, worlds // max(1, about.replications))


def _is_results(path: Path) -> bool:
    """Whether a folder holds results, or what is left of such: not the manifest of
    another program.
    """
    if not regular_files.exists(path / manifest.FILE):
        return ownership.is_under_way(path)
    try:
        about = canonical_json.read_object(path / manifest.FILE)
    except ResultsError:
        return True  # a torn manifest cannot say whose it is
    return "schema" in about or manifest.is_hotlines(about)


def expect_results(path: Path) -> None:
    """An error unless a folder holds results, complete or interrupted."""
    if path.is_symlink():
        raise ResultsError(f"{path} is a link. Name the folder itself.")
    if not path.is_dir() or not _is_results(path):
        raise no_results(path)


def export(
    path: Path, to: Path, as_workbook: Callable[[BinaryIO], None], *, overwrite: bool = False
) -> tuple[str, ...]:
    """Write results to a file of one's own: the worlds as CSV, the whole folder as a zip file, or
    its tables as a workbook, which ``as_workbook`` writes.

    Returns the files that are left out as they are not Hotline's.
    """
    about = manifest_of(path)
    if to.suffix not in EXPORTS:
        raise UsageError(f"{to}: results are exported as {as_list(EXPORTS, 'or')}.")
    if regular_files.exists(to) and not overwrite:
        raise UsageError(
            f"{to} exists already, and is left as it is. Choose another name, or say --overwrite."
        )
    if damage := damage_of(path, about):
        again = f"hotline results verify {quote(str(path))} --repair"
        raise ResultsError(
            f"{path} is damaged: {damage.description()}. Make that again:\n  {again}"
        )
    if about.kind == GAME and to.suffix != ".zip":
        raise UsageError(f"{path} is a game, which has no table of worlds: export it as a .zip.")
    with replacement_file(to) as file:
        if to.suffix == ".zip":
            return _as_zip(path, file)
        if to.suffix == WORKBOOK:
            as_workbook(file)
            return ()
        _as_csv(path, file, tuple(stored_worlds(path, about)) or (outcome_rows.FILE,))
    return ()


def _as_zip(path: Path, file: BinaryIO) -> tuple[str, ...]:
    held = ownership.holdings(path)
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name in held.ours:
            if not any(part.startswith(".") for part in name.split("/")):
                info = ZipInfo(f"{path.resolve().name}/{name}", date_time=_FIRST_DAY)
                info.compress_type, info.external_attr = ZIP_DEFLATED, 0o644 << 16
                with (
                    regular_files.open_regular(path / name, most=regular_files.ENDLESS) as content,
                    archive.open(info, "w") as packed,
                ):
                    copyfileobj(content, packed)
    return held.foreign


def _as_csv(path: Path, file: BinaryIO, names: Sequence[str]) -> None:
    """All worlds; where they lie in several files, a first column names the part of the study."""
    for number, name in enumerate(names):
        part = (Path(name).stem,) if len(names) > 1 else ()
        _add_csv(path / name, file, part, header=number == 0)


def _add_csv(path: Path, file: BinaryIO, part: tuple[str, ...], *, header: bool) -> None:
    rows = table_rows(path)
    names = next(rows)
    if header:
        _write_line(file, [*("part" for _ in part), *names])
    for row in rows:
        _write_line(file, (*part, *row))


def table_rows(path: Path) -> Iterator[tuple[Any, ...]]:
    """A file of worlds row by row: first the names of its columns."""
    import pyarrow as pa
    from pyarrow import parquet

    try:
        regular_files.expect_regular(path)
        with parquet.ParquetFile(path, memory_map=False, page_checksum_verification=True) as table:
            yield tuple(table.schema_arrow.names)
            for group in range(table.num_row_groups):
                for batch in table.read_row_group(group).to_batches(max_chunksize=4096):
                    columns = [column.to_pylist() for column in batch.columns]
                    yield from zip(*columns, strict=True)
    except (pa.ArrowException, OSError) as error:
        raise ResultsError(f"{path} cannot be read: {error}") from error


def _write_line(file: BinaryIO, row: Iterable[object]) -> None:
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerow(row)
    file.write(text.getvalue().encode())


def removable(path: Path) -> ownership.Holdings:
    """What is in a folder of results that can be taken away; an error unless it can be told what of
    it is Hotline's.
    """
    expect_results(path)
    if regular_files.exists(path / manifest.FILE):
        about = ownership.own_manifest(path)
        if about is None or about.seal is None:
            raise ResultsError(
                f"{path / manifest.FILE} is not Hotline's, or no longer as it was written, so it"
                " cannot be told which files are Hotline's. Nothing has been removed."
            )
    if is_played(path):
        raise ResultsError(
            f"the game in {path} is being played right now. Nothing has been removed."
        )
    if any(map(is_busy, (path, *ownership.parts(path)))):
        raise ResultsError(f"another run is writing to {path} right now. Nothing has been removed.")
    held = ownership.holdings(path)
    edited = set(_edited_files(path, held.ours))
    return ownership.Holdings(
        ours=tuple(name for name in held.ours if name not in edited),
        foreign=tuple(sorted((*held.foreign, *edited))),
    )


def _edited_files(path: Path, names: Iterable[str]) -> Iterator[str]:
    """Files that people write (scenarios, measures) and that say something else than when they were
    sealed: the work in them is somebody's.
    """
    about = ownership.own_manifest(path)
    sealed = {} if about is None else about.content
    for name in names:
        if (
            Path(name).suffix == ".yaml"
            and name in sealed
            and regular_files.digest(path / name) != sealed[name]
        ):
            yield name


def remove_results(path: Path, *, everything: bool = False) -> tuple[str, ...]:
    """Take results away: what Hotline wrote, then the folder if nothing else is in it. Returns what
    stays.

    With ``everything`` the whole folder goes. No link is followed, and no folder above is touched.
    """
    held = removable(path)
    with plain_errors(path):
        if everything:
            rmtree(path)
            return ()
        for name in sorted(
            held.ours, key=lambda name: name == manifest.FILE
        ):  # by which the rest is known, if this is stopped
            _remove_file(path, name)
        for folder in sorted({path / name.rpartition("/")[0] for name in held.ours}, reverse=True):
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()
    return held.foreign


def _remove_file(folder: Path, name: str) -> None:
    if name.endswith("/"):
        (folder / name).rmdir()
    else:
        remove(folder / name)
