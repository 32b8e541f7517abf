"""The rules of the verdict, each in a case that it decides."""

from __future__ import annotations

from math import nan

import pytest

from sim.experiment.effects import Effect
from sim.experiment.verdict import Dependence, Expected, judged

ALPHA = 0.05


def effect(estimate: float, p: float = 0.5, *, worlds: int = 100, lower: float = 0.4, higher: float = 0.3) -> Effect:
    return Effect(
        estimate=estimate, low=estimate - 1, high=estimate + 1, p=p, worlds=worlds, higher=higher, lower=lower
    )


def expected(estimate: float, p: float, matters: float = 1.0) -> Expected:
    return Expected(direction="lower", effect=effect(estimate), p=p, matters=matters)


def dependence(with_it: tuple[float, float], without: tuple[float, float], p: float) -> Dependence:
    return Dependence(
        on="x", kind="measure", with_it=effect(with_it[0]), without=effect(without[0]), p_with=with_it[1], p_without=without[1],
        difference=effect(with_it[0] - without[0]), p_difference=p,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("case", "word", "because"),
    [
        (expected(-3.0, 0.01), "supported", "as expected"),
        (expected(-0.3, 0.01), "supported", "as expected, but less than what matters"),
        (expected(3.0, 0.01), "not supported", "the opposite is shown"),
        (expected(-3.0, 0.2), "not supported", "no effect is shown"),
        (expected(-3.0, nan), "not supported", "no effect is shown"),
    ],
)
def test_on_average(case: Expected, word: str, because: str) -> None:
    verdict = judged(case, (), ALPHA)
    assert (verdict.word, verdict.because) == (word, because)


def test_a_measure_that_does_nothing_is_shown_as_doing_nothing() -> None:
    case = Expected(direction="lower", effect=effect(0.0, 1.0, lower=0.0, higher=0.0), p=1.0, matters=1.0)
    verdict = judged(case, (), ALPHA)
    assert (verdict.word, verdict.because) == (
        "not supported",
        "it changes nothing: the outcome is the same in every world",
    )


def test_without_worlds_nothing_can_be_said() -> None:
    case = Expected(direction="lower", effect=effect(nan, nan, worlds=0), p=nan, matters=1.0)
    assert judged(case, (), ALPHA).because == "there are too few worlds in which it can be compared"


@pytest.mark.parametrize(
    ("found", "because"),
    [
        (dependence((-3.0, 0.01), (0.1, 0.7), 0.01), "helps with x, nothing shown without"),
        (dependence((3.0, 0.01), (-3.0, 0.01), 0.01), "harms with x, helps without"),
        (dependence((0.0, nan), (-3.0, 0.01), 0.01), "nothing shown with x, helps without"),
    ],
)
def test_what_depends(found: Dependence, because: str) -> None:
    verdict = judged(expected(-3.0, 0.01), (found,), ALPHA)
    assert (verdict.word, verdict.because, verdict.on) == ("depends", because, ("x",))


@pytest.mark.parametrize(
    "found",
    [
        dependence((-3.0, 0.01), (0.1, 0.7), 0.2),  # the difference is not shown
        dependence((-5.0, 0.01), (-3.0, 0.01), 0.01),  # weaker, but the same can be said
        dependence((-5.0, 0.01), (-3.0, 0.01), nan),
    ],
)
def test_what_does_not_depend(found: Dependence) -> None:
    assert judged(expected(-3.0, 0.01), (found,), ALPHA).word == "supported"


def test_the_clearest_of_several_come_first() -> None:
    some = [dependence((-3.0, 0.01), (0.1, 0.7), p) for p in (0.04, 0.001)]
    verdict = judged(expected(-3.0, 0.01), some, ALPHA)
    assert len(verdict.on) == 2


def test_conditions_and_aliases_are_told_in_their_own_words() -> None:
    one = dependence((-3.0, 0.01), (0.1, 0.7), 0.01)
    condition = Dependence(
        on="the patron reads high", kind="condition", with_it=one.with_it, without=one.without, p_with=0.01, p_without=0.7,
        difference=one.difference, p_difference=0.01,
    )  # fmt: skip
    aliased = Dependence(
        on="x", kind="measure", with_it=one.with_it, without=one.without, p_with=0.01, p_without=0.7, difference=one.difference,
        p_difference=0.01, aliases=("y with z",),
    )  # fmt: skip
    case = expected(-3.0, 0.01)
    assert judged(case, (condition,), ALPHA).because == "helps where the patron reads high, nothing shown otherwise"
    assert judged(case, (aliased,), ALPHA).because == "helps with x or y with z, nothing shown without"
