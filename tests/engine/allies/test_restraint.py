"""What stands between a wish to strike and a strike, as small trees with exact answers: a term that
the patron asks for, a cabinet that must agree, a question that is put early.
"""

from __future__ import annotations

from dataclasses import replace
from math import comb, sqrt
from typing import Any

import pytest

from sim.domain.actors.adversary import logit, sigma
from sim.domain.actors.cabinet import Cabinet, member_red_line
from sim.domain.actors.preferences import appraise
from sim.domain.decisions.rules import ExpectedUtility
from sim.domain.decisions.waiting import Waiting
from sim.domain.distributions.families import Fixed
from sim.domain.events import (
    Answered,
    Asked,
    CabinetVote,
    Decision,
    MotionPut,
    PatienceExpired,
    RungChange,
    StateChange,
    Strike,
    TermAnswered,
    TermAsked,
    TermEnded,
    ThreatFound,
    TrustChange,
)
from sim.domain.inputs.injects import Inject
from sim.domain.inputs.setting import Setting
from sim.engine.allies.imagined_strike import frontline_strike
from sim.engine.session import Session
from sim.experiment.outcomes.definitions import outcome_values
from tests.engine.worlds import asking, entries, run, scenario, scripted, still, times, wire, worlds

_NEWS = {f"news {hour}": Inject(event="news", at=float(hour)) for hour in range(0, 1000, 50)}
#: A strike is worth .36, restraint .10; with a no in hand .16, and within a term, at 1.75 times
#: that cost, .01.
_WORTH: dict[str, Any] = {
    "allies.frontline.leader.rule": ExpectedUtility(),
    "allies.frontline.leader.memory": 1e6,
    "allies.frontline.outlook.weights.deterrence": 0.6,
    "allies.frontline.outlook.weights.alliance": 0.2,
    "allies.frontline.outlook.weights.pressure": 0.0,
    "adversary.threat.readiness": 0.45,
    "injects": _NEWS,
}
_TERM = Waiting(chance=1.0, relief=0.0, reassurance=0.0)


def asked_to_wait(waiting: Waiting = _TERM, **more: object) -> Setting:
    """The frontline asks at once; the patron says no and asks it to wait for 14 days."""
    return asking(_WORTH | {"terms.waiting": waiting} | more)


# a term


def path(setting: Setting, replication: int = 0) -> tuple[bool, bool | None, str | None, float]:
    """One way through the tree: asked to wait, promised, how that ended, and the hour of the
    strike.
    """
    log = run(setting, replication)
    answered = [data.taken for _, data in entries(log, TermAnswered)]
    ended = [data.why for _, data in entries(log, TermEnded)]
    return (
        bool(entries(log, TermAsked)),
        answered[0] if answered else None,
        ended[0] if ended else None,
        times(log, Strike)[0],
    )


@pytest.mark.parametrize(
    ("waiting", "way"),
    [
        (_TERM, (True, True, "over", 336.0 + 240.0)),
        (replace(_TERM, price=1.2), (True, True, "broken", 240.0)),
        (replace(_TERM, accepts=0.0), (True, False, None, 240.0)),
        (replace(_TERM, chance=0.0), (False, None, None, 240.0)),
        (replace(_TERM, length=Fixed(value=60.0)), (True, True, "over", 60.0 + 240.0)),
    ],
)
def test_the_tree_of_a_term(
    waiting: Waiting, way: tuple[bool, bool | None, str | None, float]
) -> None:
    assert path(asked_to_wait(waiting)) == way


def test_its_branches_are_taken_as_often_as_they_should_be() -> None:
    half = asked_to_wait(replace(_TERM, chance=0.5))
    strikes = [path(half, replication)[3] for replication in range(200)]
    assert set(strikes) == {240.0, 576.0}
    assert strikes.count(576.0) / 200 == pytest.approx(0.5, abs=4 * sqrt(0.25 / 200))


