"""What an answer is about comes first wherever a chart, its words or its numbers have room for some
outcomes only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sim.output.charts import draw
from sim.output.charts.base.chart import Chart, Evidence
from sim.output.charts.base.order import LEADING, by_use
from sim.output.report.pictures import MOST_ROWS
from sim.output.report.sections.all_arms import LEADING as LEADING_IN_SENTENCES
from sim.output.report.sections.all_arms import all_arms_sentences


def the(evidence: Evidence, name: str) -> Chart:
    chart = draw(evidence, name)
    assert isinstance(chart, Chart)
    return chart


@pytest.fixture
def twelve(evidence_from: Callable[..., Evidence], worlds_of: Callable[..., Any]) -> Evidence:
    """Twelve arms, of whom the five usual ones come again and again."""
    few = list(worlds_of(60).values())
    return evidence_from({f"arm-{at}": few[at % 5] for at in range(12)})


def named_in_the_answer(evidence: Evidence) -> list[str]:
    """Headline outcomes that the sentences of the answer name."""
    said = " ".join(all_arms_sentences(evidence))
    return [name for name in evidence.headlines if evidence.outcomes[name].title in said]


def test_it_is_the_order_of_the_answer(evidence: Evidence) -> None:
    assert LEADING == LEADING_IN_SENTENCES
    order = by_use(evidence)
    assert sorted(order) == sorted(evidence.headlines)
    assert [name for name in order if name in LEADING] == order[: len(LEADING)]
    directed = [evidence.outcomes[name].better != "neither" for name in order]
    assert directed == sorted(directed, reverse=True), "what cannot be better goes last"


@pytest.mark.parametrize("many", [False, True])
def test_the_forest_shows_tells_and_lists_what_the_answer_names(
    many: bool, evidence: Evidence, twelve: Evidence
) -> None:
    found = twelve if many else evidence
    chart, named = the(found, "forest"), named_in_the_answer(found)
    assert "burden" in named
    titles = [label.get_text() for label in chart.figure.axes[0].get_yticklabels()]
    first = {row[0] for row in chart.numbers.rows[:MOST_ROWS]}
    for name in named:
        title = found.outcomes[name].title
        assert title in titles
        assert f"{title.capitalize()} (" in chart.alt
    assert chart.numbers.rows[0][0] == "burden"
    assert {"burden", "peak_rung"} <= first


def test_all_that_the_answer_names_is_among_the_first_numbers_of_five_arms(
    evidence: Evidence,
) -> None:
    first = {row[0] for row in the(evidence, "forest").numbers.rows[:MOST_ROWS]}
    assert set(named_in_the_answer(evidence)) <= first


def test_convergence_draws_what_the_answer_is_about(evidence: Evidence, twelve: Evidence) -> None:
    for found in (evidence, twelve):
        shown = [
            (axes.get_title() or axes.get_title(loc="left")).partition("\n")[0]
            for axes in the(found, "convergence").figure.axes
        ]
        for name in LEADING:
            assert found.outcomes[name].title in shown


def test_what_is_cut_is_said_to_be(evidence: Evidence) -> None:
    cut = [outcome.title for outcome in evidence.outcomes.values() if outcome.censoring_point]
    assert cut == [
        "hours without a strike",
        "hours without an attack",
        "time to de-escalation",
        "hours until settled",
        "support suspended",
    ]
    forest, distributions = the(evidence, "forest"), the(evidence, "distributions")
    reading = forest.figure.texts[1].get_text().replace("\n", " ")
    assert "Hours until settled is cut at the follow-up: a restricted mean." in reading
    (panel,) = [
        axes
        for axes in distributions.figure.axes
        if axes.get_title(loc="left") == "time to de-escalation"
    ]
    assert panel.get_xlabel().endswith("\ncut at the follow-up")
    assert "time to de-escalation (hours, cut at the follow-up)" in distributions.alt
