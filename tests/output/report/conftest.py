"""A real run of a small scenario, with its report."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.experiment.executor import finished
from sim.experiment.plan import planned
from sim.experiment.retell import full_logs
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
