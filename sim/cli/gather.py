"""The worlds of a run, gathered under a progress bar: as many as planned, or until they are precise enough."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from sim.cli.screen import progress, remark
from sim.errors import NotPreciseError

if TYPE_CHECKING:
    from sim.experiment.dask_executor import Cluster
    from sim.experiment.plan import Plan
    from sim.experiment.run_summary import Stopping
    from sim.experiment.stopping import Watch
    from sim.output.harvest import Harvest
    from sim.output.store import RunFolder


def open_ended(plan: Plan, most: int | None) -> Plan:
    """The same plan, to stop by itself when its study's precision is met."""
    from sim.experiment.stopping import until

    rule = until(plan, most)
    return replace(plan, until=rule.described(), replications=rule.most)


def cluster_of(executor: str) -> Cluster | None:
    """Where ``--executor`` says that worlds are computed; ``None`` for this machine."""
    if executor == "local":
        return None
    from sim.experiment.dask_executor import cluster
    from sim.output.manifest import facts

    return cluster(executor, facts)


def gathered(
    harvest: Harvest, plan: Plan, *, jobs: int | None, executor: str = "local", quiet: bool, name: str = ""
) -> Plan:
    """Gather the worlds that are still missing; returns the plan of all that count. ``name`` is by default the scenario's."""
    name = name or plan.scenario.name
    if harvest.worlds:
        remark(f"{name}: going on after {harvest.worlds} worlds", quiet=quiet)
    where = cluster_of(executor)
    if plan.until is None:
        _gather(harvest, plan, None, where, name, jobs=jobs, quiet=quiet)
        return plan
    from sim.experiment.stopping import Watch, until

    watch = Watch(plan, until(plan, plan.replications))
    for block in harvest.blocks(min(harvest.worlds, plan.replications)):
        watch.add(block)
    if watch.stop is None:
        _gather(harvest, plan, watch, where, name, jobs=jobs, quiet=quiet)
    assert watch.stop is not None, "the greatest number of worlds ends it at last"
    return replace(plan, replications=watch.stop, stopped=watch.told())


def _gather(
    harvest: Harvest,
    plan: Plan,
    watch: Watch | None,
    where: Cluster | None,
    name: str,
    *,
    jobs: int | None,
    quiet: bool,
) -> None:
    from sim.experiment.executor import finished, usable_cores

    chunks = finished(plan, first=harvest.worlds, jobs=jobs or usable_cores(), cluster=where)
    bar = progress(f"{name}, {len(plan.arms)} arms", plan.replications, done=harvest.worlds, quiet=quiet)
    with closing(chunks), bar as advance:
        for chunk in chunks:
            harvest.append(chunk)
            advance(chunk.stop)
            if watch is not None and _enough(watch, chunk.values, plan):
                break


def _enough(watch: Watch, values: bytes, plan: Plan) -> bool:
    import numpy as np

    watch.add(np.frombuffer(values, dtype="<f8").reshape(-1, len(plan.arms), len(plan.identity()["columns"])))
    return watch.stop is not None


def expect_precise(folder: RunFolder) -> None:
    """An error that says what was reached, if a run met its greatest number of worlds before its precision."""
    stopping = folder.summary.stopping
    if stopping is not None and not stopping.met:
        raise NotPreciseError(
            f"{folder.summary.scenario.name}: not precise enough after {stopping.most} worlds, the most that were "
            f"allowed: {'; '.join(_missed(stopping))}. More worlds (-n) or wider half-widths would do."
        )


def _missed(stopping: Stopping) -> list[str]:
    missed = []
    for name, wanted in stopping.precision.items():
        wide = {arm: half for arm, half in stopping.reached[name].items() if half is None or half > wanted}
        if wide:
            told = ", ".join(f"{arm} {'nothing' if half is None else f'{half:.3g}'}" for arm, half in wide.items())
            missed.append(f"{name} within {wanted:g}, reached: {told}")
    return missed or ["met only at the last, not for long enough to be trusted"]
