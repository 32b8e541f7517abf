"""The tables of studies say what the summaries say: intervals of every index, how samples were laid
out, what luck adds.
"""

from __future__ import annotations

from typing import Any

import pytest

from sim.experiment.discovery.discovery_summary import DiscoverySummary
from sim.experiment.outcomes.definitions import OUTCOMES, plain_outcome
from sim.experiment.sensitivity.influence_sentences import sentences
from sim.experiment.sensitivity.sensitivity_summary import SensitivitySummary
from sim.output.report.studies.discovery import discovery_findings
from sim.output.text.grid import plain
from sim.output.text.sensitivity_notes import sensitivity_notes
from sim.output.text.sensitivity_table import information_grids, sensitivity_grids
from sim.output.text.study_table import discovery_notes, laid_out
from tests.summaries import altered, planted

Parts = dict[str, Any]
CHANGE = {"value": 1.0, "low": 0.5, "high": 1.5}
INDEX = {
    "size": 0.5,
    "low": 0.25,
    "high": 0.75,
    "other": -0.125,
    "other_low": -0.5,
    "other_high": 0.25,
    "chance": 0.1,
    "p": 0.01,
    "change": 60.0,
    "shown": True,
    "above": True,
}
BAND = {
    "effect": 80.0,
    "low": 64.4,
    "high": 98.2,
    "p": 0.001,
    "means": [10.0, 20.0, 30.0, 40.0, 60.0, 90.0],
    "course": "rises",
    "verdict": "matters",
}
POWER = {"worlds": 4000, "reach": 52.0, "needed": 12123}
FACTOR = {
    "path": "a.b",
    "meaning": "growth",
    "law": "uniform",
    "value": 2.0,
    "low": 1.0,
    "high": 5.0,
    "told": {"value": "2", "low": "1", "high": "5"},
}


def screening(band: Parts) -> Parts:
    doubt = {"luck": 4.0, "tau": 30.0, "low": 20.0, "high": 38.0, "additive": 0.7}
    return {"here": 45.0, "factors": {"a.b": band}, "power": POWER, "doubt": doubt}


def sensitive(method: str, index: Parts) -> SensitivitySummary:
    swing = {"down": CHANGE, "up": CHANGE, "across": CHANGE, "p": 0.01, "shown": True}
    return planted(
        SensitivitySummary,
        method=method,
        arm="consult",
        against=None,
        response="consult",
        samples=800,
        percent=None,
        points={"alone": 3, "together": 800},
        first_world={"alone": 0, "together": 20},
        sampled_arms=["unilateral", "consult"],
        together=["a.b"],
        factors={"a.b": {**FACTOR, "moved": ["1 d", "5 d"]}},
        outcomes={"burden": plain_outcome(OUTCOMES["burden"])},
        swings={"burden": {"here": 12.0, "factors": {"a.b": swing}}},
        screening={"burden": screening(index)} if method == "bands" else {},
        indices={"burden": {"factors": {"a.b": index}, "dummy": index}}
        if method == "sobol"
        else {},
        information=None,
        left_out=None,
    )


def discovered(*laws: str) -> DiscoverySummary:
    regret = {"mean": 1.0, "p90": 2.0, "max": 3.0, "satisfactory": 0.5, "best": 0.5}
    return planted(
        DiscoverySummary,
        factors={f"input {at}": {**FACTOR, "law": law} for at, law in enumerate(laws)},
        replications=4,
        samples=128,
        seed=1,
        fill="latin",
        questions=[],
        outcomes={"burden": plain_outcome(OUTCOMES["burden"])},
        regret={"burden": {"consult": regret, "unilateral": regret}},
    )


def text(summary: SensitivitySummary) -> str:
    together, alone = sensitivity_grids(summary)
    assert "one input moved (as it is: 12)" in alone.title
    assert alone.rows == (("a.b", "1 d", "5 d", "+1", "+1", "moves it *"),)
    return "\n".join(plain(together))


def test_both_indices_of_sobol_have_their_intervals() -> None:
    found = text(sensitive("sobol", INDEX))
    assert found.count("0.25 to 0.75") == found.count("-0.50 to 0.25") == 2, (
        "of the input and of chance"
    )
    assert "-0.12" in found
    assert "matters *" in found
    small = text(sensitive("sobol", {**INDEX, "above": False}))
    assert "shown, may be small *" in small


def test_bands_are_printed_with_effect_interval_course_and_word() -> None:
    *_, row = text(sensitive("bands", BAND)).splitlines()
    assert row.split() == [
        *("a.b", "1", "5", "80", "64", "to", "98", "10", "20", "30", "40", "60", "90", "rises"),
        *("matters", "*"),
    ]
    rare = {**BAND, "low": 0.0, "high": None, "course": "", "verdict": "too rare"}
    assert "0 to any" in text(sensitive("bands", rare))
    assert "too rare to tell" in text(sensitive("bands", rare))


