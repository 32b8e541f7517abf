"""``hotline trace`` from outside: a story, two arms, JSON Lines, and one clear error for each wrong
call.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.cli.main import status
from sim.domain.events import EVENTS

DATA = Path(__file__).parents[1] / "output" / "data" / "story.yaml"


def traced(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert status(["trace", *arguments]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    return said.out


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert status(["trace", *arguments]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    return said.err


def test_a_world_is_told_from_its_first_hour_to_its_outcomes(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = traced(capsys, str(tiny), "--arm", "consult", "--replication", "2", "--seed", "7")
    assert out.startswith("Tiny: world 2 of seed 7, arm consult\n")
    for heading in ("In short", "1. The crisis builds", "Outcomes of this world"):
        assert f"\n{heading}" in out
    assert out == traced(capsys, str(tiny), "--arm", "consult", "-k", "2", "--seed", "7")


def test_without_an_arm_the_baseline_is_told(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert traced(capsys, str(tiny)).startswith("Tiny: world 0 of seed 1, arm unilateral\n")


def test_two_arms_stand_in_the_order_asked_for(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = traced(capsys, str(tiny), "--arm", "joint", "--against", "consult")
    assert out.startswith("Tiny: world 0 of seed 1, arms joint and consult\n")


def test_an_input_can_be_changed(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = traced(capsys, str(tiny), "--set", "allies.patron.name=Farland", "--all")
    assert "Farland" in out


def test_json_is_the_full_log_one_entry_a_line(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = traced(
        capsys, str(tiny), "--arm", "consult", "--against", "joint", "--json"
    ).splitlines()
    entries = [json.loads(line) for line in lines]
    assert [entry["arm"] for entry in entries] == sorted(entry["arm"] for entry in entries)
    assert {"report", "begin", "end"} <= {entry["kind"] for entry in entries} <= set(EVENTS)
    assert [entry["kind"] for entry in entries].count("end") == 2
    assert all(set(entry) == {"arm", "t", "kind", "data"} for entry in entries)


@pytest.mark.parametrize("option", ["--arm", "--against"])
def test_an_unknown_arm_is_answered_with_the_nearest(
    option: str, tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        refused(capsys, str(tiny), option, "consul")
        == "Error: tiny has no arm 'consul'. Did you mean 'consult'?\n"
    )


def test_a_negative_replication_is_wrong_usage(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = refused(capsys, str(tiny), "--replication", "-1")
    assert "'-k' / '--world'" in said
    assert "-1" in said


def test_a_missing_file_is_one_clear_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert "nowhere.yaml" in refused(capsys, "nowhere.yaml")


def test_the_hand_made_crisis_can_be_run_as_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert "arms consult and unilateral" in traced(
        capsys, str(DATA), "--arm", "consult", "--against", "unilateral"
    )
