"""The best set within a budget: goals, costs, the frontier, and what may not be asked."""

from __future__ import annotations

from math import inf

import numpy as np
import pytest

from sim.domain.preparedness.measures import Expectation, Measure
from sim.errors import UsageError
from sim.experiment.design.factorial import full
from sim.experiment.measures.portfolio import (
    GOALS,
    Portfolio,
    expect_affordable,
    goal_of,
    portfolio,
)
from sim.experiment.outcomes.definitions import OUTCOMES
from sim.experiment.statistics.estimates import Floats
from sim.experiment.statistics.selection import Scores

COSTS = {"a": 2.0, "b": 3.0, "c": 4.0}
DESIGN = full(tuple(COSTS))
PLACE = {name: at for at, name in enumerate(OUTCOMES)}


def measure(name: str, cost: float) -> Measure:
    expected = Expectation(text="", outcome="burden", direction="lower")
    return Measure(name=name, title=name, purpose="", expected=expected, cost=cost, conditions={})


def scores(
    gains: dict[str, float], *, synergy: float = 0.0, n: int = 200, noise: float = 1.0
) -> Scores:
    draws = np.random.default_rng(9)
    truth = [
        sum(gains[name] for name in run) + synergy * ({"a", "b"} <= run) for run in DESIGN.runs
    ]
    found = Scores(len(truth))
    found.add(
        draws.normal(0.0, 10.0, (n, 1))
        + np.array(truth)
        + draws.normal(0.0, noise, (n, len(truth)))
    )
    return found


def best(budget: float = inf, **changes: float) -> Portfolio:
    gains = {"a": 5.0, "b": 4.0, "c": -3.0} | {
        key: value for key, value in changes.items() if key in COSTS
    }
    found = scores(gains, synergy=changes.get("synergy", 0.0), noise=changes.get("noise", 1.0))
    return portfolio(goal_of("burden"), DESIGN.runs, COSTS, found, budget=budget, confidence=0.95)


def chosen(found: Portfolio) -> tuple[str, ...]:
    return found.candidates[found.chosen].measures


def test_the_best_set_leaves_out_what_harms_and_what_is_beyond_the_budget() -> None:
    assert chosen(best()) == ("a", "b")
    assert chosen(best(4.5)) == ("a",)
    assert chosen(best(1.0)) == ()
    assert [one.affordable for one in best(4.5).candidates] == [
        True,
        True,
        True,
        False,
        True,
        False,
        False,
        False,
    ]


def test_one_that_is_clearly_best_stands_alone_and_falls_short_of_nothing() -> None:
    found = best()
    assert found.rivals == []
    assert found.short == 0.0


def test_what_is_within_noise_is_listed_with_it_best_first() -> None:
    found = best(noise=60.0)
    assert found.short > 0.0
    gains = [one.gain for one in found.rivals]
    assert gains == sorted(gains, reverse=True)
    assert len(gains) >= 2


def test_the_frontier_rises_and_starts_with_nothing_for_nothing() -> None:
    frontier = best().frontier
    assert [one.measures for one in frontier] == [(), ("a",), ("a", "b")]
    assert [one.cost for one in frontier] == [0.0, 2.0, 5.0]
    assert frontier[0].gain == 0.0


def test_synergy_puts_two_that_are_poor_alone_on_the_frontier() -> None:
    assert chosen(best(a=-1.0, b=-1.0, synergy=8.0)) == ("a", "b")
    assert chosen(best(4.5, a=-1.0, b=-1.0, synergy=8.0)) == ()


def test_the_cheapest_has_a_bound_of_its_own_and_what_lies_near_is_named() -> None:
    unsure = best(noise=60.0, a=12.0, b=12.0)
    assert chosen(unsure) != unsure.cheapest.measures
    assert unsure.cheapest.loss == -unsure.cheapest.behind[0]  # type: ignore[index]
    assert unsure.cheapest.loss > unsure.short > 0.0
    # 40 rung-hours matter: all sets lie so near, so the cheapest of all does, nothing.
    assert best().near is not None
    assert best().near.measures == ()  # type: ignore[union-attr]
    wide = best(noise=600.0)
    assert wide.near is None
    worlds = wide.worlds_to_be_near
    assert worlds is not None
    least = min(one.loss for one in wide.candidates)
    assert worlds == pytest.approx(wide.worlds * (least / 40.0) ** 2, rel=0.4)
    assert worlds >= wide.worlds * (least / 40.0) ** 2


def test_gains_have_intervals_that_hold_for_all_sets_at_once() -> None:
    one = next(one for one in best().candidates if one.measures == ("a",))
    assert one.low < one.gain < one.high < 6.0
    assert abs(one.gain - 5.0) < 1.0
    assert one.high - one.low < 1.0


# goals


def block(**values: list[float]) -> Floats:
    worlds = np.zeros((1, len(next(iter(values.values()))), len(OUTCOMES)))
    for name, some in values.items():
        worlds[0, :, PLACE[name]] = some
    return worlds


def test_a_goal_counts_in_the_direction_that_is_better() -> None:
    assert goal_of("burden").scores(block(burden=[10.0, 4.0])).tolist() == [[-10.0, -4.0]]
    assert goal_of("trust_of_patron").scores(block(trust_of_patron=[0.2, 0.4])).tolist() == [
        [0.2, 0.4]
    ]


def test_several_outcomes_count_in_multiples_of_what_matters_in_each() -> None:
    goal = goal_of("burden:2, trust_of_patron")
    found = goal.scores(block(burden=[40.0, 0.0], trust_of_patron=[0.0, 0.03]))
    assert found[0] == pytest.approx([-2.0, 1.0])
    assert goal.unit == "multiples of what matters"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("burdn", "Did you mean 'burden'"),
        ("struck", "neither way is better"),
        ("deescalation_h", "only in worlds with a strike"),
        ("cost", "what the budget is for"),
        ("burden:0", "a weight is a number above zero"),
        ("burden:x", "a weight is a number"),
        ("burden:inf", "a weight is a number"),
        ("", "name outcomes"),
        ("burden,burden", "each once"),
    ],
)
def test_what_cannot_be_a_goal(text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        goal_of(text)


@pytest.mark.parametrize("name", GOALS)
def test_every_goal_is_there_in_every_world(name: str) -> None:
    assert goal_of(name).single is OUTCOMES[name]


def test_a_measure_beyond_the_budget_by_itself_is_told() -> None:
    with pytest.raises(
        UsageError, match=r"c alone costs 4 million a year, more than the budget of 3\.5"
    ) as caught:
        expect_affordable([measure(name, cost) for name, cost in COSTS.items()], 3.5)
    assert "--measures a,b" in str(caught.value)
    expect_affordable([measure(name, cost) for name, cost in COSTS.items()], 4.0)
