"""What only asking can bring is not held against asking: it is compared among the arms that ask, or
takes no side, and an arm that never asks is nowhere at nought per cent.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from sim.experiment.comparison.only_asking import ArmRecord, kept_apart
from sim.output.answer.asked_comparison import Asked
from sim.output.answer.contrast import asked_contrast
from sim.output.answer.grammar import answer_sentence
from sim.output.answer.phrases import Names
from sim.output.text.comparison_table import grids
from tests.output.answer.conftest import Folder, worlds

SILENT: Mapping[tuple[str, str], np.ndarray] = {
    ("as_today", "struck_on_silence"): worlds((320, 1.0), (80, 0.0)),
    ("with_hotline", "struck_on_silence"): worlds((100, 1.0), (300, 0.0)),
    ("as_today", "struck_against_red"): worlds((40, 1.0), (360, 0.0)),
    ("never_asks", "struck_against_red"): worlds((2, 1.0), (398, 0.0)),
}
NAMES = ["struck_on_silence", "struck_against_red", "past_promise", "struck"]


def test_the_log_of_an_arm_decides() -> None:
    asking = ArmRecord(protocol="consult", most={})
    deaf = ArmRecord(protocol="unilateral", most={})
    warned = ArmRecord(protocol="unilateral", most={}, unasked=frozenset({"struck_against_red"}))
    shown = ArmRecord(protocol="unilateral", most={"struck_against_red": 1.0})
    bound = ArmRecord(protocol="concurrence", most={})
    assert kept_apart(NAMES, asking, deaf) == {
        "struck_on_silence": "not compared",
        "struck_against_red": "not compared",
        "past_promise": "not compared",
    }
    assert kept_apart(NAMES, asking, warned)["struck_against_red"] == "no side"
    assert kept_apart(NAMES, asking, shown)["struck_against_red"] == "no side"
    assert kept_apart(NAMES, asking, bound) == {"past_promise": "not compared"}
    assert kept_apart(NAMES, bound, bound) == {}
    assert kept_apart(["struck_on_silence"], deaf, deaf) == {"struck_on_silence": "not compared"}


def test_a_run_compares_the_arms_that_ask_and_takes_no_side_with_one_that_does_not(
    folder: Folder,
) -> None:
    results, _ = folder(SILENT)
    asking = results.summary.comparisons["with_hotline"]
    never = results.summary.comparisons["never_asks"]
    assert asking["struck_on_silence"].verdict == "matters"
    assert never["struck_on_silence"].verdict == "not compared"
    assert never["struck_on_silence"].difference is None
    assert never["struck_against_red"].verdict in {"matters", "may be small"}
    assert never["struck_against_red"].better is None
    assert results.summary.family.headline == 2 * len(
        [one for one in results.summary.headlines if asking[one].p_headline is not None]
    ) - sum(asking[one].p_headline is not None and never[one].p is None for one in asking)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "struck_on_silence",
            (
                "Not compared: under Asks by the attaché net strikes with no answer to the last"
                " question stand at 80 of 100 worlds; Does not ask never asks, so its none is no"
                " success."
            ),
        ),
        ("struck_against_red", "fall from 40 to 2 of 400 worlds; the outcome takes no side"),
    ],
)
def test_the_sentence_says_who_never_asks(folder: Folder, name: str, said: str) -> None:
    results, _ = folder(SILENT)
    asked = Asked(outcome=name, arm="never_asks", against="as_today", how="scenario", choices=1)
    assert said in answer_sentence(asked_contrast(results, asked), Names())


def test_the_table_has_no_nought_for_an_arm_that_never_asks(folder: Folder) -> None:
    results, _ = folder(SILENT)
    estimates, _, never, *_ = grids(results.summary, width=200)
    row = next(row for row in estimates.rows if row[0] == "struck on silence")
    assert row[1].startswith("0.8")
    assert row[3] == "never asks"
    compared = next(row for row in never.rows if row[0] == "struck on silence")
    assert compared[-1] == "not compared"
