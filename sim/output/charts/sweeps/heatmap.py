"""Paired differences over two levers: a map for every arm and outcome, filled where they are shown
to differ.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.output.charts.base import style
from sim.output.charts.base.chart import Cell, Chart, Floats, Missing, Outcome, Table, number_or_nan
from sim.output.charts.base.words import (
    MINUS,
    decimals,
    factor,
    inches_of,
    signed_number,
    told_unit,
)
from sim.output.charts.run.distributions import ARROWS
from sim.output.charts.sweeps.map_headings import BESIDE, SEVERAL, map_heading, more_lines
from sim.output.charts.sweeps.sign_places import places
from sim.output.charts.sweeps.size_marks import mark_by_size
from sim.output.charts.sweeps.sweep_evidence import Axis, Swept, numbers
from sim.output.verdict_words import VERDICTS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


Mask = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]

_MOST: Final = 3  # outcomes in one figure
_NUMBERED: Final = 8  # values of a lever up to which a cell has room for its number
_LARGE: Final = 5  # values of a lever up to which they have room in the usual size
_FINE: Final = 7.0  # points, where they have not
_STRONG: Final = 0.55  # share of the largest difference from which a fill takes white ink
_SCALE: Final = 0.6  # inches beside a map for the scale of its colours
_PANEL: Final = 2.9  # inches, with a heading of two lines
_LINE: Final = 0.19  # and of a line more
MORE: Final = "PuOr_r"  # orange where it is more
#: By which way is better: orange there.
COLOURS: Final = {"lower": "PuOr", "higher": MORE}
_READING: Final = (
    "Each cell is the arm less the baseline in the same worlds: + the arm has more, {minus} it has"
    " less; the title tells which way is better. A cell is filled where a difference is shown, the"
    " more the larger it is.{many} Framed: shown to matter; filled without a frame: shown, may be"
    " small; hatched: shown not to matter. Unfilled and not hatched: cannot be told (p above"
    " {alpha:.4g}, adjusted for all cells of the outcome).{selected} As it is in the scenario:"
    " {now}."
)
_SELECTED: Final = (
    " What only some worlds have is compared where both arms have it: a selected group, never"
    " filled."
)
_MANY: Final = (
    f" A line parts cells with + from cells with {MINUS}, and a sign stands for those around it."
)


def draw(found: Swept, width: float) -> Chart | Missing:
    """Maps of the outcomes whose break-even was asked for, else of the first ones."""
    if len(found.axes) != 2:
        return Missing(reason="a heat map needs two levers, and this sweep has one")
    evidence, names = found.evidence, chosen_outcomes(found)[:_MOST]
    panels = [(name, arm) for name in names for arm in evidence.others]
    if not panels:
        return Missing(reason="only one arm takes part, so there is no difference")
    several = min(SEVERAL, len(panels))
    rows = -(-len(panels) // several)
    figure = style.page(
        evidence,
        width,
        rows * (_PANEL + _LINE * more_lines(found, panels, width)) + 0.2,
        title=f"What changes against {found.title_of(evidence.baseline)}, over two levers",
        reading=_reading(found),
    )
    grid = figure.subplots(rows, several, squeeze=False).ravel()
    for axes, (name, arm) in zip(grid, panels, strict=False):
        _panel(figure, axes, found, (name, arm), width)
    for axes in grid[len(panels) :]:
        axes.set_visible(False)
    return Chart(
        figure=figure,
        alt=_alt(found, panels),
        numbers=_table(found, list(found.summary.outcomes)),
        says=_of_panel(found, *panels[0]),
    )


def chosen_outcomes(found: Swept) -> list[str]:
    """Outcomes to draw first: those whose break-even was asked for, else all."""
    asked = dict.fromkeys(one.outcome for one in found.summary.break_even)
    return list(asked) or list(found.summary.outcomes)


def _reading(found: Swept) -> str:
    many = _MANY if _most_values(found) > _NUMBERED else ""
    drawn = [found.outcome(name) for name in chosen_outcomes(found)[:_MOST]]
    return _READING.format(
        minus=MINUS,
        many=many,
        selected=_SELECTED if any(one.exists != "always" for one in drawn) else "",
        alpha=1 - found.evidence.confidence,
        now=found.as_they_are,
    )


def _most_values(found: Swept) -> int:
    return max(len(axis.values) for axis in found.axes)


def _panel(figure: Figure, axes: Axes, found: Swept, of: tuple[str, str], width: float) -> None:
    name, arm = of
    first, second = found.axes
    outcome = found.outcome(name)
    shape = len(first.values), len(second.values)
    values = factor(outcome) * numbers(found.differences(arm, name).difference).reshape(shape).T
    shown = np.array(found.differences(arm, name).shown).reshape(shape).T
    reach = _reach(found, name)
    image = axes.imshow(
        values,
        cmap=COLOURS.get(outcome.better, MORE),
        vmin=-reach,
        vmax=reach,
        origin="lower",
        aspect="auto",
    )
    _clear(axes, shown)
    mark_by_size(axes, found.differences(arm, name).said, len(second.values))
    if _most_values(found) <= _NUMBERED:
        _numbers(axes, values, shown, outcome, reach)
    else:
        _draw_sign_borders(axes, values)
        _signs(axes, values, shown, reach)
    _label_axes(axes, first, second, width / SEVERAL - BESIDE - _SCALE)
    axes.set_title(map_heading(found, of, width))
    scale = figure.colorbar(
        image, ax=axes, shrink=0.85, pad=0.02, format=lambda value, _: _tick(value)
    )
    scale.ax.set_ylim(*_scale_ends(values, reach))
    scale.set_label(f"{told_unit(outcome)}   {ARROWS[outcome.better]}".rstrip())


def _label_axes(axes: Axes, first: Axis, second: Axis, room: float) -> None:
    """Values beside the cells, as many as do not touch each other in so many inches."""
    widest = max(inches_of(told, style.SMALL) for told in first.told) + 0.1
    for along, axis, most in ((axes.xaxis, first, int(room / widest)), (axes.yaxis, second, 8)):
        ticks = range(0, len(axis.values), -(-len(axis.values) // max(1, most)))
        along.set_ticks(list(ticks), [axis.told[at] for at in ticks])
    axes.set_xlabel(first.short)
    axes.set_ylabel(second.short)
    axes.tick_params(length=0)


def _reach(found: Swept, name: str) -> float:
    """The largest difference of an outcome in any arm: one scale for all its maps."""
    by = factor(found.outcome(name))
    most = [
        np.abs(by * numbers(found.differences(arm, name).difference))
        for arm in found.evidence.others
    ]
    known = np.concatenate(most)
    known = known[~np.isnan(known)]
    return float(known.max()) if len(known) and known.max() > 0 else 1.0


def _scale_ends(values: Floats, reach: float) -> tuple[float, float]:
    """The part of the scale that the cells of a map have, with zero."""
    known = values[~np.isnan(values)]
    low, high = min([0.0, *known]), max([0.0, *known])
    return (low, high) if high > low else (-reach, reach)


def _clear(axes: Axes, shown: Mask) -> None:
    """Leave what is not shown without a fill."""
    from matplotlib.patches import Rectangle

    for row, column in np.argwhere(~shown):
        axes.add_patch(
            Rectangle(
                (column - 0.5, row - 0.5),
                1,
                1,
                facecolor="white",
                edgecolor=style.PALE,
                linewidth=0.6,
            )
        )


def _numbers(axes: Axes, values: Floats, shown: Mask, outcome: Outcome, reach: float) -> None:
    size = style.SMALL if max(values.shape) <= _LARGE else _FINE
    digits = max(0, decimals(outcome) - 1)  # one digit of what matters: a cell is small
    for (row, column), value in np.ndenumerate(values):
        if not np.isnan(value):
            ink = _ink(float(value), reach, shown=bool(shown[row, column]))
            _write_cell_text(axes, (column, row), signed_number(value, digits), size, ink)


def _ink(value: float, reach: float, *, shown: bool) -> str:
    """The colour of a number: grey where its cell is not filled, and to be read where it is."""
    if not shown:
        return style.GREY
    return "#FFFFFF" if abs(value) > _STRONG * reach else style.BLACK


def _tick(value: float) -> str:
    """With its sign: each end of the scale says which has more."""
    return f"{value:+g}".replace("-", MINUS) if value else "0"


def _draw_sign_borders(axes: Axes, values: Floats) -> None:
    """A line between neighbours of which one has more and the other has less."""
    signs = np.sign(values)
    rows, columns = np.nonzero(signs[:, 1:] * signs[:, :-1] < 0.0)
    axes.vlines(columns + 0.5, rows - 0.5, rows + 0.5, color=style.BLACK, linewidth=1.0)
    rows, columns = np.nonzero(signs[1:] * signs[:-1] < 0.0)
    axes.hlines(rows + 0.5, columns - 0.5, columns + 0.5, color=style.BLACK, linewidth=1.0)


def _signs(axes: Axes, values: Floats, shown: Mask, reach: float) -> None:
    """Which has more, for an eye or a page without colours, in so many cells that the signs do not
    touch.
    """
    for row, column in places(values):
        value = float(values[row, column])
        ink = _ink(value, reach, shown=bool(shown[row, column]))
        _write_cell_text(axes, (column, row), "+" if value > 0.0 else MINUS, _FINE, ink)


def _write_cell_text(axes: Axes, at: tuple[int, int], text: str, size: float, ink: str) -> None:
    axes.text(*at, text, ha="center", va="center", fontsize=size, color=ink)


def _alt(found: Swept, panels: list[tuple[str, str]]) -> str:
    baseline = found.title_of(found.evidence.baseline)
    said = " ".join(_of_panel(found, name, arm) for name, arm in panels)
    return f"Differences from {baseline} over two inputs. {said}"


def _of_panel(found: Swept, name: str, arm: str) -> str:
    """The smallest and the largest difference, and in how many cells it is shown."""
    outcome, by = found.outcome(name), factor(found.outcome(name))
    values = by * numbers(found.differences(arm, name).difference)
    shown = sum(found.differences(arm, name).shown)
    digits = decimals(outcome)
    ends = (
        f"from {signed_number(float(np.nanmin(values)), digits)} to"
        f" {signed_number(float(np.nanmax(values)), digits)}"
        if (not np.isnan(values).all())
        else "nowhere defined"
    )
    matters = found.differences(arm, name).said.count("matters")
    size = f", shown to matter in {matters}" if found.differences(arm, name).said else ""
    return (
        f"{outcome.title}, {found.title_of(arm)}: {ends} {told_unit(outcome)}, shown in {shown} of"
        f" {len(values)} cells{size}."
    )


def _table(found: Swept, names: list[str]) -> Table:
    columns = ("difference", "low", "high", "pairs", "p", "verdict")
    levers = found.summary.levers
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            name,
            arm,
            *map(number_or_nan, point),
            *(
                number_or_nan(row[at])
                for row in (here.difference, here.low, here.high, here.pairs, here.p)
            ),
            VERDICTS[here.said[at]] if here.said else "",
        )
        for name in names
        for arm in found.evidence.others
        for here in (found.differences(arm, name),)
        for at, point in enumerate(found.summary.points)
    )
    return Table(
        header=("outcome", "arm", *(f"{lever.path} (code units)" for lever in levers), *columns),
        rows=rows,
    )
