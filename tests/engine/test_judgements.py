"""Judgements about the world are inputs: each changes what it says it changes, and nothing where it
is left as it was.
"""

from __future__ import annotations

import pytest

from sim.domain.actors.region import Partner
from sim.domain.communication.channels import Outage
from sim.domain.communication.messages import Sensitivity
from sim.domain.distributions.families import Fixed
from sim.domain.events import (
    Alert,
    Asked,
    Leak,
    Lost,
    Posted,
    PressureChange,
    StanceGiven,
    Strike,
    TransmissionFailed,
    TrustChange,
)
from sim.domain.events.log import ByKind, Log
from sim.domain.inputs.injects import Inject
from sim.domain.inputs.setting import Setting
from sim.experiment.outcomes.alliance import surprised
from sim.experiment.outcomes.ledger import Ledger
from tests.engine.worlds import Changes, asking, busy, entries, first, run, still, worlds

HIT_BACK: Changes = {
    "ladder.retaliation.base": 1000.0,
    "ladder.retaliation.delay": Fixed(value=20.0),
    "adversary.provocations.pressure": 0.5,
    "allies.frontline.pressure.start": 0.4,
    "allies.frontline.pressure.half_life": 1e9,
}


def pressures(changes: Changes) -> dict[str, float]:
    """What domestic pressure became by a strike and by the retaliation."""
    log = run(still({**HIT_BACK, **changes}), full=True)
    causes: dict[str, float] = {
        data.cause.kind: data.value for _, data in entries(log, PressureChange)
    }
    return {cause: causes[cause] for cause in ("strike", "retaliation")}


def test_a_strike_relieves_the_share_of_pressure_that_the_input_says() -> None:
    assert pressures({})["strike"] == 0.0
    assert pressures({"allies.frontline.pressure.relieved": 0.25})["strike"] == pytest.approx(0.3)


def test_a_retaliation_presses_as_hard_as_the_input_says() -> None:
    assert pressures({})["retaliation"] == pytest.approx(0.5)
    assert pressures({"ladder.retaliation.severity": 0.6})["retaliation"] == pytest.approx(0.3)


def test_a_strike_alerts_the_adversary_as_far_as_the_input_says() -> None:
    def alert(changes: Changes) -> float:
        log = run(still(changes), full=True)
        return float(
            next(data.value for _, data in entries(log, Alert) if data.cause.kind == "strike")
        )

    assert alert({}) == 1.0
    assert alert({"adversary.threat.struck_alert": 0.7}) == 0.7


def judged(setting: Setting) -> tuple[str, float]:
    """What the patron's trust says of the notice, and the outcome."""
    log: Log = run(setting, full=True)
    words = [data.cause for _, data in entries(log, TrustChange) if data.ally == "patron"]
    return words[0], surprised(Ledger.of(ByKind(log), setting))


def test_notice_is_timely_from_the_hours_that_the_input_says() -> None:
    noticed = {"protocol": "notify", "terms.notice": 6.0}
    assert judged(still(noticed)) == ("timely_notice", 0.0)
    assert judged(still(noticed | {"allies.patron.timely": 6.5})) == ("surprise", 1.0)
    assert judged(
        still({"protocol": "notify", "terms.notice": 2.0, "allies.patron.timely": 1.0})
    ) == ("timely_notice", 0.0)


def test_without_trust_allies_write_as_often_as_the_least_trust_says() -> None:
    def written(changes: Changes) -> int:
        none = {"allies.frontline.trust.start": 0.0, "allies.patron.trust.start": 0.0}
        log = run(
            still({"follow_up": 2000.0, "ladder.cooling.dialogue_gap": 18.0, **none, **changes})
        )
        return sum(data.message_kind == "dialogue" for _, data in entries(log, Posted))

    assert (
        written({"ladder.cooling.least_trust": 0.5})
        > written({})
        > written({"ladder.cooling.least_trust": 0.02})
    )


@pytest.mark.parametrize(("chance", "side"), [(1.0, "frontline"), (0.0, "patron")])
def test_leaks_come_from_the_side_that_the_input_says(chance: float, side: str) -> None:
    changes = {"protocol": "consult", "public.leak_rate": 2.0, "public.leak_by_sender": chance}
    asked, sides = 0, set()
    for log in worlds(busy(changes), 6):
        questions = {data.message for _, data in entries(log, Asked)}
        sides |= {data.side for _, data in entries(log, Leak) if data.message in questions}
        asked += len(questions)
    assert asked > 0
    assert sides == {side}


def test_only_messages_of_the_least_sensitivity_leak() -> None:
    def kinds(level: str) -> set[int]:
        changes = {"protocol": "consult", "public.leak_rate": 2.0, "public.leak_from": level}
        leaked = set()
        for log in worlds(busy(changes), 6):
            sensitive = {data.message: data.sensitivity for _, data in entries(log, Posted)}
            leaked |= {sensitive[data.message] for _, data in entries(log, Leak)}
        return leaked

    assert Sensitivity.CONFIDENTIAL in kinds("open")
    assert kinds("secret") == {Sensitivity.SECRET, Sensitivity.TOP_SECRET}
    assert kinds("top_secret") == {Sensitivity.TOP_SECRET}


@pytest.mark.parametrize("attempts", [1, 4, 6])
def test_a_message_is_given_up_after_its_senders_attempts(attempts: int) -> None:
    cut = {
        f"cut_{at}": Inject(event="channel_down", at=2.0 + 3.0 * at, channel="wire", lasts=0.5)
        for at in range(9)
    }
    changes = {
        "channels.wire.latency": Fixed(value=3.0),
        "channels.wire.timeout": 0.5,
        "channels.wire.outage": Outage(),
        "terms.patience.base": 200.0,
        "allies.frontline.attempts": attempts,
    }
    log = run(asking({**changes, "injects": {**still().injects, **cut}}))
    question = first(log, Asked)[1].message
    assert [data.message for _, data in entries(log, TransmissionFailed)].count(
        question
    ) == attempts
    assert first(log, Lost)[1].message == question


def test_how_clear_a_red_is_depends_on_the_distance_that_the_input_says() -> None:
    def strengths(clear_at: float) -> list[float]:
        setting = busy(
            {
                "protocol": "consult",
                "allies.patron.clear_at": clear_at,
                "allies.patron.amber_band": 0.03,
            }
        )
        logs = list(worlds(setting, 8))
        found = [
            data for log in logs for _, data in entries(log, StanceGiven) if data.given != "amber"
        ]
        return [data.strength for data in found]

    assert sum(strengths(1.0)) > sum(strengths(6.0)) > 0.0


def test_the_region_is_surprised_below_the_share_that_the_input_says() -> None:
    half = {"region.partners": {"one": Partner(told=True), "two": Partner(told=False)}}
    assert not first(run(still(half)), Strike)[1].surprised_region
    assert first(run(still({**half, "region.surprised_below": 0.6})), Strike)[1].surprised_region
