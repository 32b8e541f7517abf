"""The same command on a cluster of two workers on this machine gives the same bytes; what goes
wrong there is told once.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.cli import main
from sim.experiment.runs import dask_executor
from sim.output.storage import canonical_json
from tests.commands import words
from tests.doomed import PATIENCE, End, ended
from tests.machines import Machines, scheduler

RUN = ("run", "-n", "40", "--no-report")
SWEEP = ("sweep", "-n", "8", "--vary", "terms.patience.base=1h,2d,5d")
TRIAL = ("measures", "-n", "8", "--measures", "liaison_team,encrypted_channels")
VARIED = "adversary.threat.growth,terms.patience.base"
SENSITIVITY = ("sensitivity", "--paths", VARIED, "--worlds", "8", "--samples", "60")
DISCOVERY = ("discover", "--fresh", "20", "--paths", VARIED, "--worlds", "1", "--samples", "40")
EXPLAIN = ("measures", "-n", "8", "--explain", "liaison_team")
UNDER_WAY = 20  # a step at which some worlds of many are kept
ASKED = {asked[0]: asked for asked in (RUN, SWEEP, TRIAL, SENSITIVITY, DISCOVERY)}


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine may take longer to answer than a user would wait."""
    monkeypatch.setattr(dask_executor, "_PATIENCE", PATIENCE)


@pytest.fixture(scope="module")
def two_workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """What ``--executor`` is to be."""
    with scheduler() as (address, _):
        machines = Machines(address=address, folder=tmp_path_factory.mktemp("dask"))
        with machines.worker(), machines.worker():
            machines.expect(2)
            yield f"dask://{address}"


@pytest.mark.parametrize(
    "asked",
    [
        # A discovery is made part by part, as a sensitivity is.
        pytest.param(asked, id=name, marks=pytest.mark.slow if name == "discover" else ())
        for name, asked in ASKED.items()
    ],
)
def test_two_workers_write_the_same_results(
    asked: tuple[str, ...], two_workers: str, tiny: Path, tmp_path: Path
) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    assert main.status(words(asked, tiny, here, "--quiet", "--no-charts", "--jobs", "1")) == 0
    assert (
        main.status(words(asked, tiny, there, "--quiet", "--no-charts", "--executor", two_workers))
        == 0
    )
    content = [
        canonical_json.read_object(out / "tiny" / "x" / "manifest.json")["content"]
        for out in (here, there)
    ]
    assert content[0] == content[1]


def test_a_measure_is_taken_apart_there_too(
    two_workers: str, tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.status(words(EXPLAIN, tiny, tmp_path, "--quiet", "--jobs", "1")) == 0
    here = capsys.readouterr().out
    assert main.status(words(EXPLAIN, tiny, tmp_path, "--quiet", "--executor", two_workers)) == 0
    assert capsys.readouterr().out == here


@pytest.mark.parametrize("name", ASKED)
def test_an_address_that_is_none_is_told_before_anything_is_run(
    name: str, tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        main.status(words(ASKED[name], tiny, tmp_path, "--quiet", "--executor", "dask://here")) == 2
    )
    assert capsys.readouterr().err.startswith(
        "Error: --executor dask://here: expected local or dask://HOST:PORT"
    )
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "asked",
    [
        ("run", "-n", "4000", "--no-report"),
        pytest.param(
            ("discover", "--fresh", "20", "--paths", VARIED, "--worlds", "40", "--samples", "40"),
            marks=pytest.mark.slow,
        ),
    ],
    ids=["run", "discover"],
)
def test_a_scheduler_lost_in_mid_run_is_told_in_a_sentence(
    asked: tuple[str, ...], tiny: Path, tmp_path: Path
) -> None:
    with scheduler() as (address, process):
        machines = Machines(address=address, folder=tmp_path / "dask")
        with machines.worker():
            machines.expect(1)
            where = f"dask://{address}"
            command = words(asked, tiny, tmp_path, "--quiet", "--no-charts", "--executor", where)
            status, said = ended(command, tmp_path, End(UNDER_WAY, whom=process.pid))
    assert status == 1, said
    told = [line for line in said.splitlines() if line]
    assert [line.partition(":")[0] for line in told if line.startswith("Error")] == ["Error"]
    assert f"the Dask scheduler at {address} was lost" in told[-1]
    assert "Traceback" not in said
    assert "distributed" not in said
    assert f"--executor {where}" in said
