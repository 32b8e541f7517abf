"""Injects: each kind of event does what it says, at its time or when its condition first holds."""

from __future__ import annotations

from typing import Any

import pytest

from sim.domain.actors.adversary import logit
from sim.domain.actors.region import Front, Partner
from sim.domain.communication.channels import Outage
from sim.domain.decisions.views import Role
from sim.domain.distributions.families import Fixed
from sim.domain.events import (
    Alert,
    Answered,
    Cause,
    CeasefireBroken,
    Decision,
    Injected,
    Leak,
    Mediation,
    News,
    PressureChange,
    Provocation,
    RungChange,
    Strike,
    TransmissionFailed,
    TrustChange,
)
from sim.domain.events.log import Log
from sim.domain.inputs.injects import Condition, Inject
from sim.domain.inputs.setting import Setting
from tests.engine.worlds import asking, entries, first, kinds, run, scripted, still, times

WATCHING = {"allies.frontline.leader.rule": scripted()}


# Facts are of any type.
def world(event: str, changes: dict[str, Any] | None = None, **facts: Any) -> Log:  # noqa: ANN401
    """A still world in which one thing happens at hour 10, the frontline only watching."""
    return run(setting(event, changes, **facts), full=True)


# Facts are of any type.
def setting(event: str, changes: dict[str, Any] | None = None, **facts: Any) -> Setting:  # noqa: ANN401
    inject = Inject(**{"event": event, "at": 10.0, "text": "so it is said", **facts})
    return still(WATCHING | {"injects": {"it": inject}} | (changes or {}))


# each event


def test_every_inject_is_told() -> None:
    assert first(world("news", to="patron"), Injected) == (
        10,
        Injected(name="it", event="news", to="patron", text="so it is said"),
    )


@pytest.mark.parametrize(
    ("to", "who"),
    [("frontline", ["frontline"]), ("patron", ["patron"]), ("both", ["frontline", "patron"])],
)
def test_news_make_those_think_who_are_addressed(to: str, who: list[str]) -> None:
    log = world("news", to=to)
    assert [(time, data.ally, data.trigger) for time, data in entries(log, Decision)] == [
        (10, ally, "news") for ally in who
    ]
    assert entries(log, News) == [(10, News(what="it"))]


def test_a_provocation_is_one_like_any_other() -> None:
    law = {"adversary.provocations.escalation": 1.0, "adversary.provocations.pressure": 0.5}
    log = world("provocation", law, severity=1.0)
    assert entries(log, Provocation) == [(10, Provocation(number="inject-it", severity=1.0))]
    assert first(log, RungChange)[1] == RungChange(before=1, after=2, cause="provocation")
    assert first(log, PressureChange) == (
        10,
        PressureChange(value=0.5, cause=Cause("provocation", "inject-it")),
    )
    assert first(log, Decision)[1].trigger == "provocation"


def test_mediators_come_if_a_partner_is_willing() -> None:
    partner = {"region.partners": {"one": Partner(mediates=False), "two": Partner(mediates=True)}}
    log = world(
        "mediation_offer", partner | {"region.mediation.hold": 48.0, "region.mediation.rung": 6}
    )
    assert entries(log, Mediation) == [(10, Mediation(partner="two", until=58))]
    alone = world(
        "mediation_offer",
        {"region.partners": {"one": Partner(mediates=False)}, "region.mediation.rung": 6},
    )
    assert "mediation" not in kinds(alone)


def test_a_leak_costs_trust_on_both_sides() -> None:
    log = world("leak", to="frontline")
    assert entries(log, Leak) == [
        (10, Leak(message="inject-it", side="frontline", what="disagreement"))
    ]
    assert entries(log, News) == [(10, News(what="disagreement"))]
    assert [(data.ally, data.cause) for _, data in entries(log, TrustChange)] == [
        ("frontline", "leak"),
        ("patron", "leak"),
    ]
    assert [data.cause for _, data in entries(log, Alert)] == [Cause("leak")]


def test_a_ceasefire_breaks_once() -> None:
    fronts = {
        "region.fronts": {
            "north": Front(hazard=0.0, jump=0.0),
            "south": Front(hazard=0.0, jump=0.0),
        }
    }
    again = {"again": Inject(event="ceasefire_broken", at=20.0, front="north")}
    log = world("ceasefire_broken", fronts | {"injects.again": again["again"]}, front="north")
    assert entries(log, CeasefireBroken) == [
        (10, CeasefireBroken(front="north", cause=Cause("inject", "it")))
    ]
    assert times(log, Injected) == [10, 20]


