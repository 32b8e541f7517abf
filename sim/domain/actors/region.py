"""The region: fronts with ceasefires, partners who worry, mediate, support or withdraw, and the
press.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sim.domain.actors.opposition import Opposition
from sim.domain.communication.messages import Level
from sim.domain.distributions.families import Exponential, Law, Lognormal
from sim.domain.inputs.parameter import given, part


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """A front with a ceasefire in force."""

    name: str = given("", "", "display name")
    hazard: float = given(
        0.004 / 24, "rate", "hazard of breaking at the starting rung", plausible=(0, 0.02 / 24)
    )
    per_rung: float = given(
        0.35, "portion", "share added to the hazard per rung above the start", plausible=(0, 1)
    )
    jump: float = given(
        0.22, "share", "chance of breaking at a strike or a retaliation", plausible=(0, 0.6)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """A regional partner: states concern, may mediate, and withdraws support when it is
    surprised.
    """

    name: str = given("", "", "display name")
    mediates: bool = given(True, "", "whether it offers mediation")
    told: bool = given(False, "", "whether the allies tell it before a strike")
    withdraws: float = given(
        0.4,
        "share",
        "chance that it withdraws support after a surprising strike",
        plausible=(0, 0.9),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MediationLaw:
    """How mediators come and how long they stay at work."""

    rung: int = given(3, "count", "rung from which partners offer mediation", plausible=(1, 5))
    delay: Law = given(
        Exponential(mean=36.0), "law of time", "time from that rung to mediators at work"
    )
    hold: float = given(120.0, "time", "time for which mediators stay at work", plausible=(24, 336))


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """Who else is there."""

    fronts: Mapping[str, Front] = part(
        lambda: {"north": Front(name="north"), "south": Front(name="south")}, "ceasefires"
    )
    partners: Mapping[str, Partner] = part(
        lambda: {"neighbour": Partner(name="a neighbour")}, "regional partners"
    )
    mediation: MediationLaw = part(MediationLaw, "mediators")
    told: bool = given(False, "", "whether the allies tell every partner before a strike")
    told_factor: float = given(
        0.55,
        "weight",
        "factor on the jump of a front when all partners were told",
        plausible=(0.2, 1),
    )
    surprised_below: float = given(
        0.5,
        "share",
        "share of partners told below which a strike surprises the region",
        plausible=(0.2, 0.9),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Public:
    """News: a channel that nobody controls and that is often first; and leaks into it."""

    strike_news: Law = given(
        Lognormal(median=1.0, sigma=0.5),
        "law of time",
        "seen: time from a strike to the news of it",
    )
    visibility: Literal["seen", "unseen"] = given(
        "seen", "", "whether a strike is seen by many, or falls on a site that nobody watches"
    )
    unseen_news: Law = given(
        Lognormal(median=20.0, sigma=0.5),
        "law of time",
        "unseen: time from a strike to the news of it",
    )
    opposition: Opposition = part(Opposition, "warnings and disagreement in public")
    leak_rate: float = given(
        0.03,
        "weight",
        "kappa: leak intensity per handler on an insecure channel",
        plausible=(0, 0.15),
    )
    leak_delay: Law = given(Exponential(mean=24.0), "law of time", "time from handling to print")
    leak_from: Level = given("secret", "", "lowest sensitivity of a message that leaks")
    leak_by_sender: float = given(
        0.5, "share", "chance that a leak comes from the sender's side", plausible=(0.2, 0.8)
    )
    alert: float = given(
        0.6, "share", "alertness of the adversary after a leaked plan", plausible=(0, 1)
    )


def is_told(partner: Partner, region: Region) -> bool:
    """Whether this partner is told before a strike."""
    return partner.told or region.told


def told_share(region: Region) -> float:
    """Share of the partners who were told before; 0 without partners."""
    partners = region.partners.values()
    return (
        sum(is_told(partner, region) for partner in partners) / len(partners) if partners else 0.0
    )


def break_hazard(front: Front, rungs_above_start: int) -> float:
    """Hazard per hour that the ceasefire on this front breaks."""
    return front.hazard * (1.0 + front.per_rung * max(rungs_above_start, 0))


def jump_chance(front: Front, region: Region, told: float) -> float:
    """Chance that this front's ceasefire breaks at a strike or retaliation; ``told`` is the share
    of partners told.
    """
    return front.jump * (1.0 - told * (1.0 - region.told_factor))
