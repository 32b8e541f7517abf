"""``hotline results`` from outside: what is there is listed, damage is named and repaired, nothing
else is touched.
"""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from pyarrow.parquet import read_metadata

from sim.cli import main
from sim.experiment.runs.replication import Chunk
from sim.experiment.statistics import tally
from sim.output.storage.manifest import with_seal
from sim.output.storage.run_folder import open_run

WORLDS = 10
#: A folder of each kind: its command, what its manifest calls it, and how many rows of worlds it
#: holds.
KINDS = {
    "run": (("run", "-n", str(WORLDS), "--no-report"), "run", 3 * WORLDS),
    "sweep": (
        ("sweep", "-n", "3", "--vary", "terms.patience.base=1h,2d,5d", "--break-even", "burden"),
        "sweep",
        3 * 9,
    ),
    "trial": (
        ("measures", "-n", "6", "--measures", "liaison_team,encrypted_channels"),
        "measures",
        4 * 6,
    ),
    "sensitivity": (
        (
            "sensitivity",
            "--paths",
            "terms.patience.base,adversary.threat.growth",
            "--worlds",
            "8",
            "--samples",
            "60",
            "--outcome",
            "burden",
            "--arm",
            "consult",
        ),
        "sensitivity",
        5 * 8 + 60 * 5 * 3,
    ),
    "discovery": (
        (
            "discover",
            "--fresh",
            "20",
            "--paths",
            "terms.patience.base,adversary.threat.growth",
            "--worlds",
            "2",
            "--samples",
            "40",
        ),
        "discovery",
        3 * 80,  # and the fresh worlds of what it found
    ),
}
NAMES = sorted(KINDS)


