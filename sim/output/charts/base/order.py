"""In which order charts take outcomes when there is room for some only: those that an answer is
made of before all others.
"""

from __future__ import annotations

from typing import Final

from sim.output.charts.base.chart import Evidence

#: What an answer is about: the first of these that results hold.
LEADING: Final = ("burden", "peak_rung", "unilateral_strike")


def by_use(evidence: Evidence) -> list[str]:
    """The headline outcomes: what an answer is about, what that arm pays which does best in it, the
    others as they come.

    What cannot be better goes last.
    """
    headlines = [name for name in evidence.headlines if name in evidence.outcomes]
    directed = [name for name in headlines if evidence.outcomes[name].better != "neither"]
    leading: list[str] = [name for name in LEADING if name in directed]
    priced = sorted(
        (name for name in directed if name not in leading),
        key=lambda name: _price(evidence, name, leading),
    )
    return [*leading, *priced, *(name for name in headlines if name not in directed)]


def _price(evidence: Evidence, name: str, leading: list[str]) -> float:
    """The gain in an outcome of the arm that gains most in the first that counts; 0 where it pays
    nothing that stands.
    """
    gains = {arm: _gain(evidence, arm, leading[0]) for arm in evidence.others} if leading else {}
    best = max(gains, key=lambda arm: gains[arm], default=None)
    return min(0.0, _gain(evidence, best, name)) if best is not None and gains[best] > 0.0 else 0.0


def _gain(evidence: Evidence, arm: str, name: str) -> float:
    """In multiples of what matters, better above zero; 0 for what does not stand after
    adjustment.
    """
    found, outcome = evidence.differences.get((arm, name)), evidence.outcomes[name]
    if found is None or not found.clear:
        return 0.0
    return (-found.estimate if outcome.better == "lower" else found.estimate) / outcome.matters
