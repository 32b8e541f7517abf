"""What a command set out to draw and did not is said by ``results list`` and ``results verify``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.cli import main
from sim.errors import RunError
from sim.output.charts import catalogue


def test_a_folder_whose_drawing_failed_says_what_is_wanting(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = [
        "run",
        str(tiny),
        "--arms",
        "unilateral",
        "-n",
        "2",
        "--seed",
        "7",
        "--jobs",
        "1",
        "--out",
        str(tmp_path),
        "--name",
        "a",
        "--quiet",
    ]

    def broken(*_: object, **__: object) -> None:
        raise RunError("the printer is on fire")

    with monkeypatch.context() as patch:
        patch.setattr(catalogue, "draw_into", broken)
        assert main.status(words) == 1
    place = str(tmp_path / "tiny" / "a")
    capsys.readouterr()
    assert main.status(["results", "list", "--out", str(tmp_path)]) == 0
    assert "planned but not there: 20 pictures or pages" in capsys.readouterr().out
    assert main.status(["results", "verify", place]) == 1
    out, err = capsys.readouterr()
    assert "as it was written" in out
    assert f"{place}: planned but not there: charts/counted.svg" in err
    assert f"hotline plot {place}; hotline report {place}" in err
    assert main.status(["plot", place]) == 0
    assert main.status(["results", "verify", place]) == 1
    assert f"planned but not there: report.html. To make that: hotline report {place}" in (
        capsys.readouterr().err
    )
    assert main.status(["report", place]) == 0
    assert main.status(["results", "verify", place]) == 0
    capsys.readouterr()
    assert main.status(["results", "list", "--out", str(tmp_path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["results"][0]["wanting"] == []


def test_what_was_not_planned_is_not_wanting(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [
        "run",
        str(tiny),
        "-n",
        "2",
        "--seed",
        "7",
        "--jobs",
        "1",
        "--out",
        str(tmp_path),
        "--name",
        "a",
        "--quiet",
    ]
    assert main.status([*words, "--no-charts", "--no-report"]) == 0
    capsys.readouterr()
    assert main.status(["results", "list", "--out", str(tmp_path)]) == 0
    assert "planned but not there" not in capsys.readouterr().out
