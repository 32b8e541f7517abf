"""What a person in the seat of the adversary or of the region may do unasked.

Each is checked before it is done; one that is refused leaves no trace. ``name`` names its luck.
"""

from __future__ import annotations

from sim.engine.world import World
from sim.errors import UsageError, did_you_mean

STANCES = ("red", "amber", "green")


def attack(world: World, name: str) -> None:
    """The adversary strikes the first blow, and so has meant to."""
    attacks = world.attacks
    if not attacks.possible:
        raise UsageError("by its file this adversary never attacks first")
    if attacks.is_over():
        raise UsageError("no first blow can be struck now: one was, or blows are exchanged already")
    attacks.meant = attacks.law.intent.share > 0.0
    attacks.attack(name, world.streams.uniform("attack unasked", name))


def provoke(world: World, name: str, *, severity: float) -> None:
    """A blow below the red line."""
    if not 0.0 < severity <= 1.0:
        raise UsageError("severity lies above 0, and is at most 1")
    world.adversary.provoke(name, severity, world.streams.uniform("provocation unasked", name))


def mediate(world: World, _name: str, *, partner: str) -> None:
    """A partner comes to mediate."""
    _expect_partner(world, partner)
    if not world.prepared.setting.region.partners[partner].mediates:
        raise UsageError(f"{partner} does not mediate, by the file")
    if world.region.is_mediated():
        raise UsageError("mediators are at work already")
    world.region.mediate(partner)


def leave(world: World, _name: str, *, partner: str) -> None:
    """A partner withdraws its support."""
    _expect_partner(world, partner)
    world.region.withdraw(partner)


def warn(world: World, name: str, *, partner: str, stance: str, strength: float) -> None:
    """A partner says in public what it thinks of a strike."""
    _expect_partner(world, partner)
    if stance not in STANCES:
        near = did_you_mean(stance, STANCES)
        raise UsageError(f"a stance is red, amber or green; not {stance[:40]!r}. {near}".rstrip())
    if not 0.0 < strength <= 1.0:
        raise UsageError("strength lies above 0, and is at most 1")
    world.publicity.warn(name, partner, stance, strength)


def _expect_partner(world: World, partner: str) -> None:
    willing = world.region.willing()
    if partner in willing:
        return
    if partner in world.prepared.setting.region.partners:
        raise UsageError(f"{partner} has withdrawn")
    there = f"there are {', '.join(willing)}" if willing else "there is none"
    near = did_you_mean(partner, willing)
    raise UsageError(f"no partner {partner[:40]!r}: {there}. {near}".rstrip())
