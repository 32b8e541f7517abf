"""``hotline run --uncertain`` from outside: the same bytes however it is computed, gone on with or
made again.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.cli import main
from sim.output.storage import canonical_json
from tests.doomed import End, ended

DECLARED = """\
uncertainties:
  terms.patience.base: {low: 12 h, high: 5 d, source: judgement}
  adversary.threat.growth: {low: 0.02 / d, high: 0.1 / d, source: judgement}
"""


@pytest.fixture(scope="module")
def scenario(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("uncertain") / "tiny.yaml"
    path.write_text(tiny.read_text(encoding="utf-8") + DECLARED, encoding="utf-8")
    return path


def words(scenario: Path, out: Path, *more: str) -> list[str]:
    asked = ["run", str(scenario), "--uncertain", "-n", "40", "--name", "x", "--out", str(out)]
    return [*asked, "--no-charts", "--no-report", "--quiet", *more]


def content(out: Path) -> dict[str, bytes]:
    folder = out / "tiny" / "x"
    names = canonical_json.read_object(folder / "manifest.json")["content"].keys() - {"all"}
    return {name: (folder / name).read_bytes() for name in names}


def test_it_says_what_was_drawn_and_is_made_again_where_it_is_lost(
    scenario: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.status(words(scenario, tmp_path, "--jobs", "1", "-n", "15")) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "15 worlds, each under 3 arms, in 3 draws of 2 uncertain inputs" in said
    assert "consult less unilateral: luck of worlds and doubt about inputs" in said
    assert "Inputs were drawn 3 times, each draw for 5 worlds and the same in all arms" in said
    folder, before = tmp_path / "tiny" / "x", content(tmp_path)
    assert canonical_json.read_object(folder / "summary.json")["doubt"]["draws"] == 3
    assert main.status(["results", "compare", str(folder), str(folder)]) == 2
    assert "holds a run whose inputs were drawn" in capsys.readouterr().err
    assert not (folder / "worlds.jsonl").exists(), "the inputs of a world are its own"
    lost = folder / "outcomes.parquet"
    lost.write_bytes(lost.read_bytes()[:-9])
    (folder / "summary.json").unlink()
    assert main.status(["results", "verify", str(folder), "--repair"]) == 0
    assert content(tmp_path) == before


@pytest.mark.slow
def test_it_is_the_same_on_many_cores_and_gone_on_with(scenario: Path, tmp_path: Path) -> None:
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    assert main.status(words(scenario, whole, "--jobs", "1")) == 0
    status, _ = ended(words(scenario, parts, "--jobs", "2"), parts, End(20, 0.0))
    assert status != 0, "killed"
    assert main.status(words(scenario, parts, "--jobs", "1", "--resume")) == 0
    assert content(parts) == content(whole)


def test_a_run_of_drawn_inputs_and_one_without_are_two(
    scenario: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plain = [word for word in words(scenario, tmp_path, "--jobs", "1") if word != "--uncertain"]
    plain[plain.index("40")] = "15"
    assert main.status(plain) == 0
    capsys.readouterr()
    assert main.status([*plain, "--uncertain"]) == 1
    assert "holds other results" in capsys.readouterr().err
    other = tmp_path / "tiny.yaml"
    other.write_text(scenario.read_text(encoding="utf-8"), encoding="utf-8")
    drawn = [plain[0], str(other), *plain[2:], "--uncertain", "--name", "drawn"]
    assert main.status(drawn) == 0
    wider = scenario.read_text(encoding="utf-8").replace("high: 5 d", "high: 6 d")
    other.write_text(wider, encoding="utf-8")
    capsys.readouterr()
    assert main.status(drawn) == 1, "over other ranges"
    assert "holds other results" in capsys.readouterr().err
    assert main.status([*plain, "--uncertain", "--until-precise"]) == 2
    assert "--uncertain takes a number of worlds that is fixed before" in capsys.readouterr().err
