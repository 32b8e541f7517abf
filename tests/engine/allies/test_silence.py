"""A request that is left without an answer, and whose fault that is."""

from __future__ import annotations

import pytest

from sim.domain.distributions.families import Fixed
from sim.domain.events import PatienceExpired, TrustChange
from sim.domain.inputs.injects import Inject
from tests.engine.worlds import Changes, asking, entries, run, wire

PATIENCE = 50.0
#: The patron is not heard of within patience: its council sits for weeks.
MUTE: Changes = {
    "terms.patience.base": PATIENCE,
    "allies.patron.council": Fixed(value=900.0),
    "channels.wire": wire(1.0),
}


def cut(since: float, until: float) -> Inject:
    return Inject(event="channel_down", channel="wire", at=since, lasts=until - since)


_SPARE: Changes = {"channels.spare": wire(), "channels.wire.fallback": "spare"}


def blames(changes: Changes) -> bool:
    """Whether the frontline's trust falls for want of an answer, when patience has ended."""
    log = run(asking({**MUTE, **changes}), full=True)
    assert entries(log, PatienceExpired)
    return any(data.cause == "request_unanswered" for _, data in entries(log, TrustChange))


@pytest.mark.parametrize(
    ("changes", "blamed"),
    [
        ({}, True),
        ({"injects.cut": cut(0.5, 900.0)}, False),  # the question never came through
        ({"injects.cut": cut(0.0, 900.0)}, False),  # nor was it sent
        ({"injects.cut": cut(20.0, 900.0)}, False),  # no answer could come
        ({"injects.cut": cut(20.0, 40.0)}, True),  # the line was mended in time
        ({"injects.cut": cut(20.0, 900.0), **_SPARE}, True),
        ({"channels.wire": wire(PATIENCE + 1.0)}, False),  # on its way when patience ended
    ],
)
def test_only_a_patron_that_could_answer_is_blamed_for_silence(
    changes: Changes, blamed: bool
) -> None:
    assert blames(changes) is blamed
