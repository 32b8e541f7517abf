"""Convergence: each paired difference as worlds were added, with its interval; whether more worlds
would change the answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from sim.experiment.statistics import estimates as by
from sim.experiment.statistics.dust import DUST, without_dust
from sim.experiment.statistics.moments import Moments
from sim.output.charts.base import style
from sim.output.charts.base.adjacent_marks import dodge
from sim.output.charts.base.bounds import of_differences
from sim.output.charts.base.chart import Cell, Chart, Evidence, Floats, Missing, Outcome, Table
from sim.output.charts.base.order import by_use
from sim.output.charts.base.words import (
    decimals,
    display_width,
    factor,
    folded_text,
    signed_number,
    told_unit,
)
from sim.output.charts.run.distributions import ARROWS
from sim.output.charts.run.drawn_inputs import luck_alone
from sim.output.words import level_text

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

PANELS: Final = 6
BARRED: Final = 6  # arms beside the baseline up to which intervals are drawn
_BARS: Final = 3  # numbers of worlds at which they are
_TITLE: Final = 44  # columns
FEWEST: Final = 20  # worlds: before them an interval would fill the chart
_PLACES: Final = 120  # numbers of worlds at which it is drawn
_PANEL: Final = 1.75  # inches
_SEVERAL: Final = 2
_READING: Final = (
    "The difference from the baseline in the same worlds, over the first so many worlds{band}."
    " Dotted: the smallest difference that matters. A line that still drifts has not converged."
)


def draw(evidence: Evidence, width: float) -> Chart | Missing:
    """The headline outcomes of most use that every world has and in which the arms
    differ at all.
    """
    names = _chosen_outcomes(evidence)
    if evidence.worlds < 2 * FEWEST:
        few = "one world is" if evidence.worlds == 1 else f"{evidence.worlds} worlds are"
        return Missing(reason=f"{few} too few to see anything converge")
    if not names:
        return Missing(reason="no headline outcome differs between two arms in any world")
    places = np.unique(np.geomspace(FEWEST, evidence.worlds, _PLACES).round().astype(np.int64))
    rows = -(-len(names) // _SEVERAL)
    figure = style.page(
        evidence,
        width,
        rows * _PANEL + 0.4,
        title="Paired differences as worlds were added",
        keys=_keys(evidence, names),
        reading=_READING.format(band=_band(evidence)) + luck_alone(evidence),
    )
    grid = figure.subplots(rows, _SEVERAL, sharex=True, squeeze=False).ravel()
    numbers: list[tuple[Cell, ...]] = []
    for axes, name in zip(grid, names, strict=False):
        numbers += _panel(axes, evidence, name, places)
    for axes in grid[len(names) :]:
        axes.set_visible(False)
    for axes in grid[max(0, len(names) - _SEVERAL) : len(names)]:
        axes.xaxis.set_tick_params(labelbottom=True)
        axes.set_xlabel("worlds (logarithmic)")
    table = Table(
        header=("outcome", "arm", "worlds", "difference", "low", "high"), rows=tuple(numbers)
    )
    return Chart(figure=figure, alt=_alt(evidence, names, table), numbers=table)


def running_difference(
    values: Floats, base: Floats, places: NDArray[np.int64], outcome: Outcome, confidence: float
) -> tuple[Floats, Floats, Floats]:
    """The difference over the first so many worlds, and its interval."""
    gaps = without_dust(values - base, outcome.matters)
    known = ~np.isnan(gaps)
    n, up, down = (np.cumsum(part)[places - 1] for part in (known, gaps > 0, gaps < 0))
    if outcome.kind == "share":
        mean = np.where(n > 0, (up - down) / np.maximum(n, 1), np.nan)
        return mean, *by.paired_shares(up, down, n, confidence)
    return _running_mean(gaps, places, outcome, confidence)


def _running_mean(
    gaps: Floats, places: NDArray[np.int64], outcome: Outcome, confidence: float
) -> tuple[Floats, Floats, Floats]:
    """The same of a mean: sums are carried from place to place."""
    moments, start = Moments(1, DUST * outcome.matters), 0
    rows: list[tuple[float, float, float]] = []
    for place in places.tolist():
        moments.add(gaps[start:place, None])
        low, high = of_differences(moments.sums, outcome, confidence)
        rows.append((float(moments.mean[0]), float(low[0]), float(high[0])))
        start = place
    mean, low, high = np.array(rows).T
    return mean, low, high


def _chosen_outcomes(evidence: Evidence) -> list[str]:
    found = []
    for name in by_use(evidence):
        apart = any(_differs(evidence, arm, name) for arm in _comparable_arms(evidence, name))
        if evidence.outcomes[name].exists == "always" and apart:
            found.append(name)
    return found[:PANELS]


def _comparable_arms(evidence: Evidence, name: str) -> list[str]:
    """The arms whose difference means something: what only asking can bring is not compared with
    an arm that never asks.
    """
    return [arm for arm in evidence.others if (arm, name) in evidence.differences]


def _differs(evidence: Evidence, arm: str, name: str) -> bool:
    """Whether an arm differs from the baseline in any world."""
    apart = evidence.column(arm, name) - evidence.column(evidence.baseline, name)
    return bool(np.nan_to_num(apart).any())


def _band(evidence: Evidence) -> str:
    """What the drawing says of intervals: of many arms there is no room for them, and they are in
    the table only.
    """
    level = f"{level_text(evidence.confidence)} interval"
    few = len(evidence.others) <= BARRED
    return (
        f"; upright bars: its {level} there, at {_BARS} of the numbers, side by side"
        if few
        else f" (its {level} is in the table)"
    )


def _keys(evidence: Evidence, names: list[str]) -> list[Artist]:
    """The arms that differ in anything that is drawn."""
    from matplotlib.lines import Line2D

    seen = style.looks(evidence)
    return [
        Line2D(
            [], [], color=seen[arm].colour, linestyle=seen[arm].dashes, label=folded_text(arm, 30)
        )
        for arm in evidence.others
        if any(
            _differs(evidence, arm, name)
            for name in names
            if arm in _comparable_arms(evidence, name)
        )
    ]


def _panel(
    axes: Axes, evidence: Evidence, name: str, places: NDArray[np.int64]
) -> list[tuple[Cell, ...]]:
    outcome = evidence.outcomes[name]
    rows: list[tuple[Cell, ...]] = []
    by_ = factor(outcome)
    base, seen = evidence.column(evidence.baseline, name), style.looks(evidence)
    still = []
    compared = _comparable_arms(evidence, name)
    for place, arm in enumerate(compared):
        mean, low, high = running_difference(
            evidence.column(arm, name), base, places, outcome, evidence.confidence
        )
        if _differs(evidence, arm, name):
            axes.plot(
                places,
                by_ * mean,
                color=seen[arm].colour,
                linestyle=seen[arm].dashes,
                linewidth=1.5,
            )
            if len(evidence.others) <= BARRED:
                ends = by_ * np.array([low, high])
                _intervals(axes, places, ends, seen[arm].colour, (place, len(compared)))
        else:
            still.append(arm)
        rows += [
            (name, arm, int(at), float(mean[i]), float(low[i]), float(high[i]))
            for i, at in enumerate(places.tolist())
        ]
    axes.axhline(0.0, color=style.BLACK, linewidth=1.0)
    for side in (-1, 1):
        axes.axhline(side * by_ * outcome.matters, color=style.GREY, linestyle=":", linewidth=1.0)
    _log_axis(axes)
    axes.grid(visible=True)
    axes.set_title("\n".join([folded_text(outcome.title, _TITLE), *_still_text(still)]))
    axes.set_ylabel(f"{told_unit(outcome)}   {ARROWS[outcome.better]}".rstrip())
    return rows


def _log_axis(axes: Axes) -> None:
    """Numbers of worlds in ratios, as ticks that can be read."""
    from matplotlib.ticker import LogLocator, NullLocator

    axes.set_xscale("log")
    axes.xaxis.set_major_formatter(lambda worlds, _: f"{worlds:,.0f}")
    axes.xaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
    axes.xaxis.set_minor_locator(NullLocator())


def _intervals(
    axes: Axes, places: NDArray[np.int64], ends: Floats, colour: str, which: tuple[int, int]
) -> None:
    """The interval of an arm at a few numbers of worlds, beside those of the others."""
    at = np.linspace(len(places) / _BARS, len(places), _BARS).astype(np.int64) - 1
    bars = axes.vlines(places[at], *ends[:, at], color=colour, linewidth=1.3, clip_on=False)
    dodge(axes, [bars], *which)


def _still_text(still: list[str]) -> list[str]:
    """A line that says of which arms nothing is drawn, as they never differ."""
    said = f"no difference in any world: {', '.join(still)}"
    if display_width(said) > _TITLE:
        which = "one arm" if len(still) == 1 else f"{len(still)} arms"
        said = f"no difference in any world: {which}"
    return [said] if still else []


def _alt(evidence: Evidence, names: list[str], table: Table) -> str:
    last = {(row[0], row[1]): row for row in table.rows}
    parts = []
    for name in names:
        outcome, by_, digits = (
            evidence.outcomes[name],
            factor(evidence.outcomes[name]),
            decimals(evidence.outcomes[name]),
        )
        said = [
            f"{arm} {signed_number(by_ * float(row[3]), digits)}"
            f" ({signed_number(by_ * float(row[4]), digits)} to"
            f" {signed_number(by_ * float(row[5]), digits)})"
            for arm in _comparable_arms(evidence, name)
            if (row := last[name, arm])
        ]
        parts.append(f"{outcome.title}, {told_unit(outcome)}: {', '.join(said)}.")
    return f"Differences from {evidence.baseline} as worlds were added, at the end: " + " ".join(
        parts
    )
