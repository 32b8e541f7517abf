"""Which inputs matter, and which cannot be told from chance: one at a time over all of them, then
the foremost together.

The response is an outcome of one arm, or its paired difference between two arms, as a mean over the
same worlds at every point. First every factor is moved alone (``swings``); those that move it most
are then studied together (``morris`` or ``sobol``), in worlds of their own: in those in which they
were chosen they would stand out by the luck that chose them. What does not stand out from chance
after Holm's adjustment is said to be not distinguishable from zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isnan, nan
from typing import Any, Final

from sim.domain.inputs.setting import Scenario
from sim.errors import UsageError
from sim.experiment.comparison.summary_parts import scenario_summary
from sim.experiment.design.designs import Design, points_at
from sim.experiment.design.factors import Factor
from sim.experiment.outcomes.definitions import OUTCOMES, plain_outcome
from sim.experiment.sensitivity import morris, sobol
from sim.experiment.sensitivity.one_at_a_time import Change, Swing, ends, points, swings
from sim.experiment.sensitivity.sensitivity_summary import (
    ChangeSummary,
    IndexSummary,
    Indices,
    Method,
    MovedFactor,
    Response,
    SensitivitySummary,
    Steps,
    Swings,
    SwingSummary,
)
from sim.experiment.statistics import estimates
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
    where: Any,
    starts: tuple[int, ...],  # noqa: ANN401
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


def sensitivity_summary(
    asked: Sensitivity, first: Floats, chosen: Sequence[Factor], cube: Floats, second: Floats
) -> SensitivitySummary:
    """The findings, from the responses of both designs."""
    one_by_one, jointly = response(asked, first), response(asked, second)
    scenario, outcomes = asked.scenario, range(len(asked.outcomes))
    return SensitivitySummary(
        schema=SCHEMA,
        kind=KIND,
        scenario=scenario_summary(scenario),
        seed=asked.seed,
        replications=asked.worlds,
        confidence=scenario.study.confidence,
        baseline=asked.arms[-1],
        headlines=asked.outcomes,
        comparisons={},
        outcomes={name: plain_outcome(OUTCOMES[name]) for name in asked.outcomes},
        arm=asked.arm,
        against=asked.against,
        response=Response(asked.arm, asked.against).text,
        method=asked.method,
        samples=asked.samples,
        percent=asked.percent,
        points=Steps(alone=len(first), together=len(second)),
        first_world=Steps(alone=0, together=asked.worlds),
        factors={factor.path: _factor(asked, factor) for factor in asked.factors},
        together=tuple(factor.path for factor in chosen),
        swings={asked.outcomes[at]: _swings(asked, one_by_one[:, :, at]) for at in outcomes},
        indices={
            asked.outcomes[at]: _indices(asked, chosen, cube, jointly[:, :, at]) for at in outcomes
        },
    )


def _factor(asked: Sensitivity, factor: Factor) -> MovedFactor:
    """A factor, and to which values it is moved when alone."""
    about, moved = factor.plain_data(), ends(factor, asked.percent)
    return MovedFactor(
        path=about.path,
        meaning=about.meaning,
        law=about.law,
        value=about.value,
        low=about.low,
        high=about.high,
        told=about.told,
        moved=tuple(factor.value_text(end, *moved) for end in moved),
    )


def _swings(asked: Sensitivity, values: Floats) -> Swings:
    confidence = asked.scenario.study.confidence
    found = swings(values, confidence=confidence)
    adjusted = estimates.holm([swing.p for swing in found])
    rows = sorted(zip(asked.factors, found, adjusted, strict=True), key=lambda row: -row[1].reach)
    return Swings(
        here=_digits(float(values[0].mean())),
        factors={
            factor.path: _swing_summary(swing, float(p), 1 - confidence)
            for factor, swing, p in rows
        },
    )


def _swing_summary(swing: Swing, p: float, alpha: float) -> SwingSummary:
    return SwingSummary(
        down=_change(swing.down),
        up=_change(swing.up),
        across=_change(swing.across),
        p=_number(p),
        shown=p < alpha,
    )


def _change(change: Change) -> ChangeSummary:
    return ChangeSummary(
        value=_digits(change.value), low=_number(change.low), high=_number(change.high)
    )


def _indices(asked: Sensitivity, chosen: Sequence[Factor], cube: Floats, values: Floats) -> Indices:
    *found, dummy = indices(asked, cube, values)
    alpha = 1 - asked.scenario.study.confidence
    adjusted = estimates.holm([index.p for index in found])
    rows = sorted(zip(chosen, found, adjusted, strict=True), key=lambda row: -row[1].size)
    return Indices(
        factors={
            factor.path: _index(index, float(p), alpha, dummy.size) for factor, index, p in rows
        },
        dummy=_index(dummy, dummy.p, alpha, dummy.size),
    )


def _index(index: Index, p: float, alpha: float, floor: float) -> IndexSummary:
    return IndexSummary(
        size=_digits(index.size),
        low=_number(index.low),
        high=_number(index.high),
        other=_number(index.other),
        other_low=_number(index.other - index.other_half),
        other_high=_number(index.other + index.other_half),
        chance=_number(index.chance),
        p=_number(p),
        shown=p < alpha,
        above=index.size > floor,
    )


def _number(value: float) -> float | None:
    """Nothing where too few worlds say nothing."""
    return None if isnan(value) else _digits(value)


def _digits(value: float) -> float:
    """Twelve digits, as in the summary of a run."""
    return float(f"{value:.12g}") + 0.0


def sentences(summary: SensitivitySummary) -> Iterable[str]:
    """The finding in words, outcome by outcome."""
    for name, found in summary.indices.items():
        factors = found.factors.items()
        clear = [path for path, index in factors if index.shown and index.above]
        small = sum(index.shown and not index.above for _, index in factors)
        rest = len(factors) - len(clear) - small
        unclear = "all are" if rest == len(factors) else f"{rest} {'is' if rest == 1 else 'are'}"
        parts = [
            (
                f"{', '.join(clear)} matter{'s' if len(clear) == 1 else ''}"
                if clear
                else "no input stands out"
            ),
            (
                f"{small} more matter{'s' if small == 1 else ''}, but less than the luck of the"
                " worlds"
                if small
                else ""
            ),
            f"{unclear} not distinguishable from zero" if rest else "",
        ]
        yield f"{summary.outcomes[name].title}: {'; '.join(filter(None, parts))}."
