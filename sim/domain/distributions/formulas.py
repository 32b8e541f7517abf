"""Laws with a formula: mean, standard deviation and quantile function in closed or special form.

Gamma and PERT need inverse incomplete functions: SciPy is imported when such a law is first drawn
from.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import exp, gamma, isfinite, log1p, sqrt
from typing import Any, ClassVar, Self

from sim.domain.distributions.variates import normal


def need(holds: bool, sentence: str) -> None:  # noqa: FBT001 - the condition is the point
    """Refuse parameters from which no value can be drawn."""
    if not holds:
        raise ValueError(sentence)


def finite(law: str, **values: float) -> None:
    """Refuse infinite and undefined parameters."""
    for name, value in values.items():
        need(isfinite(value), f"the {name} of {law} must be a finite number, not {value}")


def _positive(law: str, **values: float) -> None:
    finite(law, **values)
    for name, value in values.items():
        need(value > 0, f"the {name} of {law} must be above zero, not {value:g}")


def _check_order(law: str, low: float, mode: float, high: float) -> None:
    finite(law, low=low, mode=mode, high=high)
    need(low <= mode <= high, f"{law} needs low <= mode <= high, not {low:g}, {mode:g}, {high:g}")


def stretch(factor: float) -> float:
    """Refuse a factor by which no law can be stretched."""
    need(
        isfinite(factor) and factor >= 0,
        f"a law can be scaled by a number that is not negative, not by {factor}",
    )
    return factor


class _Scalable:
    """A law that is stretched by multiplying the fields that carry its dimension; the others are
    pure numbers.
    """

    __slots__ = ()
    IN_UNITS: ClassVar[tuple[str, ...]]

    def scaled(self, factor: float) -> Self | Fixed:
        """The law of ``factor`` times the value."""
        if stretch(factor) == 0:
            return Fixed(value=0.0)
        law: Any = self
        stretched: Self = replace(
            law, **{name: getattr(law, name) * factor for name in self.IN_UNITS}
        )
        return stretched


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed(_Scalable):
    """Always the same value."""

    IN_UNITS = ("value",)
    value: float

    def __post_init__(self) -> None:
        finite("a fixed law", value=self.value)

    def quantile(self, u: float) -> float:
        return self.value

    @property
    def mean(self) -> float:
        return self.value

    @property
    def sd(self) -> float:
        return 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Uniform(_Scalable):
    """Any value between two bounds alike."""

    IN_UNITS = ("low", "high")
    low: float
    high: float

    def __post_init__(self) -> None:
        finite("a uniform law", low=self.low, high=self.high)
        need(
            self.low <= self.high,
            f"a uniform law needs low <= high, not {self.low:g}, {self.high:g}",
        )

    def quantile(self, u: float) -> float:
        return self.low + u * (self.high - self.low)

    @property
    def mean(self) -> float:
        return (self.low + self.high) / 2

    @property
    def sd(self) -> float:
        return (self.high - self.low) / sqrt(12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Triangular(_Scalable):
    """Least, likeliest and greatest value, straight lines between: the expert's
    three-point guess.
    """

    IN_UNITS = ("low", "mode", "high")
    low: float
    mode: float
    high: float

    def __post_init__(self) -> None:
        _check_order("a triangular law", self.low, self.mode, self.high)

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
class Pert(_Scalable):
    """Least, likeliest and greatest value, smooth: the beta law of project planning, the mode
    weighted four times.
    """

    IN_UNITS = ("low", "mode", "high")
    low: float
    mode: float
    high: float

    def __post_init__(self) -> None:
        _check_order("a PERT law", self.low, self.mode, self.high)

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
        return sqrt(max(0.0, (self.mean - self.low) * (self.high - self.mean)) / 7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exponential(_Scalable):
    """Waiting without memory."""

    IN_UNITS = ("mean",)
    mean: float

    def __post_init__(self) -> None:
        _positive("an exponential law", mean=self.mean)

    def quantile(self, u: float) -> float:
        return -self.mean * log1p(-u)

    @property
    def sd(self) -> float:
        return self.mean


@dataclass(frozen=True, slots=True, kw_only=True)
class Gamma(_Scalable):
    """A sum of ``shape`` exponential stages of mean ``scale``; the shape need not be whole."""

    IN_UNITS = ("scale",)
    shape: float
    scale: float

    def __post_init__(self) -> None:
        _positive("a gamma law", shape=self.shape, scale=self.scale)

    def quantile(self, u: float) -> float:
        from scipy.special import gammaincinv

        return self.scale * float(gammaincinv(self.shape, u))

    @property
    def mean(self) -> float:
        return self.shape * self.scale

    @property
    def sd(self) -> float:
        return sqrt(self.shape) * self.scale


@dataclass(frozen=True, slots=True, kw_only=True)
class Weibull(_Scalable):
    """Hazard that falls (``shape`` below 1) or rises with time; ``scale`` is the 63 % point."""

    IN_UNITS = ("scale",)
    shape: float
    scale: float

    def __post_init__(self) -> None:
        _positive("a Weibull law", shape=self.shape, scale=self.scale)
        need(
            self.shape >= 0.05,
            f"a Weibull law with shape {self.shape:g} spans more than a number can hold",
        )

    def quantile(self, u: float) -> float:
        return self.scale * float((-log1p(-u)) ** (1 / self.shape))

    @property
    def mean(self) -> float:
        return self.scale * gamma(1 + 1 / self.shape)

    @property
    def sd(self) -> float:
        return self.scale * sqrt(gamma(1 + 2 / self.shape) - gamma(1 + 1 / self.shape) ** 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lognormal(_Scalable):
    """Right-skewed, as the times of human tasks are; ``sigma`` is the standard deviation of the
    logarithm.
    """

    IN_UNITS = ("median",)
    median: float
    sigma: float

    def __post_init__(self) -> None:
        _positive("a lognormal law", median=self.median)
        finite("a lognormal law", sigma=self.sigma)
        need(
            self.sigma >= 0,
            f"the sigma of a lognormal law must not be negative, not {self.sigma:g}",
        )
        need(
            self.sigma < 20,
            f"a lognormal law with sigma {self.sigma:g} spans more than a number can hold",
        )

    def quantile(self, u: float) -> float:
        return self.median * exp(self.sigma * normal(u))

    @property
    def mean(self) -> float:
        return self.median * exp(self.sigma**2 / 2)

    @property
    def sd(self) -> float:
        return self.mean * sqrt(exp(self.sigma**2) - 1)
