"""What each chart of a run lets one say, said from its numbers: of the arm that is asked about, by
the title that a person gave it.

A chart without a sentence here goes by what it lets one say in general.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import ceil
from types import MappingProxyType
from typing import Final

import numpy as np

from sim.output.charts.base.chart import Evidence
from sim.output.story.sentences.dates import duration_text
from sim.output.words import count_text

_MAIN: Final = "burden"


def captions(evidence: Evidence, arm: str, title: str) -> dict[str, str]:
    """By chart the sentence that its numbers give for an arm; none where they give none."""
    found = {name: make(evidence, arm, title) for name, make in _CAPTIONS.items()}
    return {name: text for name, text in found.items() if text}


def _many(evidence: Evidence, arm: str, name: str) -> int:
    return int(np.count_nonzero(evidence.happened_if_measured(arm, name)))


def _of(evidence: Evidence) -> str:
    return f"of {count_text(evidence.worlds, 'world')}"


def _courses(evidence: Evidence, arm: str, title: str) -> str:
    alone, all_ = (_many(evidence, arm, name) for name in ("unilateral_strike", "struck"))
    return (
        f"Under {title} the frontline struck alone in {alone:,} {_of(evidence)}, and at all in"
        f" {all_:,}."
    )


def _flow(evidence: Evidence, arm: str, title: str) -> str:
    wished = int(np.count_nonzero(~np.isnan(evidence.column(arm, "first_decision_h"))))
    said = f"Under {title} the frontline wished to strike in {wished:,} {_of(evidence)}"
    if arm in evidence.never_asks:
        return f"{said}, and never asks; it struck in {_many(evidence, arm, 'struck'):,}."
    in_time = _many(evidence, arm, "answered_in_time")
    return (
        f"{said}; its first question was answered in time in {in_time:,}, and it struck in"
        f" {_many(evidence, arm, 'struck'):,}."
    )


def _distributions(evidence: Evidence, arm: str, title: str) -> str:
    outcome = evidence.outcomes.get(_MAIN)
    if outcome is None:
        return ""
    values = evidence.known_values(arm, _MAIN)
    if not len(values):
        return ""
    half, most = (ceil(one) for one in np.quantile(values, [0.5, 0.9], method="inverted_cdf"))
    return (
        f"Under {title} {outcome.title} is {_at_most(half)} {outcome.unit} in half of the worlds,"
        f" and {_at_most(most)} in nine of ten."
    )


def _at_most(value: int) -> str:
    """No less than nothing can be."""
    return f"at most {value:,}" if value else "0"


def _delays(evidence: Evidence, arm: str, title: str) -> str:
    values = evidence.known_values(arm, "round_trip_h")
    if not len(values):
        return f"Under {title} no question was answered."
    return (
        f"Under {title} an answer takes {duration_text(values.mean())} on average, over the"
        f" {count_text(len(values), 'world')} in which a question was answered."
    )


def _race(evidence: Evidence, arm: str, title: str) -> str:
    values = evidence.known_values(arm, "objection_in_time")
    if not len(values):
        return ""
    return (
        f"Under {title} an objection was read in time in {int(values.sum()):,} of the"
        f" {count_text(len(values), 'world')} in which the patron did not agree."
    )


def _incidence(evidence: Evidence, arm: str, title: str) -> str:
    struck = evidence.happened(arm, "struck")
    if not struck.any():
        return f"Under {title} there was no strike to follow."
    settled = _many(evidence, arm, "settled")
    return (
        f"Under {title} the crisis had settled within the follow-up in {settled:,} of the"
        f" {count_text(int(struck.sum()), 'world')} with a strike."
    )


def _convergence(evidence: Evidence, arm: str, title: str) -> str:
    found = evidence.differences.get((arm, _MAIN))
    if found is None or np.isnan(found.low) or np.isnan(found.high):
        return ""
    outcome = evidence.outcomes[_MAIN]
    within = ceil((found.high - found.low) / 2.0)
    if not within:
        return ""
    return (
        f"After {count_text(evidence.worlds, 'world')} the difference of {title} in"
        f" {outcome.title} is known to within {within:,} {outcome.unit} either way."
    )


def _forest(evidence: Evidence, arm: str, title: str) -> str:
    found = [
        one
        for (name, outcome), one in evidence.differences.items()
        if name == arm and outcome in evidence.headlines and one.verdict != "not compared"
    ]
    matters = sum(one.verdict == "matters" for one in found)
    if not found:
        return ""
    return (
        f"Under {title} {matters} of {count_text(len(found), 'headline difference')} from the"
        f" baseline {'is' if matters == 1 else 'are'} shown to matter."
    )


_CAPTIONS: Final[Mapping[str, Callable[[Evidence, str, str], str]]] = MappingProxyType(
    {
        "forest": _forest,
        "courses": _courses,
        "flow": _flow,
        "distributions": _distributions,
        "delays": _delays,
        "race": _race,
        "incidence": _incidence,
        "convergence": _convergence,
    }
)
