"""``hotline results compare``: two runs side by side say what one run of both would say, where
their worlds are the same; else each stands by itself.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from shutil import copytree
from typing import Any

import numpy as np
import pytest

from sim.cli import main
from sim.experiment.comparison.two_runs import aligned_blocks
from sim.output.storage.manifest import with_seal
from sim.output.storage.run_folder import open_run

TEXT = """\
schema: 1
title: {title}
purpose: Short worlds
start: 2026-03-02T06:00+02:00
horizon: 6 d
follow_up: 4 d
{more}
arms:
  {arms}
"""
SLOW = "terms: {patience: {base: 12 h}}\nchannels: {cable: {latency: {lognormal: {median: 9 h}}}}"
INNER = SLOW.replace("\n", ", ")


def written(folder: Path, name: str, arms: str, more: str = "") -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(TEXT.format(title=name.title(), arms=arms, more=more), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Two scenarios that differ in two inputs, the same two as arms of one, and other seeds."""
    folder = tmp_path_factory.mktemp("compare")
    quick = written(folder, "quick", "consult: {protocol: consult}\n  joint: {protocol: joint}")
    slow = written(folder, "slow", "consult: {protocol: consult}", SLOW)
    silent = written(folder, "silent", "alone: {protocol: unilateral}")
    both = written(
        folder,
        "both",
        f"quick: {{protocol: consult}}\n  slow: {{protocol: consult, with: {{{INNER}}}}}",
    )
    made = {"files": folder}
    for name, path, worlds, seed in (
        ("quick", quick, 10, 5),
        ("slow", slow, 8, 5),
        ("both", both, 8, 5),
        ("other", slow, 2, 6),
        ("silent", silent, 4, 5),
    ):
        asked = ["run", str(path), "-n", str(worlds), "--seed", str(seed), "--name", name]
        more = ["--out", str(folder / "out"), "--no-charts", "--no-report", "--quiet"]
        assert main.status([*asked, *more, "--jobs", "1"]) == 0
        made[name] = folder / "out" / path.stem / name
    return made


def compared(capsys: pytest.CaptureFixture[str], *words: object) -> dict[str, Any]:
    capsys.readouterr()
    assert main.status(["results", "compare", *map(str, words), "--json"]) == 0
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return document


def refused(capsys: pytest.CaptureFixture[str], *words: object) -> str:
    capsys.readouterr()
    assert main.status(["results", "compare", *map(str, words)]) in {1, 2}
    return capsys.readouterr().err


