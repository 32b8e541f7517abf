"""What arms share of their valuations: equal questions have one answer, others their own, and no
world depends on what was asked before it.
"""

from __future__ import annotations

from dataclasses import replace

from sim.domain.actors.preferences import Valuation
from sim.engine import valuations
from sim.engine.allies.imagined_strike import frontline_strike
from sim.engine.session import Session
from sim.engine.valuations import eyes, forget, valuation
from tests.engine.worlds import busy, scenario, session


def first(changes: dict[str, object]) -> Valuation:
    """What the frontline's leader thinks of its courses at the start."""
    world = session(busy(changes))._world
    return world.frontline.mind.appraise(world.frontline.mind.belief(), frontline_strike(world))


def test_equal_settings_have_the_same_eyes() -> None:
    one, other = busy(), busy({"adversary.threat.effect": 2.3})
    outlook = one.allies.frontline.outlook
    two = replace(one, horizon=100.0)
    assert eyes(outlook, one) is eyes(replace(outlook), two)
    assert eyes(outlook, one) is not eyes(outlook, other)
    assert eyes(outlook, one) is not eyes(replace(outlook, red_line=0.5), one)


def test_whatever_differs_is_asked_anew() -> None:
    plain = first({})
    assert first({}) is plain
    for name, value in {
        "allies.frontline.outlook.red_line": 0.5,
        "allies.frontline.intelligence.bias": 0.4,
        "allies.frontline.intelligence.growth": 0.01,
        "allies.frontline.intelligence.prior_variance": 2.0,
        "adversary.attack.rate": 0.002,
        "adversary.threat.line": 0.8,
        "adversary.threat.effect": 3.0,
        "pressure_track.slowing": 0.7,
        "ladder.retaliation.base": 1.5,
        "ladder.start": 3,
    }.items():
        assert first({name: value}) != plain, name


def test_arms_that_have_parted_in_all_else_share_a_forecast() -> None:
    """What a strike costs says nothing of what it does to the threat."""
    world = session(busy())._world
    mind, prospect = world.frontline.mind, frontline_strike(world)
    dear = prospect._replace(alliance_cost=prospect.alliance_cost + 1.0, deterrence=0.1)
    forget()
    worth = [mind.appraise(mind.belief(), one) for one in (prospect, dear)]
    assert worth[0].strike > worth[1].strike
    assert worth[0].loss == worth[1].loss
    assert valuations.forecasts.cache_info().misses == 1
    mind.appraise(mind.belief(), prospect._replace(share=0.5))
    assert valuations.forecasts.cache_info().misses == 2


def test_a_world_does_not_depend_on_what_was_asked_before() -> None:
    arms = scenario(consult=busy({"protocol": "consult"}), joint=busy({"protocol": "joint"}))

    def log() -> object:
        return Session(arms, seed=7, replication=2, arm="joint").run()

    forget()
    alone = log()
    Session(arms, seed=7, replication=2, arm="consult").run()
    assert valuation.cache_info().currsize > 0
    assert log() == alone
