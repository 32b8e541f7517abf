"""Worker processes, each behind a pipe of its own: what becomes of one neither blocks another nor
is it waited for in vain.

A pool of the standard library shares its queues between the workers; one that is killed while it
holds the lock of a queue, or has half written to it, leaves the rest and the parent waiting for
ever. Here the parent waits for pipes alone, in the thread that called it, and a worker that has
gone is an end of file.
"""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Final

from sim.errors import HotlineError, RunError
from sim.experiment.runs.replication import Chunk
from sim.experiment.runs.worker_pool import begin, context, interrupts_held

Span = tuple[int, int]
#: Computes a chunk from its range alone. It is sent to each worker once, so it must be possible to
#: pickle it.
Work = Callable[[int, int], Chunk]

_AT_HAND: Final = 2  # spans that a worker has, so that it need not wait for the next
_LOST: Final = (EOFError, ConnectionError)
_DIED: Final = (
    "a worker process died: killed from outside, or out of memory (fewer --jobs need less)."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    process: BaseProcess
    pipe: Connection
    at_hand: deque[int] = field(default_factory=deque)  # where the spans that it has begin


def from_crew(
    work: Work, spans: Iterator[Span], *, jobs: int, ahead: int
) -> Generator[Chunk, None, None]:
    """The chunks that ``work`` makes of ``spans``, in their order, with at most ``ahead`` begun and
    not yet handed on.
    """
    workers: list[Worker] = []
    try:
        _start(workers, work, jobs)
        with closing(_in_order(workers, spans, ahead)) as chunks:
            yield from chunks
    finally:
        _dismiss(workers)


def _start(workers: list[Worker], work: Work, jobs: int) -> None:
    try:
        begin()
        for _ in range(jobs):
            with interrupts_held():
                workers.append(_start_worker(work))
    except (EOFError, OSError) as error:
        why = getattr(error, "strerror", None) or "they ended before they had begun"
        raise RunError(
            f"worker processes could not be started: {why} (--jobs 1 needs none)."
        ) from error


def _start_worker(work: Work) -> Worker:
    here, there = context().Pipe()
    with there:
        process = context().Process(target=_serve, args=(there, work), daemon=True)
        process.start()
    return Worker(process=process, pipe=here)


def _in_order(
    workers: list[Worker], spans: Iterator[Span], ahead: int
) -> Generator[Chunk, None, None]:
    order: deque[int] = deque()
    finished: dict[int, Chunk] = {}
    while True:
        order.extend(_hand_out(workers, spans, ahead - len(order)))
        if not order:
            return
        if order[0] in finished:
            yield finished.pop(order.popleft())
        else:
            finished.update(_collect_chunks(workers))


def _hand_out(workers: list[Worker], spans: Iterator[Span], most: int) -> Iterator[int]:
    """Give spans to the workers that have the fewest, as long as there are any; where
    each begins.
    """
    for _ in range(most):
        idle = min(workers, key=lambda worker: len(worker.at_hand))
        if len(idle.at_hand) == _AT_HAND or (span := next(spans, None)) is None:
            return
        try:
            idle.pipe.send(span)
        except _LOST as error:
            raise RunError(_DIED) from error
        idle.at_hand.append(span[0])
        yield span[0]


def _collect_chunks(workers: list[Worker]) -> dict[int, Chunk]:
    """What workers have finished, once any has."""
    by_pipe = {worker.pipe: worker for worker in workers}
    found: dict[int, Chunk] = {}
    for ready in wait([worker.pipe for worker in workers if worker.at_hand]):
        worker = by_pipe[ready]  # type: ignore[index]  # one of those that were given
        try:
            result = worker.pipe.recv()
        except (*_LOST, OSError) as error:  # an OSError where the end comes within a message
            raise RunError(_DIED) from error
        if isinstance(result, BaseException):
            raise result
        found[worker.at_hand.popleft()] = result
    return found


def _dismiss(workers: list[Worker]) -> None:
    """End the workers at once: none of them holds anything that would be lost."""
    for worker in workers:
        worker.process.kill()
        worker.pipe.close()
    for worker in workers:
        worker.process.join()


# In a worker --------------------------------------------------------------------------------------


def _serve(pipe: Connection, work: Work) -> None:
    """Compute what is asked for until the parent has gone."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    with suppress(*_LOST):
        while True:
            pipe.send(_result(work, *pipe.recv()))


def _result(work: Work, start: int, stop: int) -> Chunk | BaseException:
    """A chunk, or what is to be raised for it."""
    try:
        return work(start, stop)
    except (HotlineError, MemoryError) as error:
        return error
    except Exception as error:  # noqa: BLE001
        return RunError(f"{type(error).__name__}: {error}")


def _leave_with_parent() -> None:
    """End this worker when its parent is gone, even if that was killed and could tell no one."""
    parent = parent_process()
    assert parent is not None, "a worker has a parent"
    parent.join()
    os._exit(1)