@pytest.mark.parametrize(
    ("injects", "more", "ended"),
    [
        ({"climb": Inject(event="provocation", at=120.0, severity=0.5)}, {}, (120.0, "rung")),
        (
            {"news": Inject(event="report", at=120.0, reading=0.55, to="frontline")},
            {"allies.frontline.intelligence.noise": 0.0},
            (120.0, "news"),
        ),
        (
            {"news": Inject(event="report", at=120.0, reading=0.45, to="frontline")},
            {"allies.frontline.intelligence.noise": 0.0},
            (336.0, "over"),
        ),
        (
            {},
            {
                "allies.frontline.leader.rule": scripted(
                    (0, "strike"), (0.5, "hold"), (150, "strike")
                ),
                "allies.patron.leader.rule": scripted((0, "red"), (100, "green")),
                "allies.frontline.leader.memory": 96.0,
                "channels": {"wire": wire(1.0)},
            },
            (152.0, "green"),
        ),
        (
            {},
            {
                "protocol": "joint",
                "terms.diplomacy": 0.0,
                "terms.joins_on_amber": 1.0,
                "allies.frontline.leader.rule": scripted(
                    (0, "strike"), (0.5, "hold"), (150, "strike")
                ),
                "allies.patron.leader.rule": scripted((0, "red"), (100, "amber")),
                "allies.frontline.leader.memory": 96.0,
                "channels": {"wire": wire(1.0)},
            },
            (152.0, "plan"),
        ),
    ],
)
def test_a_term_is_void_once_things_have_changed(
    injects: dict[str, Inject], more: dict[str, Any], ended: tuple[float, str]
) -> None:
    changes = {
        "allies.frontline.leader.rule": scripted((0, "strike"), (0.5, "hold")),
        "adversary.provocations.escalation": 2.0,
        "channels": {"wire": wire(0.5)},
        "injects": _NEWS | injects,
        "terms.waiting": replace(_TERM, accepts=10.0),
    }
    log = run(asking(_WORTH | changes | more))
    found = [(time, data.why) for time, data in entries(log, TermEnded)]
    assert (round(found[0][0]), found[0][1]) == (
        round(ended[0] + (found[0][1] == "over")),
        ended[1],
    )


#: Calm at once, and again soon after every climb.
_COOLS: dict[str, Any] = {"ladder.cooling.rate": 10.0, "ladder.cooling.quiet": 0.0}


def test_a_term_stands_where_the_crisis_only_comes_back_to_where_it_began() -> None:
    climb = {"climb": Inject(event="provocation", at=120.0, severity=0.5)}
    changes = {"injects": _NEWS | climb, "adversary.provocations.escalation": 2.0, **_COOLS}
    setting = asked_to_wait(**changes)
    log = run(setting)
    rungs = [(data.before, data.after) for time, data in entries(log, RungChange) if time < 200.0]
    assert rungs == [(1, 0), (0, 1), (1, 0)]
    assert [data.why for _, data in entries(log, TermEnded)] == ["over"]


def test_a_kept_term_is_a_word_kept_and_a_broken_one_is_broken() -> None:
    log = run(asked_to_wait(), full=True)
    causes = [data.cause for _, data in entries(log, TrustChange) if data.ally == "patron"]
    assert causes[0] == "term_kept"
    log = run(asked_to_wait(replace(_TERM, price=1.0)), full=True)
    causes = [data.cause for _, data in entries(log, TrustChange) if data.ally == "patron"]
    assert "term_broken" in causes


def strike_worth(waiting: Waiting, **more: object) -> list[float]:
    log = run(asked_to_wait(waiting, **more))
    return [data.values["strike"] for _, data in entries(log, Decision) if data.ally == "frontline"]


def test_an_offer_has_its_effect_while_the_term_lasts() -> None:
    presses = {
        "allies.frontline.pressure.start": 0.4,
        "allies.frontline.pressure.half_life": 1e9,
        "allies.frontline.outlook.weights.pressure": 0.2,
    }
    plain, relieved = (strike_worth(replace(_TERM, relief=share), **presses) for share in (0, 0.5))
    assert plain[1] - relieved[1] == pytest.approx(0.2 * 0.5 * 0.4, abs=1e-6)
    assert relieved[-1] == pytest.approx(plain[-1])
    plain, assured = (strike_worth(replace(_TERM, reassurance=share)) for share in (0, 0.5))
    # half of the missing deterrence need not be restored, and retaliation is less likely
    assert plain[1] - assured[1] == pytest.approx(0.6 * 0.25, abs=0.05)


