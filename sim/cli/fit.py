"""``hotline fit``: delay laws for a scenario from one's own measured times."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import get_terminal_size
from textwrap import wrap
from typing import TYPE_CHECKING, Final

import click

from sim.cli import options
from sim.cli.kinds import Whole
from sim.cli.screen import progress, remark, say
from sim.domain.limits import MOST_SEED
from sim.errors import UsageError, did_you_mean
from sim.signs import visible

if TYPE_CHECKING:
    from sim.experiment.fitting import Fits
    from sim.experiment.fitting_data import Asked, Measured

JSON_SCHEMA: Final = 1

HELP: Final = """\
\b
Examples:
  hotline fit cables.csv --column delay_min
  hotline fit cables.csv --column delay_min --where "precedence=Niact" --chart cables.svg
  hotline fit crises.csv --column days --unit d --censoring interval --where "year>=1946"
  hotline fit calls.csv --column waited --unit h --censoring right:unanswered --laws lognormal,weibull
  hotline fit log.csv --start sent --end answered --unit min

Fit delay laws to the times in a COLUMN of a CSV file, by maximum likelihood. Tells how the laws rank, their parameters with
intervals, how each stands against the data, and the line to paste into a scenario.

\b
--censoring says what is known of a wait:
  interval[:WIDTH]  a value k means more than k - WIDTH and at most k (whole days: WIDTH 1, the default)
  right:COLUMN      COLUMN is 1 (or true, yes) where the wait had not ended at that time, so that it really took longer,
                    and 0 (or false, no) where its end was seen
Both may be given. Without any, times are taken as exact.

Cells may hold numbers, or times with a unit (30 min, 1 h 20 min, 1:02:03, PT30M). What separates columns, decimals and thousands
is found in the file; where it could be read in two ways, an option is asked for.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A file's name and what was asked of it, as text for a source."""

    file: str
    unit: str
    asked: Asked

    def source(self, fits: Fits, aicc: float) -> str:
        """Where a law comes from, for those who read the scenario."""
        width = self.asked.width
        waiting = int(fits.times.waiting.sum())
        parts = [
            f"fitted to {self.file}, {self.asked.title}" + "".join(f", {where}" for where in self.asked.wheres),
            f"n={int(fits.times.n[0])}" + (f" ({waiting} still waiting)" if waiting else ""),
            *([f"interval-censored, {width:g} {self.unit}"] if width else []),
            f"AICc {aicc:.1f}",
            "date of data not known",
        ]
        return visible(", ".join(parts))


