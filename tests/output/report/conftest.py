"""A real run of a small scenario, with its report."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sim.cli import main
from sim.experiment.runs.executor import finished_chunks
from sim.experiment.runs.full_logs import full_logs
from sim.experiment.runs.plan import plan_of
from sim.output.charts.chart_cache import Album
from sim.output.storage.folders import Folder
from sim.output.storage.manifest import Circumstances
from sim.output.storage.run_folder import RunFolder
from sim.output.storage.writer import complete_run, run_checkpoint
from sim.scenario import documented_defaults, resolve, scenario_yaml
from sim.studies.presentation import album_of, page
from sim.studies.registry import open_verified, opened_beside

ABOUT = Circumstances(
    specification={"scenario": "tiny.yaml"},
    command="hotline run tiny.yaml -n 24 --seed 7",
    started="2026-03-02T06:00:00+00:00",
    seconds=1.5,
)


def ran(scenario: Path, root: Path, worlds: int = 24) -> RunFolder:
    found = resolve(str(scenario))
    plan = plan_of(found.scenario, seed=7, replications=worlds)
    with run_checkpoint(root, plan, "run", resume=False) as checkpoint:
        for chunk in finished_chunks(plan, size=8):
            checkpoint.append(chunk)
        about = replace(ABOUT, defaults=documented_defaults(found))
        return complete_run(
            checkpoint, plan, scenario_yaml(found), about, tell=lambda world: full_logs(plan, world)
        )


@pytest.fixture(scope="session")
def run(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    """Three arms, 24 worlds, one of them kept in full. Nothing may be written into it."""
    return ran(tiny, tmp_path_factory.mktemp("results"))


@pytest.fixture(scope="session")
def charts(run: RunFolder) -> Album:
    """The charts of the run, each drawn once for all pages that take them."""
    return album_of(run)


@pytest.fixture(scope="session")
def run_page(run: RunFolder, charts: Album) -> str:
    """The page of the run, which has no studies beside it."""
    return page(run, charts=charts)


@pytest.fixture(scope="session")
def interactive_text(run: RunFolder, charts: Album) -> str:
    """The interactive page of the run."""
    return page(run, charts=charts, interactive=True)


PATIENCE = "terms.patience.base=1h,5d"
LEVERS = "adversary.threat.growth,terms.patience.base,ladder.cooling.rate"
STUDIES = {
    "sweep": ["sweep", "--vary", PATIENCE, "--break-even", "burden", "-n", "8"],
    "heat-map": [
        "sweep",
        "--vary",
        PATIENCE,
        "--vary",
        "adversary.threat.growth=0.02 / d,0.1 / d",
        "-n",
        "8",
    ],
    "measures": [
        "measures",
        "--measures",
        "crisis_framework,encrypted_channels,liaison_team",
        "-n",
        "8",
    ],
    "sensitivity": [
        "sensitivity",
        "--arm",
        "consult",
        "--against",
        "unilateral",
        "--paths",
        LEVERS,
        "--worlds",
        "8",
        "--samples",
        "60",
        "--outcome",
        "burden,threat_end",
    ],
    "discovery": [
        "discover",
        "--paths",
        LEVERS,
        "--worlds",
        "2",
        "--samples",
        "40",
        "--fresh",
        "20",
    ],
}


@pytest.fixture(scope="session")
def studies(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Folder]:
    """A study of each kind of the scenario of ``run``. Nothing may be written into them."""
    out = tmp_path_factory.mktemp("studies")
    for name, (command, *words) in STUDIES.items():
        more = [
            "--seed",
            "7",
            "--jobs",
            "1",
            "--no-charts",
            "--quiet",
            "--out",
            str(out),
            "--name",
            name,
        ]
        assert main.status([command, str(tiny), *words, *more]) == 0
    return {name: open_verified(out / "tiny" / name) for name in STUDIES}


@pytest.fixture(scope="session")
def study_pages(studies: dict[str, Folder]) -> dict[str, str]:
    """The page of each study."""
    return {name: page(folder) for name, folder in studies.items()}


@pytest.fixture(scope="session")
def whole_page(run: RunFolder, charts: Album, studies: dict[str, Folder]) -> str:
    """The page of the run with all studies beside it, as they are found there."""
    beside = opened_beside(run, [folder.path for folder in studies.values()])
    return page(run, beside, charts=charts)


CHECKS = """
checks:
  low: {outcome: peak_rung, between: [0, 6], says: "it stayed where it was"}
  high: {outcome: peak_rung, between: [5.2, 5.8], says: "it rose to the top"}
  later: {outcome: notice_h, between: [-4 h, 1 h], where: struck}
  asked: {outcome: struck, between: [0, 1], given_by: "the protocol"}
"""
UNCERTAIN = """
uncertainties:
  adversary.threat.growth: {low: 0.02 / d, high: 0.1 / d}
"""


@pytest.fixture(scope="session")
def checked(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    """A run of a scenario with checks, one of which no world can meet. Nothing may be written into
    it.
    """
    place = tmp_path_factory.mktemp("checked")
    path = place / "tiny.yaml"
    path.write_text(tiny.read_text(encoding="utf-8") + CHECKS + UNCERTAIN, encoding="utf-8")
    run = [
        "run",
        str(path),
        "-n",
        "12",
        "--seed",
        "7",
        "--jobs",
        "1",
        "--no-charts",
        "--quiet",
        "--out",
        str(place),
    ]
    assert main.status([*run, "--name", "run"]) == 0
    folder = open_verified(place / "tiny" / "run")
    assert isinstance(folder, RunFolder)
    return folder
