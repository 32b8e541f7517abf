"""Warnings in public, and hesitation in public: the audience cost in closed form, and what becomes
of it in a world.
"""

from __future__ import annotations

from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.domain.actors.opposition import Warnings, audience_cost, weight
from sim.domain.actors.region import Partner
from sim.domain.decisions.rules import ExpectedUtility
from sim.domain.events import (
    Alert,
    Decision,
    DeterrenceChange,
    Hesitation,
    Posted,
    Preparation,
    PressureChange,
    PublicWarning,
    Recall,
    StanceRead,
    Strike,
)
from sim.domain.events.log import ByKind
from sim.domain.inputs.injects import Inject
from sim.engine.allies.imagined_strike import frontline_strike
from sim.engine.world import World
from sim.experiment.outcomes.definitions import outcome_values
from tests.engine.worlds import Changes, entries, first, run, scripted, session, still

LAW = Warnings()


def warning(at: float, stance: str = "red", **facts: object) -> Inject:
    return Inject(event="warning", at=at, stance=stance, **facts)  # type: ignore[arg-type]


# the closed form


def test_warnings_add_with_diminishing_effect_and_wear_off() -> None:
    one = [(0.0, 1.0)]
    assert audience_cost(LAW, [], 5.0) == 0.0
    assert audience_cost(LAW, one, 0.0) == pytest.approx(0.4)
    assert audience_cost(LAW, one, 240.0) == pytest.approx(0.2)
    assert audience_cost(LAW, one * 3, 0.0) == pytest.approx(1 - 0.6**3)
    assert audience_cost(LAW, [(0.0, 1.0), (96.0, 0.5)], 240.0) == pytest.approx(
        1 - (1 - 0.2) * (1 - 0.2 * 0.5 ** (144 / 240))
    )


@given(
    said=st.lists(st.tuples(st.floats(0, 500), st.floats(0, 1)), max_size=8),
    more=st.tuples(st.floats(0, 500), st.floats(0, 1)),
)
def test_one_more_warning_never_costs_less_and_adds_less_than_alone(
    said: list[tuple[float, float]], more: tuple[float, float]
) -> None:
    before, after = (audience_cost(LAW, words, 500.0) for words in (said, [*said, more]))
    alone = audience_cost(LAW, [more], 500.0)
    assert before - 1e-12 <= after <= 1.0
    assert after - before <= alone + 1e-12


@pytest.mark.parametrize(
    ("stance", "partner", "expected"),
    [("red", False, 0.8), ("amber", False, 0.32), ("green", False, 0.0), ("red", True, 0.24)],
)
def test_the_weight_of_a_word(stance: str, partner: bool, expected: float) -> None:
    assert isclose(weight(LAW, stance, 0.8, partner=partner), expected)


# in a world


def world_at(changes: Changes, hour: float) -> World:
    """A world in which nothing happens but what is said, at an hour."""
    quiet = {"allies.frontline.leader.rule": scripted((0.0, "hold")), "horizon": 600.0}
    game = session(still({**quiet, **changes}))
    world: World = game._world
    while world.env.now < hour and not world.clock.over:
        world.later(hour - world.env.now, lambda: setattr(world.env, "halted", True))
        world.env.halted = False
        world.env.proceed()
    return world


def test_defying_a_warning_costs_by_what_the_patron_is_thought_to_withhold() -> None:
    calm = {"allies.patron.leverage": 0.8}
    warned = {**calm, "injects.no": warning(100.0)}

    def cost(changes: Changes) -> float:
        return frontline_strike(world_at(changes, 340.0)).alliance_cost

    assert cost(warned) - cost(calm) == pytest.approx(0.8 * 0.2)
    thought = {"allies.frontline.believed_leverage": 0.25}
    assert cost(calm) == pytest.approx(0.8 * 0.4)
    assert cost({**calm, **thought}) == pytest.approx(0.25 * 0.4)
    assert cost({**warned, **thought}) == pytest.approx(0.25 * 0.6)


def test_a_yes_takes_the_patrons_warnings_back() -> None:
    taken = {"injects.no": warning(100.0), "injects.yes": warning(200.0, "green")}
    assert world_at(taken, 201.0).publicity.audience_cost() == 0.0


def test_a_partner_is_heard_but_is_no_patron() -> None:
    said = {
        "region.partners": {"neighbour": Partner(mediates=False)},
        "injects.no": warning(100.0, from_="neighbour"),
    }
    assert world_at(said, 100.5).publicity.audience_cost() == pytest.approx(0.12, rel=0.01)
    setting = still(said)
    values = outcome_values(run(setting), setting)
    assert (values["unheard"], values["overridden"], values["public_warnings"]) == (1, 0, 0)


def test_a_strike_past_a_public_warning_is_heard_and_over_opposition() -> None:
    setting = still({"injects.no": warning(100.0), "injects.again": warning(150.0)})
    values = outcome_values(run(setting), setting)
    assert (values["unheard"], values["overridden"], values["public_warnings"]) == (0, 1, 2)
    late = still({"injects.no": warning(300.0)})
    values = outcome_values(run(late), late)
    assert (values["unheard"], values["overridden"], values["public_warnings"]) == (1, 0, 1)