@click.command(name="fit", help=HELP)
@click.argument("data", metavar="DATA.csv")
@click.option("--column", default="", metavar="C", help="The column that holds the times, by name or number.")
@click.option("--start", default="", metavar="C", help="In place of --column: when a wait began, date and time.")
@click.option("--end", default="", metavar="C", help="With --start: when it ended; empty if it had not.")
@click.option(
    "--until", default="", metavar="TIME", help="When waits without an end were last seen.  [default: latest time]"
)
@click.option("--dates", default="", metavar="ORDER", help="Dates such as 3/4/2024: day-first or month-first.")
@click.option(
    "--unit",
    type=click.Choice(["s", "min", "h", "d", "wk"]),
    help="Unit of the times.  [default: as the cells or the column's name say]",
)
@click.option("--delimiter", default="", metavar="SIGN", help="Between columns: comma, semicolon, tab, pipe, ...")
@click.option("--decimal", default="", metavar="SIGN", help="Of decimals: point or comma.")
@click.option("--thousands", default="", metavar="SIGN", help="Between thousands: comma, point, space or apostrophe.")
@click.option(
    "--where",
    "wheres",
    multiple=True,
    metavar="COLUMN=VALUE",
    help="Only such rows; also != < <= > >=. May be repeated.",
)
@click.option("--censoring", multiple=True, metavar="KIND", help="What is known of a wait, see above. May be repeated.")
@click.option("--skip-gaps", is_flag=True, help="Leave rows without a value out.")
@click.option("--laws", default="", metavar="L,L", help="Laws to fit.  [default: all that the data suffice for]")
@click.option("--bootstrap", type=Whole(0, 1_000_000), default=500, show_default=True, help="Samples; 0 for none.")
@click.option("--seed", type=Whole(0, MOST_SEED), default=1, show_default=True, help="Of the bootstrap.")
@click.option("--chart", metavar="FILE.svg", help="Draw the laws against the data: SVG, PNG or PDF, by the ending.")
@options.OVERWRITE
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of tables.")
@click.option("--quiet", is_flag=True, help="No progress bar, no remarks.")
def command(  # noqa: PLR0913 - one argument an option
    data: str,
    *,
    column: str,
    start: str,
    end: str,
    until: str,
    dates: str,
    unit: str | None,
    delimiter: str,
    decimal: str,
    thousands: str,
    wheres: tuple[str, ...],
    censoring: tuple[str, ...],
    skip_gaps: bool,
    laws: str,
    bootstrap: int,
    seed: int,
    chart: str | None,
    overwrite: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    from sim.experiment.fitting_asked import censoring_of
    from sim.experiment.fitting_data import Asked, measured
    from sim.experiment.fitting_rows import Where

    width, still = censoring_of(censoring)
    asked = Asked(
        column=column,
        unit=unit or "",
        wheres=tuple(map(Where.read, wheres)),
        width=width,
        still=still,
        skip_gaps=skip_gaps,
        delimiter=delimiter,
        decimal=decimal,
        thousands=thousands,
        start=start,
        end=end,
        until=until,
        dates=dates,
    )
    names = _laws(laws)
    picture = _picture(chart, data)
    found = measured(_text(data), data, asked)
    asked = replace(asked, column=found.title, start="", end="")
    for doubt in found.doubts:
        say(f"Warning: {doubt}", err=True)
    fits = _fitted(found, names, bootstrap, seed, quiet=quiet)
    told = Told(file=visible(Path(data).name), unit=found.unit, asked=asked)
    if picture:
        _draw(picture, found, fits, told, overwrite=overwrite, quiet=quiet)
    if as_json:
        click.echo(json.dumps(_document(found, fits, told, asked_for=bool(names)), ensure_ascii=False, allow_nan=False))
        return
    _show(found, fits, told, asked_for=bool(names))


def _laws(text: str) -> tuple[str, ...]:
    from sim.experiment.fitting_families import FAMILIES

    names = tuple(dict.fromkeys(filter(None, map(str.strip, text.split(",")))))
    for name in names:
        if name not in FAMILIES:
            hint = did_you_mean(name, FAMILIES, f"There are: {', '.join(FAMILIES)}.")
            raise UsageError(f"--laws: there is no law '{name}' to fit. {hint}")
    return names


def _picture(chart: str | None, data: str) -> Path | None:
    """Where to draw to; known to be possible before anything is computed."""
    from sim.output.charts.files import FORMATS

    if chart is None:
        return None
    path = Path(chart)
    if path.suffix.lower().removeprefix(".") not in FORMATS:
        raise UsageError(f"--chart {chart}: the name must end in one of {', '.join(f'.{form}' for form in FORMATS)}.")
    if not path.parent.is_dir():
        raise UsageError(f"--chart {chart}: there is no folder {path.parent}.")
    for written in (path, _numbers(path)):
        if written.resolve() == Path(data).resolve():
            raise UsageError(f"--chart {chart}: {written} would be written over the data.")
    return path


def _numbers(picture: Path) -> Path:
    return picture.with_name(f"{picture.stem}-numbers.csv")


def _text(path: str) -> str:
    from sim.experiment.fitting_text import MOST_BYTES, decoded

    try:
        with Path(path).open("rb") as file:
            content = file.read(MOST_BYTES + 1)  # of a device without an end, too
    except FileNotFoundError as error:
        raise UsageError(f"{path}: there is no such file.") from error
    except IsADirectoryError as error:
        raise UsageError(f"{path} is a directory, not a CSV file.") from error
    except (OSError, ValueError) as error:
        raise UsageError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}.") from error
    return decoded(content, path)