def test_a_term_ends_being_under_fire() -> None:
    attack = {"attack": Inject(event="provocation", at=0.0, severity=1.0)}
    changes: dict[str, Any] = {"injects": attack, "ladder.exchange.provocations": True}
    changes |= {"adversary.provocations.escalation": 0.0}
    log = run(asked_to_wait(**changes))
    assert times(log, Strike) == [336.0 + 240.0]  # prepared at leisure, though within memory


# a cabinet

_ALONE: dict[str, Any] = _WORTH | {
    "allies.frontline.outlook.weights.alliance": 0.0,
    "allies.frontline.outlook.weights.deterrence": 0.15,
}


def sitting(members: int, **more: object) -> Setting:
    cabinet = Cabinet(members=members, spread=1.0, every=24.0)
    return still(_ALONE | {"allies.frontline.cabinet": cabinet} | more)


def agreeing_share(setting: Setting) -> float:
    """The chance that a member would strike, by the valuation itself, over the law of red lines."""
    ally, threat = setting.allies.frontline, setting.adversary.threat
    log = Session(scenario(arm=setting), seed=7, replication=0, arm="arm")
    world = log._world
    prospect = frontline_strike(world)
    believed = (logit(threat.readiness), ally.intelligence.prior_variance, ally.intelligence.growth)
    agreed, n = 0, 4000
    for k in range(n):
        line = member_red_line(ally.outlook.red_line, 1.0, (k + 0.5) / n)
        worth = appraise(
            replace(ally.outlook, red_line=line),
            threat,
            setting.pressure_track,
            setting.ladder.retaliation,
            believed,
            prospect,
        )
        agreed += worth.strike > max(worth.hold, worth.pressure)
    return agreed / n


@pytest.mark.parametrize("members", [4, 5])
def test_the_tree_of_a_cabinet(members: int) -> None:
    """The leader votes for it, every other by its own red line: ayes are one and a binomial."""
    setting = sitting(members)
    p = agreeing_share(setting)
    assert 0.1 < p < 0.9
    number = 200
    votes = [entries(log, CabinetVote)[0] for log in worlds(setting, number)]
    assert {time for time, _ in votes} == {24.0}
    for ayes in range(1, members + 1):
        chance = comb(members - 1, ayes - 1) * p ** (ayes - 1) * (1 - p) ** (members - ayes)
        found = sum(data.ayes == ayes for _, data in votes) / number
        assert found == pytest.approx(chance, abs=4 * sqrt(chance * (1 - chance) / number))


def test_a_majority_carries_a_tie_is_put_again_a_minority_pauses() -> None:
    seen = set()
    for log in worlds(sitting(4, **{"allies.frontline.leader.pause": 60.0}), 30):
        first = entries(log, CabinetVote)[0][1]
        seen.add(first.ayes)
        votes, strikes = times(log, CabinetVote), times(log, Strike)
        if first.ayes > first.noes:
            assert (votes, strikes) == ([24.0], [24.0 + 240.0])
        elif first.ayes == first.noes:
            assert strikes == []
            assert votes[:3] == [24.0, 48.0, 72.0]
        else:
            assert strikes == []
            assert votes[1] == 120.0  # wished again at hour 100, once the pause is over
    assert seen >= {1, 2, 3}


def test_the_cabinet_is_the_same_in_every_arm() -> None:
    arms = [
        [entries(log, CabinetVote)[0][1].ayes for log in worlds(sitting(9, protocol=name), 10)]
        for name in ("unilateral", "notify")
    ]
    assert arms[0] == arms[1]
    assert len(set(arms[0])) > 1


def test_a_leader_who_thinks_better_of_it_withdraws_the_motion() -> None:
    log = run(sitting(3, **{"allies.frontline.leader.rule": scripted((0, "strike"), (10, "hold"))}))
    assert entries(log, CabinetVote)[:1] == entries(log, CabinetVote)  # none before the news at 50
    moves = scripted((0, "strike"), (10, "hold"))
    early = {"news 10": Inject(event="news", at=10.0)}
    changes = {"allies.frontline.leader.rule": moves, "injects": _NEWS | early}
    log = run(sitting(3, **changes))
    assert times(log, MotionPut) == [0.0]
    assert entries(log, CabinetVote) == []


