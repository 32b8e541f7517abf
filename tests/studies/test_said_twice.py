"""A value given with --set beside another option that says the same."""

from __future__ import annotations

import pytest

from sim.errors import UsageError
from sim.studies.execution.said_twice import drawn_though_set, expect_one_value, expect_said_once
from sim.studies.specification import RunSpecification, SensitivitySpecification, SweepSpecification


@pytest.mark.parametrize(
    "one",
    [
        "terms.patience.base=3 d",
        "terms.patience={base: 3 d}",
        "terms={patience: {base: 3 d}}",
        "arms.consult.with.terms.patience.base=3 d",
        "terms.patience.base=null",
        "terms.patience.base={value: 3 d, source: a}",
        "terms.patience.base.value=3 d",
    ],
)
def test_a_value_that_a_lever_would_take_away_is_asked_about(one: str) -> None:
    with pytest.raises(UsageError, match="which of the two"):
        expect_said_once(
            SweepSpecification(scenario="x", sets=(one,), vary=("terms.patience.base=1 d,2 d",))
        )


@pytest.mark.parametrize(
    ("one", "vary"),
    [
        ("terms.patience.trust=3 d", "terms.patience.base=1 d,2 d"),
        ("terms.patience={trust: 3 d}", "terms.patience.base=1 d,2 d"),
        ("terms.patience.base.source=a", "terms.patience.base=1 d,2 d"),
        ("terms.patience.base=3 d", "arms.consult.terms.patience.base=1 d,2 d"),
        ("arms.notify.with.terms.promise=2", "arms.consult.terms.promise=1,2"),
    ],
)
def test_a_value_that_holds_beside_a_lever_is_taken(one: str, vary: str) -> None:
    expect_said_once(SweepSpecification(scenario="x", sets=(one,), vary=(vary,)))


def test_a_range_leaves_the_value_from_which_a_study_of_what_matters_starts() -> None:
    sets, ranges = ("terms.patience.base=3 d",), ("terms.patience.base=1 d..5 d",)
    expect_said_once(SensitivitySpecification(scenario="x", sets=sets, ranges=ranges))


def test_the_same_value_twice_is_no_doubt() -> None:
    sets = ("study.seed=4", "study.replications=20")
    expect_said_once(RunSpecification(scenario="x", sets=sets, seed=4, replications=20))
    expect_one_value(sets, "study.seed", "--seed", None)
    expect_one_value(("study.seed={value: 5, source: a}",), "study.seed", "--seed", 5)
    for one in (*sets, "study.seed={value: 4, source: a}", "study.seed.value=4"):
        if "seed" in one:
            with pytest.raises(UsageError, match="Both say study"):
                expect_one_value((one,), "study.seed", "--seed", 5)


def test_a_value_of_an_input_that_is_drawn_is_told_of() -> None:
    said = list(drawn_though_set(("a.b=3", "c=1"), ("a.b", "d")))
    assert said == ["--set a.b=3 does not hold: a.b is one of the inputs that are drawn here"]
