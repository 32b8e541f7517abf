"""``hotline sweep`` from outside: a table, a folder with charts, and a reason where it
cannot be.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.cli import main
from tests.summaries import damage_said

PATIENCE = "terms.patience.base=1h,5d"


def words(tiny: Path, out: Path, *more: str) -> list[str]:
    return [
        "sweep",
        str(tiny),
        "-n",
        "4",
        "--seed",
        "7",
        "--out",
        str(out),
        *([] if "--name" in more else ["--name", "x"]),
        "--jobs",
        "1",
        *more,
    ]


def test_it_tells_the_break_even_and_where_the_results_are(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.status(words(tiny, tmp_path, "--vary", PATIENCE, "--break-even", "burden")) == 0
    said = capsys.readouterr()
    assert said.out.startswith(
        "Tiny\nsweep of terms.patience.base (as it is: 2.58 d): 2 points, 4 worlds at each"
    )
    assert "consult" in said.out
    assert "in 'escalation burden'" in said.out
    assert said.err == f"results in {tmp_path}/tiny/x, 3 charts\n"
    assert max(map(len, said.out.splitlines())) <= 100
    assert damage_said(tmp_path / "tiny" / "x") == ""


def test_json_is_one_document(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = [
        "--vary",
        PATIENCE,
        "--outcomes",
        "burden",
        "--baseline",
        "joint",
        "--json",
        "--no-charts",
        "--quiet",
    ]
    assert main.status(words(tiny, tmp_path, *more)) == 0
    said = capsys.readouterr()
    document = json.loads(said.out)
    assert document["schema"] == 1
    assert list(document["summary"]["comparisons"]) == ["unilateral", "consult"]
    assert said.err == ""


def test_the_arms_may_differ_in_a_lever_but_that_is_said(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = "{protocol: consult, with: {terms: {promise: 2}}}"
    path = tmp_path / "own.yaml"
    path.write_text(tiny.read_text().replace("{protocol: consult}", own), encoding="utf-8")
    more = ["--vary", "terms.promise=1,2", "--no-charts"]
    assert main.status(words(path, tmp_path / "out", *more)) == 0
    assert "the arms differ in it" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--vary", "channels.cabel.latency.median=1h,2h"], "did you mean"),
        (["--vary", "terms.patience.base=2d..1d"], "reversed"),
        (["--vary", "channels.cable.security=0.5,1.5"], "share within 0 and 1"),
        (["--vary", "terms.patience.base=1d..2d:2000000"], "--yes"),
        (["--vary", PATIENCE, "--break-even", "strike_h"], "exists only in worlds"),
        (["--vary", PATIENCE, "--break-even", "nonsense"], "no outcome 'nonsense'"),
        (["--vary", PATIENCE, "--baseline", "nobody"], "has no arm 'nobody'"),
        (["--vary", PATIENCE, "--arms", "nobody"], "no arm 'nobody'"),
        (["--vary", PATIENCE, "--name", "../up"], "cannot name a run"),
        (
            [
                "--vary",
                "adversary.provocations.severity.low=0.1..0.8:3",
                "--vary",
                "adversary.provocations.severity.high=0.5..0.9:3",
            ],
            (
                "low = 0.8, adversary.provocations.severity.uniform.high = 0.5 cannot be together:"
                " a uniform law needs low <= high"
            ),
        ),
        (
            ["--set", "arms.consult.with.terms.promise=2", "--vary", "terms.promise=1,2"],
            "which of the two?",
        ),
        ([], "--vary"),
    ],
)
def test_what_cannot_be_swept_is_told_before_anything_is_run(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str], said: str
) -> None:
    assert main.status(words(tiny, tmp_path, *more)) == 2
    assert said in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_its_charts_can_be_drawn_again(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.status(words(tiny, tmp_path, "--vary", PATIENCE, "--no-charts", "--quiet")) == 0
    capsys.readouterr()
    run = str(tmp_path / "tiny" / "x")
    assert (
        main.status(
            ["plot", run, "--chart", "curves", "--format", "png", "--out", str(tmp_path / "slides")]
        )
        == 0
    )
    assert capsys.readouterr().out == f"{tmp_path}/slides/curves.png\n"
    assert main.status(["plot", run, "--list"]) == 0
    assert "break-even  Where an arm" in capsys.readouterr().out
    assert main.status(["plot", run, "--chart", "heatmap"]) == 2
    assert "two levers" in capsys.readouterr().err
