"""One replication: every arm in the same world, measured. Many of them: a chunk, the unit of work of a run."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from sim.domain.setting import Scenario
from sim.engine.session import Session
from sim.engine.streams import Streams
from sim.errors import HotlineError, RunError
from sim.experiment.outcomes import COLUMNS, measured
from sim.experiment.plan import Plan

#: Arm, replication, and what was measured, in the order of ``COLUMNS``.
Row = tuple[str, int, tuple[float, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """The finished worlds ``start`` to ``stop`` - 1, packed without loss.

    Many values are zero, one or missing, and the arms of a world share others, so packing takes some 0.1 % of the time of a
    chunk and leaves less than half. ``packed`` travels between processes and to disk as it is.
    """

    start: int
    stop: int
    packed: bytes

    @classmethod
    def of(cls, start: int, stop: int, values: Sequence[float]) -> Chunk:
        """Numbers as a chunk."""
        return cls(start=start, stop=stop, packed=zlib.compress(struct.pack(f"<{len(values)}d", *values), level=1))

    @property
    def values(self) -> bytes:
        """Little-endian doubles: world by world, in it arm by arm, in it column by column."""
        return zlib.decompress(self.packed)


def world(scenario: Scenario, seed: int, replication: int, arms: Sequence[str]) -> list[Row]:
    """All ``arms`` in one world. A row depends on scenario, seed, replication and its arm, on nothing else."""
    streams = Streams(seed, replication)  # shared: what two arms both draw is computed once
    return [(arm, replication, _measured(scenario, seed, replication, arm, streams)) for arm in arms]


def simulated(plan: Plan, start: int, stop: int) -> Chunk:
    """The worlds ``start`` to ``stop`` - 1 of a plan."""
    values: list[float] = []
    for replication in range(start, stop):
        for _, _, row in world(plan.scenario, plan.seed, replication, plan.arms):
            values.extend(row)
    return Chunk.of(start, stop, values)


def _measured(scenario: Scenario, seed: int, replication: int, arm: str, streams: Streams) -> tuple[float, ...]:
    try:
        log = Session(scenario, seed=seed, replication=replication, arm=arm, streams=streams).run()
        found = measured(log, scenario.arms[arm].setting)
    except HotlineError:
        raise
    except Exception as error:
        # Out of a thousand worlds one failed: without this no one could find it again.
        where = f"scenario {scenario.name}, arm {arm}, seed {seed}, replication {replication}"
        raise RunError(f"{where}: {type(error).__name__}: {error}") from error
    return tuple(found[name] for name in COLUMNS)
