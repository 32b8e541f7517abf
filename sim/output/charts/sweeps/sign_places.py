"""Where the signs of a heat map stand: one for each area of cells that agree."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from sim.output.charts.base.chart import Floats

Cells = np.ndarray[tuple[int, ...], np.dtype[Any]]


_SIGNS: Final = 12  # of a row or column of cells that have no room for more


def places(values: Floats) -> list[tuple[int, int]]:
    """Cells for signs: one in each area of one sign, the smallest area first, then even places as
    far as there is room.
    """
    down, across = (-(-size // _SIGNS) for size in values.shape)
    even = np.zeros(values.shape, dtype=bool)
    even[down // 2 :: down, across // 2 :: across] = True
    found: list[tuple[int, int]] = []
    for row, column in (
        *(_stand(area, even) for area in _areas(values)),
        *np.argwhere(even & (np.abs(values) > 0.0)).tolist(),
    ):
        if all(abs(row - above) >= down or abs(column - left) >= across for above, left in found):
            found.append((row, column))
    return found


def _areas(values: Floats) -> list[Cells]:
    """The cells of each area of one sign, the smallest area first."""
    from scipy.ndimage import label

    labelled = [label(side) for side in (values > 0.0, values < 0.0)]
    areas = [np.argwhere(of == number + 1) for of, count in labelled for number in range(count)]
    return sorted(areas, key=len)


def _stand(area: Cells, even: Cells) -> tuple[int, int]:
    """Where the sign of an area stands: at an even place if it holds one, as near its middle as can
    be.
    """
    far = np.abs(area - area.mean(axis=0)).sum(axis=1)
    row, column = area[np.lexsort((far, ~even[tuple(area.T)]))[0]]
    return int(row), int(column)
