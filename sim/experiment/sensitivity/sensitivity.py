"""Which inputs matter, which may, and what these numbers could show at all.

The response is an outcome of one arm, or its paired difference between two arms. First every factor
is moved alone to both ends of its range, all points in the same worlds (``swings``). Then all vary
together: by default in the uncertain sample, whose draws are cut into bands (``bands``), or on
request by Sobol's indices of the foremost. The second step meets worlds of its own: in those in
which factors were chosen they would stand out by the luck that chose them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any, Final

import numpy as np

from sim.domain.inputs.setting import Scenario
from sim.errors import UsageError
from sim.experiment.comparison.only_asking import expect_one_kind
from sim.experiment.design.designs import Design, points_at
from sim.experiment.design.factors import Factor
from sim.experiment.design.law_factors import LeftOut
from sim.experiment.design.uncertain_sample import uncertain_sample
from sim.experiment.outcomes.definitions import OUTCOMES
from sim.experiment.sensitivity import sobol
from sim.experiment.sensitivity.joint_randomisation import fewest_worlds, tossed_signs
from sim.experiment.sensitivity.one_at_a_time import points, swings
from sim.experiment.sensitivity.sensitivity_summary import Method
from sim.experiment.statistics.estimates import Floats
from sim.experiment.statistics.null_reference import MOST, shows_nothing

SCHEMA: Final = 2
KIND: Final = "sensitivity"
#: Below sixty draws the variances of bands are too rough: more than one study in twenty would tell
#: of an input that does nothing.
FEWEST_SAMPLES: Final[Mapping[Method, int]] = {"bands": 60, "sobol": 16}
#: Roots of the random numbers that SALib takes; a larger one is folded into them.
_SEEDS: Final = 2**31 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """What is asked: the response of ``arm``, less that of ``against`` if there is one, to
    ``factors``.

    ``samples`` are draws of the uncertain sample or rows of Sobol; ``worlds`` those of each point
    where factors are moved alone, and of Sobol; ``top`` is how many factors Sobol studies together;
    ``percent`` moves factors that far instead of over their ranges when they are moved alone.
    ``sampled_arms`` are all that the uncertain sample runs, and ``goal`` what is wanted of the best
    of them: outcomes with their weights, none where there is nothing to choose.
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
    sampled_arms: tuple[str, ...] = ()
    goal: tuple[tuple[str, float], ...] = ()
    left_out: LeftOut | None = None

    def __post_init__(self) -> None:
        fewest, alpha = FEWEST_SAMPLES[self.method], 1.0 - self.scenario.study.confidence
        if shows_nothing(alpha):
            raise UsageError(
                f"study.confidence: at {1.0 - alpha:.12g} no input could be told from chance, as a"
                f" study tells no chance below one in {MOST + 1:,}. Take .9999 or less."
            )
        if self.samples < fewest:
            raise UsageError(
                f"Too few {WORDS[self.method]}: {self.samples}. At least {fewest} are needed."
            )
        if self.worlds < (least := fewest_worlds(len(self.factors), alpha)):
            raise UsageError(
                f"Too few worlds: {self.worlds}. With {len(self.factors)} inputs at least"
                f" {least} are needed: in fewer, not even an input that changes every world"
                " could be told from chance."
            )
        self._expect_one_kind()
        if self.method == "sobol":
            sobol.radial(1, self.samples, 0)

    def _expect_one_kind(self) -> None:
        """No outcome is taken from two arms, or has one chosen among several, that not all of them
        can have of themselves.
        """
        for name in self.outcomes:
            for arm in self.arms[1:]:
                expect_one_kind(self.scenario, name, self.arm, arm)
        for name, _ in self.goal:
            for arm in self.sampled_arms[1:]:
                expect_one_kind(self.scenario, name, self.sampled_arms[0], arm)

    def identity(self) -> dict[str, Any]:
        """What the findings depend on."""
        return {
            **alone(self).identity(),
            "arm": self.arm,
            "against": self.against,
            "method": self.method,
            "samples": self.samples,
            "top": self.top,
            "sampled_arms": list(self.sampled_arms),
            "goal": [list(part) for part in self.goal],
            "ranges": [[factor.low, factor.high, repr(factor.law)] for factor in self.factors],
        }

    @property
    def arms(self) -> tuple[str, ...]:
        return (
            (self.arm,)
            if self.against is None or self.against == self.arm
            else (self.arm, self.against)
        )


