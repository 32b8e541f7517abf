"""Sentences about a strike of the frontline: how it is prepared, called off or carried out."""

from __future__ import annotations

from typing import Final

from sim.domain.events import End, NoReturn, Preparation, Recall, Strike
from sim.output.evidence.traced_world import Traced
from sim.output.story.sentences.dates import duration_text, since
from sim.output.story.sentences.grounds import rests_on, struck_on
from sim.output.story.sentences.vocabulary import percent, sentence

#: Hours within which a strike is prepared in haste.
_HASTE: Final = 72.0


def prepare(world: Traced, t: float, data: Preparation) -> str:
    rests = rests_on(world, t, data.stance)
    how = f"together with {world.name('patron')}" if data.course == "joint" else rests
    haste = ", in haste" if data.strike_at - t <= _HASTE else ", not ready to act sooner"
    hurried = f"{haste} and under fire" if data.under_fire else ""
    begins = f"{sentence(world.name('frontline'))} begins to prepare the strike {how}{hurried}."
    when = f"{world.clocks.date(data.strike_at, t)} ({since(data.strike_at)})"
    if is_beyond(world, data.strike_at):
        away = duration_text(data.strike_at - t)
        return f"{begins} It is set for {when}, {away} from now and beyond the time watched."
    if _no_return_now(world, t, data.plan):
        return f"{begins} It is set for {when}."
    return (
        f"{begins} It is set for {when} and can be called off until"
        f" {world.clocks.date(data.no_return_at, t)}."
    )


def is_beyond(world: Traced, t: float) -> bool:
    """Whether an hour lies beyond the time watched."""
    return any(time < t for time, _ in world.all(End))


def _no_return_now(world: Traced, t: float, plan: str) -> bool:
    """Whether a plan passes its point of no return in this moment, which is told."""
    return any(at == t and data.plan == plan for at, data in world.all(NoReturn))


def no_return(_world: Traced, _t: float, _data: NoReturn) -> str:
    return "The point of no return is passed: nothing that is read from now on can stop the strike."


def recall(world: Traced, _t: float, _data: Recall) -> str:
    return f"{sentence(world.name('frontline'))} calls the strike off."


def strike(world: Traced, t: float, data: Strike) -> str:
    patron = world.name("patron")
    how = f"together with {patron}" if data.course == "joint" else struck_on(world, t, data)
    surprised = " The region is surprised." if data.surprised_region else ""
    before, after = percent(data.readiness_before), percent(data.readiness_after)
    return (
        f"{sentence(world.name('frontline'))} STRIKES {how}. "
        f"[The readiness of {world.adversary} falls from {before} to {after}.]{surprised}"
    )