def test_a_broken_ceasefire_lets_the_adversary_provoke_more() -> None:
    many = {
        "region.fronts": {"north": Front(hazard=0.0, jump=0.0)},
        "adversary.provocations.rate": 0.2,
        "adversary.provocations.per_broken_ceasefire": 1.0,
        "adversary.provocations.deterrence_loss": 0.0,
        "horizon": 480.0,
    }
    calm, broken = world("news", many), world("ceasefire_broken", many, front="north")
    own = [
        data.number for _, data in entries(broken, Provocation) if data.number.startswith("north-")
    ]
    rest = [
        (time, data)
        for time, data in entries(broken, Provocation)
        if not data.number.startswith("north-")
    ]
    assert rest == entries(calm, Provocation), "those that came anyway come as before"
    assert len(own) == pytest.approx(len(rest), rel=0.4)
    assert min(time for time, data in entries(broken, Provocation) if data.number in own) > 10


@pytest.mark.parametrize("to", ["frontline", "patron"])
def test_a_report_is_believed_like_one_of_its_own(to: Role) -> None:
    log = run(setting("report", {"allies.patron.leader.rule": scripted()}, to=to, reading=1.0))
    noise, prior, m = 0.45, 0.25, logit(0.25)
    ((time, data),) = entries(run(setting("report", to=to, reading=1.0), full=True), Decision)
    assert (time, data.ally, data.trigger) == (10, to, "report")
    assert data.means[to] == pytest.approx(m + prior / (prior + noise**2) * 1.0)
    other: Role = "patron" if to == "frontline" else "frontline"
    assert data.means[other] == pytest.approx(m)
    assert "decision" not in kinds(log), "restraint after a report goes without saying"


def test_a_channel_is_down_for_as_long_as_it_says() -> None:
    cut = Inject(event="channel_down", at=0.0, channel="wire", lasts=30.0)
    log = run(asking({"injects": {"cut": cut, **still().injects}}))
    ((_, data),) = entries(log, Answered)
    assert data.stages == (("channel_wait", 30.0),)


def test_a_cut_fails_what_is_under_way() -> None:
    cut = Inject(event="channel_down", at=3.0, channel="wire", lasts=2.0)
    changes = {
        "injects.cut": cut,
        "channels.wire.latency": Fixed(value=5.0),
        "channels.wire.timeout": 1.0,
    }
    log = run(asking(changes))
    assert times(log, TransmissionFailed) == [3.0]
    assert first(log, Answered)[1].stages == (
        ("transmission", 3.0),
        ("channel_wait", 1.0),
        ("channel_wait", 1.0),
        ("transmission", 5.0),
        ("transmission", 5.0),
    )


def test_a_cut_adds_to_outages_by_chance() -> None:
    outage = Outage(up=Fixed(value=4.0), down=Fixed(value=10.0))
    cut = Inject(event="channel_down", at=2.0, channel="wire", lasts=6.0)
    late = Inject(event="news", at=5.0, to="frontline")
    log = run(asking({"channels.wire.outage": outage, "injects": {"cut": cut, "late": late}}))
    assert first(log, Answered)[1].stages == (("channel_wait", 9.0),), "down by chance from 4 to 14"


def test_pressure_grows() -> None:
    log = world("pressure", {"adversary.provocations.pressure": 0.5}, severity=0.4)
    assert entries(log, PressureChange) == [
        (10, PressureChange(value=0.2, cause=Cause("inject", "it")))
    ]


def test_an_alert_warns_the_adversary() -> None:
    log = world("alert", severity=0.7)
    assert entries(log, Alert) == [(10, Alert(value=0.7, cause=Cause("inject", "it")))]
    struck = {
        "allies.frontline.preparation.duration": Fixed(value=10.0),
        "adversary.threat.alert_loss": 0.5,
        "adversary.threat.alert_half_life": 1e9,
    }
    beginning = still().injects["beginning"]
    warned = still(
        struck
        | {"injects": {"beginning": beginning, "it": Inject(event="alert", at=5.0, severity=0.6)}}
    )
    ratio = first(run(warned), Strike)[1].effect / first(run(still(struck)), Strike)[1].effect
    assert ratio == pytest.approx(1 - 0.5 * 0.6)


