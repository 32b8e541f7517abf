"""The rules of the verdict, each in a case that it decides."""

from __future__ import annotations

from dataclasses import replace
from math import nan

import pytest

from sim.experiment.measures.verdict import Dependence, Expected, verdict_on
from sim.experiment.statistics.effects import Effect

ALPHA = 0.05


def effect(
    estimate: float,
    p: float = 0.5,
    *,
    worlds: int = 100,
    lower: float = 0.4,
    higher: float = 0.3,
    half: float = 1.0,
) -> Effect:
    return Effect(
        estimate=estimate,
        low=estimate - half,
        high=estimate + half,
        p=p,
        worlds=worlds,
        higher=higher,
        lower=lower,
    )


def expected(
    estimate: float, p: float, matters: float = 1.0, *, half: float = 1.0, reach: float = 10.0
) -> Expected:
    """What is shown of its size is what the interval says."""
    one = replace(effect(estimate, half=half), reach=reach)
    beyond = estimate - half > matters or estimate + half < -matters
    within = -matters < estimate - half and estimate + half < matters
    return Expected(
        direction="lower",
        effect=one,
        p=p,
        matters=matters,
        small=0.01 if beyond else 0.6,
        large=0.01 if within else 0.6,
    )


def dependence(with_it: float, without: float, p: float, *, half: float = 0.5) -> Dependence:
    return Dependence(
        on="x",
        kind="measure",
        with_it=effect(with_it, half=half),
        without=effect(without, half=half),
        difference=effect(with_it - without),
        p=p,
    )


@pytest.mark.parametrize(
    ("case", "word", "because"),
    [
        (expected(-3.0, 0.01), "supported", "as expected"),
        (expected(-1.01, 0.01, half=0.5), "shown, may be small", "as expected"),
        (expected(-0.99, 0.01, half=0.5), "shown, may be small", "as expected"),
        (expected(-0.3, 0.01, half=0.2), "shown, but below what matters", "as expected"),
        # So few worlds may have missed what would make it matter.
        (expected(-0.3, 0.01, half=0.2, reach=100.0), "shown, may be small", "as expected"),
        (expected(3.0, 0.01), "not supported", "the opposite is shown"),
        (
            expected(0.3, 0.01, half=0.2),
            "not supported",
            "the opposite is shown, by less than what matters",
        ),
        (
            expected(1.5, 0.01),
            "not supported",
            "the opposite is shown, by an amount that may be below what matters",
        ),
        (expected(-0.3, 0.4, half=0.6), "not supported", "it is shown not to matter"),
        (expected(-3.0, 0.2), "not supported", "no effect is shown"),
        (expected(-3.0, nan), "not supported", "no effect is shown"),
    ],
)
def test_on_average(case: Expected, word: str, because: str) -> None:
    verdict = verdict_on(case, (), ALPHA)
    assert (verdict.word, verdict.because, verdict.brief) == (word, because, "")


def test_a_measure_that_does_nothing_is_shown_as_doing_nothing() -> None:
    case = Expected(
        direction="lower",
        effect=effect(0.0, 1.0, lower=0.0, higher=0.0),
        p=1.0,
        matters=1.0,
        small=1.0,
        large=0.01,
    )
    verdict = verdict_on(case, (), ALPHA)
    assert (verdict.word, verdict.because) == (
        "not supported",
        "it changes nothing in any of 100 worlds",
    )


def test_without_worlds_nothing_can_be_said() -> None:
    case = Expected(
        direction="lower",
        effect=effect(nan, nan, worlds=0),
        p=nan,
        matters=1.0,
        small=nan,
        large=nan,
    )
    assert (
        verdict_on(case, (), ALPHA).because
        == "there are too few worlds in which it can be compared"
    )


