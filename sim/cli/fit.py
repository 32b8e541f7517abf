"""``hotline fit``: delay laws for a scenario from one's own measured times."""

from __future__ import annotations

import json
from textwrap import wrap
from typing import TYPE_CHECKING, Final, Literal

import click

from sim.cli import options
from sim.cli.kinds import Whole
from sim.cli.options import names
from sim.cli.screen import Screen, remark, width
from sim.domain.limits import MOST_SEED
from sim.signs import visible

if TYPE_CHECKING:
    from sim.studies.fitting import Fitting

JSON_SCHEMA: Final = 1

HELP: Final = """\
\b
Examples:
  hotline fit cables.csv --column delay_min
  hotline fit cables.csv --column delay_min --where "precedence=Niact" --chart cables.svg
  hotline fit crises.csv --column days --unit d --censoring interval --where "year>=1946"
  hotline fit calls.csv --column waited --unit h --censoring right:unanswered --laws lognormal,weibull

Fit delay laws to the times in a COLUMN of a CSV file, by maximum likelihood. Tells how the laws rank, their parameters with
intervals, how each stands against the data, and the line to paste into a scenario.

\b
--censoring says what is known of a wait:
  interval[:WIDTH]  a value k means more than k - WIDTH and at most k (whole days: WIDTH 1, the default)
  right:COLUMN      COLUMN is 1 (or true, yes) where the wait had not ended at that time, so that it really took longer,
                    and 0 (or false, no) where its end was seen
Both may be given. Without any, times are taken as exact.
"""


@click.command(name="fit", help=HELP)
@click.argument("data", metavar="DATA.csv")
@click.option("--column", default="", metavar="C", help="The column that holds the times.  [required]")
@click.option(
    "--unit", type=click.Choice(["d", "h", "min"]), help="Unit of the times.  [default: as the column's name says]"
)
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
    unit: Literal["d", "h", "min"] | None,
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
    from sim.studies.fitting import FitSpecification, expect_picture, fit, numbers_beside, write_picture

    specification = FitSpecification(
        data=data, column=column, unit=unit, wheres=wheres, censoring=censoring, skip_gaps=skip_gaps,
        laws=names(laws), bootstrap=bootstrap, seed=seed,
    )  # fmt: skip
    specification.asked()
    picture = None if chart is None else expect_picture(chart, data)
    found = fit(specification, Screen(quiet=quiet))
    if picture:
        boxes = write_picture(picture, found, overwrite=overwrite)
        remark(boxes, quiet=not boxes)
        remark(f"chart in {picture}, its numbers in {numbers_beside(picture)}", quiet=quiet)
    if as_json:
        click.echo(json.dumps(_document(found), ensure_ascii=False, allow_nan=False))
        return
    _show(found)


def _document(found: Fitting) -> dict[str, object]:
    return {
        "schema": JSON_SCHEMA,
        "file": found.file,
        "column": visible(found.asked.column),
        **found.document(),
        "cautions": found.cautions(),
    }


def _show(found: Fitting) -> None:
    from sim.output.table import plain

    click.secho(visible(found.heading), bold=True)
    for line in found.sample():
        click.echo(line)
    for grid in found.grids():
        click.echo()
        for line in plain(grid):
            click.echo(line)
    click.echo(f"\nTo paste into a scenario, where it takes a law of time ({found.fits.recommended.title})")
    click.echo(f"  {found.recommended}")
    for caution in found.cautions():
        click.echo()
        click.echo("\n".join(wrap(caution, width())))
