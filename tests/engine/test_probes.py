"""Who looks at a world changes nothing in it, and sees what its log says."""

from __future__ import annotations

from bisect import bisect_right
from pathlib import Path

import pytest

from sim.domain.events import PressureChange, RungChange, TermAnswered, TermEnded
from sim.domain.events.log import Log
from sim.domain.inputs.setting import Scenario
from sim.engine.probes import STATES
from sim.engine.random_streams import Streams
from sim.engine.scheduler import Kernel
from sim.engine.session import Session
from sim.engine.world import Fading
from sim.scenario import load

SEED, WORLDS, LOOKS = 7, 6, 40


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    """Every mechanism of the model is in it."""
    return load(Path(__file__).parent / "same_worlds.yaml")


def hours_of(scenario: Scenario, arm: str) -> list[float]:
    setting = scenario.arms[arm].setting
    return [(setting.horizon + setting.follow_up) * at / LOOKS for at in range(LOOKS + 1)]


def looked_at(scenario: Scenario, arm: str, replication: int) -> tuple[Log, dict[str, list[float]]]:
    """The full log of a world that was looked at, and what was seen by state."""
    session = Session(scenario, seed=SEED, replication=replication, arm=arm, full=True)
    seen = session.looked_at(hours_of(scenario, arm))
    return session.log, {name: seen[at :: len(STATES)] for at, name in enumerate(STATES)}


def offers(log: Log, relief: float) -> list[tuple[float, float]]:
    """From when on which share of pressure a promised term takes away."""
    changes = [(t, relief) for t, event in log if isinstance(event, TermAnswered) and event.taken]
    changes += [(t, 0.0) for t, event in log if isinstance(event, TermEnded)]
    return [(0.0, 0.0), *sorted(changes)]


def test_a_world_that_is_looked_at_is_the_same_world(scenario: Scenario) -> None:
    for replication in range(WORLDS):
        streams = Streams(SEED, replication)
        for arm in scenario.arms:
            log, seen = looked_at(scenario, arm, replication)
            assert (
                log
                == Session(scenario, seed=SEED, replication=replication, arm=arm, full=True).run()
            )
            shared = Session(scenario, seed=SEED, replication=replication, arm=arm, streams=streams)
            assert shared.looked_at(hours_of(scenario, arm))[:: len(STATES)] == seen["rung"]
            assert shared.log[-1] == log[-1], "the count of events as well"


def test_what_is_seen_is_what_the_log_says(scenario: Scenario) -> None:
    for arm in scenario.arms:
        setting, climbed = scenario.arms[arm].setting, 0
        for replication in range(WORLDS):
            log, seen = looked_at(scenario, arm, replication)
            hours = hours_of(scenario, arm)
            rungs = [
                (0.0, float(setting.ladder.start)),
                *((t, event.after) for t, event in log if isinstance(event, RungChange)),
            ]
            assert seen["rung"] == [last(rungs, hour)[1] for hour in hours]
            climbed += len(rungs) - 1
            law = setting.allies.frontline.pressure
            pressed = [
                (0.0, law.start),
                *((t, event.value) for t, event in log if isinstance(event, PressureChange)),
            ]
            offered = offers(log, setting.terms.waiting.relief)
            for hour, found in zip(hours, seen["pressure"], strict=True):
                then, value = last(pressed, hour)
                left = Fading(value, 0.0, law.half_life).at(hour - then)
                assert found == pytest.approx(left * (1.0 - last(offered, hour)[1]))
        assert climbed, "no rung changed: nothing was shown"


def test_the_last_look_is_the_end_of_a_world_that_is_not_prolonged(scenario: Scenario) -> None:
    met = 0
    for arm in scenario.arms:
        for replication in range(WORLDS):
            log, seen = looked_at(scenario, arm, replication)
            end, said = log[-1]
            assert all(len(states) == LOOKS + 1 for states in seen.values())
            if end == hours_of(scenario, arm)[-1]:
                assert {name: states[-1] for name, states in seen.items()} == {
                    name: getattr(said, name) for name in STATES
                }
                met += 1
    assert met


def test_a_look_comes_after_all_that_happens_at_its_hour_and_is_not_counted() -> None:
    told: list[str] = []
    kernel = Kernel()
    kernel.beside(1.0, lambda: told.append(f"look at {kernel.now}"))

    def first() -> None:
        told.append("first")
        kernel.later(0.0, lambda: told.append("then"))

    kernel.later(1.0, first)
    kernel.later(2.0, lambda: setattr(kernel, "halted", True))
    kernel.proceed()
    assert told == ["first", "then", "look at 1.0"]
    assert kernel.event_count() == 3


def last(changes: list[tuple[float, float]], hour: float) -> tuple[float, float]:
    """The last change up to an hour."""
    return changes[bisect_right([t for t, _ in changes], hour) - 1]
