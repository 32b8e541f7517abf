"""The same chunks on many machines: handed to a Dask scheduler, whose workers may come, go and die
in mid-run.

What is computed travels with each chunk, packed once; a worker unpacks it once. A worker whose
Python, libraries or model differ could give other numbers, so it is refused: all are asked at the
start, and each says it again with every chunk, as more may join later. A chunk that was on a worker
that died is computed on another; nothing in it depends on where it was.
"""

from __future__ import annotations

import asyncio
import logging
import pickle
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError, Future, wait
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from sim.errors import HotlineError, RunError, UsageError
from sim.experiment.runs.executor import in_order
from sim.experiment.runs.replication import Chunk
from sim.experiment.runs.worker_crew import Span, Work

if TYPE_CHECKING:
    from distributed import Client

SCHEME: Final = "dask://"
_PATIENCE: Final = 10.0  # seconds in which a scheduler, and then a first worker, should answer
#: Seconds in which a worker should answer, which first loads the model, perhaps from a cold shared
#: disk.
_LOADING: Final = 60.0
_PULSE: Final = 30.0  # seconds of waiting for a chunk after which the scheduler is greeted again
#: Seconds in which it should then answer: it may be busy, and much is lost with a run under way.
_BUSY: Final = 60.0
_AHEAD: Final = 4  # chunks per worker thread under way or waiting

_LOUD: Final = ("distributed", "tornado", "asyncio")
_NAMED: Final = 5  # silent workers that an error names