# conditions


HIT_BACK = {
    "ladder.retaliation.base": 1000.0,
    "ladder.retaliation.delay": Fixed(value=20.0),
    "ladder.retaliation.two_rungs": 0.0,
    "allies.frontline.preparation.duration": Fixed(value=8.0),
}


def happens(condition: Condition, changes: dict[str, Any], after: float = 0.0) -> list[float]:
    """When an inject with this condition happens while the frontline asks (answered after 5 h),
    strikes and is hit back.
    """
    inject = Inject(event="news", when=condition, after=after, to="patron", text="now")
    base = HIT_BACK | {"channels.wire.latency": Fixed(value=2.5), "injects.it": inject}
    return [
        time for time, data in entries(run(asking(base | changes)), Injected) if data.name == "it"
    ]


@pytest.mark.parametrize(
    ("condition", "at"),
    [
        (Condition(asked=True), 0),
        (Condition(struck=True), 13),
        (Condition(retaliated=True), 33),
        (Condition(rung_at_least=4), 13),
        (Condition(rung_at_least=5), 33),
        (Condition(struck=True, rung_at_least=5), 33),
        (Condition(struck=False), 0),
        (Condition(rung_at_least=1), 0),
    ],
    ids=str,
)
def test_it_happens_when_its_condition_first_holds(condition: Condition, at: float) -> None:
    assert happens(condition, {}) == [at]
    assert happens(condition, {}, after=7.0) == [at + 7]


@pytest.mark.parametrize(
    "condition",
    [
        Condition(pressing=True),
        Condition(rung_at_least=6),
        Condition(struck=False, asked=True, retaliated=True),
    ],
    ids=str,
)
def test_it_does_not_happen_where_its_condition_never_holds(condition: Condition) -> None:
    assert happens(condition, {}) == []


def test_the_pressure_track_is_a_condition() -> None:
    assert happens(
        Condition(pressing=True), {"allies.frontline.leader.rule": scripted((0, "pressure"))}
    ) == [0]


def test_that_it_was_hit_back_is_not_forgotten_with_the_next_strike() -> None:
    """Hit back at 33, it strikes again on silence at 34.8; an attack at 36 lifts the ladder to its
    top.
    """
    changes = {
        "ladder.exchange.most_strikes": 2,
        "ladder.exchange.preparation": 0.1,
        "ladder.exchange.patience": 0.1,
        "terms.patience.base": 10.0,
        "adversary.provocations.escalation": 1.0,
        "adversary.provocations.highest_rung": 6,
        "injects.attack": Inject(event="provocation", at=36.0, severity=1.0),
    }
    assert happens(Condition(retaliated=True, rung_at_least=6), changes) == [36]


@pytest.mark.parametrize(
    ("at", "unless", "comes"),
    [
        (20.0, Condition(struck=True), False),
        (20.0, Condition(struck=False), True),
        (20.0, Condition(retaliated=True), True),  # not yet
        (20.0, Condition(retaliated=True, rung_at_least=4), False),  # any of them leaves it out
        (2.0, Condition(agreed=True), True),  # it has not been asked so far
        (10.0, Condition(agreed=True), False),
        (10.0, Condition(agreed=True, attacked=True), False),
        (20.0, Condition(agreed=True), True),  # that was another strike
    ],
    ids=str,
)
def test_it_is_left_out_where_it_is_out_of_date_at_its_hour(
    at: float, unless: Condition, *, comes: bool
) -> None:
    """The patron says yes at 2.5 h; it strikes at 13 h, and is hit back at 33 h."""
    yes = {"allies.patron.leader.rule": scripted((0, "green"))}
    inject = Inject(event="news", at=at, unless=unless, to="patron", text="now")
    base = HIT_BACK | yes | {"channels.wire.latency": Fixed(value=2.5), "injects.it": inject}
    happened = [data.name for _, data in entries(run(asking(base)), Injected)]
    assert ("it" in happened) is comes


def test_what_the_patron_says_is_a_condition() -> None:
    no = {"allies.patron.leader.rule": scripted((0, "red"))}
    yes = {"allies.patron.leader.rule": scripted((0, "green"))}
    assert happens(Condition(agreed=True), yes) == [2.5]
    assert happens(Condition(agreed=True), no) == []
