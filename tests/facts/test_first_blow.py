"""Facts about the first blow and the line beyond which it is too late, on fresh seeds."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import sqrt

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.domain.inputs.setting import Scenario
from sim.engine.random_streams import Streams
from sim.engine.session import Session
from sim.experiment.outcomes.definitions import outcome_values
from tests.facts.worlds import plain, reference, share, worlds

pytestmark = pytest.mark.slow

SEED, WORLDS = 90210, 150
Floats = NDArray[np.float64]


@cache
def scenario(*sets: str) -> Scenario:
    return reference(*sets)


@cache
def outcomes(arm: str, worlds: tuple[int, ...], *sets: str) -> list[dict[str, float]]:
    """All that is measured of some worlds of an arm."""
    place = scenario(*sets)
    setting = place.arms[arm].setting
    logs = (Session(place, seed=SEED, replication=r, arm=arm).run() for r in worlds)
    return [outcome_values(log, setting) for log in logs]


def measured(arm: str, name: str, worlds: tuple[int, ...], *sets: str) -> Floats:
    """An outcome of some worlds of an arm."""
    return np.array([world[name] for world in outcomes(arm, worlds, *sets)])


ALL = tuple(range(WORLDS))


def half_width(values: Floats | NDArray[np.bool_]) -> float:
    return 1.96 * float(np.std(values, ddof=1)) / sqrt(len(values))


def lone_strikes_first(readiness: float) -> Floats:
    """Whether the frontline struck alone, before any attack."""
    sets = (f"adversary.threat.readiness={readiness}",)
    alone = measured("unilateral", "unilateral_strike", ALL, *sets)
    return alone * measured("unilateral", "struck_first", ALL, *sets)


@pytest.mark.parametrize(("low", "high"), [(0.15, 0.25), (0.25, 0.4)])
def test_more_threat_brings_more_action_up_to_the_line(low: float, high: float) -> None:
    rise = lone_strikes_first(high) - lone_strikes_first(low)
    assert rise.mean() - half_width(rise) > 0


def test_near_the_line_the_frontline_does_not_give_up() -> None:
    """In the first edition it did: lone strikes fell to a tenth at a readiness of .85."""
    change = lone_strikes_first(0.7) - lone_strikes_first(0.4)
    near = lone_strikes_first(0.7)
    assert change.mean() - half_width(change) > -0.02
    assert near.mean() - half_width(near) > 0.75


def test_by_default_too_more_threat_brings_more_action_and_late_threat_does_not_end_it() -> None:
    """Without a line they fell to three in ten at .70 and to none at .85."""
    lone = {
        readiness: share(
            worlds(plain(f"adversary.threat.readiness={readiness}"), ("unilateral",), 200)[
                "unilateral"
            ],
            "unilateral_strike",
        )
        for readiness in (0.15, 0.25, 0.4, 0.7, 0.85)
    }
    assert lone[0.15].high < lone[0.25].low
    assert lone[0.25].high < lone[0.4].low
    assert lone[0.7].low > 0.85
    assert lone[0.85].low > 0.5


def test_lone_strikes_are_neither_rare_nor_certain() -> None:
    for readiness in (0.35, 0.4):
        found = lone_strikes_first(readiness)
        assert found.mean() - half_width(found) > 0.4
        assert found.mean() + half_width(found) < 0.95


def meant(number: int) -> tuple[int, ...]:
    """The first worlds in which the adversary means to attack: as all arms have it."""
    share = scenario().arms["unilateral"].setting.adversary.attack.intent.share
    found = (r for r in range(100 * number) if Streams(SEED, r).uniform("intent") < share)
    return tuple(next(found) for _ in range(number))


def test_restraint_has_a_price_where_the_attack_was_meant() -> None:
    """Who holds back is attacked more often, and where it was not meant hardly ever."""
    worlds = meant(100)
    more = measured("concurrence", "attacked", worlds) - measured("unilateral", "attacked", worlds)
    assert more.mean() - half_width(more) > 0
    assert measured("concurrence", "attack_meant", worlds).all()


def test_restraint_saves_burden_over_all_worlds() -> None:
    saved = measured("unilateral", "burden", ALL) - measured("concurrence", "burden", ALL)
    assert saved.mean() - half_width(saved) > 0


HELD = (
    "allies.frontline.leader.rule={scripted: {moves: []}}",
    "adversary.threat.readiness=0.5",
    "adversary.threat.growth=0 / d",
    "horizon=46 d",
)


def attacked_by(day: float, hours: Sequence[float] | Floats) -> float:
    return float(np.mean(np.asarray(hours) < 24 * day))


def test_of_worlds_that_held_some_are_attacked_most_of_them_early() -> None:
    """The record: .03 to .14 by day 60, and .45 to .73 of these by day 14. Ours, with readiness
    held at .5: at least a quarter by day 14.
    """
    hours = measured("unilateral", "attack_h", tuple(range(500)), *HELD)
    by_60 = attacked_by(60, hours)
    doubt = half_width(hours < 24 * 60.0)
    assert by_60 + doubt > 0.03
    assert by_60 - doubt < 0.14
    assert attacked_by(14, hours) > 0.25 * by_60