Facts = Callable[[], Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """A scheduler's ``address`` as ``HOST:PORT``, and ``facts`` that must be the same here and on
    every worker.

    ``facts`` is called there too, so it must be a function that can be found by its name.
    """

    address: str
    facts: Facts


def cluster(text: str, facts: Facts) -> Cluster | None:
    """What ``--executor`` means: ``None`` for this machine's own cores."""
    if text == "local":
        return None
    host, colon, port = text.removeprefix(SCHEME).rpartition(":")
    if (
        not text.startswith(SCHEME)
        or not colon
        or not host
        or not (port.isascii() and port.isdigit())
    ):
        raise UsageError(
            f"--executor {text}: expected local or {SCHEME}HOST:PORT, such as"
            f" {SCHEME}127.0.0.1:8786."
        )
    return Cluster(address=f"{host}:{port}", facts=facts)


def on_cluster(work: Work, spans: Iterator[Span], where: Cluster) -> Generator[Chunk, None, None]:
    """The chunks that ``work`` makes of ``spans``, in their order, from the workers of
    a cluster.
    """
    packed, facts = pickle.dumps(work), dict(where.facts())
    with _connection(where) as client, _plain_errors(where):
        threads = client.nthreads()
        _expect_same(client.sync(_answers, client, tuple(threads), where), facts)
        pool = client.get_executor(pure=False, retries=3)

        def submit(start: int, stop: int) -> Future[Chunk]:
            future: Future[Chunk] = pool.submit(_work, packed, where.facts, facts, start, stop)
            return future

        def take(future: Future[Chunk]) -> Chunk:
            while not wait([future], timeout=_PULSE).done:
                asyncio.run(_greet(where, _BUSY))
            return future.result()

        yield from in_order(submit, spans, _AHEAD * max(1, sum(threads.values())), take)


@contextmanager
def _connection(where: Cluster) -> Iterator[Client]:
    try:
        from distributed import Client
    except ImportError as error:
        raise UsageError(
            "A cluster needs Dask: pip install 'hotline-sim[cluster]', here and on every worker."
        ) from error

    _silence()
    try:
        asyncio.run(_greet(where, _PATIENCE))
        client = Client(_tcp(where), timeout=_PATIENCE, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise RunError(
            f"no Dask scheduler answers at {where.address} ({_PATIENCE:.0f} s). Start one with"
            " `dask scheduler`, check the address, or leave --executor out to run on this machine."
        ) from error
    try:
        _expect_workers(client, where)
        yield client
    finally:
        client.close(timeout=2)


def _silence() -> None:
    """Keep the complaints of Dask, and of what it stands on, back: what goes wrong is told once, by
    us.

    Dask gives loggers a level each when it is imported, so that of their parent does not count.
    """
    for name in (*_LOUD, *logging.root.manager.loggerDict):
        if name.partition(".")[0] in _LOUD:
            logging.getLogger(name).setLevel(logging.CRITICAL)


async def _greet(where: Cluster, seconds: float) -> None:
    """A scheduler's answer to a greeting, for which Dask itself would wait without end;
    ``TimeoutError`` if there is none.
    """
    from distributed.comm import connect

    comm = await asyncio.wait_for(connect(_tcp(where), timeout=seconds), seconds)
    comm.abort()


def _tcp(where: Cluster) -> str:
    return f"tcp://{where.address}"


async def _answers(
    client: Client, workers: Sequence[str], where: Cluster
) -> dict[str, Mapping[str, str]]:
    """What each worker says of itself. Each is asked by itself, so that one that does not answer
    can be named.
    """

    async def answer(worker: str) -> Mapping[str, str] | None:
        try:
            said: Mapping[str, Mapping[str, str]] = await asyncio.wait_for(
                client.run(_known_facts, where.facts, workers=[worker]), _LOADING
            )
        except TimeoutError:
            return None
        return said[worker]

    said = dict(zip(workers, await asyncio.gather(*map(answer, workers)), strict=True))
    if silent := [worker for worker, answered in said.items() if answered is None]:
        raise RunError(
            f"{_worker_names(silent)} of the Dask scheduler at {where.address} did not answer"
            f" within {_LOADING:.0f} s. End what hangs there, or leave --executor out to run on"
            " this machine."
        )
    return {worker: answered for worker, answered in said.items() if answered is not None}


def _worker_names(workers: Sequence[str]) -> str:
    """Workers by name, the first of them if there are many."""
    more = f" and {len(workers) - _NAMED} more" if len(workers) > _NAMED else ""
    return f"worker{'s' * (len(workers) > 1)} {', '.join(workers[:_NAMED])}{more}"


def _expect_workers(client: Client, where: Cluster) -> None:
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
    except TimeoutError as error:
        raise RunError(
            f"the Dask scheduler at {where.address} has no workers. Start some with `dask worker"
            f" {where.address}`, or leave --executor out to run on this machine."
        ) from error


@contextmanager
def _plain_errors(where: Cluster) -> Iterator[None]:
    """Say in a sentence what a cluster says in many."""
    try:
        yield
    except HotlineError:
        raise
    except ModuleNotFoundError as error:
        raise RunError(
            f"a worker of {where.address} lacks a module: {error}. Install the same Hotline there."
        ) from error
    except (CancelledError, OSError, TimeoutError) as error:
        raise RunError(
            f"the Dask scheduler at {where.address} was lost ({type(error).__name__}). What is"
            " finished is kept."
        ) from error
    except Exception as error:
        if type(error).__name__ != "KilledWorker":
            raise
        raise RunError(
            f"workers of {where.address} die again and again on the same worlds: {error}"
        ) from error


def _expect_same(found: Mapping[str, Mapping[str, str]], facts: Mapping[str, str]) -> None:
    for worker, there in found.items():
        if differing := _version_differences(there, facts):
            raise RunError(
                f"worker {worker} is refused: {differing}. Install the same versions there."
            )


def _version_differences(there: Mapping[str, str], here: Mapping[str, str]) -> str:
    return ", ".join(
        f"{name} is {there.get(name, 'missing')[:12]}, here {value[:12]}"
        for name, value in here.items()
        if there.get(name) != value
    )


# On a worker --------------------------------------------------------------------------------------


def _known_facts(facts: Facts) -> dict[str, str]:
    return dict(facts())


@cache
def _unpack(packed: bytes) -> Work:
    # It comes from the client that Dask trusts with any code anyway.
    work: Work = pickle.loads(packed)  # noqa: S301
    return work


def _work(packed: bytes, facts: Facts, expected: Mapping[str, str], start: int, stop: int) -> Chunk:
    if differing := _version_differences(facts(), expected):
        raise RunError(
            f"a worker that joined is refused: {differing}. Install the same versions there."
        )
    return _unpack(packed)(start, stop)