def test_never_is_it_said_that_nothing_stands_out_without_what_could_have_been_shown() -> None:
    matters = OUTCOMES["burden"].matters
    [line] = sentences(sensitive("bands", {**BAND, "verdict": "cannot be told"}))
    assert line == (
        "escalation burden: none can be told at these numbers; 4,000 worlds show a range of 52 or"
        f" more in 8 of 10 such studies; for {matters:g}, the least that matters, it takes about"
        " 13,000. On average 45: luck of the worlds +-4, doubt about the inputs +-59 (39 to 74),"
        " together +-59; more worlds shrink the luck alone."
    )
    enough = sensitive("bands", BAND)
    power = {**POWER, "reach": 9.0}
    enough = altered(enough, screening={"burden": {**screening(BAND), "power": power}})
    [line] = sentences(enough)
    assert line == (
        "escalation burden: a.b matters; 4,000 worlds show a range of 9 or more in 8 of 10 such"
        " studies. On average 45: luck of the worlds +-4, doubt about the inputs +-59 (39 to 74),"
        " together +-59; more worlds shrink the luck alone."
    )


@pytest.mark.parametrize("method", ["bands", "sobol"])
def test_what_the_star_rests_on_is_said(method: str) -> None:
    found = sensitive(method, BAND if method == "bands" else INDEX)
    [note] = sensitivity_notes(found)
    assert {
        "bands": "*: shown after Holm's adjustment for 1 input",
        "sobol": "by signs tossed world by world for all inputs together",
    }[method] in note
    assert "in fewer than 5 of 100 exchanges of low, own and high" in note
    assert "What cannot be told may still be there" in note
    left = {"named": False, "unranged": 7, "differing": ["terms.promise"]}
    _, left_out = sensitivity_notes(altered(found, left_out=left))
    assert left_out.startswith(
        "Not moved: 7 numbers without a plausible range and 1 in which the arms differ"
        " (terms.promise), and how long is watched."
    )
    _, named = sensitivity_notes(altered(found, left_out={**left, "named": True}))
    assert named == "Only the inputs that were named are moved; nothing is said of any other."


@pytest.mark.parametrize(
    ("laws", "said"),
    [
        (("uniform", "uniform"), "evenly over ranges"),
        (
            ("uniform", "triangular"),
            "as their laws say for 1 of 2 inputs, evenly over ranges for the others",
        ),
        (("lognormal", "triangular"), "as their laws say for 2 of 2 inputs"),
    ],
)
def test_samples_are_said_to_lie_as_they_do(laws: tuple[str, ...], said: str) -> None:
    summary = discovered(*laws)
    assert laid_out(summary) == said
    page = discovery_findings(summary)
    for words in (*discovery_notes(summary), page.rules[-1], page.method[0]):
        assert said in words
        assert ("evenly" in words) == ("uniform" in laws)


def test_regret_is_said_to_be_flattered_by_luck() -> None:
    [note] = discovery_notes(discovered("uniform"))
    assert "means over 4 worlds a sample" in note
    assert "above all the max, come out too high" in note


WORTH = {
    "value": 12.0,
    "low": 4.0,
    "high": 20.0,
    "p": 0.01,
    "shown": True,
    "rule": [{"arm": "joint", "told": "below 2 d"}, {"arm": "consult", "told": "above 2 d"}],
}


def informed(worth: Parts) -> SensitivitySummary:
    information = {
        "goal": "less escalation burden",
        "unit": "rung-hours",
        "matters": 20.0,
        "best": "joint",
        "together": 55.0,
        "factors": {"a.b": worth},
    }
    return altered(sensitive("bands", BAND), information=information)


def test_what_an_input_is_worth_is_told_with_the_rule_by_which_one_would_choose() -> None:
    summary = informed(WORTH)
    [grid] = information_grids(summary)
    assert grid.title == (
        "What it is worth to know an input before choosing an arm, rung-hours: for less escalation"
        " burden (not knowing: joint; all inputs together: at most 55)"
    )
    assert grid.rows == (("a.b", "12", "4 to 20", "joint below 2 d; consult above 2 d", "shown *"),)
    assert "is any input worth as much" in sensitivity_notes(summary)[-1]


def test_where_one_arm_is_best_everywhere_knowing_is_worth_nothing() -> None:
    summary = informed({**WORTH, "value": 0.0, "low": 0.0, "shown": False})
    assert information_grids(summary) == []
    assert (
        "knowing no single input is shown to change which arm is best: joint"
        in (sensitivity_notes(summary)[-1])
    )
