"""What charts may know of a trial of measures: its summary, and the evidence that gives every chart
its footer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sim.experiment.measures.measures_summary import MeasuresSummary, RowSummary, TrialSummary
from sim.output.charts.base.chart import Evidence, Outcome
from sim.output.charts.base.evidence import study_evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A trial as charts see it."""

    evidence: Evidence
    summary: MeasuresSummary

    @property
    def rows(self) -> Sequence[RowSummary]:
        """The measures, as the recommendation has them."""
        return self.summary.rows

    @property
    def titled_rows(self) -> Sequence[RowSummary]:
        """The same, each with the measures that it depends on by their titles."""
        titles = {row.measure: row.title for row in self.rows}
        return [
            replace(
                row,
                depends_on=tuple(titles.get(name, name) for name in row.depends_on),
                conditions=tuple(
                    replace(one, on=titles.get(one.on, one.on)) for one in row.conditions
                ),
            )
            for row in self.rows
        ]

    def outcome(self, name: str) -> Outcome:
        return self.evidence.outcomes[name]

    def is_shown(self, row: RowSummary, name: str) -> bool:
        """Whether a measure's average effect on an outcome stands after adjustment."""
        if name == row.expected.outcome:
            p = row.average.p_adjusted
            return p is not None and p < self.summary.alpha
        return any(one.outcome == name for one in row.moved)


def trial_evidence(summary: TrialSummary) -> Tried:
    """What charts see of a trial's summary."""
    evidence = study_evidence(summary, summary.headlines)
    return Tried(evidence=evidence, summary=summary.measures)


def towards(direction: str, value: float | None) -> float:
    """A value turned so that up is the wanted direction."""
    if value is None:
        return float("nan")
    return -value if direction == "lower" else value
