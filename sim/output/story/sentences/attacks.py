"""Sentences about the adversary's first blow: what alarms it, the attack, whether the patron stands
by its ally, and what the adversary meant all along.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sim.domain.decisions.views import ROLES
from sim.domain.events import Alarm, Attack, Intent, StandingBy
from sim.output.evidence.traced_world import Traced
from sim.output.story.sentences.vocabulary import percent, sentence
from sim.output.words import as_list

#: What alarmed the adversary.
ALARMED: Final[Mapping[str, str]] = {
    "preparation": "a strike is seen being prepared",
    "leak": "a plan to strike is in print",
}


def alarm(_world: Traced, _t: float, data: Alarm) -> str:
    return f"Alarm on the other side: {ALARMED[data.cause.kind]}."


def attack(world: Traced, _t: float, data: Attack) -> str:
    again = "" if data.number == 1 else " again"
    ready = percent(data.readiness)
    return f"ATTACK by {world.adversary}{again}. [True readiness: {ready}.]"


def standing_by(world: Traced, _t: float, data: StandingBy) -> str:
    verb = "stands by" if data.stands else "does not stand by"
    return f"{sentence(world.name('patron'))} {verb} {world.name('frontline')}."


def intent(world: Traced, _t: float, data: Intent) -> str:
    meant = "meant" if data.meant else "did not mean"
    thoughts = [f"{world.name(role)} with {data.believed[role]:.2f}" for role in ROLES]
    believed = f"believed in it at the end: {as_list(thoughts)}"
    return f"[{sentence(world.adversary)} {meant} to attack; {believed}.]"
