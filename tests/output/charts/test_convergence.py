"""The chart of convergence: what it ends with is what the summary says, and it says when there is
too little to see.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest

from sim.output.charts.base.chart import Chart, Evidence, Missing
from sim.output.charts.run import convergence

MakeEvidence = Callable[..., Evidence]


def test_it_ends_where_the_summary_is(evidence: Evidence) -> None:
    chart = convergence.draw(evidence, 7.5)
    assert isinstance(chart, Chart)
    last = {(str(row[1]), str(row[0])): row for row in chart.numbers.rows}
    for key, row in last.items():
        difference = evidence.differences[key]
        assert row[2] == evidence.worlds
        assert float(row[3]) == pytest.approx(difference.estimate, abs=1e-9)
        assert float(row[4]) == pytest.approx(difference.low, abs=1e-9)
        assert float(row[5]) == pytest.approx(difference.high, abs=1e-9)
    assert set(last) <= set(evidence.differences), "what cannot be compared is left out"
    assert "consult" in chart.alt


def test_intervals_of_many_arms_are_left_to_the_table(
    evidence_from: MakeEvidence, worlds_of: Callable[..., Mapping[str, Any]]
) -> None:
    five = list(worlds_of(60).values())
    for arms, most in ((7, 6), (8, 0)):
        chart = convergence.draw(
            evidence_from({f"arm-{at}": five[at % 5] for at in range(arms)}), 7.5
        )
        assert isinstance(chart, Chart)
        bars = [len(axes.collections) for axes in chart.figure.axes if axes.get_visible()]
        assert (max(bars) > 0) is (most > 0)
        assert max(bars) < max(most, 1), "one arm is the baseline once more, and is left out"
        said = chart.figure.texts[1].get_text().replace("\n", " ")
        assert ("interval is in the table)" in said) == (most == 0)


def test_a_number_of_worlds_knows_nothing_of_those_after_it(evidence: Evidence) -> None:
    values, base = evidence.column("consult", "burden"), evidence.column("unilateral", "burden")
    places, outcome = np.array([50, 100]), evidence.outcomes["burden"]
    whole = convergence.running_difference(values, base, places, outcome, 0.95)
    part = convergence.running_difference(values[:100], base[:100], places, outcome, 0.95)
    for one, other in zip(whole, part, strict=True):
        assert np.allclose(one, other)


def test_few_worlds_or_equal_arms_give_no_chart(evidence_from: MakeEvidence) -> None:
    few = {arm: {"struck": np.ones(10)} for arm in ("a", "b")}
    alike = {arm: {"struck": np.ones(100)} for arm in ("a", "b")}
    for worlds, said in ((few, "too few"), (alike, "no headline outcome differs")):
        found = convergence.draw(evidence_from(worlds), 7.5)
        assert isinstance(found, Missing)
        assert said in found.reason
