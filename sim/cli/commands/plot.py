"""``hotline plot``: charts from a results folder of any kind, drawn again in any format and size,
without running anything.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from sim.cli import options
from sim.cli.option_types import Option, Whole
from sim.cli.screen import remark, say
from sim.domain.inputs.limits import MOST_SEED

if TYPE_CHECKING:
    from sim.output.charts.base.picture_styles import Size, Style
    from sim.output.charts.chart_cache import Album

NARROWEST: Final = 7.0  # inches; below it the numbers beside a forest leave no room for the forest
WIDEST: Final = 24.0
UNITS: Final[Mapping[str, float]] = {"in": 1.0, "cm": 1 / 2.54, "mm": 1 / 25.4}  # in inches

HELP: Final = """\
\b
Examples:
  hotline plot results/northern-front/s1-n400-1a2b3c4d
  hotline plot results/northern-front/s1-n400-1a2b3c4d --list
  hotline plot results/northern-front/s1-n400-1a2b3c4d --chart forest --chart race --format png
  hotline plot results/northern-front/sensitivity-s1-5e6f7a8b --format pdf --size 10in --to wide
  hotline plot results/northern-front/s1-n400-1a2b3c4d --style slide --format png --to slides
  hotline plot results/northern-front/s1-n400-1a2b3c4d --arm consult --world 7 --to world-7

