"""What every decision rule must do, and what each says it does."""

from __future__ import annotations

from collections import Counter
from dataclasses import FrozenInstanceError, fields
from itertools import pairwise
from math import exp
from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chisquare

from sim.domain.actors.preferences import Valuation, stance_values
from sim.domain.decisions import standing_orders
from sim.domain.decisions.rules import (
    RULES,
    ExpectedUtility,
    Human,
    Prospect,
    QuantalResponse,
    Satisficing,
    Threshold,
)
from sim.domain.decisions.standing_orders import Move, Row, Scripted, Table
from sim.domain.decisions.states import State
from sim.domain.decisions.views import COURSES, STANCES, Asks, Rule, View
from sim.domain.distributions.families import gumbel
from sim.domain.inputs.parameter import UNITS, about
from sim.errors import HotlineError

SCRIPT = Scripted(
    moves=(
        Move(at=0.0, option="strike"),
        Move(at=24.0, option="green"),
        Move(at=48.0, option="pressure"),
    )
)
ORDERS = Table(
    rows=(
        Row(then="strike", threat_above=0.6, trust_below=0.4),
        Row(then="pressure", rung_at_least=2),
        Row(then="red", asks="stance", pressure_above=0.5),
        Row(then="amber"),
    )
)
BY_VALUE: tuple[Rule, ...] = (
    ExpectedUtility(),
    QuantalResponse(),
    QuantalResponse(precision=0.0),
    Satisficing(),
    Satisficing(aspiration=-5.0),
)
ALL: tuple[Rule, ...] = (
    *BY_VALUE,
    Threshold(),
    Threshold(probability=0.0),
    Prospect(),
    SCRIPT,
    Scripted(),
    ORDERS,
    Table(),
)

_share = st.floats(0.0, 1.0)
_worth = st.floats(-2.0, 2.0)


@st.composite
def valuations(draw: st.DrawFn) -> Valuation:
    """Any valuation whose parts add up."""
    gain, sure, chance, blow = draw(_worth), draw(_share), draw(_share), draw(_share)
    strike = gain - sure - chance * blow
    return Valuation(
        hold=draw(_worth),
        pressure=draw(_worth),
        strike=strike,
        strike_gain=gain,
        sure_cost=sure,
        retaliation=chance,
        retaliation_cost=blow,
        loss=draw(_share),
        threat=draw(_share),
    )


@st.composite
def views(
    draw: st.DrawFn, *, asks: tuple[Asks, ...] = ("course", "stance"), striking: bool = False
) -> View:
    """Any view: all restraint is always admissible, the other courses need not be (unless
    ``striking``).
    """
    question = draw(st.sampled_from(asks))
    worth = draw(valuations())
    if question == "stance":
        options = stance_values(worth, draw(_share))
    else:
        every = {"hold": worth.hold, "pressure": worth.pressure, "strike": worth.strike}
        admissible = (
            {"hold", "strike"} if striking else {"hold"} | draw(st.sets(st.sampled_from(COURSES)))
        )
        options = {name: value for name, value in every.items() if name in admissible}
    return View(
        seat="frontline" if question == "course" else "patron",
        asks=question,
        time=draw(st.floats(0.0, 2000.0)),
        trigger=draw(st.sampled_from(("report", "strike"))),
        state=draw(st.sampled_from(get_args(State))),
        options=options,
        noise={name: draw(st.floats(-3.0, 15.0)) for name in options},
        valuation=worth,
        mean=draw(st.floats(-4.0, 4.0)),
        variance=draw(st.floats(0.0, 2.0)),
        red_line=draw(st.floats(0.05, 0.95)),
        rung=draw(st.integers(0, 6)),
        stance=draw(st.sampled_from(get_args(standing_orders.Stance))),
        stance_age=draw(st.floats(0.0, 200.0)),
        pressure=draw(_share),
        deterrence=draw(_share),
        trust=draw(_share),
        under_fire=draw(st.booleans()),
        window_left=draw(st.floats(0.0, 720.0)),
    )


