"""Another world of a finished run, played once more: what charts of one world then show instead of
the one that the run kept.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sim.errors import UsageError
from sim.experiment.outcomes.definitions import COLUMNS
from sim.experiment.runs.full_logs import full_logs
from sim.experiment.runs.plan import Plan, plan_of
from sim.experiment.runs.replication import world
from sim.output.storage.folders import Folder, kind_of
from sim.output.storage.run_folder import SCENARIO, RunFolder
from sim.scenario import load


def at_world(folder: Folder, number: int | None) -> Folder:
    """The results of a run with charts of one world telling of this one; as they are where none is
    named.
    """
    if number is None:
        return folder
    if not isinstance(folder, RunFolder):
        raise UsageError(
            f"--world: only of a run one world is looked at, and {folder.path} holds a"
            f" {kind_of(folder)} study."
        )
    if number >= folder.replications:
        last = folder.replications - 1
        raise UsageError(f"--world {number}: the worlds of this run are 0 to {last}.")
    about = folder.manifest
    if "seats" in (about.specification or {}):
        raise UsageError(
            f"--world: {folder.path} was played by programs, which need not play the same again:"
            " only the world that it kept can be drawn."
        )
    plan = plan_of(
        load(folder.path / SCENARIO),
        replications=folder.replications,
        seed=about.seed,
        arms=about.arms,
    )
    _expect_the_same(folder, plan, number)
    return replace(folder, logs=full_logs(plan, number))


def _expect_the_same(folder: RunFolder, plan: Plan, number: int) -> None:
    """An error where a world comes out otherwise than when the run was made."""
    rows = world(plan.scenario, plan.seed, number, plan.arms)
    for arm, _, row in rows:
        for name, value in zip(COLUMNS, row, strict=True):
            if name in folder.manifest.columns:
                kept = folder.column(arm, name)[number]
                if not np.array_equal(kept, value, equal_nan=True):
                    raise UsageError(
                        f"--world {number}: this version plays the world otherwise than the one"
                        f" that made {folder.path} ({name} under {arm}: {value:g}, then {kept:g})."
                        " Run the scenario again, or draw the world that the run kept."
                    )
