"""Rank correlations: right against SciPy, as wide as promised, nothing where nothing is, and never
said of what is one thing.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from scipy import stats

from sim.experiment.outcomes.definitions import OUTCOMES
from sim.output.charts.base.chart import Evidence, Floats, Outcome
from sim.output.report.sections.association import (
    MOST,
    ON_THE_WAY,
    PARTS,
    interval,
    links,
    spearman,
    strongest,
)
from sim.output.report.sections.drivers import drivers, failure_table


def evidence(columns: Mapping[str, Floats], arms: tuple[str, ...] = ("base",)) -> Evidence:
    """Results whose arms all have these columns."""
    outcomes = {
        name: Outcome(
            name=name,
            title=OUTCOMES[name].title,
            unit=OUTCOMES[name].unit,
            better=OUTCOMES[name].better,
            kind=OUTCOMES[name].kind,
            exists="always",
            definition="",
            matters=OUTCOMES[name].matters,
        )
        for name in columns
    }
    return Evidence(
        name="x",
        title="X",
        arms=arms,
        baseline=arms[0],
        seed=1,
        worlds=len(next(iter(columns.values()))),
        digest="0" * 32,
        confidence=0.95,
        outcomes=outcomes,
        headlines=tuple(columns),
        differences={},
        column=lambda _arm, name: columns[name],
    )


def test_it_is_spearmans_coefficient_with_ties() -> None:
    random = np.random.default_rng(7)
    first, second = random.integers(0, 6, 200).astype(float), random.normal(size=200)
    assert spearman(first, second) == pytest.approx(stats.spearmanr(first, second).statistic)


@pytest.mark.parametrize("truth", [0.0, 0.5])
def test_the_interval_covers_what_it_says(truth: float) -> None:
    random, covered, shown = np.random.default_rng(3), 0, 0
    population = 6.0 / np.pi * np.arcsin(truth / 2.0)  # of two normal variables
    for _ in range(600):
        first = random.normal(size=80)
        second = truth * first + np.sqrt(1.0 - truth**2) * random.normal(size=80)
        low, high, p = interval(spearman(first, second), 80, 0.95)
        covered += low <= population <= high
        shown += p < 0.05
    assert 0.925 < covered / 600 < 0.975
    assert shown / 600 > 0.98 if truth else shown / 600 < 0.08


def test_an_order_that_is_one_has_an_interval_and_does_not_fail() -> None:
    low, high, p = interval(1.0, 40, 0.95)
    assert 0.99 < low <= high <= 1.0
    assert p == 0.0


def worlds(count: int = 200) -> dict[str, Floats]:
    random = np.random.default_rng(11)
    hours = random.exponential(20.0, count)
    return {
        "burden": 10.0 * hours + random.normal(0.0, 40.0, count),
        "round_trip_h": np.where(random.uniform(size=count) < 0.1, np.nan, hours),
        "leaks": random.integers(0, 3, count).astype(float),
        "recalls": np.zeros(count),
        "surprise": (hours > 25.0).astype(float),
        "notice_h": -hours,
    }


def test_what_goes_with_the_outcome_is_found_and_what_does_not_is_not() -> None:
    found = links(evidence(worlds()), [("base", "burden")])
    assert {link.other for link in found} == {"round_trip_h", "leaks", "notice_h"}, (
        "what never varies is left out"
    )
    assert {link.other for link in found if link.stands} == {"round_trip_h", "notice_h"}
    assert strongest(found, 1)[0].rho == max(found, key=lambda link: abs(link.rho)).rho
    tab = drivers(evidence(worlds()))
    assert tab is not None
    assert any("round trip: more of it, more of the outcome" in row[1] for row in tab.rows)
    assert "Holm over 3" in tab.caption


def test_a_failure_is_not_explained_by_what_it_is_made_of() -> None:
    tab = failure_table(evidence(worlds()))
    assert tab is not None
    assert [row[2] for row in tab.rows] == ["round trip"], "notice is what surprise is counted by"
    assert float(tab.rows[0][3].split()[0]) > float(tab.rows[0][4].split()[0])
    assert PARTS.keys() <= OUTCOMES.keys()
    assert set(ON_THE_WAY) <= OUTCOMES.keys()


def test_where_nothing_stands_that_is_said() -> None:
    random = np.random.default_rng(5)
    tab = drivers(
        evidence(
            {"burden": random.normal(size=60), "leaks": random.integers(0, 2, 60).astype(float)},
            ("base", "a"),
        )
    )
    assert tab is not None
    assert {row[0] for row in tab.rows if row[1] == "nothing that stands"} == {"base", "a"}
    assert failure_table(evidence({"burden": random.normal(size=60)})) is None
    assert drivers(evidence({"struck": np.ones(40)})) is None, "neither way is better"


def test_few_worlds_say_nothing_and_very_many_are_not_all_looked_at() -> None:
    few = {name: values[:20] for name, values in worlds().items()}
    assert links(evidence(few), [("base", "burden")]) == []
    many = evidence(worlds(MOST + 500))
    assert max(link.worlds for link in links(many, [("base", "burden")])) == MOST
    tab = drivers(many)
    assert tab is not None
    assert f"the first {MOST:,} of {MOST + 500:,} worlds" in tab.caption
