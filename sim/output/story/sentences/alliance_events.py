"""Sentences about the alliance: what is said in public, when the patron learns the hour, and how it
takes a strike to which it did not agree; what the facilitator of a game rules.
"""

from __future__ import annotations

from sim.domain.events import (
    Hesitation,
    HourLearnt,
    Judgement,
    Learnt,
    PublicWarning,
    Ruled,
    Strike,
)
from sim.output.evidence.traced_world import Traced
from sim.output.story.sentences.crisis_events import partner
from sim.output.story.sentences.dates import duration_text
from sim.output.story.sentences.vocabulary import percent, sentence
from sim.output.words import fixed_text

_SAYS = {
    "red": "warns in public against a strike",
    "amber": "voices doubts about a strike in public",
    "green": "stands by a strike in public",
}
_KNEW = {
    "hour": "it knew the hour in time",
    "intent": "it knew in time that a strike was meant, but not when",
    "nothing": "it knew nothing of it in time",
}
_HEARD = {
    "red": "its no had been heard",
    "amber": "its doubts had been heard",
    "none": "no objection of its own had been heard",
}


def warning(world: Traced, _t: float, data: PublicWarning) -> str:
    if data.by == "frontline":
        return f"{sentence(world.name('frontline'))} says in public that it means to strike."
    who = world.name("patron") if data.by == "patron" else partner(world, data.by)
    return f"{sentence(who)} {_SAYS[data.stance]}."


def hesitation(world: Traced, _t: float, data: Hesitation) -> str:
    return (
        f"{sentence(world.name('frontline'))} hesitates in public: the disagreement of the allies"
        f" is there for all to see, at {data.value:.2f} of 1."
    )


def hour(world: Traced, t: float, data: HourLearnt) -> str:
    """Where it learns the hour with the plan itself, that is told."""
    learnt = any(at == t and one.plan == data.plan for at, one in world.all(Learnt))
    if data.how != "told" and learnt:
        return ""
    who = sentence(world.name("patron"))
    struck = next((at for at, strike in world.all(Strike) if strike.plan == data.plan), None)
    if struck is None or t < struck:
        return f"{who} knows the hour of the strike now."
    how = "from the news that the strike has fallen" if data.how == "news" else "of the strike"
    return f"{who} learns {how}, {duration_text(t - struck)} after it."


def judgement(world: Traced, t: float, data: Judgement) -> str:
    """What it makes of the strike is reckoned at the strike, of which it may yet have to learn."""
    plans = {one.plan for _, one in world.all(Strike) if one.number == data.strike}
    knows = any(at <= t and one.plan in plans for at, one in world.all(HourLearnt))
    judges = "judges the strike" if knows else "judges the strike as soon as it learns of it"
    worth = "more harm than good" if data.worth <= 0.0 else "more good than harm"
    return (
        f"{sentence(world.name('patron'))} {judges}: {_KNEW[data.knew]},"
        f" {_HEARD[data.heard]}, and by its own lights the strike does {worth}"
        f" ({fixed_text(data.worth, 2, '+')})."
        f" [It withholds support with a chance of {percent(data.chance)}.]"
    )


def ruling(world: Traced, _t: float, data: Ruled) -> str:
    """Of trust, the change of the same moment says what it is now."""
    if data.effect == "trust":
        return f"The facilitator rules on the trust of {world.name(data.ally)}."
    way = "up" if data.effect == "rung_up" else "down"
    return f"The facilitator rules the crisis {way} by one rung."
