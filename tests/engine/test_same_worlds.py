"""Worlds that stay what they were: the logs of one scenario with every mechanism in it, as digests.

Whoever makes the engine quicker, or moves its code about, changes no digest. Whoever changes what
the model says, or which draw belongs to what, writes new ones: ``python
tests/engine/test_same_worlds.py`` prints them.
"""

from __future__ import annotations

import json
from hashlib import blake2b
from pathlib import Path

import pytest

from sim.domain.events import Decision
from sim.domain.events.codec import plain_data as plain
from sim.domain.events.log import Entry, Log
from sim.domain.inputs.setting import Scenario
from sim.engine.random_streams import Streams
from sim.engine.session import Session
from sim.scenario import load

HERE = Path(__file__).parent
DIGESTS = HERE / "same_worlds.json"
SEED, WORLDS = 7, 12
#: Kinds of entries that a short log leaves out.
ONLY_FULL = frozenset(
    {"alert", "cleared", "concern", "delivered", "deterrence", "drafted", "pressure", "queued"}
    | {"report", "trust"}
)
#: Entries that say nothing of the crisis, but of the machine that runs it.
_EVENTS = "events"


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load(HERE / "same_worlds.yaml")


@pytest.mark.parametrize("arm", json.loads(DIGESTS.read_text()))
def test_worlds_are_what_they_were(scenario: Scenario, arm: str) -> None:
    assert digest(scenario, arm) == json.loads(DIGESTS.read_text())[arm]


def test_every_arm_is_held(scenario: Scenario) -> None:
    assert list(scenario.arms) == list(json.loads(DIGESTS.read_text()))


def test_shared_streams_and_a_short_log_change_nothing(scenario: Scenario) -> None:
    for replication in range(4):
        streams = Streams(SEED, replication)
        for arm in scenario.arms:
            alone = Session(scenario, seed=SEED, replication=replication, arm=arm, full=True).run()
            shared = Session(
                scenario, seed=SEED, replication=replication, arm=arm, full=True, streams=streams
            ).run()
            short = Session(
                scenario, seed=SEED, replication=replication, arm=arm, streams=streams
            ).run()
            assert shared == alone
            assert short == [entry for entry in alone if is_in_short(entry)]


def is_in_short(entry: Entry) -> bool:
    """Whether an entry of a full log is in a short one as well: no step of a message that only its
    hours tell, no state that only moves, no leader who goes on holding back.
    """
    event = entry[1]
    if not isinstance(event, Decision) or event.option != "hold" or event.asks != "course":
        return event.kind not in ONLY_FULL
    return event.ally == "frontline" and event.trigger != "report"


def digest(scenario: Scenario, arm: str) -> str:
    """What the first worlds of an arm looked like, in every entry."""
    found = blake2b(digest_size=16)
    for replication in range(WORLDS):
        found.update(
            written(
                Session(scenario, seed=SEED, replication=replication, arm=arm, full=True).run()
            ).encode()
        )
    return found.hexdigest()


def written(log: Log) -> str:
    """A log as text. Six digits: another machine's exponential may differ in the last
    of sixteen.
    """
    return "\n".join(f"{time:.6g} {event.kind} {_plain(plain(event))}" for time, event in log)


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items() if name != _EVENTS}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return f"{value:.6g}" if isinstance(value, float) else value


if __name__ == "__main__":
    held = load(HERE / "same_worlds.yaml")
    DIGESTS.write_text(json.dumps({arm: digest(held, arm) for arm in held.arms}, indent=1) + "\n")
    print(DIGESTS.read_text())  # noqa: T201 - a script as well
