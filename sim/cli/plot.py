"""``hotline plot``: charts from a results folder, drawn again in any format and size, without running anything."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from sim.cli.screen import remark

if TYPE_CHECKING:
    from sim.output.store import RunFolder

NARROWEST: Final = 7.0  # inches; below it the numbers beside a forest leave no room for the forest
WIDEST: Final = 24.0

HELP: Final = """\
\b
Examples:
  hotline plot results/northern-front/s1-n400-1a2b3c4d
  hotline plot results/northern-front/s1-n400-1a2b3c4d --list
  hotline plot results/northern-front/s1-n400-1a2b3c4d --chart forest --chart race --format png
  hotline plot results/northern-front/s1-n400-1a2b3c4d --format pdf --width 10 --out slides

Draw the charts of the results in folder RUN, each with its numbers as CSV beside it. What was written is named on stdout, what
these results cannot give on stderr. Nothing is run again.
"""


@click.command(name="plot", help=HELP)
@click.argument("run", metavar="RUN")
@click.option("--chart", "charts", multiple=True, metavar="NAME", help="Only this chart; may be repeated.")
@click.option("--format", "forms", multiple=True, metavar="svg|png|pdf", help="May be repeated.  [default: svg]")
@click.option("--out", metavar="DIR", help="Where to write.  [default: charts in the folder of the run]")
@click.option("--width", type=float, metavar="INCHES", help=f"{NARROWEST:g} to {WIDEST:g}.  [default: 7.5]")
@click.option("--list", "only_list", is_flag=True, help="What can be drawn from this folder, and what each chart says.")
def command(
    run: str, *, charts: tuple[str, ...], forms: tuple[str, ...], out: str | None, width: float | None, only_list: bool
) -> None:
    from sim.experiment.sweep import KIND as SWEEP
    from sim.output.store import manifest_of, open_run
    from sim.output.studies import KINDS

    kind = manifest_of(Path(run)).get("kind")
    if kind == "measures":
        _plot_trial(Path(run), charts, _formats(forms), out, _inches(width), only_list=only_list)
        return
    if kind in KINDS:
        _plot_study(Path(run), charts, _formats(forms), out, _inches(width), only_list=only_list)
        return
    if kind == SWEEP:
        _plot_sweep(Path(run), charts, _formats(forms), out, _inches(width), only_list=only_list)
        return
    folder = open_run(Path(run))
    if only_list:
        _list(folder)
        return
    place = folder.charts if out is None else Path(out)
    for path in _drawn(folder, charts, _formats(forms), place, _inches(width)):
        click.echo(path)


def _plot_study(
    path: Path, charts: Sequence[str], formats: Sequence[str], out: str | None, width: float, *, only_list: bool
) -> None:
    """Charts of a study of what matters, which are others than those of a run."""
    from sim.output.charts.of_studies import STUDY_CHARTS, draw_study
    from sim.output.studies import open_study

    folder = open_study(path)
    if only_list:
        for name, kind in STUDY_CHARTS.items():
            if kind.of == folder.kind:
                click.echo(f"{name:<9}  {kind.title}\n{'':<9}  {kind.says}")
        return
    place = folder.charts if out is None else Path(out)
    for picture in draw_study(folder, formats=formats, out=place, width=width, names=tuple(dict.fromkeys(charts))):
        click.echo(picture)


def _plot_trial(
    path: Path, charts: Sequence[str], formats: Sequence[str], out: str | None, width: float, *, only_list: bool
) -> None:
    """Charts of a trial of measures."""
    from sim.output.charts.of_measures import MEASURE_CHARTS, draw_all
    from sim.output.trials import open_trial

    folder = open_trial(path)
    if only_list:
        for name, kind in MEASURE_CHARTS.items():
            click.echo(f"{name:<14}  {kind.title}\n{'':<14}  {kind.says}")
        return
    place = folder.charts if out is None else Path(out)
    for picture in draw_all(folder, formats=formats, out=place, width=width, names=tuple(dict.fromkeys(charts))):
        click.echo(picture)


def _plot_sweep(
    path: Path, charts: Sequence[str], formats: Sequence[str], out: str | None, width: float, *, only_list: bool
) -> None:
    """The charts of a sweep, or their names and what they say."""
    from sim.output.charts.of_sweeps import SWEEP_CHARTS, draw_all
    from sim.output.sweeps import open_sweep

    folder = open_sweep(path)
    if only_list:
        for name, kind in SWEEP_CHARTS.items():
            click.echo(f"{name}  {kind.title}\n  {kind.says}")
        return
    place = folder.charts if out is None else Path(out)
    for picture in draw_all(folder, formats=formats, out=place, width=width, names=tuple(dict.fromkeys(charts))):
        click.echo(picture)


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


def _drawn(folder: RunFolder, charts: Sequence[str], formats: Sequence[str], place: Path, width: float) -> list[Path]:
    """Draw the charts that were named, or all that these results can give."""
    from sim.output.charts import check_names, draw, draw_all, skipped

    if charts:
        check_names(charts)
        names = dict.fromkeys(charts)
        return [path for name in names for path in draw(folder, name, formats=formats, out=place, width=width)]
    paths = draw_all(folder, formats=formats, out=place, width=width)
    for name, reason in skipped(place).items():
        remark(f"no chart '{name}': {reason}", quiet=False)
    return paths


def _list(folder: RunFolder) -> None:
    from sim.output.charts import CHARTS, lacking
    from sim.output.charts.evidence import evidence_of

    missing = lacking(evidence_of(folder))
    width = max(map(len, CHARTS))
    for name, kind in CHARTS.items():
        lack = missing[name]
        click.echo(f"{name:<{width}}  {kind.title}")
        click.echo(f"{'':<{width}}  {kind.says if lack is None else f'Not from these results: {lack.reason}.'}")
