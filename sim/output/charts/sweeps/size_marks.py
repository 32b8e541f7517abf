"""Which cells of a heat map are shown to matter, and which are shown not to: frames and hatching,
for an eye or a page without colours.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from sim.experiment.statistics.verdicts import Verdict
from sim.output.charts.base import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_INSIDE: Final = 0.92  # of a cell that its frame takes in
_HATCHING: Final = "////"


def mark_by_size(axes: Axes, said: Sequence[Verdict], rows: int) -> None:
    """Frame the cells that are shown to matter, and hatch those that are shown not to; verdicts run
    over the ``rows`` of each column.
    """
    from matplotlib.patches import Rectangle

    for at, verdict in enumerate(said):
        column, row = divmod(at, rows)
        corner = (column - _INSIDE / 2, row - _INSIDE / 2)
        if verdict == "matters":
            frame = Rectangle(corner, _INSIDE, _INSIDE, fill=False)
            frame.set(edgecolor=style.BLACK, linewidth=1.2)
            axes.add_patch(frame)
        elif verdict == "does not matter":
            hatched = Rectangle(corner, _INSIDE, _INSIDE, fill=False, hatch=_HATCHING)
            hatched.set(edgecolor=style.PALE, linewidth=0.0)
            axes.add_patch(hatched)
