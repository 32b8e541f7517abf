"""The tables of studies say what the summaries say: intervals of every index, how samples were laid
out, what luck adds.
"""

from __future__ import annotations

from typing import Any

import pytest

from sim.experiment.discovery.discovery_summary import DiscoverySummary
from sim.experiment.outcomes.definitions import OUTCOMES, plain_outcome
from sim.experiment.sensitivity.sensitivity_summary import SensitivitySummary
from sim.output.report.studies.discovery import discovery_findings
from sim.output.text.grid import plain
from sim.output.text.study_table import (
    discovery_notes,
    laid_out,
    sensitivity_grids,
    sensitivity_notes,
)
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
    "shown": True,
    "above": True,
}
FACTOR = {
    "path": "a.b",
    "meaning": "growth",
    "law": "uniform",
    "value": 2.0,
    "low": 1.0,
    "high": 5.0,
    "told": {"value": "2", "low": "1", "high": "5"},
}


def sensitive(method: str, index: Parts) -> SensitivitySummary:
    swing = {"down": CHANGE, "up": CHANGE, "across": CHANGE, "p": 0.01, "shown": True}
    return planted(
        SensitivitySummary,
        method=method,
        arm="consult",
        against=None,
        response="consult",
        samples=10,
        percent=None,
        points={"alone": 3, "together": 10},
        together=["a.b"],
        factors={"a.b": {**FACTOR, "moved": ["1 d", "5 d"]}},
        outcomes={"burden": plain_outcome(OUTCOMES["burden"])},
        swings={"burden": {"here": 12.0, "factors": {"a.b": swing}}},
        indices={"burden": {"factors": {"a.b": index}, "dummy": index}},
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
    [grid] = sensitivity_grids(summary)
    return "\n".join(plain(grid))


def test_both_indices_of_sobol_have_their_intervals() -> None:
    found = text(sensitive("sobol", INDEX))
    assert found.count("0.25 to 0.75") == found.count("-0.50 to 0.25") == 2, (
        "of the input and of chance"
    )
    assert "-0.12" in found


def test_sigma_has_no_interval() -> None:
    found = text(sensitive("morris", {**INDEX, "other_low": None, "other_high": None}))
    assert found.count(" to ") == 2
    assert "sigma" in found


def test_a_folder_from_before_shows_a_dash() -> None:
    before = {
        name: value for name, value in INDEX.items() if name not in ("other_low", "other_high")
    }
    _, *rows = text(sensitive("sobol", before)).splitlines()
    assert all(row.split("-0.12")[1].split()[0] == "-" for row in rows if "-0.12" in row)
    assert text(sensitive("sobol", before)).count("0.25 to 0.75") == 2


@pytest.mark.parametrize("method", ["morris", "sobol"])
def test_what_the_star_rests_on_is_said(method: str) -> None:
    [note] = sensitivity_notes(sensitive(method, INDEX))
    size = {"morris": "mu*", "sobol": "total"}[method]
    assert f"The interval of {size} is a bootstrap over the places of the other inputs" in note
    assert "so an interval above zero is no evidence" in note
    assert "* marks more than the luck of the worlds: p below 0.05 after Holm's adjustment" in note
    assert "An interval above zero without a * and a * beside an interval that reaches zero" in note
    assert "chosen and tested in the same worlds, by an older version" in note
    [now] = sensitivity_notes(
        altered(sensitive(method, INDEX), first_world={"alone": 0, "together": 20})
    )
    assert "chosen in the worlds of the first step and tested in others" in now


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
