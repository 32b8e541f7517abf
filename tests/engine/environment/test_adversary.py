"""The adversary: it entrenches, provokes, is pressed and struck, and hits back."""

from __future__ import annotations

from math import exp

import pytest

from sim.domain.actors.adversary import logit, sigma, strike_effect
from sim.domain.distributions.families import Fixed
from sim.domain.events import (
    Cause,
    Concession,
    DeterrenceChange,
    DrawnIn,
    Preparation,
    PressureChange,
    PressureTrack,
    Provocation,
    Retaliation,
    RungChange,
    Strike,
    SupportSuspended,
    TrustChange,
)
from sim.domain.events.log import Log
from sim.domain.inputs.injects import Inject
from tests.engine.worlds import (
    Changes,
    asking,
    end,
    entries,
    first,
    kinds,
    run,
    scripted,
    still,
    times,
    worlds,
)

QUIET = {"allies.frontline.leader.rule": scripted()}
PRESS = {"allies.frontline.leader.rule": scripted((0, "pressure")), "horizon": 480.0}


def share(hits: list[bool]) -> float:
    return sum(hits) / len(hits)


def near(expected: float, number: int) -> object:
    """Within four standard errors of a share."""
    return pytest.approx(expected, abs=4 * (expected * (1 - expected) / number) ** 0.5)


def at_the_end(changes: Changes) -> float:
    """The readiness when the world is over, as x."""
    return logit(end(run(still(changes))).readiness)


# entrenchment and the pressure track


def test_readiness_grows_logistically() -> None:
    grown = at_the_end(
        QUIET | {"adversary.threat.growth": 0.002, "horizon": 500.0, "follow_up": 100.0}
    )
    assert grown == pytest.approx(logit(0.25) + 600 * 0.002)


GROWING = {
    "adversary.threat.growth": 0.004,
    "pressure_track.bite": 80.0,
    "pressure_track.slowing": 0.5,
    "pressure_track.lone_share": 0.4,
    "pressure_track.concession_rate": 0.0,
}


def test_one_ally_that_presses_slows_growth_a_little_once_it_bites() -> None:
    log = run(still(PRESS | GROWING))
    assert entries(log, PressureTrack) == [
        (0, PressureTrack(allies=("frontline",), cause="decision"))
    ]
    rise = logit(end(log).readiness) - logit(0.25)
    assert rise == pytest.approx(0.004 * (80 + 400 * (1 - 0.5 * 0.4)))


def test_both_allies_slow_it_by_all_there_is() -> None:
    """The frontline presses from 0, the patron from 100 on."""
    news = Inject(event="news", at=100.0, to="patron")
    both = {"allies.patron.leader.rule": scripted((0, "pressure")), "injects.news": news}
    log = run(still(PRESS | GROWING | both))
    assert [(time, data.allies) for time, data in entries(log, PressureTrack)] == [
        (0, ("frontline",)),
        (100, ("frontline", "patron")),
    ]
    rise = logit(end(log).readiness) - logit(0.25)
    assert rise == pytest.approx(0.004 * (80 + 100 * (1 - 0.2) + 300 * (1 - 0.5)))


def test_the_track_relieves_pressure_when_an_ally_starts_it() -> None:
    relief = {"allies.frontline.pressure.start": 0.5, "pressure_track.relief": 0.2}
    log = run(still(PRESS | relief), full=True)
    change = first(log, PressureChange)[1]
    assert change.value == pytest.approx(0.4)
    assert change.cause == Cause("pressure track")


def test_concessions_come_at_their_hazard_once_it_bites() -> None:
    """Alone it has .4 of .01 per hour, from 80 to 480 hours: 1.6 on average."""
    yielding = {
        "pressure_track.bite": 80.0,
        "pressure_track.lone_share": 0.4,
        "pressure_track.concession_rate": 0.01,
        "pressure_track.concession": 0.5,
        "pressure_track.slowing": 0.0,
    }
    counts = []
    for log in worlds(still(PRESS | yielding), 300):
        conceded = entries(log, Concession)
        counts.append(len(conceded))
        assert all(time > 80 for time, _ in conceded)
        assert end(log).readiness == pytest.approx(sigma(logit(0.25) - 0.5 * len(conceded)))
    assert sum(counts) / 300 == pytest.approx(1.6, abs=4 * (1.6 / 300) ** 0.5)
    assert share([count == 0 for count in counts]) == near(exp(-1.6), 300)


def test_a_counter_offer_is_pressure_run_together() -> None:
    log = run(asking({"allies.patron.counter_offer": True}))
    assert entries(log, PressureTrack)[-1] == (
        0,
        PressureTrack(allies=("frontline", "patron"), cause="counter_offer"),
    )
    green = run(
        asking(
            {
                "allies.patron.counter_offer": True,
                "allies.patron.leader.rule": scripted((0, "green")),
            }
        )
    )
    assert "track" not in kinds(green)


# provocations


