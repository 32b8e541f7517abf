"""Checks: read from a file with units, counted with an interval, and asked which assumption a disagreement hangs on."""

from __future__ import annotations

import json
from math import isnan, nan
from pathlib import Path

import numpy as np
import pytest

from sim.cli import main
from sim.domain.checks import Amount, Check
from sim.errors import ScenarioError
from sim.experiment.checks import TOGETHER, agreements, agrees, expect_known, levers, missed
from sim.experiment.statistics import wilson
from sim.output.checked import amount, between, grid, said, sentence
from sim.scenario import load, resolved, written

SECTION = """\
checks:
  late: {outcome: notice_h, between: [-4 h, 90 min], says: "by telephone, afterwards", source: a record}
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
    path.write_text(f"{tiny.read_text(encoding='utf-8')}checks: {{one: {check}}}\n", encoding="utf-8")
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
    again.write_text(written(resolved(declared)), encoding="utf-8")
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
    ],
)
def test_a_check_of_no_outcome_or_in_another_unit_is_told(tiny: Path, tmp_path: Path, check: str, told: str) -> None:
    path = with_check(tiny, tmp_path, check)
    with pytest.raises(ScenarioError, match=r"one\.yaml:") as caught:
        expect_known(resolved(path))
    assert told in str(caught.value)
    assert main.status(["check", str(path)]) == 2


# counting


CHECK = Check(outcome="notice_h", between=(Amount(-4.0, "h"), Amount(1.0, "h")))


def test_the_ends_agree_and_a_world_without_the_outcome_does_not() -> None:
    assert agrees(CHECK, np.array([-4.1, -4.0, 0.0, 1.0, 1.1, nan])).tolist() == [0, 1, 1, 1, 0, 0]


def test_agreement_is_counted_with_wilsons_interval_and_together(declared: Path) -> None:
    columns = {
        "late": np.array([0.0, 0.0, 9.0, nan]),
        "quiet": np.array([0.0, 1.0, 0.0, 0.0]),
        "asked": np.array([1.0, 1.0, 1.0, nan]),
    }
    found = {(one.arm, one.name): one for one in agreements(load(declared), columns, 0.95)}
    late = found["unilateral", "late"]
    assert (late.share, late.worlds, late.median) == (0.5, 4, 0.0)
    assert (late.low, late.high) == tuple(float(end) for end in wilson(2, 4))
    assert found["unilateral", TOGETHER].share == 0.25
    assert isnan(found["unilateral", TOGETHER].median)
    assert ("consult", TOGETHER) not in found, "one check alone needs no sum"


def test_only_a_check_that_demands_a_share_can_be_missed(declared: Path) -> None:
    scenario = load(declared)
    none = dict.fromkeys(scenario.checks, np.full(200, nan))
    assert missed(scenario, agreements(scenario, none, 0.95)) == ["asked"]


# which assumption


DOUBT = """\
checks:
  patient: {outcome: answered_in_time, between: [1, 1], arm: consult}
uncertainties:
  terms.patience.base: {low: 1 h, high: 7 d, source: judgement}
  public.strike_news.median: {low: 30 min, high: 2 h, source: judgement}
"""


def test_the_assumption_that_a_disagreement_hangs_on_is_found(tiny: Path, tmp_path: Path) -> None:
    path = tmp_path / "doubt.yaml"
    path.write_text(tiny.read_text(encoding="utf-8") + "terms: {patience: {base: 12 h}}\n" + DOUBT, encoding="utf-8")
    moved = levers(resolved(path), "consult", seed=3, worlds=12)
    first, second = moved
    assert (first.factor.path, first.value) == ("terms.patience.base", 168.0)
    assert first.gain > 0.2
    assert second.gain == 0.0, "news of a strike does not quicken an answer"
    assert "terms.patience.base: at 7 d instead of 12 h" in sentence("patient", moved)


def test_a_disagreement_that_no_assumption_moves_is_said_to_be_so(tiny: Path, tmp_path: Path) -> None:
    path = tmp_path / "doubt.yaml"
    path.write_text(
        tiny.read_text(encoding="utf-8")
        + "checks: {told: {outcome: learnt_told, between: [1, 1]}}\n"
        + "uncertainties: {public.strike_news.median: {low: 30 min, high: 2 h}}\n",
        encoding="utf-8",
    )
    assert "no single assumption" in sentence("told", levers(resolved(path), "unilateral", seed=3, worlds=6))


def test_without_uncertainties_there_is_nothing_to_ask(declared: Path) -> None:
    found = resolved(declared)
    assert "declares no uncertainties" in sentence("late", [])
    assert levers(found, "unilateral", seed=1, worlds=2) == []


# what is printed


def test_the_table_names_check_arm_values_and_share(declared: Path) -> None:
    scenario = load(declared)
    columns = {name: np.array([0.0, 1.0]) for name in scenario.checks}
    table = grid(scenario, agreements(scenario, columns, 0.95))
    rows = {row[0]: row for row in table.rows}
    assert rows["late"][1:5] == ("unilateral", "notice", "-4 h to 1.5 h", "0.5 h")
    assert rows["quiet"][3] == "0"
    assert said(scenario) == ["late: by telephone, afterwards"]


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
    path = with_check(tiny, tmp_path, "{outcome: peak_rung, between: [90, 99], at_least: 0.9}")
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
