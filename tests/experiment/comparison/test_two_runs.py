"""Two runs whose uncertain inputs were drawn are compared over draws."""

from __future__ import annotations

import numpy as np
import pytest

from sim.experiment.comparison.run_summary import ArmSummary
from sim.experiment.comparison.two_runs import PairedRuns, paired_runs
from sim.experiment.outcomes.bounds import Watched
from sim.experiment.outcomes.definitions import OUTCOMES
from sim.experiment.statistics.estimates import Floats
from sim.experiment.statistics.mean_intervals import mean_interval
from sim.experiment.statistics.moments import sums_of

WATCHED = Watched(window=600.0, follow_up=400.0, whole=1000.0)
ASKING = ArmSummary(title="asks", protocol="consult", horizon_h=600.0, follow_up_h=400.0)
NAMES = ("unilateral_strike", "burden")


def compared(blocks: list[Floats], drawn: int) -> PairedRuns:
    return paired_runs(
        ["consult"],
        [OUTCOMES[name] for name in NAMES],
        blocks,
        arms=[ASKING, ASKING],
        watched=WATCHED,
        confidence=0.95,
        drawn=drawn,
    )


def test_worlds_of_a_draw_are_one_observation_however_blocks_are_cut() -> None:
    chance = np.random.default_rng(4)
    levels = np.repeat(chance.normal(0.0, 50.0, 30), 5)
    worlds = np.zeros((150, 2, 2))
    worlds[:, 1, 1] = levels + chance.normal(0.0, 5.0, 150)
    worlds[:, 1, 0] = np.repeat(chance.random(30) < 0.5, 5)
    found = compared(np.split(worlds, [7, 64]), 5)
    low, high = mean_interval(
        sums_of((worlds[:, 1] - worlds[:, 0]).reshape(30, 5, 2).mean(axis=1)),
        ([-1.0, -6000.0], [1.0, 6000.0]),
    )
    assert found.worlds == 150
    for at, name in enumerate(NAMES):
        cell = found.differences["consult"][name]
        assert cell.pairs == 30
        assert (cell.low, cell.high) == pytest.approx((low[at], high[at]))
        apart = compared([worlds], 0).differences["consult"][name]
        assert apart.pairs == 150
        assert apart.low is not None
        assert apart.high is not None
        assert high[at] - low[at] > 1.8 * (apart.high - apart.low)
