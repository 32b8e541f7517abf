"""Response times, model against record, as quantile plots, one for each comparison: on the diagonal
the two agree.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.experiment.statistics.estimates import Floats
from tools.timing import Comparison, Worlds, kolmogorov_interval, quantile, resampled, told

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SHARES: Final = np.arange(0.05, 0.96, 0.05)
_MARKED: Final = (0.5, 0.9)
_BLUE: Final = "#0072B2"
#: The record has whole days: what came on the first one is drawn at its end.
_DAY: Final = 1.0
_LONGEST: Final = 32.0
_TICKS: Final = (1, 2, 4, 8, 16, 30)


def band(worlds: Worlds) -> tuple[Floats, Floats]:
    """95 % of the model's quantiles over worlds drawn again."""
    return resampled(worlds, lambda days: np.quantile(days, _SHARES))


def heading(one: Comparison) -> str:
    """What is compared, how far apart the two are and what that is called."""
    apart = one.apart
    low, high = kolmogorov_interval(apart, len(one.within_reach))
    name, said = one.name.replace("`", ""), told(apart, low, high)
    size = f"n = {len(one.days)} in {len(one.within_reach)} worlds"
    return f"{name}, {size}\nKolmogorov {apart:.2f} ({low:.2f} to {high:.2f}): {said}"


def draw(found: list[Comparison], path: Path) -> None:
    """One panel a comparison; days on logarithmic axes from the end of the first day on."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with rc_context({"svg.hashsalt": "hotline", "svg.fonttype": "none", "font.size": 8}):
        figure = Figure(figsize=(9.5, 10.0), layout="constrained")
        panels = list(figure.subplots(-(-len(found) // 2), 2, sharex=True, sharey=True).flat)
        for one, axes in zip(found, panels, strict=False):
            _panel(axes, one)
        for axes in panels[len(found) :]:
            axes.set_visible(False)
        for axes in panels[len(found) - 2 : len(found)]:
            axes.tick_params(labelbottom=True)
        figure.legend(
            *panels[0].get_legend_handles_labels(), loc="lower right", bbox_to_anchor=(0.97, 0.06)
        )
        figure.supxlabel("days in the record, among those within the time watched (5 % to 95 %)")
        figure.supylabel("days in the model")
        text = BytesIO()
        figure.savefig(text, format="svg", metadata={"Date": None})
    path.write_bytes(text.getvalue())


def _panel(axes: Axes, one: Comparison) -> None:
    record = _seen(np.array([quantile(one.expected, float(share), one.most) for share in _SHARES]))
    model, (low, high) = _seen(np.quantile(one.days, _SHARES)), band(one.within_reach)
    axes.plot(
        [_DAY, _LONGEST],
        [_DAY, _LONGEST],
        color="black",
        linestyle="--",
        linewidth=1,
        label="agreement",
    )
    axes.fill_between(
        record,
        _seen(low),
        _seen(high),
        color=_BLUE,
        alpha=0.25,
        linewidth=0,
        label="95 % of the model's quantiles",
    )
    axes.plot(
        record,
        model,
        color=_BLUE,
        marker="o",
        markersize=3,
        linewidth=1,
        label="quantiles of model and record, by 5 %",
    )
    for share in _MARKED:
        at = int(np.argmin(np.abs(_SHARES - share)))
        axes.annotate(
            f"{share:.0%}", (record[at], model[at]), textcoords="offset points", xytext=(3, -10)
        )
    axes.set_title(heading(one), fontsize=8)
    _days(axes)


def _seen(days: Floats) -> Floats:
    return np.maximum(days, _DAY)


def _days(axes: Axes) -> None:
    """Both axes alike, in days."""
    for axis, scale, limits in (
        (axes.xaxis, axes.set_xscale, axes.set_xlim),
        (axes.yaxis, axes.set_yscale, axes.set_ylim),
    ):
        scale("log")
        limits(0.9, _LONGEST)
        axis.set_ticks(_TICKS, [f"{day}" for day in _TICKS])
        axis.set_ticks([], minor=True)