def test_under_fire_it_meets_sooner_and_a_cabinet_of_one_is_its_leader() -> None:
    attack = {"attack": Inject(event="provocation", at=1.0, severity=1.0)}
    changes: dict[str, Any] = {
        "injects": attack,
        "ladder.exchange.provocations": True,
        "allies.frontline.leader.rule": scripted((0, "hold"), (1, "strike")),
    }
    assert times(run(sitting(3, **changes)), CabinetVote)[0] == 3.0
    one = run(sitting(1))
    assert [(data.ayes, data.noes) for _, data in entries(one, CabinetVote)] == [(1, 0)]


# an early question


def waits(*moves: tuple[float, str], **more: object) -> Setting:
    """The frontline asks when the threat is found; the patron's answer takes 500 hours."""
    return asking(
        {
            "allies.frontline.leader.rule": scripted(*moves),
            "allies.frontline.leader.memory": 1e6,
            "allies.patron.council": Fixed(value=500.0),
            "terms.ask_at": 10.0,
            "terms.patience.base": 100.0,
            "injects": _NEWS,
            **more,
        }
    )


def test_a_question_put_early_is_answered_before_the_wish() -> None:
    log = run(waits((0, "hold"), (600, "strike")))
    assert [data.why for _, data in entries(log, ThreatFound)] == ["hour"]
    assert (times(log, Asked), times(log, Answered)) == ([10.0], [510.0])
    time, moved = entries(log, StateChange)[0]
    assert (time, moved.event) == (600.0, "wish_red")


def test_a_wish_before_the_answer_waits_for_what_was_asked() -> None:
    log = run(waits((0, "hold"), (450, "strike")))
    assert times(log, Asked) == [10.0]
    moves = [(time, data.event) for time, data in entries(log, StateChange)]
    assert moves[:2] == [(450.0, "wish"), (510.0, "answered")]
    log = run(waits((0, "hold"), (200, "strike"), (260, "hold")))
    assert times(log, PatienceExpired) == [300.0]
    assert times(log, Asked) == [10.0]


def test_hours_before_the_wish_are_not_spent_preparing() -> None:
    parallel = {"allies.frontline.preparation.parallel": 1.0}
    log = run(waits((0, "hold"), (600, "strike"), **parallel))
    assert times(log, Strike) == [840.0]
    log = run(waits((0, "hold"), (450, "strike"), **parallel))
    assert times(log, Strike) == [510.0 + 240.0 - 60.0]


@pytest.mark.parametrize(("line", "asked"), [(0.5, [200.0]), (0.9, [])])
def test_it_is_put_once_the_estimate_has_passed_a_line(line: float, asked: list[float]) -> None:
    report = {"alarm": Inject(event="report", at=200.0, reading=logit(0.6) - logit(0.25))}
    changes = {
        "terms.ask_at": None,
        "terms.ask_over": line,
        "allies.frontline.intelligence.noise": 0.0,
        "injects": _NEWS | report,
    }
    log = run(waits((0, "hold"), **changes))
    assert times(log, Asked) == asked
    assert sigma(logit(0.25)) < line


@pytest.mark.parametrize("protocol", ["unilateral", "notify", "joint"])
def test_nobody_asks_early_who_does_not_consult(protocol: str) -> None:
    log = run(waits((0, "hold"), protocol=protocol))
    assert entries(log, Asked) == []


def test_outcomes_count_terms_and_votes() -> None:
    setting = asked_to_wait()
    found = outcome_values(run(setting), setting)
    assert [found[f"terms_{what}"] for what in ("asked", "taken", "kept")] == [1, 1, 1]
    setting = asked_to_wait(replace(_TERM, price=1.0))
    found = outcome_values(run(setting), setting)
    assert [found[f"terms_{what}"] for what in ("asked", "taken", "kept")] == [1, 1, 0]
    setting = sitting(4)
    logs = list(worlds(setting, 10))
    votes = [outcome_values(log, setting)["cabinet_votes"] for log in logs]
    ties = [outcome_values(log, setting)["cabinet_ties"] for log in logs]
    assert votes == [len(times(log, CabinetVote)) for log in logs]
    assert any(0 < tied == cast for tied, cast in zip(ties, votes, strict=True))
    assert any(tied < cast for tied, cast in zip(ties, votes, strict=True))