def _fitted(found: Measured, names: tuple[str, ...], bootstrap: int, seed: int, *, quiet: bool) -> Fits:
    from sim.experiment.fitting import LEAST_FOR_MIXTURE, fitted, laws_for, suits_mixture

    if "mixture" in names and not suits_mixture(found.times):
        raise UsageError(
            f"A mixture has five parameters: it takes {LEAST_FOR_MIXTURE} waits that ended, of six different lengths at least."
        )
    laws = names or laws_for(found.times)
    with progress("fitting", bootstrap * len(laws), done=0, quiet=quiet) as bar:
        done = 0

        def told(more: int) -> None:
            nonlocal done
            done += more
            bar(done)

        return fitted(found.times, laws=laws, bootstrap=bootstrap, seed=seed, told=told)


def _draw(path: Path, found: Measured, fits: Fits, told: Told, *, overwrite: bool, quiet: bool) -> None:
    from sim.output.charts import fit, glyphs, style
    from sim.output.charts.chart import Chart
    from sim.output.charts.files import picture, table
    from sim.output.places import write_new

    form = path.suffix.lower().removeprefix(".")
    source = f"{told.source(fits, fits.best.aicc)} · {fits.bootstrap} bootstrap samples, seed {fits.seed}"
    chart = glyphs.drawn(lambda: fit.draw(fits, unit=found.unit, source=source), told.file)
    assert isinstance(chart, Chart), "waits that were fitted can be drawn"
    with style.in_style(told.file):
        drawn = picture(chart, fit.TITLE, form)
        boxes = "" if form == "svg" else glyphs.told(glyphs.unshown(chart.figure))
    for place, content in ((path, drawn), (_numbers(path), table(chart.numbers))):
        write_new(place, content, overwrite=overwrite)
    remark(boxes, quiet=not boxes)
    remark(f"chart in {path}, its numbers in {_numbers(path)}", quiet=quiet)


def _lines(found: Measured, fits: Fits, told: Told) -> dict[str, str]:
    """What to paste, by law."""
    from sim.experiment.fitting_paste import pasted

    return {fit.name: pasted(fit.law, found.unit, told.source(fits, fit.aicc)) for fit in fits.fits}


def _document(found: Measured, fits: Fits, told: Told, *, asked_for: bool) -> dict[str, object]:
    from sim.output.fitted import cautions, document

    body = document(found, fits, _lines(found, fits, told))
    return {
        "schema": JSON_SCHEMA,
        "file": told.file,
        "column": visible(told.asked.column),
        **body,
        "cautions": cautions(found, fits, asked=asked_for),
    }


def _show(found: Measured, fits: Fits, told: Told, *, asked_for: bool) -> None:
    from sim.output.fitted import against_data, cautions, parameters, ranking, sample
    from sim.output.table import plain

    heading = f"{told.asked.column} of {told.file}" + "".join(f", {where}" for where in told.asked.wheres)
    click.secho(visible(heading), bold=True)
    for line in sample(found):
        click.echo(line)
    for grid in (ranking(fits), parameters(fits, found.unit), against_data(fits, found.unit)):
        click.echo()
        for line in plain(grid):
            click.echo(line)
    click.echo(f"\nTo paste into a scenario, where it takes a law of time ({fits.recommended.title})")
    click.echo(f"  {_lines(found, fits, told)[fits.recommended.name]}")
    width = min(get_terminal_size((100, 24)).columns, 130)
    for caution in cautions(found, fits, asked=asked_for):
        click.echo()
        click.echo("\n".join(wrap(caution, width)))
