"""Nothing in the defaults makes an alliance as such faster: the null results of the record are respected.

In *International Crisis Behavior* (version 13) an ally's status, a consultation pact, third-party involvement and a patron's
displeasure do not shift the time or the violence of a client's response. So what coordination buys may come from stated costs
and from hours only.
"""

from __future__ import annotations

from dataclasses import replace
from math import isnan

import pytest

from sim.domain.setting import Arm, Scenario, Setting
from sim.engine.session import Session
from tests.facts.worlds import World, difference, reference, worlds

SEED = 4_711
N = 24


def changed(scenario: Scenario, **settings: Setting) -> Scenario:
    return replace(scenario, arms={name: Arm(name=name, title=name, setting=one) for name, one in settings.items()})


def indifferent(setting: Setting) -> Setting:
    """The same inputs, with no cost on acting without the other."""
    frontline = setting.allies.frontline
    outlook = replace(frontline.outlook, weights=replace(frontline.outlook.weights, alliance=0.0))
    return replace(setting, allies=replace(setting.allies, frontline=replace(frontline, outlook=outlook)))


def trusting(setting: Setting, start: float) -> Setting:
    """The same inputs, with another level of trust on both sides."""
    allies = setting.allies
    return replace(
        setting,
        allies=replace(
            allies,
            frontline=replace(allies.frontline, trust=replace(allies.frontline.trust, start=start)),
            patron=replace(allies.patron, trust=replace(allies.patron.trust, start=start)),
        ),
    )


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return reference()


def hours(found: list[World], outcome: str) -> list[float]:
    return [world[outcome] for world in found if not isnan(world[outcome])]


def test_an_alliance_without_a_stated_cost_moves_no_wish(scenario: Scenario) -> None:
    arms = ("unilateral", "notify", "consult")
    cold = changed(scenario, **{arm: indifferent(scenario.arms[arm].setting) for arm in arms})
    found = worlds(cold, arms, N, SEED)
    wished = {arm: hours(found[arm], "first_decision_h") for arm in arms}
    assert len(wished["unilateral"]) > N // 2
    assert wished["notify"] == wished["consult"] == wished["unilateral"]


def test_the_stated_cost_is_what_moves_it(scenario: Scenario) -> None:
    warm = worlds(scenario, ("unilateral", "consult"), N, SEED)
    assert hours(warm["unilateral"], "first_decision_h") != hours(warm["consult"], "first_decision_h")


def test_a_level_of_trust_as_such_moves_neither_hour_nor_fact(scenario: Scenario) -> None:
    own = scenario.arms["unilateral"].setting
    both = changed(scenario, wary=trusting(own, 0.2), close=trusting(own, 0.9))
    found = worlds(both, ("wary", "close"), N, SEED)
    assert hours(found["wary"], "strike_h") == hours(found["close"], "strike_h")
    assert [w["struck"] for w in found["wary"]] == [w["struck"] for w in found["close"]]


@pytest.mark.parametrize("arm", ["consult", "joint"])
def test_no_coordination_makes_the_strike_earlier(scenario: Scenario, arm: str) -> None:
    found = worlds(scenario, ("unilateral", arm), 2 * N, SEED)
    assert difference(found[arm], found["unilateral"], "strike_h").low > 0.0


def test_a_pact_as_such_moves_nothing(scenario: Scenario) -> None:
    """A promise to ask counts where it is broken; where the frontline asks, it is kept and costs nothing."""
    setting = scenario.arms["consult"].setting
    pact = replace(setting, terms=replace(setting.terms, promise=3.0))
    both = changed(scenario, bare=replace(setting, terms=replace(setting.terms, promise=1.0)), pact=pact)
    for replication in range(6):
        logs = [Session(both, seed=SEED, replication=replication, arm=arm).run()[1:] for arm in ("bare", "pact")]
        assert logs[0] == logs[1]
