"""A trial of measures as people call these: what a page says of one goes by its title."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import permutations

from sim.experiment.measures.measures_summary import (
    DependenceSummary,
    PortfolioSummary,
    RowSummary,
    TrialSummary,
)

Names = Mapping[str, str]


def by_measure_titles(summary: TrialSummary) -> TrialSummary:
    """The summary with its measures by their titles, as far as each has one of its own."""
    rows, found = summary.measures.rows, summary.measures.portfolio
    titles = [row.title for row in rows]
    names = {row.measure: row.title for row in rows if titles.count(row.title) == 1}
    names |= {f"{a} with {b}": f"{names[a]} with {names[b]}" for a, b in permutations(names, 2)}
    return replace(
        summary,
        measures=replace(
            summary.measures,
            rows=tuple(_row(row, names) for row in rows),
            portfolio=None if found is None else _portfolio(found, names),
        ),
    )


def _row(row: RowSummary, names: Names) -> RowSummary:
    return replace(
        row,
        measure=names.get(row.measure, row.measure),
        depends_on=_named(row.depends_on, names),
        conditions=tuple(_dependence(one, names) for one in row.conditions),
    )


def _dependence(one: DependenceSummary, names: Names) -> DependenceSummary:
    """Conditions of the scenario keep their words; only measures have titles."""
    return replace(one, on=names.get(one.on, one.on), aliases=_named(one.aliases, names))


def _portfolio(found: PortfolioSummary, names: Names) -> PortfolioSummary:
    return replace(
        found,
        chosen=_named(found.chosen, names),
        cheapest=_named(found.cheapest, names),
        within_noise=tuple(_named(one, names) for one in found.within_noise),
        frontier=tuple(_named(one, names) for one in found.frontier),
        near=None if found.near is None else _named(found.near, names),
        sets=tuple(replace(one, measures=_named(one.measures, names)) for one in found.sets),
    )


def _named(measures: tuple[str, ...], names: Names) -> tuple[str, ...]:
    return tuple(names.get(one, one) for one in measures)
