"""What a screening by bands could show: the least range that would be shown in eight of ten
studies, and how many worlds show one that matters.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, inf, log10, sqrt
from typing import Final

from sim.experiment.sensitivity.bands import BANDS, freedom_of
from sim.experiment.sensitivity.studentized_range import range_quantile

POWER: Final = 0.8
_Z_POWER: Final = 0.8416212335729143


@dataclass(frozen=True, slots=True, kw_only=True)
class Detectable:
    """The least ``reach`` that so many draws show in eight of ten studies; ``needed`` draws show
    what matters.
    """

    reach: float
    needed: int


def detectable(spread: float, draws: int, inputs: int, alpha: float, matters: float) -> Detectable:
    """For draws whose responses have the standard deviation ``spread``."""
    reach = _reach(spread, draws, inputs, alpha)
    return Detectable(reach=reach, needed=_draws_needed(spread, inputs, alpha, matters))


def _reach(spread: float, draws: int, inputs: int, alpha: float) -> float:
    if draws < 2 * BANDS:
        return inf
    critical = range_quantile(1 - alpha / inputs, BANDS, freedom_of(draws, BANDS)) / sqrt(2)
    return (critical + _Z_POWER) * spread * sqrt(2 * BANDS / draws)


def _draws_needed(spread: float, inputs: int, alpha: float, matters: float) -> int:
    """Draws, by the law of very many: below a hundred it is a little too few."""
    critical = range_quantile(1 - alpha / inputs, BANDS, 1e6) / sqrt(2)
    return max(BANDS + 1, ceil(2 * BANDS * ((critical + _Z_POWER) * spread / matters) ** 2))


def round_up(count: int) -> int:
    """A number of worlds as people say it: two digits, rounded up."""
    step = int(10 ** max(0, floor(log10(max(count, 1))) - 1))
    return ceil(count / step) * step