Draw the charts of the results in FOLDER, of a run, a sweep, a trial of measures, or a study of
sensitivity or discovery, each with its numbers as CSV beside it. `hotline list styles` and `hotline
list sizes` say what these are. What was written is named on stdout, what these results cannot give
on stderr. Nothing is run again, but for the one world that --world names.
"""


@click.command(name="plot", help=HELP)
@click.argument("folder", metavar="FOLDER")
@click.option(
    "--chart", "charts", multiple=True, metavar="NAME", help="Only this chart; may be repeated."
)
@click.option(
    "--format",
    "forms",
    multiple=True,
    metavar="svg|png|pdf",
    help="May be repeated.  [default: svg]",
)
@click.option(
    "--to",
    "out",
    cls=Option,
    older=["--out"],
    metavar="DIR",
    help="Where to write.  [default: charts in FOLDER]",
)
@options.ARM_OF_RUN
@options.AGAINST_OF_RUN
@click.option(
    "-k",
    "--world",
    type=Whole(0, MOST_SEED, what="the number of a world"),
    metavar="K",
    help="Of a run: charts of one world show this one; needs --to.  [default: the kept one]",
)
@click.option(
    "--size",
    metavar="page|wide|slide|column|half|WIDTH",
    help=(
        f"WIDTH is such as 10in or 25cm, {NARROWEST:g} to {WIDEST:g} inches.  [default: page; slide"
        " in its style]"
    ),
)
@click.option("--width", metavar="INCHES", help="The same as --size with a width.")
@click.option(
    "--style",
    metavar="colour|grey|dark|slide",
    help="For print in grey, a dark screen, a projector.  [default: colour]",
)
@options.OVERWRITE
@click.option(
    "--list",
    "only_list",
    is_flag=True,
    help="What can be drawn from this folder, and what each chart says.",
)
def command(  # noqa: PLR0913 - one argument an option
    folder: str,
    *,
    charts: tuple[str, ...],
    forms: tuple[str, ...],
    out: str | None,
    arm: str | None,
    against: str | None,
    world: int | None,
    size: str | None,
    width: str | None,
    style: str | None,
    only_list: bool,
    overwrite: bool,
) -> None:
    from dataclasses import replace

    from sim.output.charts.catalogue import draw_into, skipped_charts
    from sim.output.evidence.other_baseline import looking_at, seen_against
    from sim.studies.execution.one_world import at_world
    from sim.studies.presentation import album_of
    from sim.studies.registry import open_verified

    asked = {"--arm": arm, "--against": against, "--world": world}
    _expect_sense(asked, out, (charts, forms), only_list=only_list)
    formats, look = _formats(forms), _style(style)
    how = _size(size, width, look)
    found = looking_at(seen_against(open_verified(Path(folder)), against), arm)
    found = at_world(found, _shown_world(world, charts))
    album = replace(album_of(found), style=look, size=how)
    if only_list:
        _list(album)
        return
    place, names = found.charts if out is None else Path(out), tuple(dict.fromkeys(charts))
    for path in draw_into(album, place, formats=formats, names=names, overwrite=overwrite):
        say(path)
    if album.boxes:
        remark(album.boxes, quiet=False)
    for name, reason in {} if names else skipped_charts(place).items():
        remark(f"no chart '{name}': {reason}", quiet=False)


def _expect_sense(
    asked: Mapping[str, object], out: str | None, drawing: Sequence[object], *, only_list: bool
) -> None:
    """An error for what belongs to drawing, where only a list is asked for; and for charts of other
    arms or another world that have no place of their own.
    """
    from sim.errors import UsageError
    from sim.output.evidence.other_baseline import expect_elsewhere

    if not only_list:
        expect_elsewhere(asked, out)
    elif any(drawing) or out is not None:
        raise UsageError("--list draws nothing: leave out --chart, --format and --to, or --list.")


def _shown_world(world: int | None, charts: Sequence[str]) -> int | None:
    """The world that was asked for; an error where none of the named charts tells of one."""
    from sim.errors import UsageError
    from sim.output.charts import KEPT_WORLD

    if world is not None and charts and not set(charts) & set(KEPT_WORLD):
        raise UsageError(
            f"--world: {', '.join(charts)} shows all worlds. Charts of one world are"
            f" {', '.join(KEPT_WORLD)}."
        )
    return world


def _formats(forms: Sequence[str]) -> tuple[str, ...]:
    from sim.errors import UsageError
    from sim.output.charts.base.files import FORMATS

    for form in forms:
        if form not in FORMATS:
            raise UsageError(f"There is no format '{form}'. There are: {', '.join(FORMATS)}.")
    return tuple(dict.fromkeys(forms)) or FORMATS[:1]


def _style(asked: str | None) -> Style:
    from sim.errors import UsageError
    from sim.output.charts.base.picture_styles import STYLES, USUAL

    name = USUAL if asked is None else asked
    if name not in STYLES:
        raise UsageError(
            f"There is no style '{name}'.{_nearest(name, STYLES)} There are: {', '.join(STYLES)}."
        )
    return STYLES[name]


def _nearest(name: str, names: Collection[str]) -> str:
    from sim.errors import did_you_mean

    found = did_you_mean(name, names)
    return f" {found}" if found else ""


def _size(named: str | None, width: str | None, style: Style) -> Size:
    """The size that was asked for; in a style of larger type a chart needs more room."""
    from sim.errors import UsageError
    from sim.output.charts.base.picture_styles import SIZES, Size

    if named is not None and width is not None:
        raise UsageError("--size and --width say the same. Give one of them.")
    option, word = ("--size", named or style.size) if width is None else ("--width", width)
    size = SIZES.get(word) if option == "--size" else None
    size = size or Size(says="A width of its own.", width=_inches(word, option))
    low, high = NARROWEST * style.zoom * size.zoom, WIDEST * max(1.0, size.zoom)
    if not low <= size.width <= high:  # what is no number is not in between either
        where = "" if style.zoom == 1.0 else " in this style"
        raise UsageError(f"{option} {word}: a chart is {low:g} to {high:g} inches wide{where}.")
    return size


def _inches(word: str, option: str) -> float:
    """A width with or without a unit."""
    from sim.errors import UsageError
    from sim.output.charts.base.picture_styles import SIZES

    number = word.strip()
    unit = next((unit for unit in UNITS if number.endswith(unit)), "")
    try:
        return float(number.removesuffix(unit)) * UNITS.get(unit, 1.0)
    except ValueError:
        are = f"There are: {', '.join(SIZES)}, or a width such as 7.5in or 19cm."
        what = f"There is no size '{word}'.{_nearest(word, SIZES)} {are}"
        raise UsageError(
            what if option == "--size" else f"{option} {word}: no width in inches, such as 10."
        ) from None


def _list(album: Album) -> None:
    """Every chart that such results may have, and which of them these cannot give."""
    from sim.output.charts.catalogue import missing_charts

    missing = missing_charts(album)
    width = max(map(len, album.sheets))
    for name, sheet in album.sheets.items():
        reason = missing.get(name)
        click.echo(f"{name:<{width}}  {sheet.title}")
        click.echo(
            f"{'':<{width}} "
            f" {sheet.says if reason is None else f'Not from these results: {reason}.'}"
        )
