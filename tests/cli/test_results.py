"""``hotline results`` from outside: what is there is listed, damage is named and repaired, nothing else is touched."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from zipfile import ZipFile

import pytest

from sim.cli import main
from sim.experiment import tally
from sim.output.store import open_run

WORLDS = 10


@pytest.fixture(scope="module")
def made(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run in blocks of four worlds, and a sweep."""
    out = tmp_path_factory.mktemp("results")
    common = [str(tiny), "--seed", "7", "--out", str(out), "--jobs", "1", "--no-charts", "--quiet"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sim.output.harvest.BLOCK", 4)
        assert main.status(["run", *common, "-n", str(WORLDS), "--name", "run", "--no-report"]) == 0
    assert main.status(["sweep", *common, "-n", "2", "--vary", "terms.patience.base=1h,5d", "--name", "sweep"]) == 0
    return out


@pytest.fixture
def out(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy that a test may damage."""
    monkeypatch.setattr(tally, "BLOCK", 4)
    return Path(shutil.copytree(made, tmp_path / "results"))


def spoil(path: Path, part: float) -> None:
    """Change some bytes of a file."""
    content = bytearray(path.read_bytes())
    at = int(len(content) * part)
    content[at : at + 8] = bytes(byte ^ 0xFF for byte in content[at : at + 8])
    path.write_bytes(content)


def test_the_list_names_what_there_is(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (out / "tiny" / "half").mkdir()
    (out / "tiny" / "half" / ".worlds").write_bytes(b"")
    (out / "tiny" / "notes").mkdir()
    assert main.status(["results", "list", "--out", str(out)]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [(Path(line[0]).name, line[1]) for line in lines] == [
        ("half", "interrupted"),
        ("run", "run"),
        ("sweep", "sweep"),
    ]
    assert main.status(["results", "list", "--out", str(out), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["results"]
    assert [one["worlds"] for one in found] == [0, WORLDS, 2]


def test_info_says_how_to_make_it_again(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.status(["results", "info", str(out / "tiny" / "run")]) == 0
    said = capsys.readouterr().out
    assert "scenario  Tiny (tiny)" in said
    assert "command   hotline run" in said


def test_what_is_whole_is_said_to_be(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.status(["results", "verify", str(out / "tiny" / "run"), str(out / "tiny" / "sweep")]) == 0
    assert capsys.readouterr().out.count("as it was written") == 2


def _damage(path: Path, block: int) -> None:
    """Write the outcomes anew with other numbers in one block."""
    from sim.output.rows import RowWriter

    folder = open_run(path)
    blocks = [values.copy() for values in folder.rows.blocks()]
    blocks[block][1, 0, 0] += 1.0
    with (path / "outcomes.parquet").open("wb") as file:
        writer = RowWriter(file, folder.arms, tuple(folder.manifest["columns"]), {})
        for values in blocks:
            writer.add(values)
        writer.close()


def test_a_damaged_block_is_named_and_computed_again(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = out / "tiny" / "run"
    whole = {name: (path / name).read_bytes() for name in ("outcomes.parquet", "summary.json")}
    _damage(path, 1)
    assert main.status(["results", "verify", str(path)]) == 1
    assert "worlds 4 to 7 is damaged. Compute them again with --repair" in capsys.readouterr().err
    assert main.status(["results", "verify", str(path), "--repair"]) == 0
    assert "worlds 4 to 7 computed again" in capsys.readouterr().err
    assert {name: (path / name).read_bytes() for name in whole} == whole


def test_bytes_that_cannot_be_read_and_a_torn_file_are_repaired_too(
    out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = out / "tiny" / "run"
    whole = (path / "outcomes.parquet").read_bytes()
    spoil(path / "outcomes.parquet", 0.1)
    assert main.status(["results", "verify", str(path), "--repair"]) == 0
    assert (path / "outcomes.parquet").read_bytes() == whole
    (path / "outcomes.parquet").write_bytes(whole[: len(whole) // 2])
    assert main.status(["results", "verify", str(path)]) == 1
    assert "worlds 0 to 3, 4 to 7, 8 to 9 are damaged" in capsys.readouterr().err
    assert main.status(["results", "verify", str(path), "--repair"]) == 0
    assert (path / "outcomes.parquet").read_bytes() == whole


def test_what_cannot_be_repaired_says_how_to_make_it_again(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run, sweep = out / "tiny" / "run", out / "tiny" / "sweep"
    _damage(run, 0)
    (run / "scenario.yaml").write_text("schema: 1\n")
    assert main.status(["results", "verify", str(run), "--repair"]) == 1
    assert "scenario.yaml is damaged too. Make the run again:\n  hotline run" in capsys.readouterr().err
    spoil(sweep / "summary.json", 0.5)
    assert main.status(["results", "verify", str(sweep)]) == 1
    assert "hotline sweep" in capsys.readouterr().err


def test_another_model_does_not_repair(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = out / "tiny" / "run"
    _damage(run, 0)
    about = json.loads((run / "manifest.json").read_text())
    (run / "manifest.json").write_text(json.dumps({**about, "code": "0" * 64}))
    assert main.status(["results", "verify", str(run), "--repair"]) == 1
    assert "another version of the model" in capsys.readouterr().err


def test_outcomes_go_to_csv_and_folders_to_zip(out: Path, tmp_path: Path) -> None:
    run = out / "tiny" / "run"
    assert main.status(["results", "export", str(run), "--to", str(tmp_path / "x.csv")]) == 0
    with (tmp_path / "x.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 3 * WORLDS
    burden = open_run(run).column("consult", "burden")
    assert [float(row["burden"]) for row in rows if row["arm"] == "consult"] == burden.tolist()
    for name in ("a", "b"):
        assert main.status(["results", "export", str(run), "--to", str(tmp_path / f"{name}.zip")]) == 0
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    assert "run/manifest.json" in ZipFile(tmp_path / "a.zip").namelist()


def test_removing_asks_and_touches_nothing_else(out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run, sweep = out / "tiny" / "run", out / "tiny" / "sweep"
    assert main.status(["results", "remove", str(run)]) == 2
    assert "say --yes" in capsys.readouterr().err
    (tmp_path / "mine").mkdir()
    (out / "tiny" / "link").symlink_to(run)
    for path in (tmp_path / "mine", out / "tiny" / "link", tmp_path / "nowhere"):
        assert main.status(["results", "remove", str(run), str(path), "--yes"]) == 1
    assert run.is_dir()
    (out / "tiny" / "link").unlink()
    assert main.status(["results", "remove", str(run), "--yes"]) == 0
    assert not run.exists()
    assert sweep.is_dir()
    assert main.status(["results", "remove", str(sweep), "--yes"]) == 0
    assert not (out / "tiny").exists()


@pytest.mark.parametrize(
    ("words", "exit_status", "said"),
    [
        (["list", "--out", "nowhere"], 1, "no such folder"),
        (["info", "nowhere"], 1, "holds no results"),
        (["verify", "nowhere"], 1, "holds no results"),
        (["export", "nowhere", "--to", "x.csv"], 1, "holds no results"),
    ],
)
def test_what_is_not_there_is_told(
    capsys: pytest.CaptureFixture[str], words: list[str], exit_status: int, said: str
) -> None:
    assert main.status(["results", *words]) == exit_status
    assert said in capsys.readouterr().err


def test_there_are_two_ways_to_export(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.status(["results", "export", str(out / "tiny" / "run"), "--to", "x.xlsx"]) == 2
    assert ".csv or .zip" in capsys.readouterr().err
