"""Delay laws fitted to the times in a column of a CSV file: what was asked, what was found, and the
line to paste.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Final, Literal

from sim.characters import visible
from sim.errors import UsageError, did_you_mean
from sim.experiment.fitting.families import FAMILIES
from sim.experiment.fitting.fits import LEAST_FOR_MIXTURE, Fits, fit_times, laws_for, suits_mixture
from sim.experiment.fitting.paste import law_line
from sim.experiment.fitting.table.data import MeasuredWaits, measured_times
from sim.experiment.fitting.table.request import FitRequest, censoring_of
from sim.experiment.fitting.table.rows import Where
from sim.experiment.fitting.table.text import MOST_BYTES, TableText, decode
from sim.output.charts.base.files import FORMATS
from sim.output.text import fit_document
from sim.output.text import fits as told
from sim.output.text.grid import Grid, plain
from sim.studies.execution.settings import Observer
from sim.studies.fields import expect_fitting, within

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.output.charts.base.chart import Chart


_WIDTH: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class FitSpecification:
    """What is asked of a file of times. ``censoring`` says what is known of a wait:
    ``interval[:WIDTH]``, ``right:COLUMN``.

    In place of a ``column``, ``start`` and ``end`` name two with time stamps; waits without an end
    go on at ``until``, and ``dates`` are ``day-first`` or ``month-first``. ``delimiter``,
    ``decimal`` and ``thousands`` are found if not given.
    """

    data: str
    column: str = ""
    unit: Literal["s", "min", "h", "d", "wk"] | None = None
    wheres: tuple[str, ...] = ()
    censoring: tuple[str, ...] = ()
    skip_gaps: bool = False
    laws: tuple[str, ...] = ()
    bootstrap: int = within(0, default=500)
    seed: int = within(0, default=1)
    start: str = ""
    end: str = ""
    until: str = ""
    dates: str = ""
    delimiter: str = ""
    decimal: str = ""
    thousands: str = ""

    def __post_init__(self) -> None:
        expect_fitting(self)

    def request(self) -> FitRequest:
        """The same, read."""
        width, still = censoring_of(self.censoring)
        asked = FitRequest(
            column=self.column,
            unit=self.unit or "",
            wheres=tuple(map(Where.read, self.wheres)),
            width=width,
            still=still,
            skip_gaps=self.skip_gaps,
            start=self.start,
            end=self.end,
            until=self.until,
            dates=self.dates,
            delimiter=self.delimiter,
            decimal=self.decimal,
            thousands=self.thousands,
        )
        _expect_laws(self.laws)
        return asked.with_signs()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitting:
    """The laws that fit, how well, and where they come from, as text for a scenario."""

    specification: FitSpecification
    asked: FitRequest
    times: MeasuredWaits
    fits: Fits

    @property
    def file(self) -> str:
        """The name of the file of times."""
        return visible(Path(self.specification.data).name)

    @property
    def heading(self) -> str:
        """What was fitted."""
        return f"{self.times.title} of {self.file}" + "".join(
            f", {where}" for where in self.asked.wheres
        )

    def source(self, aicc: float) -> str:
        """Where a law comes from, for those who read the scenario."""
        width, times = self.asked.width, self.fits.times
        waiting = int(times.waiting.sum())
        parts = [
            f"fitted to {self.file}, {self.times.title}"
            + "".join(f", {where}" for where in self.asked.wheres),
            f"n={int(times.n[0])}" + (f" ({waiting} still waiting)" if waiting else ""),
            *([f"interval-censored, {width:g} {self.times.unit}"] if width else []),
            f"AICc {aicc:.1f}",
            "date of data not known",
        ]
        return visible(", ".join(parts))

    def lines(self) -> dict[str, str]:
        """What to paste, by law."""
        return {
            fit.name: law_line(fit.law, self.times.unit, self.source(fit.aicc), self.fits.times)
            for fit in self.fits.fits
        }

    @property
    def recommended_line(self) -> str:
        """The line to paste."""
        return self.lines()[self.fits.recommendation.name]

    def cautions(self) -> list[str]:
        """What to know before a law is used."""
        return list(told.cautions(self.times, self.fits, asked=bool(self.specification.laws)))

    def sample(self) -> list[str]:
        """What the times are, in lines."""
        return list(told.sample(self.times))

    def grids(self) -> tuple[Grid, ...]:
        """How the laws rank, their parameters, how each stands against the data."""
        unit = self.times.unit
        return (
            told.ranking(self.fits),
            told.parameters(self.fits, unit),
            told.against_data(self.fits, unit),
        )

    def document(self) -> dict[str, object]:
        """All of it as plain data."""
        return dict(fit_document.document(self.times, self.fits, self.lines()))

    def chart(self) -> Chart:
        """The laws against the data."""
        from sim.output.charts.base import glyphs
        from sim.output.charts.base.chart import Chart
        from sim.output.charts.studies import fit

        fits = self.fits
        source = (
            f"{self.source(fits.best.aicc)} · {fits.bootstrap} bootstrap samples, seed {fits.seed}"
        )
        chart = glyphs.draw_with_fonts(
            lambda: fit.draw(fits, unit=self.times.unit, source=source), self.file
        )
        assert isinstance(chart, Chart), "waits that were fitted can be drawn"
        return chart

    def plot(self) -> Figure:
        """The same as a Matplotlib figure."""
        return self.chart().figure

    def __str__(self) -> str:
        """What the command prints."""
        tables = [line for grid in self.grids() for line in ("", *plain(grid))]
        paste = (
            "To paste into a scenario, where it takes a law of time"
            f" ({self.fits.recommendation.title})"
        )
        cautions = [line for caution in self.cautions() for line in ("", *wrap(caution, _WIDTH))]
        return "\n".join(
            [
                self.heading,
                *self.sample(),
                *tables,
                "",
                paste,
                f"  {self.recommended_line}",
                *cautions,
            ]
        )

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        return f"<pre>{escape(str(self))}</pre>"


def fit(specification: FitSpecification, observer: Observer) -> Fitting:
    """The laws that fit the times in a file."""
    asked, laws = specification.request(), tuple(dict.fromkeys(specification.laws))
    table = _text(specification.data)
    times = measured_times(table.text, specification.data, asked)
    if table.note:
        times = replace(times, doubts=(table.note, *times.doubts))
    return Fitting(
        specification=specification,
        asked=asked,
        times=times,
        fits=_fits(times, laws, specification.bootstrap, specification.seed, observer),
    )


def _expect_laws(given: Sequence[str]) -> None:
    for name in given:
        if name not in FAMILIES:
            hint = did_you_mean(name, FAMILIES, f"There are: {', '.join(FAMILIES)}.")
            raise UsageError(f"--laws: there is no law '{name}' to fit. {hint}")


def expect_picture(chart: str, data: str) -> Path:
    """Where to draw to; known to be possible before anything is computed."""
    path = Path(chart)
    if path.suffix.lower().removeprefix(".") not in FORMATS:
        raise UsageError(
            f"--chart {chart}: the name must end in one of"
            f" {', '.join(f'.{form}' for form in FORMATS)}."
        )
    if not path.parent.is_dir():
        raise UsageError(f"--chart {chart}: there is no folder {path.parent}.")
    for written in (path, numbers_beside(path)):
        if written.resolve() == Path(data).resolve():
            raise UsageError(f"--chart {chart}: {written} would be written over the data.")
    return path


def numbers_beside(picture: Path) -> Path:
    """Where the numbers behind a picture go."""
    return picture.with_name(f"{picture.stem}-numbers.csv")


def write_picture(path: Path, found: Fitting, *, overwrite: bool = False) -> str:
    """Draw the laws against the data, with the numbers beside it; returns what no font here shows,
    in words.
    """
    from sim.output.charts.base import glyphs, style
    from sim.output.charts.base.files import picture, table
    from sim.output.charts.studies import fit
    from sim.output.storage.files import write_new

    form, chart = path.suffix.lower().removeprefix("."), found.chart()
    with style.in_style(found.file):
        drawn = picture(chart, fit.TITLE, form)
        boxes = "" if form == "svg" else glyphs.boxes_note(glyphs.unshown(chart.figure))
    for place, content in ((path, drawn), (numbers_beside(path), table(chart.numbers))):
        write_new(place, content, overwrite=overwrite)
    return boxes


def _text(path: str) -> TableText:
    try:
        with Path(path).open("rb") as file:
            content = file.read(MOST_BYTES + 1)  # of a device without an end, too
    except FileNotFoundError as error:
        raise UsageError(f"{path}: there is no such file.") from error
    except IsADirectoryError as error:
        raise UsageError(f"{path} is a directory, not a CSV file.") from error
    except (OSError, ValueError) as error:
        raise UsageError(
            f"{path} cannot be read: {getattr(error, 'strerror', None) or error}."
        ) from error
    return decode(content, path)


def _fits(
    times: MeasuredWaits, names: tuple[str, ...], bootstrap: int, seed: int, observer: Observer
) -> Fits:
    if "mixture" in names and not suits_mixture(times.times):
        raise UsageError(
            f"A mixture has five parameters: it takes {LEAST_FOR_MIXTURE} waits that ended, of six"
            " different lengths at least."
        )
    laws = names or laws_for(times.times)
    with observer.progress("fitting", bootstrap * len(laws)) as advance:
        done = 0

        def more(count: int) -> None:
            nonlocal done
            done += count
            advance(done)

        return fit_times(times.times, laws=laws, bootstrap=bootstrap, seed=seed, told=more)
