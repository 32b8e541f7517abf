"""Laws of delays and effects: each turns one uniform number in the open interval (0, 1) into one value (inversion).

One uniform gives one value, so the same uniform under two laws gives the same rank under both: two arms of one world
that differ in a law still share its luck. A law does not know its dimension (hours, logits): the input that holds it
does. Gamma and PERT need SciPy's inverse incomplete functions, imported when such a law is first drawn from.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate
from math import ceil, exp, fsum, gamma, inf, isfinite, log, log1p, sqrt
from statistics import NormalDist
from types import MappingProxyType
from typing import Final

#: A function from a uniform number in (0, 1) to a value.
Sampler = Callable[[float], float]

#: The smallest and largest uniform number that a law is ever asked for.
LEAST: Final = 2.0**-54
MOST: Final = 1.0 - 2.0**-53

_inverse_normal: Final = NormalDist().inv_cdf


def normal(u: float) -> float:
    """A standard normal value."""
    return _inverse_normal(u)


def gumbel(u: float) -> float:
    """A standard Gumbel value: the noise under which the best of several options is a logit choice."""
    return -log(-log(u))


def exponential(u: float) -> float:
    """A standard exponential value, mean 1."""
    return -log1p(-u)


def _need(holds: bool, sentence: str) -> None:
    if not holds:
        raise ValueError(sentence)


def _finite(law: str, **values: float) -> None:
    for name, value in values.items():
        _need(isfinite(value), f"{name} of a {law} law must be a finite number, not {value}")


def _positive(law: str, **values: float) -> None:
    _finite(law, **values)
    for name, value in values.items():
        _need(value > 0, f"{name} of a {law} law must be above zero, not {value:g}")


class _Scalable:
    """What all laws share: stretching. ``IN_UNITS`` names the fields that carry the dimension; the others are pure."""

    __slots__ = ()
    IN_UNITS: ClassVar[tuple[str, ...]]

    def scaled(self, factor: float) -> Law:
        """The law of ``factor`` times the value."""
        _need(isfinite(factor) and factor >= 0, f"a law cannot be scaled by {factor}")
        if factor == 0:
            return Fixed(value=0.0)
        law: Any = self
        return cast("Law", replace(law, **{name: _stretched(getattr(law, name), factor) for name in self.IN_UNITS}))


def _stretched(field: Any, factor: float) -> Any:
    """A field of a law times ``factor``: a number, numbers, or pairs of a pure number and a number or law."""
    if isinstance(field, float | int):
        return field * factor
    if isinstance(field, tuple):
        pairs = (item if isinstance(item, float | int) else (item[0], _stretched(item[1], factor)) for item in field)
        return tuple(item * factor if isinstance(item, float | int) else item for item in pairs)
    return field.scaled(factor)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """Always the same value."""

    value: float

    def __post_init__(self) -> None:
        _finite("fixed", value=self.value)

    def quantile(self, u: float) -> float:
        return self.value

    @property
    def mean(self) -> float:
        return self.value

    @property
    def sd(self) -> float:
        return 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Uniform:
    """Any value between two bounds alike."""

    low: float
    high: float

    def __post_init__(self) -> None:
        _finite("uniform", low=self.low, high=self.high)
        _need(self.low <= self.high, f"low of a uniform law ({self.low:g}) lies above its high ({self.high:g})")

    def quantile(self, u: float) -> float:
        return self.low + u * (self.high - self.low)

    @property
    def mean(self) -> float:
        return (self.low + self.high) / 2

    @property
    def sd(self) -> float:
        return (self.high - self.low) / sqrt(12)


def _ordered(law: str, low: float, mode: float, high: float) -> None:
    _finite(law, low=low, mode=mode, high=high)
    _need(low <= mode <= high, f"a {law} law needs low <= mode <= high, not {low:g}, {mode:g}, {high:g}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Triangular:
    """Least, likeliest and greatest value, straight lines between: the expert's three-point guess."""

    low: float
    mode: float
    high: float

    def __post_init__(self) -> None:
        _ordered("triangular", self.low, self.mode, self.high)

    def quantile(self, u: float) -> float:
        width, left = self.high - self.low, self.mode - self.low
        if u * width < left:
            return self.low + sqrt(u * width * left)
        return self.high - sqrt((1 - u) * width * (self.high - self.mode))

    @property
    def mean(self) -> float:
        return (self.low + self.mode + self.high) / 3

    @property
    def sd(self) -> float:
        left, right = self.mode - self.low, self.high - self.mode
        return sqrt((left * left + left * right + right * right) / 18)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pert:
    """Least, likeliest and greatest value, smooth: the beta law of project planning, mode weighted four times."""

    low: float
    mode: float
    high: float

    def __post_init__(self) -> None:
        _ordered("PERT", self.low, self.mode, self.high)

    def quantile(self, u: float) -> float:
        from scipy.special import betaincinv

        width = self.high - self.low
        if width == 0:
            return self.low
        a = 1 + 4 * (self.mode - self.low) / width
        return self.low + width * float(betaincinv(a, 6 - a, u))

    @property
    def mean(self) -> float:
        return (self.low + 4 * self.mode + self.high) / 6

    @property
    def sd(self) -> float:
        mean = self.mean()
        return sqrt(max(0.0, (mean - self.low) * (self.high - mean)) / 7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exponential:
    """Waiting without memory."""

    # (field name ``mean`` is taken by the method of that name, which every law has)
    average: float

    def __post_init__(self) -> None:
        _positive("exponential", average=self.average)

    def quantile(self, u: float) -> float:
        return -self.average * log1p(-u)

    @property
    def mean(self) -> float:
        return self.average

    @property
    def sd(self) -> float:
        return self.average
