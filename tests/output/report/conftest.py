"""A real run of a small scenario, with its report."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.cli import main
from sim.experiment.executor import finished
from sim.experiment.plan import planned
from sim.experiment.retell import full_logs
from sim.output.folders import Folder, verified
from sim.output.store import RunFolder
from sim.output.writer import Circumstances, completed, harvesting
from sim.scenario import resolved, written

ABOUT = Circumstances(command="hotline run tiny.yaml -n 24 --seed 7", started="2026-03-02T06:00:00+00:00", seconds=1.5)


def ran(scenario: Path, root: Path, worlds: int = 24) -> RunFolder:
    found = resolved(str(scenario))
    plan = planned(found.scenario, seed=7, replications=worlds)
    with harvesting(root, plan, "run", resume=False) as harvest:
        for chunk in finished(plan, size=8):
            harvest.append(chunk)
        return completed(harvest, plan, written(found), ABOUT, tell=lambda world: full_logs(plan, world))


@pytest.fixture(scope="session")
def run(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    """Three arms, 24 worlds, one of them kept in full. Nothing may be written into it."""
    return ran(tiny, tmp_path_factory.mktemp("results"))


PATIENCE = "terms.patience.base=1h,5d"
LEVERS = "adversary.threat.growth,terms.patience.base,ladder.cooling.rate"
STUDIES = {
    "sweep": ["sweep", "--vary", PATIENCE, "--break-even", "burden", "-n", "8"],
    "heat-map": ["sweep", "--vary", PATIENCE, "--vary", "adversary.threat.growth=0.02 / d,0.1 / d", "-n", "8"],
    "measures": ["measures", "--measures", "crisis_framework,encrypted_channels,liaison_team", "-n", "8"],
    "sensitivity": ["sensitivity", "--arm", "consult", "--against", "unilateral", "--paths", LEVERS, "--worlds", "8",
                    "--samples", "4", "--outcome", "burden,threat_end"],
    "discovery": ["discover", "--paths", LEVERS, "--worlds", "2", "--samples", "40"],
}  # fmt: skip


@pytest.fixture(scope="session")
def studies(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Folder]:
    """A study of each kind of the scenario of ``run``. Nothing may be written into them."""
    out = tmp_path_factory.mktemp("studies")
    for name, (command, *words) in STUDIES.items():
        more = ["--seed", "7", "--jobs", "1", "--no-charts", "--quiet", "--out", str(out), "--name", name]
        assert main.status([command, str(tiny), *words, *more]) == 0
    return {name: verified(out / "tiny" / name) for name in STUDIES}
