"""Facts of readings that last, of time that is asked for, of memory that ages with events, of
frailty and of assessing together, in worlds of the reference that were not used for tuning.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from math import inf

import pytest

from sim.domain.events import Strike, TermAnswered, TermEnded
from sim.domain.events.log import ByKind
from sim.engine.session import Session
from sim.experiment.statistics.estimates import wilson
from tests.facts.worlds import FRESH_SEED, UNWARNED, World, difference, reference, share, worlds
from tools.pattern_figures import weibull_shape
from tools.timing import DAY, first_strike, under_attack

pytestmark = pytest.mark.slow

_OFTEN, _SELDOM = "allies.frontline.leader.memory=24 h", "allies.frontline.leader.memory=240 h"
_BY_TIME = ("allies.frontline.leader.news=0", "terms.waiting.chance=0")


@cache
def measured(arm: str, n: int, *sets: str) -> list[World]:
    return worlds(reference(*sets), (arm,), n)[arm]


def grows(persists: str) -> tuple[float, float]:
    """How much more often it strikes on a misread green where it asks more often: an interval."""
    setting = (f"allies.frontline.reading.persists={persists}", *_BY_TIME)
    often, seldom = (measured("consult", 300, memory, *setting) for memory in (_OFTEN, _SELDOM))
    found = difference(often, seldom, "struck_on_misread_green")
    return found.low, found.high


def test_strikes_on_a_misread_green_do_not_grow_with_the_number_of_questions() -> None:
    low, high = grows("true")
    assert low <= 0.0
    assert high < 0.06
    assert grows("false")[1] > high


def test_under_concurrence_less_than_a_third_of_strikes_rest_on_a_misread_green() -> None:
    setting = (
        "allies.frontline.reading.persists=true",
        "terms.read_back=true",
        "adversary.threat.readiness=0.4",
    )
    found = [world for world in measured("concurrence", 250, *setting) if world["struck"] == 1.0]
    misread = sum(world["struck_on_misread_green"] for world in found)
    assert len(found) > 5
    assert wilson(misread, len(found))[1] < 1 / 3 or misread == 0.0


_TERM = (
    "terms.waiting.chance=1",
    "terms.waiting.length=14 d",
    "terms.waiting.relief=0.2",
    "allies.frontline.reading.persists=true",
)


def first_terms(worlds_run: int, *sets: str) -> Iterator[tuple[str, float, float]]:
    """Of each first term that was promised, how it ended, until when it was, and the hour of the
    first strike, infinite for none.
    """
    scenario = reference(*sets)
    for replication in range(worlds_run):
        log = ByKind(
            Session(scenario, seed=FRESH_SEED, replication=replication, arm="consult").run()
        )
        until = next((data.until for _, data in log.all(TermAnswered) if data.taken), None)
        if until is not None:
            ended = next((data.why for _, data in log.all(TermEnded)), "")
            strike = log.first(Strike)
            yield ended, until, inf if strike is None else strike[0]


def test_a_term_is_kept_where_nothing_happens_and_strikes_fall_on_both_sides_of_it() -> None:
    found = list(first_terms(400, *_TERM))
    ends = [ended for ended, _, _ in found]
    kept, quiet = ends.count("over"), ends.count("over") + ends.count("broken")
    assert quiet > 40
    assert wilson(float(kept), quiet)[0] > 0.5
    assert sum(strike < until for _, until, strike in found) > 3
    assert sum(until <= strike < inf for _, until, strike in found) > 3


def test_a_word_is_broken_where_that_costs_no_more_than_a_red_and_kept_where_it_is_dear() -> None:
    """An ally of small leverage, that promises easily and is offered little for it."""
    easy = (
        *_TERM,
        "terms.waiting.accepts=2",
        "terms.waiting.relief=0",
        "allies.patron.leverage=0.5",
    )
    shares = []
    for price in (1, 3):
        found = first_terms(150, *easy, f"terms.waiting.price={price}")
        ends = [ended for ended, _, _ in found]
        broken, quiet = ends.count("broken"), ends.count("over") + ends.count("broken")
        assert quiet > 30
        shares.append(wilson(float(broken), quiet))
    assert shares[0][0] > 0.4
    assert shares[1][1] < 0.2


def test_the_answer_of_a_slow_council_is_in_hand_before_the_wish() -> None:
    """Asked when the threat is found, not on the day on which it would strike: no strike goes
    unheard then. A strike may rest on silence all the same, which speaks of the last question
    alone: the answer in hand has gone stale, and what is asked anew is not answered in time.
    """
    slow = (
        *UNWARNED,
        "horizon=90 d",
        "adversary.threat.readiness=0.05",
        "allies.patron.council={lognormal: {median: 15 d, sigma: 0.3}}",
        "allies.frontline.leader.news=0.5",
        "allies.frontline.leader.memory=90 d",
    )
    early = measured("consult", 60, "terms.ask_at=T+1 h", *slow)
    late = measured("consult", 60, *slow)
    for found in (early, late):
        assert sum(world["struck"] for world in found) > 15
    assert difference(early, late, "unheard").high < -0.3
    assert share(early, "unheard", lambda world: world["struck"] == 1.0).high < 0.2


def test_a_known_no_is_never_cheaper_than_not_having_asked() -> None:
    red = "allies.patron.leader.rule={scripted: {moves: [{at: T+0 h, option: red}]}}"
    events = ("allies.frontline.leader.news=0.5", "allies.frontline.leader.memory=90 d")
    known = measured("consult", 150, red, *events, "terms.patience.base=1e6 h")
    unasked = measured("unilateral", 150, red, *events)
    assert difference(known, unasked, "struck").high < 0.02


def test_the_hazard_of_the_answer_to_an_attack_falls_with_frailty() -> None:
    frail = (
        "allies.frontline.preparation.time_to_act=38 d",
        "allies.frontline.preparation.time_to_act_frailty=2.2",
        "ladder.exchange.provocations=true",
        "ladder.exchange.until_settled=true",
    )
    shapes = []
    for sets in (frail, ("allies.frontline.preparation.time_to_act=0 h",)):
        scenario = under_attack(reference(*sets), "unilateral")
        horizon = scenario.arms["unilateral"].setting.horizon / DAY
        times = []
        for replication in range(150):
            log = Session(
                scenario, seed=FRESH_SEED, replication=replication, arm="unilateral"
            ).run()
            days = next(first_strike(log), horizon + 1.0)
            times.append((min(days, horizon), days <= horizon))
        shapes.append(weibull_shape(times))
    assert shapes[0].high < 1.0
    assert shapes[1].low > shapes[0].high


def test_assessing_together_draws_the_estimates_together() -> None:
    together = ("assessment.every=3 d", "assessment.share=0.3")
    found = difference(measured("consult", 150, *together), measured("consult", 150), "divergence")
    assert found.high < -0.15
    leaks = difference(measured("consult", 150, *together), measured("consult", 150), "leaks")
    assert abs(leaks.value) < 0.3


def test_sealed_reports_leak_less_than_those_that_pass_the_desks() -> None:
    shares = tuple(
        f"allies.{role}.intelligence.{name}=true"
        for role in ("frontline", "patron")
        for name in ("shares",)
    )
    sealed = tuple(f"allies.{role}.intelligence.sealed=true" for role in ("frontline", "patron"))
    found = difference(
        measured("consult", 150, *shares, *sealed), measured("consult", 150, *shares), "leaks"
    )
    assert found.high < 0.0
    assert share(measured("consult", 150, *shares), "struck").n == 150