def test_two_runs_say_what_one_run_of_both_says(
    runs: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    document = compared(capsys, runs["quick"], runs["slow"])
    assert (document["paired"], document["unpaired"], document["worlds"]) == (True, "", 8)
    (pair,) = document["arms"]
    assert (pair["first"], pair["second"]) == ("consult", "consult")
    known = open_run(runs["both"]).summary
    compared_ones = [one for one in known.comparisons["slow"].values() if one.pairs]
    assert len(compared_ones) > 40
    assert pair["outcomes"]["round_trip_h"]["difference"]["difference"] > 1
    for name, one in pair["outcomes"].items():
        sides = known.estimates["quick"][name], known.estimates["slow"][name]
        assert [one["first"]["estimate"], one["second"]["estimate"]] == [
            side.estimate for side in sides
        ]
        cell = known.comparisons["slow"][name]
        told = one["difference"]
        assert (told["difference"], told["low"], told["high"]) == (
            cell.difference,
            cell.low,
            cell.high,
        )
        assert (told["verdict"], told["p_all"]) == (cell.verdict, cell.p_all)


def test_the_inputs_that_differ_are_named_with_their_units(
    runs: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    (pair,) = compared(capsys, runs["quick"], runs["slow"])["arms"]
    told = {one["path"]: (one["first"], one["second"]) for one in pair["inputs"]}
    assert told == {
        "terms.patience.base": ("62 h", "12 h"),
        "channels.cable.latency": (
            "{lognormal: {median: 61 min, sigma: 0.49}}",
            "{lognormal: {median: 9 h, sigma: 0.49}}",
        ),
    }
    assert pair["inputs"][0]["title"] == "time from sent to delivered"


def test_the_text_has_inputs_outcomes_and_whether_worlds_are_paired(
    runs: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main.status(["results", "compare", str(runs["quick"]), str(runs["slow"])]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "A: Quick (" in said
    assert "terms.patience.base 62 h 12 h patience before anything changes it" in said
    assert "consult: A, B, and B less A in the same 8 worlds" in said
    assert "The worlds are paired: same seed, same version" in said
    assert "has 10 worlds" in said
    assert "or not asked for: joint." in said


def test_an_arm_of_both_that_is_not_asked_for_is_not_said_to_be_of_one(
    runs: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    again = copytree(runs["quick"], tmp_path / "again")
    command = ["results", "compare", str(runs["quick"]), str(again), "--arm", "consult"]
    assert main.status(command) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "Not asked for: " in said
    assert "Only in" not in said


def test_another_arm_of_the_first_is_compared_where_it_is_named(
    runs: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    words = (runs["quick"], runs["slow"], "--arm", "consult", "--against", "joint")
    (pair,) = compared(capsys, *words)["arms"]
    assert (pair["first"], pair["second"]) == ("joint", "consult")
    assert "protocol" in {one["path"] for one in pair["inputs"]}


def test_what_only_asking_brings_is_no_success_of_an_arm_that_never_asks(
    runs: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["results", "compare", str(runs["silent"]), str(runs["quick"])]
    assert main.status([*words, "--arm", "consult", "--against", "alone"]) == 0
    lines = capsys.readouterr().out.splitlines()
    silence = next(line for line in lines if line.startswith("struck on silence"))
    assert "never asks" in silence
    assert silence.endswith("not compared")


def test_worlds_of_another_seed_or_version_are_not_paired(
    runs: dict[str, Path], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    document = compared(capsys, runs["quick"], runs["other"])
    assert document["paired"] is False
    assert document["unpaired"].startswith("the seeds differ (5 and 6)")
    (pair,) = document["arms"]
    known = open_run(runs["other"]).summary.estimates["consult"]["burden"]
    burden = pair["outcomes"]["burden"]
    assert (burden["difference"], burden["second"]["low"]) == (None, known.low)
    older = shutil.copytree(runs["slow"], tmp_path / "older")
    about = json.loads((older / "manifest.json").read_text())
    (older / "manifest.json").write_text(json.dumps(with_seal(about | {"code": "0" * 64})))
    assert compared(capsys, runs["quick"], older)["unpaired"].startswith("other versions of the")
    assert main.status(["results", "compare", str(runs["quick"]), str(older)]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "The worlds are not paired: other versions of the model made them" in said
    assert "B less A" not in said


def test_scenarios_are_compared_by_their_inputs(
    runs: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    files = runs["files"]
    document = compared(capsys, files / "quick.yaml", files / "slow.yaml")
    assert len(document["arms"][0]["inputs"]) == 2
    assert document["arms"][0]["outcomes"] == {}
    assert main.status(["results", "compare", str(files / "quick.yaml"), str(runs["slow"])]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert f"hotline run {files / 'quick.yaml'} -n 8 --seed 5, then" in said


def test_what_cannot_be_compared_is_refused_with_the_reason(
    runs: dict[str, Path], capsys: pytest.CaptureFixture[str], tmp_path: Path, tiny: Path
) -> None:
    quick, slow, both = runs["quick"], runs["slow"], runs["both"]
    assert "are the same: name two" in refused(capsys, quick, f"{quick}/../{quick.name}")
    assert "there is no such folder or file" in refused(capsys, quick, tmp_path / "none")
    assert "(consult) has the name of one of" in refused(capsys, slow, both)
    assert "has no arm 'jiont'. Did you mean 'joint'?" in refused(
        capsys, quick, slow, "--arm", "consult", "--against", "jiont"
    )
    sweep = ["sweep", str(tiny), "-n", "2", "--vary", "terms.patience.base=1h,2d", "--name", "s"]
    more = ["--out", str(tmp_path), "--no-charts", "--quiet", "--jobs", "1"]
    assert main.status([*sweep, *more, "--arms", "unilateral,consult"]) == 0
    assert "holds a sweep study: only runs are compared" in refused(
        capsys, quick, tmp_path / "tiny" / "s"
    )
    damaged = shutil.copytree(slow, tmp_path / "damaged")
    (damaged / "summary.json").write_text("{}")
    assert "has been changed since it was written: summary.json" in refused(capsys, quick, damaged)


def test_intervals_of_other_levels_do_not_stand_side_by_side(
    runs: dict[str, Path], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    asked = ["run", str(runs["files"] / "slow.yaml"), "-n", "2", "--set", "study.confidence=0.9"]
    more = ["--out", str(tmp_path), "--no-charts", "--no-report", "--quiet", "--jobs", "1"]
    assert main.status([*asked, *more, "--name", "x"]) == 0
    said = refused(capsys, runs["quick"], tmp_path / "slow" / "x")
    assert "cannot stand side by side" in said
    assert "study.confidence" in said


def test_blocks_of_other_sizes_are_laid_side_by_side() -> None:
    rows = np.arange(7, dtype=np.float64).reshape(7, 1, 1)
    first = [rows[:3], rows[3:5], rows[5:]]
    second = [rows[:2] + 10, rows[2:6] + 10]
    joined = np.concatenate(list(aligned_blocks(first, second)))
    assert joined[:, :, 0].tolist() == [[float(at), at + 10.0] for at in range(6)]
