"""A run as people call its arms: what a chart or a sentence shows of them are their titles, while
files of numbers keep the names that a scenario has.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from sim.output.charts.base.chart import Chart, Evidence, Missing, Table

#: Headings of columns that hold the name of an arm.
_OF_ARMS: Final = frozenset({"arm", "baseline"})


def by_title(evidence: Evidence) -> Evidence:
    """The same with arms by their titles; one that two arms share has the name in brackets."""
    names = unique_titles({arm: evidence.title_of(arm) for arm in evidence.arms})
    ids = {title: arm for arm, title in names.items()}
    return replace(
        evidence,
        arms=tuple(names[arm] for arm in evidence.arms),
        baseline=names[evidence.baseline],
        looked_at=names.get(evidence.looked_at, evidence.looked_at),
        never_asks=frozenset(names[arm] for arm in evidence.never_asks),
        column=lambda arm, name: evidence.column(ids[arm], name),
        differences={(names[arm], name): one for (arm, name), one in evidence.differences.items()},
        told=lambda: {names[arm]: one for arm, one in evidence.told().items()},
        paths=lambda: {names[arm]: one for arm, one in evidence.paths().items()},
        titles={},
        ids=ids,
    )


def unique_titles(titles: Mapping[str, str]) -> dict[str, str]:
    """By name the title, which no other arm has."""
    often = Counter(titles.values())
    return {arm: text if often[text] == 1 else f"{text} ({arm})" for arm, text in titles.items()}


def titled(
    draw: Callable[[Evidence, float], Chart | Missing],
) -> Callable[[Evidence, float], Chart | Missing]:
    """A chart with arms by their titles, and its numbers with their names."""

    def drawn(evidence: Evidence, width: float) -> Chart | Missing:
        shown = by_title(evidence)
        found = draw(shown, width)
        return found if isinstance(found, Missing) else with_names(found, shown.ids)

    return drawn


def with_names(chart: Chart, ids: Mapping[str, str]) -> Chart:
    """A chart whose numbers have arms by the names that ``ids`` gives for their titles."""
    table = chart.numbers
    of_arms = {at for at, heading in enumerate(table.header) if heading in _OF_ARMS}
    rows = tuple(
        tuple(
            ids.get(cell, cell) if at in of_arms and isinstance(cell, str) else cell
            for at, cell in enumerate(row)
        )
        for row in table.rows
    )
    return replace(chart, numbers=Table(header=table.header, rows=rows))
