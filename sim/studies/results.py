"""Results as a notebook or a script holds them: what was found, its tables, its text and its
figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from html import escape
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar
from weakref import finalize

from sim.errors import ResultsError
from sim.output.charts.base.chart import Chart
from sim.output.charts.catalogue import check_names, expect_given, missing_charts
from sim.output.evidence.disagreement_causes import FILE as HANGS_ON
from sim.output.storage import codec
from sim.output.storage.checkpoint import has_unfinished_worlds
from sim.output.storage.files import make_folder, run_place, write
from sim.output.storage.folders import Folder, kind_of
from sim.output.storage.manifest import FILE as MANIFEST
from sim.output.storage.manifest import Manifest, write_manifest
from sim.output.storage.run_folder import SCENARIO, RunFolder, manifest_of
from sim.output.storage.safety.file_records import keep, renewal
from sim.output.storage.verification import stored_worlds
from sim.output.text.grid import Grid, plain
from sim.output.words import count_text
from sim.scenario import resolve
from sim.studies.agreement import expect_agreement
from sim.studies.execution.gathering import expect_precise
from sim.studies.execution.settings import RESULTS, Making, Silent
from sim.studies.presentation import album_of, draw, page, text_of

if TYPE_CHECKING:
    import pyarrow as pa
    from matplotlib.figure import Figure

_WIDTH: Final = 100

Summary_co = TypeVar("Summary_co", covariant=True)


class Results(Generic[Summary_co]):
    """Finished results of any kind: of a run, a sweep, measures, or a study of sensitivity or
    discovery.

    They lie in a folder, ``path``: the one that was asked for, or a temporary one that goes with
    this object. Nothing here changes them.
    """

    __slots__ = ("__weakref__", "_folder")

    def __init__(self, folder: Folder, temporary: Path | None = None) -> None:
        """``temporary`` is where the folder lies, if it is to go with these results."""
        self._folder = folder
        if temporary is not None:
            finalize(self, rmtree, temporary, ignore_errors=True)

    @property
    def path(self) -> Path:
        """The folder."""
        return self._folder.path

    @property
    def kind(self) -> str:
        """Which study it is: ``run``, ``sweep``, ``measures``, ``sensitivity``, ``discovery``."""
        return kind_of(self._folder)

    @property
    def manifest(self) -> Mapping[str, Any]:
        """What was run, with what, and the hashes of all files: ``manifest.json``."""
        data: dict[str, Any] = codec.plain(self._folder.manifest)
        return data

    @property
    def summary(self) -> Summary_co:
        """All estimates, comparisons and verdicts: ``summary.json``."""
        summary: Any = self._folder.summary
        found: Summary_co = summary
        return found

    @property
    def arms(self) -> tuple[str, ...]:
        """The arms whose worlds were simulated."""
        return self._folder.manifest.arms

    @property
    def seed(self) -> int:
        """The root of all random numbers."""
        return self._folder.manifest.seed

    @property
    def worlds(self) -> int:
        """Worlds under each arm; in a study, at each point."""
        return self._folder.manifest.replications

    @property
    def tables(self) -> dict[str, pa.Table]:
        """The tables of worlds by name; a study of several parts has several."""
        files = stored_worlds(self.path, self._folder.manifest)
        return {Path(name).stem: one.reader.table() for name, one in files.items()}

    @property
    def outcomes(self) -> pa.Table:
        """Every outcome of every world: one row a world and arm (and point), null where a world
        does not have the outcome.

        A PyArrow table, which gives itself by the Arrow PyCapsule interface: pandas, polars and
        DuckDB take it without a copy. Where a study has several parts, a first column ``part``
        names them.
        """
        import pyarrow as pa

        tables = self.tables
        if len(tables) == 1:
            return next(iter(tables.values()))
        named = [
            table.add_column(0, "part", pa.array([name] * table.num_rows, pa.string()))
            for name, table in tables.items()
        ]
        return pa.concat_tables(named)

    @property
    def charts(self) -> tuple[str, ...]:
        """The names of the charts that these results can give."""
        album = album_of(self._folder)
        missing = missing_charts(album)
        return tuple(name for name in album.sheets if name not in missing)

    def plot(self, name: str | None = None) -> Figure:
        """A chart as a Matplotlib figure: the first that these results can give, or the one of this
        name.

        The figure belongs to no backend: show it, change it, or save it with ``savefig``. A
        ``UsageError`` names what there is.
        """
        album = album_of(self._folder)
        if name is not None:
            check_names(album, [name])
            return expect_given(album, name).figure
        drawn = (album.chart(one) for one in album.sheets)
        first = next((chart for chart in drawn if isinstance(chart, Chart)), None)
        return (first or expect_given(album, next(iter(album.sheets)))).figure

    def report(self, *, interactive: bool = False) -> str:
        """The report as one HTML page; that of a run may be ``interactive``, by a script in it."""
        return page(self._folder, interactive=interactive)

    def expect_met(self) -> None:
        """A ``NotPreciseError`` where a run did not meet its precision, or a check that its
        scenario demands.
        """
        if isinstance(self._folder, RunFolder):
            expect_agreement(resolve(self.path / SCENARIO), self._folder)
            expect_precise(self._folder)

    def save(
        self, out: str | Path = RESULTS, name: str | None = None, *, charts: bool = True
    ) -> Path:
        """Write the folder that the command writes, below ``out``; returns where it is.

        Its name is that of the folder where these results lie, unless ``name`` is another. The
        folder must be free, or hold the same results. A ``ResultsError`` says what is in the way.
        """
        about = self._folder.manifest
        place = run_place(Path(out), about.scenario.name, self.path.name if name is None else name)
        if place.resolve() != self.path.resolve():
            _expect_free(place, about)
            _copy(self.path, about, place)
            if not charts:
                write_manifest(place, replace(about, planned=None))
        folder: Folder = replace(self._folder, path=place)
        draw(folder, Making(charts=charts, report=self.kind == "run" and charts), Silent())
        return place

    def __str__(self) -> str:
        """The text that the command prints."""
        return "\n".join(_lines(self._folder))

    def __repr__(self) -> str:
        """Short, and which folder it is."""
        about = (
            f"{count_text(self.worlds, 'world')} x {count_text(len(self.arms), 'arm')}, seed"
            f" {self.seed}"
        )
        return f"<{self.kind} of {self._folder.manifest.scenario.name}: {about}, in {self.path}>"

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        return f"<pre>{escape(str(self))}</pre>"


def _lines(folder: Folder) -> list[str]:
    parts = text_of(folder, _WIDTH)
    return [line for part in parts for line in (plain(part) if isinstance(part, Grid) else (part,))]


def _expect_free(place: Path, about: Manifest) -> None:
    if (place / MANIFEST).is_file():
        if manifest_of(place).content != about.content:
            raise ResultsError(
                f"{place} holds other results. Choose another --name, or remove the folder."
            )
    elif has_unfinished_worlds(place) or any(map(has_unfinished_worlds, place.glob(".*/"))):
        raise ResultsError(
            f"{place} is not finished: it was interrupted, or runs right now. The command that"
            " began it goes on."
        )


def _copy(source: Path, about: Manifest, place: Path) -> None:
    """Copy a folder of results, its manifest last, as without it the copy is not complete; what is
    made of it comes after.
    """
    names = about.files
    make_folder(place)
    with renewal(place, names):
        for name in (*names, MANIFEST):
            make_folder((place / name).parent)
            write(place / name, (source / name).read_bytes())
    if (source / HANGS_ON).is_file():
        keep(place, {HANGS_ON: (source / HANGS_ON).read_bytes()})
