"""Laws of delays and effects, against SciPy's distributions and by their own laws."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import fields
from math import exp, inf, isfinite, log, nan
from typing import Any, Protocol

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.domain.distributions.families import (
    LAWS,
    Empirical,
    Exponential,
    Fixed,
    Gamma,
    Law,
    Lognormal,
    Mixture,
    Pert,
    Quantiles,
    Triangular,
    Uniform,
    Weibull,
    exponential,
    gumbel,
    normal,
    sampler,
)


class Textbook(Protocol):
    """What a distribution of SciPy knows of itself."""

    def mean(self) -> float: ...
    def std(self) -> float: ...
    def ppf(self, q: float, /) -> float: ...
    def cdf(self, x: float, /) -> float: ...


#: Laws with the distribution of the textbook that each must be.
KNOWN: list[tuple[Law, Textbook]] = [
    (Uniform(low=-1, high=5), stats.uniform(-1, 6)),
    (Triangular(low=25, mode=100, high=130), stats.triang(c=75 / 105, loc=25, scale=105)),
    (Triangular(low=0, mode=0, high=2), stats.triang(c=0, loc=0, scale=2)),
    (Triangular(low=0, mode=2, high=2), stats.triang(c=1, loc=0, scale=2)),
    (Pert(low=1, mode=2, high=9), stats.beta(1.5, 4.5, loc=1, scale=8)),
    (Exponential(mean=36), stats.expon(scale=36)),
    (Gamma(shape=2.5, scale=3), stats.gamma(2.5, scale=3)),
    (Weibull(shape=0.563, scale=10.7), stats.weibull_min(0.563, scale=10.7)),
    (Lognormal(median=exp(1.88), sigma=0.72), stats.lognorm(0.72, scale=exp(1.88))),
]
TWO_SPEEDS = Mixture(
    parts=(
        (0.42, Lognormal(median=exp(1.08), sigma=0.87)),
        (0.58, Lognormal(median=39, sigma=0.78)),
    )
)
TABLED: list[Law] = [
    Fixed(value=3),
    TWO_SPEEDS,
    Empirical(values=(4.0, 1.0, 9.5)),
    Quantiles(points=((0, 1.0), (0.5, 2.0), (0.9, 6.0), (1, 30.0))),
]
ALL = [law for law, _ in KNOWN] + TABLED
GRID = [(k + 0.5) / 4000 for k in range(4000)]

uniforms = st.floats(min_value=2.0**-54, max_value=1 - 2.0**-53)
sizes = st.floats(min_value=0.01, max_value=1000)


@st.composite
def laws(draw: st.DrawFn) -> Law:
    """A law in one line of which a larger uniform number never gives a smaller value."""
    low, mode, high = sorted(draw(st.tuples(sizes, sizes, sizes)))
    size, shape = draw(sizes), draw(st.floats(min_value=0.2, max_value=8))
    candidates: list[Law] = [
        Fixed(value=size),
        Uniform(low=low, high=high),
        Triangular(low=low, mode=mode, high=high),
        Pert(low=low, mode=mode, high=high),
        Exponential(mean=size),
        Gamma(shape=shape, scale=size),
        Weibull(shape=shape, scale=size),
        Lognormal(median=size, sigma=shape / 4),
        Empirical(values=(mode, high, low)),
        Quantiles(points=((0, low), (0.3, mode), (1, high))),
    ]
    return draw(st.sampled_from(candidates))


def label(value: object) -> str:
    """The name of a case, the same in every process: SciPy's laws show where they lie in memory."""
    dist = getattr(value, "dist", None)
    return repr(value) if dist is None else str(dist.name)


@pytest.mark.parametrize(("law", "known"), KNOWN, ids=label)
def test_a_law_is_the_textbooks(law: Law, known: Textbook) -> None:
    assert law.mean == pytest.approx(known.mean(), rel=1e-9)
    assert law.sd == pytest.approx(known.std(), rel=1e-9)
    for u in (1e-9, 0.01, 0.25, 0.5, 0.714, 0.9, 0.999):
        assert law.quantile(u) == pytest.approx(known.ppf(u), rel=1e-7, abs=1e-9)
        assert known.cdf(law.quantile(u)) == pytest.approx(u, rel=1e-6)


