"""The worlds of a study, gathered and kept as they come: as many as planned, or until they are
precise enough.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace

import numpy as np

from sim.errors import NotPreciseError, ResultsError, RunError
from sim.experiment.comparison.run_summary import Stopping
from sim.experiment.runs.executor import finished_chunks
from sim.experiment.runs.plan import Plan
from sim.experiment.runs.stopping import Watch, plan_text, until
from sim.output.storage.checkpoint import Checkpoint
from sim.output.storage.run_folder import RunFolder
from sim.output.words import count_text
from sim.studies.execution.settings import Making, Observer


def open_ended(plan: Plan, most: int | None, *, always_valid: bool = False) -> Plan:
    """The same plan, to stop by itself when its study's precision is met."""
    rule = until(plan, most, always_valid=always_valid)
    return replace(plan, until=rule.plain_data(), replications=rule.most)


def gather(
    checkpoint: Checkpoint, plan: Plan, making: Making, observer: Observer, name: str = ""
) -> Plan:
    """Gather the worlds that are still missing; returns the plan of all that count. ``name`` is by
    default the scenario's.
    """
    name = name or plan.scenario.name
    if checkpoint.worlds:
        observer.remark(f"{name}: going on after {count_text(checkpoint.worlds, 'world')}")
    if plan.until is None:
        _gather(checkpoint, plan, None, making, observer, name)
        return plan
    always = bool(plan.until.get("always_valid"))
    rule = until(plan, plan.replications, always_valid=always)
    observer.remark(f"{name}: {plan_text(plan, rule)}")
    watch = Watch(plan, rule)
    for block in checkpoint.blocks(min(checkpoint.worlds, plan.replications)):
        watch.add(block)
    if watch.stop is None:
        _gather(checkpoint, plan, watch, making, observer, name)
    assert watch.stop is not None, "the greatest number of worlds ends it at last"
    return replace(plan, replications=watch.stop, stopped=watch.outcome_of_watch())


def _gather(
    checkpoint: Checkpoint,
    plan: Plan,
    watch: Watch | None,
    making: Making,
    observer: Observer,
    name: str,
) -> None:
    chunks = finished_chunks(
        plan, first=checkpoint.worlds, jobs=making.processes, cluster=making.cluster
    )
    bar = observer.progress(
        f"{name}, {count_text(len(plan.arms), 'arm')}", plan.replications, done=checkpoint.worlds
    )
    with closing(chunks), bar as advance:
        for chunk in chunks:
            checkpoint.append(chunk)
            advance(chunk.stop)
            if watch is not None and _enough(watch, chunk.values, plan):
                break


def _enough(watch: Watch, values: bytes, plan: Plan) -> bool:
    watch.add(
        np.frombuffer(values, dtype="<f8").reshape(
            -1, len(plan.arms), len(plan.identity()["columns"])
        )
    )
    return watch.stop is not None


@contextmanager
def interruption_notice(
    checkpoint: Checkpoint, said: Callable[[], str], observer: Observer
) -> Iterator[None]:
    """When a study stops early and something of it is kept, say how to go on, in the words of
    ``said``.
    """
    try:
        yield
    except (KeyboardInterrupt, MemoryError, RunError, ResultsError):
        if checkpoint.worlds_on_disk:
            observer.tell_interruption(said())
        raise


def expect_precise(folder: RunFolder) -> None:
    """An error that says what was reached, if a run met its greatest number of worlds before its
    precision.
    """
    stopping = folder.summary.stopping
    if stopping is not None and not stopping.met:
        raise NotPreciseError(
            f"{folder.summary.scenario.name}: not precise enough after {stopping.most} worlds, the"
            f" most that were allowed: {'; '.join(_unmet_precisions(stopping))}. More worlds (-n)"
            " or wider half-widths would do."
        )


def _unmet_precisions(stopping: Stopping) -> list[str]:
    missed = []
    for name, wanted in stopping.precision.items():
        wide = {
            arm: half
            for arm, half in stopping.reached[name].items()
            if half is None or half > wanted
        }
        if wide:
            reached = ", ".join(
                f"{arm} {'nothing' if half is None else f'{half:.3g}'}"
                for arm, half in wide.items()
            )
            missed.append(f"{name} within {wanted:g}, reached: {reached}")
    return missed or [f"at least {stopping.least} worlds are needed before one may stop"]
