"""One replication: every arm in the same world, measured. Many of them: a chunk, the unit of work
of a run.
"""

from __future__ import annotations

import gc
import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sim.domain.inputs.setting import Scenario
from sim.engine.random_streams import Streams
from sim.engine.session import Session
from sim.errors import HotlineError, RunError
from sim.experiment.outcomes import paths
from sim.experiment.outcomes.definitions import COLUMNS, outcome_values
from sim.experiment.runs.drawn_inputs import drawn_scenario
from sim.experiment.runs.plan import Plan

#: Arm, replication, and what was measured, in the order of ``COLUMNS``.
Row = tuple[str, int, tuple[float, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """The finished worlds ``start`` to ``stop`` - 1, packed without loss.

    Many values are zero, one or missing, and the arms of a world share others, so packing takes
    some 0.1 % of the time of a chunk and leaves less than half. ``packed`` travels between
    processes and to disk as it is, and so do the paths of worlds that keep theirs.
    """

    start: int
    stop: int
    packed: bytes
    paths: bytes = b""

    @classmethod
    def of(cls, start: int, stop: int, values: Sequence[float], paths: bytes = b"") -> Chunk:
        """Numbers as a chunk."""
        packed = zlib.compress(struct.pack(f"<{len(values)}d", *values), level=3)
        return cls(start=start, stop=stop, packed=packed, paths=paths)

    @property
    def values(self) -> bytes:
        """Little-endian doubles: world by world, in it arm by arm, in it column by column."""
        return zlib.decompress(self.packed)


def world(
    scenario: Scenario,
    seed: int,
    replication: int,
    arms: Sequence[str],
    seen: list[list[float]] | None = None,
    *,
    streams: Streams | None = None,
) -> list[Row]:
    """All ``arms`` in one world. A row depends on scenario, seed, replication and its arm, on
    nothing else.

    If there is a list ``seen`` the paths of its arms are added to it, and ``streams`` of this
    replication may be given that have been used before; the world is the same either way.
    """
    streams = streams or Streams(
        seed, replication
    )  # shared: what two arms both draw is computed once
    return [
        (arm, replication, _measured_outcomes(scenario, seed, replication, arm, streams, seen))
        for arm in arms
    ]


def simulate(plan: Plan, start: int, stop: int) -> Chunk:
    """The worlds ``start`` to ``stop`` - 1 of a plan."""
    values: list[float] = []
    seen: list[list[float]] = []
    for replication, scenario in _worlds(plan, start, stop):
        looked = seen if replication < paths.WORLDS else None
        for _, _, row in world(scenario, plan.seed, replication, plan.arms, looked):
            values.extend(row)
    return Chunk.of(start, stop, values, paths.pack(seen))


def _worlds(plan: Plan, start: int, stop: int) -> Iterator[tuple[int, Scenario]]:
    """Worlds with their scenario, which is the plan's unless inputs are drawn."""
    draw, scenario = -1, plan.scenario
    for replication in range(start, stop):
        if plan.doubt is not None and plan.doubt.draw_of(replication) != draw:
            draw = plan.doubt.draw_of(replication)
            scenario = drawn_scenario(plan.scenario, plan.arms, plan.doubt, plan.seed, draw)
        yield replication, scenario


def _measured_outcomes(
    scenario: Scenario,
    seed: int,
    replication: int,
    arm: str,
    streams: Streams,
    seen: list[list[float]] | None,
) -> tuple[float, ...]:
    setting = scenario.arms[arm].setting
    try:
        with _swept_at_the_end():
            session = Session(
                scenario, seed=seed, replication=replication, arm=arm, streams=streams
            )
            if seen is not None:
                seen.append(session.looked_at(paths.hours(setting)))
            found = outcome_values(session.run() if seen is None else session.log, setting)
            del session
    except (HotlineError, MemoryError):
        raise
    except Exception as error:
        # Out of a thousand worlds one failed: without this no one could find it again.
        where = f"scenario {scenario.name}, arm {arm}, seed {seed}, replication {replication}"
        raise RunError(f"{where}: {type(error).__name__}: {error}") from error
    return tuple(found[name] for name in COLUMNS)


@contextmanager
def _swept_at_the_end() -> Iterator[None]:
    """No search for garbage while a world runs, and one for what is young when it is over.

    The parts of a world know each other, so what is left of it only the collector finds; all of it
    is young by then. To search in between finds nothing, and takes some 5 % of the time.
    """
    searched = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.collect(0)
        if searched:
            gc.enable()
