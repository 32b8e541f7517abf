"""Which inputs matter, and which cannot be told from chance: one at a time over all of them, then
the foremost together.

The response is an outcome of one arm, or its paired difference between two arms, as a mean over the
same worlds at every point. First every factor is moved alone (``swings``); those that move it most
are then studied together (``morris`` or ``sobol``), in worlds of their own: in those in which they
were chosen they would stand out by the luck that chose them. What does not stand out from chance
after Holm's adjustment is said to be not distinguishable from zero.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import nan
from typing import Any, Final

from sim.domain.inputs.setting import Scenario
from sim.errors import UsageError
from sim.experiment.design.designs import Design, points_at
from sim.experiment.design.factors import Factor
from sim.experiment.outcomes.definitions import OUTCOMES
from sim.experiment.sensitivity import morris, sobol
from sim.experiment.sensitivity.one_at_a_time import points, swings
from sim.experiment.sensitivity.sensitivity_summary import Method
from sim.experiment.statistics.estimates import Floats

SCHEMA: Final = 1
KIND: Final = "sensitivity"
#: Sign tosses over fewer worlds have too few outcomes to show anything.
FEWEST_WORLDS: Final = 8
FEWEST_SAMPLES: Final = {"morris": 4, "sobol": 16}
#: Roots of the random numbers that SALib takes; a larger one is folded into them.
_SEEDS: Final = 2**31 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """What is asked: the response of ``arm``, less that of ``against`` if there is one, to
    ``factors``.

    ``samples`` are trajectories of Morris or rows of Sobol; ``top`` is how many factors are studied
    together; ``percent`` moves factors that far instead of over their ranges when they are moved
    alone.
    """

    scenario: Scenario
    arm: str
    against: str | None
    outcomes: tuple[str, ...]
    factors: tuple[Factor, ...]
    method: Method
    samples: int
    worlds: int
    top: int
    percent: float | None
    seed: int

    def __post_init__(self) -> None:
        fewest = FEWEST_SAMPLES[self.method]
        if self.samples < fewest:
            raise UsageError(
                f"Too few {WORDS[self.method]}: {self.samples}. At least {fewest} are needed."
            )
        if self.worlds < FEWEST_WORLDS:
            raise UsageError(
                f"Too few worlds: {self.worlds}. At least {FEWEST_WORLDS} are needed to tell"
                " effects from chance."
            )
        if self.method == "sobol":
            sobol.radial(1, self.samples, 0)

    def identity(self) -> dict[str, Any]:
        """What the findings depend on."""
        return {
            **alone(self).identity(),
            "arm": self.arm,
            "against": self.against,
            "method": self.method,
            "samples": self.samples,
            "top": self.top,
            "ranges": [[factor.low, factor.high, repr(factor.law)] for factor in self.factors],
        }

    @property
    def arms(self) -> tuple[str, ...]:
        return (
            (self.arm,)
            if self.against is None or self.against == self.arm
            else (self.arm, self.against)
        )


WORDS: Final[Mapping[Method, str]] = {"morris": "trajectories", "sobol": "samples"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """What a factor does among the others: ``size`` is Morris's mu* or Sobol's total index,
    ``other`` sigma or first order.

    ``other_half`` is the half-width of the interval of ``other``; NaN for sigma, which has none.
    """

    size: float
    low: float
    high: float
    other: float
    other_half: float
    chance: float
    p: float


def alone(asked: Sensitivity) -> Design:
    """The first design: every factor by itself."""
    where = points(asked.factors, asked.percent)
    return _design(asked, asked.factors, where, (0,) * len(where))


def together(asked: Sensitivity, factors: tuple[Factor, ...]) -> tuple[Design, Floats]:
    """The second design, of the ``factors`` that came first, and its places in the unit cube.

    It begins with the world after the last of the first design: who was chosen by the luck of some
    worlds is tested in others.
    """
    count = len(factors)
    if asked.method == "morris":
        cube = morris.trajectories(count, asked.samples, asked.seed % _SEEDS)
        starts = morris.worlds_apart(count, asked.samples, asked.worlds)
    else:
        cube = sobol.radial(count, asked.samples, asked.seed % _SEEDS)
        starts = sobol.worlds_apart(count, asked.samples, asked.worlds)
    fresh = tuple(asked.worlds + start for start in starts)
    return _design(asked, factors, points_at(factors, cube), fresh), cube


def _design(
    asked: Sensitivity,
    factors: Sequence[Factor],
    where: Any,  # noqa: ANN401
    starts: tuple[int, ...],
) -> Design:
    return Design(
        scenario=asked.scenario,
        arms=asked.arms,
        outcomes=asked.outcomes,
        factors=tuple(factors),
        points=where,
        starts=starts,
        worlds=asked.worlds,
        seed=asked.seed,
    )


def response(asked: Sensitivity, values: Floats) -> Floats:
    """The response (points x worlds x outcomes) from all arms' outcomes (points x worlds x arms x
    outcomes).
    """
    if asked.against is None:
        return values[:, :, 0]
    difference: Floats = values[:, :, 0] - values[:, :, -1]  # the same arm twice differs by zero
    return difference


def foremost(asked: Sensitivity, values: Floats) -> tuple[Factor, ...]:
    """The factors that move any outcome most when alone, in multiples of what matters, in the order
    in which they were given.
    """
    found = response(asked, values)
    reach = [0.0] * len(asked.factors)
    for at, name in enumerate(asked.outcomes):
        moved = swings(found[:, :, at], confidence=asked.scenario.study.confidence)
        reach = [
            max(old, swing.reach / OUTCOMES[name].matters)
            for old, swing in zip(reach, moved, strict=True)
        ]
    order = sorted(range(len(reach)), key=lambda at: (-reach[at], at))[: asked.top]
    return tuple(asked.factors[at] for at in sorted(order))


def indices(asked: Sensitivity, cube: Floats, values: Floats) -> list[Index]:
    """The index of each factor and, last, of the dummy, for one outcome (points x worlds)."""
    confidence = asked.scenario.study.confidence
    if asked.method == "morris":
        walked = morris.screening(cube, values, confidence=confidence, seed=asked.seed % _SEEDS)
        return [
            Index(
                size=one.mu_star,
                low=one.low,
                high=one.high,
                other=one.sigma,
                other_half=nan,
                chance=one.chance.level,
                p=one.chance.p,
            )
            for one in walked
        ]
    shares = sobol.variance_shares(
        cube.shape[1], values, confidence=confidence, seed=asked.seed % _SEEDS
    )
    return [
        Index(
            size=one.total,
            low=max(0.0, one.total - one.total_half),
            high=one.total + one.total_half,
            other=one.first,
            other_half=one.first_half,
            chance=one.chance.level,
            p=one.chance.p,
        )
        for one in shares
    ]
