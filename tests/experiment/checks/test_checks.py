"""Checks: read from a file with units, counted where they apply with an interval, given ones apart
from tests.
"""

from __future__ import annotations

import json
from math import isnan, nan
from pathlib import Path

import numpy as np
import pytest

from sim.cli import main
from sim.domain.inputs.checks import Amount, Check
from sim.domain.inputs.setting import Scenario
from sim.errors import ScenarioError
from sim.experiment.checks.agreement import (
    TOGETHER,
    Agreement,
    agreements,
    agrees,
    missed_checks,
    over_draws,
)
from sim.experiment.outcomes.outcome_lookup import outcome_findings
from sim.experiment.statistics.estimates import Floats, wilson
from sim.experiment.statistics.mean_intervals import mean_interval
from sim.experiment.statistics.moments import sums_of
from sim.output.text.agreement import amount, between, check_descriptions, grids
from sim.scenario import load, resolve, scenario_yaml

SECTION = """\
checks:
  late: {outcome: notice_h, between: [-4 h, 90 min], says: "by telephone, afterwards", source: a \
record}
  quiet: {outcome: recalls, between: [0, 0]}
  asked: {outcome: answered_in_time, between: [0, 1], arm: consult, at_least: 0.1}
"""


@pytest.fixture
def declared(tiny: Path, tmp_path: Path) -> Path:
    path = tmp_path / "declared.yaml"
    path.write_text(tiny.read_text(encoding="utf-8") + SECTION, encoding="utf-8")
    return path


def with_check(tiny: Path, tmp_path: Path, check: str) -> Path:
    path = tmp_path / "one.yaml"
    path.write_text(
        f"{tiny.read_text(encoding='utf-8')}checks: {{one: {check}}}\n", encoding="utf-8"
    )
    return path


# in a file


def test_a_check_is_read_in_hours_and_in_pure_numbers(declared: Path) -> None:
    checks = load(declared).checks
    assert checks["late"].between == (Amount(-4.0, "h"), Amount(1.5, "h"))
    assert checks["quiet"].between == (Amount(0.0, ""), Amount(0.0, ""))
    assert checks["asked"].arm == "consult"


def test_a_check_changes_no_world(declared: Path, tiny: Path) -> None:
    assert load(declared).digest == load(tiny).digest


def test_the_resolved_file_keeps_it(declared: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.yaml"
    again.write_text(scenario_yaml(resolve(declared)), encoding="utf-8")
    assert load(again).checks == load(declared).checks


@pytest.mark.parametrize(
    ("check", "told"),
    [
        ("{outcome: notice_h, between: [-4 h]}", "expected a list of two"),
        ("{outcome: notice_h, between: [4 h, -4 h]}", "the range is reversed"),
        ("{outcome: notice_h, between: [soon, 4 h]}", "expected a duration"),
        ("{outcome: notice_h, between: [0 h, 1 h], arm: consul}", 'there is no arm "consul"'),
        ("{outcome: notice_h, betwen: [0 h, 1 h]}", "betwen"),
        ("{between: [0 h, 1 h]}", "outcome"),
        (
            "{outcome: struck, between: [1, 1], given_by: the rule, at_least: 0.5}",
            "can demand nothing",
        ),
        ("{outcome: struck, between: [1, 1], given_by: true}", "expected a text"),
    ],
)
def test_a_mistaken_check_is_told(tiny: Path, tmp_path: Path, check: str, told: str) -> None:
    with pytest.raises(ScenarioError, match=r"one\.yaml:") as caught:
        load(with_check(tiny, tmp_path, check))
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("check", "told"),
    [
        ("{outcome: notise_h, between: [0 h, 1 h]}", 'Did you mean "notice_h"?'),
        ("{outcome: notice_h, between: [1, 2]}", "measured in h: expected hours"),
        ("{outcome: peak_rung, between: [1 h, 2 h]}", "measured in rung: expected pure numbers"),
        ("{outcome: recalls, between: [0, 0], where: struk}", 'Did you mean "struck"?'),
        (
            "{outcome: recalls, between: [0, 0], where: notice_h}",
            "expected something that happens or not",
        ),
    ],
)
def test_a_check_of_no_outcome_or_in_another_unit_is_told(
    tiny: Path, tmp_path: Path, check: str, told: str
) -> None:
    path = with_check(tiny, tmp_path, check)
    with pytest.raises(ScenarioError, match=r"one\.yaml:") as caught:
        resolve(path, also=outcome_findings)
    assert told in str(caught.value)
    assert main.status(["check", str(path)]) == 2


