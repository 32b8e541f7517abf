"""``hotline packet`` from outside: all files or none, a list read in again, wrong calls."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.cli.main import status
from sim.scenario import load
from sim.tabletop.exercise.packet.packet import FILES


def test_all_files_are_written_or_none(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "packet"
    call = ["packet", str(tiny), "--arm", "consult", "--to", str(place)]
    assert status(call) == 0
    assert capsys.readouterr().out.strip() == str(place)
    assert {path.name for path in place.iterdir()} == set(FILES)
    assert status(call) == 0, "the same again is no loss"
    (place / "briefing.html").write_text("mine", encoding="utf-8")
    (place / "feedback.html").unlink()
    capsys.readouterr()
    assert status(call) == 2
    assert "briefing.html exists already" in capsys.readouterr().err
    assert not (place / "feedback.html").exists()
    assert status([*call, "--overwrite"]) == 0
    assert (place / "feedback.html").exists()


def test_a_list_becomes_a_scenario(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "list.csv").write_text("Time,Inject,Model event\nT+1 d,Hear,news\n", "utf-8")
    made = tmp_path / "mine.yaml"
    call = ["packet", str(tiny), "--msel", str(tmp_path / "list.csv"), "--as", str(made)]
    assert status(call) == 0
    assert capsys.readouterr().out.strip() == str(made)
    assert load(made).arms["consult"].setting.injects["hear"].at == 24.0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--arm", "consul"], "consult"),
        (["--msel", "a.csv"], "--msel FILE and --as FILE go together"),
        (["--as", "a.yaml"], "--msel FILE and --as FILE go together"),
        (["--sheet", "A"], "--sheet needs --msel"),
        (["--msel", "a.csv", "--as", "b.yaml", "--to", "c"], "leave --to out"),
        (["--msel", "a.csv", "--as", "b.yaml", "--set", "horizon=1 d"], "leave --set out"),
        (["--msel", "not-there.csv", "--as", "b.yaml"], "not-there.csv cannot be read"),
    ],
)
def test_a_wrong_call_is_told(
    words: list[str], says: str, tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status(["packet", str(tiny), *words]) == 2
    assert says in capsys.readouterr().err
