"""The adversary as one group of inputs: how ready it is, how it provokes, whether it attacks."""

from __future__ import annotations

from dataclasses import dataclass

from sim.domain.actors.adversary import Provocations, Threat
from sim.domain.actors.attack import AttackLaw
from sim.domain.inputs.parameter import given, part


@dataclass(frozen=True, slots=True, kw_only=True)
class Adversary:
    """The other side of the crisis."""

    name: str = given("the adversary", "", "display name")
    threat: Threat = part(Threat, "readiness and strike effect")
    provocations: Provocations = part(Provocations, "attacks below the red line")
    attack: AttackLaw = part(AttackLaw, "its first blow")
