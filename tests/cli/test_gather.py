"""``hotline run --until-precise`` from outside: it stops by itself, says so, in the same bytes
however it is run and resumed.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.cli import main
from sim.output.storage.checkpoint import FILE as WORLDS
from sim.output.storage.run_folder import open_run
from tests.commands import words
from tests.summaries import damage_said

CONTENT = ("outcomes.parquet", "scenario.yaml", "summary.json")
WANTED = [
    "--until-precise",
    "--set",
    "study.precision.trust_of_patron=0.05",
    "--set",
    "study.min_worlds=5",
]
RUN = ("run", "--no-charts", "--no-report", *WANTED)


def content(out: Path) -> dict[str, bytes]:
    return {name: (out / "tiny" / "x" / name).read_bytes() for name in CONTENT}


@pytest.fixture(scope="module")
def stopped(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("stopped")
    assert main.status(words(RUN, tiny, out, "--jobs", "1", "--quiet")) == 0
    return out


def test_the_summary_and_the_table_say_that_it_was_stopped(
    tiny: Path, stopped: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.status(words(RUN, tiny, tmp_path, "--jobs", "1")) == 0
    printed = capsys.readouterr()
    said = " ".join(printed.out.split())
    assert "tiny: trust of the patron within 0.05: at least 100 worlds" in printed.err
    folder = open_run(tmp_path / "tiny" / "x")
    stopping = folder.summary.stopping
    assert f"stopped sequentially after {folder.replications} worlds" in said
    assert stopping is not None
    assert stopping.met_at is not None
    assert stopping.sequential
    assert folder.replications == stopping.met_at == 100
    assert folder.manifest.until == {
        "precision": {"trust_of_patron": 0.05},
        "least": 100,
        "most": 20_000,
    }
    assert content(tmp_path) == content(stopped)
    assert damage_said(folder.path) == ""


def test_intervals_that_hold_at_every_look_are_told_apart(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    always = ("run", "--no-charts", "--no-report", "--always-valid", *WANTED[1:])
    assert main.status(words(always, tiny, tmp_path, "--jobs", "1", "-n", "150")) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "Intervals that hold however often one has looked" in said
    folder = open_run(tmp_path / "tiny" / "x")
    stopping = folder.summary.stopping
    assert folder.manifest.until is not None
    assert folder.manifest.until["always_valid"] is True
    assert stopping is not None
    assert stopping.always_valid is not None
    for arm, (low, high) in stopping.always_valid["trust_of_patron"].items():
        narrow = folder.summary.comparisons[arm]["trust_of_patron"]
        assert narrow.low is not None
        assert narrow.high is not None
        assert low < narrow.low <= narrow.high < high


def test_workers_change_nothing(tiny: Path, stopped: Path, tmp_path: Path) -> None:
    assert main.status(words(RUN, tiny, tmp_path, "--jobs", "2", "--quiet")) == 0
    assert content(tmp_path) == content(stopped)


def test_stopped_early_it_goes_on_and_stops_where_it_would_have(
    tiny: Path, stopped: Path, tmp_path: Path
) -> None:
    folder, other = tmp_path / "tiny" / "x", tmp_path / "full"
    folder.mkdir(parents=True)
    (folder / WORLDS).write_bytes(_harvest_of(tiny, other))
    assert main.status(words(RUN, tiny, tmp_path, "--jobs", "1", "--quiet", "--resume")) == 0
    assert content(tmp_path) == content(stopped)


def _harvest_of(tiny: Path, out: Path) -> bytes:
    """The file that an interrupted run leaves, with its first chunk."""
    from sim.experiment.runs.executor import finished_chunks
    from sim.experiment.runs.plan import plan_of
    from sim.output.storage.writer import run_checkpoint
    from sim.scenario import load

    plan = plan_of(load(tiny, sets=[text for text in WANTED if "=" in text]), seed=7)
    with run_checkpoint(out, plan, "part", resume=False) as checkpoint:
        checkpoint.append(next(finished_chunks(plan)))
    return (out / "tiny" / "part" / WORLDS).read_bytes()


def test_repeated_in_its_folder_it_is_the_same_run(tiny: Path, tmp_path: Path) -> None:
    assert main.status(words(RUN, tiny, tmp_path, "--jobs", "1", "--quiet")) == 0
    before = content(tmp_path)
    assert main.status(words(RUN, tiny, tmp_path, "--jobs", "1", "--quiet")) == 0
    assert content(tmp_path) == before


def test_at_the_most_worlds_it_ends_with_status_3(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.status(words(RUN, tiny, tmp_path, "-n", "6", "--jobs", "1", "--json")) == 3
    said = capsys.readouterr()
    assert "tiny: not precise enough after 6 worlds" in said.err
    assert "trust_of_patron within 0.05, reached: consult" in said.err
    assert json.loads(said.out)["runs"][0]["summary"]["stopping"]["met"] is False


@pytest.mark.parametrize(
    ("sets", "said"),
    [
        ([], "declares no precision"),
        (["study.precision.burdn=1"], 'Did you mean "burden"'),
        (["study.precision.burden=0"], "must be above zero"),
        (
            ["study.precision.burden=1", "study.min_worlds=1"],
            "must be at least 2: one world has no interval",
        ),
    ],
)
def test_what_cannot_be_met_is_told(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], sets: list[str], said: str
) -> None:
    more = [word for text in sets for word in ("--set", text)]
    assert main.status(["run", str(tiny), "--out", str(tmp_path), "--until-precise", *more]) == 2
    assert said in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
