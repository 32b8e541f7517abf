"""A view of each seat on which the rules are tried."""

from __future__ import annotations

import pytest

from sim.domain.actors.adversary import logit
from sim.domain.actors.preferences import Valuation, stance_values
from sim.domain.decisions.views import STANCES, View


@pytest.fixture(scope="session")
def view() -> View:
    """The frontline at a readiness of one half, its red line at .6, a strike worth .3 against .22
    for holding.
    """
    valuation = Valuation(
        hold=0.22,
        pressure=0.2,
        strike=0.3,
        strike_gain=0.9,
        sure_cost=0.5,
        retaliation=0.5,
        retaliation_cost=0.2,
        loss=0.4,
        threat=0.5,
    )
    return View(
        seat="frontline",
        asks="course",
        time=30.0,
        trigger="report",
        state="watching",
        options={"hold": 0.22, "pressure": 0.2, "strike": 0.3},
        noise={"hold": 0.1, "pressure": 0.2, "strike": 0.3},
        valuation=valuation,
        mean=logit(0.5),
        variance=0.2,
        red_line=0.6,
        rung=1,
        stance="none",
        stance_age=0.0,
        pressure=0.3,
        deterrence=0.5,
        trust=0.6,
        under_fire=False,
        window_left=100.0,
    )


@pytest.fixture(scope="session")
def patron(view: View) -> View:
    """The patron before the same readiness, asked for its stance, with a band of .05 for amber."""
    stances = stance_values(view.valuation, 0.05)
    return view._replace(
        seat="patron", asks="stance", options=stances, noise=dict.fromkeys(STANCES, 0.0)
    )
