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
from sim.experiment.statistics.verdicts import Verdict
from sim.output.charts.base.bounds import of_difference
from sim.output.charts.base.chart import Difference, Evidence, Outcome
from sim.output.charts.base.words import interval, plain, signed_number
from sim.output.report.captions import captions
from sim.output.report.sections.all_arms import all_arms_sentences, rules
from sim.output.report.sections.best_arm import Found, against, named_interval, named_level
from sim.output.report.sections.failures import failure_section

Planted = Mapping[tuple[str, str], tuple[float, float, float, bool]]
SAME = (1.0, 3.0, math.nan, 2.0)


def verdict(low: float, high: float, matters: float, *, clear: bool) -> Verdict:
    """What an interval says of a difference, where adjustment leaves it what it is."""
    if clear and (low > matters or high < -matters):
        return "matters"
    if -matters < low and high < matters:
        return "does not matter"
    return "may be small" if clear else "cannot be told"


def anything(_arm: str, _name: str) -> bool:
    """Every arm can have every outcome."""
    return True


def evidence(
    found: Planted,
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
            estimate=one,
            low=low,
            high=high,
            pairs=50,
            better=0.6,
            worse=0.3,
            clear=clear,
            verdict=verdict(low, high, OUTCOMES[key[1]].matters, clear=clear),
            beside="not after Holm" if not clear and (low > 0.0 or high < 0.0) else "",
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
    first, second, third = all_arms_sentences(found)
    # Three of four stand, so the interval of what is named is that of 1 - .05 x 3 / 4.
    a = Found(
        arm="a", outcome=found.outcomes["burden"], difference=found.differences["a", "burden"]
    )
    assert named_level(found) == pytest.approx(1.0 - 0.05 * 3 / 4)
    assert named_interval(found, a) == against(found, "a", "base", a.outcome, named_level(found))
    low, high = (plain(end, 0) for end in named_interval(found, a))
    assert (
        first
        == "Against base, a lowers escalation burden most, by 100 rung-hours a world (95 % interval"
        f" {low} to {high}, adjusted for its being named), and did better in 60 % of 50 pairs of"
        " the same worlds."
    )
    assert second.startswith("It pays for that in threat at the end: higher by 0.2")
    assert third.startswith(
        "Of 4 comparisons of headline outcomes 3 are shown to matter and 1 cannot be told;"
    )
    assert "escalation burden is not shown to differ under b (\N{MINUS SIGN}2000 to 200)" in third


def test_what_is_shown_is_called_by_its_size() -> None:
    found = {
        ("a", "burden"): (-60.0, -110.0, -10.0, True),
        ("a", "threat_end"): (0.02, 0.01, 0.025, True),
    }
    judged = evidence(found, ("base", "a"))
    first, second, third = all_arms_sentences(judged)
    assert "by 60 rung-hours a world, an amount that may be below what matters (95 %" in first
    assert "higher by 0.020 readiness, too little to matter" in second
    assert "1 is shown but may be small and 1 is shown not to matter." in third


def test_what_only_the_number_of_comparisons_makes_doubtful_is_told_so() -> None:
    found = evidence({("a", "burden"): (-60.0, -110.0, -10.0, True)}, ("base", "a"))
    key = ("a", "burden")
    alone = replace(found.differences[key], beside="not after Holm")
    first, *_ = all_arms_sentences(replace(found, differences={**found.differences, key: alone}))
    assert "by 60 rung-hours a world, an amount that among so many comparisons may be" in first


def test_results_of_older_versions_are_shown_or_not_and_not_judged_by_size() -> None:
    judged = evidence(
        {("a", "burden"): (-60.0, -110.0, -10.0, True), ("b", "burden"): (5.0, -9.0, 19.0, False)}
    )
    old = {key: replace(one, verdict=None) for key, one in judged.differences.items()}
    first, _, third = all_arms_sentences(replace(judged, differences=old))
    assert "may be below" not in first
    assert third.startswith(
        "Of 2 comparisons of headline outcomes 1 is shown and 1 is not shown; escalation burden"
    )


def test_what_stands_beside_a_verdict_is_counted_and_worlds_are_said() -> None:
    found = evidence({("a", "burden"): (30.0, -12.0, 72.0, False)}, ("base", "a"))
    more = {
        key: replace(one, beside="too few worlds", worlds_to_tell=2500)
        for key, one in found.differences.items()
    }
    third = all_arms_sentences(replace(found, differences=more))[2]
    assert "1 cannot be told (1 too few worlds)" in third
    assert third.endswith(
        "(\N{MINUS SIGN}12 to 72; too few worlds for what none of them showed; about 2,500 worlds"
        " would tell)."
    )


def test_an_arm_that_differs_from_the_next_in_no_way_that_is_shown_does_not_do_so_most() -> None:
    found = {
        ("a", "burden"): (-100.0, -150.0, -50.0, True),
        ("b", "burden"): (-99.0, -150.0, -48.0, True),
    }
    burden = {"a": [1.0, 9.0, 2.0, 7.0], "b": [9.0, 1.0, 6.0, 3.0]}
    first = all_arms_sentences(evidence(found, burden=burden))[0]
    assert " a lowers escalation burden by 100 rung-hours" in first
    assert first.endswith("; that is the most by its estimate, not told apart from b.")
    larger = {**found, ("b", "burden"): (-900.0, -2000.0, 200.0, False)}
    assert all_arms_sentences(evidence(larger, burden=burden))[0].endswith(
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
    first, second, _ = all_arms_sentences(evidence(found, ("base", "a", "b", "c"), burden))
    assert first.startswith(
        "Against base, a and b lower escalation burden most, by 100 rung-hours a world each (95 %"
    )
    assert second.startswith("b pays for that in threat at the end")


def test_the_interval_of_the_best_against_another_is_that_of_their_differences_widened() -> None:
    found = evidence({}, burden={"a": [1.0, 5.0, 2.0, 8.0], "b": [2.0, 9.0, math.nan, 9.0]})
    low, high = against(found, "a", "b", found.outcomes["burden"], 0.95)
    # The same as of the column itself: gaps 1, 4 and 1, of which too few differ to tell.
    assert (low, high) == of_difference(
        np.array([-1.0, -4.0, -1.0]), found.outcomes["burden"], 0.95
    )
    half = 4.302652729911275 * math.sqrt(3.0) / math.sqrt(3)  # Student's: variance 3
    assert low <= -2.0 - half
    assert high >= -2.0 + half - 1e-9
    wider = against(found, "a", "b", found.outcomes["burden"], 0.975)
    assert wider[0] < low < high < wider[1]


def test_one_world_has_no_interval_and_no_page_says_nan() -> None:
    found = evidence({("a", "burden"): (-9.0, math.nan, math.nan, False)}, ("base", "a"))
    one = {key: replace(value, pairs=1) for key, value in found.differences.items()}
    third = all_arms_sentences(replace(found, differences=one))[2]
    assert third.endswith("is not shown to differ under a (no interval: one world).")
    assert interval(1.0, math.nan, math.nan, found.outcomes["burden"]) == "+1 [no interval]"
    assert signed_number(math.nan, 1) == "-"


def test_an_interval_that_leaves_out_zero_by_itself_is_said_to_be_one_among_many() -> None:
    found = evidence(
        {("a", "burden"): (19.0, 3.0, 44.0, False), ("b", "burden"): (-9.0, -30.0, 12.0, False)}
    )
    assert (
        all_arms_sentences(found)[2]
        == "Of 2 comparisons of headline outcomes 1 is shown not to matter and 1 cannot be told (1"
        " not after Holm); escalation burden is not shown to differ under a (3 to 44; by itself it"
        " says more, but not after adjustment for 2 comparisons) and b (\N{MINUS SIGN}30 to 12;"
        " shown not to matter)."
    )


def test_where_nothing_stands_no_difference_is_shown() -> None:
    found = evidence(
        {("a", "burden"): (-9.0, -30.0, 12.0, False), ("b", "burden"): (5.0, -30.0, 44.0, False)}
    )
    first, second, third = all_arms_sentences(found)
    assert (
        first == "No arm is shown to do better than base in escalation burden: no difference shown."
    )
    assert "no price" in second
    assert third.startswith(
        "Of 2 comparisons of headline outcomes 1 is shown not to matter and 1 cannot be told;"
    )


def test_the_outcome_that_is_asked_about_comes_first() -> None:
    found = evidence(
        {
            ("a", "burden"): (-9.0, -30.0, 12.0, False),
            ("a", "threat_end"): (-0.1, -0.3, -0.05, True),
        },
        ("base", "a"),
    )
    gain, price, _ = all_arms_sentences(found, "threat_end")
    assert gain.startswith("Against base, a lowers")
    assert price == "In no other headline outcome is a shown to do worse."
    assert "the one that is asked about" in rules(found, "threat_end")[0]
    beside = replace(found, headlines=("burden",))
    said = all_arms_sentences(beside, "threat_end")[0]
    assert said.partition(" (")[0] == gain.partition(" (")[0], "also where it is no headline"
    none, gained, _ = all_arms_sentences(found)
    assert none.startswith("No arm is shown to do better than base in escalation burden")
    assert gained == (
        "Other outcomes are shown to be better under some arms:"
        f" {found.outcomes['threat_end'].title} (a)."
    )


def test_what_is_not_compared_is_no_comparison() -> None:
    found = evidence(
        {
            ("a", "burden"): (-90.0, -130.0, -50.0, True),
            ("a", "threat_end"): (0.1, 0.0, 0.2, False),
        },
        ("base", "a"),
    )
    apart = replace(found.differences["a", "threat_end"], verdict="not compared")
    found = replace(found, differences={**found.differences, ("a", "threat_end"): apart})
    assert (
        all_arms_sentences(found)[-1]
        == "Of 1 comparison of headline outcomes 1 is shown to matter."
    )
    assert captions(found, "a", "A")["forest"] == (
        "Under A 1 of 1 headline difference from the baseline is shown to matter."
    )


@pytest.mark.parametrize(
    ("burden", "said"),
    [
        ([0.0, 0.0, 0.0, 0.2], "is 0 rung-hours in half of the worlds, and at most 1 in nine"),
        ([0.0, 0.0, 0.0, 0.0], "is 0 rung-hours in half of the worlds, and 0 in nine of ten."),
        ([3.5, 8.0, 9.0, 1400.0], "is at most 8 rung-hours in half of the worlds, and at most 1,4"),
    ],
)
def test_nothing_stays_below_nothing(burden: list[float], said: str) -> None:
    found = evidence({}, ("base", "a"), {"a": burden})
    assert said in captions(found, "a", "A")["distributions"]


def test_a_difference_that_is_known_closely_is_not_known_without_error() -> None:
    close = evidence({("a", "burden"): (-0.3, -0.5, -0.1, True)}, ("base", "a"))
    said = captions(close, "a", "A")["convergence"]
    assert said.endswith("is known to within 1 rung-hours either way.")
    same = evidence({("a", "burden"): (0.0, 0.0, 0.0, False)}, ("base", "a"))
    assert "convergence" not in captions(same, "a", "A")


def test_an_arm_that_is_worse_is_not_called_better() -> None:
    found = evidence({("a", "burden"): (90.0, 30.0, 120.0, True)})
    assert (
        all_arms_sentences(found)[0]
        == "No arm is shown to do better than base in escalation burden: a is shown to do worse."
    )


def test_arms_of_which_nothing_is_shown_are_told_beside_those_that_are_worse() -> None:
    found = evidence(
        {("a", "burden"): (90.0, 30.0, 120.0, True), ("b", "burden"): (-5.0, -30.0, 20.0, False)}
    )
    assert all_arms_sentences(found)[0].endswith(
        ": a is shown to do worse, and no difference is shown under b."
    )


def test_an_arm_without_a_price_is_said_to_have_none() -> None:
    found = evidence(
        {
            ("a", "burden"): (-90.0, -130.0, -20.0, True),
            ("a", "threat_end"): (0.1, -0.1, 0.3, False),
        }
    )
    assert all_arms_sentences(found)[1] == "In no other headline outcome is a shown to do worse."


def attacks(found: Evidence, shares: Mapping[str, list[float]]) -> Evidence:
    """The same results, with attacks by arm and world."""
    row = OUTCOMES["attacked"]
    outcome = replace(
        found.outcomes["struck"],
        name="attacked",
        title=row.title,
        better=row.better,
        matters=row.matters,
    )
    gap = Difference(
        estimate=0.25, low=-0.1, high=0.6, pairs=4, better=0.0, worse=0.25, clear=False,
        verdict="too rare",
    )  # fmt: skip
    return replace(
        found,
        headlines=(*found.headlines, "attacked"),
        outcomes={**found.outcomes, "attacked": outcome},
        differences={**found.differences, ("a", "attacked"): gap},
        column=lambda arm, name: (
            np.array(shares[arm]) if name == "attacked" else found.column(arm, name)
        ),
    )


@pytest.mark.parametrize(
    ("estimate", "clear", "begins"),
    [
        (0.25, False, "A price of restraint is not shown: under a the adversary attacked in 50.0"),
        (-0.25, False, "A price of restraint was not seen: under a the adversary attacked in 50.0"),
        (0.25, True, "The price of restraint: under a the adversary attacked in 50.0"),
        (-0.25, True, "Restraint had no price: under a the adversary attacked in 50.0"),
    ],
)
def test_beside_the_gain_stands_what_restraint_costs_and_a_price_only_where_it_is_shown(
    estimate: float, clear: bool, begins: str
) -> None:
    found = evidence({("a", "burden"): (-90.0, -130.0, -50.0, True)}, ("base", "a"))
    priced = attacks(found, {"base": [0.0, 0.0, 0.0, 1.0], "a": [0.0, 1.0, 0.0, 1.0]})
    gap = replace(priced.differences["a", "attacked"], estimate=estimate, clear=clear)
    priced = replace(priced, differences={**priced.differences, ("a", "attacked"): gap})
    gain, restraint, price, _ = all_arms_sentences(priced)
    assert gain.startswith("Against base, a lowers escalation burden")
    assert restraint.startswith(begins)
    assert restraint.endswith("; too rare to tell.")
    assert price == "In no other headline outcome is a shown to do worse."
    assert any("price of restraint" in rule for rule in rules(priced))
    deaf = all_arms_sentences(replace(priced, never_asks=frozenset({"a"})))
    assert not any("rice of restraint" in one or "no price" in one for one in deaf)


def test_restraint_has_no_price_where_nobody_attacks_or_nothing_is_gained() -> None:
    gained = evidence({("a", "burden"): (-90.0, -130.0, -50.0, True)}, ("base", "a"))
    assert len(all_arms_sentences(attacks(gained, {"base": [0.0] * 4, "a": [0.0] * 4}))) == 3
    idle = evidence({("a", "burden"): (-9.0, -30.0, 12.0, False)}, ("base", "a"))
    assert len(all_arms_sentences(attacks(idle, {"base": [1.0] * 4, "a": [1.0] * 4}))) == 3
    assert not any("price of restraint" in rule for rule in rules(gained))


def test_one_arm_has_nothing_to_be_compared_with() -> None:
    assert all_arms_sentences(evidence({}, arms=("base",))) == (
        "There is one arm only, base: nothing to compare it with.",
    )
    assert rules(evidence({}, arms=("base",))) == ()


def test_rules_name_the_outcome_that_they_look_at() -> None:
    assert "escalation burden" in rules(evidence({}))[0]


def test_the_worst_worlds_are_named_with_the_command_that_tells_them() -> None:
    found = failure_section(evidence({}), "x.yaml", anything)
    assert [(one.arm, one.replication) for one in found.worst[:3]] == [
        ("base", 1),
        ("base", 3),
        ("base", 0),
    ]
    assert found.worst[0].trace == "hotline trace x.yaml --arm base -k 1 --seed 1"


def test_what_an_arm_cannot_have_is_no_nought_among_its_failures() -> None:
    found = evidence({})
    silent = replace(found.outcomes["struck"], name="struck_on_silence", kind="share")
    none = replace(
        found, outcomes={"struck_on_silence": silent}, column=lambda _arm, _name: np.zeros(1000)
    )
    rows = failure_section(none, "x.yaml", lambda arm, _name: arm != "a").rows
    assert [row[1] for row in rows] == ["0 % (0 to 0.4)", "never asks", "0 % (0 to 0.4)"]


def test_failures_that_are_rare_are_told_by_how_rare() -> None:
    found = evidence({})
    surprised = replace(found.outcomes["struck"], name="surprise", kind="share")
    four = replace(
        found,
        outcomes={"surprise": surprised},
        column=lambda _arm, _name: (np.arange(1000) < 4).astype(float),
    )
    assert failure_section(four, "x.yaml", anything).rows[0][1] == "0.4 % (0.2 to 1)"
    assert (
        failure_section(
            replace(four, column=lambda _arm, _name: np.zeros(1000)), "x.yaml", anything
        ).rows[0][1]
        == "0 % (0 to 0.4)"
    )


@pytest.mark.parametrize(
    "name", ["frame.html.j2", "parts.html.j2", "run.html.j2", "study.html.j2", "report.css"]
)
def test_the_page_comes_with_the_package(root: Path, name: str) -> None:
    assert (root / "sim" / "output" / "report" / name).is_file()
