"""The rows of a forest chart: which outcomes it shows, and their effects by arm."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sim.output.charts.base.chart import Difference, Evidence, Outcome
from sim.output.charts.base.order import by_use

MOST_ROWS: Final = (
    75  # of arms and outcomes on one page; what does not fit is in the table behind it
)


FEWEST: Final = 6  # outcomes that are shown however many arms there are; and that the words tell of


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the page: an outcome as heading, or an arm under it."""

    at: float
    outcome: Outcome
    arm: str = ""
    difference: Difference | None = None


def chosen_outcomes(evidence: Evidence) -> tuple[list[Outcome], list[str], list[str]]:
    """Outcomes on the page, titles of those there is no room for, and of those that no pair of
    worlds has.
    """
    present = [evidence.outcomes[name] for name in by_use(evidence)]
    known = [
        one
        for one in present
        if any((arm, one.name) in evidence.differences for arm in evidence.others)
    ]
    room = max(FEWEST, MOST_ROWS // (1 + len(evidence.others)))
    return (
        known[:room],
        [one.title for one in known[room:]],
        [one.title for one in present if one not in known],
    )


def effect_rows(evidence: Evidence, shown: list[Outcome]) -> list[Row]:
    rows: list[Row] = []
    at = 0.0
    for outcome in shown:
        rows.append(Row(at=at, outcome=outcome))
        for arm in evidence.others:
            at += 1.0
            rows.append(
                Row(
                    at=at,
                    outcome=outcome,
                    arm=arm,
                    difference=evidence.differences.get((arm, outcome.name)),
                )
            )
        at += 1.25
    return rows
