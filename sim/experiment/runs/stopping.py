"""Stopping by precision: worlds are added until the intervals of the paired differences are narrow
enough.

The wanted half-widths are absolute, in the unit of the outcome: relative precision is undefined for
differences near zero. After every 50 worlds, counted from the first, and so whatever the chunks,
the half-width of each difference from the baseline is compared with the wanted one: that of the
interval which the table prints. If only one arm takes part its own interval is.

A width says nothing of an event that no world has shown. So there are at least 3.7 R / w worlds in
which the outcome exists, R what the difference can be and w the wanted half-width: fewer could miss
an event of the size R that moves the mean by w. This is known before the run, and with it the
interval covers what it says although it decided when to stop (``docs/statistics.md``); for a rule
that looks at the width, not at the effect, loses little by looking (Chow and Robbins, 1965).

Whoever stops by the effect asks for intervals that are *always valid*: they hold at all numbers of
worlds at once (Orabona and Jun, 2024), and take many more of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, isnan
from typing import Any, Final

import numpy as np

from sim.errors import UsageError, did_you_mean
from sim.experiment.comparison.run_summary import Stopping
from sim.experiment.outcomes.bounds import outcome_bounds, time_watched
from sim.experiment.outcomes.definitions import OUTCOMES
from sim.experiment.outcomes.outcome_lookup import outcome_name
from sim.experiment.runs.monitored_difference import Followed
from sim.experiment.runs.plan import Plan
from sim.experiment.statistics.estimates import Floats
from sim.experiment.statistics.rounding import twelve_digits, twelve_digits_or_none
from sim.experiment.statistics.verdicts import UNSEEN

#: Worlds from one look to the next, and the fewest before the first.
LOOK: Final = 50
FEWEST: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Until:
    """When to stop: wanted half-widths by outcome, the fewest worlds of each and the most of all,
    and whether intervals are to hold at every look.
    """

    precision: Mapping[str, float]
    fewest: Mapping[str, int]
    most: int
    confidence: float
    always_valid: bool = False

    @property
    def least(self) -> int:
        """The fewest worlds of a run that stops by itself."""
        return min(max(self.fewest.values()), self.most)

    def plain_data(self) -> dict[str, Any]:
        """As plain data: what a run that stops by itself depends on beside its plan."""
        always = {"always_valid": True} if self.always_valid else {}
        return {"precision": dict(self.precision), "least": self.least, "most": self.most, **always}


def until(plan: Plan, most: int | None = None, *, always_valid: bool = False) -> Until:
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
    wanted = {outcome_name(called): half.number for called, half in study.precision.items()}
    for name in wanted:
        if name not in OUTCOMES:
            hint = did_you_mean(name, OUTCOMES, "`hotline list outcomes` names them.")
            raise UsageError(f"study.precision: there is no outcome '{name}'. {hint}")
    most = study.max_worlds if most is None else most
    precision = {name: wanted[name] for name in OUTCOMES if name in wanted}
    return Until(
        precision=precision,
        fewest={
            name: max(study.min_worlds, FEWEST if always_valid else _fewest_of(plan, name, half))
            for name, half in precision.items()
        },
        most=most,
        confidence=study.confidence,
        always_valid=always_valid,
    )


def fewest_worlds(reach: float, half: float) -> int:
    """Worlds below which an event of the size ``reach`` may have been missed and moves the mean by
    the wanted half-width; never less than before the first look.
    """
    return max(FEWEST, ceil(UNSEEN * reach / half - 1e-9))


def plan_text(plan: Plan, rule: Until) -> str:
    """What is known before the run of the worlds that it will take at least."""
    parts = []
    for name, half in rule.precision.items():
        low, high = watched_bounds(plan, name)
        outcome, reach, least = OUTCOMES[name], max(-low, high), rule.fewest[name]
        why = ""
        if not rule.always_valid and least == fewest_worlds(reach, half) > FEWEST:
            why = (
                f" (one event of {reach:,.4g} {outcome.unit} that none of so many showed may move"
                f" the mean by {half:g})"
            )
        parts.append(f"{outcome.title} within {half:g}: at least {least:,} worlds{why}")
    return "; ".join(parts)


def _fewest_of(plan: Plan, name: str, half: float) -> int:
    low, high = watched_bounds(plan, name)
    return fewest_worlds(max(-low, high), half)


def watched_bounds(plan: Plan, name: str) -> tuple[float, float]:
    """What is watched of an outcome can be: a difference, or where one arm runs alone its value."""
    watched = time_watched(plan.scenario.arms[arm].setting for arm in plan.arms)
    low, high = outcome_bounds(OUTCOMES[name], watched)
    return (low, high) if len(plan.arms) == 1 else (low - high, high - low)


class Watch:
    """Follows a run world by world, in order, and knows when it is precise enough.

    ``worlds`` is how many it has seen; ``stop`` the number after which the run ends, ``None`` until
    it is known.
    """

    __slots__ = ("_arms", "_followed", "_rule", "_waiting", "met", "stop", "worlds")

    def __init__(self, plan: Plan, rule: Until) -> None:
        base = plan.arms.index(plan.baseline)
        others = [arm for arm in range(len(plan.arms)) if arm != base]
        self._arms = plan.arms
        self._rule = rule
        self._followed = [
            Followed(name, arm, base, watched_bounds(plan, name), keeps_all=rule.always_valid)
            for name in rule.precision
            for arm in others or [base]
        ]
        self._waiting: Floats | None = None
        self.met = False
        self.worlds = 0
        self.stop: int | None = None

    def add(self, block: Floats) -> None:
        """Take in the next worlds (worlds x arms x columns); those after the stop are
        left alone.

        Sums grow by the same blocks, from one look to the next, however the worlds come.
        """
        waiting = block if self._waiting is None else np.concatenate([self._waiting, block])
        while self.stop is None:
            size = min(LOOK, self._rule.most - self.worlds)
            if len(waiting) < size:
                break
            self._look(waiting[:size])
            waiting = waiting[size:]
        self._waiting = waiting.copy()

    def outcome_of_watch(self) -> Stopping:
        """How it ended, with half-widths reached, by outcome and arm."""
        rule = self._rule
        reached: dict[str, dict[str, float | None]] = {name: {} for name in rule.precision}
        ends: dict[str, dict[str, tuple[float, float]]] = {name: {} for name in rule.precision}
        for one in self._followed:
            low, high = one.interval(rule.confidence)
            arm = self._arms[one.arm]
            reached[one.name][arm] = twelve_digits_or_none((high - low) / 2.0)
            if not isnan(low):
                ends[one.name][arm] = twelve_digits(low), twelve_digits(high)
        return Stopping(
            precision=dict(rule.precision),
            least=rule.least,
            most=rule.most,
            met=self.met,
            met_at=self.worlds if self.met else None,
            reached=reached,
            always_valid=ends if rule.always_valid else None,
        )

    def _look(self, block: Floats) -> None:
        self.worlds += len(block)
        for one in self._followed:
            one.add(block)
        self.met = all(map(self._is_precise, self._followed))
        if self.met or self.worlds >= self._rule.most:
            self.stop = self.worlds

    def _is_precise(self, one: Followed) -> bool:
        if one.worlds < self._rule.fewest[one.name]:
            return False
        low, high = one.interval(self._rule.confidence)
        return (high - low) / 2.0 <= self._rule.precision[one.name]
