"""Which stretch of a world a picture shows."""

from __future__ import annotations

from typing import Final

from sim.domain.decisions.states import STATES
from sim.domain.events import (
    Asked,
    Attack,
    Event,
    Learnt,
    Retaliation,
    RungChange,
    StateChange,
    Strike,
)
from sim.output.evidence.traced_world import Traced

#: Hours after which a strike has nothing to do any more with a question.
ANSWERED_WITHIN: Final = 120.0


#: Hours that are shown at least.
SHORTEST: Final = 1.0


def focus(world: Traced) -> tuple[float, float]:
    """The hours that matter: from the wish for the first strike to what it led to; without one the
    first wish; else all.
    """
    strikes = world.all(Strike)
    leaving = _departure_times(world)
    before = [t for t in leaving if not strikes or t <= strikes[0][0]]
    whole = max(world.log[-1][0], SHORTEST)
    if not before:
        return 0.0, whole
    start = _question(world, before[-1]) if strikes else before[0]
    end = strikes[0][0] if strikes else _back(world, start, whole)
    kinds: tuple[type[Event], ...] = (Learnt, Retaliation, Attack, RungChange)
    after = [t for kind in kinds for t, _ in world.all(kind) if end < t < end + 48.0]
    end = min(max(after, default=end), whole)
    pad = max(2.0, 0.05 * (end - start))
    first = max(0.0, start - pad)
    return first, max(min(whole, end + 2.0 * pad), first + SHORTEST)


def _departure_times(world: Traced) -> list[float]:
    """When the frontline left watching: for more than diplomacy, if it ever did."""
    left = [(t, data.after) for t, data in world.all(StateChange) if data.before == "watching"]
    return [t for t, after in left if not STATES[after].before_force] or [t for t, _ in left]


def _question(world: Traced, wish: float) -> float:
    """When the question was asked whose answer, or the silence after it, was in hand at the wish
    for the strike.
    """
    asked = [t for t, _ in world.all(Asked) if wish - ANSWERED_WITHIN <= t <= wish]
    return asked[-1] if asked else wish


def _back(world: Traced, start: float, whole: float) -> float:
    """When the frontline is back to watching."""
    return next(
        (t for t, data in world.all(StateChange) if t > start and data.after == "watching"), whole
    )
