"""A measure taken apart, as text: what each part does by itself, and what it adds to the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from sim.experiment.outcomes import OUTCOMES, described
from sim.output.charts.chart import Outcome
from sim.output.charts.words import folded, told_unit
from sim.output.recommendation_table import NONE, told
from sim.output.table import Grid, plain

Summary = Mapping[str, Any]
TITLES: Final = {
    "alone": "Each part by itself, against the arm without the measure",
    "rest": "All parts but one, against the arm without the measure",
    "removed": "What each part adds to the others: the whole measure less all but that part",
}


def lines(summary: Summary) -> Iterator[str]:
    """The tables."""
    yield f"{summary['measure']} taken apart: added to {summary['arm']} of {summary['scenario']['name']}"
    yield f"{summary['replications']} worlds, seed {summary['seed']}; * marks what is shown after Holm's adjustment"
    for role, title in TITLES.items():
        yield ""
        yield from plain(_grid(summary, role, title))
    yield ""
    yield f"{NONE}: such inputs cannot stand by themselves, as a route without its channel."


def _grid(summary: Summary, role: str, title: str) -> Grid:
    outcomes = [Outcome(**described(OUTCOMES[name])) for name in summary["outcomes"]]
    rows = [("the whole measure", *_cells(summary["whole"], outcomes))]
    rows += [(part["part"], *_cells(part[role], outcomes)) for part in summary["parts"]]
    header = ("", *(folded(f"{one.title}, {told_unit(one)}", 13) for one in outcomes))
    return Grid(title=title, header=header, align="l" + "r" * len(outcomes), rows=tuple(rows))


def _cells(effects: Mapping[str, Any] | None, outcomes: list[Outcome]) -> Iterator[str]:
    for one in outcomes:
        effect = None if effects is None else effects[one.name]
        yield told(effect, one) + (" *" if effect is not None and effect["shown"] else "  ")
