"""Runs a plan chunk by chunk, in this process or on many cores, and hands finished chunks on in
their order.

A chunk is a fixed range of replications with all arms of each; in a study, of points of its design.
Nothing in it depends on where, when or beside what it is computed, so neither the number of workers
nor the size of a chunk can change a result. At most ``_AHEAD`` chunks per worker are under way or
waiting for an earlier one, so memory does not grow with their number.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Final

from sim.experiment.runs.plan import Plan
from sim.experiment.runs.replication import Chunk, simulate
from sim.experiment.runs.worker_crew import Span, Work, from_crew

if TYPE_CHECKING:
    from sim.experiment.runs.dask_executor import Cluster

#: Worlds, counted once per arm, in a chunk: some 50 to 200 ms of work on a machine of 2024.
_WORK: Final = 32
_AHEAD: Final = 4

Submit = Callable[[int, int], Future[Chunk]]
Take = Callable[[Future[Chunk]], Chunk]


def finished_chunks(
    plan: Plan,
    *,
    first: int = 0,
    jobs: int = 1,
    size: int | None = None,
    cluster: Cluster | None = None,
) -> Generator[Chunk, None, None]:
    """The chunks of ``plan`` from replication ``first`` on, in order; ``size`` is the number of
    replications in each.
    """
    size = size or chunk_size(len(plan.arms))
    spans = chunk_spans(first, plan.replications, size)
    jobs = min(jobs, -(-(plan.replications - first) // size))
    return work_chunks(partial(simulate, plan), spans, jobs=jobs, cluster=cluster)


def work_chunks(
    work: Work, spans: Iterator[Span], *, jobs: int = 1, cluster: Cluster | None = None
) -> Generator[Chunk, None, None]:
    """The chunks that ``work`` makes of ``spans``, in their order: on a cluster, on many cores, or
    in this process.
    """
    if cluster is not None:
        from sim.experiment.runs.dask_executor import on_cluster

        return on_cluster(work, spans, cluster)
    if jobs <= 1:
        return (work(*span) for span in spans)
    return from_crew(work, spans, jobs=jobs, ahead=_AHEAD * jobs)


def chunk_size(arms: int) -> int:
    """Replications in a chunk: a fixed amount of work, whatever the machine."""
    return max(1, _WORK // arms)


def chunk_spans(first: int, last: int, size: int) -> Iterator[Span]:
    """Ranges that cover ``first`` to ``last`` - 1; all borders but the outer ones are multiples of
    ``size``.
    """
    while first < last:
        stop = min(last, (first // size + 1) * size)
        yield first, stop
        first = stop


def usable_cores() -> int:
    """Processor cores that this process may use, which in a container or under taskset are fewer
    than the machine has.
    """
    if hasattr(os, "process_cpu_count"):  # from Python 3.13 on
        return os.process_cpu_count() or 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def in_order(
    submit: Submit, spans: Iterator[Span], ahead: int, take: Take = Future.result
) -> Generator[Chunk, None, None]:
    """Chunks in the order of ``spans`` from any executor, with at most ``ahead`` handed to it and
    not yet handed on.

    ``take`` waits for a chunk.
    """
    waiting = deque(submit(*span) for span in islice(spans, ahead))
    try:
        while waiting:
            chunk = take(waiting.popleft())
            waiting.extend(submit(*span) for span in islice(spans, 1))
            yield chunk
    finally:
        for future in waiting:
            future.cancel()
