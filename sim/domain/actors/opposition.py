"""Opposition in public: what a warning that all have heard costs whoever defies it, and what a
disagreement that all can see costs whoever hesitates.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sim.domain.inputs.parameter import given, part


@dataclass(frozen=True, slots=True, kw_only=True)
class Warnings:
    """Audience cost of striking against what was said in public (Fearon 1994); repeated warnings
    add with diminishing effect, and each wears off.
    """

    cost: float = given(
        0.4,
        "share",
        "cost of defying one clear no in public, as a share of acting against a no in hand",
        plausible=(0, 0.8),
        source="judgement: no figure of public against private warnings was found in the record",
    )
    half_life: float = given(
        240.0, "time", "time in which a warning loses half of its weight", plausible=(72, 720)
    )
    doubts: float = given(
        0.4, "share", "weight of doubts in public, where a no has weight 1", plausible=(0, 1)
    )
    partner: float = given(
        0.3,
        "share",
        "weight of a regional partner's word, where the patron's has 1",
        plausible=(0, 1),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """A disagreement of the allies that is public: from 0, none, to 1; it fades."""

    warning: float = given(
        0.5, "share", "share of what is missing to 1 that a clear no adds", plausible=(0, 1)
    )
    leak: float = given(
        0.5, "share", "share of what is missing to 1 that a leak of it adds", plausible=(0, 1)
    )
    half_life: float = given(
        240.0, "time", "time in which it is half forgotten", plausible=(72, 720)
    )
    deterrence: float = given(
        0.15,
        "share",
        "credibility that the frontline loses per unit added while it holds",
        plausible=(0, 0.4),
    )
    pressure: float = given(
        0.1,
        "share",
        "share of the missing domestic pressure added per unit while it holds",
        plausible=(0, 0.4),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Opposition:
    """What is said, and seen, in public."""

    warnings: Warnings = part(Warnings, "the price of defying a public warning")
    disagreement: Disagreement = part(Disagreement, "the price of hesitating in public")


def weight(law: Warnings, stance: str, strength: float, *, partner: bool) -> float:
    """Weight of a public word: 1 for a clear no of the patron, 0 for a yes."""
    said = {"red": 1.0, "amber": law.doubts}.get(stance, 0.0)
    return said * strength * (law.partner if partner else 1.0)


def audience_cost(law: Warnings, said: Iterable[tuple[float, float]], now: float) -> float:
    """Cost of striking now against words that were said, each as (hour, weight): as a share of
    acting against a no in hand, and never more than that.
    """
    left = 1.0
    for hour, heavy in said:
        left *= 1.0 - law.cost * heavy * 0.5 ** ((now - hour) / law.half_life)
    return 1.0 - left
