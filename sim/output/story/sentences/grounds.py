"""On what a strike rests, in words: what the patron said of it, or that it stands by its ally."""

from __future__ import annotations

from sim.domain.events import Attack, Judgement, StanceRead, StandingBy, Strike
from sim.output.evidence.traced_world import Traced
from sim.output.story.sentences.vocabulary import RESTS_ON


def rests_on(world: Traced, t: float, stance: str, otherwise: str = "") -> str:
    """What a strike rests on at an hour; ``otherwise`` where there is no word for it."""
    words = _words_after_a_blow(world, t) if stance == "amber" else []
    if words:
        return _standing(world, still=words[-1])
    return RESTS_ON.get(stance, otherwise).format(patron=world.name("patron"))


def struck_on(world: Traced, t: float, data: Strike) -> str:
    """What a strike rested on. A patron that judges it did not stand by its ally any more."""
    judged = any(one.strike == data.number for _, one in world.all(Judgement))
    if judged and data.stance == "amber" and _words_after_a_blow(world, t):
        return _standing(world, still=False)
    return rests_on(world, t, data.stance)


def _standing(world: Traced, *, still: bool) -> str:
    patron = world.name("patron")
    if still:
        return f"with {patron} standing by it, which is no yes"
    return f"on an earlier word of {patron} that it stands by it"


def _words_after_a_blow(world: Traced, t: float) -> list[bool]:
    """Whether the patron said after each blow that it stands by its ally, where the doubts in hand
    are that it once did and no answer: what was read before an attack, or of a strike that has
    fallen, is history.
    """
    over = [at for kind in (Attack, Strike) for at, _ in world.all(kind) if at < t]
    since = max(over, default=0.0)
    doubts = any(since <= at <= t and one.read == "amber" for at, one in world.all(StanceRead))
    words = [one.stands for at, one in world.all(StandingBy) if since <= at <= t]
    return words if any(words) and not doubts else []
