"""Marks of several arms at the same place of an axis, side by side instead of on each other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.transforms import Transform

#: Points from one arm to the next, and at most from the first to the last.
STEP: Final = 2.6
WHOLE: Final = 13.0


def dodge(axes: Axes, artists: Iterable[Artist], at: int, many: int) -> None:
    """Move what was drawn for arm ``at`` of ``many`` so that all stand round their place, in order.

    It is moved on the page rather than in the data: axes keep their reach, and ratios theirs.
    """
    shifted = _shift(axes, at, many)
    for artist in artists:
        artist.set_transform(shifted)


def _shift(axes: Axes, at: int, many: int) -> Transform:
    from matplotlib.transforms import ScaledTranslation

    step = min(STEP, WHOLE / max(1, many - 1))
    points = (at - (many - 1) / 2.0) * step
    figure = axes.get_figure(root=True)
    assert figure is not None, "it is drawn on a page"
    return axes.transData + ScaledTranslation(points / 72.0, 0.0, figure.dpi_scale_trans)
