"""``hotline show``: what it prints can be run again; the ledger lists what the scenario
rests on.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.cli.main import status
from sim.scenario import load


@pytest.fixture
def example(root: Path) -> str:
    """A scenario that ships."""
    return str(root / "scenarios" / "two-desks.yaml")


def test_what_is_shown_is_the_same_scenario(
    example: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status(["show", example, "--set", "terms.notice=2 h"]) == 0
    again = tmp_path / "again.yaml"
    again.write_text(capsys.readouterr().out, encoding="utf-8")
    assert (
        load(again).digest
        == load(example, sets=["terms.notice=2 h"]).digest
        != load(example).digest
    )


def test_only_what_changed(example: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert status(["show", example, "--only-changed"]) == 0
    told = capsys.readouterr().out
    assert "# default" not in told
    assert "horizon: {value: 10 d, source: judgement}" in told


def test_one_arm(example: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert status(["show", example, "--arm", "consult"]) == 0
    told = capsys.readouterr().out
    assert "protocol: consult  # " in told
    assert "arms:" not in told


def test_an_unknown_arm_is_answered_with_the_nearest(
    example: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status(["show", example, "--arm", "consul"]) == 2
    assert "There is no arm 'consul'" in (told := capsys.readouterr()).err
    assert "Did you mean 'consult'?" in told.err
    assert told.out == ""


def test_the_ledger(example: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert status(["show", example, "--assumptions"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Two desks: the assumptions of arm unilateral"
    row = next(line for line in lines if line.startswith("adversary.threat.readiness "))
    assert row.split() == ["adversary.threat.readiness", "0.25", "0.1", "to", "0.5", "judgement"]
    assert lines[-1].endswith("0 without either; 0 outside the plausible range (!)")


def test_the_ledger_marks_what_is_odd(example: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        status(["show", example, "--assumptions", "--only-changed", "--set", "terms.notice=900 h"])
        == 0
    )
    row = next(
        line for line in capsys.readouterr().out.splitlines() if line.startswith("terms.notice")
    )
    assert "0 h to 4 d (!)" in row
    assert "no source (--set terms.notice=900 h)" in row


def test_the_ledger_as_json(example: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert status(["show", example, "--assumptions", "--arm", "consult", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["schema"], document["scenario"], document["arm"]) == (
        1,
        "two-desks",
        "consult",
    )
    rows = {row["path"]: row for row in document["assumptions"]}
    assert rows["horizon"]["number"] == 240.0
    assert (rows["horizon"]["low"], rows["horizon"]["high"], rows["horizon"]["unit"]) == (
        72,
        2160,
        "time",
    )
    assert rows["allies.patron.leader.reading"]["source"].startswith("FRUS")


def test_json_without_the_ledger_is_refused(
    example: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status(["show", example, "--json"]) == 2
    assert "--json goes with --assumptions" in capsys.readouterr().err


def test_a_bad_scenario_is_not_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert status(["show", str(tmp_path)]) == 2
    told = capsys.readouterr()
    assert "is a directory" in told.err
    assert told.out == ""


def test_without_a_scenario_every_default_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert status(["show", "--assumptions"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Defaults: the assumptions of arm unilateral")
    assert "terms.patience.base" in said
    assert " 0 without either" in said
    assert status(["show", "--assumptions", "--set", "terms.patience.base=1 h", "--json"]) == 0
    rows = {row["path"]: row for row in json.loads(capsys.readouterr().out)["assumptions"]}
    assert rows["terms.patience.base"]["number"] == 1.0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--network", "x.svg", "--assumptions"], "--network draws offices and channels"),
        (["--network", "x.svg", "--only-changed"], "--network draws offices and channels"),
        (["--overwrite"], "--overwrite goes with --network"),
    ],
)
def test_no_half_of_what_is_asked_for_is_passed_over(
    tiny: Path, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status(["show", str(tiny), *words]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [[], ["--assumptions", "--arm", "x"], ["--assumptions", "--network", "x.svg"]]
)
def test_without_a_scenario_there_is_nothing_else_to_show(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert status(["show", *words]) == 2
    assert "Name a SCENARIO" in capsys.readouterr().err
