"""A study's design: points at which factors take values, each simulated in the same worlds under
every arm.

A point is a row of values in the order of the factors, NaN where an input keeps its own. All points
meet the same worlds (common random numbers), but for those that stand for chance: they meet worlds
of their own.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from typing import Any, Final

import numpy as np

from sim.domain.inputs.setting import Scenario
from sim.errors import RunError, UsageError
from sim.experiment.design.factors import Factor
from sim.experiment.design.feasibility import impossible, setting_with_values
from sim.experiment.outcomes.definitions import COLUMNS, OUTCOMES
from sim.experiment.outcomes.outcome_lookup import outcome_named
from sim.experiment.runs.dask_executor import Cluster
from sim.experiment.runs.executor import chunk_spans, work_chunks
from sim.experiment.runs.replication import Chunk, world
from sim.experiment.runs.worker_crew import Span
from sim.experiment.statistics.estimates import Floats

#: Worlds, counted once per arm, in a chunk. A point is prepared anew in each chunk that holds a
#: part of it.
_WORK: Final = 64
MANY: Final = 1_000_000
#: More values of factors than this, at all points together, would not fit into memory, whoever says
#: yes.
_TOO_MANY: Final = 40_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """What is simulated: each of ``points`` in ``worlds`` worlds from replication ``starts`` on,
    under ``arms``.
    """

    scenario: Scenario
    arms: tuple[str, ...]
    outcomes: tuple[str, ...]
    factors: tuple[Factor, ...]
    points: tuple[tuple[float, ...], ...]
    starts: tuple[int, ...]
    worlds: int
    seed: int

    @property
    def units(self) -> int:
        """Worlds of all points: what there is to do."""
        return len(self.points) * self.worlds

    @property
    def shape(self) -> tuple[int, int, int, int]:
        """Points, worlds, arms, outcomes: the shape of the responses."""
        return len(self.points), self.worlds, len(self.arms), len(self.outcomes)

    def identity(self) -> dict[str, Any]:
        """What the responses depend on."""
        points = sha256(
            np.array(self.points, dtype="<f8").tobytes()
            + np.array(self.starts, dtype="<i8").tobytes()
        )
        return {
            "scenario": self.scenario.name,
            "digest": self.scenario.digest,
            "seed": self.seed,
            "worlds": self.worlds,
            "arms": list(self.arms),
            "columns": list(self.outcomes),
            "factors": [factor.path for factor in self.factors],
            "points": points.hexdigest(),
        }

    def row(self, unit: int) -> tuple[int, int]:
        """The point and the replication of a unit."""
        point, world_ = divmod(unit, self.worlds)
        return point, self.starts[point] + world_


def expect_few(points: int, factors: int, *, yes: bool) -> None:
    """An error, before they are made, for more points than memory holds, or more than ``MANY`` of
    them without a yes.
    """
    most = _TOO_MANY // max(2, factors)
    if points > most:
        raise UsageError(
            f"{points:,} points of {factors} inputs are too many; {most:,} are the most."
        )
    if points > MANY and not yes:
        raise UsageError(
            f"{points:,} points, each simulated under all arms: if that is meant, say --yes."
        )


def points_at(factors: Sequence[Factor], cube: Floats) -> tuple[tuple[float, ...], ...]:
    """Points from places in the unit cube."""
    return tuple(tuple(f.at(float(u)) for f, u in zip(factors, row, strict=True)) for row in cube)


def space_filling_places(factors: int, samples: int, seed: int, kind: str = "latin") -> Floats:
    """Places that fill the unit cube evenly: a Latin hypercube, or a scrambled Sobol sequence (a
    power of two of them).
    """
    from scipy.stats import qmc

    if kind == "latin":
        cube: Floats = qmc.LatinHypercube(factors, rng=np.random.default_rng(seed)).random(samples)
        return cube
    if samples & (samples - 1):
        below = 1 << (samples.bit_length() - 1)
        raise UsageError(
            f"A Sobol sequence is even only at powers of two: {below} or {2 * below} samples, not"
            f" {samples}."
        )
    even: Floats = qmc.Sobol(factors, rng=np.random.default_rng(seed)).random(samples)
    return even


def simulate(design: Design, start: int, stop: int) -> Chunk:
    """The units ``start`` to ``stop`` - 1 of a design: point by point, in it world by world, arm by
    arm, outcome by outcome.
    """
    columns = [COLUMNS.index(name) for name in design.outcomes]
    values: list[float] = []
    at, scenario = -1, design.scenario
    for unit in range(start, stop):
        point, replication = design.row(unit)
        if point != at:
            at, scenario = point, at_point(design, point)
        for _, _, row in world(scenario, design.seed, replication, design.arms):
            values.extend(row[column] for column in columns)
    return Chunk.of(start, stop, values)


def at_point(design: Design, point: int) -> Scenario:
    """The scenario with the values of a point; an error that names them if they make no sense
    together.
    """
    values = tuple(zip(design.factors, design.points[point], strict=True))
    arms = {}
    for name in design.arms:
        arm = design.scenario.arms[name]
        if wrong := impossible(arm.setting, name, values):
            said = ", ".join(
                f"{factor.path} = {factor.value_text(value)}"
                for factor, value in values
                if value == value  # noqa: PLR0124
            )
            raise RunError(
                f"{wrong} (arm {name}, at {said}). Give ranges that make sense together."
            )
        arms[name] = replace(arm, setting=setting_with_values(arm.setting, name, values))
    return replace(design.scenario, arms=arms)


def chunks(
    design: Design, *, first: int = 0, jobs: int = 1, cluster: Cluster | None = None
) -> Generator[Chunk, None, None]:
    """The finished units from ``first`` on, in order."""
    return work_chunks(partial(simulate, design), spans(design, first), jobs=jobs, cluster=cluster)


def spans(design: Design, first: int) -> Iterator[Span]:
    """Ranges of units of about the same work, with borders that depend on the design alone: whole
    points, or parts of one.
    """
    size, worlds = max(1, _WORK // len(design.arms)), design.worlds
    if worlds <= size:
        yield from chunk_spans(first, design.units, size // worlds * worlds)
        return
    step = -(-worlds // -(-worlds // size))
    for edge in range(first // worlds * worlds, design.units, worlds):
        parts = ((edge + at, min(edge + at + step, edge + worlds)) for at in range(0, worlds, step))
        yield from ((max(first, start), stop) for start, stop in parts if stop > first)


def responses(design: Design, finished: Iterable[Chunk]) -> Floats:
    """What chunks say, in the shape of the design."""
    values = np.frombuffer(b"".join(chunk.values for chunk in finished), dtype="<f8")
    return values.reshape(design.shape)


def comparable(said: Iterable[str]) -> tuple[str, ...]:
    """Outcomes that every world has. A mean over worlds that change from point to point would
    compare different worlds.
    """
    names = dict.fromkeys(map(outcome_named, said))
    for name in names:
        if OUTCOMES[name].exists != "always":
            raise UsageError(
                f"{name} exists only in worlds with a {OUTCOMES[name].exists}, and which these are"
                " changes from point to point: its mean would compare different worlds. Take an"
                " outcome that every world has, such as"
                f" {', '.join(one for one in DEFAULT_OUTCOMES)}."
            )
    return tuple(names)


#: The outcomes of a study unless others are asked for: the course, the escalation, the threat, the
#: alliance.
DEFAULT_OUTCOMES: Final = ("unilateral_strike", "burden", "threat_end", "trust_of_patron")
