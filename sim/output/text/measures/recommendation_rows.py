"""The recommendation of a trial of measures as rows of cells, and all that effects depend on."""

from __future__ import annotations

from sim.experiment.measures.measures_summary import RowSummary, TrialSummary
from sim.output.charts.base.chart import Cell, Table, number_or_nan
from sim.output.text.measures.measure_reasons import brief, reason
from sim.output.text.measures.recommendation_table import moved_told


def recommendation(summary: TrialSummary) -> Table:
    """The table as numbers, effects in the unit of their outcome (shares from 0 to 1)."""
    header = (
        "measure",
        "title",
        "expected",
        "outcome",
        "unit",
        "direction",
        "alone",
        "alone_low",
        "alone_high",
        "average",
        "low",
        "high",
        "p_adjusted",
        "worlds",
        "share_higher",
        "share_lower",
        "cost",
        "cost_per_unit",
        "verdict",
        "brief",
        "because",
        "moved",
    )
    return Table(header=header, rows=tuple(_row(summary, row) for row in summary.measures.rows))


def _row(summary: TrialSummary, row: RowSummary) -> tuple[Cell, ...]:
    alone, average, expected = row.alone, row.average, row.expected
    alone_numbers = [
        number_or_nan(one)
        for one in ((alone.estimate, alone.low, alone.high) if alone else (None,) * 3)
    ]
    numbers = (
        average.estimate,
        average.low,
        average.high,
        average.p_adjusted,
        average.worlds,
        average.higher,
        average.lower,
    )
    return (
        row.measure,
        row.title,
        expected.text,
        expected.outcome,
        expected.unit,
        expected.direction,
        *alone_numbers,
        *map(number_or_nan, numbers),
        row.cost,
        number_or_nan(row.cost_per_unit),
        row.verdict,
        brief(row),
        reason(row),
        "; ".join(moved_told(summary, row, len(row.moved))),
    )


def dependences(summary: TrialSummary) -> Table:
    """All that was tried on the effects of measures, shown or not: effects in the unit of their
    outcome (shares from 0 to 1).
    """
    parts = ("with", "without", "difference")
    header = (
        "measure",
        "outcome",
        "unit",
        "direction",
        "on",
        "kind",
        "aliases",
        "shown",
        "p_adjusted",
        "worlds",
        *(f"{part}{end}" for part in parts for end in ("", "_low", "_high")),
        "with_says",
        "without_says",
    )
    rows: list[tuple[Cell, ...]] = [
        (
            row.measure,
            *(expected.outcome, expected.unit, expected.direction),
            one.on,
            one.kind,
            " or ".join(one.aliases),
            int(one.shown),
            number_or_nan(one.difference.p_adjusted),
            one.difference.worlds,
            *(
                number_or_nan(end)
                for part in (one.with_, one.without, one.difference)
                for end in (part.estimate, part.low, part.high)
            ),
            one.with_.says,
            one.without.says,
        )
        for row in summary.measures.rows
        for expected in (row.expected,)
        for one in row.conditions
    ]
    return Table(header=header, rows=tuple(rows))
