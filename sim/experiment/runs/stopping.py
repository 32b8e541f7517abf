"""Stopping by precision: worlds are added until the intervals of the paired differences are narrow
enough.

The wanted half-widths are absolute, in the unit of the outcome: relative precision is undefined for
differences near zero. After every world, and so whatever the chunks, the half-width of each
difference from the baseline is compared with the wanted one: Tango's interval for shares, which is
Wilson's for paired proportions, Student's for means. If only one arm takes part its own interval
is, Wilson's for a share. Precision that is met must stay met over a look-ahead of 5 % more worlds
(Hoad, Robinson and Davies, 2010), for one that is met by luck is soon lost. There are at least 30
worlds in which the outcome exists, and 100 where the differences have heavy tails or hardly vary.

An interval that decided when to stop covers a little less than it says (``docs/sweeps.md`` has by
how much), so the results say that they were stopped so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.errors import UsageError, did_you_mean
from sim.experiment.comparison.run_summary import Stopping
from sim.experiment.outcomes.definitions import OUTCOMES
from sim.experiment.runs.plan import Plan
from sim.experiment.statistics import estimates as by
from sim.experiment.statistics.estimates import Floats

LEAST_HEAVY: Final = 100
#: Worlds after precision is met over which it must stay met, per world so far, and as if there were
#: 100 at least.
_AHEAD: Final = 0.05
_SKEWED: Final = 1.0  # |skewness| of differences from which their tail is heavy
_PEAKED: Final = 3.0  # excess kurtosis likewise
_FEW: Final = 5  # pairs that differ, below which a share hardly varies

_ALL: Final = tuple(OUTCOMES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Until:
    """When to stop: wanted half-widths by outcome, and the fewest and the most worlds."""

    precision: Mapping[str, float]
    least: int
    most: int
    confidence: float

    def plain_data(self) -> dict[str, Any]:
        """As plain data: what a run that stops by itself depends on beside its plan."""
        return {"precision": dict(self.precision), "least": self.least, "most": self.most}


def until(plan: Plan, most: int | None = None) -> Until:
    """When a plan is to stop, as its study says; ``most`` overrides the study's greatest number of
    worlds.
    """
    study = plan.scenario.study
    if not study.precision:
        raise UsageError(
            f"{plan.scenario.name} declares no precision. Say how narrow an interval is to be, in"
            " the outcome's unit: --set study.precision.unilateral_strike=0.02, or in the file's"
            " study."
        )
    for name in study.precision:
        if name not in OUTCOMES:
            hint = did_you_mean(name, OUTCOMES, "`hotline list outcomes` names them.")
            raise UsageError(f"study.precision: there is no outcome '{name}'. {hint}")
    most = study.max_worlds if most is None else most
    return Until(
        precision={
            name: study.precision[name].number for name in OUTCOMES if name in study.precision
        },
        least=min(study.min_worlds, most),
        most=most,
        confidence=study.confidence,
    )


class Watch:
    """Follows a run world by world, in order, and knows when it is precise enough.

    ``worlds`` is how many it has seen; ``stop`` the number after which the run ends, ``None`` until
    it is known.
    """

    __slots__ = (
        "_arms",
        "_half",
        "_met_at",
        "_places",
        "_rule",
        "_since",
        "_sums",
        "met",
        "stop",
        "worlds",
    )

    def __init__(self, plan: Plan, rule: Until) -> None:
        base = plan.arms.index(plan.baseline)
        others = [arm for arm in range(len(plan.arms)) if arm != base]
        self._arms = plan.arms
        self._rule = rule
        self._places = [(name, arm, base) for name in rule.precision for arm in others or [base]]
        self._sums = [
            _Sums(OUTCOMES[name].kind, lone=arm == other) for name, arm, other in self._places
        ]
        self._half = [float("nan")] * len(self._places)
        self._since: int | None = None
        self._met_at: int | None = None
        self.met = False
        self.worlds = 0
        self.stop: int | None = None

    def add(self, block: Floats) -> None:
        """Take in the next worlds (worlds x arms x columns); those after the stop are
        left alone.
        """
        if self.stop is not None or not len(block):
            return
        halves, enough = [], np.ones(len(block), dtype=bool)
        for (name, arm, base), sums in zip(self._places, self._sums, strict=True):
            column = block[:, :, _ALL.index(name)]
            half, ready = sums.after(column[:, arm], column[:, base], self._rule)
            enough &= ready & (half <= self._rule.precision[name])
            halves.append(half)
        self._follow(enough, halves)

    def outcome_of_watch(self) -> Stopping:
        """How it ended, with half-widths reached, by outcome and arm."""
        reached: dict[str, dict[str, float | None]] = {name: {} for name in self._rule.precision}
        for (name, arm, _), half in zip(self._places, self._half, strict=True):
            reached[name][self._arms[arm]] = None if np.isnan(half) else float(f"{half:.12g}")
        rule = self._rule
        return Stopping(
            precision=dict(rule.precision),
            least=rule.least,
            most=rule.most,
            met=self.met,
            met_at=self._met_at,
            reached=reached,
        )

    def _follow(self, enough: NDArray[np.bool_], halves: list[Floats]) -> None:
        """Look at one world after another, whether the precision is met there and has been for long
        enough.
        """
        seen = 0
        for met in enough.tolist():
            seen += 1
            self.worlds += 1
            self._since = (self._since or self.worlds) if met else None
            self.met = self._since is not None and self.worlds >= self._since + ahead(self._since)
            if self.met or self.worlds >= self._rule.most:
                self.stop, self._met_at = self.worlds, self._since
                break
        self._half = [float(half[seen - 1]) for half in halves]


def ahead(worlds: int) -> int:
    """For how many more worlds precision must stay met."""
    return ceil(_AHEAD * max(worlds, 100))


class _Sums:
    """Running sums of one difference, or of one arm alone: after every world its half-width, and
    whether it may be trusted.

    Sums run strictly from world to world, so that chunks do not change a bit of them.
    """

    __slots__ = ("_carried", "_first", "_kind", "_lone")

    def __init__(self, kind: str, *, lone: bool) -> None:
        self._kind = kind
        self._lone = lone
        self._first: float | None = None
        self._carried = np.zeros(7)

    def after(self, values: Floats, base: Floats, rule: Until) -> tuple[Floats, NDArray[np.bool_]]:
        """After each world: the half-width, NaN while there is none, and whether there are worlds
        enough.
        """
        difference = values if self._lone else values - base
        known = ~np.isnan(difference)
        if self._first is None and known.any():
            self._first = float(difference[known.argmax()])
        shifted = np.where(known, difference - (self._first or 0.0), 0.0)
        steps = [known, difference > 0, difference < 0, shifted, shifted**2, shifted**3, shifted**4]
        table = np.vstack([self._carried, np.array(steps, dtype=np.float64).T])
        sums = np.cumsum(table, axis=0)[1:]
        self._carried = sums[-1]
        n, up, down = sums[:, 0], sums[:, 1], sums[:, 2]
        rare = np.minimum(up, n - up) if self._lone else up + down
        heavy = _heavy(n, sums[:, 3:]) if self._kind == "mean" else rare < _FEW
        low, high = self._interval(sums, rule.confidence)
        return (high - low) / 2, n >= np.where(heavy, max(rule.least, LEAST_HEAVY), rule.least)

    def _interval(self, sums: Floats, confidence: float) -> by.Interval:
        n, up, down, total, squares = sums[:, 0], sums[:, 1], sums[:, 2], sums[:, 3], sums[:, 4]
        if self._kind == "share":
            return by.wilson(up, n, confidence) if self._lone else by.tango(up, down, n, confidence)
        mean = total / np.maximum(n, 1)
        return by.student(mean, np.maximum(squares - n * mean**2, 0.0), n, confidence)


def _heavy(n: Floats, powers: Floats) -> NDArray[np.bool_]:
    """Whether values with these sums of powers are skewed, peaked, or hardly vary at all."""
    m1, m2, m3, m4 = (powers[:, power] / np.maximum(n, 1) for power in range(4))
    variance = np.maximum(m2 - m1**2, 0.0)
    third = m3 - 3 * m1 * m2 + 2 * m1**3
    fourth = m4 - 4 * m1 * m3 + 6 * m1**2 * m2 - 3 * m1**4
    flat = variance <= 1e-12 * np.maximum(m2, 1e-300)
    safe = np.where(flat, 1.0, variance)
    return flat | (np.abs(third) > _SKEWED * safe**1.5) | (fourth > (_PEAKED + 3.0) * safe**2)