@pytest.mark.parametrize(("law", "known"), KNOWN, ids=label)
def test_inversion_gives_the_law(law: Law, known: Textbook) -> None:
    draws = [law.quantile(u) for u in np.random.default_rng(5).uniform(1e-12, 1, 4000)]
    assert stats.kstest(draws, known.cdf).pvalue > 0.001


def test_a_mixture_gives_its_law() -> None:
    draw = sampler(TWO_SPEEDS)
    fast, slow = stats.lognorm(0.87, scale=exp(1.08)), stats.lognorm(0.78, scale=39)
    draws = [draw(u) for u in np.random.default_rng(6).uniform(1e-12, 1, 6000)]
    assert stats.kstest(draws, lambda x: 0.42 * fast.cdf(x) + 0.58 * slow.cdf(x)).pvalue > 0.001


@pytest.mark.parametrize("law", ALL, ids=repr)
def test_mean_and_spread_are_those_of_the_values_drawn(law: Law) -> None:
    draws = [law.quantile(u) for u in GRID]
    # The grid cuts off what lies beyond its last point: little of the mean, more of a heavy tail's
    # spread.
    assert np.mean(draws) == pytest.approx(law.mean, rel=0.01)
    assert np.std(draws) == pytest.approx(law.sd, rel=0.06)


