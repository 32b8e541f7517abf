"""Chunks come whole and in order from one process or many, the same whatever their size; faults end
a run with a word.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import RunError
from sim.experiment.runs.executor import (
    chunk_size,
    chunk_spans,
    finished_chunks,
    in_order,
    usable_cores,
)
from sim.experiment.runs.plan import Plan, plan_of
from sim.experiment.runs.replication import Chunk
from sim.experiment.runs.worker_crew import Span
from sim.scenario import load

WORLDS = 11


@pytest.fixture(scope="module")
def plan(tiny: Path) -> Plan:
    return plan_of(load(tiny), seed=7, replications=WORLDS)


@pytest.fixture(scope="module")
def expected(plan: Plan) -> bytes:
    return values(finished_chunks(plan))


def values(chunks: Iterator[Chunk]) -> bytes:
    return b"".join(chunk.values for chunk in chunks)


@given(st.integers(0, 300), st.integers(0, 300), st.integers(1, 50))
def test_spans_cover_each_world_once(first: int, last: int, size: int) -> None:
    spans = list(chunk_spans(first, last, size))
    assert [world for start, stop in spans for world in range(start, stop)] == list(
        range(first, last)
    )
    assert all(0 < stop - start <= size for start, stop in spans)
    assert all(stop % size == 0 for _, stop in spans[:-1])


def test_a_chunk_is_a_fixed_amount_of_work() -> None:
    assert chunk_size(1) > chunk_size(5) > 1
    assert chunk_size(1000) == 1


def test_there_is_a_core_to_use() -> None:
    assert 1 <= usable_cores() <= (os.cpu_count() or 1)


@pytest.mark.parametrize("size", [1, 4, 100])
def test_the_size_of_chunks_changes_nothing(plan: Plan, expected: bytes, size: int) -> None:
    chunks = list(finished_chunks(plan, size=size))
    assert [chunk.start for chunk in chunks] == list(range(0, WORLDS, size))
    assert values(iter(chunks)) == expected


@pytest.mark.parametrize("jobs", [2, 4])
def test_the_number_of_workers_changes_nothing(plan: Plan, expected: bytes, jobs: int) -> None:
    chunks = list(finished_chunks(plan, jobs=jobs, size=2))
    assert values(iter(chunks)) == expected
    assert [chunk.paths for chunk in chunks] == [
        chunk.paths for chunk in finished_chunks(plan, size=2)
    ]


def test_a_run_can_begin_in_the_middle(plan: Plan, expected: bytes) -> None:
    world = len(expected) // WORLDS
    assert values(finished_chunks(plan, first=5, size=4)) == expected[5 * world :]
    assert list(finished_chunks(plan, first=WORLDS, jobs=2)) == []


def test_few_chunks_wait_and_they_keep_their_order() -> None:
    waiting: dict[int, Future[Chunk]] = {}

    def submit(start: int, _: int) -> Future[Chunk]:
        waiting[start] = Future()
        return waiting[start]

    def last_first(awaited: Future[Chunk]) -> Chunk:
        for start in (2, 1, 0):
            if not waiting[start].done():
                waiting[start].set_result(Chunk.of(start, start + 1, ()))
        return awaited.result(timeout=0)

    spans: Iterator[Span] = chunk_spans(0, 100, 1)
    chunks = in_order(submit, spans, 3, last_first)
    assert next(chunks).start == 0
    assert sorted(waiting) == [0, 1, 2, 3]
    assert next(chunks).start == 1
    assert sorted(waiting) == [0, 1, 2, 3, 4]
    chunks.close()
    assert waiting[3].cancelled()


def test_a_worker_that_dies_ends_the_run_with_a_word(plan: Plan) -> None:
    chunks = finished_chunks(plan, jobs=2, size=1)
    next(chunks)
    workers = multiprocessing.active_children()
    assert workers
    for worker in workers:
        assert worker.pid is not None
        os.kill(worker.pid, signal.SIGKILL)
    with pytest.raises(RunError, match="a worker process died"):
        list(chunks)


def test_workers_never_hear_an_interrupt(plan: Plan, expected: bytes) -> None:
    chunks = finished_chunks(plan, jobs=2, size=1)
    first = next(chunks)
    for worker in multiprocessing.active_children():
        assert worker.pid is not None
        os.kill(worker.pid, signal.SIGINT)
    assert first.values + values(chunks) == expected


def test_a_run_left_early_leaves_no_workers(plan: Plan) -> None:
    chunks = finished_chunks(plan, jobs=2, size=1)
    next(chunks)
    chunks.close()
    assert multiprocessing.active_children() == []
