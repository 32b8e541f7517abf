"""Screening by bands: humps are seen, nothing is told of inputs that do nothing, intervals cover,
and what the numbers could show is what they show.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import studentized_range, tukey_hsd

from sim.experiment.sensitivity.bands import BANDS, Banded, bands_of, screened
from sim.experiment.sensitivity.detectable import detectable, round_up
from sim.experiment.sensitivity.studentized_range import range_quantile, range_tail
from sim.experiment.statistics.estimates import Floats, holm
from sim.experiment.statistics.luck_and_doubt import luck_and_doubt


def hypercube(draws: int, inputs: int, luck: np.random.Generator) -> Floats:
    strata = luck.random((inputs, draws)).argsort(axis=1).T
    cube: Floats = (strata + luck.random((draws, inputs))) / draws
    return cube


def found(cube: Floats, values: Floats, matters: float = 0.05, span: float = 1.0) -> list[Banded]:
    counts = [BANDS] * cube.shape[1]
    return screened(bands_of(cube, counts), counts, values, matters=matters, span=span)


@pytest.mark.parametrize(("groups", "freedom"), [(2, 30), (6, 24), (6, 264), (4, 4000)])
def test_the_studentized_range_is_that_of_scipy(groups: int, freedom: int) -> None:
    q = np.array([0.5, 2.0, 3.5, 5.0, 7.5])
    np.testing.assert_allclose(
        range_tail(q, groups, freedom), studentized_range.sf(q, groups, freedom), rtol=1e-5
    )
    assert range_quantile(0.95, groups, freedom) == pytest.approx(
        studentized_range.ppf(0.95, groups, freedom), abs=1e-6
    )


def test_two_bands_are_compared_as_tukey_compares_two_groups() -> None:
    luck = np.random.default_rng(3)
    values = luck.normal(size=60)
    band = np.repeat([[0], [1]], 30, axis=0)
    [one] = screened(band, [2], values, matters=0.1, span=10.0)
    theirs = tukey_hsd(values[:30], values[30:])
    interval = theirs.confidence_interval(0.95)
    ends = sorted((abs(interval.low[0, 1]), abs(interval.high[0, 1])))
    assert one.p == pytest.approx(theirs.pvalue[0, 1], abs=1e-6)
    assert one.high == pytest.approx(ends[1], abs=1e-5)
    assert one.effect == pytest.approx(abs(values[:30].mean() - values[30:].mean()))


def test_a_slope_a_hump_and_a_narrow_stretch_are_seen_and_told_apart() -> None:
    cube = hypercube(1200, 4, np.random.default_rng(1))
    x = cube.T
    shape = 0.4 * x[0] + 0.4 * (np.abs(x[1] - 0.5) < 0.17) + 0.4 * (x[2] < 0.15)
    values = shape + 0.2 * np.random.default_rng(2).normal(size=1200)
    line, hump, stretch, idle = found(cube, values, span=10.0)
    assert (line.course, hump.course, stretch.course, idle.course) == (
        "rises",
        "turns",
        "falls",
        "",
    )
    assert line.low < 0.4 * 5 / 6 < line.high
    assert int(hump.means.argmax()) in (2, 3)
    assert stretch.p_beyond < 1e-6
    assert idle.low == 0.0
    assert idle.p > 0.01


def test_the_effect_on_a_share_is_never_above_one() -> None:
    cube = hypercube(60, 1, np.random.default_rng(1))
    [one] = found(cube, (cube[:, 0] > 0.5).astype(float))
    assert (one.effect, one.high) == (1.0, 1.0)
    assert one.p < 1e-6, "what changes every world is shown"


def test_an_input_of_three_values_has_three_bands() -> None:
    cube = hypercube(90, 1, np.random.default_rng(1))
    bands = bands_of(cube, [3])
    assert sorted(set(bands[:, 0].tolist())) == [0, 1, 2]
    [one] = screened(bands, [3], bands[:, 0].astype(float), matters=0.1, span=9.0)
    assert one.means.tolist() == [0.0, 1.0, 2.0]


@pytest.mark.parametrize(
    ("inputs", "worlds"), [(15, (576, 2302, 5180, 20717)), (220, (755, 3018, 6789, 27156))]
)
def test_worlds_that_are_needed_are_those_of_the_formula(
    inputs: int, worlds: tuple[int, ...]
) -> None:
    reaches = (0.3, 0.15, 0.1, 0.05)
    for reach, expected in zip(reaches, worlds, strict=True):
        could = detectable(0.46, expected, inputs, 0.05, reach)
        assert could.needed == pytest.approx(expected, rel=0.01)
        assert could.reach == pytest.approx(reach, rel=0.02)
    assert round_up(20_717) == 21_000


def test_luck_and_doubt_are_those_of_an_analysis_of_variance() -> None:
    values = np.array([[1.0, 3.0], [5.0, 7.0], [3.0, 3.0], [8.0, 4.0]])
    split = luck_and_doubt(values)
    means = values.mean(axis=1)
    within = values.var(axis=1, ddof=1).mean()
    assert split.variance == pytest.approx(means.var(ddof=1) - within / 2)
    left_out = [
        np.delete(means, at).var(ddof=1)
        - np.delete(values, at, axis=0).var(axis=1, ddof=1).mean() / 2
        for at in range(4)
    ]
    error = np.sqrt(3 / 4 * ((left_out - np.mean(left_out)) ** 2).sum())
    assert split.tau_high**2 == pytest.approx(split.variance + 3.182446 * error, rel=1e-5)
    strict = luck_and_doubt(values, 0.99)
    assert strict.doubt == pytest.approx(
        2.575829 * (strict.tau if strict.shown else strict.tau_high)
    )
    assert strict.together == pytest.approx(np.hypot(strict.luck, strict.doubt))
    same = luck_and_doubt(np.ones((5, 2)))
    assert (same.luck, same.tau, same.doubt, same.shown) == (0.0, 0.0, 0.0, False)


# What it does in many studies -------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("draws", [60, 200, 800])
@pytest.mark.parametrize("family", ["share", "rare", "skewed"])
def test_of_inputs_that_do_nothing_one_is_told_in_one_of_twenty_studies(
    draws: int, family: str
) -> None:
    luck, rounds = np.random.default_rng([draws, len(family)]), 400
    told = 0
    for _ in range(rounds):
        cube = hypercube(draws, 15, luck)
        each = (draws, 5)
        worlds = {
            "share": luck.random(each) < 0.3,
            "rare": luck.random(each) < 0.03,
            "skewed": np.exp(1.5 * luck.normal(size=each)),
        }[family]
        told += bool((holm([one.p for one in found(cube, worlds.mean(axis=1))]) < 0.05).any())
    assert told <= 0.08 * rounds


@pytest.mark.slow
def test_at_the_usual_numbers_effects_are_found_and_their_intervals_cover() -> None:
    """800 draws of 5 worlds: a line, a step, a hump and a narrow stretch of .15 each in a share."""
    luck, rounds = np.random.default_rng(5), 200
    shown, covered = np.zeros(4), np.zeros(4)
    true = 0.15 * np.array([5 / 6, 1.0, 1.0, 1.0])
    for _ in range(rounds):
        cube = hypercube(800, 15, luck)
        x = cube.T
        hump = (x[2] > 1 / 3) & (x[2] < 2 / 3)
        stretch = (x[3] > 1 / 2) & (x[3] < 2 / 3)
        p = 0.3 + 0.15 * (x[0] - 0.5 + (x[1] > 0.5) - 0.5 + hump + stretch)
        values = (luck.random((800, 5)) < p[:, None]).mean(axis=1)
        one = found(cube, values)
        shown += holm([each.p for each in one])[:4] < 0.05
        covered += [each.low <= at <= each.high for each, at in zip(one, true, strict=False)]
    assert (shown / rounds > [0.85, 0.95, 0.90, 0.80]).all(), shown / rounds
    assert (covered / rounds > 0.93).all(), covered / rounds


@pytest.mark.slow
def test_what_is_said_to_be_shown_in_eight_of_ten_is() -> None:
    """Of a step between two bands only, the effect that the formula reckons with."""
    luck, rounds, draws, inputs = np.random.default_rng(9), 300, 600, 15
    reach = detectable(1.0, draws, inputs, 0.05, 0.1).reach
    shown = 0
    for _ in range(rounds):
        cube = hypercube(draws, inputs, luck)
        band = np.floor(cube[:, 0] * 6)
        values = luck.normal(size=draws) + reach / 2 * ((band == 5) * 1.0 - (band == 0) * 1.0)
        shown += holm([one.p for one in found(cube, values, span=99.0)])[0] < 0.05
    assert 0.74 < shown / rounds < 0.9


@pytest.mark.slow
@pytest.mark.parametrize("tau", [0.0, 0.03, 0.126])
def test_doubt_is_covered_and_none_is_shown_where_there_is_none(tau: float) -> None:
    luck, rounds = np.random.default_rng(int(1000 * tau)), 400
    covered, mean, shown = 0, 0, 0
    for _ in range(rounds):
        p = np.clip(0.35 + tau * luck.normal(size=400), 0.0, 1.0)
        split = luck_and_doubt((luck.random((400, 5)) < p[:, None]).astype(float))
        covered += split.tau_low <= tau <= split.tau_high
        mean += abs(split.mean - 0.35) <= split.luck
        shown += split.shown
    assert mean / rounds > 0.92
    assert covered / rounds > 0.9
    if tau == 0.0:
        assert shown / rounds <= 0.06
