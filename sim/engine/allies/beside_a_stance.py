"""What a patron says beside its stance: whether it takes part in the plan, and until when it asks
the frontline to wait.
"""

from __future__ import annotations

from sim.engine.world import World


def joins_plan(world: World, stance: str, chance: float) -> bool:
    """Whether it takes part in the plan; only some protocols have a plan to take part in."""
    terms = world.prepared.setting.terms
    if terms.joins_once:
        chance = world.streams.uniform("joins")
    willing = stance == "green" or (stance == "amber" and chance < terms.joins_on_amber)
    return world.prepared.protocol.plans_jointly and willing


def hours_to_wait(world: World, draw_key: str, plan: str, stance: str, *, joins: bool) -> float:
    """Hours for which it asks the frontline to wait: none where it agrees or takes part, none while
    a term is in force, and none once it knows that the strike has fallen.
    """
    law = world.prepared.setting.terms.waiting
    if law.chance <= 0.0 or stance == "green" or joins:
        return 0.0
    if world.frontline.term.is_in_force() or world.patron.awareness.knows_fallen(plan):
        return 0.0
    luck = world.streams.block("term", draw_key)
    return law.length.quantile(luck[1]) if luck[0] < law.chance else 0.0


def unasked_kind(world: World, plan: str, stance: str, carries: str) -> str:
    """The kind of a word that nobody asked for: a no asks to call the strike off, as long as it is
    not known to have fallen.
    """
    fallen = world.patron.awareness.knows_fallen(plan)
    return "recall_request" if stance == "red" and not fallen else carries