def provoked(severity: float, changes: Changes | None = None, number: int = 1) -> Log:
    attacks = {
        f"attack{n}": Inject(event="provocation", at=float(n), severity=severity)
        for n in range(number)
    }
    return run(still(QUIET | {"injects": attacks} | dict(changes or {})), full=True)


def test_provocations_raise_the_ladder_to_their_rung_and_no_further() -> None:
    up = {"adversary.provocations.escalation": 1.0, "adversary.provocations.highest_rung": 3}
    assert [data.after for _, data in entries(provoked(1.0, up, 6), RungChange)] == [2, 3]


def test_the_chance_that_they_do_rises_with_severity() -> None:
    one = {
        "adversary.provocations.escalation": 0.6,
        "injects": {"it": Inject(event="provocation", at=0.0, severity=0.5)},
    }
    rose = [bool(entries(log, RungChange)) for log in worlds(still(QUIET | one), 400)]
    assert share(rose) == near(0.3, 400)


def test_each_closes_a_share_of_what_is_missing_to_full_pressure() -> None:
    law = {"adversary.provocations.pressure": 0.5, "allies.frontline.pressure.half_life": 1e12}
    assert [
        data.value for _, data in entries(provoked(0.8, law, 3), PressureChange)
    ] == pytest.approx([0.4, 0.64, 0.784])


def test_each_that_goes_unanswered_costs_deterrence() -> None:
    law = {
        "adversary.provocations.deterrence_loss": 0.1,
        "allies.frontline.deterrence.half_life": 1e12,
    }
    values = [data.value for _, data in entries(provoked(0.5, law, 2), DeterrenceChange)]
    assert values == pytest.approx([0.5 * 0.95, 0.5 * 0.95**2])


def test_severity_is_cut_to_a_share() -> None:
    many = {
        "adversary.provocations.rate": 1.0,
        "adversary.provocations.severity": Fixed(value=7.0),
        "horizon": 24.0,
    }
    assert {data.severity for _, data in entries(run(still(QUIET | many)), Provocation)} == {1.0}


# strikes


def strikes(changes: Changes) -> list[tuple[float, Strike]]:
    return entries(run(still(changes)), Strike)


EXCHANGE = {
    "ladder.retaliation.base": 1000.0,
    "ladder.retaliation.delay": Fixed(value=5.0),
    "ladder.exchange.most_strikes": 3,
    "ladder.exchange.preparation": 0.25,
    "allies.frontline.preparation.duration": Fixed(value=40.0),
}


def test_an_exchange_is_quicker_and_ends() -> None:
    log = run(still(EXCHANGE))
    assert times(log, Strike) == [40, 55, 70]
    assert times(log, Retaliation) == [45, 60, 75]
    assert [data.number for _, data in entries(log, Strike)] == [1, 2, 3]
    assert [data.under_fire for _, data in entries(log, Preparation)] == [False, True, True]


def test_a_later_strike_has_a_fraction_of_the_effect() -> None:
    threat = still().adversary.threat
    for _, data in strikes(
        EXCHANGE | {"adversary.threat.repeat": 0.3, "adversary.threat.alert_loss": 0.0}
    )[1:]:
        full = strike_effect(threat, data.readiness_before, bonus=0.0, alertness=0.0)
        assert data.effect == pytest.approx(0.3 * full)


def test_a_strike_alerts_and_the_alert_fades() -> None:
    law = {
        "adversary.threat.alert_loss": 0.5,
        "adversary.threat.alert_half_life": 15.0,
        "adversary.threat.repeat": 1.0,
    }
    (_, once), (_, again), _ = strikes(EXCHANGE | law)
    threat = still().adversary.threat
    assert once.effect == pytest.approx(strike_effect(threat, 0.25, bonus=0.0, alertness=0.0))
    full = strike_effect(threat, again.readiness_before, bonus=0.0, alertness=0.0)
    assert again.effect == pytest.approx(full * (1 - 0.5 * 0.5)), (
        "half of the alert is left after 15 hours"
    )


def test_only_a_lone_strike_hardens_resolve() -> None:
    law = {
        "adversary.threat.growth": 0.001,
        "adversary.threat.resolve": 0.5,
        "adversary.threat.effect": 0.0,
        "horizon": 300.0,
        "follow_up": 200.0,
        "allies.frontline.preparation.duration": Fixed(value=100.0),
    }
    assert at_the_end(law) - logit(0.25) == pytest.approx(0.001 * (100 + 400 * 1.5))
    with_green = {"protocol": "consult", "allies.patron.leader.rule": scripted((0, "green"))}
    assert at_the_end(law | with_green) - logit(0.25) == pytest.approx(0.001 * 500)


