"""How many arrangements a test by randomisation draws: so many that something can be shown."""

from __future__ import annotations

from math import ceil
from typing import Final

#: Beyond so many a study takes minutes; chances of less than one in twenty thousand are not told.
MOST: Final = 19_999


def arrangements(usual: int, alpha: float, comparisons: int = 1) -> int:
    """As many as usual, or where the least p-value that these can give would not stand among so
    many ``comparisons``, so many that it is a quarter of what would.
    """
    if comparisons / (1 + usual) <= alpha / 2.0:
        return usual
    return min(MOST, ceil(4.0 * comparisons / alpha) - 1)


def shows_nothing(alpha: float, comparisons: int = 1) -> bool:
    """Whether not even the most could show anything."""
    return comparisons / (1 + MOST) >= alpha
