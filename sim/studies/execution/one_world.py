"""Another world of a finished run, played once more: what charts of one world then show instead of
the one that the run kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from sim.errors import UsageError
from sim.experiment.outcomes.definitions import COLUMNS
from sim.experiment.runs.full_logs import full_logs
from sim.experiment.runs.plan import Plan, plan_of
from sim.experiment.runs.replication import world
from sim.output.evidence.traced_world import Traced
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
    if _is_by_programs(folder):
        raise UsageError(
            f"--world: {folder.path} was played by programs, which need not play the same again:"
            " only the world that it kept can be drawn."
        )
    plan = _plan(folder)
    found = _other_outcome(folder, plan, number)
    if found is not None:
        name, arm, now, then = found
        raise UsageError(
            f"--world {number}: this version plays the world otherwise than the one that made"
            f" {folder.path} ({name} under {arm}: {now:g}, then {then:g}). Run the scenario again,"
            " or draw the world that the run kept."
        )
    return replace(folder, logs=full_logs(plan, number))


def player_of(folder: RunFolder) -> Callable[[int, Sequence[str]], dict[str, Traced]]:
    """Plays a world of a finished run once more under some of its arms. Nothing where this version
    plays it otherwise, or where its inputs were drawn, so that the scenario by itself has none.
    """
    plan = cache(lambda: _plan(folder))

    def played(number: int, arms: Sequence[str]) -> dict[str, Traced]:
        if folder.summary.doubt is not None or _is_by_programs(folder):
            return {}
        some = replace(plan(), arms=tuple(arms))
        if _other_outcome(folder, some, number) is not None:
            return {}
        logs = full_logs(some, number)
        return {arm: Traced.of(some.scenario, arm, log) for arm, log in logs.items()}

    return played


def _is_by_programs(folder: RunFolder) -> bool:
    """Whether programs sat in seats, so that no rule plays its worlds again."""
    return "seats" in (folder.manifest.specification or {})


def _plan(folder: RunFolder) -> Plan:
    about = folder.manifest
    return plan_of(
        load(folder.path / SCENARIO),
        replications=folder.replications,
        seed=about.seed,
        arms=about.arms,
    )


def _other_outcome(
    folder: RunFolder, plan: Plan, number: int
) -> tuple[str, str, float, float] | None:
    """An outcome in which a world comes out otherwise than when the run was made, the arm, and how
    it is now and was then.
    """
    columns, before = folder.manifest.columns, folder.rows.world(number)
    for arm, _, row in world(plan.scenario, plan.seed, number, plan.arms):
        kept = dict(zip(columns, before[folder.arms.index(arm)].tolist(), strict=True))
        for name, now in zip(COLUMNS, row, strict=True):
            if name in kept and not np.array_equal(kept[name], now, equal_nan=True):
                return name, arm, now, kept[name]
    return None
