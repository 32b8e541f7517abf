"""Influence: what each input does among all the others, band by band, or by Sobol's indices
against what chance alone would do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from sim.experiment.sensitivity.sensitivity_summary import IndexSummary, SensitivitySummary
from sim.output.charts.base import style
from sim.output.charts.base.chart import Chart, Missing, Table, number_or_nan
from sim.output.charts.base.words import plain
from sim.output.charts.studies import strips
from sim.output.charts.studies.study_evidence import Studied, beside, input_labels, row_height, rows
from sim.output.words import as_list

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST: Final = 10
DUMMY: Final = "chance (other worlds)"
_UNIT: Final = "share of the variance, in per cent"
_READING: Final = (
    "Dots: share of the outcome's variance that an input has a part in (total index), with {level}"
    " intervals; small crosses: the share that it causes by itself (first order). "
)
#: Headings of the numbers of an index, and where they stand in the summary.
_COLUMNS: Final[Mapping[str, Callable[[IndexSummary], float | None]]] = {
    "total": lambda index: index.size,
    "low": lambda index: index.low,
    "high": lambda index: index.high,
    "first_order": lambda index: index.other,
    "first_order_low": lambda index: index.other_low,
    "first_order_high": lambda index: index.other_high,
    "change": lambda index: index.change,
}
_CHANCE: Final = (
    "Ticks: what chance alone stays below in 95 of 100 cases. Filled dots: shown, by signs tossed"
    " for all inputs together, not by the interval; hollow: cannot be told. The last line moves"
    " nothing but the worlds."
)


def draw(found: Studied[SensitivitySummary], width: float) -> Chart | Missing:
    summary = found.summary
    if summary.method == "bands":
        return strips.draw(found, width)
    moving = {name: _moving_inputs(one.factors) for name, one in summary.indices.items()}
    shown = {name: factors for name, factors in moving.items() if factors}
    if not shown:
        return Missing(reason="no input changes any outcome")
    labels = {name: input_labels(factors, summary.factors) for name, factors in shown.items()}
    heights = [row_height(one) * (len(one) + 1) + 0.75 for one in labels.values()]
    figure = style.sheet(
        found.source(summary.points.together, "points"),
        width,
        sum(heights),
        title=f"Which inputs matter: {summary.looked_at.title}",
        reading=_READING.format(level=found.level) + _CHANCE,
    )
    grid = figure.subplots(len(shown), 1, squeeze=False, height_ratios=heights)[:, 0]
    for axes, (name, factors) in zip(grid, shown.items(), strict=True):
        rows(axes, [*labels[name], DUMMY])
        _panel(axes, found, name, {**factors, DUMMY: summary.indices[name].dummy})
    parts = _parts(found, shown)
    return Chart(figure=figure, alt=" ".join(parts), numbers=_table(summary), says=parts[1])


def _moving_inputs(factors: Mapping[str, IndexSummary]) -> dict[str, IndexSummary]:
    """The inputs that change anything, as far as there is room."""
    return dict([one for one in factors.items() if one[1].size][:MOST])


def _panel(
    axes: Axes, found: Studied[SensitivitySummary], name: str, indices: Mapping[str, IndexSummary]
) -> None:
    by = 100.0
    axes.axvspan(0.0, by * indices[DUMMY].size, color=style.PALE, linewidth=0, zorder=0)
    for at, (path, index) in enumerate(indices.items()):
        colour = style.GREY if path == DUMMY else style.BLUE
        axes.plot(
            [by * number_or_nan(index.low), by * number_or_nan(index.high)],
            [at, at],
            color=colour,
            linewidth=1.4,
            solid_capstyle="butt",
        )
        for value, look in _marks(index, colour, filled=index.shown and path != DUMMY):
            axes.plot([by * value], [at], linestyle="none", zorder=3, clip_on=False, **look)
        if path != DUMMY and not index.shown:
            beside(axes, at, "cannot be told", style.GREY, style.SMALL)
    for label in axes.get_yticklabels():
        label.set_fontsize(style.SMALL)
    axes.set_xlim(left=-0.02 * axes.get_xlim()[1])
    still = sum(not index.size for index in found.summary.indices[name].factors.values())
    rest = f"; {still} more change{'s' if still == 1 else ''} nothing at all" if still else ""
    axes.set_title(f"{found.outcome(name).title}{rest}", loc="left")
    axes.set_xlabel(_UNIT)


def _marks(
    index: IndexSummary, colour: str, *, filled: bool
) -> tuple[tuple[float, dict[str, Any]], ...]:
    """Where the marks of an input stand, and how each looks."""
    return (
        (
            max(0.0, number_or_nan(index.other)),
            {"marker": "x", "markersize": 4, "color": style.GREY},
        ),
        (
            index.size,
            {
                "marker": "o",
                "markersize": 5.5,
                "markeredgecolor": colour,
                "markeredgewidth": 1.3,
                "markerfacecolor": colour if filled else "white",
            },
        ),
        (
            number_or_nan(index.chance),
            {"marker": "|", "markersize": 9, "markeredgewidth": 1.6, "color": style.VERMILLION},
        ),
    )


def _parts(
    found: Studied[SensitivitySummary], shown: Mapping[str, Mapping[str, IndexSummary]]
) -> list[str]:
    parts = [f"Which inputs matter for {found.summary.response}."]
    for name, factors in shown.items():
        outcome = found.outcome(name)
        said = [
            f"{path} {plain(100.0 * index.size, 0)}"
            for path, index in factors.items()
            if index.shown
        ]
        told = as_list(said[:5]) if said else "none can be told at these numbers"
        parts.append(f"{outcome.title.capitalize()} ({_UNIT}): {told}.")
    return parts


def _table(summary: SensitivitySummary) -> Table:
    return Table(
        header=("outcome", "input", *_COLUMNS, "chance_95", "p_holm", "stands_out"),
        rows=tuple(
            (
                name,
                path,
                *(number_or_nan(column(index)) for column in _COLUMNS.values()),
                number_or_nan(index.chance),
                number_or_nan(index.p),
                "yes" if index.shown else "no",
            )
            for name, found in summary.indices.items()
            for path, index in {**found.factors, DUMMY: found.dummy}.items()
        ),
    )