def _dearer(view: View, by: float) -> View:
    """The same view with a strike that is worth more."""
    worth = view.valuation._replace(
        strike=view.valuation.strike + by, strike_gain=view.valuation.strike_gain + by
    )
    return view._replace(
        options=dict(view.options) | {"strike": view.options["strike"] + by}, valuation=worth
    )


# --- the contract of every rule


def test_the_battery_meets_every_rule() -> None:
    assert {type(rule) for rule in ALL} | {Human} == set(RULES.values())
    assert list(RULES) == [
        "threshold",
        "expected_utility",
        "quantal_response",
        "prospect",
        "satisficing",
        "scripted",
        "table",
        "human",
    ]


@pytest.mark.parametrize("rule", ALL, ids=str)
@given(view=views())
def test_a_rule_chooses_what_is_admissible_and_says_why(rule: Rule, view: View) -> None:
    choice = rule.choose(view)
    assert choice.option in view.options
    assert choice.reason
    assert "\n" not in choice.reason


@pytest.mark.parametrize("rule", ALL, ids=str)
@given(view=views(), other=views())
def test_a_choice_depends_on_the_view_and_on_nothing_else(
    rule: Rule, view: View, other: View
) -> None:
    first = rule.choose(view)
    rule.choose(other)
    assert rule.choose(view._replace(options=dict(view.options))) == first


@pytest.mark.parametrize("kind", [*RULES.values(), Move, Row], ids=lambda kind: kind.__name__)
def test_each_parameter_of_a_rule_is_declared(kind: type) -> None:
    for item in fields(kind):
        declared = about(item)
        assert declared is not None, item.name
        assert declared.unit in UNITS
        assert declared.meaning


@pytest.mark.parametrize("name", RULES)
def test_a_rule_cannot_be_changed(name: str) -> None:
    rule = RULES[name]()
    assert not hasattr(rule, "__dict__")
    with pytest.raises((FrozenInstanceError, TypeError, AttributeError)):
        rule.precision = 1.0


def test_the_answers_that_a_file_may_name_are_those_of_the_two_questions() -> None:
    assert get_args(standing_orders.Option) == COURSES + STANCES


# --- rules that go by value


@pytest.mark.parametrize("rule", [*BY_VALUE, Prospect(), Threshold()], ids=str)
@given(view=views(asks=("course",), striking=True), by=st.floats(0.0, 2.0))
def test_a_strike_worth_more_is_not_given_up(rule: Rule, view: View, by: float) -> None:
    if rule.choose(view).option == "strike":
        assert rule.choose(_dearer(view, by)).option == "strike"


@pytest.mark.parametrize("rule", [*BY_VALUE, Prospect()], ids=str)
@given(view=views(asks=("course",), striking=True))
def test_a_strike_worth_enough_is_chosen(rule: Rule, view: View) -> None:
    restrained = rule == Satisficing(aspiration=-5.0)  # for which to hold is always good enough
    patient = isinstance(rule, Satisficing) and view.options["hold"] >= rule.aspiration
    blind = rule == QuantalResponse(precision=0.0)
    if not (restrained or patient or blind):
        assert rule.choose(_dearer(view, 20.0)).option == "strike"


@pytest.mark.parametrize("rule", [*BY_VALUE, Prospect(), Threshold()], ids=str)
@pytest.mark.parametrize("answers", [COURSES, STANCES], ids=["course", "stance"])
def test_ties_go_to_restraint(rule: Rule, answers: tuple[str, ...], view: View) -> None:
    nothing = view.valuation._replace(
        hold=0.0, pressure=0.0, strike=0.0, strike_gain=0.0, sure_cost=0.0, retaliation_cost=0.0
    )
    level = view._replace(
        asks="course" if answers == COURSES else "stance",
        options=dict.fromkeys(answers, 0.0),
        noise=dict.fromkeys(answers, 0.4),
        valuation=nothing,
    )
    assert rule.choose(level).option == answers[0]


