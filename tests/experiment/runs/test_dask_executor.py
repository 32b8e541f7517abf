"""A cluster of two worker processes on this machine: the same bytes, nothing lost with a worker,
strangers refused.
"""

from __future__ import annotations

import logging
import signal
import socket
import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from sim.cli import main
from sim.errors import RunError, UsageError
from sim.experiment.runs import dask_executor
from sim.experiment.runs.dask_executor import Cluster, cluster
from sim.experiment.runs.executor import finished_chunks
from sim.experiment.runs.plan import Plan, plan_of
from sim.output.provenance import facts
from sim.scenario import load
from tests.doomed import PATIENCE
from tests.machines import WORKER, Machines, free_port, released, scheduler

STRANGER = "import sim; sim.__version__ = '0.0.1'; " + WORKER


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine may take longer to answer than a user would wait."""
    monkeypatch.setattr(dask_executor, "_PATIENCE", PATIENCE)


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    with scheduler() as (address, _):
        yield Machines(address=address, folder=tmp_path_factory.mktemp("dask"))


@pytest.fixture
def plan(tiny: Path) -> Plan:
    return plan_of(load(tiny), seed=7, replications=120)


def values(plan: Plan, where: Cluster | None) -> bytes:
    return b"".join(chunk.values + chunk.paths for chunk in finished_chunks(plan, cluster=where))


@pytest.mark.parametrize(
    "text",
    ["dask", "dask://", "dask://here", "dask://:8786", "dask://here:x", "ray://here:1", "here:1"],
)
def test_an_address_that_is_none_is_told(text: str) -> None:
    with pytest.raises(UsageError, match="expected local or dask://HOST:PORT"):
        cluster(text, facts)


def test_local_means_no_cluster() -> None:
    assert cluster("local", facts) is None
    found = cluster("dask://node-7:8786", facts)
    assert found is not None
    assert found.address == "node-7:8786"


def test_a_scheduler_that_does_not_answer_is_told_with_what_to_do(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr(dask_executor, "_PATIENCE", 1.0)
    where = f"dask://127.0.0.1:{free_port()}"
    assert (
        main.status(["run", str(tiny), "-n", "4", "--out", str(tmp_path), "--executor", where]) == 1
    )
    said = capsys.readouterr().err
    assert "no Dask scheduler answers" in said
    assert "leave --executor out to run on this machine" in said


def test_a_scheduler_that_accepts_and_never_answers_is_told_too(
    plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr(dask_executor, "_PATIENCE", 1.0)
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        release = threading.Timer(
            PATIENCE, deaf.close
        )  # else a mistake would hang the tests as it hung the command
        release.start()
        with pytest.raises(RunError, match=r"no Dask scheduler answers at .*leave --executor out"):
            values(plan, Cluster(address=f"127.0.0.1:{deaf.getsockname()[1]}", facts=facts))
        assert release.is_alive(), "it waited until the port was closed"
        release.cancel()


@pytest.mark.slow
def test_a_stopped_scheduler_is_told(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dask_executor, "_PATIENCE", 2.0)
    with scheduler() as (address, process):
        process.send_signal(signal.SIGSTOP)
        with released(process) as release:
            with pytest.raises(RunError, match="no Dask scheduler answers"):
                values(plan, Cluster(address=address, facts=facts))
            assert release.is_alive(), "it waited until the scheduler went on"


@pytest.mark.parametrize("name", ["distributed.client", "tornado.application", "asyncio"])
def test_what_a_lost_scheduler_makes_libraries_say_is_not_told_beside_the_error(name: str) -> None:
    """Which of them finds it first, and whether one is heard before the command ends, goes by
    chance.
    """
    pytest.importorskip("distributed")
    dask_executor._silence()
    assert not logging.getLogger(name).isEnabledFor(logging.ERROR)


@pytest.mark.slow
def test_a_scheduler_that_stops_in_mid_run_is_told(
    tmp_path: Path, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dask_executor, "_PULSE", 1.0)
    monkeypatch.setattr(dask_executor, "_BUSY", 5.0)
    with scheduler() as (address, process), Machines(address=address, folder=tmp_path).worker():
        Machines(address=address, folder=tmp_path).expect(1)
        chunks = finished_chunks(
            replace(plan, replications=100_000), cluster=Cluster(address=address, facts=facts)
        )
        next(chunks)
        process.send_signal(signal.SIGSTOP)
        with released(process) as release:
            with pytest.raises(
                RunError, match=r"was lost \(TimeoutError\)\. What is finished is kept\."
            ):
                list(chunks)
            assert release.is_alive(), "it waited until the scheduler went on"


@pytest.mark.slow
def test_a_stopped_worker_is_named(
    machines: Machines, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    with machines.worker(), machines.worker() as frozen:
        where = Cluster(address=machines.address, facts=facts)
        machines.expect(2)
        assert values(replace(plan, replications=8), where)
        monkeypatch.setattr(dask_executor, "_LOADING", 3.0)
        frozen.send_signal(signal.SIGSTOP)
        with released(frozen) as release:
            with pytest.raises(
                RunError,
                match=r"^worker tcp://127\.0\.0\.1:\d+ of the Dask scheduler .* did not answer",
            ):
                values(plan, where)
            assert release.is_alive(), "it waited until the worker went on"


@pytest.mark.slow
def test_without_workers_it_does_not_wait_for_ever(
    machines: Machines, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    machines.expect(0)
    monkeypatch.setattr(dask_executor, "_PATIENCE", 2.0)
    with pytest.raises(RunError, match="has no workers"):
        values(plan, Cluster(address=machines.address, facts=facts))


@pytest.mark.slow
def test_two_workers_give_the_same_bytes(machines: Machines, plan: Plan) -> None:
    with machines.worker(), machines.worker():
        machines.expect(2)
        assert values(plan, Cluster(address=machines.address, facts=facts)) == values(plan, None)


@pytest.mark.slow
def test_a_worker_killed_in_mid_run_takes_nothing_with_it(machines: Machines, plan: Plan) -> None:
    plan = replace(plan, replications=400)
    with machines.worker() as one, machines.worker():
        machines.expect(2)
        chunks = finished_chunks(plan, cluster=Cluster(address=machines.address, facts=facts))
        found = [(chunk := next(chunks)).values + chunk.paths for _ in range(3)]
        one.send_signal(signal.SIGKILL)
        found += [chunk.values + chunk.paths for chunk in chunks]
    assert b"".join(found) == values(plan, None)


@pytest.mark.slow
def test_a_worker_of_another_version_is_refused(machines: Machines, plan: Plan) -> None:
    with machines.worker(STRANGER):
        machines.expect(1)
        with pytest.raises(RunError, match=r"is refused: hotline-sim is 0\.0\.1, here "):
            values(plan, Cluster(address=machines.address, facts=facts))


def test_a_worker_that_joins_later_is_asked_with_every_chunk() -> None:
    expected: Mapping[str, str] = {**facts(), "hotline-sim": "0.0.1"}
    with pytest.raises(RunError, match=r"that joined is refused: hotline-sim is .*, here 0\.0\.1"):
        dask_executor._work(b"", facts, expected, 0, 1)
