"""What many worlds would take, computed from what some took: ``python -m tools.scale [WORLDS]``,
about a minute.

Processor time of one core is measured, not time on the wall, so what else the machine does changes
little.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from platform import machine, python_version
from statistics import median
from time import process_time
from typing import Final, NamedTuple

SCENARIO: Final = Path(__file__).parent.parent / "scenarios" / "northern-front.yaml"
MANY: Final = 10_000_000
_MEASURED: Final = 60
_CORES: Final = (1, 16, 256)
_EFFICIENCY: Final = (
    0.9  # of many processes on one machine or a cluster, less than what the tests see
)


class Costs(NamedTuple):
    """Of one world under all arms: seconds of one core, bytes kept while it runs, bytes in the
    results; and arms.
    """

    seconds: float
    kept: float
    stored: float
    arms: int


def measured() -> Costs:
    """Run some worlds, three times, and weigh what they leave."""
    from sim.experiment.runs.executor import finished_chunks
    from sim.experiment.runs.plan import plan_of
    from sim.output.storage.checkpoint import FILE as WORLDS
    from sim.output.storage.manifest import Circumstances
    from sim.output.storage.writer import complete_run, run_checkpoint
    from sim.scenario import load

    plan = plan_of(load(SCENARIO), replications=_MEASURED)
    times = []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(3):
            with run_checkpoint(Path(folder), plan, f"run-{number}", resume=False) as checkpoint:
                began, paths = process_time(), 0
                for chunk in finished_chunks(plan):
                    checkpoint.append(chunk)
                    paths += len(chunk.paths)
                times.append(process_time() - began)
                kept = (
                    checkpoint.path.parent / WORLDS
                ).stat().st_size - paths  # only a run's first worlds have them
                done = complete_run(
                    checkpoint,
                    plan,
                    "",
                    Circumstances(specification={}, command="", started="", seconds=0.0),
                )
        stored = (done.path / "outcomes.parquet").stat().st_size
    return Costs(median(times) / _MEASURED, kept / _MEASURED, stored / _MEASURED, len(plan.arms))


def table(costs: Costs, worlds: int) -> str:
    """The costs of so many worlds, as a table in Markdown."""
    seconds = costs.seconds * worlds
    rows = [
        (
            "measured: one world, one arm",
            (
                f"{1000 * costs.seconds / costs.arms:.1f} ms of one core,"
                f" {costs.kept / costs.arms:.0f} bytes while running,"
                f" {costs.stored / costs.arms:.0f} bytes in the results"
            ),
        ),
        *(
            (
                f"time of {worlds:,} worlds x {costs.arms} arms on {cores} core{'s' * (cores > 1)}",
                _told(seconds / cores / (_EFFICIENCY if cores > 1 else 1.0)),
            )
            for cores in _CORES
        ),
        ("disk while running", f"{costs.kept * worlds / 1e9:,.1f} GB"),
        ("disk for the results", f"{costs.stored * worlds / 1e9:,.1f} GB"),
        ("sent from workers", f"{costs.kept * worlds / seconds / 1e3:,.1f} kB/s a core"),
    ]
    lines = ["| | |", "| --- | --- |", *(f"| {name} | {value} |" for name, value in rows)]
    return "\n".join(
        [*lines, "", f"Measured on {machine()}, Python {python_version()}, `{SCENARIO.name}`."]
    )


def _told(seconds: float) -> str:
    hours = seconds / 3600
    return f"{hours / 24:,.1f} days" if hours > 48 else f"{hours:,.1f} hours"


if __name__ == "__main__":
    sys.stdout.write(table(measured(), int(sys.argv[1]) if len(sys.argv) > 1 else MANY) + "\n")
