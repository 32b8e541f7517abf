"""``hotline report`` and ``hotline plot`` on folders of every kind, and on those from which nothing
may be shown.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from pyarrow.parquet import read_metadata

from sim.cli.main import status
from sim.output.storage.checkpoint import FILE as WORLDS
from sim.output.storage.manifest import with_seal

Said = pytest.CaptureFixture[str]
BOTH = pytest.mark.parametrize("command", ["plot", "report"])
TEXTS = ("summary.json", "scenario.yaml")


@pytest.fixture(scope="module")
def run(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of a few worlds. Nothing may be written into it."""
    out = tmp_path_factory.mktemp("results")
    words = [
        "run",
        str(tiny),
        "-n",
        "8",
        "--seed",
        "7",
        "--jobs",
        "1",
        "--no-charts",
        "--no-report",
        "--quiet",
    ]
    assert status([*words, "--out", str(out), "--name", "run"]) == 0
    return out / "tiny" / "run"


@pytest.fixture(scope="module")
def sweep(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sweep with one lever. Nothing may be written into it."""
    out = tmp_path_factory.mktemp("sweeps")
    words = [
        "sweep",
        str(tiny),
        "--vary",
        "terms.patience.base=1h,5d",
        "-n",
        "4",
        "--seed",
        "7",
        "--jobs",
        "1",
        "--no-charts",
    ]
    assert status([*words, "--quiet", "--out", str(out), "--name", "sweep"]) == 0
    return out / "tiny" / "sweep"


@pytest.fixture
def copied(tmp_path: Path) -> Callable[[Path], Path]:
    """Makes a copy of a folder that may be spoilt."""
    return lambda folder: Path(shutil.copytree(folder, tmp_path / "copy"))


def edited(folder: Path, **parts: object) -> None:
    path = folder / "manifest.json"
    path.write_text(
        json.dumps(json.loads(path.read_text(encoding="utf-8")) | parts), encoding="utf-8"
    )


def refused(words: list[str], said: Said, exit_status: int = 1) -> str:
    """What is said of a request that cannot be met: one error, no stack trace, nothing
    on stdout.
    """
    said.readouterr()
    assert status(words) == exit_status
    told = said.readouterr()
    assert told.out == ""
    assert told.err.startswith("Error: ")
    assert told.err.count("Error: ") == 1
    return told.err


def test_a_report_of_a_sweep_is_written_into_its_folder(
    sweep: Path, copied: Callable[[Path], Path], capsys: Said
) -> None:
    folder = copied(sweep)
    capsys.readouterr()
    assert status(["report", str(folder)]) == 0
    assert capsys.readouterr().out == f"{folder}/report.html\n"
    assert "<!DOCTYPE html>" in (folder / "report.html").read_text(encoding="utf-8")


def test_a_report_with_a_study_has_its_answer(
    run: Path, sweep: Path, tmp_path: Path, capsys: Said
) -> None:
    page = tmp_path / "page.html"
    assert (
        status(["report", str(run), "--with", str(sweep), "--with", str(sweep), "--out", str(page)])
        == 0
    )
    assert capsys.readouterr().out == f"{page}\n"
    assert page.read_text(encoding="utf-8").count("<h3>Sweep of ") == 1, (
        "the same study is taken in once"
    )


@BOTH
def test_what_is_no_results_folder(command: str, tmp_path: Path, capsys: Said) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    reasons = {
        "none": ": there is no such folder",
        "file": " but a file",
        "empty": ": it has no manifest.json",
    }
    for name, why in reasons.items():
        told = refused([command, str(tmp_path / name)], capsys)
        assert f"{tmp_path / name} is no results folder{why}" in told


@BOTH
def test_a_folder_that_holds_results_names_them(command: str, run: Path, capsys: Said) -> None:
    for above in (run.parent, run.parent.parent):
        assert f"{above} is no results folder, but holds some: {run}\n" in refused(
            [command, str(above)], capsys
        )


@BOTH
def test_results_of_a_newer_version(
    command: str, run: Path, copied: Callable[[Path], Path], capsys: Said
) -> None:
    folder = copied(run)
    edited(folder, schema=99)
    assert "was written by a newer Hotline (schema 99; this one reads up to 1). Install" in refused(
        [command, str(folder)], capsys
    )


@BOTH
def test_results_of_an_unknown_kind(
    command: str, run: Path, copied: Callable[[Path], Path], capsys: Said
) -> None:
    folder = copied(run)
    edited(folder, kind="seance")
    told = refused([command, str(folder)], capsys)
    assert (
        "holds results of a kind unknown here: 'seance'. Known are: run, sweep, measures,"
        " sensitivity, discovery." in told
    )


@BOTH
def test_interrupted_results(command: str, tmp_path: Path, capsys: Said) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / WORLDS).write_bytes(b"")
    assert "is not finished: it was interrupted" in refused(
        [command, str(tmp_path / "run")], capsys
    )
    (tmp_path / "study" / ".alone").mkdir(parents=True)
    (tmp_path / "study" / ".alone" / WORLDS).write_bytes(b"")
    assert "is not finished: it was interrupted" in refused(
        [command, str(tmp_path / "study")], capsys
    )


@BOTH
@pytest.mark.parametrize("name", [*TEXTS, "outcomes.parquet"])
def test_a_file_that_is_gone(
    command: str, name: str, run: Path, copied: Callable[[Path], Path], capsys: Said
) -> None:
    folder = copied(run)
    (folder / name).unlink()
    told = refused([command, str(folder)], capsys)
    assert name in told
    assert not (folder / "report.html").exists()


@BOTH
@pytest.mark.parametrize("name", TEXTS)
def test_a_file_that_was_changed(
    command: str, name: str, run: Path, copied: Callable[[Path], Path], capsys: Said
) -> None:
    folder = copied(run)
    (folder / name).write_bytes((folder / name).read_bytes() + b" ")
    told = refused([command, str(folder)], capsys)
    assert f"{folder} has been changed since it was written: {name}\n" in told
    assert told.endswith(
        f"Make what is damaged again:\n  hotline results verify {folder} --repair\n"
    )
    assert status(["results", "verify", str(folder), "--repair"]) == 0
    assert status([command, str(folder)]) == 0


@BOTH
@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"code": "0" * 64}, "was computed by another version of the model"),
        ({"seal": ""}, "itself has been changed"),
    ],
)
def test_what_cannot_be_repaired_is_to_be_made_anew(
    command: str,
    change: dict[str, str],
    why: str,
    run: Path,
    copied: Callable[[Path], Path],
    capsys: Said,
) -> None:
    folder = copied(run)
    (folder / "summary.json").unlink()
    about = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**with_seal({**about, **change}), **change}))
    told = refused([command, str(folder)], capsys)
    assert why in told
    assert "make it again:\n  hotline run " in told
    assert "--repair" not in told


@BOTH
def test_a_chunk_that_does_not_verify(
    command: str, run: Path, copied: Callable[[Path], Path], capsys: Said
) -> None:
    folder = copied(run)
    content = bytearray((folder / "outcomes.parquet").read_bytes())
    numbers = read_metadata(folder / "outcomes.parquet").row_group(0).column(2)
    assert numbers.path_in_schema == "struck"
    start = numbers.dictionary_page_offset or numbers.data_page_offset
    content[start + numbers.total_compressed_size - 1] ^= 0xFF
    (folder / "outcomes.parquet").write_bytes(content)
    told = refused([command, str(folder)], capsys)
    assert "has been changed since it was written: outcomes.parquet (worlds 0 to 7)" in told
    assert f"hotline results verify {folder} --repair" in told


@BOTH
@pytest.mark.parametrize(
    "content", ["", "{", "[]", "{}", '{"schema": 1}', '{"schema": 1, "kind": "sweep"}']
)
def test_a_manifest_that_says_nothing(
    command: str, content: str, run: Path, copied: Callable[[Path], Path], capsys: Said
) -> None:
    folder = copied(run)
    (folder / "manifest.json").write_text(content, encoding="utf-8")
    assert "manifest.json is damaged" in refused([command, str(folder)], capsys)


def test_a_study_that_is_not_of_the_run(
    run: Path, sweep: Path, tiny: Path, tmp_path: Path, capsys: Said
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
        "--no-charts",
        "--no-report",
        "--quiet",
    ]
    assert status([*words, "--set", "horizon=5 d", "--out", str(tmp_path), "--name", "other"]) == 0
    other = tmp_path / "tiny" / "other"
    told = refused(["report", str(other), "--with", str(sweep)], capsys, 2)
    assert f"--with: {sweep} is of another scenario than {other}: tiny " in told
    told = refused(["report", str(run), "--with", str(other)], capsys, 2)
    assert (
        "holds a run, which has a report of its own. A report takes in studies: sweep, measures,"
        in told
    )
    told = refused(["report", str(sweep), "--with", str(sweep)], capsys, 2)
    assert "only the report of a run takes in studies" in told
    assert "is no results folder" in refused(
        ["report", str(run), "--with", str(tmp_path / "none")], capsys
    )
    assert not (run / "report.html").exists()


def test_a_place_that_cannot_be_written(run: Path, tmp_path: Path, capsys: Said) -> None:
    told = refused(["report", str(run), "--out", str(tmp_path / "none" / "page.html")], capsys)
    assert str(tmp_path / "none") in told


def test_charts_of_a_sweep_that_do_not_exist_or_cannot_be_had(
    sweep: Path, tmp_path: Path, capsys: Said
) -> None:
    told = refused(["plot", str(sweep), "--chart", "curve", "--out", str(tmp_path)], capsys, 2)
    assert (
        "There is no chart 'curve' of a sweep. Did you mean 'curves'? There are: curves,"
        " break-even, hangs-on, heatmap." in told
    )
    told = refused(["plot", str(sweep), "--chart", "heatmap", "--out", str(tmp_path)], capsys, 2)
    assert f"The results in {sweep} cannot give the chart 'heatmap': " in told
    assert "They can give: curves, hangs-on." in told
    assert "There is no format 'gif'. There are: svg, png, pdf." in refused(
        ["plot", str(sweep), "--format", "gif"], capsys, 2
    )


def test_what_a_sweep_cannot_give_is_listed_and_remarked(
    sweep: Path, tmp_path: Path, capsys: Said
) -> None:
    assert status(["plot", str(sweep), "--list"]) == 0
    assert "Not from these results: " in capsys.readouterr().out
    assert status(["plot", str(sweep), "--out", str(tmp_path)]) == 0
    told = capsys.readouterr()
    assert told.out.splitlines() == [f"{tmp_path}/{name}.svg" for name in ("curves", "hangs-on")]
    assert "no chart 'heatmap': " in told.err
