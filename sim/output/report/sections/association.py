"""What goes together from world to world of one arm, as rank correlations. They are no effects:
nothing was moved.

Spearman's coefficient with the interval of Bonett and Wright (2000, Psychometrika 65:23), p-values
after Holm over all that were looked at together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import atanh, sqrt, tanh
from statistics import NormalDist
from types import MappingProxyType
from typing import Final

import numpy as np

from sim.experiment.statistics.estimates import holm
from sim.output.charts.base.chart import Evidence, Floats

#: What happens on the way to an outcome, and may be looked at for what goes with it.
ON_THE_WAY: Final = (
    "first_decision_h",
    "round_trip_h",
    "answered_in_time",
    "objection_margin_h",
    "notice_h",
    "recalls",
    "misreadings",
    "leaks",
    "divergence",
    "desk_load",
    "desk_wait_h",
    "strike_h",
    "effect_given_up",
)
#: What an outcome is made of by its definition: that it goes with it says nothing.
PARTS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "surprise": frozenset({"notice_h", "objection_margin_h"}),
        "struck_on_silence": frozenset({"answered_in_time", "objection_margin_h"}),
        "struck_against_red": frozenset({"objection_margin_h"}),
        "struck_on_misread_green": frozenset({"misreadings"}),
    }
)
FEWEST: Final = 30  # worlds: with fewer, a rank correlation says next to nothing
#: Worlds that are looked at; more make an interval no reader needs narrower.
MOST: Final = 20_000
_NEARLY_ONE: Final = 1.0 - 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A rank correlation of two outcomes over the worlds of an arm that have both; ``stands`` says
    so after Holm.
    """

    arm: str
    outcome: str
    other: str
    worlds: int
    rho: float
    low: float
    high: float
    p: float
    stands: bool = False


def links(evidence: Evidence, wanted: Iterable[tuple[str, str]]) -> list[Link]:
    """For each arm and outcome, what on the way goes with it; one family for Holm's adjustment."""
    asked = list(wanted)
    known = [other for other in ON_THE_WAY if other in evidence.outcomes]
    pairs = [
        (arm, name, other)
        for other in known
        for arm, name in asked
        if other not in {name, *PARTS.get(name, ())}
    ]
    linked = [link for pair in pairs if (link := _link(evidence, *pair)) is not None]
    found = sorted(linked, key=lambda link: asked.index((link.arm, link.outcome)))
    adjusted = holm([link.p for link in found])
    alpha = 1.0 - evidence.confidence
    return [replace(link, stands=bool(p < alpha)) for link, p in zip(found, adjusted, strict=True)]


def strongest(found: Sequence[Link], most: int) -> list[Link]:
    """Those that stand, by arm and outcome the strongest first, at most so many of each."""
    kept: dict[tuple[str, str], list[Link]] = {}
    for link in sorted((one for one in found if one.stands), key=lambda one: -abs(one.rho)):
        kept.setdefault((link.arm, link.outcome), []).append(link)
    order = dict.fromkeys((link.arm, link.outcome) for link in found)
    return [link for key in order for link in kept.get(key, [])[:most]]


def _link(evidence: Evidence, arm: str, name: str, other: str) -> Link | None:
    """``None`` where too few worlds have both, or one of them never varies."""
    first, second = evidence.column(arm, name)[:MOST], evidence.column(arm, other)[:MOST]
    both = ~(np.isnan(first) | np.isnan(second))
    first, second = first[both], second[both]
    if len(first) < FEWEST or np.ptp(first) == 0.0 or np.ptp(second) == 0.0:
        return None
    rho = spearman(first, second)
    low, high, p = interval(rho, len(first), evidence.confidence)
    return Link(
        arm=arm, outcome=name, other=other, worlds=len(first), rho=rho, low=low, high=high, p=p
    )


def spearman(first: Floats, second: Floats) -> float:
    """The correlation of the ranks, ties at their mean."""
    from scipy.stats import rankdata

    return float(np.corrcoef(rankdata(first), rankdata(second))[0, 1])


def interval(rho: float, worlds: int, confidence: float) -> tuple[float, float, float]:
    """Its interval, and the p-value of no association."""
    normal = NormalDist()
    z = atanh(max(-_NEARLY_ONE, min(_NEARLY_ONE, rho)))
    half = normal.inv_cdf(0.5 + confidence / 2.0) * sqrt((1.0 + rho * rho / 2.0) / (worlds - 3))
    return tanh(z - half), tanh(z + half), 2.0 * normal.cdf(-abs(z) * sqrt(worlds - 3))