WORDS: Final[Mapping[Method, str]] = {"bands": "draws", "sobol": "samples"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """What a factor does among the others: Sobol's total index (``size``) with its interval, and
    the first order with the half-width of its own. ``p`` is adjusted for all factors.

    ``change`` is what the lower end of the total index comes to in the unit of the outcome: the
    root mean square change when the factor is drawn anew.
    """

    size: float
    low: float
    high: float
    other: float
    other_half: float
    chance: float
    p: float
    change: float


def alone(asked: Sensitivity) -> Design:
    """The first design: every factor by itself."""
    where = points(asked.factors, asked.percent)
    return _design(asked, asked.factors, where, (0,) * len(where))


def together(asked: Sensitivity, factors: tuple[Factor, ...]) -> tuple[Design, Floats]:
    """Sobol's design, of the ``factors`` that came first, and its places in the unit cube.

    It begins with the world after the last of the first design: who was chosen by the luck of some
    worlds is tested in others.
    """
    count = len(factors)
    cube = sobol.radial(count, asked.samples, asked.seed % _SEEDS)
    starts = sobol.worlds_apart(count, asked.samples, asked.worlds)
    fresh = tuple(asked.worlds + start for start in starts)
    return _design(asked, factors, points_at(factors, cube), fresh), cube


def sample(asked: Sensitivity) -> tuple[Design, Floats]:
    """The uncertain sample of all factors, after the worlds of the first design."""
    return uncertain_sample(
        asked.scenario,
        arms=asked.sampled_arms or asked.arms,
        outcomes=asked.outcomes,
        factors=asked.factors,
        draws=asked.samples,
        first=asked.worlds,
        seed=asked.seed,
    )


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


def response(asked: Sensitivity, values: Floats, arms: Sequence[str] = ()) -> Floats:
    """The response (points x worlds x outcomes) from the outcomes of ``arms`` (points x worlds x
    arms x outcomes), by default those of the question.
    """
    arms = arms or asked.arms
    looked_at = values[:, :, arms.index(asked.arm)]
    if asked.against is None:
        return looked_at
    difference: Floats = looked_at - values[:, :, arms.index(asked.against)]
    return difference


def foremost(asked: Sensitivity, values: Floats) -> tuple[Factor, ...]:
    """The factors that move any outcome most when alone, in multiples of what matters, in the order
    in which they were given.
    """
    found = response(asked, values)
    reach = [0.0] * len(asked.factors)
    for at, name in enumerate(asked.outcomes):
        moved = swings(found[:, :, at], confidence=asked.scenario.study.confidence, seed=asked.seed)
        reach = [
            max(old, swing.reach / OUTCOMES[name].matters)
            for old, swing in zip(reach, moved, strict=True)
        ]
    order = sorted(range(len(reach)), key=lambda at: (-reach[at], at))[: asked.top]
    return tuple(asked.factors[at] for at in sorted(order))


def indices(asked: Sensitivity, cube: Floats, values: Floats) -> list[Index]:
    """The index of each factor and, last, of the dummy, for one outcome (points x worlds)."""
    factors, seed = cube.shape[1], asked.seed % _SEEDS
    shares = sobol.variance_shares(
        factors, values, confidence=asked.scenario.study.confidence, seed=seed
    )
    moved = sobol.differences(factors, values)
    adjusted = tossed_signs(
        moved[:-1], np.ones(factors), seed=seed, alpha=1.0 - asked.scenario.study.confidence
    )
    return [
        Index(
            size=one.total,
            low=max(0.0, one.total - one.total_half),
            high=one.total + one.total_half,
            other=one.first,
            other_half=one.first_half,
            chance=one.chance.level,
            p=float(p),
            change=sqrt(2 * max(0.0, one.total - one.total_half) * one.variance),
        )
        for one, p in zip(shares, (*adjusted, shares[-1].chance.p), strict=True)
    ]
