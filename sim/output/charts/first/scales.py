"""Round ticks, from zero on or between two values."""

from __future__ import annotations

from math import ceil, floor, log10
from typing import Final

_STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)


def round_ticks(most: float, many: int) -> list[float]:
    """From zero to ``most`` or a little beyond, in at most so ``many`` equal round steps."""
    if not most > 0.0:
        return [0.0, 1.0]
    rough = most / many
    power = 10.0 ** floor(log10(rough))
    step = next(one * power for one in _STEPS if one * power >= rough * (1.0 - 1e-9))
    return [step * at for at in range(ceil(most / step - 1e-9) + 1)]


def ticks_between(least: float, most: float, many: int) -> list[float]:
    """From ``least`` or a little below to ``most`` or a little beyond, zero among them."""
    least, most = min(least, 0.0), max(most, 0.0)
    step = round_ticks(most - least, many)[1]
    return [step * at for at in range(floor(least / step + 1e-9), ceil(most / step - 1e-9) + 1)]