@pytest.mark.parametrize(
    ("found", "because"),
    [
        (dependence(-3.0, 0.1, 0.01), "helps with x, nothing shown without it"),
        (dependence(3.0, -3.0, 0.01), "helps without x, harms with it"),
        (dependence(0.0, -3.0, 0.01), "helps without x, nothing shown with it"),
        (dependence(-3.0, -0.6, 0.01, half=0.3), "helps with x, helps a little without it"),
        (dependence(-3.0, 0.6, 0.01, half=0.3), "helps with x, harms a little without it"),
        # An estimate below what matters is not yet a little: the interval reaches beyond.
        (dependence(-3.0, 0.9, 0.01), "helps with x, harms without it"),
    ],
)
def test_what_depends(found: Dependence, because: str) -> None:
    verdict = verdict_on(expected(-3.0, 0.01), (found,), ALPHA)
    assert (verdict.word, verdict.because) == ("depends", f"on average as expected; {because}")
    assert (verdict.brief, verdict.on) == ("on x", ("x",))


@pytest.mark.parametrize(
    "found",
    [
        dependence(-3.0, 0.1, 0.2),  # the difference is not shown
        dependence(-5.0, -3.0, 0.01),  # weaker, but the same can be said
        dependence(-5.0, -0.1, nan),
    ],
)
def test_what_does_not_depend(found: Dependence) -> None:
    assert verdict_on(expected(-3.0, 0.01), (found,), ALPHA).word == "supported"


@pytest.mark.parametrize(
    ("average", "found", "because", "brief"),
    [
        (
            expected(2.5, 0.01),
            dependence(0.1, 3.0, 0.01),
            "the opposite is shown; harms without x, nothing shown with it",
            "harms without x",
        ),
        (
            expected(-0.1, 0.9),
            dependence(3.0, 0.1, 0.01),
            "no effect is shown; harms with x, nothing shown without it",
            "harms with x",
        ),
        (
            expected(-0.1, 0.9),
            dependence(0.6, -0.6, 0.01, half=0.3),
            "no effect is shown; helps a little without x, harms a little with it",
            "harms a little with x",
        ),
    ],
)
def test_what_helps_under_no_state_depends_on_nothing_but_is_not_supported(
    average: Expected, found: Dependence, because: str, brief: str
) -> None:
    verdict = verdict_on(average, (found,), ALPHA)
    assert (verdict.word, verdict.because, verdict.brief) == (
        "not supported",
        f"on average {because}",
        brief,
    )


def test_one_p_decides_whether_a_difference_is_shown_and_the_sides_are_not_tested_again() -> None:
    """Sides that would each fail a test of their own are told by their intervals, and the
    difference still stands.
    """
    wide = dependence(-1.2, 1.2, 0.04, half=1.3)
    assert verdict_on(expected(0.0, 0.9), (wide,), ALPHA).word == "not supported"
    assert wide.is_shown(ALPHA)


def test_the_clearest_of_several_come_first() -> None:
    some = [dependence(-3.0, 0.1, p) for p in (0.04, 0.03, 0.001)]
    verdict = verdict_on(expected(-3.0, 0.01), some, ALPHA)
    assert len(verdict.on) == 3
    assert verdict.brief == "on x and 2 more"
    assert verdict.because.count(";") == 2


def test_conditions_others_and_aliases_are_told_in_their_own_words() -> None:
    plain = dependence(-3.0, 0.1, 0.01)
    condition = replace(plain, on="the patron reads high", kind="condition")
    others = replace(plain, on="no other measure is in place", kind="others")
    aliased = replace(plain, aliases=("y with z",))
    for one, said, brief in (
        (
            condition,
            "helps where the patron reads high, nothing shown otherwise",
            "on whether the patron reads high",
        ),
        (
            others,
            "helps where no other measure is in place, nothing shown where some other is",
            "on whether any other measure is in place",
        ),
        (aliased, "helps with x or y with z, nothing shown without it", "on x or y with z"),
    ):
        verdict = verdict_on(expected(-3.0, 0.01), (one,), ALPHA)
        assert (verdict.because, verdict.brief) == (f"on average as expected; {said}", brief)
    contrary = replace(condition, with_it=plain.without, without=effect(3.0, half=0.5))
    assert (
        verdict_on(expected(2.0, 0.01), (contrary,), ALPHA).brief
        == "harms unless the patron reads high"
    )