@given(view=views())
def test_expected_utility_takes_the_largest_value(view: View) -> None:
    choice = ExpectedUtility().choose(view)
    assert view.options[choice.option] == max(view.options.values())


def test_expected_utility_names_the_runner_up(view: View) -> None:
    assert ExpectedUtility().choose(view).reason == "strike 0.30 > hold 0.22"


@given(view=views())
def test_quantal_response_without_error_is_expected_utility(view: View) -> None:
    ranked = sorted(view.options.values())
    if all(high - low > 1e-6 for low, high in pairwise(ranked)):
        assert (
            QuantalResponse(precision=1e9).choose(view).option
            == ExpectedUtility().choose(view).option
        )


@pytest.mark.parametrize("precision", [0.0, 2.0, 12.0])
def test_quantal_response_is_logit_choice(precision: float, view: View) -> None:
    draws = 30_000
    uniform = np.random.default_rng(1995).random((draws, 3))
    counts = Counter(
        QuantalResponse(precision=precision)
        .choose(view._replace(noise=dict(zip(COURSES, map(gumbel, row), strict=True))))
        .option
        for row in uniform.tolist()
    )
    weights = np.array([exp(precision * view.options[option]) for option in COURSES])
    seen = [counts[option] for option in COURSES]
    assert chisquare(seen, draws * weights / weights.sum()).pvalue > 0.001
    off = np.array([exp((precision + 1.0) * view.options[option]) for option in COURSES])
    assert chisquare(seen, draws * off / off.sum()).pvalue < 0.001


def test_quantal_response_says_when_it_was_chance(view: View) -> None:
    rule = QuantalResponse(precision=10.0)
    calm = dict.fromkeys(COURSES, 0.0)
    assert rule.choose(view._replace(noise=calm)).reason == "strike 0.30 > hold 0.22"
    luck = rule.choose(view._replace(noise=calm | {"pressure": 5.0}))
    assert (luck.option, luck.reason) == ("pressure", "pressure 0.20, by chance, > strike 0.30")
    assert "chance included" in rule.choose(view._replace(noise=calm | {"hold": 5.0})).reason


# --- satisficing


def test_satisficing_stops_at_the_first_that_is_good_enough(view: View) -> None:
    view = view._replace(options={"hold": 0.05, "pressure": 0.15, "strike": 0.9})
    assert Satisficing(aspiration=0.05).choose(view).option == "hold"
    assert Satisficing(aspiration=0.1).choose(view).option == "pressure"
    assert Satisficing(aspiration=0.5).choose(view).option == "strike"
    assert Satisficing(aspiration=5.0).choose(view) == ExpectedUtility().choose(view)
    assert Satisficing().choose(view).reason == "pressure 0.15 is good enough, at least 0.10"


# --- the others


@given(view=views(asks=("course",)), by=st.floats(0.0, 3.0))
def test_threshold_never_turns_back_as_the_threat_grows(view: View, by: float) -> None:
    if Threshold().choose(view).option == "strike":
        assert Threshold().choose(view._replace(mean=view.mean + by)).option == "strike"


@given(view=views(asks=("stance",)))
def test_prospect_keeps_the_band_for_amber(view: View) -> None:
    sure_of_amber = view._replace(options=dict(view.options) | {"amber": 1e3})
    assert Prospect().choose(sure_of_amber).option == "amber"
    assert Prospect().choose(
        view._replace(options=dict(view.options) | {"amber": -1e-9})
    ).option in {"red", "green"}


@settings(max_examples=20)
@given(view=views())
def test_a_person_in_the_seat_is_never_guessed_for(view: View) -> None:
    with pytest.raises(HotlineError):
        Human().choose(view)
