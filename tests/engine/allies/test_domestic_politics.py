"""What a term's offer takes off domestic pressure lasts as long as the offer, whatever happens
meanwhile.
"""

from __future__ import annotations

import pytest

from sim.domain.events import Cause
from sim.engine.session import Session
from tests.engine.worlds import scenario, still

_STATES = {
    "allies.frontline.pressure.start": 0.5,
    "allies.frontline.pressure.half_life": 1e12,
    "allies.frontline.deterrence.start": 0.5,
    "allies.frontline.deterrence.half_life": 1e12,
}


def test_an_offer_is_over_with_its_term_though_the_frontline_hesitated_meanwhile() -> None:
    place = scenario(arm=still(_STATES))
    session = Session(place, seed=1, replication=0, arm="arm")
    home = session._world.home
    home.accept_offer(0.2, 0.4)
    home.hesitate(0.1, 0.1, Cause("inject"))
    home.accept_offer(0.0, 0.0)
    assert home.pressure() == pytest.approx(0.5 + 0.1 * 0.5)
    assert home.deterrence() == pytest.approx(0.5 - 0.1)