# counting


CHECK = Check(outcome="notice_h", between=(Amount(-4.0, "h"), Amount(1.0, "h")))


def counted(scenario: Scenario, **outcomes: list[float]) -> dict[tuple[str, str], Agreement]:
    """Agreement in worlds of which these outcomes are known, the same in every arm."""

    def column(_arm: str, outcome: str) -> Floats:
        return np.array(outcomes[outcome])

    return {(one.arm, one.name): one for one in agreements(scenario, column, 0.95)}


def test_the_ends_agree_and_a_world_without_the_outcome_does_not() -> None:
    values = np.array([-4.1, -4.0, 0.0, 1.0, 1.1, nan])
    assert agrees(CHECK, lambda _: values).tolist() == [0, 1, 1, 1, 0, 0]


def test_agreement_is_counted_with_wilsons_interval_and_together(declared: Path) -> None:
    found = counted(
        load(declared),
        notice_h=[0.0, 0.0, 9.0, nan],
        recalls=[0.0, 1.0, 0.0, 0.0],
        answered_in_time=[1.0, 1.0, 1.0, nan],
    )
    late = found["unilateral", "late"]
    assert (late.share, late.agree, late.applies, late.worlds, late.median) == (0.5, 2, 4, 4, 0.0)
    assert (late.low, late.high) == tuple(float(end) for end in wilson(2, 4))
    assert found["unilateral", TOGETHER].share == 0.25
    assert isnan(found["unilateral", TOGETHER].median)
    assert ("consult", TOGETHER) not in found, "one check alone needs no sum"


def test_only_a_check_that_demands_a_share_can_be_missed(declared: Path) -> None:
    scenario = load(declared)
    none = [nan] * 200
    found = counted(scenario, notice_h=none, recalls=none, answered_in_time=none)
    assert missed_checks(scenario, list(found.values())) == ["asked"]


# where it applies, and what is no test

CONDITIONED = """\
checks:
  acted: {outcome: struck, between: [1, 1]}
  no-penalty: {outcome: suspended_h, where: struck, between: [0 h, 0 h], says: accepted, \
at_least: 0.2}
  waited: {outcome: round_trip_h, between: [1 d, 9 d], given_by: "the council, set from the record"}
"""
NEVER = {"struck": [0.0] * 4, "suspended_h": [0.0] * 4, "round_trip_h": [48.0] * 4}


@pytest.fixture
def conditioned(tiny: Path, tmp_path: Path) -> Path:
    path = tmp_path / "conditioned.yaml"
    path.write_text(tiny.read_text(encoding="utf-8") + CONDITIONED, encoding="utf-8")
    return path


def test_a_world_without_the_event_is_no_agreement(conditioned: Path) -> None:
    found = counted(
        load(conditioned),
        struck=[1.0, 1.0, 0.0, 0.0],
        suspended_h=[0.0, 9.0, 0.0, 0.0],
        round_trip_h=[48.0] * 4,
    )
    held = found["unilateral", "no-penalty"]
    assert (held.agree, held.applies, held.worlds, held.share) == (1, 2, 4, 0.5)
    assert held.median == 4.5, "of the worlds where it applies"
    assert found["unilateral", TOGETHER].agree == 1


def test_where_the_event_never_happens_nothing_is_said_and_a_demand_is_not_met(
    conditioned: Path,
) -> None:
    scenario = load(conditioned)
    found = counted(scenario, **NEVER)
    held = found["unilateral", "no-penalty"]
    assert (held.agree, held.applies) == (0, 0)
    assert isnan(held.share)
    assert not held.doubtful
    assert found["unilateral", TOGETHER].agree == 0
    assert missed_checks(scenario, list(found.values())) == ["no-penalty"]
    (row,) = (
        row for row in grids(scenario, list(found.values()))[0].rows if row[0] == "no-penalty"
    )
    assert row[3:] == ("-", "0 of 0", "-", "")


def test_what_an_input_decides_is_no_test(conditioned: Path) -> None:
    scenario = load(conditioned)
    found = counted(scenario, struck=[1.0, 1.0], suspended_h=[0.0, 0.0], round_trip_h=[1.0, 1.0])
    waited = found["unilateral", "waited"]
    assert (waited.tests, waited.share, waited.doubtful) == (False, 0.0, False), (
        "it is shown, but nothing is asked of it"
    )
    assert found["unilateral", TOGETHER].share == 1.0
    tests, given = grids(scenario, list(found.values()))
    assert [row[0] for row in tests.rows] == ["acted", "no-penalty", TOGETHER]
    assert [row[0] for row in given.rows] == ["waited"]
    assert given.title == "Given by inputs, not a test, unilateral"
    assert check_descriptions(scenario) == [
        "no-penalty (where struck): accepted",
        "waited: Given, not a test: the council, set from the record",
    ]


