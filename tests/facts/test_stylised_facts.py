"""The stylised facts that the model must show, on seeds that were not used for tuning.

Facts 1 to 4, 6 and 7 of the model; what they say is checked by intervals of paired differences, not
by means alone. Facts on queues alone (7) and on the trust formula (6) also stand, exactly, in the
tests of desk and trust.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import inf, nan

import pytest

from sim.domain.events import Asked, NoReturn, Posted, Recall, StanceRead, Strike, TrustChange
from sim.domain.events.log import ByKind, Log
from sim.domain.inputs.setting import Scenario
from sim.engine.session import Session
from sim.experiment.outcomes.definitions import outcome_values
from tests.facts.worlds import (
    FRESH_SEED,
    UNHURRIED,
    UNWARNED,
    World,
    difference,
    mean,
    reference,
    share,
    slowed,
    worlds,
)


def struck(world: World) -> bool:
    return world["struck"] == 1.0


@pytest.fixture(scope="module")
def protocols() -> dict[str, list[World]]:
    return worlds(reference(*UNWARNED), ("unilateral", "consult"), 200)


# Fact 1: to act alone is earlier, surprises, costs the patron's trust and escalates more


def test_alone_is_earlier(protocols: dict[str, list[World]]) -> None:
    later = difference(protocols["consult"], protocols["unilateral"], "strike_h")
    assert later.low > 24.0
    assert later.n > 80


def test_alone_surprises_almost_certainly(protocols: dict[str, list[World]]) -> None:
    assert share(protocols["unilateral"], "surprise", struck).low > 0.8
    assert share(protocols["consult"], "surprise", struck).high < 0.1


@pytest.mark.parametrize("outcome", ["peak_rung", "burden"])
def test_alone_escalates_more(protocols: dict[str, list[World]], outcome: str) -> None:
    assert difference(protocols["consult"], protocols["unilateral"], outcome).high < 0.0


def test_alone_costs_the_patrons_trust(protocols: dict[str, list[World]]) -> None:
    assert difference(protocols["consult"], protocols["unilateral"], "trust_of_patron").low > 0.0


# Fact 2: coordination is not free


def test_to_ask_leaves_more_threat_where_both_strike(protocols: dict[str, list[World]]) -> None:
    assert difference(protocols["consult"], protocols["unilateral"], "threat_left").low > 0.0


@pytest.mark.slow
def test_joint_leaves_less_threat_below_some_growth_and_more_above() -> None:
    left = {}
    for growth in (0.03, 0.12):
        sets = (
            f"adversary.threat.growth={growth} / d",
            f"allies.frontline.intelligence.growth={growth + 0.01} / d",
            f"allies.patron.intelligence.growth={growth - 0.01} / d",
        )
        found = worlds(reference(*sets), ("unilateral", "joint"), 400)
        left[growth] = difference(found["joint"], found["unilateral"], "threat_left")
        assert left[growth].n >= 20
    assert left[0.03].high < 0.0
    assert left[0.12].low > 0.0


# Fact 3: collapse of consultation as the round trip outgrows patience


def asking(factor: float, n: int, *sets: str) -> list[World]:
    """Worlds of one who asks by a chain that takes ``factor`` times as long."""
    scenario = slowed(reference(*UNHURRIED, *sets), "consult", factor)
    return worlds(scenario, ("consult",), n)["consult"]


def test_silence_takes_over_as_the_chain_slows() -> None:
    quick, slow = (asking(factor, 120) for factor in (0.65, 2.2))
    few, many = (share(one, "struck_on_silence", struck) for one in (quick, slow))
    assert few.high < 0.2
    assert many.low > 0.8


@pytest.mark.slow
def test_collapse_from_a_tenth_to_nine_tenths() -> None:
    """By the round trip over patience, whatever the hours: .7, about one, 1.7 and two. At 1.7 the
    rest, about one in eight, strikes on an answer that came late and was read before the point of
    no return. Recalls are those of the first strike (later ones belong to the exchange, which is
    under fire): they are most about one.
    """
    patiences = {0.70: 0.7, 1.1: 1.03, 2.0: 1.74, 2.3: 2.0}
    found = {factor: watched(factor, 1000) for factor in patiences}
    for factor, some in found.items():
        ratio = mean(some, "round_trip_h") / mean(some, "patience")
        assert ratio == pytest.approx(patiences[factor], abs=0.06)
    on_silence = {
        factor: share(some, "struck_on_silence", struck) for factor, some in found.items()
    }
    assert on_silence[0.70].high < 0.12
    assert on_silence[1.1].low > 0.4
    assert on_silence[1.1].high < 0.65
    assert on_silence[2.0].low > 0.8
    assert on_silence[2.3].low > 0.87
    for factor in (0.70, 2.3):
        assert difference(found[1.1], found[factor], "recalls_before").low > 0.0


def watched(factor: float, n: int) -> list[World]:
    """The same worlds, with patience at the first question and recalls before the first strike."""
    scenario = slowed(reference(*UNHURRIED), "consult", factor)
    setting = scenario.arms["consult"].setting
    found = []
    for log in logs((scenario, "consult"), n):
        kinds = ByKind(log)
        asked, strike = kinds.first(Asked), kinds.first(Strike)
        until = inf if strike is None else strike[0]
        world = outcome_values(log, setting)
        world["patience"] = nan if asked is None else asked[1].patience
        world["recalls_before"] = float(sum(time < until for time, _ in kinds.all(Recall)))
        found.append(world)
    return found


@pytest.mark.slow
def test_whoever_was_hit_waits_half_as_long_and_the_same_chain_comes_too_late() -> None:
    """A provocation at the red-line event counts as a blow until it is answered or settled."""
    calm = share(asking(0.65, 200), "struck_on_silence", struck)
    hit = share(asking(0.65, 200, "ladder.exchange.provocations=true"), "struck_on_silence", struck)
    assert hit.low > 2.0 * calm.high


def logs(scenario_arm: tuple[Scenario, str], n: int) -> Iterator[Log]:
    scenario, arm = scenario_arm
    for replication in range(n):
        yield Session(scenario, seed=FRESH_SEED, replication=replication, arm=arm).run()


# Fact 4: the race


@pytest.mark.slow
def test_an_objection_is_in_time_as_often_as_the_return_trip_is_shorter_than_the_notice() -> None:
    """The law of the return trip is taken where notice is long; then the races of shorter notices
    are predicted by it. All preparations last as long, longer than the notice: in a world that is
    quick to prepare, or under fire, it is told at once, and the notice is what is left.
    """
    trips = [trip for trip, _ in races(notice=60.0)]
    for notice in (20.0, 26.0, 34.0):
        predicted = sum(trip < notice - 4.0 for trip in trips) / len(trips)
        won = [in_time for _, in_time in races(notice)]
        observed = sum(won) / len(won)
        error = (predicted * (1.0 - predicted) * (1.0 / len(trips) + 1.0 / len(won))) ** 0.5
        assert abs(observed - predicted) < 3.0 * error + 0.03
    assert 0.05 < predicted < 0.99


def races(notice: float) -> list[tuple[float, bool]]:
    """For each notification that was objected to: hours until the objection was read, and who won.

    The objection wins if, when it is read, the strike that was announced has not passed the point
    of no return: from the log's own entries, recalled or not.
    """
    sets = (
        *UNHURRIED,
        f"arms.notify.with.terms.notice={notice:g} h",
        "allies.frontline.preparation.duration={fixed: 64 h}",
        "allies.frontline.preparation.frailty=0",
    )
    found = []
    for log in logs((reference(*sets), "notify"), 250):
        kinds = ByKind(log)
        posted = [time for time, data in kinds.all(Posted) if data.message_kind == "notification"]
        read = [
            time
            for time, data in kinds.all(StanceRead)
            if data.given != "green" and not data.repaired
        ]
        if posted and any(time > posted[0] for time in read):
            answered = next(time for time in read if time > posted[0])
            passed = [time for time, _ in kinds.all(NoReturn) if posted[0] < time <= answered]
            found.append((answered - posted[0], not passed))
    return found


# Fact 6: trust falls faster than it recovers


def test_one_broken_word_costs_more_than_one_kept_word_mends() -> None:
    """In the worlds of the reference: the mean fall at a broken word is a multiple of the mean rise
    at a kept one.
    """
    falls: list[float] = []
    rises: list[float] = []
    for replication in range(25):
        log = Session(
            reference(*UNWARNED), seed=FRESH_SEED, replication=replication, arm="consult", full=True
        ).run()
        last = {"frontline": 0.6, "patron": 0.6}
        for _, data in ByKind(log).all(TrustChange):
            change = data.value - last[data.ally]
            last[data.ally] = data.value
            (rises if change > 0.0 else falls).append(abs(change))
    assert len(falls) > 20
    assert len(rises) > 20
    assert sum(falls) / len(falls) > 2.0 * sum(rises) / len(rises)


# Fact 7: congestion, in the whole chain


def test_routine_traffic_slows_the_exchange_and_urgent_messages_are_bounded() -> None:
    """Over four times the routine traffic: priority bounds the wait by the items in hand, so the
    trip stays finite.
    """
    base = worlds(reference(*UNWARNED), ("consult",), 80)["consult"]
    sets = tuple(
        f"allies.{ally}.offices.{office}.routine.rate=0.55 / h"
        for ally in ("frontline", "patron")
        for office in ("foreign_ministry", "defence_ministry")
    )
    loaded = worlds(reference(*sets), ("consult",), 80)["consult"]
    wait = difference(loaded, base, "desk_wait_h")
    assert wait.low > 0.2
    assert wait.high < 6.0
    assert difference(loaded, base, "desk_load").low > 0.1