@pytest.mark.parametrize(
    ("protocol", "stance", "bonus"),
    [("consult", "green", 0.2), ("joint", "green", 0.4), ("consult", "red", 0)],
)
def test_support_adds_to_the_effect(protocol: str, stance: str, bonus: float) -> None:
    law = {
        "protocol": protocol,
        "allies.patron.leader.rule": scripted((0, stance)),
        "adversary.threat.support_bonus": 0.2,
        "adversary.threat.joint_bonus": 0.4,
    }
    ((_, data),) = strikes(law)
    assert data.effect == pytest.approx(
        strike_effect(still().adversary.threat, 0.25, bonus=bonus, alertness=0.0)
    )


def test_a_strike_restores_deterrence_and_relieves_pressure() -> None:
    log = run(
        still(
            {"allies.frontline.deterrence.restored": 0.5, "allies.frontline.pressure.start": 0.8}
        ),
        full=True,
    )
    assert first(log, DeterrenceChange) == (
        240,
        DeterrenceChange(value=0.75, cause=Cause("strike")),
    )
    assert entries(log, PressureChange)[-1] == (
        240,
        PressureChange(value=0.0, cause=Cause("strike")),
    )


# what follows for the allies


def test_a_blow_may_draw_the_patron_in() -> None:
    law = EXCHANGE | {
        "ladder.exchange.most_strikes": 1,
        "allies.patron.drawn_in": 0.8,
        "allies.patron.trust.start": 0.5,
        "allies.patron.trust.loss": 0.0,
    }
    assert share([bool(entries(log, DrawnIn)) for log in worlds(still(law), 400)]) == near(0.4, 400)
    sure = run(
        still(
            EXCHANGE
            | {
                "allies.patron.drawn_in": 1.0,
                "allies.patron.trust.start": 1.0,
                "allies.patron.trust.loss": 0.0,
            }
        )
    )
    assert len(entries(sure, DrawnIn)) == 1, "it is drawn in once"


def test_support_may_be_suspended_after_a_strike_against_a_red() -> None:
    law = {"allies.patron.suspends": 0.3, "allies.patron.suspension": Fixed(value=100.0)}
    logs = list(worlds(asking(law), 400))
    assert share([bool(entries(log, SupportSuspended)) for log in logs]) == near(0.3, 400)
    assert {
        (time, data.until) for log in logs for time, data in entries(log, SupportSuspended)
    } == {(240, 340)}
    amber = asking(
        law | {"allies.patron.suspends": 1.0, "allies.patron.leader.rule": scripted((0, "amber"))}
    )
    assert "support" not in kinds(run(amber))


def test_suspended_support_helps_no_strike() -> None:
    """Struck against a red and hit back; the second strike has a green, but the support is not
    there.
    """
    law = EXCHANGE | {
        "ladder.exchange.most_strikes": 2,
        "allies.patron.suspends": 1.0,
        "allies.patron.suspension": Fixed(value=1e6),
        "allies.patron.leader.rule": scripted((0, "red"), (30, "green")),
        "adversary.threat.support_bonus": 1.0,
        "adversary.threat.repeat": 1.0,
        "adversary.threat.alert_loss": 0.0,
    }
    (_, once), (_, again) = entries(run(asking(law)), Strike)
    assert (once.course, again.course) == ("unilateral", "approved")
    alone = strike_effect(
        still().adversary.threat, again.readiness_before, bonus=0.0, alertness=0.0
    )
    assert again.effect == pytest.approx(alone)


@pytest.mark.parametrize(
    ("changes", "frontline", "patron"),
    [
        ({}, [], ["surprise"]),
        ({"protocol": "notify", "terms.notice": 6.0}, [], ["timely_notice", "strike_against_red"]),
        ({"protocol": "notify", "terms.notice": 5.9}, [], ["surprise", "strike_against_red"]),
        ({"protocol": "consult"}, ["answer_in_time"], ["timely_notice", "strike_against_red"]),
        (
            {
                "protocol": "consult",
                "terms.patience.base": 1.5,
                "channels.wire.latency": Fixed(value=1.0),
            },
            ["request_unanswered"],
            ["timely_notice", "strike_against_red"],
        ),
        (
            {"protocol": "consult", "allies.patron.leader.rule": scripted((0, "green"))},
            ["answer_in_time"],
            ["timely_notice"],
        ),
        (
            {"protocol": "consult", "allies.patron.assures": 1.0},
            ["answer_in_time", "assurance_delivered"],
            ["timely_notice", "strike_against_red"],
        ),
        (
            {"protocol": "consult", "allies.patron.suspends": 1.0},
            ["answer_in_time", "support_suspended"],
            ["timely_notice", "strike_against_red"],
        ),
        (
            {"protocol": "joint", "allies.patron.leader.rule": scripted((0, "green"))},
            ["answer_in_time", "joint_action"],
            ["joint_action"],
        ),
    ],
)
def test_words_kept_and_broken(changes: Changes, frontline: list[str], patron: list[str]) -> None:
    log = run(still(changes), full=True)
    judged = {
        role: [data.cause for _, data in entries(log, TrustChange) if data.ally == role]
        for role in ("frontline", "patron")
    }
    assert judged == {"frontline": frontline, "patron": patron}
