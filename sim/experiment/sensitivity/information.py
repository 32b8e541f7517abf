"""What it is worth to know inputs before an arm is chosen, as a summary."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from sim.experiment.design.factors import Factor
from sim.experiment.outcomes.definitions import OUTCOMES
from sim.experiment.sensitivity.information_value import Stretch, Worth, worth_of_all, worths
from sim.experiment.sensitivity.sensitivity import Sensitivity
from sim.experiment.sensitivity.sensitivity_summary import Information, RulePart, WorthSummary
from sim.experiment.statistics.estimates import Floats
from sim.experiment.statistics.rounding import twelve_digits

#: Of a goal of several outcomes, each counts in multiples of what matters of it.
MULTIPLES: Final = "times what matters"


def information(asked: Sensitivity, cube: Floats, values: Floats) -> Information:
    """From the uncertain sample (draws x worlds x arms x outcomes)."""
    arms, reached = asked.sampled_arms, utilities(asked, values)
    alpha = 1 - asked.scenario.study.confidence
    found = worths(cube, reached, confidence=1 - alpha, seed=asked.seed)
    rows = sorted(zip(asked.factors, found, strict=True), key=lambda row: (-row[1].value, row[1].p))
    single = len(asked.goal) == 1
    return Information(
        goal=" and ".join(_part(name, weight, single=single) for name, weight in asked.goal),
        unit=OUTCOMES[asked.goal[0][0]].unit if single else MULTIPLES,
        matters=OUTCOMES[asked.goal[0][0]].matters if single else 1.0,
        best=arms[int(reached.mean(axis=0).argmax())],
        together=twelve_digits(worth_of_all(reached)),
        factors={factor.path: _worth(factor, one, arms, alpha) for factor, one in rows},
    )


def utilities(asked: Sensitivity, values: Floats) -> Floats:
    """How far each arm comes towards the goal in each draw, the more the better: draws x arms."""
    means, total = values.mean(axis=1), np.zeros(values.shape[::2][:2])
    for name, weight in asked.goal:
        outcome = OUTCOMES[name]
        sign = -1.0 if outcome.better == "lower" else 1.0
        scale = 1.0 if len(asked.goal) == 1 else weight / outcome.matters
        total = total + sign * scale * means[:, :, asked.outcomes.index(name)]
    return total


def _part(name: str, weight: float, *, single: bool) -> str:
    outcome = OUTCOMES[name]
    said = f"{'less' if outcome.better == 'lower' else 'more'} {outcome.title}"
    return said if single or weight == 1 else f"{weight:g} times {said}"


def _worth(factor: Factor, one: Worth, arms: Sequence[str], alpha: float) -> WorthSummary:
    return WorthSummary(
        value=twelve_digits(one.value),
        low=twelve_digits(one.low),
        high=twelve_digits(one.high),
        p=twelve_digits(one.p),
        shown=one.p < alpha,
        rule=tuple(RulePart(arm=arms[part.arm], told=_where(factor, part)) for part in one.rule),
    )


def _where(factor: Factor, part: Stretch) -> str:
    """Which part of the range, in the input's unit."""
    low, high = (factor.value_text(factor.at(end)) for end in (part.low, part.high))
    if part.low <= 0.0 and part.high >= 1.0:
        return "throughout"
    if part.low <= 0.0:
        return f"below {high}"
    return f"above {low}" if part.high >= 1.0 else f"from {low} to {high}"
