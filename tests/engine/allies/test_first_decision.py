"""The first decision: the same whatever the protocol, as long as the protocol has not come to
bear.
"""

from __future__ import annotations

import pytest

from sim.domain.decisions.protocols import PROTOCOLS
from sim.domain.events import Decision
from sim.engine.allies.imagined_strike import frontline_strike
from sim.engine.session import Session
from tests.engine.worlds import busy, scenario, session, still

ARMS = scenario(**{name: busy({"protocol": name, "terms.foreseen": False}) for name in PROTOCOLS})


@pytest.mark.parametrize("replication", range(6))
def test_the_first_wish_is_one_in_all_protocols(replication: int) -> None:
    wishes = set()
    for arm in ARMS.arms:
        log = Session(ARMS, seed=7, replication=replication, arm=arm).run()
        wish = next(
            ((at, one) for at, one in log if isinstance(one, Decision) and one.option == "strike"),
            None,
        )
        wishes.add(None if wish is None else (wish[0], tuple(wish[1].values.items())))
    assert len(wishes) == 1


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_before_it_comes_to_bear_a_wish_is_to_act_alone_and_unasked(protocol: str) -> None:
    imagined = [
        frontline_strike(session(still({"protocol": protocol, "terms.foreseen": foreseen}))._world)
        for foreseen in (True, False)
    ]
    ahead, bare = imagined
    assert (bare.joint, bare.supported, bare.alliance_cost) == (False, False, 0.4)
    promised = {"protocol": protocol, "terms.foreseen": False, "terms.promise": 3.0}
    dear = frontline_strike(session(still(promised))._world).alliance_cost
    assert dear == pytest.approx(1.2 if protocol in {"unilateral", "notify"} else 0.4)
    expected = {"unilateral": 0.4, "notify": 0.2, "consult": 0.3, "concurrence": 0.0, "joint": 0.0}
    assert ahead.alliance_cost == expected[protocol]
    assert ahead.joint == (protocol == "joint")


def test_once_asked_the_protocol_counts() -> None:
    """Silence comes cheaper than acting unasked: the second wish goes by the protocol."""
    game = session(still({"protocol": "consult", "terms.foreseen": False}))
    world = game._world
    assert frontline_strike(world).alliance_cost == 0.4
    world.frontline.inbox.ask("consultation_request", 1e6)
    assert frontline_strike(world).alliance_cost == 0.3
