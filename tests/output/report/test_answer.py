"""The three sentences follow their rules: what helps, at what price, and no difference where none is shown."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from sim.experiment.outcomes import OUTCOMES
from sim.output.charts.chart import Difference, Evidence, Outcome
from sim.output.report.answer import answer, rules
from sim.output.report.failing import failing

Found = Mapping[tuple[str, str], tuple[float, float, float, bool]]


def evidence(found: Found, arms: tuple[str, ...] = ("base", "a", "b")) -> Evidence:
    """Results in which arms differ as ``found`` says: estimate, low, high, whether it stands."""
    names = ("struck", "burden", "threat_end", "trust_of_patron")
    outcomes = {
        name: Outcome(
            name=name, title=OUTCOMES[name].title, unit=OUTCOMES[name].unit, better=OUTCOMES[name].better,
            kind=OUTCOMES[name].kind, exists="always", definition="", matters=OUTCOMES[name].matters,
        )
        for name in names
    }  # fmt: skip
    differences = {
        key: Difference(estimate=one, low=low, high=high, pairs=50, better=0.6, worse=0.3, clear=clear)
        for key, (one, low, high, clear) in found.items()
    }
    return Evidence(
        name="x", title="X", arms=arms, baseline=arms[0], seed=1, worlds=50, digest="0" * 32, confidence=0.95,
        outcomes=outcomes, headlines=names, differences=differences,
        column=lambda _arm, _name: np.array([1.0, 3.0, math.nan, 2.0]),
    )  # fmt: skip


def test_the_best_arm_that_stands_is_named_with_its_interval_and_its_price() -> None:
    found = evidence({
        ("a", "burden"): (-100.0, -150.0, -50.0, True), ("b", "burden"): (-900.0, -2000.0, 200.0, False),
        ("a", "threat_end"): (0.2, 0.1, 0.3, True), ("a", "trust_of_patron"): (0.1, 0.05, 0.15, True),
    })  # fmt: skip
    first, second, third = answer(found)
    assert first == (
        "Against base, a lowers escalation burden most: by 100 rung-hours a world (95 % interval \N{MINUS SIGN}150 to "
        "\N{MINUS SIGN}50), and did better in 60 % of 50 pairs of the same worlds."
    )
    assert second.startswith("It pays for that in threat at the end: higher by 0.2")
    assert third.startswith("No difference is shown in 1 of 4 comparisons")
    assert "escalation burden under b (\N{MINUS SIGN}2000 to 200)" in third


def test_an_interval_that_leaves_out_zero_by_itself_is_said_to_be_one_among_many() -> None:
    found = evidence({("a", "burden"): (19.0, 3.0, 34.0, False), ("b", "burden"): (-9.0, -30.0, 12.0, False)})
    assert answer(found)[2] == (
        "No difference is shown in 2 of 2 comparisons of headline outcomes, among them escalation burden under a (3 to 34; "
        "leaves out zero by itself, but not after adjustment for 2 comparisons) and b (\N{MINUS SIGN}30 to 12)."
    )


def test_where_nothing_stands_no_difference_is_shown() -> None:
    found = evidence({("a", "burden"): (-9.0, -30.0, 12.0, False), ("b", "burden"): (5.0, -30.0, 40.0, False)})
    first, second, third = answer(found)
    assert first == "No arm does better than base in escalation burden: no difference shown."
    assert "no price" in second
    assert "2 of 2" in third


def test_an_arm_that_is_worse_is_not_called_better() -> None:
    found = evidence({("a", "burden"): (90.0, 30.0, 120.0, True)})
    assert answer(found)[0] == "No arm does better than base in escalation burden (a did worse)."


def test_an_arm_without_a_price_is_said_to_have_none() -> None:
    found = evidence({("a", "burden"): (-90.0, -130.0, -20.0, True), ("a", "threat_end"): (0.1, -0.1, 0.3, False)})
    assert answer(found)[1] == "In no other headline outcome is a shown to do worse."


def test_one_arm_has_nothing_to_be_compared_with() -> None:
    assert answer(evidence({}, arms=("base",))) == (
        "There is one arm only, base: nothing to compare it with.",
    )  # fmt: skip
    assert rules(evidence({}, arms=("base",))) == ()


def test_rules_name_the_outcome_that_they_look_at() -> None:
    assert "escalation burden" in rules(evidence({}))[0]


def test_the_worst_worlds_are_named_with_the_command_that_tells_them() -> None:
    found = failing(evidence({}), "x.yaml")
    assert [(one.arm, one.replication) for one in found.worst[:3]] == [("base", 1), ("base", 3), ("base", 0)]
    assert found.worst[0].trace == "hotline trace x.yaml --arm base --replication 1 --seed 1"


@pytest.mark.parametrize("name", ["frame.html.j2", "parts.html.j2", "run.html.j2", "study.html.j2", "report.css"])
def test_the_page_comes_with_the_package(root: Path, name: str) -> None:
    assert (root / "sim" / "output" / "report" / name).is_file()