@pytest.fixture(scope="module")
def made(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Results of every kind, in blocks of four worlds."""
    out = tmp_path_factory.mktemp("results")
    common = ["--seed", "7", "--out", str(out), "--jobs", "1", "--no-charts", "--quiet"]
    with pytest.MonkeyPatch.context() as patch:
        small_blocks(patch)
        for name, ((command, *more), _, _) in KINDS.items():
            assert main.status([command, str(tiny), *more, *common, "--name", name]) == 0
    return out


def small_blocks(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("sim.output.storage.checkpoint.BLOCK", 4)
    patch.setattr(tally, "BLOCK", 4)


@pytest.fixture
def out(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy that a test may damage."""
    small_blocks(monkeypatch)
    monkeypatch.setattr("sim.studies.repair.usable_cores", lambda: 1)
    return Path(shutil.copytree(made, tmp_path / "results"))


def spoil(path: Path, part: float) -> None:
    """Change some bytes of a file."""
    content = bytearray(path.read_bytes())
    at = int(len(content) * part)
    content[at : at + 8] = bytes(byte ^ 0xFF for byte in content[at : at + 8])
    path.write_bytes(content)


def whole(folder: Path) -> dict[str, bytes]:
    """All files of a folder."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_list_names_what_there_is(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (out / "tiny" / "half").mkdir()
    (out / "tiny" / "half" / ".worlds").write_bytes(b"")
    (out / "tiny" / "notes").mkdir()
    assert main.status(["results", "list", "--out", str(out)]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    expected = {"half": "interrupted", **{name: kind for name, (_, kind, _) in KINDS.items()}}
    assert [(Path(line[0]).name, line[1]) for line in lines] == sorted(expected.items())
    assert main.status(["results", "list", "--out", str(out), "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["results"]
    found = {Path(one["folder"]).name: (one["points"], one["worlds"]) for one in rows}
    assert found == {
        "half": (0, 0),
        "run": (1, WORLDS),
        "sweep": (3, 3),
        "trial": (1, 6),
        "sensitivity": (5, 8),
        "discovery": (40, 2),
    }


def test_the_list_names_what_each_asked_and_varied(
    out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.status(["results", "list", "--out", str(out)]) == 0
    lines = {Path(line.split()[0]).name: line for line in capsys.readouterr().out.splitlines()}
    assert lines["sweep"].endswith("asks burden; varies terms.patience.base=1h,2d,5d")
    assert lines["trial"].endswith("asks burden; varies liaison_team, encrypted_channels")
    assert "asks" not in lines["run"]
    scenario = out / "tiny" / "run" / "scenario.yaml"
    asked = "  question:\n    outcome: surprise\n    arm: joint\n    against: consult\n"
    text = scenario.read_text()
    scenario.write_text(text.replace("\nstudy:\n", f"\nstudy:\n{asked}"))
    assert main.status(["results", "list", "--out", str(out), "--json"]) == 0
    rows = {Path(one["folder"]).name: one for one in json.loads(capsys.readouterr().out)["results"]}
    assert rows["run"]["question"] == "surprise: joint against consult"
    assert rows["sensitivity"]["question"] == "burden: consult"
    assert "adversary.threat.growth" in " ".join(rows["discovery"]["levers"])
    assert rows["run"]["set"] == []


def test_the_list_says_when_each_was_started(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    times = {
        name: f"2026-0{number}-03T04:05:06+00:00" for number, name in enumerate(NAMES, start=1)
    }
    for name, started in times.items():
        path = out / "tiny" / name / "manifest.json"
        path.write_text(json.dumps(json.loads(path.read_text()) | {"started": started}))
    (out / "tiny" / "half").mkdir()
    (out / "tiny" / "half" / ".worlds").write_bytes(b"")
    assert main.status(["results", "list", "--out", str(out)]) == 0
    lines = {Path(line.split()[0]).name: line for line in capsys.readouterr().out.splitlines()}
    for number, name in enumerate(NAMES, start=1):
        assert f"  started 2026-0{number}-03 04:05 UTC  " in lines[name]
    assert "started" not in lines["half"], "an interrupted one does not know"
    assert len({line.index("  started ") for line in lines.values() if "started" in line}) == 1


@pytest.mark.parametrize("name", NAMES)
def test_info_says_how_to_make_it_again(
    out: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert main.status(["results", "info", str(out / "tiny" / name)]) == 0
    said = capsys.readouterr().out
    assert "scenario  Tiny (tiny)" in said
    assert f"command   hotline {KINDS[name][0][0]}" in said


def test_what_is_whole_is_said_to_be(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folders = [str(out / "tiny" / name) for name in NAMES]
    assert main.status(["results", "verify", *folders]) == 0
    assert capsys.readouterr().out == "".join(
        f"{folder}: as it was written\n" for folder in folders
    )


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=() if name in {"run", "sweep"} else pytest.mark.slow)
        for name in NAMES
    ],
)
def test_every_file_that_is_changed_or_gone_is_named_and_made_again(
    out: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    folder = out / "tiny" / name
    before = whole(folder)
    for file in sorted(set(before) - {"manifest.json"}):
        for hurt in (lambda path: spoil(path, 0.4), Path.unlink):
            hurt(folder / file)
            assert main.status(["results", "verify", str(folder)]) == 1
            assert f"{folder} is damaged: {file}" in capsys.readouterr().err
            assert main.status(["results", "verify", str(folder), "--repair"]) == 0
            said = capsys.readouterr()
            assert f"{folder}: {file}" in said.err
            assert "made again" in said.err
            assert whole(folder) == before


@pytest.mark.parametrize("name", NAMES)
def test_a_folder_that_lost_all_but_its_manifest_is_made_again(out: Path, name: str) -> None:
    folder = out / "tiny" / name
    before = whole(folder)
    for file in set(before) - {"manifest.json"}:
        (folder / file).unlink()
    assert main.status(["results", "verify", str(folder), "--repair"]) == 0
    assert whole(folder) == before


def test_only_worlds_that_are_damaged_are_computed_again(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sim.experiment.design import designs

    spans: list[tuple[int, int]] = []
    compute = designs.simulate

    def counted(design: designs.Design, start: int, stop: int) -> Chunk:
        spans.append((start, stop))
        return compute(design, start, stop)

    monkeypatch.setattr("sim.studies.repair.simulate", counted)
    folder = out / "tiny" / "sweep"
    spoil(folder / "outcomes.parquet", 0.4)
    assert main.status(["results", "verify", str(folder), "--repair"]) == 0
    assert spans == [(8, 9)]
    (folder / "summary.json").unlink()
    assert main.status(["results", "verify", str(folder), "--repair"]) == 0
    assert spans == [(8, 9)], "a summary needs no world again"


def _damage(path: Path, block: int) -> None:
    """Write the outcomes anew with other numbers in one block."""
    from sim.output.storage.outcome_rows import RowWriter

    folder = open_run(path)
    blocks = [values.copy() for values in folder.rows.blocks()]
    blocks[block][1, 0, 0] += 1.0
    with (path / "outcomes.parquet").open("wb") as file:
        writer = RowWriter(file, folder.arms, tuple(folder.manifest.columns), {})
        for values in blocks:
            writer.add(values)
        writer.close()


def test_a_damaged_block_is_named_and_computed_again(
    out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = out / "tiny" / "run"
    whole = {name: (path / name).read_bytes() for name in ("outcomes.parquet", "summary.json")}
    _damage(path, 1)
    assert main.status(["results", "verify", str(path)]) == 1
    said = capsys.readouterr().err
    assert (
        f"{path} is damaged: outcomes.parquet (worlds 4 to 7). Compute that again with --repair"
        in said
    )
    assert main.status(["results", "verify", str(path), "--repair"]) == 0
    assert "outcomes.parquet (worlds 4 to 7) made again" in capsys.readouterr().err
    assert {name: (path / name).read_bytes() for name in whole} == whole


def test_a_torn_file_is_repaired_too(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = out / "tiny" / "run" / "outcomes.parquet"
    before = path.read_bytes()
    path.write_bytes(before[: len(before) // 2])
    assert main.status(["results", "verify", str(path.parent)]) == 1
    assert "outcomes.parquet (worlds 0 to 9)" in capsys.readouterr().err
    assert main.status(["results", "verify", str(path.parent), "--repair"]) == 0
    assert path.read_bytes() == before


def test_what_cannot_be_repaired_says_how_to_make_it_again(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The copy of the scenario is damaged, and the file that it was made from has been changed
    meanwhile.
    """
    scenario = tmp_path / "tiny.yaml"
    scenario.write_text(tiny.read_text())
    words = [
        "run",
        str(scenario),
        "-n",
        "2",
        "--jobs",
        "1",
        "--no-charts",
        "--no-report",
        "--quiet",
    ]
    assert main.status([*words, "--out", str(tmp_path / "out"), "--name", "run"]) == 0
    run = tmp_path / "out" / "tiny" / "run"
    (run / "scenario.yaml").write_text("schema: 1\n")
    changed = tiny.read_text().replace("horizon: 6 d", "horizon: 7 d")
    scenario.write_text(changed)
    assert main.status(["results", "verify", str(run), "--repair"]) == 1
    said = capsys.readouterr().err
    assert (
        "scenario.yaml is damaged too, and what the command was given no longer says the same"
        in said
    )
    assert "make it again:\n  hotline run" in said
    assert (run / "scenario.yaml").read_text() == "schema: 1\n"


def test_a_manifest_that_was_changed_itself_is_told(
    out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = out / "tiny" / "sweep" / "manifest.json"
    about = json.loads(path.read_text())
    path.write_text(
        json.dumps({**about, "content": {**about["content"], "summary.json": "0" * 64}})
    )
    assert main.status(["results", "verify", str(path.parent), "--repair"]) == 1
    assert "manifest.json itself has been changed" in capsys.readouterr().err
    path.write_text(json.dumps({**about, "content": None}))
    assert main.status(["results", "verify", str(path.parent)]) == 1
    assert "manifest.json is damaged" in capsys.readouterr().err


def _changes(about: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A manifest with one field changed, for each that it has."""
    for name, value in about.items():
        match value:
            case int():
                other: object = value + 1
            case str():
                other = f"{value}x"
            case list():
                other = value[::-1] if len(value) > 1 else [*value, "x"]
            case dict():
                other = {**value, "x": 1}
            case _:
                other = 1
        yield {**about, name: other}


@pytest.mark.parametrize("name", NAMES)
def test_no_field_of_a_manifest_can_be_changed_unseen(
    out: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    path = out / "tiny" / name / "manifest.json"
    about = json.loads(path.read_text())
    assert {"seed", "command", "versions", "commit", "seal"} <= set(about)
    unseen = set()
    for changed in _changes(about):
        path.write_text(json.dumps(changed))
        if main.status(["results", "verify", str(path.parent)]) == 0:
            unseen |= {field for field in about if changed[field] != about[field]}
    assert unseen == {"started", "wall_seconds"}, "only when and how long"
    path.write_text(json.dumps({**about, "seed": 2}))
    capsys.readouterr()
    assert main.status(["results", "verify", str(path.parent)]) == 1
    said = capsys.readouterr().err
    assert "manifest.json itself has been changed" in said
    assert "--repair" not in said


@pytest.mark.parametrize("name", ["run", "sweep"])
def test_a_folder_of_before_there_were_seals_is_compared_as_it_was(
    out: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    path = out / "tiny" / name / "manifest.json"
    about = json.loads(path.read_text())
    del about["seal"]
    path.write_text(json.dumps(about))
    assert main.status(["results", "verify", str(path.parent)]) == 0
    said = capsys.readouterr().out
    assert said.startswith(
        f"{path.parent}: as it was written; not compared: what manifest.json says beside its hashes"
    )
    spoil(path.parent / "outcomes.parquet", 0.4)
    assert main.status(["results", "verify", str(path.parent), "--repair"]) == 0


def test_another_model_does_not_repair(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = out / "tiny" / "run"
    _damage(run, 0)
    about = json.loads((run / "manifest.json").read_text())
    (run / "manifest.json").write_text(json.dumps(with_seal({**about, "code": "0" * 64})))
    assert main.status(["results", "verify", str(run), "--repair"]) == 1
    assert "another version of the model" in capsys.readouterr().err


def test_outcomes_go_to_csv_and_folders_to_zip(
    out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = out / "tiny" / "run"
    assert main.status(["results", "export", str(run), "--to", str(tmp_path / "x.csv")]) == 0
    said = capsys.readouterr()
    assert said.out == f"{tmp_path / 'x.csv'}\n"
    assert said.err == "written: the outcomes of every world under every arm, a row each\n"
    with (tmp_path / "x.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 3 * WORLDS
    burden = open_run(run).column("consult", "burden")
    assert [float(row["burden"]) for row in rows if row["arm"] == "consult"] == burden.tolist()
    for name in ("a", "b"):
        assert (
            main.status(["results", "export", str(run), "--to", str(tmp_path / f"{name}.zip")]) == 0
        )
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    assert "run/manifest.json" in ZipFile(tmp_path / "a.zip").namelist()


@pytest.mark.parametrize("name", NAMES)
def test_the_worlds_of_every_kind_go_to_csv(out: Path, tmp_path: Path, name: str) -> None:
    assert (
        main.status(
            ["results", "export", str(out / "tiny" / name), "--to", str(tmp_path / "x.csv")]
        )
        == 0
    )
    with (tmp_path / "x.csv").open() as file:
        rows = list(csv.DictReader(file))
    fresh = (out / "tiny" / name).glob("fresh-*.parquet")
    assert len(rows) == KINDS[name][2] + sum(read_metadata(one).num_rows for one in fresh)
    assert {"arm", "replication", "burden"} <= set(rows[0])
    parts = {"sensitivity": {"alone", "sample"}, "discovery": {"samples", "fresh-1", "fresh-2"}}
    assert {row.get("part") for row in rows} == parts.get(name, {None})


def test_removing_asks_and_touches_nothing_else(
    out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
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
    for name in set(NAMES) - {"run"}:
        assert main.status(["results", "remove", str(out / "tiny" / name), "--yes"]) == 0
    assert list((out / "tiny").iterdir()) == [], "and no folder above"


@pytest.mark.parametrize(
    ("words", "exit_status", "said"),
    [
        (["list", "--out", "nowhere"], 1, "no such folder"),
        (["info", "nowhere"], 1, "no such folder"),
        (["verify", "nowhere"], 1, "no such folder"),
        (["export", "nowhere", "--to", "x.csv"], 1, "no such folder"),
    ],
)
def test_what_is_not_there_is_told(
    capsys: pytest.CaptureFixture[str], words: list[str], exit_status: int, said: str
) -> None:
    assert main.status(["results", *words]) == exit_status
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(("name", "other"), [*pairwise(NAMES), ("sweep", "run"), ("trial", "run")])
def test_results_of_one_kind_are_not_overwritten_by_another(
    out: Path, tiny: Path, capsys: pytest.CaptureFixture[str], name: str, other: str
) -> None:
    before = whole(out / "tiny" / name)
    (command, *more), _, _ = KINDS[other]
    asked = [
        command,
        str(tiny),
        *more,
        "--seed",
        "7",
        "--out",
        str(out),
        "--jobs",
        "1",
        "--no-charts",
        "--quiet",
    ]
    assert main.status([*asked, "--name", name]) == 1
    assert "holds other results. Choose another --name" in capsys.readouterr().err
    assert whole(out / "tiny" / name) == before


def test_there_are_three_ways_to_export(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.status(["results", "export", str(out / "tiny" / "run"), "--to", "x.xls"]) == 2
    assert ".csv, .zip or .xlsx" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["info", "verify", "export", "plot", "report"])
@pytest.mark.parametrize(
    ("about", "lacking"),
    [
        (
            {"schema": 1, "kind": "discovery"},
            "scenario.name, scenario.title, scenario.digest, seed, replications, arms",
        ),
        ({"schema": 1}, "scenario.name"),
        ({"schema": 1, "scenario": 5, "versions": ["none"], "seed": None}, "scenario.name"),
    ],
)
def test_a_manifest_that_says_too_little_is_damaged(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    command: str,
    about: dict[str, Any],
    lacking: str,
) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps(about))
    words = {"export": ["results", "export", "--to", str(tmp_path / "x.csv")]}.get(
        command, ["results", command]
    )
    words = [command] if command in {"plot", "report"} else words
    assert main.status([*words, str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert said.startswith(
        f"Error: {tmp_path}/manifest.json is damaged: it does not say, or not as it should,"
        f" {lacking}"
    )
    assert said.count("\n") == 1


@pytest.mark.parametrize("name", NAMES)
def test_each_member_of_a_manifest_that_is_missed_is_named(
    out: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    path = out / "tiny" / name / "manifest.json"
    about = json.loads(path.read_text())
    for lost in ("scenario", "seed", "arms", "wall_seconds", "versions"):
        path.write_text(
            json.dumps({member: value for member, value in about.items() if member != lost})
        )
        assert main.status(["results", "info", str(path.parent)]) == 1
        assert f"or not as it should, {lost}" in capsys.readouterr().err
