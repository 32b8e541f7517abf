"""The price of restraint: how much more often the adversary attacks under the arm that gains most,
where that arm asks; said beside the gain whether or not it is shown, and called so where it is.

Attacks are rare, so that their difference seldom stands where that of the escalation burden does;
who reads of the gain alone would take restraint to cost nothing.
"""

from __future__ import annotations

from typing import Final

from sim.output.charts.base.chart import Evidence
from sim.output.charts.base.words import decimals, factor, plain, signed_number
from sim.output.report.sections.best_arm import Found, named_interval
from sim.output.report.sections.not_shown import ends
from sim.output.verdict_words import VERDICTS
from sim.output.words import level_text

ATTACKED: Final = "attacked"
RULE: Final = (
    "Where that arm asks, and so restrains, beside the gain stands in how many of 100 worlds the"
    " adversary attacked under it, and under the baseline, with the paired difference, its interval"
    " widened in the same way, and whether it is shown: the price of restraint, if it is shown to"
    " be one. It is left out where the adversary attacked under neither."
)


def attacks_under(evidence: Evidence, arm: str) -> str:
    """How much more or less often the adversary attacked under an arm that restrains than under the
    baseline; empty where it attacked under neither, or the arm never asks.
    """
    outcome = evidence.outcomes.get(ATTACKED)
    difference = evidence.differences.get((arm, ATTACKED))
    if outcome is None or difference is None or ATTACKED not in evidence.headlines:
        return ""
    if arm in evidence.never_asks:
        return ""
    here, there = (float(evidence.column(one, ATTACKED).mean()) for one in (arm, evidence.baseline))
    if here == there == 0.0:
        return ""
    found = Found(arm=arm, outcome=outcome, difference=difference)
    by, digits = factor(outcome), decimals(outcome)
    change = signed_number(by * difference.estimate, digits)
    return (
        f"{_priced(found)}: under {arm} the adversary attacked in {plain(by * here, 1)} of"
        f" 100 worlds, under {evidence.baseline} in {plain(by * there, 1)}, {change} points"
        f" ({level_text(evidence.confidence)} interval"
        f" {ends(found, named_interval(evidence, found))}); {_verdict_text(found)}."
    )


def _priced(found: Found) -> str:
    """Whether restraint has a price by these attacks: none is claimed that is not shown."""
    if found.difference.clear:
        return "The price of restraint" if found.gain < 0.0 else "Restraint had no price"
    return f"A price of restraint {'is not shown' if found.gain < 0.0 else 'was not seen'}"


def _verdict_text(found: Found) -> str:
    """What may be said of it, in the words of the table."""
    difference = found.difference
    if difference.verdict is not None:
        return VERDICTS[difference.verdict]
    return "shown" if difference.clear else "not shown"
