"""Laws of delays and effects: each turns one uniform number in the open interval (0, 1) into one
value (inversion).

One uniform gives one value, so the same uniform under two laws gives the same rank under both: two
arms of one world that differ in a law still share its luck. A law does not know its dimension
(hours, logits): the input that holds it does, and ``IN_UNITS`` of each law names the fields that
carry it. The laws with a formula stand in ``shapes``; here are those made of other laws or of data,
the union of all, and their names in scenario files.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import ceil, exp, fsum, sqrt
from types import MappingProxyType
from typing import ClassVar, Final

from sim.domain.distributions.formulas import (
    Exponential,
    Fixed,
    Gamma,
    Lognormal,
    Pert,
    Triangular,
    Uniform,
    Weibull,
    finite,
    need,
    stretch,
)
from sim.domain.distributions.variates import exponential, gumbel, normal

__all__ = [
    "LAWS",
    "Empirical",
    "Exponential",
    "Fixed",
    "Gamma",
    "Law",
    "Lognormal",
    "Mixture",
    "Pert",
    "Quantiles",
    "Sampler",
    "Triangular",
    "Uniform",
    "Weibull",
    "exponential",
    "gumbel",
    "normal",
    "sampler",
]

#: A function from a uniform number in (0, 1) to a value.
Sampler = Callable[[float], float]

# What is left of a uniform number after a choice must again lie inside (0, 1).
_LEAST: Final = 2.0**-54
_MOST: Final = 1.0 - 2.0**-53


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixture:
    """One of several laws, each with its weight: work that runs at two speeds.

    The uniform number first chooses the part, in the order given, and what is left of it draws from
    that part. So ``quantile`` maps a uniform number to a value of the right law, but it rises with
    it only within each part.
    """

    IN_UNITS: ClassVar[tuple[str, ...]] = ("parts",)
    parts: tuple[tuple[float, Law], ...]

    def __post_init__(self) -> None:
        need(len(self.parts) > 0, "a mixture needs at least one part")
        for weight, _ in self.parts:
            finite("a mixture", weight=weight)
            need(weight > 0, f"each weight of a mixture must be above zero, not {weight:g}")

    def shares(self) -> tuple[float, ...]:
        """The weights, made to add up to one."""
        total = fsum(weight for weight, _ in self.parts)
        return tuple(weight / total for weight, _ in self.parts)

    def quantile(self, u: float) -> float:
        return _mixture_sampler(self)(u)

    @property
    def mean(self) -> float:
        return fsum(
            share * law.mean for share, (_, law) in zip(self.shares(), self.parts, strict=True)
        )

    @property
    def sd(self) -> float:
        mean = self.mean
        parts = zip(self.shares(), self.parts, strict=True)
        return sqrt(fsum(share * (law.sd**2 + (law.mean - mean) ** 2) for share, (_, law) in parts))

    def scaled(self, factor: float) -> Mixture:
        return Mixture(parts=tuple((weight, law.scaled(factor)) for weight, law in self.parts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Empirical:
    """The observed values themselves, each as likely: a step function, with nothing read in between
    them.
    """

    IN_UNITS: ClassVar[tuple[str, ...]] = ("values",)
    values: tuple[float, ...]

    def __post_init__(self) -> None:
        need(len(self.values) > 0, "an empirical law needs at least one value")
        for value in self.values:
            finite("an empirical law", value=value)

    def quantile(self, u: float) -> float:
        return _empirical_sampler(self)(u)

    @property
    def mean(self) -> float:
        return fsum(self.values) / len(self.values)

    @property
    def sd(self) -> float:
        mean = self.mean
        return sqrt(fsum((value - mean) ** 2 for value in self.values) / len(self.values))

    def scaled(self, factor: float) -> Empirical:
        stretch(factor)
        return Empirical(values=tuple(value * factor for value in self.values))


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantiles:
    """Straight lines between given quantiles, pairs of (probability, value); those of 0 and of 1
    must be given.
    """

    IN_UNITS: ClassVar[tuple[str, ...]] = ("points",)
    points: tuple[tuple[float, float], ...]

    def __post_init__(self) -> None:
        for share, value in self.points:
            finite("a law by quantiles", probability=share, value=value)
        whole = len(self.points) > 1 and self.points[0][0] == 0 and self.points[-1][0] == 1
        need(whole, "a law by quantiles needs the values at probability 0 and 1, its bounds")
        for (low, left), (high, right) in pairwise(self.points):
            need(
                low < high,
                f"the probabilities of a law by quantiles must rise; {high:g} follows {low:g}",
            )
            need(
                left <= right,
                f"the values of a law by quantiles must not fall; {right:g} follows {left:g}",
            )

    def quantile(self, u: float) -> float:
        points = self.points
        at = min(bisect_right(points, u, key=_probability), len(points) - 1)
        (low, left), (high, right) = points[at - 1], points[at]
        return left + (right - left) * (u - low) / (high - low)

    @property
    def mean(self) -> float:
        return fsum(
            (high - low) * (left + right) / 2
            for (low, left), (high, right) in pairwise(self.points)
        )

    @property
    def sd(self) -> float:
        mean = self.mean
        pieces = (
            ((high - low), left - mean, right - mean)
            for (low, left), (high, right) in pairwise(self.points)
        )
        return sqrt(fsum(share * (a * a + a * b + b * b) / 3 for share, a, b in pieces))

    def scaled(self, factor: float) -> Quantiles:
        stretch(factor)
        return Quantiles(points=tuple((share, value * factor) for share, value in self.points))


def _probability(point: tuple[float, float]) -> float:
    return point[0]


#: Any law. Each has ``quantile(u)``, ``mean``, ``sd`` and ``scaled(factor)``.
Law = (
    Fixed
    | Uniform
    | Triangular
    | Pert
    | Exponential
    | Gamma
    | Weibull
    | Lognormal
    | Mixture
    | Empirical
    | Quantiles
)

#: What a scenario file calls each law.
LAWS: Final[Mapping[str, type[Law]]] = MappingProxyType(
    {
        "fixed": Fixed,
        "uniform": Uniform,
        "triangular": Triangular,
        "pert": Pert,
        "exponential": Exponential,
        "gamma": Gamma,
        "weibull": Weibull,
        "lognormal": Lognormal,
        "mixture": Mixture,
        "empirical": Empirical,
        "quantiles": Quantiles,
    }
)


def sampler(law: Law) -> Sampler:
    """The quickest function that draws from the law: for those who draw often."""
    if isinstance(law, Lognormal):
        return _lognormal(law.median, law.sigma)
    if isinstance(law, Mixture):
        return _mixture_sampler(law)
    if isinstance(law, Empirical):
        return _empirical_sampler(law)
    return law.quantile


def _lognormal(median: float, sigma: float) -> Sampler:
    """Most times in a scenario are lognormal, those of all routine items among them."""

    def draw(u: float) -> float:
        return median * exp(sigma * normal(u))

    return draw


def _mixture_sampler(law: Mixture) -> Sampler:
    shares = law.shares()
    starts = tuple(accumulate(shares[:-1], initial=0.0))
    parts = tuple(zip(starts, shares, (sampler(part) for _, part in law.parts), strict=True))

    def draw(u: float) -> float:
        start, share, part = parts[bisect_right(starts, u) - 1]
        return part(min(max((u - start) / share, _LEAST), _MOST))

    return draw


def _empirical_sampler(law: Empirical) -> Sampler:
    values = tuple(sorted(law.values))
    count = len(values)

    def draw(u: float) -> float:
        return values[ceil(u * count) - 1]

    return draw
