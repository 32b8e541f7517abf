"""What goes with the outcome that counts first, and with failures, from world to world: from the
run's own worlds.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.output.charts.base.chart import Evidence, Outcome
from sim.output.charts.base.words import decimals, factor, plain, signed_number
from sim.output.report.sections.all_arms import leading_outcome
from sim.output.report.sections.association import MOST, Link, links, strongest
from sim.output.report.sections.failures import FAILURES
from sim.output.report.study_account import PageTable
from sim.output.words import many_text

#: Of each arm.
_MOST: Final = 3
#: Worlds on either side below which a comparison of failures with the others says nothing.
_FEWEST: Final = 10


def drivers(evidence: Evidence) -> PageTable | None:
    """What goes with the outcome that counts first, arm by arm; ``None`` where no outcome has a
    better direction.
    """
    first = leading_outcome(evidence)
    if first is None:
        return None
    found = links(evidence, [(arm, first.name) for arm in evidence.arms])
    rows = []
    for arm in evidence.arms:
        own = [
            _row(evidence, link)
            for link in strongest([one for one in found if one.arm == arm], _MOST)
        ]
        rows += own or [(arm, "nothing that stands", "-", "-")]
    return PageTable(
        caption=(
            f"What goes with {first.title}, from world to world ({_many(evidence)}; Holm over"
            f" {len(found)})"
        ),
        header=("arm", "goes with", "rank correlation", "worlds"),
        rows=tuple(rows),
    )


def failure_table(evidence: Evidence) -> PageTable | None:
    """What failed worlds of an arm have in common; ``None`` where no failure has worlds enough to
    say.
    """
    wanted = [
        (arm, name)
        for arm in evidence.arms
        for name in FAILURES
        if name in evidence.outcomes and _both(evidence, arm, name)
    ]
    found = links(evidence, wanted)
    if not found:
        return None
    rows = [_failure(evidence, link) for link in strongest(found, 2)]
    return PageTable(
        caption=(
            f"What worlds that failed have in common, against the others ({_many(evidence)}; Holm"
            f" over {len(found)})"
        ),
        header=(
            "arm",
            "failure",
            "goes with",
            "mean where it failed",
            "mean elsewhere",
            "rank correlation",
        ),
        rows=tuple(rows) or (("all", "nothing that stands", "-", "-", "-", "-"),),
    )


def _many(evidence: Evidence) -> str:
    many = f"{many_text(evidence.worlds, 'world')}"
    return many if evidence.worlds <= MOST else f"the first {MOST:,} of {many}"


def _both(evidence: Evidence, arm: str, name: str) -> bool:
    values = evidence.known_values(arm, name)[:MOST]
    return _FEWEST <= float(values.sum()) <= len(values) - _FEWEST


def _row(evidence: Evidence, link: Link) -> tuple[str, ...]:
    other = evidence.outcomes[link.other]
    return (
        link.arm,
        f"{other.title}: {'more' if link.rho > 0 else 'less'} of it, more of the outcome",
        _rho(link),
        f"{link.worlds:,}",
    )


def _failure(evidence: Evidence, link: Link) -> tuple[str, ...]:
    other = evidence.outcomes[link.other]
    failed, values = (
        evidence.column(link.arm, link.outcome)[:MOST],
        evidence.column(link.arm, link.other)[:MOST],
    )
    both = ~(np.isnan(failed) | np.isnan(values))
    means = (float(values[both & (failed == said)].mean()) for said in (1.0, 0.0))
    told = (f"{plain(value * factor(other), decimals(other))} {_unit(other)}" for value in means)
    return link.arm, evidence.outcomes[link.outcome].title, other.title, *told, _rho(link)


def _unit(outcome: Outcome) -> str:
    return "%" if outcome.kind == "share" else outcome.unit


def _rho(link: Link) -> str:
    return (
        f"{signed_number(link.rho, 2)} [{signed_number(link.low, 2)},"
        f" {signed_number(link.high, 2)}]"
    )
