"""The tables below curves of cumulative incidence: how many worlds are at risk, and hours on
average.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from sim.experiment.statistics.curves.incidence import Incidence
from sim.experiment.statistics.curves.restricted_means import FREE, Area
from sim.output.charts.base import style
from sim.output.charts.base.chart import Floats
from sim.output.charts.base.style import Look
from sim.output.charts.base.words import plain

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Columns of the restricted means: what is counted, and how many points from the left it stands.
MEANS: Final = {
    "escalated": ("after escalating", 55.0),
    "settled": ("after de-escalating", 165.0),
    FREE: ("before either", 275.0),
}


def write_at_risk(axes: Axes, found: dict[str, Incidence], ticks: Floats) -> None:
    """Worlds still watched in which neither has come yet, under the hours of the axis."""
    for at, incidence in enumerate(found.values()):
        for tick, number in zip(ticks, incidence.at_risk(ticks), strict=True):
            axes.text(
                tick, at, f"{number:,}", ha="center", va="center_baseline", fontsize=style.SMALL
            )
    axes.set_ylim(len(found) - 0.4, -0.6)
    axes.set_title("worlds at risk: still watched, and neither has come", fontsize=9.5)
    axes.tick_params(axis="y", pad=20)
    _bare(axes)


def set_names(axes: Axes, labels: dict[str, str], look: dict[str, Look]) -> None:
    """Arms beside the lines of a table, each in the colour of its curve."""
    axes.set_yticks(range(len(labels)), list(labels.values()))
    for label, arm in zip(axes.get_yticklabels(), labels, strict=True):
        label.set_color(look[arm].colour)
        label.set_fontsize(style.SMALL)


def _bare(axes: Axes) -> None:
    """A table has no axes."""
    axes.tick_params(length=0, labelbottom=False)
    for spine in axes.spines.values():
        spine.set_visible(False)


def write_mean_hours(axes: Axes, means: dict[str, dict[str, Area]], horizon: float) -> None:
    """Restricted means with their intervals, a line for each arm."""
    axes.set_xlim(0.0, 1.0)
    axes.set_ylim(len(means) - 0.4, -1.6)
    for name, (title, place) in MEANS.items():
        _cell(axes, (place, -1.0), title, style.GREY)
        for at, areas in enumerate(means.values()):
            if areas:
                _cell(axes, (place, at), area_text(areas[name]), style.BLACK)
    axes.set_title(f"restricted mean: hours of the first {horizon:g} h", fontsize=9.5)
    _bare(axes)
    axes.tick_params(labelleft=True)


def _cell(axes: Axes, place: tuple[float, float], text: str, colour: str) -> None:
    """A cell of a table, so many points from its left edge: names beside the curves narrow the
    drawing above, and no column of the table.
    """
    axes.annotate(
        text,
        (0.0, place[1]),
        xytext=(place[0], 0),
        textcoords="offset points",
        ha="center",
        va="center_baseline",
        fontsize=style.SMALL,
        color=colour,
        annotation_clip=False,
    )


def area_text(area: Area) -> str:
    """Mean hours with their interval, if there is one."""
    ends = "" if math.isnan(area.low) else f" [{plain(area.low, 0)}, {plain(area.high, 0)}]"
    return f"{plain(area.mean, 0)} h{ends}"