@given(law=laws(), one=uniforms, other=uniforms)
def test_more_luck_never_gives_less(law: Law, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert law.quantile(low) <= law.quantile(high) * (1 + 1e-12)


@given(law=laws(), u=uniforms, factor=st.floats(min_value=0.01, max_value=100))
def test_a_scaled_law_gives_scaled_values(law: Law, u: float, factor: float) -> None:
    scaled = law.scaled(factor)
    assert scaled.quantile(u) == pytest.approx(factor * law.quantile(u), rel=1e-6)
    assert scaled.mean == pytest.approx(factor * law.mean)
    assert scaled.sd == pytest.approx(factor * law.sd, abs=1e-9 * factor)


@given(law=laws(), u=uniforms)
def test_the_sampler_is_the_law(law: Law, u: float) -> None:
    both = Mixture(parts=((3, law), (1, Fixed(value=-1.0))))
    assert sampler(law)(u) == law.quantile(u)
    assert sampler(both)(u) == both.quantile(u)


@pytest.mark.parametrize("law", ALL, ids=repr)
@pytest.mark.parametrize("u", [2.0**-54, 1 - 2.0**-53])
def test_the_ends_of_luck_give_finite_values(law: Law, u: float) -> None:
    assert isfinite(law.quantile(u))
    assert law.scaled(0).quantile(u) == 0


def test_a_mixture_spends_its_luck_part_by_part() -> None:
    law = Mixture(parts=((1, Uniform(low=0, high=1)), (3, Uniform(low=10, high=14))))
    assert [law.quantile(u) for u in (0.125, 0.25, 0.625, 0.9375)] == pytest.approx(
        [0.5, 10, 12, 13.666666666666666]
    )


def test_an_empirical_law_gives_only_what_was_observed() -> None:
    law = Empirical(values=(5.0, 1.0, 3.0))
    assert [law.quantile(u) for u in (0.001, 0.33, 0.34, 0.66, 0.67, 0.999)] == [1, 1, 3, 3, 5, 5]


def test_given_quantiles_are_met() -> None:
    law = Quantiles(points=((0, 1.0), (0.19, 1.0), (0.5, 5.0), (1, 52.0)))
    assert [law.quantile(u) for u in (0.1, 0.19, 0.345, 0.5, 0.75)] == pytest.approx(
        [1, 1, 3, 5, 28.5]
    )


@pytest.mark.parametrize(
    ("law", "values", "sentence"),
    [
        (Fixed, {"value": inf}, "the value of a fixed law must be a finite number, not inf"),
        (Uniform, {"low": 2, "high": 1}, "a uniform law needs low <= high, not 2, 1"),
        (
            Uniform,
            {"low": nan, "high": 1},
            "the low of a uniform law must be a finite number, not nan",
        ),
        (
            Triangular,
            {"low": 1, "mode": 5, "high": 3},
            "a triangular law needs low <= mode <= high, not 1, 5, 3",
        ),
        (
            Pert,
            {"low": 4, "mode": 3, "high": 9},
            "a PERT law needs low <= mode <= high, not 4, 3, 9",
        ),
        (Exponential, {"mean": 0}, "the mean of an exponential law must be above zero, not 0"),
        (Gamma, {"shape": -1, "scale": 1}, "the shape of a gamma law must be above zero, not -1"),
        (Weibull, {"shape": 1, "scale": 0}, "the scale of a Weibull law must be above zero, not 0"),
        (
            Weibull,
            {"shape": 0.01, "scale": 1},
            "a Weibull law with shape 0.01 spans more than a number can hold",
        ),
        (
            Lognormal,
            {"median": 1, "sigma": -0.5},
            "the sigma of a lognormal law must not be negative, not -0.5",
        ),
        (
            Lognormal,
            {"median": 1, "sigma": 30},
            "a lognormal law with sigma 30 spans more than a number can hold",
        ),
        (
            Lognormal,
            {"median": -1, "sigma": 1},
            "the median of a lognormal law must be above zero, not -1",
        ),
        (Mixture, {"parts": ()}, "a mixture needs at least one part"),
        (
            Mixture,
            {"parts": ((0, Fixed(value=1)),)},
            "each weight of a mixture must be above zero, not 0",
        ),
        (Empirical, {"values": ()}, "an empirical law needs at least one value"),
        (
            Empirical,
            {"values": (1, inf)},
            "the value of an empirical law must be a finite number, not inf",
        ),
        (
            Quantiles,
            {"points": ((0, 1), (0.5, 2))},
            "a law by quantiles needs the values at probability 0 and 1, its bounds",
        ),
        (
            Quantiles,
            {"points": ((0, 1), (0, 2), (1, 3))},
            "the probabilities of a law by quantiles must rise; 0 follows 0",
        ),
        (
            Quantiles,
            {"points": ((0, 1), (1, 0))},
            "the values of a law by quantiles must not fall; 0 follows 1",
        ),
    ],
)
def test_a_law_that_cannot_be_drawn_from_is_refused(
    law: type, values: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(sentence)):
        law(**values)


@pytest.mark.parametrize("factor", [-1.0, inf, nan])
@pytest.mark.parametrize("law", ALL, ids=repr)
def test_a_law_is_not_stretched_by_nonsense(law: Law, factor: float) -> None:
    with pytest.raises(ValueError, match="can be scaled by a number that is not negative"):
        law.scaled(factor)


def test_standard_draws_are_standard() -> None:
    assert normal(0.975) == pytest.approx(1.959964, abs=1e-6)
    assert gumbel(exp(-1)) == pytest.approx(0)
    assert exponential(1 - exp(-2)) == pytest.approx(2)
    assert np.mean([gumbel(u) for u in GRID]) == pytest.approx(np.euler_gamma, abs=1e-3)


def test_gumbel_noise_makes_a_logit_choice() -> None:
    rng = np.random.default_rng(8)
    better = [0.8 + gumbel(a) > gumbel(b) for a, b in rng.uniform(1e-12, 1, (6000, 2))]
    low, high = stats.binomtest(sum(better), len(better)).proportion_ci(0.999)
    assert low < 1 / (1 + exp(-0.8)) < high


def test_every_law_says_which_fields_carry_its_dimension() -> None:
    assert set(LAWS.values()) == {type(law) for law in ALL}
    for law in LAWS.values():
        assert set(law.IN_UNITS) <= {field.name for field in fields(law)}
    assert LAWS["lognormal"].IN_UNITS == ("median",)


def test_laws_are_values() -> None:
    assert hash(TWO_SPEEDS) == hash(Mixture(parts=TWO_SPEEDS.parts))
    assert Lognormal(median=2, sigma=1) == Lognormal(median=2, sigma=1)
    with pytest.raises(AttributeError):
        TWO_SPEEDS.parts = ()  # type: ignore[misc]


def test_scipy_is_not_loaded_before_it_is_needed() -> None:
    code = (
        "import sys; from sim.domain.distributions.families import Gamma, Lognormal, sampler; "
        "sampler(Lognormal(median=1, sigma=1))(.5); assert 'scipy' not in sys.modules; "
        "Gamma(shape=2, scale=1).quantile(.5); assert 'scipy' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_lognormals_logarithm_is_normal() -> None:
    law = Lognormal(median=61 / 60, sigma=0.49)
    assert log(law.quantile(0.8413447460685429)) - log(law.median) == pytest.approx(law.sigma)
