"""Laws fitted to waiting times: the same as SciPy's where it has them, true parameters found again,
wrong laws found out.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from math import log
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.domain.distributions.families import Exponential, Gamma, Law, Lognormal, Mixture, Weibull
from sim.experiment.fitting.families import FAMILIES
from sim.experiment.fitting.fits import (
    SUBSTANTIAL,
    Fit,
    fit_times,
    likeliest,
    observed_quantile,
    suits_mixture,
)
from sim.experiment.fitting.likelihood import Likelihood, maximum_likelihood
from sim.experiment.fitting.times import (
    Floats,
    Times,
    _group,
    grouped_times,
    share_ended,
    spread_of,
)

#: True parameters of each law on the scale of the search, and the law that they make.
TRUE: dict[str, tuple[list[float], Law]] = {
    "exponential": ([log(6)], Exponential(mean=6)),
    "gamma": ([log(0.7), log(9)], Gamma(shape=0.7, scale=9)),
    "weibull": ([log(0.56), log(10)], Weibull(shape=0.56, scale=10)),
    "lognormal": ([1.6, log(1.75)], Lognormal(median=np.exp(1.6), sigma=1.75)),
    "mixture": (
        [log(0.42 / 0.58), 1.08, log(0.87), 3.67, log(0.78)],
        Mixture(
            parts=(
                (0.42, Lognormal(median=np.exp(1.08), sigma=0.87)),
                (0.58, Lognormal(median=np.exp(3.67), sigma=0.78)),
            )
        ),
    ),
}
SINGLE = tuple(name for name in TRUE if name != "mixture")
KINDS = ("exact", "right", "interval", "interval and right")
SCIPY: dict[str, tuple[Any, Callable[[Any], list[float]]]] = {
    "exponential": (stats.expon, lambda fit: [fit[1]]),
    "gamma": (stats.gamma, lambda fit: [fit[0], fit[2]]),
    "weibull": (stats.weibull_min, lambda fit: [fit[0], fit[2]]),
    "lognormal": (stats.lognorm, lambda fit: [fit[2], fit[0]]),
}
every_law = pytest.mark.parametrize("name", TRUE)


def sample(name: str, n: int, kind: str = "exact", seed: int = 0) -> Times:
    """Waits of a law, as someone might have written them down."""
    draws = np.random.default_rng([seed, n])
    lengths = FAMILIES[name].draw(np.array([TRUE[name][0]]), draws.random((1, n)))[0]
    width = 1.0 if kind.startswith("interval") else 0.0
    if width:
        lengths = np.ceil(lengths)
    stops = np.ceil(draws.exponential(25.0, n)) if kind.endswith("right") else np.full(n, np.inf)
    return grouped_times(np.minimum(lengths, stops), lengths > stops, width)


def censored(times: Times) -> stats.CensoredData:
    ended = np.repeat(times.t[0], times.ended[0].astype(int))
    waiting = np.repeat(times.t[0], times.waiting[0].astype(int))
    if not times.width:
        return stats.CensoredData(uncensored=ended, right=waiting)
    return stats.CensoredData(
        interval=np.stack((ended - times.width, ended), axis=1), right=waiting
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", SINGLE)
def test_the_estimates_are_those_of_scipy(name: str, kind: str) -> None:
    times = sample(name, 60, kind, seed=3)
    theta, value = likeliest(FAMILIES[name], times)
    law, chosen = SCIPY[name]
    theirs = law.fit(censored(times), floc=0)
    assert FAMILIES[name].natural(theta)[0] == pytest.approx(chosen(theirs), rel=2e-3)
    reached = np.log([chosen(theirs)])
    assert value >= Likelihood(FAMILIES[name], times)(reached)[0] - 1e-6


@pytest.mark.parametrize("name", SINGLE)
def test_the_likelihood_is_the_sum_over_what_is_known_of_each_wait(name: str) -> None:
    times = sample(name, 40, "interval and right", seed=1)
    theta = np.array([TRUE[name][0]]) + 0.2
    frozen = frozen_by_scipy(name, FAMILIES[name].natural(theta)[0])
    t, ended, waiting = times.t[0], times.ended[0], times.waiting[0]
    by_hand = ended @ np.log(
        np.maximum(frozen.cdf(t) - frozen.cdf(t - 1), 1e-300)
    ) + waiting @ frozen.logsf(t)
    assert Likelihood(FAMILIES[name], times)(theta)[0] == pytest.approx(by_hand)


def frozen_by_scipy(name: str, natural: Floats) -> Any:  # noqa: ANN401 - SciPy has no types
    *shapes, scale = natural[::-1] if name == "lognormal" else natural
    return SCIPY[name][0](*shapes, scale=scale)


@every_law
@given(u=st.floats(0.001, 0.999))
def test_a_family_is_the_law_that_it_makes(name: str, u: float) -> None:
    parameters, law = TRUE[name]
    family, theta = FAMILIES[name], np.array([parameters])
    made = family.law(theta[0])
    assert made.mean == pytest.approx(law.mean)
    assert family.draw(theta, np.array([[u]]))[0, 0] == pytest.approx(made.quantile(u), rel=1e-9)


@every_law
def test_density_intervals_and_survival_agree(name: str) -> None:
    family, theta = FAMILIES[name], np.array([TRUE[name][0]])
    x = np.linspace(-12.0, 7.0, 4001)[None, :]
    survival = np.exp(family.log_survival(theta, x))
    mass = np.exp(family.log_mass(theta, x[:, :-1], x[:, 1:]))
    middle = (x[:, 1:] + x[:, :-1]) / 2
    assert mass == pytest.approx(survival[:, :-1] - survival[:, 1:], abs=1e-12)
    assert mass == pytest.approx(
        np.exp(family.log_density(theta, middle)) * np.diff(x), rel=1e-3, abs=1e-12
    )
    assert family.share_by(theta, x) == pytest.approx(1.0 - survival, abs=1e-12)


@every_law
@pytest.mark.parametrize("x", [-60.0, 5.9, 6.2])
def test_intervals_far_out_keep_their_digits(name: str, x: float) -> None:
    """Twice as narrow an interval is half as likely, where a difference of two shares would be
    noise or nothing.
    """
    family, theta = FAMILIES[name], np.array([TRUE[name][0]])
    whole, half = (
        family.log_mass(theta, np.array([[x]]), np.array([[x + d]]))[0, 0] for d in (2e-6, 1e-6)
    )
    assert (
        whole == pytest.approx(half + log(2), abs=1e-3) or whole < -650
    )  # below what numbers hold


@every_law
@pytest.mark.parametrize("kind", KINDS)
def test_true_parameters_are_found_again(name: str, kind: str) -> None:
    """Within four standard errors, as the curvature of the likelihood tells them."""
    times = sample(name, 1500, kind)
    family = FAMILIES[name]
    theta, _ = likeliest(family, times)
    likelihood = Likelihood(family, times)
    information = -hessian(lambda at: float(likelihood(at[None, :])[0]), theta[0])
    errors = np.sqrt(np.diag(np.linalg.inv(information)))
    assert (np.abs(theta[0] - TRUE[name][0]) < 4 * errors).all()
    assert (errors < 0.6).all()


def hessian(function: Callable[[Floats], float], at: Floats) -> Floats:
    moves = np.eye(len(at)) * 1e-3
    rows = [
        [
            function(at + a + b)
            - function(at + a - b)
            - function(at - a + b)
            + function(at - a - b)
            for b in moves
        ]
        for a in moves
    ]
    return np.array(rows) / 4e-6


@every_law
def test_nothing_near_by_is_likelier(name: str) -> None:
    times = sample(name, 80, "interval", seed=2)
    theta, value = likeliest(FAMILIES[name], times)
    likelihood = Likelihood(FAMILIES[name], times)
    for move in np.random.default_rng(1).normal(0.0, 0.05, (200, theta.shape[1])):
        assert likelihood(theta + move)[0] <= value + 0.01


def test_many_samples_at_once_are_each_fitted_as_alone() -> None:
    family = FAMILIES["weibull"]
    alone = [sample("weibull", 40, "exact", seed=seed) for seed in range(5)]
    together = _group(
        np.concatenate([times.t for times in alone]), np.ones((5, 40), dtype=np.bool_), 0.0
    )
    theta, values = maximum_likelihood(family, together, family.starts(together))
    for at, times in enumerate(alone):
        theirs, value = likeliest(family, times)
        assert theta[at] == pytest.approx(theirs[0], abs=1e-4)
        assert values[at] == pytest.approx(value, abs=1e-6)


@every_law
def test_another_unit_is_the_same_law(name: str) -> None:
    """In minutes instead of hours: the law stretched by sixty, and the same differences between
    laws.
    """
    hours = sample(name, 100, "interval", seed=4)
    minutes = Times(t=hours.t * 60, ended=hours.ended, waiting=hours.waiting, width=60.0)
    laws = [name] if name == "lognormal" else [name, "lognormal"]
    here, there = (fit_times(times, laws=laws, bootstrap=0) for times in (hours, minutes))
    assert [fit.name for fit in here.fits] == [fit.name for fit in there.fits]
    assert there.best.law.quantile(0.7) == pytest.approx(
        here.best.law.scaled(60).quantile(0.7), rel=1e-3
    )
    assert there.fits[-1].delta == pytest.approx(here.fits[-1].delta, abs=1e-3)


@every_law
def test_the_true_law_is_ranked_first(name: str) -> None:
    fits = fit_times(sample(name, 600, "interval", seed=5), bootstrap=0)
    best = fits.best
    if name == "exponential":  # a case of gamma and Weibull too, which chance may put before it
        assert named(fits.fits, name).delta < SUBSTANTIAL
    else:
        assert best.name == name
    assert sum(fit.weight for fit in fits.fits) == pytest.approx(1)
    assert [fit.aic for fit in fits.fits] == sorted(fit.aic for fit in fits.fits)
    assert best.aic == pytest.approx(2 * len(best.theta) - 2 * best.log_likelihood)


def named(fits: tuple[Fit, ...], name: str) -> Fit:
    return next(fit for fit in fits if fit.name == name)


def test_of_laws_as_well_supported_the_simplest_is_recommended() -> None:
    fits = fit_times(sample("exponential", 600, "interval", seed=5), bootstrap=0)
    assert named(fits.fits, "exponential").delta < SUBSTANTIAL
    assert fits.recommendation.name == "exponential"
    clear = fit_times(sample("mixture", 600, "interval", seed=5), bootstrap=0)
    assert clear.recommendation == clear.best == named(clear.fits, "mixture")


def test_the_quicker_part_of_a_mixture_comes_first() -> None:
    fit = fit_times(sample("mixture", 300, "exact", seed=6), laws=["mixture"], bootstrap=60).best
    assert isinstance(fit.law, Mixture)
    _, quick, _, slow, _ = fit.estimates
    assert quick.value < slow.value
    assert quick.high < slow.low


def test_of_a_mixture_it_is_known_how_far_its_median_may_be_off() -> None:
    """Against the quantiles of its rows drawn anew: 300 waits, to within a few per cent."""
    times = sample("mixture", 300, "exact", seed=6)
    fit = fit_times(times, laws=["mixture"], bootstrap=60).best
    assert fit.median_ratio is not None
    low, high = fit.median_ratio
    rows = np.repeat(times.t[0], times.ended[0].astype(int))
    again = np.random.default_rng(1).choice(rows, (2000, len(rows)))
    ends = np.quantile(np.median(again, axis=1) / fit.quantile(0.5), [0.025, 0.975])
    assert low < 1.0 < high
    assert np.log([low, high]) == pytest.approx(np.log(ends), abs=0.12)
    assert fit_times(times, laws=["lognormal"], bootstrap=9).best.median_ratio is None
    assert fit_times(times, laws=["mixture"], bootstrap=0).best.median_ratio is None


def test_a_mixture_does_not_shrink_onto_one_value() -> None:
    """Where two exact times agree, the likelihood of two lognormals has no upper bound."""
    lengths = [*np.random.default_rng(3).lognormal(1.0, 0.8, 40), 2.0, 2.0]
    fit = fit_times(grouped_times(lengths), laws=["mixture", "lognormal"], bootstrap=0)
    mixture = named(fit.fits, "mixture")
    assert min(mixture.estimates[2].value, mixture.estimates[4].value) > 0.002
    assert not mixture.at_edge
    assert all(np.isfinite(mixture.theta))


@pytest.mark.parametrize(("times", "enough"), [(30, True), (29, False)])
def test_a_mixture_takes_thirty_waits_of_six_lengths(times: int, *, enough: bool) -> None:
    assert suits_mixture(grouped_times(list(range(1, times + 1)))) is enough
    assert not suits_mixture(grouped_times([one % 5 + 1 for one in range(times)]))


def test_shares_ended_are_those_of_kaplan_and_meier() -> None:
    """The example of remission times under treatment in Freireich and others 1963, as SciPy
    computes it.
    """
    ended, waiting = (
        [6, 6, 6, 7, 10, 13, 16, 22, 23],
        [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35],
    )
    times = grouped_times(
        [*map(float, ended), *map(float, waiting)], [*[False] * len(ended), *[True] * len(waiting)]
    )
    theirs = stats.ecdf(stats.CensoredData(uncensored=ended, right=waiting))
    assert times.t[0] == pytest.approx(theirs.cdf.quantiles)
    assert share_ended(times)[0] == pytest.approx(theirs.cdf.probabilities)
    assert 1.0 - share_ended(times)[0][-1] == pytest.approx(0.4482, abs=1e-4)
    half = spread_of(times)[0] * stats.norm.ppf(0.975)
    low = theirs.sf.confidence_interval(0.95, method="linear").low.probabilities
    inside = (low > 0) & (low < 1)
    assert (1.0 - share_ended(times)[0] - half)[inside] == pytest.approx(low[inside])


def test_quantiles_of_the_data() -> None:
    times = grouped_times([1.0, 2.0, 3.0, 4.0, 9.0], [False, False, False, False, True])
    assert observed_quantile(times, 0.2) == (1.0, 1.0)
    assert observed_quantile(times, 0.5) == (3.0, 3.0)
    assert observed_quantile(times, 0.9) is None
    days = grouped_times([1.0, 2.0, 3.0, 4.0, 9.0], width=1.0)
    assert observed_quantile(days, 0.5) == (2.0, 3.0)


@every_law
def test_quantiles_of_a_fit_turn_its_shares_around(name: str) -> None:
    fit = fit_times(sample(name, 200, seed=8), laws=[name], bootstrap=0).best
    for share in (0.05, 0.5, 0.95):
        assert fit.share_by(np.array([fit.quantile(share)]))[0] == pytest.approx(share)


def test_samples_are_counted_by_length() -> None:
    times = _group(
        np.array([[3.0, 1.0, 3.0], [2.0, 2.0, 2.0]]),
        np.array([[True, True, False], [True, True, True]]),
        0.0,
    )
    assert times.t[0].tolist() == [1.0, 3.0]
    assert times.ended.tolist() == [[1.0, 1.0], [3.0, 0.0]]
    assert times.waiting.tolist() == [[0.0, 1.0], [0.0, 0.0]]
    assert times.n.tolist() == [3.0, 3.0]


@pytest.mark.parametrize(
    "values",
    [[1.0, 2.0], [1e-6, 1e6] * 5, [5.0] * 9 + [5.0000001], list(np.geomspace(1, 1e12, 12))],
)
def test_strange_data_give_finite_numbers(values: list[float]) -> None:
    fits = fit_times(grouped_times(values), bootstrap=20)
    for fit in fits.fits:
        assert np.isfinite(fit.theta).all()
        assert np.isfinite([fit.aic, fit.distance, fit.p]).all()
        for low, high in pairwise([0.0, *(fit.quantile(share) for share in (0.1, 0.5, 0.9))]):
            assert low <= high
