"""The escalation ladder: what raises it, how likely the adversary hits back, and how it cools."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sim.domain.actors.adversary import sigma
from sim.domain.distributions.families import Law, Lognormal
from sim.domain.inputs.parameter import given, part

RUNGS: Final = (
    "calm",
    "rhetoric",
    "mobilisation",
    "proxy attacks",
    "limited strikes",
    "sustained exchange",
    "regional war",
)
TOP: Final = len(RUNGS) - 1
#: A strike puts the crisis at least on this rung.
STRIKE_RUNG: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class RetaliationLaw:
    """Whether and how the adversary answers a strike: a logistic probability and a delay."""

    base: float = given(
        -0.2, "number", "log odds for a strike with the patron's support", plausible=(-2, 2)
    )
    lone: float = given(0.9, "number", "added for a lone strike", plausible=(0, 2))
    surprise: float = given(
        0.4, "number", "added when the region was surprised", plausible=(0, 1.5)
    )
    joint: float = given(-0.7, "number", "added for a joint strike", plausible=(-2, 0))
    deterrence: float = given(-1.0, "number", "added at full deterrence", plausible=(-3, 0))
    two_rungs: float = given(
        0.35, "share", "chance that it climbs two rungs instead of one", plausible=(0, 0.7)
    )
    delay: Law = given(
        Lognormal(median=30.0, sigma=0.8), "law of time", "time from the strike to the retaliation"
    )
    severity: float = given(
        1.0, "share", "severity of a retaliation, for domestic pressure", plausible=(0.5, 1)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Cooling:
    """How the ladder comes down: after a quiet time at a hazard that mediators and allied dialogue
    raise.
    """

    rate: float = given(
        0.4 / 24, "rate", "hazard of coming down one rung", plausible=(0.1 / 24, 1 / 24)
    )
    quiet: float = given(
        12.0, "time", "quiet time after violence before any cooling", plausible=(0, 48)
    )
    mediation: float = given(0.7, "portion", "share added with mediators at work", plausible=(0, 2))
    dialogue: float = given(
        1.2, "portion", "share added with a working allied dialogue", plausible=(0, 2)
    )
    dialogue_memory: float = given(
        36.0, "time", "time for which a message read keeps the dialogue working", plausible=(12, 96)
    )
    dialogue_gap: float = given(
        18.0,
        "time",
        "time between an ally's dialogue messages after a strike, at full trust",
        plausible=(4, 72),
    )
    least_trust: float = given(
        0.1,
        "share",
        "trust below which an ally's dialogue after a strike slows no further",
        plausible=(0.02, 0.5),
    )
    settling: float = given(
        36.0,
        "time",
        "time at or below the starting rung that counts as de-escalated",
        plausible=(12, 96),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """The exchange of blows after a first strike, bounded in number."""

    most_strikes: int = given(
        3, "count", "strikes in one exchange, the first included", plausible=(1, 6)
    )
    preparation: float = given(
        0.35, "weight", "factor on preparation under fire", plausible=(0.1, 1)
    )
    patience: float = given(0.5, "weight", "factor on patience under fire", plausible=(0.1, 1))
    provocations: bool = given(
        True, "", "whether a provocation at the red-line event counts as being under fire"
    )
    until_settled: bool = given(
        True,
        "",
        "whether that lasts until it is answered or the ladder has settled, whatever the memory",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """The way up and the way down.

    The rungs are 0 calm, 1 rhetoric, 2 mobilisation, 3 proxy attacks, 4 limited strikes, 5
    sustained exchange and 6 regional war.
    """

    start: int = given(1, "count", "rung at the start", plausible=(0, 3))
    retaliation: RetaliationLaw = part(RetaliationLaw, "the adversary's answer to a strike")
    cooling: Cooling = part(Cooling, "the way down")
    exchange: Exchange = part(Exchange, "the exchange after a first strike")


def retaliation_probability(
    law: RetaliationLaw, *, lone: bool, joint: bool, surprised: bool, deterrence: float
) -> float:
    """The chance that the adversary answers a strike."""
    odds = law.base + law.deterrence * deterrence
    odds += law.lone if lone else 0.0
    odds += law.joint if joint else 0.0
    odds += law.surprise if surprised else 0.0
    return sigma(odds)


def cooling_rate(law: Cooling, *, mediated: bool, in_dialogue: bool) -> float:
    """Hazard per hour of coming down one rung, after the quiet time."""
    return law.rate * (
        1.0 + (law.mediation if mediated else 0.0) + (law.dialogue if in_dialogue else 0.0)
    )


def cooling_bound(law: Cooling) -> float:
    """A hazard that ``cooling_rate`` never exceeds."""
    return cooling_rate(law, mediated=True, in_dialogue=True)