def test_a_warning_is_weighed_while_a_strike_is_prepared() -> None:
    turns = {
        "injects.no": warning(100.0),
        "allies.frontline.leader.rule": scripted((0.0, "strike"), (50.0, "hold")),
    }
    log = run(still(turns))
    assert first(log, Recall) == (100.0, Recall("plan-1", "warning"))
    assert not entries(log, Strike)
    stays = run(still({"injects.no": warning(100.0)}))
    assert [data.trigger for _, data in entries(stays, Decision)][-1] == "warning"
    assert entries(stays, Strike)


def test_a_private_warning_goes_by_post_and_is_read_like_an_objection() -> None:
    log = run(still({"injects.no": warning(100.0, public=False)}))
    assert not entries(log, PublicWarning)
    assert first(log, Posted)[1].message_kind == "objection"
    assert first(log, StanceRead)[1].read == "red"
    assert first(log, Strike)[1].stance == "red"


def test_whoever_says_that_it_will_strike_forewarns_all() -> None:
    setting = still({"injects.threat": warning(100.0, from_="frontline"), "public.alert": 0.6})
    log = run(setting, full=True)
    values = outcome_values(log, setting)
    assert (values["forewarned"], values["surprise"], values["unheard"]) == (1, 0, 1)
    assert values["public_warnings"] == 0
    assert next(data.value for _, data in entries(log, Alert)) == pytest.approx(0.6)


HESITANT: Changes = {
    "allies.frontline.leader.rule": scripted((0.0, "hold")),
    "public.opposition.disagreement.deterrence": 0.15,
    "public.opposition.disagreement.pressure": 0.1,
    "public.opposition.disagreement.leak": 0.25,
    "allies.frontline.pressure.half_life": 1e12,
    "allies.frontline.deterrence.half_life": 1e12,
    "allies.frontline.deterrence.start": 0.5,
    "allies.frontline.pressure.start": 0.2,
}


def test_hesitation_in_public_costs_credibility_and_presses() -> None:
    log = run(still({**HESITANT, "injects.no": warning(100.0)}), full=True)
    assert first(log, Hesitation)[1].value == 0.5
    assert first(log, DeterrenceChange)[1].value == pytest.approx(0.5 - 0.15 * 0.5)
    assert first(log, PressureChange)[1].value == pytest.approx(0.2 + 0.05 * 0.8)


def test_a_leak_of_the_disagreement_is_public_too() -> None:
    log = run(still({**HESITANT, "injects.leak": Inject(event="leak", at=50.0)}), full=True)
    assert first(log, Hesitation)[1].value == 0.25
    assert first(log, DeterrenceChange)[1].value == pytest.approx(0.5 - 0.15 * 0.25)


def test_public_disagreement_adds_up_and_is_forgotten() -> None:
    twice = {**HESITANT, "injects.no": warning(100.0), "injects.again": warning(340.0)}
    log = run(still(twice))
    assert [data.value for _, data in entries(log, Hesitation)] == pytest.approx([0.5, 0.625])


def test_after_a_strike_nobody_hesitates() -> None:
    again = {"injects.no": warning(100.0), "injects.again": warning(300.0)}
    setting = still({**again, "follow_up": 200.0})
    log = run(setting)
    assert [time for time, _ in entries(log, Hesitation)] == [100.0]
    assert outcome_values(log, setting)["public_hesitations"] == 1


def test_off_is_off() -> None:
    """By default a disagreement moves neither credibility nor pressure."""
    warned = {"injects.no": warning(100.0), "allies.frontline.deterrence.start": 0.5}
    log = run(still(warned), full=True)
    assert first(log, Hesitation)[0] == 100.0
    assert [data.cause.kind for _, data in entries(log, DeterrenceChange)] == ["strike"]
    assert ByKind(log).first(Strike) is not None


def test_a_rule_that_reckons_may_be_held_by_warnings() -> None:
    """Without chance, the frontline strikes unwarned and holds where the patron's word weighs."""
    eager = {
        "allies.frontline.leader.rule": ExpectedUtility(),
        "adversary.threat.readiness": 0.5,
        "allies.frontline.outlook.weights.escalation": 0.1,
        "injects.beginning.at": 150.0,
    }
    words = {f"injects.no{at}": warning(10.0 * at) for at in range(1, 6)}
    firm = {"allies.patron.leverage": 1.25}
    weak = {"allies.patron.leverage": 0.0}
    struck = [
        bool(entries(run(still({**eager, **one, **said})), Strike))
        for one in (firm, weak)
        for said in ({}, words)
    ]
    assert struck == [True, False, True, True]


def test_a_strike_that_is_kept_to_after_a_public_warning_rests_on_what_it_did() -> None:
    """Nobody was asked before it, and a warning in public is no answer."""
    log = run(still({"injects.warning": warning(50.0)}))
    ((_, preparation),) = entries(log, Preparation)
    ((_, strike),) = entries(log, Strike)
    assert any(data.trigger == "warning" for _, data in entries(log, Decision))
    assert (preparation.stance, strike.stance) == ("unasked", "unasked")
