"""The three sentences follow their rules: what helps, at what price, and no difference where none
is shown.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pytest

from sim.experiment.outcomes.definitions import OUTCOMES
from sim.output.charts.base.chart import Difference, Evidence, Outcome
from sim.output.charts.base.words import interval, signed_number
from sim.output.report.sections.answer import answer, rules
from sim.output.report.sections.best_arm import against
from sim.output.report.sections.failures import failure_section

Found = Mapping[tuple[str, str], tuple[float, float, float, bool]]
SAME = (1.0, 3.0, math.nan, 2.0)


def evidence(
    found: Found,
    arms: tuple[str, ...] = ("base", "a", "b"),
    burden: Mapping[str, list[float]] = MappingProxyType({}),
) -> Evidence:
    """Results in which arms differ as ``found`` says: estimate, low, high, whether it stands;
    ``burden`` by arm and world.
    """
    names = ("struck", "burden", "threat_end", "trust_of_patron")
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
        for name in names
    }
    differences = {
        key: Difference(
            estimate=one, low=low, high=high, pairs=50, better=0.6, worse=0.3, clear=clear
        )
        for key, (one, low, high, clear) in found.items()
    }
    return Evidence(
        name="x",
        title="X",
        arms=arms,
        baseline=arms[0],
        seed=1,
        worlds=50,
        digest="0" * 32,
        confidence=0.95,
        outcomes=outcomes,
        headlines=names,
        differences=differences,
        column=lambda arm, name: np.array(burden.get(arm, SAME) if name == "burden" else SAME),
    )


def test_the_best_arm_that_stands_is_named_with_its_interval_and_its_price() -> None:
    found = evidence(
        {
            ("a", "burden"): (-100.0, -150.0, -50.0, True),
            ("b", "burden"): (-9.0, -2000.0, 200.0, False),
            ("a", "threat_end"): (0.2, 0.1, 0.3, True),
            ("a", "trust_of_patron"): (0.1, 0.05, 0.15, True),
        },
        burden={"a": [1.0, 2.0, 3.0, 4.0], "b": [91.0, 93.0, 94.0, 95.0]},
    )
    first, second, third = answer(found)
    assert (
        first
        == "Against base, a lowers escalation burden most, by 100 rung-hours a world (95 % interval"
        " \N{MINUS SIGN}150 to \N{MINUS SIGN}50), and did better in 60 % of 50 pairs of the same"
        " worlds."
    )
    assert second.startswith("It pays for that in threat at the end: higher by 0.2")
    assert third.startswith("No difference is shown in 1 of 4 comparisons")
    assert "escalation burden under b (\N{MINUS SIGN}2000 to 200)" in third


def test_an_arm_that_differs_from_the_next_in_no_way_that_is_shown_does_not_do_so_most() -> None:
    found = {
        ("a", "burden"): (-100.0, -150.0, -50.0, True),
        ("b", "burden"): (-99.0, -150.0, -48.0, True),
    }
    burden = {"a": [1.0, 9.0, 2.0, 7.0], "b": [9.0, 1.0, 6.0, 3.0]}
    first = answer(evidence(found, burden=burden))[0]
    assert " a lowers escalation burden by 100 rung-hours" in first
    assert first.endswith("; that is the most by its estimate, not told apart from b.")
    larger = {**found, ("b", "burden"): (-900.0, -2000.0, 200.0, False)}
    assert answer(evidence(larger, burden=burden))[0].endswith(
        "; not told apart from b, and more by its estimate under b, where it does not stand."
    )


def test_arms_that_tie_are_all_named() -> None:
    found = {
        ("a", "burden"): (-100.0, -150.0, -50.0, True),
        ("b", "burden"): (-100.0, -150.0, -50.0, True),
        ("c", "burden"): (-2.0, -3.0, -1.0, True),
        ("b", "threat_end"): (0.2, 0.1, 0.3, True),
    }
    burden = {"a": [1.0, 2.0, 3.0, 4.0], "b": [1.0, 2.0, 3.0, 4.0], "c": [95.0, 96.0, 97.0, 99.0]}
    first, second, _ = answer(evidence(found, ("base", "a", "b", "c"), burden))
    assert first.startswith(
        "Against base, a and b lower escalation burden most, by 100 rung-hours a world each (95 %"
    )
    assert second.startswith("b pays for that in threat at the end")


def test_the_interval_of_the_best_against_another_is_that_of_their_differences_widened() -> None:
    found = evidence({}, burden={"a": [1.0, 5.0, 2.0, 8.0], "b": [2.0, 9.0, math.nan, 9.0]})
    low, high = against(found, "a", "b", found.outcomes["burden"], 0.95)
    half = (
        4.302652729911275 * math.sqrt(3.0) / math.sqrt(3)
    )  # Student's quantile of 2 degrees; gaps 1, 4 and 1 (variance 3)
    np.testing.assert_allclose((low, high), (-2.0 - half, -2.0 + half), rtol=1e-9)
    wider = against(found, "a", "b", found.outcomes["burden"], 0.975)
    assert wider[0] < low < high < wider[1]


def test_one_world_has_no_interval_and_no_page_says_nan() -> None:
    found = evidence({("a", "burden"): (-9.0, math.nan, math.nan, False)}, ("base", "a"))
    one = {key: replace(value, pairs=1) for key, value in found.differences.items()}
    third = answer(replace(found, differences=one))[2]
    assert third.endswith("among them escalation burden under a (no interval: one world).")
    assert interval(1.0, math.nan, math.nan, found.outcomes["burden"]) == "+1 [no interval]"
    assert signed_number(math.nan, 1) == "-"


def test_an_interval_that_leaves_out_zero_by_itself_is_said_to_be_one_among_many() -> None:
    found = evidence(
        {("a", "burden"): (19.0, 3.0, 34.0, False), ("b", "burden"): (-9.0, -30.0, 12.0, False)}
    )
    assert (
        answer(found)[2]
        == "No difference is shown in 1 of 2 comparisons of headline outcomes, and 1 more leaves"
        " out zero, but not after Holm's adjustment; among them escalation burden under a (3 to"
        " 34; leaves out zero by itself, but not after adjustment for 2 comparisons) and b"
        " (\N{MINUS SIGN}30 to 12)."
    )


def test_where_nothing_stands_no_difference_is_shown() -> None:
    found = evidence(
        {("a", "burden"): (-9.0, -30.0, 12.0, False), ("b", "burden"): (5.0, -30.0, 40.0, False)}
    )
    first, second, third = answer(found)
    assert (
        first == "No arm is shown to do better than base in escalation burden: no difference shown."
    )
    assert "no price" in second
    assert "2 of 2" in third


def test_an_arm_that_is_worse_is_not_called_better() -> None:
    found = evidence({("a", "burden"): (90.0, 30.0, 120.0, True)})
    assert (
        answer(found)[0]
        == "No arm is shown to do better than base in escalation burden: a is shown to do worse."
    )


def test_arms_of_which_nothing_is_shown_are_told_beside_those_that_are_worse() -> None:
    found = evidence(
        {("a", "burden"): (90.0, 30.0, 120.0, True), ("b", "burden"): (-5.0, -30.0, 20.0, False)}
    )
    assert answer(found)[0].endswith(
        ": a is shown to do worse, and no difference is shown under b."
    )


def test_an_arm_without_a_price_is_said_to_have_none() -> None:
    found = evidence(
        {
            ("a", "burden"): (-90.0, -130.0, -20.0, True),
            ("a", "threat_end"): (0.1, -0.1, 0.3, False),
        }
    )
    assert answer(found)[1] == "In no other headline outcome is a shown to do worse."


def test_one_arm_has_nothing_to_be_compared_with() -> None:
    assert answer(evidence({}, arms=("base",))) == (
        "There is one arm only, base: nothing to compare it with.",
    )
    assert rules(evidence({}, arms=("base",))) == ()


def test_rules_name_the_outcome_that_they_look_at() -> None:
    assert "escalation burden" in rules(evidence({}))[0]


def test_the_worst_worlds_are_named_with_the_command_that_tells_them() -> None:
    found = failure_section(evidence({}), "x.yaml")
    assert [(one.arm, one.replication) for one in found.worst[:3]] == [
        ("base", 1),
        ("base", 3),
        ("base", 0),
    ]
    assert found.worst[0].trace == "hotline trace x.yaml --arm base -k 1 --seed 1"


def test_failures_that_are_rare_are_told_by_how_rare() -> None:
    found = evidence({})
    surprised = replace(found.outcomes["struck"], name="surprise", kind="share")
    four = replace(
        found,
        outcomes={"surprise": surprised},
        column=lambda _arm, _name: (np.arange(1000) < 4).astype(float),
    )
    assert failure_section(four, "x.yaml").rows[0][1] == "0.4 % (0.2 to 1)"
    assert (
        failure_section(replace(four, column=lambda _arm, _name: np.zeros(1000)), "x.yaml").rows[0][
            1
        ]
        == "0 % (0 to 0.4)"
    )


@pytest.mark.parametrize(
    "name", ["frame.html.j2", "parts.html.j2", "run.html.j2", "study.html.j2", "report.css"]
)
def test_the_page_comes_with_the_package(root: Path, name: str) -> None:
    assert (root / "sim" / "output" / "report" / name).is_file()
