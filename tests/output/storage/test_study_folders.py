"""A study's folder: all that was asked and found, checked by hashes, the same bytes on any number
of processes.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from sim.errors import ResultsError
from sim.experiment.design.designs import Design, points_at
from sim.experiment.design.factors import Asked, all_factors
from sim.experiment.discovery.discovery_summary import DiscoverySummary
from sim.output.storage.manifest import Circumstances
from sim.output.storage.outcome_rows import RowReader
from sim.output.storage.studies.design_study import (
    Part,
    complete_study,
    expect_place,
    gather,
    open_discovery,
    study_name,
)
from sim.output.storage.studies.study_folder import StudyFolder
from sim.scenario import resolve
from tests.summaries import damage_said, planted

ARMS = ("unilateral", "consult")
ASKED = {"what": "a test"}
Make = Callable[[Path], StudyFolder[DiscoverySummary]]


@pytest.fixture(scope="module")
def design(tiny: Path) -> Design:
    found = resolve(tiny)
    factors = all_factors(
        found, ARMS, Asked(paths=("terms.patience.base", "adversary.threat.growth"))
    )
    points = points_at(factors, np.array([[0.1, 0.2], [0.6, 0.9], [0.4, 0.4]]))
    return Design(
        scenario=found.scenario,
        arms=ARMS,
        outcomes=("burden", "threat_end"),
        factors=factors,
        points=points,
        starts=(0, 0, 4),
        worlds=4,
        seed=7,
    )


@pytest.fixture
def make(design: Design) -> Make:
    scenario = {"name": "tiny", "title": "Tiny", "digest": design.scenario.digest}
    summary = planted(
        DiscoverySummary,
        kind="discovery",
        scenario=scenario,
        replications=4,
        samples=3,
        fill="latin",
        outcomes={},
        factors={},
        questions=[],
        regret={},
    )

    def study(root: Path, jobs: int = 1) -> StudyFolder[DiscoverySummary]:
        place = expect_place(root, "tiny", study_name("discovery", 7, ASKED), ASKED)
        part = gather(place, "samples", design, jobs=jobs, advance=lambda _: None)
        about = Circumstances(
            specification={}, command="hotline discover", started="now", seconds=1.0
        )
        return complete_study(place, ASKED, summary, {"samples": part}, "schema: 1\n", about)

    return study


def test_the_folder_tells_everything(make: Make, design: Design, tmp_path: Path) -> None:
    folder = make(tmp_path)
    assert folder.kind == "discovery"
    assert sorted(path.name for path in folder.path.iterdir()) == [
        "manifest.json",
        "samples-design.csv",
        "samples.parquet",
        "scenario.yaml",
        "summary.json",
    ]
    header, first, *_ = (folder.path / "samples-design.csv").read_text().splitlines()
    assert (
        header == "point,first_replication,terms.patience.base [h],adversary.threat.growth [per h]"
    )
    assert first.startswith("0,0,27.6,0.00125")
    [values] = RowReader(folder.path / "samples.parquet", ARMS, design.outcomes).blocks()
    assert values.shape == (12, 2, 2)
    assert damage_said(folder.path) == ""


def test_a_row_says_its_point_world_and_arm(make: Make, tmp_path: Path) -> None:
    from pyarrow import parquet

    table = parquet.read_table(make(tmp_path).path / "samples.parquet")
    assert table.column_names == ["point", "arm", "replication", "burden", "threat_end"]
    assert table.column("point").to_pylist() == [0] * 8 + [1] * 8 + [2] * 8
    assert table.column("replication").to_pylist() == [0, 0, 1, 1, 2, 2, 3, 3] * 2 + [
        4,
        4,
        5,
        5,
        6,
        6,
        7,
        7,
    ]
    assert table.column("arm").to_pylist() == [*ARMS] * 12


def test_processes_change_no_byte(
    make: Callable[..., StudyFolder[DiscoverySummary]], tmp_path: Path
) -> None:
    one, two = make(tmp_path / "one"), make(tmp_path / "two", jobs=2)
    for path in one.path.iterdir():
        if path.name != "manifest.json":
            assert (two.path / path.name).read_bytes() == path.read_bytes(), path.name
    assert one.manifest.content == two.manifest.content


def test_a_study_goes_on_where_it_was_stopped(design: Design, tmp_path: Path) -> None:
    seen: list[int] = []

    def stop(done: int) -> None:
        seen.append(done)
        if done == 12:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        gather(tmp_path, "samples", design, jobs=1, advance=stop)
    again = gather(tmp_path, "samples", design, jobs=1, advance=seen.append)
    assert seen == [0, 12, 12], "nothing is computed twice"
    fresh = gather(tmp_path / "fresh", "samples", design, jobs=1, advance=lambda _: None)
    np.testing.assert_array_equal(again.values, fresh.values)


@pytest.mark.parametrize("name", ["summary.json", "samples-design.csv", "scenario.yaml"])
def test_a_changed_file_is_noticed(make: Make, tmp_path: Path, name: str) -> None:
    folder = make(tmp_path)
    path = folder.path / name
    path.write_bytes(path.read_bytes() + b" ")
    assert name in damage_said(folder.path)


def test_another_study_is_not_overwritten(make: Make, tmp_path: Path) -> None:
    folder = make(tmp_path)
    assert expect_place(tmp_path, "tiny", folder.path.name, ASKED) == folder.path
    with pytest.raises(ResultsError, match="holds other results"):
        expect_place(tmp_path, "tiny", folder.path.name, {"what": "another"})


def test_a_folder_that_is_no_study_is_refused(make: Make, tmp_path: Path) -> None:
    path = make(tmp_path).path / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "kind": "sweep"}))
    with pytest.raises(ResultsError, match="holds no discovery study"):
        open_discovery(path.parent)


def test_parts_keep_their_design(design: Design) -> None:
    part = Part(design=design, values=np.zeros(design.shape))
    assert part.values.shape == (3, 4, 2, 2)
