"""Standard variates by inversion: one uniform number in (0, 1) gives one value."""

from __future__ import annotations

from math import exp, log, log1p

# What ``NormalDist.inv_cdf`` calls once it has checked its argument, which here always lies inside
# (0, 1): it is called for each routine item of each desk, and the check takes longer than the
# value.
from statistics import _normal_dist_inv_cdf as _inverse  # type: ignore[attr-defined]


def normal(u: float) -> float:
    """A standard normal value (Wichura 1988, algorithm AS 241)."""
    value: float = _inverse(u, 0.0, 1.0)
    return value


def gumbel(u: float) -> float:
    """A standard Gumbel value: the noise under which choosing the best of several options is a
    logit choice.
    """
    return -log(-log(u))


def exponential(u: float) -> float:
    """A standard exponential value, mean 1."""
    return -log1p(-u)


def frailty(u: float, spread: float) -> float:
    """A lognormal factor of mean one, whose log has this standard deviation: what makes all hours
    of one world longer or shorter (Vaupel, Manton and Stallard 1979).
    """
    return exp(spread * normal(u) - spread * spread / 2.0)