# what is printed


def test_the_table_names_check_arm_values_and_share(declared: Path) -> None:
    scenario = load(declared)
    half = [0.0, 1.0]
    tables = grids(
        scenario,
        list(counted(scenario, notice_h=half, recalls=half, answered_in_time=half).values()),
    )
    assert [("unilateral" in one.title, "consult" in one.title) for one in tables] == [
        (False, True),
        (True, False),
    ]
    rows = {row[0]: row for table in tables for row in table.rows}
    assert rows["late"][1:6] == ("notice", "-4 h to 1.5 h", "0.5 h", "2 of 2", "1.00")
    assert rows["quiet"][2:5] == ("0", "0.5", "1 of 2")
    assert check_descriptions(scenario) == ["late: by telephone, afterwards"]


def test_amounts_in_words() -> None:
    assert between(CHECK) == "-4 h to 1 h"
    assert [amount(value, timed=True) for value in (1.25, 240.0, nan)] == ["1.2 h", "10.0 d", "-"]
    assert amount(0.45, timed=False) == "0.45"


def words(path: Path, out: Path, *more: str) -> list[str]:
    quick = ("-n", "8", "--jobs", "1", "--no-charts", "--no-report", "--quiet", "--out", str(out))
    return ["run", str(path), *quick, *more]


def test_a_run_prints_agreement_after_its_tables(
    declared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.status(words(declared, tmp_path)) in {0, 3}
    said_all = capsys.readouterr().out
    assert "Agreement with what is declared" in said_all
    assert "late: by telephone, afterwards" in said_all
    assert max(map(len, said_all.splitlines())) <= 130


def test_a_demand_that_is_not_met_ends_with_status_3(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = with_check(tiny, tmp_path, "{outcome: burden, between: [9.0e+9, 9.9e+9], at_least: 0.9}")
    assert main.status(words(path, tmp_path, "--json")) == 3
    shown = capsys.readouterr()
    assert "not met by enough worlds: one" in shown.err
    (run,) = json.loads(shown.out)["runs"]
    assert run["checks"][0]["share"] == 0.0


def test_a_scenario_without_checks_is_told_as_before(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.status(words(tiny, tmp_path, "--json")) == 0
    (run,) = json.loads(capsys.readouterr().out)["runs"]
    assert "checks" not in run


def test_worlds_of_a_draw_are_alike_so_an_interval_is_over_draws() -> None:
    """Six draws of five worlds, three of which agree throughout: three of six, not 15 of 30. Where
    a check applies in some worlds only, each counts alike.
    """
    alike = np.repeat([1.0, 1.0, 1.0, 0.0, 0.0, 0.0], 5).reshape(6, 5)
    low, high = over_draws(alike, 0.95)
    one, other = mean_interval(sums_of([1.0, 1.0, 1.0, 0.0, 0.0, 0.0]), (0.0, 1.0), 0.95)
    assert (low, high) == pytest.approx((float(one[0]), float(other[0])))
    assert high - low > 2.0 * 0.34, "half of 30 worlds would be .33 to .67"
    part = np.array([[1.0, np.nan], [1.0, 0.0], [np.nan, np.nan], [0.0, 0.0]])
    parts = 0.4 + np.array([1.0 - 0.4, 1.0 - 0.8, -0.8]) / (5 / 3)
    one, other = mean_interval(sums_of(parts), (0.0, 1.0), 0.95)
    assert over_draws(part, 0.95) == pytest.approx(
        (max(float(one[0]), 0.0), min(float(other[0]), 1.0))
    )
    assert np.isnan(over_draws(np.full((3, 2), np.nan), 0.95)).all()


@pytest.mark.slow
def test_the_interval_over_draws_covers_the_share() -> None:
    """200 runs of 40 draws of five worlds, a check that applies in half of them: taken for
    independent, worlds that are as alike would cover .84.
    """
    chance, held, rounds = np.random.default_rng(3), 0, 400
    for _ in range(rounds):
        share = chance.beta(0.7, 0.7, (40, 1))
        worlds = (chance.random((40, 5)) < share).astype(float)
        low, high = over_draws(np.where(chance.random((40, 5)) < 0.5, worlds, np.nan), 0.95)
        held += low <= 0.5 <= high
    assert held / rounds >= 0.92
