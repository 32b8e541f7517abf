"""Outcomes along one lever: an estimate with its band for every arm, one panel an outcome, the same
worlds at every value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.output.charts.base import style
from sim.output.charts.base.adjacent_marks import dodge
from sim.output.charts.base.chart import Cell, Chart, Missing, Table, number_or_nan
from sim.output.charts.base.words import factor, folded_text, plain, unit
from sim.output.charts.run.distributions import ARROWS
from sim.output.charts.sweeps.sweep_evidence import Swept, numbers, set_lever_axis
from sim.output.words import as_list

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

_PANEL: Final = 1.9  # inches
MOST: Final = 6  # outcomes on a page; all are in the table behind it
_SEVERAL: Final = 2  # panels side by side
_READING: Final = (
    "Each line is an arm, in the same worlds at every value of the input; upright bars: its"
    " {level:.4g} % interval at each value for itself. Arms stand side by side at each value, from"
    " left to right in the order of the key. The dotted line is the value that the scenario has,"
    " {now}."
)


def draw(found: Swept, width: float) -> Chart | Missing:
    """A panel for each of the first outcomes: those whose break-even was asked for before all
    others.
    """
    if len(found.axes) != 1:
        return Missing(reason="curves are drawn along one lever, and this sweep has two")
    asked = dict.fromkeys(one.outcome for one in found.summary.break_even)
    every = list(asked | dict.fromkeys(found.summary.outcomes))
    names, several = every[:MOST], _SEVERAL
    rows = -(-len(names) // several)
    evidence = found.evidence
    figure = style.page(
        evidence,
        width,
        rows * _PANEL + 0.5,
        title=f"Outcomes along: {found.summary.levers[0].meaning}",
        reading=_reading(found, every[MOST:]),
        keys=_keys(found),
    )
    grid = figure.subplots(rows, several, sharex=True, squeeze=False).ravel()
    for axes, name in zip(grid, names, strict=False):
        _panel(axes, found, name)
    for axes in grid[len(names) :]:
        axes.set_visible(False)
    for axes in grid[max(0, len(names) - several) : len(names)]:
        axes.xaxis.set_tick_params(labelbottom=True)
    grid[(rows - 1) * several].set_xlabel(found.axes[0].label, loc="left")
    return Chart(
        figure=figure,
        alt=_alt(found, names),
        numbers=_table(found, every),
        says=_says(found, names[0]),
    )


def _reading(found: Swept, left_out: list[str]) -> str:
    text = _READING.format(level=100 * found.evidence.confidence, now=found.as_it_is)
    if left_out:
        titles = as_list([found.outcome(name).title for name in left_out])
        text += f" No room for {len(left_out)} more outcomes ({titles}): all are in curves.csv."
    return text


def _keys(found: Swept) -> list[Artist]:
    from matplotlib.lines import Line2D

    return [
        Line2D(
            [],
            [],
            color=look.colour,
            linestyle=look.dashes,
            marker=look.marker,
            markersize=4,
            label=folded_text(found.title_of(arm), 30),
        )
        for arm, look in style.looks(found.evidence).items()
    ]


def _panel(axes: Axes, found: Swept, name: str) -> None:
    axis, outcome = found.axes[0], found.outcome(name)
    by = factor(outcome)
    looks = style.looks(found.evidence)
    for at, (arm, look) in enumerate(looks.items()):
        rows = found.estimates(arm, name)
        low, high = by * numbers(rows.low), by * numbers(rows.high)
        bars = axes.vlines(axis.values, low, high, color=look.colour, linewidth=1.1)
        line = axes.plot(
            axis.values,
            by * numbers(rows.estimate),
            color=look.colour,
            linestyle=look.dashes,
            marker=look.marker,
            markersize=3.5,
            linewidth=1.5,
        )
        dodge(axes, [bars, *line], at, len(looks))
    axes.axvline(axis.now, color=style.GREY, linestyle=":", linewidth=1.0)
    axes.margins(x=0.05)
    axes.grid(visible=True)
    axes.set_title(folded_text(outcome.title, 44))
    measured = "% of worlds" if outcome.kind == "share" else unit(outcome)
    axes.set_ylabel(f"{measured}   {ARROWS[outcome.better]}".rstrip())
    set_lever_axis(axes, axis)
    axes.set_xlabel("")


def _alt(found: Swept, names: list[str]) -> str:
    told = found.axes[0].told
    return (
        f"Outcomes as {found.summary.levers[0].path} goes from {told[0]} to {told[-1]}. "
        + " ".join(_ends(found, name) for name in names[:4])
    )


def _says(found: Swept, name: str) -> str:
    told = found.axes[0].told
    return f"As {found.axes[0].meaning} goes from {told[0]} to {told[-1]}, {_ends(found, name)}"


def _ends(found: Swept, name: str) -> str:
    """An outcome under every arm, at both ends of the lever."""
    outcome, by = found.outcome(name), factor(found.outcome(name))
    ends = [
        (found.title_of(arm), numbers(found.estimates(arm, name).estimate)[[0, -1]])
        for arm in found.evidence.arms
    ]
    said = ", ".join(
        f"{arm} from {plain(by * first, 1)} to {plain(by * last, 1)}"
        for arm, (first, last) in ends
        if not np.isnan([first, last]).any()
    )
    return f"{outcome.title}: {said or 'no values'}."


def _table(found: Swept, names: list[str]) -> Table:
    columns = ("estimate", "low", "high", "n")
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            name,
            arm,
            value,
            *(number_or_nan(row[at]) for row in (here.estimate, here.low, here.high, here.n)),
        )
        for name in names
        for arm in found.evidence.arms
        for here in (found.estimates(arm, name),)
        for at, value in enumerate(found.axes[0].told)
    )
    return Table(header=("outcome", "arm", found.summary.levers[0].path, *columns), rows=rows)
