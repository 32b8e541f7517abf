"""What of the spread of an outcome is the luck of worlds, and what is doubt about inputs: an
analysis of variance of draws of the inputs, each in a few worlds of its own.

More worlds make the luck of a mean as small as one likes; the doubt stays. With one world a draw
the two cannot be told apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np

from sim.experiment.statistics.estimates import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class LuckAndDoubt:
    """A mean over draws with the half-width of its interval, ``luck``, and the standard deviation
    between the true means of draws, ``tau``, with its interval.

    ``variance`` is the square of ``tau`` as it was estimated: it may be below zero, where ``tau``
    is zero. ``spread`` is the standard deviation of the means of draws, ``level`` the confidence of
    luck and doubt.
    """

    mean: float
    luck: float
    variance: float
    tau: float
    tau_low: float
    tau_high: float
    spread: float
    level: float = 0.95

    @property
    def shown(self) -> bool:
        """Whether there is any doubt beyond luck."""
        return self.tau_low > 0.0

    @property
    def doubt(self) -> float:
        """Half-width of what the doubt alone makes of the outcome: at most so much, where it is not
        shown.
        """
        return doubt_quantile(self.level) * (self.tau if self.shown else self.tau_high)

    @property
    def together(self) -> float:
        """Half-width of luck and doubt together."""
        return sqrt(self.luck**2 + self.doubt**2)


def doubt_quantile(confidence: float) -> float:
    """In how many ``tau`` either way of the mean the true means of draws lie at this level: luck
    and doubt are put together at the same one.
    """
    from scipy.special import ndtri

    return float(ndtri((1.0 + confidence) / 2.0))


def luck_and_doubt(values: Floats, confidence: float = 0.95) -> LuckAndDoubt:
    """Of ``values`` (draws x worlds): at least three draws, of two worlds at least each.

    The interval of the variance is by leaving out one draw at a time.
    """
    return of_draws(values.mean(axis=1), values.var(axis=1, ddof=1), values.shape[1], confidence)


def of_draws(means: Floats, within: Floats, worlds: int, confidence: float = 0.95) -> LuckAndDoubt:
    """The same from the mean of each draw and the variance ``within`` it, over so many worlds."""
    from scipy.special import stdtrit

    draws = len(means)
    variance = float(means.var(ddof=1) - within.mean() / worlds)
    squares = (means - means.mean()) ** 2
    without = (squares.sum() - draws / (draws - 1) * squares) / (draws - 2) - (
        within.sum() - within
    ) / (draws - 1) / worlds
    error = sqrt((draws - 1) / draws * float(((without - without.mean()) ** 2).sum()))
    student = float(stdtrit(draws - 1, (1 + confidence) / 2))
    return LuckAndDoubt(
        mean=float(means.mean()),
        luck=student * float(means.std(ddof=1)) / sqrt(draws),
        variance=variance,
        tau=sqrt(max(variance, 0.0)),
        tau_low=sqrt(max(variance - student * error, 0.0)),
        tau_high=sqrt(max(variance + student * error, 0.0)),
        spread=float(np.std(means, ddof=1)),
        level=confidence,
    )
