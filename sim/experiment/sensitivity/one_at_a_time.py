"""One factor at a time: how far the response moves when one input goes to the low and to the high
end, all others in place.

The first point keeps every input as it is; then come the two ends of each factor. All of them meet
the same worlds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, nan

from sim.experiment.design.factors import Factor
from sim.experiment.sensitivity.joint_randomisation import exchanged_roles
from sim.experiment.statistics.dust import without_dust
from sim.experiment.statistics.estimates import Floats
from sim.experiment.statistics.mean_intervals import Bounds, mean_interval
from sim.experiment.statistics.moments import sums_of
from sim.scenario.schema.input_paths import checked_value
from sim.scenario.schema.quantities import Unreadable


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A mean difference between two points in the same worlds."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Swing:
    """What a factor does by itself: ``down`` and ``up`` against the scenario as it is, ``across``
    from end to end.

    ``p`` is of no change at all between any two of the three points, adjusted for all inputs that
    were moved.
    """

    down: Change
    up: Change
    across: Change
    p: float

    @property
    def reach(self) -> float:
        """The longest of the three moves."""
        return max(abs(self.down.value), abs(self.up.value), abs(self.across.value))


def ends(factor: Factor, percent: float | None) -> tuple[float, float]:
    """The two values: the ends of the range, or so many per cent of the value either way as far as
    a file could say it.
    """
    if percent is None:
        return factor.low, factor.high
    step = abs(factor.value) * percent / 100
    return _possible(factor, factor.value - step), _possible(factor, factor.value + step)


def _possible(factor: Factor, value: float) -> float:
    value = float(round(value)) if factor.form.reads == "count" else value
    try:
        return checked_value(factor.form, value)
    except Unreadable:
        return min(max(value, factor.low), factor.high)


def points(factors: Sequence[Factor], percent: float | None) -> tuple[tuple[float, ...], ...]:
    """The scenario as it is, then each factor at its low and at its high value."""
    own = (nan,) * len(factors)
    moved = (
        (*own[:at], value, *own[at + 1 :])
        for at, factor in enumerate(factors)
        for value in ends(factor, percent)
    )
    return (own, *moved)


def swings(
    values: Floats, *, confidence: float, seed: int, span: float = inf, matters: float = 0.0
) -> list[Swing]:
    """One for each factor, from the ``values`` (points x worlds) found at ``points``. Differences
    are no more than ``span`` either way, and rounding where they are nothing beside what
    ``matters``.
    """
    own, low, high = values[0], values[1::2], values[2::2]
    pairs = [
        _changes(without_dust(moved, matters), confidence, (-span, span))
        for moved in (low - own, high - own, high - low)
    ]
    adjusted = exchanged_roles(low, own, high, seed=seed, alpha=1.0 - confidence)
    return [
        Swing(down=down, up=up, across=across, p=float(p))
        for down, up, across, p in zip(*pairs, adjusted, strict=True)
    ]


def _changes(differences: Floats, confidence: float, span: Bounds) -> list[Change]:
    sums = sums_of(differences.T)
    low, high = mean_interval(sums, span, confidence)
    return [
        Change(value=float(m), low=float(a), high=float(b))
        for m, a, b in zip(sums.mean, low, high, strict=True)
    ]
