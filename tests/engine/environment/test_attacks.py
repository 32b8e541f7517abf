"""The adversary strikes first: when, what follows at once, and what an attack breaks off; and the
kinds of crisis that nobody is told of.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from math import exp

import pytest

from sim.domain.actors.adversary import logit, strike_effect, true_line
from sim.domain.actors.attack import AttackLaw, IntentLaw
from sim.domain.distributions.families import Fixed
from sim.domain.events import (
    Alarm,
    Asked,
    Attack,
    Decision,
    DeterrenceChange,
    DrawnIn,
    Intent,
    PatienceExpired,
    Preparation,
    PressureChange,
    PressureTrack,
    RungChange,
    StandingBy,
    StateChange,
    Strike,
    SupportSuspended,
    TrustChange,
)
from sim.domain.events.log import Log
from sim.domain.inputs.injects import Condition, Inject
from tests.engine.worlds import (
    Changes,
    asking,
    busy,
    end,
    entries,
    first,
    kinds,
    run,
    scripted,
    session,
    still,
    times,
    worlds,
)

NOW = AttackLaw(rate=0.5, hard=0.0)  # within hours
IDLE = {"allies.frontline.leader.rule": scripted(), "allies.patron.leader.rule": scripted()}
ATTACKED = IDLE | {"adversary.attack": NOW, "adversary.threat.readiness": 0.5, "horizon": 240.0}


def test_an_attack_is_a_blow() -> None:
    world = run(still(ATTACKED), full=True)
    at, attack = first(world, Attack)
    assert attack.readiness == pytest.approx(0.5)
    assert (attack.number, attack.rung) == (1, 4)
    assert [(data.before, data.after, data.cause) for _, data in entries(world, RungChange)] == [
        (1, 4, "attack")
    ]
    pressed = [data.value for time, data in entries(world, PressureChange) if time == at]
    assert pressed == [pytest.approx(0.45)]
    lost = [data.value for time, data in entries(world, DeterrenceChange) if time == at]
    assert lost == [pytest.approx(0.4)]


def test_an_exchange_holds_no_first_blow() -> None:
    """While the ladder stands above the highest rung there is none; nor just after one."""
    assert len(entries(run(still(ATTACKED)), Attack)) == 1
    low = ATTACKED | {"adversary.attack": replace(NOW, highest_rung=5, pause=24.0)}
    at = times(run(still(low)), Attack)
    assert len(at) > 1
    assert all(later - sooner >= 24.0 for sooner, later in pairwise(at))


def test_a_hard_attack_climbs_one_rung_more() -> None:
    world = run(still(ATTACKED | {"adversary.attack": replace(NOW, hard=1.0)}))
    assert first(world, Attack)[1].rung == 5
    assert end(world).rung == 5


@pytest.mark.parametrize(
    "changes", [{"adversary.attack": AttackLaw()}, {"adversary.threat.kind": "construction"}]
)
def test_it_can_be_switched_off(changes: Changes) -> None:
    assert not entries(run(still({**ATTACKED, **changes})), Attack)


def test_under_attack_what_was_under_way_is_broken_off() -> None:
    """The question under way is history: its patience ends nothing, and the frontline may act."""
    changes: Changes = {
        "adversary.attack": replace(NOW, rate=0.05),
        "adversary.threat.readiness": 0.5,
        "allies.patron.council": Fixed(value=200.0),
        "terms.patience.base": 100.0,
    }
    world = run(asking(changes))
    attacked = times(world, Attack)[0]
    broken = [
        (time, data) for time, data in entries(world, StateChange) if data.event == "attacked"
    ]
    assert [(time, data.before, data.after) for time, data in broken] == [
        (attacked, "asking", "watching")
    ]
    asked = times(world, Asked)
    assert asked[0] < attacked <= asked[1]
    assert not [at for at in times(world, PatienceExpired) if at == pytest.approx(asked[0] + 100)]


def test_a_preparation_under_way_goes_on() -> None:
    world = run(
        still({"adversary.attack": replace(NOW, rate=0.05), "adversary.threat.readiness": 0.5})
    )
    begun, attacked, struck = (times(world, kind)[0] for kind in (Preparation, Attack, Strike))
    assert begun < attacked < struck == pytest.approx(begun + 240)
    assert "recall" not in kinds(world)


def test_diplomacy_first_ends_with_an_attack() -> None:
    changes: Changes = {
        "protocol": "joint",
        "adversary.attack": replace(NOW, rate=0.05),
        "adversary.threat.readiness": 0.5,
        "terms.diplomacy": 500.0,
    }
    world = run(still(changes))
    attacked = times(world, Attack)[0]
    assert attacked < 500
    assert times(world, Asked)[0] == pytest.approx(attacked)


def test_an_answer_to_an_attack_may_fall_after_the_window() -> None:
    changes: Changes = {
        "horizon": 24.0,
        "follow_up": 600.0,
        "injects": {"late": Inject(event="news", at=0.0)},
        "allies.frontline.leader.rule": scripted((25, "strike")),
        "adversary.attack": replace(NOW, rate=0.005),
        "adversary.threat.readiness": 0.5,
    }
    late = [run(still(changes), replication) for replication in range(20)]
    answered = [world for world in late if entries(world, Strike)]
    assert answered
    assert all(times(world, Attack)[0] < times(world, Strike)[0] for world in answered)
    assert all(times(world, Preparation)[0] > 24 for world in answered)


def test_an_inject_may_wait_for_an_attack() -> None:
    waiting = Inject(event="pressure", when=Condition(attacked=True), severity=0.5)
    world = run(still(ATTACKED | {"injects": {"crowd": waiting}}))
    assert times(world, Attack)[0] in [time for time, event in world if event.kind == "inject"]


# alarm


def test_a_preparation_that_is_seen_alarms_the_adversary() -> None:
    seen = {"adversary.attack": AttackLaw(rate=1e-9, sight=0.01)}
    hours = [times(world, Alarm)[0] for world in worlds(still(seen), 200) if entries(world, Alarm)]
    assert len(hours) / 200 == pytest.approx(1 - exp(-2.4), abs=4 * (0.09 * 0.91 / 200) ** 0.5)
    assert max(hours) < 240


def test_a_leaked_plan_alarms_and_a_disagreement_does_not() -> None:
    changes = {"adversary.attack": AttackLaw(rate=1e-9, sight=0.0), "public.leak_rate": 1e9}
    secure = {"channels.wire.security": 0.0, "public.leak_delay": Fixed(value=1.0)}
    world = run(asking(changes | secure))
    assert {data.cause.kind for _, data in entries(world, Alarm)} == {"leak"}
    told = {"injects": {"papers": Inject(event="leak", at=3.0)}}
    assert not entries(run(still(IDLE | changes | told)), Alarm)


def test_alarm_raises_the_hazard() -> None:
    """By the factor 3 at once, with a half-life of 72 h."""
    changes = {"adversary.attack": AttackLaw(rate=0.001), "adversary.threat.readiness": 0.5}
    world = session(still(changes))._world
    calm = world.attacks._hazard()
    world.attacks.alarm.become(1.0, 0.0)
    assert world.attacks._hazard() == pytest.approx(3 * calm)
    assert world.attacks.alarm.at(72.0) == pytest.approx(0.5)


# what both see


def test_unity_and_diplomacy_calm_the_adversary() -> None:
    world = session(still({"adversary.attack": AttackLaw(rate=0.001)}))._world
    alone = world.attacks.seen()
    world.adversary.press("frontline", "decision")
    world.adversary.press("patron", "decision")
    assert world.attacks.seen() == pytest.approx(alone * exp(-0.25))
    assert world.attacks.diplomacy() == 0.0  # nothing has bitten yet


def test_diplomacy_bites_with_time_and_mediators_at_once() -> None:
    changes = IDLE | {
        "adversary.attack": AttackLaw(rate=1e-9),
        "allies.frontline.leader.rule": scripted((0, "pressure")),
        "horizon": 96.0,
    }
    game = session(still(changes))
    game.run()
    attacks = game._world.attacks
    assert attacks.diplomacy() == pytest.approx(0.5 * (1 - exp(-1.0)))
    assert attacks.calming(1.0, 1e9) == pytest.approx(exp(-0.5 * (1 - attacks.diplomacy())))


# kinds of crisis


def test_the_kind_is_drawn_once_for_all_arms_and_told_at_the_end_alone() -> None:
    law = AttackLaw(rate=0.001, intent=IntentLaw(share=0.5, rate=0.0015))
    for replication in range(12):
        arms = [
            run(busy({"adversary.attack": law, "protocol": protocol}), replication)
            for protocol in ("unilateral", "joint")
        ]
        meant = {data.meant for world in arms for _, data in entries(world, Intent)}
        assert len(meant) == 1
        assert all(event.kind != "intent" for world in arms for _, event in world[:-2])
        assert all(isinstance(world[-2][1], Intent) for world in arms)


def test_one_kind_has_no_intent() -> None:
    law = AttackLaw(rate=0.001, intent=IntentLaw(share=0.0))
    assert not entries(run(busy({"adversary.attack": law})), Intent)


def test_a_more_suspicious_ally_holds_more_against_waiting() -> None:
    """With all else equal, who thinks that it is meant values a strike more, less holding."""
    law = AttackLaw(rate=0.005 / 24, intent=IntentLaw(share=0.08, rate=0.05 / 24))
    gains = []
    for bias in (-2.0, 0.7, 3.0):
        setting = busy({"adversary.attack": law, "allies.frontline.intelligence.intent_bias": bias})
        values = _first_values(run(setting))
        gains.append(values["strike"] - values["hold"])
    assert gains == sorted(gains)
    assert gains[0] < gains[2]


def _first_values(world: Log) -> Mapping[str, float]:
    return next(data.values for _, data in entries(world, Decision) if data.ally == "frontline")


# standing by


STOOD = {
    "allies.patron.stands_by": 1.0,
    "allies.frontline.trust.half_life": 1e9,
    "protocol": "unilateral",
}


def test_the_patron_is_asked_after_every_blow() -> None:
    hit = STOOD | {
        "ladder.retaliation.base": 1000.0,
        "ladder.exchange.most_strikes": 2,
        "allies.frontline.preparation.duration": Fixed(value=5.0),
    }
    world = run(still(hit), full=True)
    blows = [(time, event.kind) for time, event in world if event.kind in ("attack", "retaliation")]
    assert len(blows) == 2
    assert times(world, StandingBy) == [time for time, _ in blows]
    assert [data.cause for _, data in entries(world, TrustChange)].count("stood_by") == 2
    attacked = run(still(ATTACKED | STOOD))
    assert times(attacked, StandingBy) == times(attacked, Attack)


def test_a_patron_that_leaves_its_ally_alone_breaks_a_word() -> None:
    world = run(still(ATTACKED | STOOD | {"allies.patron.stands_by": 0.0}), full=True)
    assert [data.stands for _, data in entries(world, StandingBy)] == [False]
    assert "left_alone" in [data.cause for _, data in entries(world, TrustChange)]


def test_without_a_share_nobody_is_asked() -> None:
    assert not entries(run(still(ATTACKED)), StandingBy)


def test_an_answer_while_stood_by_costs_little() -> None:
    """The alliance weight on a lone strike is charged by the factor alone."""
    values = {}
    for factor in (1.0, 0.3):
        changes = ATTACKED | STOOD | {"allies.frontline.alliance_cost.stood_by": factor}
        world = run(still(changes))
        values[factor] = entries(world, Decision)[-1][1].values["strike"]
    cost = still().allies.frontline.alliance_cost.unasked * still().allies.patron.leverage
    weight = still().allies.frontline.outlook.weights.alliance
    assert values[0.3] - values[1.0] == pytest.approx(0.7 * cost * weight)


def test_an_answer_while_stood_by_is_no_broken_word() -> None:
    answer = ATTACKED | STOOD | {"allies.frontline.leader.rule": scripted((0.1, "strike"))}
    trusts = {}
    for share in (1.0, 0.0):
        world = run(still(answer | {"allies.patron.stands_by": share, "horizon": 600.0}), full=True)
        struck = times(world, Strike)[0]
        assert times(world, StandingBy)[0] < struck
        causes = [(time, data.cause) for time, data in entries(world, TrustChange)]
        trusts[share] = [cause for time, cause in causes if time == struck]
    assert trusts == {1.0: [], 0.0: ["surprise"]}


def judged(changes: Mapping[str, object]) -> list[str]:
    """What is held against the answer to an attack in the first hour, by a patron that
    stands by its ally.
    """
    answer = {**ATTACKED, **STOOD, "allies.frontline.leader.rule": scripted((0.1, "strike"))}
    world = run(still({**answer, "horizon": 600.0, **changes}), full=True)
    struck = times(world, Strike)[0]
    return [data.cause for time, data in entries(world, TrustChange) if time == struck]


def test_a_grave_provocation_does_not_end_the_word_to_stand_by() -> None:
    grave = Inject(event="provocation", at=100.0, severity=1.0)
    blows = {"injects.grave": grave, "ladder.exchange.provocations": True}
    assert judged(blows) == []
    assert judged({**blows, "allies.patron.stands_by": 0.0}) == ["surprise"]


def test_who_stands_by_and_yet_says_no_holds_defiance_against_it() -> None:
    """It is told of the strike that is being prepared."""
    told = {"protocol": "notify", "terms.notice": 1e6}
    answers = {
        said: judged({**told, "allies.patron.leader.rule": scripted((0, said))})
        for said in ("red", "amber")
    }
    assert "strike_against_red" in answers["red"]
    assert answers["amber"] == []


def test_who_fights_at_its_side_stands_by_it_and_withholds_nothing() -> None:
    """Drawn in by the retaliation for a strike that it took amiss."""
    hit = {
        **STOOD,
        "allies.patron.stands_by": 0.0,
        "allies.patron.drawn_in": 1e9,
        "ladder.retaliation.base": 1000.0,
        "allies.frontline.preparation.duration": Fixed(value=5.0),
    }
    world = run(still(hit), full=True)
    assert entries(world, DrawnIn)
    assert {data.stands for _, data in entries(world, StandingBy)} == {True}
    refused = run(still({**hit, "allies.patron.drawn_in": 0.0}), full=True)
    assert {data.stands for _, data in entries(refused, StandingBy)} == {False}


def test_who_has_suspended_its_support_does_not_stand_by() -> None:
    defied = {
        **STOOD,
        "protocol": "notify",
        "terms.notice": 1e6,
        "allies.patron.leader.rule": scripted((0, "red")),
        "allies.patron.suspends": 1.0,
        "allies.patron.suspension": Fixed(value=5000.0),
        "allies.patron.drawn_in": 1e9,
        "allies.frontline.leader.rule": scripted((0.0, "strike")),
        "ladder.retaliation.base": 1000.0,
    }
    log = run(still(defied), full=True)
    assert entries(log, SupportSuspended)
    assert {data.stands for _, data in entries(log, StandingBy)} == {False}
    assert not entries(log, DrawnIn)


# too late


def test_below_the_line_a_strike_keeps_its_effect_and_beyond_it_none() -> None:
    threat = replace(still().adversary.threat, line=0.9)
    line = true_line(threat)
    effects = [
        strike_effect(threat, theta, bonus=0.0, alertness=0.0, line=line)
        for theta in (0.1, 0.5, 0.8, 0.9, 0.95)
    ]
    assert effects[1] == pytest.approx(threat.effect * 0.5**0.1)
    assert effects[3] == pytest.approx(0.5 * threat.effect * 0.1**0.1)
    assert effects[4] < 0.01
    assert effects == sorted(effects, reverse=True)


@pytest.mark.parametrize("readiness", [0.5, 0.95])
def test_the_strike_has_the_effect_of_the_line(readiness: float) -> None:
    changes = {"adversary.threat.line": 0.9, "adversary.threat.readiness": readiness}
    world = run(still(changes))
    data = first(world, Strike)[1]
    threat = still(changes).adversary.threat
    assert data.effect == pytest.approx(
        strike_effect(threat, readiness, bonus=0.0, alertness=0.0, line=true_line(threat))
    )
    assert logit(data.readiness_after) == pytest.approx(logit(readiness) - data.effect)


# a building site


def test_no_pressure_is_brought_on_a_secret_site() -> None:
    changes = {
        "adversary.threat.kind": "construction",
        "allies.frontline.leader.rule": scripted((0, "pressure")),
    }
    assert not entries(run(still(changes)), PressureTrack)
    public = changes | {
        "injects": {
            "papers": Inject(event="leak", at=3.0),
            "thought": Inject(event="news", at=4.0, to="frontline"),
        }
    }
    assert times(run(still(public)), PressureTrack) == [4.0]


def test_probabilities_stay_within_their_bounds() -> None:
    law = AttackLaw(rate=0.002, intent=IntentLaw(share=0.2, rate=0.009))
    for log in worlds(busy({"adversary.attack": law, "allies.patron.stands_by": 0.85}), 20):
        for _, data in entries(log, Intent):
            assert all(0 <= believed <= 1 for believed in data.believed.values())


def test_an_inject_attacks_like_the_adversary_does() -> None:
    blow = {"blow": Inject(event="attack", at=30.0)}
    log = run(still({"injects": blow}))
    assert times(log, Attack) == [30.0]
    assert entries(log, RungChange)[0][1].after >= 4
