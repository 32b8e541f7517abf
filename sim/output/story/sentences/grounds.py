"""On what a strike rests, in words: what the patron said of it, or that it stands by its ally."""

from __future__ import annotations

from sim.domain.events import Attack, StanceRead, StandingBy, Strike
from sim.output.evidence.traced_world import Traced
from sim.output.story.sentences.vocabulary import RESTS_ON


def rests_on(world: Traced, t: float, stance: str, otherwise: str = "") -> str:
    """What a strike rests on at an hour; ``otherwise`` where there is no word for it."""
    patron = world.name("patron")
    if stance == "amber" and _only_stands_by(world, t):
        return f"with {patron} standing by it, which is no yes"
    return RESTS_ON.get(stance, otherwise).format(patron=patron)


def _only_stands_by(world: Traced, t: float) -> bool:
    """Whether the doubts in hand are no answer, but that the patron stands by it after a blow: what
    was read before an attack, or of a strike that has fallen, is history.
    """
    over = [at for kind in (Attack, Strike) for at, _ in world.all(kind) if at < t]
    since = max(over, default=0.0)
    doubts = any(since <= at <= t and one.read == "amber" for at, one in world.all(StanceRead))
    stands = any(since <= at <= t and one.stands for at, one in world.all(StandingBy))
    return stands and not doubts
