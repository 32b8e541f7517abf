"""Break-even: how much better each arm is than the baseline along a lever, and the cells in which
it changes sides.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.experiment.sweeps.sweep_summary import BreakEvenSummary, CellSummary
from sim.output.charts.base import style
from sim.output.charts.base.chart import Chart, Floats, Missing, Table
from sim.output.charts.base.words import factor, folded_text, told_unit
from sim.output.charts.sweeps.sweep_evidence import Axis, Swept, numbers, set_lever_axis
from sim.output.text.break_even_text import FEWEST, cell_text, one_way_told, sentence, too_few

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_PANEL: Final = 2.3  # inches
_SEVERAL: Final = 2
#: Columns of a title by how many levers there are: values of a second take room.
_TITLE: Final = {1: 44, 2: 34}
_READING: Final = (
    "Above the line at zero the arm does better than the baseline in the same worlds. Points:"
    " paired differences with {level:.4g} % intervals, open ones from fresh worlds; line: the same"
    " made monotone; shaded: cells in which a change of side is shown; diamond and bar: where the"
    " line meets zero, with the interval that holds if the difference runs one way (an arrow where"
    " that is open). "
)
#: By how many levers there are.
_NOW: Final = {
    1: "Dotted: the value that the scenario has, {now}.",
    2: "As it is in the scenario: {both}.",
}

_NOT_COMPARED: Final = "what was asked for not both of any two arms can have"
_FEW: Final = f" No interval of it here: fewer than {FEWEST} worlds."


def draw(found: Swept, width: float) -> Chart | Missing:
    """A panel for every arm and outcome whose break-even was asked for."""
    asked = [one for one in found.summary.break_even if one.verdict != "not compared"]
    if not asked:
        none = "no break-even was asked for"
        return Missing(reason=_NOT_COMPARED if found.summary.break_even else none)
    panels = list(dict.fromkeys((one.outcome, one.arm) for one in asked))
    several = min(_SEVERAL, len(panels))
    rows = -(-len(panels) // several)
    evidence, baseline = found.evidence, found.title_of(found.evidence.baseline)
    figure = style.page(
        evidence,
        width,
        rows * _PANEL + 0.5,
        title=f"Where an arm stops or starts to beat {baseline}",
        reading=_reading(found),
    )
    grid = figure.subplots(rows, several, squeeze=False).ravel()
    for axes, (name, arm) in zip(grid, panels, strict=False):
        here = [one for one in asked if (one.outcome, one.arm) == (name, arm)]
        draw_panel = _along if len(found.axes) == 1 else _frontier
        draw_panel(axes, found, here)
        axes.set_title(
            "\n".join(
                [
                    folded_text(
                        f"{found.outcome(name).title}: {found.title_of(arm)}",
                        _TITLE[len(found.axes)],
                    ),
                    *_alike(found, here),
                ]
            )
        )
    for axes in grid[len(panels) :]:
        axes.set_visible(False)
    return Chart(
        figure=figure,
        alt=_alt(found),
        numbers=_table(found),
        says=sentence(found.summary, asked[0]),
    )


def _along(axes: Axes, found: Swept, here: list[BreakEvenSummary]) -> None:
    """Benefit over one lever."""
    [one], axis = here, found.axes[0]
    look = style.looks(found.evidence)[one.arm]
    by = factor(found.outcome(one.outcome))
    mean, low, high = _benefit(found, one)
    errors = np.abs(by * np.array([mean - low, high - mean]))
    axes.errorbar(
        axis.values,
        by * mean,
        yerr=errors,
        linestyle="none",
        marker=look.marker,
        markersize=4.5,
        color=look.colour,
        elinewidth=1.1,
        capsize=2,
        zorder=8,  # on the bar of a break-even, which may reach over them
    )
    axes.plot(axis.values, by * numbers(one.curve), color=look.colour, linewidth=1.4)
    axes.axhline(0.0, color=style.BLACK, linewidth=1.1)
    axes.axvline(axis.now, color=style.GREY, linestyle=":", linewidth=1.0)
    axes.margins(x=0.09)
    _fresh_values(axes, found, one, look.colour)
    for cell in one.cells:
        axes.axvspan(*_cell_ends(axis, cell), color=style.VERMILLION, alpha=0.18, linewidth=0)
    _mark(axes, found, one, 0.0)
    axes.grid(visible=True)
    axes.set_ylabel(f"better by, {told_unit(found.outcome(one.outcome))}")
    set_lever_axis(axes, axis)


def _fresh_values(axes: Axes, found: Swept, one: BreakEvenSummary, colour: str) -> None:
    """What was found at the values that were tried to narrow a cell."""
    outcome, axis = found.outcome(one.outcome), found.axes[0]
    by = factor(outcome) * (-1.0 if outcome.better == "lower" else 1.0)
    fresh = [value for value in one.tried if value.fresh]
    axes.plot(
        axis.factor * numbers([value.value for value in fresh]),
        by * numbers([value.difference for value in fresh]),
        linestyle="none",
        marker="o",
        markersize=4.0,
        markerfacecolor="white",
        color=colour,
    )


def _cell_ends(axis: Axis, cell: CellSummary) -> tuple[float, float]:
    low, high = axis.factor * numbers([cell.low, cell.high])
    return float(low), float(high)


def _reading(found: Swept) -> str:
    now = _NOW[len(found.axes)].format(now=found.as_it_is, both=found.as_they_are)
    return (
        _READING.format(level=100 * found.evidence.confidence)
        + now
        + (_FEW if too_few(found.summary) else "")
    )


def _benefit(found: Swept, one: BreakEvenSummary) -> tuple[Floats, Floats, Floats]:
    """Differences with intervals, turned so that above zero is better."""
    rows = found.differences(one.arm, one.outcome)
    mean, low, high = map(numbers, (rows.difference, rows.low, rows.high))
    return (
        (-mean, -high, -low) if found.outcome(one.outcome).better == "lower" else (mean, low, high)
    )


def _mark(axes: Axes, found: Swept, one: BreakEvenSummary, height: float) -> None:
    """The break-even of a difference that runs one way, with its interval; an arrow where that is
    open, nothing where nothing can be told.
    """
    axis, (value, *ends) = found.axes[0], one_way_told(found.summary, one)
    if one.value is None or value is None or not any(ends):
        return
    _bar(axes, axis, one, height)
    axes.plot(
        [axis.factor * one.value],
        [height],
        marker="D",
        color=style.VERMILLION,
        markersize=7,
        markeredgecolor="white",
        zorder=7,
    )


def _alike(found: Swept, here: list[BreakEvenSummary]) -> list[str]:
    """A line that says why a panel is flat."""
    if len(found.axes) == 1 and not np.nan_to_num(_benefit(found, here[0])[0]).any():
        return ["no difference at any value"]
    return []


def _bar(axes: Axes, axis: Axis, one: BreakEvenSummary, height: float) -> None:
    """The interval, with an arrow beyond the last value where it is open."""
    places = [
        axis.values[0] if one.low is None else axis.factor * one.low,
        axis.values[-1] if one.high is None else axis.factor * one.high,
    ]
    axes.plot(
        places,
        [height, height],
        color=style.VERMILLION,
        linewidth=3.5,
        solid_capstyle="butt",
        zorder=5,
    )
    for end, marker in ((0, "<"), (1, ">")):
        if (one.low, one.high)[end] is None:
            axes.plot(
                [float(end)],
                [height],
                transform=axes.get_yaxis_transform(),
                marker=marker,
                color=style.VERMILLION,
                markersize=8,
                zorder=6,
                clip_on=False,
            )


def _frontier(axes: Axes, found: Swept, here: list[BreakEvenSummary]) -> None:
    """The break-even of the first lever at every value of the second, one line each."""
    second = found.axes[1]
    for at, one in enumerate(here):
        _mark(axes, found, one, float(at))
        for cell in one.cells:
            axes.fill_between(
                _cell_ends(found.axes[0], cell),
                at - 0.3,
                at + 0.3,
                color=style.VERMILLION,
                alpha=0.18,
                linewidth=0,
            )
        if not one.cells:
            axes.text(
                0.98,
                at,
                one.verdict,
                transform=axes.get_yaxis_transform(),
                ha="right",
                va="bottom",
                fontsize=style.SMALL,
            )
    axes.set_yticks(range(len(here)), list(second.told))
    axes.set_ylim(-0.6, len(here) - 0.4)
    axes.set_xlim(found.axes[0].values[0], found.axes[0].values[-1])
    axes.set_ylabel(second.short)
    axes.grid(visible=True)
    set_lever_axis(axes, found.axes[0])
    # Values of the second lever push a panel to the right, and a long name beyond the page.
    axes.xaxis.label.set(x=1.0, ha="right")


def _alt(found: Swept) -> str:
    return " ".join(sentence(found.summary, one) for one in found.summary.break_even)


def _table(found: Swept) -> Table:
    """A row for each value that was tried, with the cells and the break-even of one way at the
    first of each question.
    """
    lever = found.summary.levers[0].path
    rows = tuple(row for one in found.summary.break_even for row in _rows(found, one))
    return Table(
        header=(
            "outcome",
            "arm",
            "at",
            "verdict",
            "cells",
            f"{lever} if one way",
            "low",
            "high",
            "monotone",
            f"{lever} tried",
            "side",
            "difference",
            "adjusted p",
            "fresh worlds",
        ),
        rows=rows,
    )


def _rows(found: Swept, one: BreakEvenSummary) -> Iterator[tuple[str | float, ...]]:
    head = (
        one.outcome,
        one.arm,
        "" if one.at is None else one.at,
        one.verdict,
        "; ".join(f"{cell.turn} {cell_text(cell)}" for cell in one.cells),
        *(told or "" for told in one_way_told(found.summary, one)),
        str(one.monotone).lower(),
    )
    for value in one.tried:
        difference, p = ("" if number is None else number for number in (value.difference, value.p))
        yield (*head, value.told, value.sign, difference, p, str(value.fresh).lower())
