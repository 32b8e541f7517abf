"""Whether a question still stood at an hour, by the log: patience may have ended before, or
something else may have overtaken it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from sim.domain.decisions.states import STATES, State
from sim.domain.events import (
    Answered,
    Asked,
    Attack,
    PatienceExpired,
    StandingBy,
    StateChange,
    ThreatFound,
)
from sim.output.evidence.traced_world import Traced

#: What a person does who will not wait.
_OF_ITS_OWN: Final[Mapping[str, str]] = {
    "withdraws": "its change of mind",
    "defies": "its strike of its own accord",
}

_SERVED: Final = "the answer to an earlier question"


def is_early(world: Traced, question: str) -> bool:
    """Whether a question was put before any wish to strike, so that nobody waited for its answer
    then.
    """
    asked = world.about(Asked, question)
    return asked is not None and any(at == asked[0] for at, _ in world.all(ThreatFound))


def hours_late(world: Traced, t: float, question: str) -> float | None:
    """How long patience with a question was over at an hour; ``None`` where it never ended, or
    something else had closed the question before.
    """
    expired, asked = world.about(PatienceExpired, question), world.about(Asked, question)
    if expired is not None and expired[0] <= t:
        return t - expired[0]
    if asked is None or is_early(world, question) or _closed_by(world, t, question):
        return None
    answered = world.about(Answered, question)
    late = answered is not None and answered[1].late
    return max(t - asked[0] - asked[1].patience, 0.0) if late else None


def overtaken_by(world: Traced, t: float, question: str) -> str:
    """What had first closed a question by an hour, though patience was not over; empty for
    nothing.
    """
    return "" if hours_late(world, t, question) is not None else _closed_by(world, t, question)


def _closed_by(world: Traced, t: float, question: str) -> str:
    asked = world.about(Asked, question)
    if asked is None:
        return ""
    found = [(at, what) for at, what in _closings(world) if asked[0] < at <= t]
    found += [(at, _SERVED) for at in _answers(world) if asked[0] < at < t]
    return min(found)[1] if found else ""


def _closings(world: Traced) -> Iterator[tuple[float, str]]:
    for at, _ in world.all(Asked):
        yield at, "a newer question"
    for at, _ in world.all(Attack):
        if not STATES[_state_before(world, at)].holds_under_attack:
            yield at, "an attack"
    for at, change in world.all(StateChange):
        if change.before == "asking" and change.event in _OF_ITS_OWN:
            yield at, _OF_ITS_OWN[change.event]
    for at, data in world.all(StandingBy):
        if data.stands and world.protocol.asks:
            yield at, f"the word that {world.name('patron')} stands by it"


def _answers(world: Traced) -> list[float]:
    """When it stopped waiting, for an answer was in hand: at its own it still stands."""
    stood_by = {at for at, _ in world.all(StandingBy)}
    return [
        at for at, one in world.all(StateChange) if one.event == "answered" and at not in stood_by
    ]


def _state_before(world: Traced, t: float) -> State:
    states = [data.after for at, data in world.all(StateChange) if at < t]
    return states[-1] if states else "watching"
