"""``hotline plot``: charts from a results folder of any kind, drawn again in any format and size, without running anything."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from sim.cli.screen import remark

if TYPE_CHECKING:
    from sim.output.album import Album

NARROWEST: Final = 7.0  # inches; below it the numbers beside a forest leave no room for the forest
WIDEST: Final = 24.0

HELP: Final = """\
\b
Examples:
  hotline plot results/northern-front/s1-n400-1a2b3c4d
  hotline plot results/northern-front/s1-n400-1a2b3c4d --list
  hotline plot results/northern-front/s1-n400-1a2b3c4d --chart forest --chart race --format png
  hotline plot results/northern-front/sensitivity-s1-5e6f7a8b --format pdf --width 10 --out slides

Draw the charts of the results in FOLDER, of a run, a sweep, a trial of measures, or a study of sensitivity or discovery, each
with its numbers as CSV beside it. What was written is named on stdout, what these results cannot give on stderr. Nothing is
run again.
"""


@click.command(name="plot", help=HELP)
@click.argument("folder", metavar="FOLDER")
@click.option("--chart", "charts", multiple=True, metavar="NAME", help="Only this chart; may be repeated.")
@click.option("--format", "forms", multiple=True, metavar="svg|png|pdf", help="May be repeated.  [default: svg]")
@click.option("--out", metavar="DIR", help="Where to write.  [default: charts in FOLDER]")
@click.option("--width", "--size", "width", type=float, metavar="INCHES",
              help=f"{NARROWEST:g} to {WIDEST:g}.  [default: 7.5]")  # fmt: skip
@click.option("--list", "only_list", is_flag=True, help="What can be drawn from this folder, and what each chart says.")
def command(
    folder: str, *, charts: tuple[str, ...], forms: tuple[str, ...], out: str | None, width: float | None, only_list: bool
) -> None:  # fmt: skip
    from sim.output.album import album_of, draw_into
    from sim.output.charts import skipped
    from sim.output.folders import verified

    formats, inches = _formats(forms), _inches(width)
    found = verified(Path(folder))
    album = album_of(found)
    if only_list:
        _list(album)
        return
    place, names = found.charts if out is None else Path(out), tuple(dict.fromkeys(charts))
    for path in draw_into(album, place, formats=formats, width=inches, names=names):
        click.echo(path)
    for name, reason in {} if names else skipped(place).items():
        remark(f"no chart '{name}': {reason}", quiet=False)


def _formats(forms: Sequence[str]) -> tuple[str, ...]:
    from sim.errors import UsageError
    from sim.output.charts.files import FORMATS

    for form in forms:
        if form not in FORMATS:
            raise UsageError(f"There is no format '{form}'. There are: {', '.join(FORMATS)}.")
    return tuple(dict.fromkeys(forms)) or FORMATS[:1]


def _inches(width: float | None) -> float:
    from sim.errors import UsageError
    from sim.output.charts.style import WIDTH

    if width is None:
        return WIDTH
    if not NARROWEST <= width <= WIDEST:  # what is no number is not in between either
        raise UsageError(f"--width {width:g}: a chart is {NARROWEST:g} to {WIDEST:g} inches wide.")
    return width


def _list(album: Album) -> None:
    """Every chart that such results may have, and which of them these cannot give."""
    from sim.output.album import lacking

    missing = lacking(album)
    width = max(map(len, album.sheets))
    for name, sheet in album.sheets.items():
        reason = missing.get(name)
        click.echo(f"{name:<{width}}  {sheet.title}")
        click.echo(f"{'':<{width}}  {sheet.says if reason is None else f'Not from these results: {reason}.'}")
