"""``hotline fit``: delay laws for a scenario from one's own measured times."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Final, Literal, TypedDict, Unpack

import click

from sim.characters import visible
from sim.cli import options
from sim.cli.option_types import Whole
from sim.cli.options import names
from sim.cli.screen import Screen, remark, say, say_json, width
from sim.domain.inputs.limits import MOST_SEED

if TYPE_CHECKING:
    from sim.studies.fitting import Fitting

JSON_SCHEMA: Final = 1

HELP: Final = """\
\b
Examples:
  hotline fit cables.csv --column delay_min
  hotline fit cables.csv --column delay_min --where "precedence=Niact" --chart cables.svg
  hotline fit crises.csv --column days --unit d --censoring interval --where "year>=1946"
  hotline fit calls.csv --column waited --unit h --censoring right:unanswered --laws \
lognormal,weibull
  hotline fit log.csv --start sent --end answered --unit min

Fit delay laws to the times in a COLUMN of a CSV file, by maximum likelihood. Tells how the laws
rank, their parameters with intervals, how each stands against the data, and the line to paste into
a scenario.

\b
--censoring says what is known of a wait:
  interval[:WIDTH]  a value k means more than k - WIDTH and at most k (whole days: WIDTH 1, the \
default)
  right:COLUMN      COLUMN is 1 (or true, yes) where the wait had not ended at that time, so that \
it really took longer,
                    and 0 (or false, no) where its end was seen
Both may be given. Without any, times are taken as exact.

Cells may hold numbers, or times with a unit (30 min, 1 h 20 min, 1:02:03, PT30M). What separates
columns, decimals and thousands is found in the file; where it could be read in two ways, an option
is asked for.
"""


class Given(TypedDict):
    """Options that a specification takes as they are given."""

    column: str
    start: str
    end: str
    until: str
    dates: str
    unit: Literal["s", "min", "h", "d", "wk"] | None
    delimiter: str
    decimal: str
    thousands: str
    wheres: tuple[str, ...]
    censoring: tuple[str, ...]
    skip_gaps: bool
    bootstrap: int
    seed: int


@click.command(name="fit", help=HELP)
@click.argument("data", metavar="DATA.csv")
@click.option(
    "--column", default="", metavar="C", help="The column that holds the times, by name or number."
)
@click.option(
    "--start",
    default="",
    metavar="C",
    help="In place of --column: when a wait began, date and time.",
)
@click.option(
    "--end", default="", metavar="C", help="With --start: when it ended; empty if it had not."
)
@click.option(
    "--until",
    default="",
    metavar="TIME",
    help="When waits without an end were last seen.  [default: latest time]",
)
@click.option(
    "--dates", default="", metavar="ORDER", help="Dates such as 3/4/2024: day-first or month-first."
)
@click.option(
    "--unit",
    type=click.Choice(["s", "min", "h", "d", "wk"]),
    help="Unit of the times.  [default: as the cells or the column's name say]",
)
@click.option(
    "--delimiter",
    default="",
    metavar="SIGN",
    help="Between columns: comma, semicolon, tab, pipe, ...",
)
@click.option("--decimal", default="", metavar="SIGN", help="Of decimals: point or comma.")
@click.option(
    "--thousands",
    default="",
    metavar="SIGN",
    help="Between thousands: comma, point, space or apostrophe.",
)
@click.option(
    "--where",
    "wheres",
    multiple=True,
    metavar="COLUMN=VALUE",
    help="Only such rows; also != < <= > >=. May be repeated.",
)
@click.option(
    "--censoring",
    multiple=True,
    metavar="KIND",
    help="What is known of a wait, see above. May be repeated.",
)
@click.option("--skip-gaps", is_flag=True, help="Leave rows without a value out.")
@click.option(
    "--laws",
    default="",
    metavar="L,L",
    help="Laws to fit.  [default: all that the data suffice for]",
)
@click.option(
    "--bootstrap",
    type=Whole(0, 1_000_000),
    default=500,
    show_default=True,
    help="Samples; 0 for none.",
)
@click.option(
    "--seed", type=Whole(0, MOST_SEED), default=1, show_default=True, help="Of the bootstrap."
)
@click.option(
    "--chart",
    metavar="FILE.svg",
    help="Draw the laws against the data: SVG, PNG or PDF, by the ending.",
)
@options.OVERWRITE
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of tables.")
@click.option("--quiet", is_flag=True, help="No progress bar, no remarks.")
def command(
    data: str,
    *,
    laws: str,
    chart: str | None,
    overwrite: bool,
    as_json: bool,
    quiet: bool,
    **given: Unpack[Given],
) -> None:
    from sim.studies.fitting import (
        FitSpecification,
        expect_picture,
        fit,
        numbers_beside,
        write_picture,
    )

    specification = FitSpecification(data=data, laws=names(laws), **given)
    specification.request()
    picture = None if chart is None else expect_picture(chart, data)
    found = fit(specification, Screen(quiet=quiet))
    for doubt in found.times.doubts:
        say(f"Warning: {doubt}", err=True)
    if picture:
        boxes = write_picture(picture, found, overwrite=overwrite)
        remark(boxes, quiet=not boxes)
        remark(f"chart in {picture}, its numbers in {numbers_beside(picture)}", quiet=quiet)
    if as_json:
        say_json(_document(found))
        return
    _show(found)


def _document(found: Fitting) -> dict[str, object]:
    return {
        "schema": JSON_SCHEMA,
        "file": found.file,
        "column": visible(found.times.title),
        **found.document(),
        "cautions": found.cautions(),
    }


def _show(found: Fitting) -> None:
    from sim.output.text.grid import plain

    click.secho(visible(found.heading), bold=True)
    for line in found.sample():
        say(line)
    for grid in found.grids():
        click.echo()
        for line in plain(grid):
            say(line)
    click.echo(
        "\nTo paste into a scenario, where it takes a law of time"
        f" ({found.fits.recommendation.title})"
    )
    say(f"  {found.recommended_line}")
    for caution in found.cautions():
        click.echo()
        say("\n".join(wrap(caution, width())))
