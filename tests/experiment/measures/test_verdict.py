"""The rules of the verdict, each in a case that it decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import nan

import pytest

from sim.experiment.measures.measures_summary import AdjustedEffect, ExpectedSummary, RowSummary
from sim.experiment.measures.trial_summary import dependence_summary
from sim.experiment.measures.verdict import Dependence, Expected, verdict_on
from sim.experiment.statistics.effects import Effect
from sim.output.text.measures.measure_reasons import brief, reason

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


def row_of(case: Expected, dependences: Sequence[Dependence] = ()) -> RowSummary:
    """A measure of which this is found, as results keep it."""
    verdict = verdict_on(case, dependences, ALPHA)
    return RowSummary(
        measure="drills",
        title="Drills",
        purpose="To rehearse",
        expected=ExpectedSummary(
            text="fewer", outcome="struck", title="struck", unit="", kind="", direction="lower"
        ),
        alone=None,
        average=AdjustedEffect(
            estimate=case.effect.estimate,
            low=case.effect.low,
            high=case.effect.high,
            p=case.effect.p,
            worlds=case.effect.worlds,
            higher=case.effect.higher,
            lower=case.effect.lower,
            p_adjusted=case.p,
        ),
        moved=(),
        cost=1.0,
        cost_per_unit=None,
        verdict=verdict.word,
        on_average=verdict.average,
        size=verdict.size,
        depends_on=verdict.on,
        conditions=tuple(dependence_summary(one, case, ALPHA) for one in dependences),
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
    row = row_of(case)
    assert (row.verdict, reason(row), brief(row)) == (word, because, "")


def test_a_measure_that_does_nothing_is_shown_as_doing_nothing() -> None:
    case = Expected(
        direction="lower",
        effect=effect(0.0, 1.0, lower=0.0, higher=0.0),
        p=1.0,
        matters=1.0,
        small=1.0,
        large=0.01,
    )
    row = row_of(case)
    assert (row.verdict, reason(row)) == (
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
    assert reason(row_of(case)) == "there are too few worlds in which it can be compared"


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
    row = row_of(expected(-3.0, 0.01), (found,))
    assert (row.verdict, reason(row)) == ("depends", f"on average as expected; {because}")
    assert (brief(row), row.depends_on) == ("on x", ("x",))


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
    ("average", "found", "because", "briefly"),
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
    average: Expected, found: Dependence, because: str, briefly: str
) -> None:
    row = row_of(average, (found,))
    assert (row.verdict, reason(row), brief(row)) == (
        "not supported",
        f"on average {because}",
        briefly,
    )


def test_one_p_decides_whether_a_difference_is_shown_and_the_sides_are_not_tested_again() -> None:
    """Sides that would each fail a test of their own are told by their intervals, and the
    difference still stands.
    """
    wide = dependence(-1.2, 1.2, 0.04, half=1.3)
    assert verdict_on(expected(0.0, 0.9), (wide,), ALPHA).word == "not supported"
    assert wide.is_shown(ALPHA)


def test_the_clearest_of_several_come_first() -> None:
    some = [
        replace(dependence(-3.0, 0.1, p), on=on)
        for on, p in zip("yzx", (0.04, 0.03, 0.001), strict=True)
    ]
    row = row_of(expected(-3.0, 0.01), some)
    assert row.depends_on == ("x", "z", "y")
    assert brief(row) == "on x and 2 more"
    assert reason(row).count(";") == 2


def test_conditions_others_and_aliases_are_told_in_their_own_words() -> None:
    plain = dependence(-3.0, 0.1, 0.01)
    condition = replace(plain, on="the patron reads high", kind="condition")
    others = replace(plain, on="no other measure is in place", kind="others")
    aliased = replace(plain, aliases=("y with z",))
    for one, said, briefly in (
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
        row = row_of(expected(-3.0, 0.01), (one,))
        assert (reason(row), brief(row)) == (f"on average as expected; {said}", briefly)
    contrary = replace(condition, with_it=plain.without, without=effect(3.0, half=0.5))
    row = row_of(expected(2.0, 0.01), (contrary,))
    assert brief(row) == "harms unless the patron reads high"
