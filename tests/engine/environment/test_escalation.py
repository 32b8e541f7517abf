"""The ladder: violence lifts it, quiet lets it cool, mediators and a working dialogue help."""

from __future__ import annotations

import pytest

from sim.domain.actors.region import Partner
from sim.domain.distributions.families import Fixed
from sim.domain.events import RungChange
from sim.domain.events.log import Log
from sim.domain.inputs.injects import Inject
from tests.engine.worlds import Changes, entries, run, scripted, still, times, worlds

QUIET = {"allies.frontline.leader.rule": scripted()}
STRUCK = {"allies.frontline.preparation.duration": Fixed(value=0.0)}
DAILY = {
    "ladder.cooling.rate": 1 / 24,
    "ladder.cooling.quiet": 0.0,
    "ladder.cooling.mediation": 0.0,
    "ladder.cooling.dialogue": 0.0,
}


def rungs(log: Log) -> list[tuple[float, int]]:
    return [(time, data.after) for time, data in entries(log, RungChange)]


def first_fall(changes: Changes, number: int = 400) -> list[float]:
    """When each world first came down by a rung."""
    falls = []
    for log in worlds(still(DAILY | dict(changes)), number):
        falls += [time for time, data in entries(log, RungChange) if data.cause == "cooling"][:1]
    return falls


def mean(values: list[float]) -> float:
    return sum(values) / len(values)


def test_a_strike_puts_the_crisis_on_the_fourth_rung_at_least() -> None:
    assert rungs(run(still(STRUCK))) == [(0, 4)]
    assert rungs(run(still(STRUCK | {"ladder.start": 5}))) == []


@pytest.mark.parametrize(("two_rungs", "peak"), [(0.0, 5), (1.0, 6)])
def test_a_blow_lifts_it_by_one_rung_or_two(two_rungs: float, peak: int) -> None:
    hit = {
        "ladder.retaliation.base": 1000.0,
        "ladder.retaliation.two_rungs": two_rungs,
        "ladder.retaliation.delay": Fixed(value=3.0),
    }
    assert rungs(run(still(STRUCK | hit))) == [(0, 4), (3, peak)]


def test_there_is_nothing_above_regional_war() -> None:
    hit = {
        "ladder.retaliation.base": 1000.0,
        "ladder.retaliation.two_rungs": 1.0,
        "ladder.retaliation.delay": Fixed(value=3.0),
    }
    assert rungs(run(still(STRUCK | hit | {"ladder.start": 5}))) == [(3, 6)]


def test_nothing_cools_before_the_quiet_time_is_over() -> None:
    falls = first_fall(STRUCK | {"ladder.cooling.quiet": 12.0})
    assert min(falls) > 12
    assert mean(falls) == pytest.approx(12 + 24, abs=4 * 24 / 400**0.5)


def test_violence_makes_the_quiet_time_begin_anew() -> None:
    attacks = {
        f"attack{n}": Inject(event="provocation", at=10.0 * n, severity=1.0) for n in range(3)
    }
    lifted = {
        "injects": attacks,
        "ladder.cooling.quiet": 12.0,
        "ladder.start": 3,
        "adversary.provocations.escalation": 1.0,
        "adversary.provocations.highest_rung": 6,
        "ladder.cooling.rate": 10.0,
    }
    log = run(still(QUIET | DAILY | lifted))
    falls = [time for time, data in entries(log, RungChange) if data.cause == "cooling"]
    climbs = [time for time, data in entries(log, RungChange) if data.cause == "provocation"]
    assert climbs == [0, 10, 20]
    assert min(falls) > climbs[-1] + 12


@pytest.mark.parametrize(
    ("severity", "blows", "quiet"), [(0.9, True, True), (0.9, False, False), (0.2, True, False)]
)
def test_a_grave_provocation_that_lifts_nothing_disturbs_the_quiet_as_well(
    severity: float, *, blows: bool, quiet: bool
) -> None:
    """At hour 10, where provocations are blows: nothing cools from then until hour 22."""
    grave = {
        "injects": {"grave": Inject(event="provocation", at=10.0, severity=severity)},
        "ladder.cooling.quiet": 12.0,
        "ladder.start": 6,
        "adversary.provocations.escalation": 0.0,
        "ladder.exchange.provocations": blows,
        "ladder.cooling.rate": 0.05,
    }
    falls = [
        time
        for log in worlds(still(QUIET | DAILY | grave), 100)
        for time, data in entries(log, RungChange)
        if data.cause == "cooling"
    ]
    assert min(falls) < 10.0
    assert any(10.0 < time < 22.0 for time in falls) is not quiet


def test_it_cools_below_where_it_started_and_not_below_calm() -> None:
    log = run(still(QUIET | DAILY | {"ladder.start": 2}))
    assert [rung for _, rung in rungs(log)] == [1, 0]


def test_a_working_dialogue_lets_it_cool_faster() -> None:
    """Written every day or so, a dialogue always works; without, the same candidates are kept less
    often.
    """
    talking = {
        "ladder.cooling.dialogue": 2.0,
        "ladder.cooling.dialogue_gap": 12.0,
        "ladder.cooling.dialogue_memory": 36.0,
        "horizon": 300.0,
    }
    assert mean(first_fall(STRUCK | talking, 200)) == pytest.approx(8, abs=4 * 8 / 200**0.5)
    silent = talking | {"channels.wire.latency": Fixed(value=1e6)}
    assert mean(first_fall(STRUCK | silent, 200)) == pytest.approx(24, abs=4 * 24 / 200**0.5)


def test_a_dialogue_works_only_if_both_have_read() -> None:
    """The patron reads for ever: it has heard nothing, so nothing is worked out together."""
    talking = {
        "ladder.cooling.dialogue": 1e6,
        "ladder.cooling.dialogue_gap": 1.0,
        "ladder.cooling.rate": 1e-6,
        "horizon": 240.0,
    }
    assert len(first_fall(STRUCK | talking, 20)) == 20
    assert (
        first_fall(STRUCK | talking | {"allies.patron.leader.reading": Fixed(value=1e6)}, 20) == []
    )


def test_mediators_let_it_cool_faster_while_they_stay() -> None:
    helped = {
        "region.partners": {"one": Partner()},
        "region.mediation.rung": 4,
        "region.mediation.delay": Fixed(value=0.0),
        "region.mediation.hold": 1e6,
        "ladder.cooling.mediation": 3.0,
    }
    falls = first_fall(STRUCK | helped | {"region.partners.one.told": True})
    assert mean(falls) == pytest.approx(6, abs=4 * 6 / 400**0.5)


def test_cooling_is_the_same_world_with_and_without_help() -> None:
    """Whoever comes down without mediators comes down with them, no later."""
    helped = {
        "region.partners": {"one": Partner(told=True)},
        "region.mediation.rung": 4,
        "region.mediation.hold": 1e6,
        "region.mediation.delay": Fixed(value=0.0),
    }
    same = {"ladder.cooling.mediation": 2.0}
    for alone, mediated in zip(
        worlds(still(DAILY | STRUCK | same), 50),
        worlds(still(DAILY | STRUCK | same | helped), 50),
        strict=True,
    ):
        without, with_help = (times(log, RungChange)[1:] for log in (alone, mediated))
        assert len(with_help) >= len(without)
        assert all(sooner <= later for sooner, later in zip(with_help, without, strict=False))
