"""Common sense as a table: what anyone would say of such a crisis before looking at a model.

Each row is tried on worlds of the reference scenario that were not used for tuning.
Each row names what is changed and what must follow: a difference of shares with an interval, or a
share that is none or one by necessity.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from math import log as log_of
from math import nan

import pytest

from sim.domain.events import Asked
from sim.domain.events.log import ByKind
from sim.engine.session import Session
from tests.facts.worlds import (
    FRESH_SEED,
    Estimate,
    World,
    difference,
    mean,
    reference,
    share,
    worlds,
)

pytestmark = pytest.mark.slow

_N = 120
_FASTEST = ("channels.cable.latency=1 s", "channels.leader_phone.latency=1 s")
_DEAD = tuple(
    f"channels.{name}.outage.{which}={{fixed: {hours}}}"
    for name in ("cable", "leader_phone")
    for which, hours in (("up", "1 min"), ("down", "1e6 h"))
)
#: A warning in public is heard without any channel.
_UNWARNED = tuple(
    f"injects.{which}_warning=null" for which in ("public", "private", "second", "third")
)
_SHORT_COUNCIL = "allies.patron.council={lognormal: {median: 1 h, sigma: 0.4}}"
_DEAD_COURIER = ("channels.courier.latency=1e6 h", "terms.override_line=1")


@cache
def measured(arm: str, *sets: str, n: int = _N) -> list[World]:
    return worlds(reference(*sets), (arm,), n)[arm]


def changed(arm: str, outcome: str, *sets: str, n: int = _N) -> Estimate:
    """How much an outcome changes by these inputs, in the same worlds."""
    return difference(measured(arm, *sets, n=n), measured(arm, n=n), outcome)


def readiness(share_: float) -> str:
    return f"adversary.threat.readiness={share_}"


def more_threat_more_action() -> bool:
    """The share of lone strikes does not fall as readiness rises, well below any line."""
    found = [
        share(measured("unilateral", readiness(at)), "unilateral_strike")
        for at in (0.10, 0.20, 0.35)
    ]
    return found[0].high < found[2].low and found[0].value <= found[1].value <= found[2].value


def no_adversary_no_strike() -> bool:
    sets = (
        readiness(0.01),
        "adversary.threat.growth=0 per d",
        "adversary.provocations.rate=0 per d",
        "allies.frontline.intelligence.bias=0",
        "allies.frontline.intelligence.growth=0 per d",
    )
    return share(measured("unilateral", *sets), "struck").value <= 0.01


def infinite_patience_never_strikes_on_silence() -> bool:
    found = measured("consult", "terms.patience.base=1e6 h")
    return share(found, "struck_on_silence").value == 0.0


_HIGH_TRUST = 0.9


@cache
def first_patience(trust: float, *sets: str) -> list[World]:
    """The log of the hours for which the first question is waited for, where one is put; nothing
    was assured before it.
    """
    scenario = reference(f"allies.frontline.trust.start={trust}", *sets)
    found = []
    for replication in range(_N):
        log = Session(scenario, seed=FRESH_SEED, replication=replication, arm="consult").run()
        asked = ByKind(log).first(Asked)
        found.append({"patience": nan if asked is None else log_of(asked[1].patience)})
    return found


def no_trust_no_extra_patience() -> bool:
    """Without trust an ally waits as long as one whose patience does not heed it; with much trust
    longer, by as much as the formula says; and not longer where patience does not heed it.
    """
    deaf = "terms.patience.trust=0"
    without = difference(first_patience(0.0), first_patience(0.0, deaf), "patience")
    unheeded = difference(first_patience(_HIGH_TRUST, deaf), first_patience(0.0, deaf), "patience")
    more = difference(first_patience(_HIGH_TRUST), first_patience(0.0), "patience")
    weight = reference().arms["consult"].setting.terms.patience.trust
    expected = log_of(1.0 + weight * _HIGH_TRUST)
    return (
        more.n > _N / 2
        and -0.03 < without.low <= without.high < 0.03
        and -0.03 < unheeded.low <= unheeded.high < 0.03
        and expected - 0.05 < more.low <= more.high < expected + 0.05
    )


def dead_channels_under_consult() -> bool:
    """An ally that was attacked first, and by which its patron stands, needs no answer."""
    found = measured("consult", *_DEAD, *_DEAD_COURIER, *_UNWARNED)
    strikes = [world for world in found if world["struck_first"] == 1.0]
    on_silence = [world["struck_on_silence"] for world in strikes]
    return len(strikes) > 10 and min(on_silence) == 1.0


def dead_channels_under_concurrence() -> bool:
    """With no way to override and nobody to say yes there is no strike of its own accord."""
    found = measured("concurrence", *_DEAD, *_DEAD_COURIER)
    return share(found, "struck").value == 0.0


def leverage_restrains() -> bool:
    much, none = (measured("unilateral", f"allies.patron.leverage={by}") for by in (2, 0))
    return difference(much, none, "unilateral_strike").high < 0.0


def sanctions_restrain() -> bool:
    """Believed in and at work from the first day they take away a reason to strike."""
    sets = (
        "pressure_track.bite=1 h",
        "pressure_track.slowing=1",
        "pressure_track.concession_rate=0.2 per d",
        "allies.frontline.outlook.believes_slowing=1",
        "allies.frontline.outlook.believes_concession=1",
    )
    return changed("unilateral", "struck", *sets).high < 0.0


def terms_restrain() -> bool:
    sets = ("terms.waiting.chance=1", "terms.waiting.accepts=2", "terms.waiting.length=60 d")
    return changed("consult", "unilateral_strike", *sets).high < 0.0


def perfect_intelligence_narrows_the_divergence() -> bool:
    sets = tuple(
        f"allies.{role}.intelligence.{name}={value}"
        for role in ("frontline", "patron")
        for name, value in (("bias", "0"), ("noise", "0.01"))
    )
    return changed("unilateral", "divergence", *sets).high < -0.3


def a_faster_channel_between_slow_offices_saves_little() -> bool:
    """Next to nothing of a round trip of two days lies with the channel."""
    saved = changed("consult", "round_trip_h", *_FASTEST)
    whole = mean(measured("consult"), "round_trip_h")
    return -0.2 * whole < saved.value


def faster_offices_save_more_than_a_faster_channel() -> bool:
    offices = tuple(
        f"allies.{role}.offices.{office}.work=1 min"
        for role in ("frontline", "patron")
        for office in ("foreign_ministry", "defence_ministry", "leader_office")
    )
    slow = changed("consult", "round_trip_h", *_FASTEST)
    return changed("consult", "round_trip_h", *offices, _SHORT_COUNCIL).high < slow.low


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    says: str
    holds: Callable[[], bool]


TABLE = (
    Row("more threat, more action", more_threat_more_action),
    Row("no adversary, no strike", no_adversary_no_strike),
    Row("infinite patience never strikes on silence", infinite_patience_never_strikes_on_silence),
    Row("no trust, no extra patience", no_trust_no_extra_patience),
    Row("dead channels under consult: strikes rest on silence", dead_channels_under_consult),
    Row("dead channels under concurrence: no strike", dead_channels_under_concurrence),
    Row("leverage restrains", leverage_restrains),
    Row("sanctions restrain", sanctions_restrain),
    Row("terms restrain", terms_restrain),
    Row("perfect intelligence narrows the divergence", perfect_intelligence_narrows_the_divergence),
    Row(
        "a faster channel between slow offices saves little",
        a_faster_channel_between_slow_offices_saves_little,
    ),
    Row(
        "faster offices save more than a faster channel",
        faster_offices_save_more_than_a_faster_channel,
    ),
)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.says)
def test_common_sense(row: Row) -> None:
    assert row.holds()
