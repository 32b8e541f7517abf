"""A strike as each leader imagines it: whose it would be, with what support, and at what cost."""

from __future__ import annotations

from sim.domain.actors.preferences import StrikeProspect
from sim.engine.world import World


def frontline_strike(world: World, *, may_press: bool = True) -> StrikeProspect:
    """The frontline's strike in its own leader's eyes, with the stance in hand; unless it may also
    press, what that would bring is left out.
    """
    frontline, protocol = world.frontline, world.prepared.protocol
    inbox, home, region, adversary = frontline.inbox, world.home, world.region, world.adversary
    stance = inbox.in_hand.stance()
    counts = _protocol_counts(world)
    expects = counts and stance == "none"
    joint = protocol.plans_jointly and (expects or inbox.joins)
    promised = expects and protocol.expected_stance == "green"
    # By place: to name so many fields takes three times as long, at each decision.
    return StrikeProspect(
        joint,
        (promised or stance == "green") and not world.patron.consequences.support_is_suspended(),
        stance,
        world.escalation.rung,
        home.deterrence(),
        home.pressure() * frontline.ally.pressure.relieved,
        region.at_risk,
        0.0 if joint else _alliance_cost(world, stance, counts=counts),
        frontline.under_fire(),
        region.would_be_surprised(),
        adversary.pressing_with("frontline") if may_press else 0.0,
        adversary.share_of_effect(),
    )


def _protocol_counts(world: World) -> bool:
    """Whether the protocol is reckoned with: from the start where it is foreseen, else once it has
    come to bear: a question put, a notice sent, diplomacy begun.
    """
    frontline = world.frontline
    return (
        world.prepared.setting.terms.foreseen
        or frontline.inbox.questions.has_asked()
        or frontline.operation.has_told
        or frontline.together.diplomacy_done
    )


def _alliance_cost(world: World, stance: str, *, counts: bool) -> float:
    """Cost of striking on this stance; with nothing in hand, on what the protocol lets it
    expect at worst, where it ``counts``.
    """
    protocol, setting, frontline = world.prepared.protocol, world.prepared.setting, world.frontline
    ally = frontline.ally
    law, leverage = ally.alliance_cost, ally.believed_leverage
    if leverage is None:
        leverage = setting.allies.patron.leverage
    stance = _priced_stance(world, stance, counts=counts)
    cost: float = getattr(law, stance)
    promised = counts or not protocol.asks
    binding = promised and stance != "green" and (protocol.binding or stance == "unasked")
    if frontline.term.is_in_force():
        cost, binding = max(cost, law.red * setting.terms.waiting.price), True
    promise = setting.terms.promise if binding else 1.0
    warmth = 1.0
    if law.trust != 0.0:
        warmth += law.trust * (world.trust("frontline") - ally.trust.start)
    if world.patron.obligations.stands_by():
        cost *= law.stood_by
    return (cost * promise * warmth + world.publicity.audience_cost()) * leverage


def _priced_stance(world: World, stance: str, *, counts: bool) -> str:
    """The stance that a strike is charged with: a word that has gone stale keeps its price until a
    newer one is read, and silence after it makes nothing cheaper.
    """
    word = world.frontline.inbox.in_hand.word()
    if stance == "none" and word == "none":
        return world.prepared.protocol.expected_stance if counts else "unasked"
    if stance == "none":
        return word
    if stance != "silence" or word == "none":
        return stance
    law = world.prepared.setting.allies.frontline.alliance_cost
    known: float = getattr(law, word)
    return word if known > law.silence else stance


def supported_strike(world: World) -> StrikeProspect:
    """The frontline's strike in the patron's eyes, with the support that its green would bring,
    which is none while all support is withheld.
    """
    return StrikeProspect(
        joint=world.prepared.protocol.plans_jointly and _protocol_counts(world),
        supported=not world.patron.consequences.support_is_suspended(),
        stance="green",
        rung=world.escalation.rung,
        deterrence=world.home.deterrence(),
        pressure=0.0,
        fronts_at_risk=world.region.at_risk,
        alliance_cost=0.0,
        under_fire=False,
        surprised=world.region.would_be_surprised(),
        pressing=world.adversary.pressing_with("patron"),
        share=world.adversary.share_of_effect(),
    )
