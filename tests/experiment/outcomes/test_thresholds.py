"""Amounts set against an outcome: within what it can be, in its unit or in per cent; else refused
with what would do.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.cli.main import status
from sim.domain.inputs.checks import Amount
from sim.errors import ScenarioError, UsageError
from sim.experiment.discovery.discovery import unacceptable
from sim.experiment.measures.portfolio import goal_of
from sim.experiment.outcomes.definitions import OUTCOMES
from sim.experiment.outcomes.outcome_lookup import outcome_findings
from sim.experiment.outcomes.thresholds import amount_from, bounds, half_width, within
from sim.experiment.runs.plan import plan_of
from sim.experiment.runs.stopping import until
from sim.scenario import resolve
from sim.scenario.schema.quantities import Unreadable

PROPORTIONS = [name for name, one in OUTCOMES.items() if one.proportion]


def problems(tiny: Path, *sets: str) -> str:
    """What is said of a scenario with these changes; empty where it is sound."""
    try:
        resolve(tiny, sets, also=outcome_findings)
    except ScenarioError as error:
        return str(error)
    return ""


def test_every_outcome_has_its_bounds() -> None:
    assert {bounds(one) for one in OUTCOMES.values()} == {
        "0 to 1",
        "0 to 6",
        "from 0",
        "any number",
    }
    assert {"unilateral_strike", "threat_end", "trust_of_patron", "desk_load"} <= set(PROPORTIONS)
    assert [name for name, one in OUTCOMES.items() if one.low < 0] == [
        "objection_margin_h",
        "notice_h",
        "told_h",
        "effect_given_up",
    ]


@pytest.mark.parametrize(
    ("between", "said"),
    [
        ("[20, 50]", "a share lies within 0 and 1, got 20; write 0.2, or 20 %"),
        ("[0.2, 50]", "got 50; write 0.5, or 50 %"),
        ("[-1, 0.5]", "got -1; the nearest is 0"),
        ("[20 %, 150 %]", "got 150 %; the nearest is 100 %"),
        ("[50 %, 20 %]", "the range is reversed"),
        ("[1 h, 2 h]", "measured in share: expected pure numbers"),
        ("[20 %, 50 %]", ""),
        ("['20%', 0.5]", ""),
        ("[0, 1]", ""),
    ],
)
def test_a_check_of_a_share(tiny: Path, between: str, said: str) -> None:
    told = problems(tiny, f"checks={{lone: {{outcome: unilateral_strike, between: {between}}}}}")
    assert said in told
    assert bool(told) == bool(said)
    assert not told or "checks.lone.between" in told


@pytest.mark.parametrize(
    ("outcome", "between", "said"),
    [
        ("peak_rung", "[2, 7]", "lies within 0 and 6, got 7; the nearest is 6"),
        ("burden", "[-3, 4]", "is not below 0, got -3; the nearest is 0"),
        ("strike_h", "[-2 h, 4 h]", "is not below 0, got -2 h; the nearest is 0 h"),
        ("recalls", "[-1, 4]", "is not below 0"),
        ("burden", "[1 %, 4]", "measured in rung-hours, which is no share: % has no meaning here"),
        ("trust_of_patron", "[40, 60]", "write 0.4, or 40 %"),
        ("trust_of_patron", "[40 %, 60 %]", ""),
        ("notice_h", "[-4 h, 1 h]", ""),
    ],
)
def test_checks_of_other_outcomes(tiny: Path, outcome: str, between: str, said: str) -> None:
    told = problems(tiny, f"checks={{one: {{outcome: {outcome}, between: {between}}}}}")
    assert said in told
    assert bool(told) == bool(said)


def test_a_percentage_is_the_same_check_as_its_share(tiny: Path) -> None:
    percent, plain = (
        resolve(tiny, [f"checks={{one: {{outcome: struck, between: {said}}}}}"]).scenario.checks[
            "one"
        ]
        for said in ("[20 %, 50 %]", "[0.2, 0.5]")
    )
    assert (percent.low, percent.high) == (plain.low, plain.high) == (0.2, 0.5)


@pytest.mark.parametrize(
    ("outcome", "wanted", "said"),
    [
        ("unilateral_strike", "5", "so no half-width is as wide as 5; write 0.05, or 5 %"),
        ("unilateral_strike", "1", "write 0.01, or 1 %"),
        ("unilateral_strike", "0", "must be above zero"),
        ("peak_rung", "6", "lies within 0 and 6"),
        ("burden", "5 %", "% has no meaning here"),
        ("burden", "2 h", "measured in rung-hours"),
    ],
)
def test_a_precision_that_says_nothing_is_refused(
    tiny: Path, outcome: str, wanted: str, said: str
) -> None:
    told = problems(tiny, f"study.precision.{outcome}={wanted}")
    assert said in told
    assert f"study.precision.{outcome}" in told


def test_a_precision_is_in_the_unit_of_its_outcome(tiny: Path) -> None:
    sets = [
        "study.precision.unilateral_strike=5 %",
        "study.precision.suspended_h=2 d",
        "study.precision.strike_h=12",
    ]
    scenario = resolve(tiny, sets, also=outcome_findings).scenario
    assert until(plan_of(scenario)).precision == {
        "unilateral_strike": 0.05,
        "strike_h": 12.0,
        "suspended_h": 48.0,
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("unilateral_strike > 50", "a share lies within 0 and 1, got 50; write 0.5, or 50 %"),
        ("unilateral_strike > 120 %", "the nearest is 100 %"),
        ("unilateral_strike > 1", "> 1 is never so"),
        ("unilateral_strike < 0", "< 0 is never so"),
        ("unilateral_strike >= 0 %", ">= 0 % is always so"),
        ("unilateral_strike <= 1", "<= 1 is always so"),
        ("burden < -2", "is not below 0"),
        ("burden > 40 %", "% has no meaning here"),
        ("peak_rung >= 7", "the nearest is 6"),
        ("burden > 1e999", "a finite number"),
    ],
)
def test_a_limit_that_cannot_be_is_refused(text: str, said: str) -> None:
    with pytest.raises(UsageError) as told:
        unacceptable(text, "consult")
    assert str(told.value).startswith(f'--unacceptable "{text}": ')
    assert said in str(told.value)


def test_a_limit_in_per_cent_is_that_share() -> None:
    assert unacceptable("unilateral_strike > 50 %", "a") == unacceptable(
        "unilateral_strike > 0.5", "a"
    )
    assert unacceptable("threat_end>=40%", "a").limit == 0.4


def test_weights_of_a_goal_may_be_percentages() -> None:
    assert goal_of("burden:70 %,threat_end:30%") == goal_of("burden:0.7,threat_end:0.3")
    for piece in ("burden:0", "burden:-1", "burden:2 h", "burden:x", "burden:0 %"):
        with pytest.raises(UsageError, match="a weight is a number above zero"):
            goal_of(piece)


@given(name=st.sampled_from(PROPORTIONS), share=st.floats(0, 1))
def test_a_share_and_its_percentage_are_both_taken(name: str, share: float) -> None:
    assert within(name, Amount(share, "")) == share
    assert within(name, amount_from(f"{share:.6f}")) == pytest.approx(
        within(name, amount_from(f"{100 * share:.4f} %"))
    )


@given(
    name=st.sampled_from(list(OUTCOMES)), number=st.floats(allow_nan=False, allow_infinity=False)
)
def test_what_lies_outside_is_refused_and_nothing_else(name: str, number: float) -> None:
    one = OUTCOMES[name]
    try:
        taken = within(name, Amount(number, "")) == number
    except Unreadable:
        taken = False
    assert taken == (one.low <= number <= one.high)
    try:
        taken = half_width(name, Amount(number, "")) == number
    except Unreadable:
        taken = False
    assert taken == (number < one.high - one.low)


def test_the_command_names_the_option(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [
        "discover",
        str(tiny),
        "--range",
        "terms.patience.base=1d..5d",
        "--unacceptable",
        "struck > 50",
    ]
    assert status([*words, "--out", str(tmp_path)]) == 2
    assert '--unacceptable "struck > 50": a share lies within 0 and 1' in capsys.readouterr().err
    assert not any(tmp_path.iterdir())
