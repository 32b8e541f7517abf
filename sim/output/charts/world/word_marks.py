"""The marks of a lane and the words beside them, drawn where its layout has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.output.charts.base import style
from sim.output.charts.world.lane_layout import WORDS, Lane
from sim.output.charts.world.lane_words import Placed

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MARKS: Final = {
    "decision": "D",
    "read": "o",
    "learnt": "v",
    "news": "s",
    "leak": "P",
    "warning": "X",
    "hesitation": "d",
    "retaliation": "*",
    "attack": "X",
    "standing_by": "^",
}


def write_marks(axes: Axes, lane: Lane) -> None:
    """The marks of a lane with their words, and what the messages are that pass it."""
    for mark, place in lane.marks:
        level = _level(lane, place)
        axes.plot(
            [mark.t],
            [level],
            linestyle="none",
            marker=mark.marker or MARKS[mark.what],
            markersize=4.5,
            color=style.BLACK,
            zorder=6,
            clip_on=False,  # at an end of the time that is shown it stays whole
            label=f"_{mark.what}",
        )
        write_beside(axes, place, (mark.t, level), 5, lane.ground)
    for way, place in lane.messages:
        t = way.end if place.side == "right" else way.start
        write_beside(axes, place, (t, _level(lane, place)), 6, lane.ground)


def _level(lane: Lane, place: Placed) -> float:
    """The middle of a row of words."""
    return lane.top + WORDS * (min(place.row, max(0, lane.words - 1)) + 0.5)


def write_beside(
    axes: Axes,
    place: Placed,
    at: tuple[float, float],
    points: int,
    ground: str,
    *,
    bold: bool = False,
) -> None:
    """Words on their side of a place, so many points from it; a line behind them is broken."""
    if place.text:
        left = place.side == "left"
        axes.annotate(
            place.text,
            at,
            xytext=(-points if left else points, 0),
            textcoords="offset points",
            ha="right" if left else "left",
            va="center_baseline",
            fontsize=style.SMALL,
            fontweight="bold" if bold else "normal",
            zorder=6,
            annotation_clip=False,
            bbox={"boxstyle": "square,pad=0.05", "facecolor": ground, "edgecolor": "none"},
        )
