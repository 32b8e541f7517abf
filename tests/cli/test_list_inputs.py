"""``hotline list inputs``: every input that a file may give, what stands behind its default, and
what of the program moves it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from sim.cli.input_synonyms import SYNONYMS
from sim.cli.main import status
from sim.experiment.design.factors import Asked
from sim.experiment.design.law_factors import inputs_and_laws
from sim.scenario import Resolved, ledger, resolve
from sim.scenario.assumptions.catalogue import NAME, DeclaredInput, catalogue
from sim.scenario.schema.input_paths import find_input

Listed = Mapping[str, Any]


@pytest.fixture(scope="module")
def defaults(tmp_path_factory: pytest.TempPathFactory) -> Resolved:
    """A scenario that leaves every input as it is declared."""
    path = tmp_path_factory.mktemp("defaults") / "defaults.yaml"
    text = "schema: 1\ntitle: D\npurpose: Nothing said\nstart: 2026-03-02T06:00Z\n"
    path.write_text(text, encoding="utf-8")
    return resolve(path)


@pytest.fixture(scope="module")
def declared() -> dict[str, DeclaredInput]:
    return {one.path: one for one in catalogue()}


def listed(capsys: pytest.CaptureFixture[str], *words: str) -> list[Listed]:
    assert status(["list", "inputs", *words, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["schema"] == 1
    rows: list[Listed] = document["inputs"]
    return rows


def test_all_that_the_ledger_knows_is_listed_as_the_ledger_has_it(
    defaults: Resolved, declared: Mapping[str, DeclaredInput]
) -> None:
    arm = next(iter(defaults.settings))
    rows = ledger(defaults.scenario.arms[arm].setting, defaults.settings[arm])
    assert len(rows) > 200
    for row in rows:
        one = declared[row.path]
        assert (one.default, one.plausible, one.source) == (row.value, row.plausible, row.source)
        assert one.title == row.meaning


def test_paths_are_listed_once_and_each_says_what_it_is(
    declared: Mapping[str, DeclaredInput],
) -> None:
    assert len(declared) == len(catalogue())
    assert [one.path for one in declared.values() if not one.title or not one.unit] == []
    assert {"start", "study.seed", "protocol", f"injects.{NAME}.severity"} <= set(declared)
    assert "allies.frontline.leader.rule.prospect.loss_aversion" in declared


def test_what_is_said_to_be_swept_or_studied_can_be(
    defaults: Resolved, capsys: pytest.CaptureFixture[str]
) -> None:
    arm = next(iter(defaults.settings))
    setting = defaults.scenario.arms[arm].setting
    known = {row.path for row in ledger(setting, defaults.settings[arm])}
    rows = {row["path"]: row for row in listed(capsys)}
    for path, row in rows.items():
        if path in known and "sweep" in row["moved_by"] and not row["unit"].startswith("law"):
            assert find_input(setting, path).path == path
    for factor in inputs_and_laws(defaults, (arm,), Asked()):
        target = factor.path.removeprefix("laws.")
        assert "sensitivity" in rows[target]["moved_by"], target


def test_options_and_measures_that_move_an_input_are_named(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rows = {row["path"]: row for row in listed(capsys)}
    assert rows["study.replications"]["moved_by"] == ["-n"]
    assert rows["title"]["moved_by"] == []
    assert rows["protocol"]["moved_by"] == ["--set"]
    assert "fit" in rows["channels.cable.latency"]["moved_by"]
    assert "liaison_team" in rows["liaison.patron_officers"]["measures"]
    assert rows["terms.patience.base"]["measures"] == []


def test_all_words_are_looked_for_in_path_title_and_unit(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert [row["path"] for row in listed(capsys, "CABLE", "latency")] == ["channels.cable.latency"]
    assert "terms.deadline" in {row["path"] for row in listed(capsys, "patience")}  # by its title
    assert status(["list", "inputs", "patience.base"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("terms.patience.base: patience before anything changes it\n    time;")
    assert "moved by --set, sweep, sensitivity, discover" in " ".join(shown.split())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["inputs", "patiance"], "No input has 'patiance' in it. Did you mean 'patience'"),
        (["inputs", "terms.patiance.base"], "Did you mean 'terms.patience.base'"),
        (["inputs", "patience", "cabinet"], "No input has all of: patience, cabinet."),
        (["inputs", "xyzzy"], "No input has 'xyzzy' in it. `hotline list inputs` names them all."),
        (["rules", "prospct"], "has 'prospct' in it. Did you mean 'prospect'?"),
    ],
)
def test_a_word_that_is_nowhere_is_answered_with_the_nearest(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status(["list", *words]) == 2
    assert said in capsys.readouterr().err


def test_a_word_keeps_the_lines_of_any_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert status(["list", "rules", "prospect", "--json"]) == 0
    rules = json.loads(capsys.readouterr().out)["rules"]
    assert "prospect" in {row["name"] for row in rules}
    assert "scripted" not in {row["name"] for row in rules}


def test_the_whole_list_says_how_inputs_are_listed(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert status(["list"]) == 0
    assert "hotline list inputs" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("word", "path"),
    [
        ("weekend", "hours.days"),
        ("Weekends", "hours.days"),
        ("hot", "channels."),
        ("attaché", "channels."),
        ("interpreter", "channels.cable.reader"),
    ],
)
def test_what_users_call_an_input_finds_it(
    capsys: pytest.CaptureFixture[str], word: str, path: str
) -> None:
    rows = listed(capsys, word)
    assert rows
    assert all(path in row["path"] for row in rows)


def test_every_synonym_finds_an_input_that_has_not_the_word_itself(
    declared: Mapping[str, DeclaredInput],
) -> None:
    for word, instead in SYNONYMS.items():
        texts = [f"{one.path} {one.title} {one.unit}".casefold() for one in declared.values()]
        assert any(instead in text for text in texts), word
        assert not any(word in text for text in texts), word


def test_it_is_said_which_way_entrenchment_is_more(declared: Mapping[str, DeclaredInput]) -> None:
    for name in ("entrenchment", "kept_entrenchment"):
        assert "higher, a strike does less" in declared[f"adversary.threat.{name}"].title
